#include "read/signs.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/problems.h"
#include "read/sites.h"
#include "read/stations.h"
#include "store/migrator.h"
#include "store/sitestore.h"
#include "store/statestore.h"
#include "store/stationstore.h"

namespace parking::read {

Result<SignLook> signLook(store::Database &database, UtcTime own)
{
    // The stations' words first: what they tell is in the states that are read after them.
    const Result<QList<domain::StationWord>> words = stationWords(database);
    if (!words)
        return words.error();
    const Result<UtcTime> now = store::sharedNow(database, own);
    if (!now)
        return now.error();
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    Result<QList<store::StatusRow>> rows = store::StateStore(database).countable(site->id);
    if (!rows)
        return rows.error();
    SignLook look;
    look.at = *now;
    look.takenInUntil = domain::takenInUntil(*words, *now);
    look.statuses.reserve(rows->size());
    for (store::StatusRow &row : *rows) {
        row.status.setLimit(devices::silenceLimit(row.sensorType, row.longestOfDays));
        look.statuses.append(row.status);
    }
    return look;
}

Result<domain::SiteSnapshot> signLayout(store::Database &database)
{
    const Result<store::MigrationState> state = store::Migrator(database).state();
    if (!state)
        return state.error();
    if (state->tooNew)
        return Error{problem::kDatabaseTooNew,
                     u"the database was made by a newer version of this program"_s};
    if (!state->pending.isEmpty())
        return Error{problem::kMigrationNeeded,
                     u"the database needs its tables: run `parkctl migrate`"_s};
    return site(database);
}

} // namespace parking::read
