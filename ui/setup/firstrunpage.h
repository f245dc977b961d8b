#pragma once

#include "setup/connectioncard.h"
#include "setup/setupdraft.h"
#include "setup/spaceschoice.h"
#include "setup/steprow.h"
#include "setup/waycard.h"

#include <QFrame>
#include <QScrollArea>

class QLabel;
class QPushButton;

namespace parking::ui {

/// What setting up came to.
struct SetupResult {
    SetupWay way = SetupWay::Demo;
    settings::Changes changes; ///< to be written
    FirstSpaces spaces = FirstSpaces::Later;
    QList<domain::DevEui> heard; ///< at the broker, for a first list
};

/// The first run: where the data is kept, then one connection after the other, each tested before
/// the next is open. What passed is kept in a draft beside the settings.
class FirstRunPage : public QScrollArea {
    Q_OBJECT

public:
    /// `given`: what is set now, of all keys; `own`: where settings are written.
    FirstRunPage(const settings::Source &given, const settings::OwnFiles &own, const Theme &theme,
                 QWidget *parent = nullptr);
    ~FirstRunPage() override;

    /// A server answers on this computer: its address stands where nothing is set yet.
    void setFound(checks::Subject subject, quint16 port);
    /// A setting that is wrong: its step is open, and the field marked.
    void openAt(const QString &key, const QString &allowed);
    /// In the footer: why it could not be finished.
    void tell(const QString &text);
    void setBrokerLimits(const checks::BrokerLimits &limits);

    WayCard &way(SetupWay way) { return *m_ways[int(way)]; }
    ConnectionCard &card(checks::Subject subject) { return *m_cards[int(subject)]; }
    StepRow &row(checks::Subject subject) { return *m_rows[int(subject)]; }
    SpacesChoice &spaces() { return *m_spaces; }
    QPushButton &next() { return *m_next; }
    QPushButton &skip() { return *m_skip; }
    QPushButton &back() { return *m_back; }

Q_SIGNALS:
    void finished(const parking::ui::SetupResult &result);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void buildWays(QWidget *body);
    void buildSteps(QWidget *body);
    void buildFooter(QWidget *body);
    void choose(SetupWay way);
    void goOn(); ///< "Continue"
    void skipChirpStack();
    void goBack();
    void open(qsizetype step);
    void openNext(); ///< the first that is not done
    void onTested(checks::Subject subject, const checks::Verdict &verdict);
    void close(qsizetype step, StepRow::State state);
    void restore();
    void keep();
    void refresh();
    void refreshFooter();
    void finish();
    qsizetype stepOf(checks::Subject subject) const;
    settings::Changes changes(bool all) const;

    const settings::Source m_given;
    const settings::OwnFiles m_own;
    const Theme &m_theme;
    checks::CheckThread m_checks;
    std::optional<SetupWay> m_way;
    qsizetype m_open = -1; ///< of m_steps
    bool m_goesOn = false; ///< with the verdict that is awaited
    bool m_isNewDatabase = false; ///< it had no tables when it was looked at
    bool m_skipsChirpStack = false;
    QList<checks::Subject> m_steps; ///< of the way; the spaces come behind them
    QList<WayCard *> m_ways; ///< in the order of SetupWay
    QList<ConnectionCard *> m_cards; ///< in the order of Subject
    QList<StepRow *> m_rows; ///< as m_cards, then the spaces
    SpacesChoice *m_spaces;
    QWidget *m_column;
    QFrame *m_stepsCard;
    QWidget *m_footer;
    QLabel *m_hint;
    QPushButton *m_back;
    QPushButton *m_skip;
    QPushButton *m_next;
};

} // namespace parking::ui
