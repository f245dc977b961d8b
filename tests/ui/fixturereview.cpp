#include "fixturereview.h"

#include "archive/exporter.h"
#include "base/literals.h"
#include "fixturesite.h"
#include "store/changestore.h"
#include "store/databaseurl.h"
#include "store/floorstore.h"
#include "store/migrator.h"
#include "store/readingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::SpaceState;
using domain::StateReason;

namespace {

constexpr Milliseconds kHeartbeat = 6h;

UtcTime gapBegin()
{
    return reviewBegin() + 3 * 24h + 2h + 12min;
}
UtcTime gapEnd()
{
    return reviewBegin() + 3 * 24h + 11h + 36min;
}

bool isRecorded(UtcTime time)
{
    return time < gapBegin() || time >= gapEnd();
}

QString nextKey(QRandomGenerator &dice)
{
    quint32 words[4];
    dice.fillRange(words);
    return QUuid::fromRfc4122(QByteArray(reinterpret_cast<const char *>(words), sizeof(words)))
        .toString(QUuid::WithoutBraces);
}

/// Comings and goings of one space, and what its sensor said between.
void live(const domain::Space &space, int days, QRandomGenerator &dice,
          QList<domain::StateChange> &changes, QList<domain::Reading> &readings)
{
    domain::StateChange change;
    change.spaceId = space.id;
    change.source = u"sensor"_s;
    change.reason = StateReason::Sensor;
    SpaceState state = SpaceState::Free;
    const auto move = [&](UtcTime time, SpaceState to) {
        if (!isRecorded(time))
            return;
        change.previous = state;
        change.current = state = to;
        change.time = time;
        change.recordedAt = time + Milliseconds(dice.bounded(900));
        changes.append(change);
    };
    move(reviewBegin() - 20h, SpaceState::Occupied);
    move(reviewBegin() - 10h, SpaceState::Free);
    for (int day = 0; day < days; ++day) {
        const bool isWorkday = (day + 1) % 7 != 5 && (day + 1) % 7 != 6; // the first is a Tuesday
        if (dice.bounded(100) >= (isWorkday ? 60 : 15))
            continue;
        const UtcTime begin = reviewBegin() + day * 24h;
        move(begin + 7h + Milliseconds(dice.bounded(10'800'000)), SpaceState::Occupied);
        move(begin + 15h + Milliseconds(dice.bounded(14'400'000)), SpaceState::Free);
    }
    domain::Reading reading;
    reading.devEui = *space.sensorEui;
    reading.spaceId = space.id;
    reading.deviceType = u"browan_tabs"_s;
    reading.payload = QByteArray::fromHex("0be33e00a1b2c3d4");
    reading.gatewayId = u"0016c001f1530001"_s;
    reading.batteryVolt = 3.62;
    UtcTime time = reviewBegin() - 24h + Milliseconds(dice.bounded(int(kHeartbeat.count())));
    for (; time < reviewBegin() + days * 24h; time += kHeartbeat) {
        if (!isRecorded(time))
            continue;
        SpaceState then = SpaceState::Free;
        for (const domain::StateChange &one : std::as_const(changes)) {
            if (one.spaceId == space.id && one.time <= time)
                then = one.current;
        }
        reading.occupancy =
            then == SpaceState::Occupied ? domain::Occupancy::Occupied : domain::Occupancy::Free;
        reading.eventKey = nextKey(dice);
        reading.time = time;
        reading.receivedAt = time + 120ms;
        reading.tempCelsius = 15 + dice.bounded(60) / 10.0;
        reading.rssiDbm = -80 - dice.bounded(30);
        reading.snrDb = dice.bounded(100) / 10.0;
        ++reading.fCnt;
        readings.append(reading);
    }
}

Result<> fill(store::Database &database, int days, const QString &timeZone)
{
    const domain::SiteSnapshot site = harbourSite();
    const Result<> named =
        database.run(u"UPDATE sites SET id = :id, name = :name, time_zone = :zone"_s,
                     {{u"id"_s, site.site.id.toString()},
                      {u"name"_s, site.site.name},
                      {u"zone"_s, timeZone.isEmpty() ? u"UTC"_s : timeZone}});
    if (!named)
        return named;
    QRandomGenerator dice(14);
    QList<domain::Space> spaces;
    for (domain::Space space : site.spaces) {
        space.siteId = site.site.id;
        if (!space.deletedAt)
            spaces.append(space);
    }
    for (domain::Floor floor : site.floors) {
        floor.siteId = site.site.id;
        if (Result<> saved = store::FloorStore(database).save(floor, reviewBegin()); !saved)
            return saved;
    }
    if (Result<> made = store::SpaceStore(database).createMany(spaces, reviewBegin() - 48h); !made)
        return made;
    for (const domain::Space &space : std::as_const(spaces)) {
        if (!space.sensorEui)
            continue;
        QList<domain::StateChange> changes;
        QList<domain::Reading> readings;
        live(space, days, dice, changes, readings);
        if (Result<> done = store::ChangeStore(database).append(changes); !done)
            return done;
        if (const auto done = store::ReadingStore(database).insert(readings); !done)
            return done.error();
    }
    return {};
}

} // namespace

UtcTime reviewBegin()
{
    return *fromIso(u"2026-09-01T00:00:00Z");
}

Result<> writeDatabase(const QString &path, int days, const QString &timeZone)
{
    const auto database = store::Database::open({.url = store::sqliteUrl(path)});
    if (!database)
        return database.error();
    if (const auto made = store::Migrator(**database).migrate(reviewBegin()); !made)
        return made.error();
    return store::transact(**database, [&] { return fill(**database, days, timeZone); });
}

Result<> writeArchive(const QString &path, int days, const QString &timeZone)
{
    const QTemporaryDir folder;
    const QString source = folder.filePath(u"parking.sqlite"_s);
    if (Result<> written = writeDatabase(source, days, timeZone); !written)
        return written;
    const auto database = store::Database::open({.url = store::sqliteUrl(source)});
    if (!database)
        return database.error();
    const UtcTime end = reviewBegin() + days * 24h;
    const auto exported = archive::exportArchive(
        **database, path,
        {.from = reviewBegin(), .to = end, .parts = {archive::Part::Readings}, .program = u"1.0"_s},
        end);
    return exported ? Result<>() : Result<>(exported.error());
}

} // namespace parking::fixture
