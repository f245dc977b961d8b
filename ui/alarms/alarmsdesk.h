#pragma once

#include "alarms/alarmspanel.h"
#include "desk/desk.h"
#include "domain/booking.h"

namespace parking::ui {

/// Joins the alarms' panel to engine and reads, and tells new critical ones.
class AlarmsDesk : public QObject {
    Q_OBJECT

public:
    AlarmsDesk(const Desk &desk, AlarmsPanel &panel);

Q_SIGNALS:
    void criticalTold(const QString &words); ///< also to those who look elsewhere
    void bookingFound(const parking::domain::Booking &booking); ///< somebody wants to see to it

private:
    void look();
    void load();
    void take(const domain::AlarmsKnown &known);
    void tellCritical();
    void acknowledge(const QList<domain::AlarmId> &ids);
    Notices::Step withdrawal(const QList<domain::Alarm> &acknowledged);
    void openBooking(const domain::Alarm &alarm);
    UtcTime today() const;

    const Desk &m_desk;
    AlarmsPanel &m_panel;
    bool m_isReading = false;
    bool m_isDue = false;
    UtcTime m_looked;
    std::optional<QSet<domain::AlarmId>> m_critical; ///< that were open when last looked
    QList<domain::Alarm> m_untold;
    UtcTime m_told;
};

} // namespace parking::ui
