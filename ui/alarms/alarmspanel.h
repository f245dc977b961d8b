#pragma once

#include "alarms/alarmrow.h"
#include "models/sitemodel.h"
#include "models/situation.h"

#include <QHash>
#include <QPointer>

class QScrollArea;

namespace parking::ui {

/// What somebody should see to, by cause: opens under the bell, over what is there. Takes values
/// and tells wishes.
class AlarmsPanel : public QFrame {
    Q_OBJECT

public:
    AlarmsPanel(const SiteModel &model, const Situation &situation, const Theme &theme,
                QWidget *parent = nullptr);

    /// What is open now.
    void setAlarms(const domain::AlarmsKnown &known);
    /// They cannot be asked for: what was known last stays, and is said to be old.
    void setUnknown(const QString &why);
    /// Causes that nobody has acknowledged; empty: not known.
    std::optional<int> count() const;
    int acknowledged() const; ///< those that are still there
    int deviceCount() const; ///< of these, those that devices are at fault for

    /// At the right, with its tip at that point; `below`: how much room there is.
    void openAt(const QPoint &tip, int below, QWidget *returnTo);
    void close();
    bool isOpen() const { return isVisibleTo(parentWidget()); }
    QList<AlarmRow *> rows() const; ///< as shown, from the top

Q_SIGNALS:
    void changed(); ///< the counts may be others
    void opened();
    void closed();
    void acknowledgeAsked(const QList<parking::domain::AlarmId> &alarms);
    void remedyAsked(const parking::domain::Alarm &alarm);
    void memberChosen(const parking::domain::AlarmMember &member);
    void allAsked(const parking::domain::Alarm &alarm);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void refresh();
    void refreshFoot();
    void place();
    AlarmRow *rowOf(const domain::Alarm &alarm);
    void noteCleared(const domain::AlarmsKnown &known);
    void keepFocus(const QWidget *before);

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::AlarmsKnown> m_known;
    UtcTime m_asOf;
    QString m_why; ///< why they are not known now; empty: they are
    QList<domain::Alarm> m_leaving; ///< cleared a moment ago
    QHash<domain::AlarmId, AlarmRow *> m_rows;
    bool m_seenOpen = false; ///< the acknowledged ones are unfolded
    QPoint m_tip;
    int m_below = 0;
    QPointer<QWidget> m_returnTo;
    QLabel *m_count;
    QPushButton *m_all;
    QLabel *m_whyLabel;
    QScrollArea *m_scroll;
    QWidget *m_list;
    QVBoxLayout *m_listRows;
    QLabel *m_empty;
    QPushButton *m_seen;
    QLabel *m_foot;
};

} // namespace parking::ui
