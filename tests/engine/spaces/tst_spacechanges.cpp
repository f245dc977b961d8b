// Spaces and floors that people make, edit, delete and bring back: all of it or nothing.

#include "base/literals.h"
#include "domain/floornames.h"
#include "engine/spaces/spacechanges.h"
#include "store/bookingstore.h"
#include "store/devicestore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::Space;
using domain::SpaceId;
using domain::SpacesChange;
using engine::SpacesChanged;
using store::Dialect;

namespace {

const DevEui kFirst(0x58a0cb0000000001);
const DevEui kSecond(0x58a0cb0000000002);

} // namespace

class TestSpaceChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesAndUndoes_data() { test::TestDatabases::addRows(); }
    void makesAndUndoes();
    void deletesAndBringsBack_data() { test::TestDatabases::addRows(); }
    void deletesAndBringsBack();
    void comesBackWithoutItsDevices_data() { test::TestDatabases::addRows(); }
    void comesBackWithoutItsDevices();
    void anOldWordDoesNotComeBack_data() { test::TestDatabases::addRows(); }
    void anOldWordDoesNotComeBack();
    void bookedOnesStay_data() { test::TestDatabases::addRows(); }
    void bookedOnesStay();
    void devicesChangePlaces_data() { test::TestDatabases::addRows(); }
    void devicesChangePlaces();
    void aCodeThatIsTaken_data() { test::TestDatabases::addRows(); }
    void aCodeThatIsTaken();
    void floorsComeAndGo_data() { test::TestDatabases::addRows(); }
    void floorsComeAndGo();
    void nobodyIsLeftOnAFloorThatGoes_data() { test::TestDatabases::addRows(); }
    void nobodyIsLeftOnAFloorThatGoes();
    void aFloorsNameIsThereOnce_data() { test::TestDatabases::addRows(); }
    void aFloorsNameIsThereOnce();
    void nobodyElsesWorkIsLost_data() { test::TestDatabases::addRows(); }
    void nobodyElsesWorkIsLost();

private:
    void open();
    Space fresh(const QString &code, const QString &floor = u"G"_s) const;
    SpaceId add(const Space &space);
    QList<Space> all() const;
    Result<SpacesChanged> change(const SpacesChange &change,
                                 const std::optional<SpacesChange> &expected = {});

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    const UtcTime m_now = systemNow();
};

void TestSpaceChanges::open()
{
    QFETCH(Dialect, dialect);
    auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    m_database = std::move(*opened);
}

Space TestSpaceChanges::fresh(const QString &code, const QString &floor) const
{
    Space space;
    space.id = SpaceId::create();
    space.siteId = store::SiteStore(*m_database).first().valueOr({}).id;
    space.code = code;
    space.name = code;
    space.building = u"Main"_s;
    space.floor = floor;
    return space;
}

SpaceId TestSpaceChanges::add(const Space &space)
{
    return store::SpaceStore(*m_database).create(space, m_now) ? space.id : SpaceId();
}

QList<Space> TestSpaceChanges::all() const
{
    const domain::Site site = store::SiteStore(*m_database).first().valueOr({});
    return store::SpaceStore(*m_database).all(site.id).valueOr({});
}

Result<SpacesChanged> TestSpaceChanges::change(const SpacesChange &change,
                                               const std::optional<SpacesChange> &expected)
{
    return store::transact(
        *m_database, [&] { return engine::changeSpaces(*m_database, change, expected, m_now); });
}

void TestSpaceChanges::makesAndUndoes()
{
    open();
    SpacesChange wanted;
    for (const QString &code : {u"B1-001"_s, u"B1-002"_s}) {
        const Space space = fresh(code, u"B1"_s);
        wanted.spaces.insert(space.id, space);
    }
    const auto made = change(wanted);
    VERIFY_OK(made);
    QCOMPARE(all().size(), 2);
    QCOMPARE(made->after.floors.size(), 1); // nobody had to make it
    const auto undone = change(made->before, made->after);
    VERIFY_OK(undone);
    QVERIFY(all().isEmpty());
    const domain::Site site = store::SiteStore(*m_database).first().valueOr({});
    QVERIFY(store::FloorStore(*m_database).places(site.id).valueOr({}).isEmpty());
    VERIFY_OK(change(made->after, made->before));
    QCOMPARE(all().size(), 2);
}

void TestSpaceChanges::deletesAndBringsBack()
{
    open();
    Space space = fresh(u"a"_s);
    space.sensorEui = kFirst;
    space.features = {u"charging"_s};
    add(space);
    SpacesChange wanted;
    wanted.spaces.insert(space.id, std::nullopt);
    const auto gone = change(wanted);
    VERIFY_OK(gone);
    QVERIFY(all().isEmpty());
    const auto deleted = store::SpaceStore(*m_database).deleted(space.siteId, 10);
    VERIFY_OK(deleted);
    QCOMPARE(deleted->size(), 1);
    QCOMPARE(deleted->first().id, space.id);
    VERIFY_OK(change(gone->before, gone->after));
    QCOMPARE(all().size(), 1);
    QVERIFY(domain::saySame(all().first(), space));
}

/// Another space has its sensor and its code by now.
void TestSpaceChanges::comesBackWithoutItsDevices()
{
    open();
    Space space = fresh(u"a"_s);
    space.sensorEui = kFirst;
    add(space);
    SpacesChange away;
    away.spaces.insert(space.id, std::nullopt);
    VERIFY_OK(change(away));
    Space other = fresh(u"a"_s);
    other.sensorEui = kFirst;
    add(other);
    Space back = space;
    back.code = u"a2"_s;
    back.sensorEui.reset();
    SpacesChange wanted;
    wanted.spaces.insert(back.id, back);
    VERIFY_OK(change(wanted));
    QCOMPARE(all().size(), 2);
    QVERIFY(domain::saySame(store::SpaceStore(*m_database).find(space.id).valueOr({}), back));
}

/// What a sensor said before the space went is no word of now, once it said something else.
void TestSpaceChanges::anOldWordDoesNotComeBack()
{
    open();
    Space space = fresh(u"a"_s);
    space.sensorEui = kFirst;
    for (const bool wasHeardSince : {false, true}) {
        space.id = SpaceId::create();
        add(space);
        const QVariantMap id{{u"id"_s, space.id.toString()}};
        VERIFY_OK(m_database->run(
            u"UPDATE spaces SET sensor_state = 'FREE', sensor_event_time = created_at, "
            "sensor_event_key = '11111111-2222-4333-8444-555555555555' WHERE id = :id"_s,
            id));
        SpacesChange away;
        away.spaces.insert(space.id, std::nullopt);
        const auto gone = change(away);
        VERIFY_OK(gone);
        domain::DeviceHeard heard;
        heard.devEui = kFirst;
        heard.lastHeard = wasHeardSince ? m_now + 1h : m_now - 1h;
        VERIFY_OK(store::DeviceStore(*m_database).touch({heard}, *heard.lastHeard));
        VERIFY_OK(change(gone->before, gone->after));
        QCOMPARE(
            m_database
                ->count(u"SELECT count(*) FROM spaces WHERE id = :id AND sensor_state = 'FREE'"_s,
                        id)
                .valueOr(-1),
            wasHeardSince ? 0 : 1);
        VERIFY_OK(change(away));
    }
}

void TestSpaceChanges::bookedOnesStay()
{
    open();
    const Space booked = fresh(u"a"_s);
    const Space other = fresh(u"b"_s);
    add(booked);
    add(other);
    domain::Booking booking;
    booking.id = domain::BookingId::create();
    booking.spaceId = booked.id;
    booking.start = m_now + 24h;
    booking.end = m_now + 25h;
    booking.email = u"anna@example.org"_s;
    VERIFY_OK(store::transact(*m_database, [&]() -> Result<> {
        return store::BookingStore(*m_database).insert({booking});
    }));
    SpacesChange wanted;
    wanted.spaces.insert(booked.id, std::nullopt);
    wanted.spaces.insert(other.id, std::nullopt);
    const auto refused = change(wanted);
    VERIFY_ERROR(refused, "SPACE_NOT_AVAILABLE");
    QCOMPARE(refused.error().details.value(u"codes"_s).toArray().toVariantList(),
             QVariantList{u"a"_s});
    QCOMPARE(all().size(), 2);
}

void TestSpaceChanges::devicesChangePlaces()
{
    open();
    Space a = fresh(u"a"_s);
    Space b = fresh(u"b"_s);
    a.sensorEui = kFirst;
    b.sensorEui = kSecond;
    add(a);
    add(b);
    std::swap(a.sensorEui, b.sensorEui);
    SpacesChange wanted;
    wanted.spaces.insert(a.id, a);
    wanted.spaces.insert(b.id, b);
    VERIFY_OK(change(wanted));
    QCOMPARE(store::SpaceStore(*m_database).find(a.id).valueOr({}).sensorEui,
             std::optional(kSecond));
    QCOMPARE(store::SpaceStore(*m_database).find(b.id).valueOr({}).sensorEui,
             std::optional(kFirst));
}

void TestSpaceChanges::aCodeThatIsTaken()
{
    open();
    add(fresh(u"a"_s));
    const Space twin = fresh(u"a"_s);
    SpacesChange wanted;
    wanted.spaces.insert(twin.id, twin);
    const auto refused = change(wanted);
    VERIFY_ERROR(refused, "DUPLICATE_RESOURCE");
    QCOMPARE(all().size(), 1);
    // Among many, the one is named.
    SpacesChange many = wanted;
    for (int i = 0; i < 20; ++i) {
        const Space space = fresh(u"n%1"_s.arg(i));
        many.spaces.insert(space.id, space);
    }
    const auto named = change(many);
    VERIFY_ERROR(named, "DUPLICATE_RESOURCE");
    QCOMPARE(named.error().details.value(u"identifier"_s).toString(), u"a"_s);
    QCOMPARE(all().size(), 1);
    // One that was deleted does not come back over another one.
    SpacesChange away;
    away.spaces.insert(all().first().id, std::nullopt);
    const auto gone = change(away);
    VERIFY_OK(gone);
    VERIFY_OK(change(wanted));
    VERIFY_ERROR(change(gone->before, gone->after), "DUPLICATE_RESOURCE");
    QCOMPARE(all().size(), 1);
}

void TestSpaceChanges::floorsComeAndGo()
{
    open();
    const Space space = fresh(u"a"_s, u"B1"_s);
    SpacesChange first;
    first.spaces.insert(space.id, space);
    const auto made = change(first);
    VERIFY_OK(made);
    const domain::Site site = store::SiteStore(*m_database).first().valueOr({});
    const auto floors = [&] { return store::FloorStore(*m_database).all(site.id).valueOr({}); };
    const auto renamed = domain::renamedFloor(floors(), all(), {u"Main"_s, u"B1"_s, {}}, u"U1"_s);
    VERIFY_OK(renamed);
    const auto done = change(*renamed);
    VERIFY_OK(done);
    QCOMPARE(floors().size(), 1);
    QCOMPARE(floors().first().name, u"U1"_s);
    QCOMPARE(all().first().floor, u"U1"_s);
    VERIFY_OK(change(done->before, done->after));
    QCOMPARE(floors().first().name, u"B1"_s);
    QCOMPARE(all().first().floor, u"B1"_s);
}

/// Somebody adds a space while another one renames, merges or removes its floor or zone, which they
/// saw without it: it would name a floor that is gone.
void TestSpaceChanges::nobodyIsLeftOnAFloorThatGoes()
{
    open();
    Space a = fresh(u"a"_s, u"B1"_s);
    a.zone = u"North"_s;
    Space there = fresh(u"there"_s, u"G"_s);
    there.zone = u"North"_s;
    SpacesChange first;
    first.spaces.insert(a.id, a);
    first.spaces.insert(there.id, there);
    VERIFY_OK(change(first));
    const domain::Site site = store::SiteStore(*m_database).first().valueOr({});
    const auto floors = [&] { return store::FloorStore(*m_database).all(site.id).valueOr({}); };
    const auto renamed =
        domain::renamedFloor(floors(), all(), {u"Main"_s, u"B1"_s, {}}, u"U1"_s).valueOr({});
    const auto merged =
        domain::renamedFloor(floors(), all(), {u"Main"_s, u"B1"_s, {}}, u"G"_s).valueOr({});
    const auto zoned =
        domain::renamedZone(floors(), all(), {u"Main"_s, u"B1"_s, u"North"_s}, u"South"_s)
            .valueOr({});
    Space newcomer = fresh(u"new"_s, u"B1"_s);
    newcomer.zone = u"North"_s;
    SpacesChange added;
    added.spaces.insert(newcomer.id, newcomer);
    VERIFY_OK(store::transact(*m_database, [&] {
        return engine::changeSpaces(*m_database, added, {}, m_now, u"bob"_s);
    }));
    for (const SpacesChange &wanted : {renamed, merged, zoned}) {
        const auto refused = change(wanted);
        VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
        QCOMPARE(refused.error().details.value(u"code"_s).toString(), u"new"_s);
        QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"bob"_s);
    }
    SpacesChange removed;
    for (const domain::Floor &floor : floors()) {
        if (floor.name == u"B1")
            removed.floors.insert(floor.id, std::nullopt);
    }
    VERIFY_ERROR(change(removed), "CHANGED_MEANWHILE");
    // Who has seen it may; and so for the undo.
    for (const bool isZone : {false, true}) {
        const domain::SitePlace place{u"Main"_s, isZone ? u"U1"_s : u"B1"_s,
                                      isZone ? u"North"_s : QString()};
        const auto wanted = isZone ? domain::renamedZone(floors(), all(), place, u"South"_s)
                                   : domain::renamedFloor(floors(), all(), place, u"U1"_s);
        VERIFY_OK(wanted);
        const auto done = change(*wanted);
        VERIFY_OK(done);
        Space later = fresh(isZone ? u"later zone"_s : u"later"_s, u"U1"_s);
        later.zone = isZone ? u"South"_s : u"East"_s;
        SpacesChange came;
        came.spaces.insert(later.id, later);
        VERIFY_OK(change(came));
        VERIFY_ERROR(change(done->before, done->after), "CHANGED_MEANWHILE");
        came.spaces.insert(later.id, std::nullopt);
        VERIFY_OK(change(came));
        VERIFY_OK(change(done->before, done->after));
        VERIFY_OK(change(done->after, done->before));
    }
    for (const Space &space : all()) { // each has its floor
        QVERIFY(domain::missingFloors(floors(), {space}).isEmpty());
    }
    // A floor that would take others in is gone meanwhile: their own would be lost for nothing.
    const auto joined = domain::renamedFloor(floors(), all(), {u"Main"_s, u"U1"_s, {}}, u"G"_s);
    VERIFY_OK(joined);
    SpacesChange seen;
    for (const Space &space : all()) {
        if (joined->spaces.contains(space.id))
            seen.spaces.insert(space.id, space);
    }
    for (const domain::Floor &floor : floors())
        seen.floors.insert(floor.id, floor);
    const auto away = domain::renamedFloor(floors(), all(), {u"Main"_s, u"G"_s, {}}, u"Ground"_s);
    VERIFY_OK(away);
    VERIFY_OK(change(*away));
    VERIFY_ERROR(change(*joined, seen), "CHANGED_MEANWHILE");
}

void TestSpaceChanges::aFloorsNameIsThereOnce()
{
    open();
    domain::Floor floor;
    floor.building = u"Main"_s;
    floor.name = u"Roof"_s;
    for (const bool isFirst : {true, false}) {
        floor.id = domain::FloorId::create();
        SpacesChange wanted;
        wanted.floors.insert(floor.id, floor);
        const auto made = change(wanted);
        QCOMPARE(bool(made), isFirst);
        if (isFirst)
            continue;
        QCOMPARE(made.error().code, u"DUPLICATE_RESOURCE"_s);
        QCOMPARE(made.error().details.value(u"resource"_s).toString(), u"Floor"_s);
        QCOMPARE(made.error().details.value(u"identifier"_s).toString(), u"Roof"_s);
    }
}

void TestSpaceChanges::nobodyElsesWorkIsLost()
{
    open();
    const Space space = fresh(u"a"_s);
    add(space);
    Space mine = space;
    mine.name = u"Mine"_s;
    Space theirs = space;
    theirs.name = u"Theirs"_s;
    SpacesChange wanted;
    wanted.spaces.insert(space.id, theirs);
    VERIFY_OK(change(wanted));
    SpacesChange expected;
    expected.spaces.insert(space.id, space);
    wanted.spaces.insert(space.id, mine);
    VERIFY_ERROR(change(wanted, expected), "CHANGED_MEANWHILE");
    QCOMPARE(all().first().name, u"Theirs"_s);
    expected.spaces.insert(space.id, theirs);
    VERIFY_OK(change(wanted, expected));
    QCOMPARE(all().first().name, u"Mine"_s);
}

PARKING_TEST(TestSpaceChanges)
#include "tst_spacechanges.moc"
