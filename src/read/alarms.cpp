#include "read/alarms.h"

#include "store/alarmstore.h"

namespace parking::read {

Result<domain::AlarmsKnown> alarms(store::Database &database, UtcTime today)
{
    store::AlarmStore store(database);
    auto open = store.open();
    if (!open)
        return open.error();
    const auto cleared = store.countCleared(today);
    if (!cleared)
        return cleared.error();
    const auto last = store.lastCleared();
    if (!last)
        return last.error();
    return domain::AlarmsKnown{
        .open = std::move(*open), .clearedToday = *cleared, .lastCleared = *last};
}

Result<domain::Page<domain::Alarm>> alarmHistory(store::Database &database,
                                                 const domain::PageRequest &page,
                                                 const domain::AlarmFilter &filter)
{
    return store::AlarmStore(database).history(page, filter);
}

} // namespace parking::read
