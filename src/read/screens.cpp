#include "read/screens.h"

#include "store/screenstore.h"
#include "store/stationstore.h"

#include <algorithm>

namespace parking::read {

Result<Screens> screens(store::Database &database, UtcTime own)
{
    Result<QList<domain::Screen>> rows = store::ScreenStore(database).all();
    if (!rows)
        return rows.error();
    const Result<UtcTime> now = store::sharedNow(database, own);
    if (!now)
        return now.error();
    std::stable_sort(rows->begin(), rows->end(), [&](const auto &a, const auto &b) {
        const bool aSilent = *now - a.reportedAt > domain::kScreenSilent;
        const bool bSilent = *now - b.reportedAt > domain::kScreenSilent;
        return aSilent != bSilent ? aSilent : a.shows < b.shows;
    });
    return Screens{*now, *rows, database.isPostgres()};
}

Result<> tellScreen(store::Database &database, const domain::Screen &screen)
{
    return store::ScreenStore(database).report(screen);
}

} // namespace parking::read
