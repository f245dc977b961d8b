#pragma once

#include "checks/checkthread.h"
#include "setup/connectiondraft.h"
#include "theme/theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QGridLayout;
class QPushButton;

namespace parking::ui {

class DraftLine;
class VerdictBox;

/// One connection as a draft: its fields with their origins, Test, and the verdict in words. It
/// touches no connection that is in use and writes nothing. Without frame and head: who shows it
/// has these (setuplabels::title, purpose, icon).
class ConnectionCard : public QWidget {
    Q_OBJECT

public:
    /// `checks` outlives it. Cards that share one take each other's place when they test, and the
    /// one of ChirpStack asks about the devices that the broker's heard.
    ConnectionCard(checks::Subject subject, checks::CheckThread &checks, const Theme &theme,
                   QWidget *parent = nullptr);
    ~ConnectionCard() override;

    checks::Subject subject() const { return m_subject; }

    /// What is set now, of all keys (settings::givenValues): what stands in the fields before
    /// somebody edits them, and what locks them. Takes a draft and its verdict away.
    void setValues(const settings::Source &values);
    bool isChanged() const; ///< something else stands there than setValues() said
    /// The draft, to be written: the unlocked keys of this connection, without a value where it is
    /// the default.
    settings::Changes changes() const;
    /// The draft above all that setValues() said, checked.
    Result<settings::Settings> draft() const;
    QString summary() const; ///< the address with its user, for a line; no secret

    /// Marks what no settings may be, or begins a test. False: something is marked, and has the
    /// focus.
    bool test();
    void cancel();
    bool isTesting() const { return m_isTesting; }
    /// As when a test of this draft ends so.
    void take(const checks::Verdict &verdict);
    /// Of what stands there; an edit takes it away.
    const std::optional<checks::Verdict> &verdict() const { return m_verdict; }
    void setBrokerLimits(const checks::BrokerLimits &limits) { m_limits = limits; }

    /// Marks the field of a setting and gives it the focus: `allowed` as settings tell it.
    void refuse(const QString &key, const QString &allowed);
    /// Of the host, in the verdict's place: "Not saved. ..."
    void tell(checks::Level level, const QString &text, const QString &advice = {});
    void focusVerdict();
    DraftLine &field(DraftField field) { return *m_fields[field]; }
    VerdictBox &box() { return *m_box; }
    QPushButton &testButton() { return *m_test; }

Q_SIGNALS:
    void edited();
    void testingChanged();
    void tested(const parking::checks::Verdict &verdict); ///< with a verdict of this draft

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void arrange(bool wide);
    void tidy(); ///< a pasted address goes to its fields
    void onEdited();
    void begin(const settings::Settings &settings);
    void stop(const QString &why);
    void showTime();
    void makeTables();
    void onMade(const Result<QStringList> &names);
    void openMore(bool open);
    DraftTexts texts() const;
    settings::Source draftSource() const;

    const checks::Subject m_subject;
    checks::CheckThread &m_checks;
    const Theme &m_theme;
    settings::Source m_values;
    checks::BrokerLimits m_limits;
    QMap<DraftField, DraftLine *> m_fields;
    QGridLayout *m_grid;
    QWidget *m_moreFields;
    QPushButton *m_more;
    QPushButton *m_test;
    QWidget *m_testPlace; ///< of the button, in line with the fields
    VerdictBox *m_box;
    std::optional<checks::Verdict> m_verdict;
    bool m_isTesting = false;
    bool m_isMaking = false; ///< tables
    bool m_isConnected = false; ///< the broker is, in this test
    bool m_isWide = false;
    QElapsedTimer m_since;
    QTimer m_second;
};

} // namespace parking::ui
