#pragma once

#include "domain/alarm.h"
#include "domain/alarmlimits.h"
#include "store/database.h"

/// What people do with alarms, in the caller's transaction; it becomes the history's.
namespace parking::engine {

/// Somebody has seen these; an empty list: all that are open and that nobody has. Gives those whose
/// acknowledgement is this one, as they are now. CHANGED_MEANWHILE when none of those asked for is
/// open and unacknowledged, RECORD_NOT_FOUND for one that never was.
Result<QList<domain::Alarm>> acknowledgeAlarms(store::Database &database,
                                               const QList<domain::AlarmId> &ids,
                                               const QString &actor, UtcTime now);

/// Takes back what acknowledgeAlarms() gave. Those that cleared since stay as they are;
/// CHANGED_MEANWHILE when none is left, or one has another acknowledgement by now.
Result<> withdrawAcknowledgement(store::Database &database,
                                 const QList<domain::Alarm> &acknowledged, const QString &actor,
                                 UtcTime now);

/// What the site's alarms go by. Afterwards the stations are to be told (tellLayoutChanged), which
/// look by it at once. VALIDATION_ERROR for limits that could not be read back.
Result<> storeAlarmLimits(store::Database &database, const domain::AlarmLimits &limits,
                          const QString &actor, UtcTime now);

} // namespace parking::engine
