#pragma once

#include "domain/alarm.h"

#include <QString>
#include <QTimeZone>

/// Alarms in words.
namespace parking::ui {

/// Where a person goes to mend it.
enum class AlarmRemedy : quint8 {
    ShowOnMap,
    PlanVisit,
    OpenDevices,
    OpenBooking,
    OpenLamps,
    Health
};

AlarmRemedy remedyOf(const domain::Alarm &alarm);

namespace labels {

QString title(const domain::Alarm &alarm); ///< "Gateway GW hall is lost"
/// "North, Basement 1 · since 13:41"; times of bookings by the site's zone.
QString place(const domain::Alarm &alarm, UtcTime now, const QTimeZone &zone);
QString advice(const domain::Alarm &alarm); ///< what it means, and what to do
QString remedy(const domain::Alarm &alarm); ///< "Show on map"
QString text(domain::AlarmLevel level); ///< "Critical"

} // namespace labels
} // namespace parking::ui
