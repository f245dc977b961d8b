#include "importedsite.h"

#include "base/literals.h"
#include "engine/spaces/spaceimport.h"
#include "fixturesite.h"
#include "read/sites.h"
#include "store/databaseurl.h"
#include "store/migrator.h"

#include <QTemporaryDir>

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::SpaceState;

namespace {

domain::SiteSnapshot read(const QByteArray &csv)
{
    const QTemporaryDir folder;
    const auto database =
        store::Database::open({.url = store::sqliteUrl(folder.filePath(u"site.sqlite"_s))});
    if (!database || !store::Migrator(**database).migrate(kNow))
        qFatal("no database");
    const auto imported = engine::importSpaces(**database, csv, false, kNow);
    if (!imported || !imported->isGood())
        qFatal("the import was refused");
    return read::site(**database).valueOr({});
}

domain::SpaceStatus statusOf(const domain::Space &space, int number, int heard)
{
    domain::SpaceStatus status;
    status.id = space.id;
    status.hasSensor = true;
    status.silentAfter = 2h;
    if (number * 37 % 100 >= heard)
        return status;
    const int dice = number * 7919 % 100;
    status.state = dice < 28 ? SpaceState::Free
        : dice < 90          ? SpaceState::Occupied
        : dice < 97          ? SpaceState::Reserved
                             : SpaceState::Maintenance;
    status.lastHeard = kNow - (number % 71 == 3 ? Milliseconds(9h) : Milliseconds(42s));
    status.since = kNow - 2min - number % 200 * 90s;
    const bool taken = status.state == SpaceState::Occupied;
    status.inputs.sensor = domain::SensorInput{
        taken ? domain::Occupancy::Occupied : domain::Occupancy::Free, *status.lastHeard, {}};
    if (status.state == SpaceState::Reserved) {
        status.inputs.reservation = domain::ReservationInput{{}, kNow - 2min, kNow + 2h};
        status.reason = domain::StateReason::Reservation;
    } else if (status.state == SpaceState::Maintenance) {
        domain::Override set;
        set.reason = u"Oil on the floor"_s;
        set.actor = u"Anna"_s;
        set.since = kNow - 3h;
        status.inputs.operatorOverride = set;
        status.reason = domain::StateReason::Override;
    } else {
        status.reason = domain::StateReason::Sensor;
    }
    return status;
}

} // namespace

domain::SiteSnapshot imported(const QByteArray &csv, int heard)
{
    domain::SiteSnapshot site = read(csv);
    std::sort(site.spaces.begin(), site.spaces.end(),
              [](const domain::Space &a, const domain::Space &b) { return a.code < b.code; });
    int number = 0;
    for (const domain::Space &space : std::as_const(site.spaces))
        site.statuses.append(statusOf(space, ++number, heard));
    return site;
}

QByteArray harbourCsv(bool withCoordinates)
{
    QList<domain::Space> spaces = harbourSite().spaces;
    if (!withCoordinates) {
        for (domain::Space &space : spaces)
            space.placement.reset();
    }
    return engine::csvOf(spaces);
}

QByteArray buildingsCsv(int buildings)
{
    QByteArray csv = "code,building,floor,zone\n";
    for (int building = 1; building <= buildings; ++building) {
        const int floors = 1 + building * 5 % 9;
        const int below = floors > 4 ? 2 : floors > 2 ? 1 : 0;
        const int spaces = 20 + building * 53 % 9 * 35;
        for (int level = -below; level < floors - below; ++level) {
            const QByteArray floor = level < 0 ? "B" + QByteArray::number(-level)
                : level == 0                   ? QByteArray("G")
                                               : QByteArray::number(level);
            for (int i = 1; i <= spaces; ++i) {
                csv += "P" + QByteArray::number(building) + "-" + floor + "-"
                    + QByteArray::number(i).rightJustified(3, '0') + ",P"
                    + QByteArray::number(building) + " Terminal," + floor + "," + char('A' + i / 60)
                    + "\n";
            }
        }
    }
    return csv;
}

} // namespace parking::fixture
