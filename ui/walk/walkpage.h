#pragma once

#include "devices/labelsheet.h"
#include "domain/walkrecord.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "walk/heardlist.h"
#include "walk/walklabels.h"
#include "walk/walkstrip.h"
#include "walk/walkticks.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace parking::ui {

/// For somebody on a ladder: one space after the other is tested, with large words that say what to
/// do next. What was ticked is kept, so that a walk that was cut off goes on where it was.
class WalkPage : public QWidget {
    Q_OBJECT

public:
    WalkPage(const SiteModel &model, const Situation &situation, const Theme &theme,
             QWidget *parent = nullptr);

    void setRecord(const domain::WalkRecord &record); ///< of a walk before
    const domain::WalkRecord &record() const { return m_record; }
    bool isWalking() const { return m_isWalking; }
    void begin(const QString &building, const QString &floor); ///< or goes on there
    std::optional<domain::SpaceId> space() const; ///< that is tested
    UtcTime begun() const { return m_begun; } ///< since when
    /// The answer to wanted(); of another space, or of an earlier visit: left out.
    void setNews(const domain::SpaceId &space, domain::WalkFacts facts,
                 const QList<domain::FleetDevice> &heard);
    void setFailed(const QString &words); ///< nobody knows
    QString title() const; ///< the sentence at the top
    const domain::WalkResult &result() const { return m_result; }
    QList<WalkTickRow *> ticks() const { return m_ticks; }
    WalkStrip &strip() { return *m_strip; }
    HeardList &heard() { return *m_heard; }
    /// The walk as a table: space, whether it works, what is open, notes. Disarmed for
    /// spreadsheets.
    QByteArray csv() const;
    QList<DeviceLabel> deviceLabels() const; ///< of sensors and lamps of the spaces
    void go(int index);
    bool cancel(); ///< false: no walk is shown

Q_SIGNALS:
    void wanted(const parking::domain::SpaceId &space, parking::UtcTime begun);
    void recordChanged();
    void bindRequested(const parking::domain::FleetDevice &device,
                       const parking::domain::SpaceId &space);
    void euiEntered(parking::domain::DevEui eui, const parking::domain::SpaceId &space);
    void swapRequested(const parking::domain::SpaceId &one, const parking::domain::SpaceId &other);
    void forgotten(const parking::domain::WalkRecord &before); ///< the ticks of a floor
    void saveWanted(const QString &name, const QByteArray &bytes);
    void left();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeStart();
    QWidget *makeWalk();
    QLayout *makeHead();
    QFrame *makeVerdict();
    QLayout *makeButtons();
    void fillFloors();
    void updateStart();
    void followSite();
    void forget();
    domain::WalkEntry entryOf(const domain::SpaceId &space) const;
    void ask();
    void leaveSpace();
    void next();
    void tick(WalkTickRow &row);
    void refresh();
    void updateStrip();
    void updateVerdict(const labels::WalkWords &words);
    int spacesLeft() const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    domain::WalkRecord m_record;
    bool m_isWalking = false;
    QList<domain::SpaceId> m_spaces;
    int m_index = 0;
    UtcTime m_begun;
    domain::WalkFacts m_facts;
    domain::WalkResult m_result;
    bool m_isKnown = false;
    QStackedWidget *m_stack;
    QComboBox *m_floors;
    QPushButton *m_start;
    QPushButton *m_anew;
    QLabel *m_place;
    QProgressBar *m_progress;
    QLabel *m_done;
    QFrame *m_verdict;
    QLabel *m_sign;
    QLabel *m_title;
    QLabel *m_hint;
    QPushButton *m_swap;
    QList<WalkTickRow *> m_ticks;
    WalkStrip *m_strip;
    QPushButton *m_back;
    QLineEdit *m_note;
    QPushButton *m_next;
    HeardList *m_heard;
};

} // namespace parking::ui
