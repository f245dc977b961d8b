#include "pastweek.h"

#include "base/literals.h"
#include "store/changestore.h"
#include "store/readingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

namespace parking::test {

using namespace std::chrono_literals;
using domain::SpaceState;
using domain::StateReason;

namespace {

constexpr Milliseconds kHeartbeat = 6h;
constexpr int kWithLamp = 7;
const QString kLamp = u"70b3d5ffffffff07"_s;

struct Kind {
    SpaceState state;
    StateReason reason;
    const char *source;
};

constexpr Kind kKinds[] = {{SpaceState::Free, StateReason::Sensor, "sensor"},
                           {SpaceState::Occupied, StateReason::Sensor, "sensor"},
                           {SpaceState::Free, StateReason::Sensor, "sensor"},
                           {SpaceState::Occupied, StateReason::Sensor, "sensor"},
                           {SpaceState::Reserved, StateReason::Reservation, "reservation"},
                           {SpaceState::Maintenance, StateReason::Override, "override"},
                           {SpaceState::Free, StateReason::Default, "engine"}};

QString keyOf(QRandomGenerator &dice)
{
    quint32 words[4];
    dice.fillRange(words);
    return QUuid::fromRfc4122(QByteArray(reinterpret_cast<const char *>(words), sizeof(words)))
        .toString(QUuid::WithoutBraces);
}

} // namespace

UtcTime PastWeek::from()
{
    return *fromIso(u"2026-09-01T00:00:00Z");
}
UtcTime PastWeek::to()
{
    return from() + 7 * 24h;
}
UtcTime PastWeek::gapFrom()
{
    return from() + 4 * 24h + 2h;
}
UtcTime PastWeek::gapTo()
{
    return gapFrom() + 9h;
}
UtcTime PastWeek::silentFrom()
{
    return from() + 2 * 24h;
}

PastWeek::PastWeek(int spaces, quint32 seed) : m_dice(seed)
{
    for (int i = 0; i < spaces; ++i)
        makeSpace(i);
    std::stable_sort(m_changes.begin(), m_changes.end(),
                     [](const auto &a, const auto &b) { return a.time < b.time; });
}

void PastWeek::makeSpace(int number)
{
    domain::Space space;
    space.id = domain::SpaceId(QUuid::fromString(keyOf(m_dice)));
    space.code = u"A-%1"_s.arg(number, 4, 10, QLatin1Char('0'));
    space.name = u"Place of Ada %1"_s.arg(number);
    space.building = number % 3 == 0 ? u"South"_s : u"North"_s;
    space.floor = number % 2 == 0 ? u"G"_s : u"B1"_s;
    space.position = domain::GeoPoint{53.5, 9.9};
    space.sensorEui = domain::DevEui::parse(u"70b3d5%1"_s.arg(number, 10, 16, QLatin1Char('0')))
                          .valueOr(domain::DevEui());
    if (number == kWithLamp)
        space.displayEui = domain::DevEui::parse(kLamp).valueOr(domain::DevEui());
    m_spaces.append(space);
    if (number > 0)
        live(space, number);
}

void PastWeek::live(const domain::Space &space, int number)
{
    const UtcTime end = space.id == m_spaces[qMin(1, m_spaces.size() - 1)].id && number == 1
        ? silentFrom()
        : to() + 24h;
    const auto isRecorded = [](UtcTime time) { return time < gapFrom() || time >= gapTo(); };
    UtcTime time = from() - 24h + Milliseconds(m_dice.bounded(int(kHeartbeat.count())));
    domain::Reading reading;
    reading.devEui = *space.sensorEui;
    reading.spaceId = space.id;
    reading.deviceType = u"browan_tabs"_s;
    reading.payload = QByteArray::fromHex("0be33e00a1b2c3d4");
    reading.gatewayId = u"00000000000000aa"_s;
    SpaceState last = SpaceState::Free;
    for (quint32 count = 0; time < end; time += kHeartbeat, ++count) {
        if (!isRecorded(time))
            continue;
        reading.eventKey = keyOf(m_dice);
        reading.time = time;
        reading.receivedAt = time + Milliseconds(m_dice.bounded(900));
        reading.occupancy =
            m_dice.bounded(2) ? domain::Occupancy::Occupied : domain::Occupancy::Free;
        reading.batteryVolt = 3.6 - count / 100 * 0.01;
        reading.tempCelsius = 15 + m_dice.bounded(100) / 10.0;
        reading.rssiDbm = -90 - m_dice.bounded(30);
        reading.snrDb = m_dice.bounded(100) / 10.0;
        reading.fCnt = count;
        m_readings.append(reading);
    }
    const int changes = m_dice.bounded(60);
    for (int i = 0; i < changes; ++i) {
        const UtcTime at = from() - 24h + Milliseconds(qint64(m_dice.bounded(9.0 * 86'400'000)));
        if (!isRecorded(at) || at >= end)
            continue;
        const Kind &kind = kKinds[m_dice.bounded(int(std::size(kKinds)))];
        domain::StateChange change;
        change.spaceId = space.id;
        change.current = kind.state;
        change.reason = kind.reason;
        change.source = QLatin1StringView(kind.source);
        change.time = at;
        change.recordedAt = at + Milliseconds(m_dice.bounded(2000));
        if (kind.reason == StateReason::Sensor)
            change.eventKey = keyOf(m_dice);
        if (kind.reason == StateReason::Override) {
            change.actor = u"ada.lovelace"_s;
            change.note = u"Kept for Ada"_s;
        }
        m_changes.append(change);
    }
    std::stable_sort(
        m_changes.end()
            - std::count_if(m_changes.cbegin(), m_changes.cend(),
                            [&space](const auto &change) { return change.spaceId == space.id; }),
        m_changes.end(), [](const auto &a, const auto &b) { return a.time < b.time; });
    for (domain::StateChange &change : m_changes) {
        if (change.spaceId != space.id)
            continue;
        change.previous = last;
        last = change.current;
    }
}

Result<> PastWeek::fill(store::Database &database) const
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    return store::transact(database, [&]() -> Result<> {
        QList<domain::Space> spaces = m_spaces;
        for (domain::Space &space : spaces)
            space.siteId = site->id;
        if (Result<> made = store::SpaceStore(database).createMany(spaces, from() - 48h); !made)
            return made;
        for (qsizetype i = 0; i < m_changes.size(); i += 2000) {
            if (Result<> done = store::ChangeStore(database).append(m_changes.mid(i, 2000)); !done)
                return done;
        }
        for (qsizetype i = 0; i < m_readings.size(); i += 2000) {
            const auto done = store::ReadingStore(database).insert(m_readings.mid(i, 2000));
            if (!done)
                return done.error();
        }
        return fillOthers(database);
    });
}

Result<> PastWeek::fillOthers(store::Database &database) const
{
    const QString id = u"00000000-0000-4000-8000-0000000000ad"_s;
    const QVariantMap all{{u"id"_s, id},
                          {u"lamp"_s, kLamp},
                          {u"space"_s, m_spaces.last().id.toString()},
                          {u"gateway"_s, u"00000000000000aa"_s},
                          {u"words"_s, u"Words of Ada"_s},
                          {u"json"_s, uR"({"told": "Words of Ada"})"_s},
                          {u"personal"_s, uR"({"note": "Kept for Ada"})"_s},
                          {u"actor"_s, u"ada.lovelace"_s},
                          {u"payload"_s, QByteArray::fromHex("00ff00")},
                          {u"time"_s, database.bind(from() + 5h)}};
    for (const QString &sql :
         {u"INSERT INTO devices (dev_eui, kind, name, profile_name, name_setting, gateway_id, "
          "first_heard) VALUES (:lamp, 'display', :words, :words, :words, :gateway, :time)"_s,
          u"INSERT INTO displays (dev_eui, settings, problem) "
          "VALUES (:lamp, :json, :words)"_s,
          u"INSERT INTO downlinks (id, dev_eui, space_id, wanted_state, colour, device_type, "
          u"f_port, "
          "payload, confirmed, cause, actor, state, detail, gateway_id, decided_at) VALUES (:id, "
          ":lamp, :space, 'FREE', '00FF00', 'kuando_busylight', 15, :payload, FALSE, 'manual', "
          ":actor, 'sent', :words, :gateway, :time)"_s,
          u"INSERT INTO downlink_events (event_key, downlink_id, dev_eui, kind, time, gateway_id, "
          "detail) VALUES (:id, :id, :lamp, 'txack', :time, :gateway, :words)"_s,
          u"INSERT INTO alarms (id, kind, subject, level, affected, details, raised_at, "
          "acknowledged_at, acknowledged_by) VALUES (:id, 'silent', :words, 'warning', 1, "
          ":personal, :time, :time, :actor)"_s,
          u"INSERT INTO outages (id, station_id, check_name, level, problem, detail, began_at) "
          "VALUES (:id, :id, 'disk', 'degraded', 'DISK_LOW', :words, :time)"_s,
          u"UPDATE spaces SET metadata = :personal, actor = :actor WHERE id = :space"_s}) {
        QVariantMap bound;
        for (auto it = all.cbegin(); it != all.cend(); ++it) {
            if (sql.contains(u':' + it.key()))
                bound.insert(it.key(), it.value());
        }
        if (Result<> done = database.run(sql, bound); !done)
            return done;
    }
    return {};
}

QHash<domain::SpaceId, PastWeek::Expected> PastWeek::at(UtcTime moment) const
{
    QHash<domain::SpaceId, Expected> states;
    for (const domain::StateChange &change : m_changes) {
        if (change.time <= moment)
            states.insert(change.spaceId, {change.current, change.reason, change.time});
    }
    return states;
}

QHash<domain::SpaceId, UtcTime> PastWeek::knownFrom(UtcTime moment) const
{
    const QHash<domain::SpaceId, Expected> states = at(moment);
    QHash<domain::SpaceId, UtcTime> times;
    for (const domain::Reading &reading : m_readings) {
        const auto state = states.constFind(*reading.spaceId);
        const bool isStale = state != states.cend() && state->reason == StateReason::Default
            && reading.time <= state->since;
        if (reading.time <= moment && !isStale && !times.contains(*reading.spaceId))
            times.insert(*reading.spaceId, reading.time);
    }
    return times;
}

UtcTime PastWeek::anyMoment(QRandomGenerator &dice) const
{
    // Half of them at a change, or a millisecond beside it.
    if (dice.bounded(2)) {
        const UtcTime time = m_changes[dice.bounded(int(m_changes.size()))].time;
        const UtcTime beside = time + Milliseconds(dice.bounded(3) - 1);
        if (beside >= from() && beside < to())
            return beside;
    }
    return from() + Milliseconds(qint64(dice.bounded(7.0 * 86'400'000)));
}

} // namespace parking::test
