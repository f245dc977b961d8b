#pragma once

#include "domain/alarm.h"
#include "domain/page.h"
#include "store/database.h"

namespace parking::read {

/// What is open, and what cleared since `today` began.
Result<domain::AlarmsKnown> alarms(store::Database &database, UtcTime today);

/// All that were raised, the newest first. VALIDATION_ERROR for a page that is none.
Result<domain::Page<domain::Alarm>> alarmHistory(store::Database &database,
                                                 const domain::PageRequest &page,
                                                 const domain::AlarmFilter &filter = {});

} // namespace parking::read
