// What happened, of every kind, as one list reads it, on both engines.

#include "store/actstore.h"
#include "store/alarmstore.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/downlinkstore.h"
#include "store/eventstore.h"
#include "store/ingeststore.h"
#include "store/outagestore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QSet>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::EventKind;
using domain::EventPosition;
using domain::SiteEvent;

namespace {

const domain::DevEui kSensor(0x58a0cb0000000001);
const domain::DevEui kOther(0x58a0cb0000000002);

QStringList kindsOf(const QList<SiteEvent> &events)
{
    QStringList kinds;
    for (const SiteEvent &event : events)
        kinds.append(QString::number(int(event.kind)));
    kinds.sort();
    return kinds;
}

} // namespace

class TestEventStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsNewOnesOnce_data() { TestDatabases::addRows(); }
    void tellsNewOnesOnce();
    void whatCommitsLateIsTold();
    void whatWasKeptIsTold_data() { TestDatabases::addRows(); }
    void whatWasKeptIsTold();
    void pagesBackwards_data() { TestDatabases::addRows(); }
    void pagesBackwards();
    void manyOfOneTimeArePassed_data() { TestDatabases::addRows(); }
    void manyOfOneTimeArePassed();
    void alarmsOfOneTimeArePassed_data() { TestDatabases::addRows(); }
    void alarmsOfOneTimeArePassed();
    void looksForOneSpaceOrDevice_data() { TestDatabases::addRows(); }
    void looksForOneSpaceOrDevice();
    void bookingsHaveNoPerson_data() { TestDatabases::addRows(); }
    void bookingsHaveNoPerson();
    void anEmptyDatabaseHasNone_data() { TestDatabases::addRows(); }
    void anEmptyDatabaseHasNone();

private:
    domain::Reading hear(Database &db, domain::DevEui device, UtcTime time,
                         const std::optional<domain::SpaceId> &space = {});
    domain::SpaceId addSpace(Database &db);
    QStringList pages(Database &db, const domain::EventSearch &search, int limit); ///< keys
    void fill(Database &db, const domain::SpaceId &space); ///< one of each kind

    TestDatabases m_databases;
};

domain::Reading TestEventStore::hear(Database &db, domain::DevEui device, UtcTime time,
                                     const std::optional<domain::SpaceId> &space)
{
    domain::Reading reading;
    reading.eventKey = newKey();
    reading.devEui = device;
    reading.spaceId = space;
    reading.time = time;
    reading.receivedAt = time + 20ms;
    reading.deviceType = text("browan_tabs");
    reading.occupancy = domain::Occupancy::Free;
    reading.fPort = 102;
    reading.payload = QByteArray::fromHex("010b340000dc7801");
    domain::DeviceHeard heard{.devEui = device};
    heard.firstHeard = time;
    heard.lastHeard = time;
    heard.uplinks = 1;
    if (!ReadingStore(db).insert({reading}) || !DeviceStore(db).touch({heard}, time))
        qWarning("a reading was not stored");
    return reading;
}

domain::SpaceId TestEventStore::addSpace(Database &db)
{
    const domain::Space space = makeSpace(firstSite(db), text("a"));
    return SpaceStore(db).create(space, kNow) ? space.id : domain::SpaceId();
}

void TestEventStore::fill(Database &db, const domain::SpaceId &space)
{
    hear(db, kSensor, kNow + 1s, space);
    domain::StateChange change;
    change.spaceId = space;
    change.current = domain::SpaceState::Maintenance;
    change.source = text("override");
    change.actor = text("Ada");
    change.reason = domain::StateReason::Override;
    change.time = kNow + 2s;
    change.recordedAt = change.time;
    VERIFY_OK(ChangeStore(db).append({change}));
    change.actor.clear();
    change.source = text("sensor");
    change.time = kNow + 3s;
    VERIFY_OK(ChangeStore(db).append({change}));
    domain::DownlinkEvent step;
    step.key = newKey();
    step.devEui = kOther;
    step.kind = domain::DownlinkEventKind::TxAck;
    step.time = kNow + 4s;
    VERIFY_OK(DownlinkStore(db).addEvents({step}));
    VERIFY_OK(IngestStore(db).addDeadLetters({makeDeadLetter(
        "topic", "payload", Error{text("BAD_JSON"), text("no")}, kNow + 5s, kNow + 5s)}));
    domain::Booking booking;
    booking.id = domain::BookingId::create();
    booking.spaceId = space;
    booking.start = kNow + 1h;
    booking.end = kNow + 2h;
    booking.email = text("ada@example.org");
    booking.plate = text("AB 123");
    booking.createdAt = booking.updatedAt = kNow + 6s;
    VERIFY_OK(transact(db, [&]() -> Result<> { return BookingStore(db).insert({booking}); }));
    domain::Outage outage;
    outage.id = newKey();
    outage.stationId = newKey();
    outage.check = text("mqtt");
    outage.problem = text("BROKER_UNREACHABLE");
    outage.from = kNow + 7s;
    VERIFY_OK(OutageStore(db).write({outage}));
}

void TestEventStore::tellsNewOnesOnce()
{
    OPEN_ROW_DATABASE(db);
    const domain::SpaceId space = addSpace(db);
    hear(db, kSensor, kNow - 1min, space);
    EventStore store(db);
    const Result<EventPosition> end = store.end();
    VERIFY_OK(end);
    const auto none = store.newer(*end, 100);
    VERIFY_OK(none);
    QVERIFY(none->events.isEmpty());
    fill(db, space);
    const auto fresh = store.newer(*end, 100);
    VERIFY_OK(fresh);
    QCOMPARE(kindsOf(fresh->events),
             kindsOf({{.kind = EventKind::Uplink},
                      {.kind = EventKind::Change},
                      {.kind = EventKind::Operator},
                      {.kind = EventKind::Downlink},
                      {.kind = EventKind::Booking},
                      {.kind = EventKind::System},
                      {.kind = EventKind::System}}));
    for (qsizetype i = 1; i < fresh->events.size(); ++i)
        QVERIFY(fresh->events[i - 1].time >= fresh->events[i].time);
    QVERIFY(!fresh->hasMore);
    const auto few = store.newer(*end, 1);
    VERIFY_OK(few);
    QVERIFY(few->hasMore); // somebody is to be told
    const auto again = store.newer(fresh->position, 100);
    VERIFY_OK(again);
    QVERIFY(again->events.isEmpty());
}

/// On PostgreSQL a row has its number before others see it.
void TestEventStore::whatCommitsLateIsTold()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto db = Database::open({.url = *url});
    const auto other = Database::open({.url = *url});
    VERIFY_OK(db);
    VERIFY_OK(other);
    const domain::SpaceId space = addSpace(**db);
    const auto change = [&space](Database &by, domain::SpaceState state, UtcTime time) {
        domain::StateChange row;
        row.spaceId = space;
        row.current = state;
        row.source = text("sensor");
        row.reason = domain::StateReason::Sensor;
        row.time = row.recordedAt = time;
        return ChangeStore(by).append({row});
    };
    EventStore store(**db);
    auto position = store.end();
    VERIFY_OK(position);
    QList<UtcTime> told;
    const auto look = [&] {
        const auto page = store.newer(*position, 100);
        if (!page)
            return;
        *position = page->position;
        for (const SiteEvent &event : page->events)
            told.append(event.time);
    };
    QList<UtcTime> all;
    for (int i = 1; i <= 5; ++i) { // each time one that comes late, after some looks
        const UtcTime late = kNow + i * 10s;
        Result<Transaction> open = Transaction::begin(**other);
        VERIFY_OK(open);
        VERIFY_OK(change(**other, domain::SpaceState::Occupied, late));
        VERIFY_OK(change(**db, domain::SpaceState::Free, late + 1s));
        all += {late, late + 1s};
        for (int looks = 0; looks < i; ++looks)
            look();
        QCOMPARE(told.size(), 2 * i - 1);
        VERIFY_OK(open->commit());
        look();
        look();
        QCOMPARE(told.size(), 2 * i);
    }
    const auto isSettled = [&] {
        look();
        return position->told.isEmpty();
    };
    QTRY_VERIFY(isSettled()); // nobody writes any more
    std::sort(told.begin(), told.end());
    QCOMPARE(told, all); // each once
}

/// While the database was away an outage is kept by the station.
void TestEventStore::whatWasKeptIsTold()
{
    OPEN_ROW_DATABASE(db);
    domain::Outage outage;
    outage.id = newKey();
    outage.stationId = newKey();
    outage.check = text("database");
    outage.level = domain::HealthLevel::Unhealthy;
    outage.problem = text("UNREACHABLE");
    outage.from = kNow;
    outage.to = kNow + 20min;
    VERIFY_OK(OutageStore(db).write({outage}));
    EventStore store(db);
    const auto end = store.end();
    VERIFY_OK(end);
    domain::Outage within = outage;
    within.id = newKey();
    within.check = text("mqtt");
    within.from = kNow + 5min;
    within.to = kNow + 6min;
    VERIFY_OK(OutageStore(db).write({within}));
    auto found = store.newer(*end, 100);
    VERIFY_OK(found);
    QCOMPARE(found->events.size(), 2); // its beginning and its end
    found = store.newer(found->position, 100);
    VERIFY_OK(found);
    QVERIFY(found->events.isEmpty());
}

void TestEventStore::pagesBackwards()
{
    OPEN_ROW_DATABASE(db);
    const domain::SpaceId space = addSpace(db);
    for (int i = 39; i >= 0; --i)
        hear(db, kSensor, kNow - i * 7h, space); // over many days
    fill(db, space);
    EventStore store(db);
    const auto first = store.older({.device = kSensor}, {}, 40);
    VERIFY_OK(first);
    QVERIFY(first->hasMore); // as many as were asked for: one more is there
    QSet<QString> keys;
    QList<UtcTime> times;
    std::optional<EventPosition> before;
    for (int page = 0; page < 20; ++page) {
        const auto found = store.older({}, before, 10);
        VERIFY_OK(found);
        QVERIFY(found->events.size() <= 10);
        for (const SiteEvent &event : found->events) {
            if (!keys.contains(event.key))
                times.append(event.time);
            keys.insert(event.key);
        }
        before = found->position;
        if (!found->hasMore)
            break;
    }
    QCOMPARE(keys.size(), 47);
    QVERIFY(std::is_sorted(times.crbegin(), times.crend()));
}

QStringList TestEventStore::pages(Database &db, const domain::EventSearch &search, int limit)
{
    EventStore store(db);
    QStringList keys;
    std::optional<EventPosition> before;
    for (int page = 0; page < 80; ++page) {
        const auto found = store.older(search, before, limit);
        if (!found)
            return {};
        for (const SiteEvent &event : found->events)
            keys.append(event.key);
        before = found->position;
        if (!found->hasMore)
            return keys;
    }
    return {}; // there was no end
}

/// An import, a series, a burst: more of one time than a page has.
void TestEventStore::manyOfOneTimeArePassed()
{
    OPEN_ROW_DATABASE(db);
    const domain::SpaceId space = addSpace(db);
    QList<domain::Booking> bookings;
    for (int i = 0; i < 25; ++i) {
        hear(db, kSensor, kNow, space);
        domain::Booking booking;
        booking.id = domain::BookingId::create();
        booking.spaceId = space;
        booking.start = kNow + i * 2h;
        booking.end = booking.start + 1h;
        booking.createdAt = booking.updatedAt = kNow;
        bookings.append(booking);
    }
    VERIFY_OK(transact(db, [&]() -> Result<> { return BookingStore(db).insert(bookings); }));
    hear(db, kSensor, kNow - 1min, space);
    for (const domain::EventSearch &search :
         {domain::EventSearch{}, domain::EventSearch{.space = space}}) {
        const QStringList keys = pages(db, search, 10);
        QCOMPARE(keys.size(), 25 + 25 + 1);
        QCOMPARE(QSet<QString>(keys.cbegin(), keys.cend()).size(), keys.size()); // each once
    }
    QCOMPARE(pages(db, {.device = kSensor}, 10).size(), 25 + 1);
}

/// Everything fails at one moment, and more than a page holds.
void TestEventStore::alarmsOfOneTimeArePassed()
{
    OPEN_ROW_DATABASE(db);
    QList<domain::Alarm> alarms;
    QList<domain::Outage> outages;
    for (int i = 0; i < 12; ++i) {
        domain::Alarm alarm;
        alarm.id = domain::AlarmId::create();
        alarm.cause = {domain::AlarmKind::GatewayLost, QString::number(i)};
        alarm.since = alarm.raisedAt = kNow;
        if (i % 2)
            alarm.clearedAt = kNow;
        alarms.append(alarm);
        domain::Outage outage;
        outage.id = newKey();
        outage.stationId = newKey();
        outage.check = QString::number(i);
        outage.level = domain::HealthLevel::Unhealthy;
        outage.problem = text("UNREACHABLE");
        outage.from = kNow;
        outage.to = kNow;
        outages.append(outage);
    }
    domain::Alarm old = alarms[0]; // its end is newer than all
    old.id = domain::AlarmId::create();
    old.cause.subject = text("old");
    old.since = old.raisedAt = kNow - 1h;
    old.clearedAt = kNow + 1s;
    VERIFY_OK(AlarmStore(db).insert(alarms + QList{old}));
    VERIFY_OK(OutageStore(db).write(outages));
    for (const int limit : {1, 5, 7, 100}) {
        const QStringList keys = pages(db, {}, limit);
        QCOMPARE(keys.size(), 12 + 6 + 24 + 2);
        QCOMPARE(QSet<QString>(keys.cbegin(), keys.cend()).size(), keys.size());
        QVERIFY(keys.first().contains(old.id.toString()));
        QVERIFY(keys.last().contains(old.id.toString()));
    }
}

void TestEventStore::looksForOneSpaceOrDevice()
{
    OPEN_ROW_DATABASE(db);
    const domain::SpaceId space = addSpace(db);
    for (int i = 0; i < 30; ++i)
        hear(db, i % 3 ? kSensor : kOther, kNow - i * 1h,
             i % 3 ? std::optional(space) : std::nullopt);
    fill(db, space);
    EventStore store(db);
    const auto ofSpace = store.older({.space = space}, {}, 100);
    VERIFY_OK(ofSpace);
    QCOMPARE(ofSpace->events.size(), 20 + 1 + 2 + 1); // uplinks, changes, a booking
    for (const SiteEvent &event : ofSpace->events)
        QCOMPARE(event.space, space);
    const auto ofDevice = store.older({.device = kOther}, {}, 100);
    VERIFY_OK(ofDevice);
    QCOMPARE(ofDevice->events.size(), 10 + 1); // and a step of a command
    for (const SiteEvent &event : ofDevice->events)
        QCOMPARE(event.device, std::optional(kOther));
}

void TestEventStore::bookingsHaveNoPerson()
{
    OPEN_ROW_DATABASE(db);
    fill(db, addSpace(db));
    domain::Act act{.subject = domain::ActSubject::Booking, .verb = domain::ActVerb::Made};
    act.row = text("it tells of itself already");
    VERIFY_OK(transact(
        db, [&]() -> Result<> { return ActStore(db).append({act}, text("Ada"), kNow + 6s); }));
    const auto found = EventStore(db).older({}, {}, 100);
    VERIFY_OK(found);
    for (const SiteEvent &event : found->events)
        QVERIFY(!std::holds_alternative<domain::Act>(event.body));
    int bookings = 0;
    for (const SiteEvent &event : found->events) {
        if (event.kind != EventKind::Booking)
            continue;
        ++bookings;
        QVERIFY(std::get<domain::BookingAct>(event.body).isNew);
    }
    QCOMPARE(bookings, 1);
}

void TestEventStore::anEmptyDatabaseHasNone()
{
    OPEN_ROW_DATABASE(db);
    EventStore store(db);
    const auto end = store.end();
    VERIFY_OK(end);
    const auto newer = store.newer(*end, 10);
    VERIFY_OK(newer);
    QVERIFY(newer->events.isEmpty());
    const auto older = store.older({}, {}, 10);
    VERIFY_OK(older);
    QVERIFY(older->events.isEmpty());
    QVERIFY(!older->hasMore);
}

PARKING_TEST(TestEventStore)
#include "tst_eventstore.moc"
