// Two desks change the same thing: the second is told who was before, and nothing is lost.

#include "twodesks.h"

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::DevEui;
using store::Dialect;

class TestTwoDesks : public TwoDesks {
    Q_OBJECT

private Q_SLOTS:
    void theSecondIsToldOfABooking_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfABooking();
    void theSecondIsToldOfAPlace_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfAPlace();
    void theSecondIsToldBeforeACancellation_data() { TestDatabases::addRows(); }
    void theSecondIsToldBeforeACancellation();
    void theSecondIsToldBeforeAnEnd_data() { TestDatabases::addRows(); }
    void theSecondIsToldBeforeAnEnd();
    void theSecondIsToldOfASeries_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfASeries();
    void anUndoLeavesWhatOthersDid_data() { TestDatabases::addRows(); }
    void anUndoLeavesWhatOthersDid();
    void theSecondIsToldOfTheFloors_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfTheFloors();
    void theSecondIsToldOfDevices_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfDevices();
    void whoDidThatIsNamed_data() { TestDatabases::addRows(); }
    void whoDidThatIsNamed();
    void theSecondIsToldOfASensor_data() { TestDatabases::addRows(); }
    void theSecondIsToldOfASensor();
};

void TestTwoDesks::theSecondIsToldOfABooking()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    const domain::BookingDraft seen = m_bench.booking; // by both
    domain::BookingDraft later = seen;
    later.start += 1h;
    later.end += 1h;
    VERIFY_OK(m_first->engine.bookings().change(m_bench.booking.id, later, u"ann"_s, seen));
    domain::BookingDraft plated = seen;
    plated.plate = u"B-AB 1"_s;
    auto &second = m_second->engine.bookings();
    const auto refused = second.change(m_bench.booking.id, plated, u"bob"_s, seen);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    const auto standing = read::standingBooking(*m_database, m_bench.booking.id);
    VERIFY_OK(standing);
    QCOMPARE(standing->booking->start, later.start); // nothing was lost
    QCOMPARE(standing->last->actor, u"ann"_s);
    later.plate = plated.plate;
    VERIFY_OK(second.change(m_bench.booking.id, later, u"bob"_s,
                            domain::BookingDraft(*standing->booking)));
}

void TestTwoDesks::theSecondIsToldOfAPlace()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    const domain::SpaceId id = m_bench.spaces[0].id;
    const domain::LayoutChange seen{{{id, std::nullopt}}, {}};
    const domain::LayoutChange left{{{id, domain::Placement{.x = 1, .y = 1}}}, {}};
    const domain::LayoutChange right{{{id, domain::Placement{.x = 9, .y = 1}}}, {}};
    VERIFY_OK(m_first->engine.spaces().saveLayout(left, u"ann"_s, seen));
    auto &second = m_second->engine.spaces();
    const auto refused = second.saveLayout(right, u"bob"_s, seen);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    QCOMPARE(refused.error().details.value(u"code"_s).toString(), u"B1-001"_s);
    const auto placed = read::standingSpace(*m_database, id);
    VERIFY_OK(placed);
    QCOMPARE(placed->space->placement, left.placements.value(id));
    // Who has seen it may, and has the undo of what was found.
    const auto found = second.saveLayout(right, u"bob"_s, left);
    VERIFY_OK(found);
    QCOMPARE(found->placements, left.placements);
    VERIFY_OK(second.saveLayout(left, u"bob"_s)); // who insists, too
    // A floor, likewise.
    domain::LayoutChange titled;
    titled.floor = m_bench.floor;
    titled.floor->picture = "one";
    titled.floor->pictureType = u"image/png"_s;
    const domain::LayoutChange plain{{}, m_bench.floor};
    VERIFY_OK(m_first->engine.spaces().saveLayout(titled, u"ann"_s, plain));
    VERIFY_ERROR(second.saveLayout(plain, u"bob"_s, plain), "CHANGED_MEANWHILE");
    // What somebody deleted does not come back by who drew on it.
    const auto standing = m_first->engine.spaces().snapshot();
    VERIFY_OK(standing);
    domain::SpacesChange gone =
        domain::movedSpaces(standing->spaces, {u"North"_s, u"G"_s, {}}); // nobody is left there
    gone.floors.insert(m_bench.floor.id, std::nullopt);
    domain::SpacesChange stands;
    stands.floors.insert(m_bench.floor.id, titled.floor);
    VERIFY_OK(m_first->engine.spaces().changeSpaces(gone, stands, u"ann"_s));
    VERIFY_ERROR(second.saveLayout(plain, u"bob"_s, titled), "CHANGED_MEANWHILE");
}

void TestTwoDesks::theSecondIsToldBeforeACancellation()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    const domain::BookingId id = m_bench.booking.id;
    const domain::BookingDraft seen = m_bench.booking; // by both
    domain::BookingDraft later = seen;
    later.end += 1h;
    VERIFY_OK(m_first->engine.bookings().change(id, later, u"ann"_s, seen));
    auto &second = m_second->engine.bookings();
    const auto refused = second.cancel(id, u"ill"_s, u"bob"_s, seen);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    const auto standing = read::standingBooking(*m_database, id);
    VERIFY_OK(standing);
    QCOMPARE(standing->booking->status, domain::BookingStatus::Active);
    VERIFY_OK(second.cancel(id, u"ill"_s, u"bob"_s, later)); // who has seen it may
}

void TestTwoDesks::theSecondIsToldBeforeAnEnd()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &first = m_first->engine.bookings();
    auto &second = m_second->engine.bookings();
    domain::BookingDraft seen = m_bench.booking;
    seen.spaceId = m_bench.spaces[1].id;
    seen.start = first.now() - 1min;
    seen.end = seen.start + 2h;
    const auto made = first.create({.draft = seen, .actor = u"ann"_s});
    VERIFY_OK(made);
    domain::BookingDraft longer = seen;
    longer.end += 1h;
    VERIFY_OK(first.change(made->booking.id, longer, u"ann"_s, seen));
    const auto refused = second.endEarly(made->booking.id, u"bob"_s, seen);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    VERIFY_OK(second.endEarly(made->booking.id, u"bob"_s, longer));
}

void TestTwoDesks::theSecondIsToldOfASeries()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &first = m_first->engine.bookings();
    auto &second = m_second->engine.bookings();
    domain::BookingDraft draft = m_bench.booking;
    draft.spaceId = m_bench.spaces[1].id;
    domain::SeriesRule rule = domain::weeklyLike(draft.span(), QTimeZone::utc());
    rule.count = 3;
    const auto made = first.createSeries({.draft = draft, .rule = rule, .actor = u"ann"_s});
    VERIFY_OK(made);
    const domain::Booking named = made->bookings.first();
    const domain::BookingDraft seen = named; // by both
    domain::BookingDraft later = seen;
    later.end += 1h;
    VERIFY_OK(first.changeSeries({.booking = named.id,
                                  .draft = later,
                                  .scope = domain::SeriesScope::All,
                                  .actor = u"ann"_s,
                                  .seen = seen}));
    engine::SeriesCancel cancel{
        .booking = named.id, .scope = domain::SeriesScope::All, .actor = u"bob"_s, .seen = seen};
    for (const auto scope : {domain::SeriesScope::All, domain::SeriesScope::One}) {
        cancel.scope = scope;
        const auto refused = second.cancelSeries(cancel);
        VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
        QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    }
    cancel.scope = domain::SeriesScope::All;
    cancel.seen = later;
    const auto cancelled = second.cancelSeries(cancel);
    VERIFY_OK(cancelled);
    QCOMPARE(cancelled->size(), 3);
}

/// What stood before comes back where nobody changed it since; of the rest is told who did.
void TestTwoDesks::anUndoLeavesWhatOthersDid()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &first = m_first->engine.spaces();
    auto &second = m_second->engine.spaces();
    const domain::SpaceId one = m_bench.spaces[0].id;
    const domain::SpaceId two = m_bench.spaces[1].id;
    const auto at = [](double x) { return domain::Placement{.x = x, .y = 1}; };
    const domain::LayoutChange before{{{one, std::nullopt}, {two, std::nullopt}}, m_bench.floor};
    domain::LayoutChange saved{{{one, at(1)}, {two, at(5)}}, m_bench.floor};
    saved.floor->widthM = 60;
    saved.floor->heightM = 40;
    VERIFY_OK(first.saveLayout(saved, u"ann"_s, before));
    VERIFY_OK(second.saveLayout({{{one, at(2)}}, {}}, u"bob"_s));
    const auto left = first.restoreLayout(before, saved, u"ann"_s);
    VERIFY_OK(left);
    QCOMPARE(*left, (QList<engine::LayoutLeft>{{u"B1-001"_s, u"bob"_s}}));
    const auto placed = [this](domain::SpaceId id) {
        return read::standingSpace(*m_database, id)->space->placement;
    };
    QCOMPARE(placed(one), at(2));
    QVERIFY(!placed(two));
    const auto floorOf = [&first, this] {
        const auto site = first.snapshot();
        for (const domain::Floor &floor : site->floors) {
            if (floor.id == m_bench.floor.id)
                return floor;
        }
        return domain::Floor();
    };
    QCOMPARE(floorOf(), m_bench.floor);
    // A floor that was drawn on, and a space that is gone.
    VERIFY_OK(first.restoreLayout(saved, before, u"ann"_s)); // the redo
    QCOMPARE(placed(two), at(5));
    domain::LayoutChange drawn{{}, saved.floor};
    drawn.floor->picture = "one";
    drawn.floor->pictureType = u"image/png"_s;
    VERIFY_OK(second.saveLayout(drawn, u"cy"_s));
    VERIFY_OK(m_second->engine.bookings().cancel(m_bench.booking.id, {}, u"dee"_s));
    domain::SpacesChange gone;
    gone.spaces.insert(one, std::nullopt);
    VERIFY_OK(second.changeSpaces(gone, {}, u"dee"_s));
    const auto again = first.restoreLayout(before, saved, u"ann"_s);
    VERIFY_OK(again);
    QCOMPARE(*again, (QList<engine::LayoutLeft>{{u"B1"_s, u"cy"_s}, {u"B1-001"_s, u"dee"_s}}));
    QVERIFY(!placed(two));
    QCOMPARE(floorOf().picture, QByteArray("one"));
    // Where nothing is left to do it is refused.
    VERIFY_OK(second.saveLayout({{{two, at(7)}}, {}}, u"bob"_s));
    const auto refused = first.restoreLayout(before, saved, u"ann"_s);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(placed(two), at(7));
}

void TestTwoDesks::theSecondIsToldOfTheFloors()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &first = m_first->engine.spaces();
    auto &second = m_second->engine.spaces();
    const QString north = u"North"_s;
    const QStringList seen{u"G"_s, u"B1"_s}; // by both
    const QStringList turned{u"B1"_s, u"G"_s};
    VERIFY_OK(first.orderFloors({north, turned, seen}, u"ann"_s));
    const auto levelsOf = [this] {
        QStringList names;
        const auto site = m_first->engine.spaces().snapshot();
        for (const domain::Floor &floor : site->floors)
            names.prepend(floor.name);
        return names;
    };
    QCOMPARE(levelsOf(), turned);
    VERIFY_OK(second.orderFloors({north, turned, seen}, u"eve"_s)); // both want the same
    QVERIFY(actsOf(u"eve"_s).isEmpty());
    const auto refused = second.orderFloors({north, seen, seen}, u"bob"_s);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    QCOMPARE(refused.error().details.value(u"code"_s).toString(), north);
    QCOMPARE(levelsOf(), turned); // nothing was written over
    VERIFY_OK(second.orderFloors({north, seen, turned}, u"bob"_s)); // who has seen it may
    VERIFY_OK(second.orderFloors({north, turned}, u"bob"_s)); // who insists, too

    // One that came, and one that went, are another order.
    domain::Floor roof = m_bench.floor;
    roof.id = domain::FloorId::create();
    roof.name = u"Roof"_s;
    roof.level = 9;
    domain::SpacesChange made;
    made.floors.insert(roof.id, roof);
    VERIFY_OK(first.changeSpaces(made, {}, u"cy"_s));
    const auto missed = second.orderFloors({north, seen, turned}, u"bob"_s);
    VERIFY_ERROR(missed, "CHANGED_MEANWHILE");
    QCOMPARE(missed.error().details.value(u"actor"_s).toString(), u"cy"_s);
    const QStringList all{u"Roof"_s, u"B1"_s, u"G"_s};
    made.floors.insert(roof.id, std::nullopt);
    VERIFY_OK(first.changeSpaces(made, {}, u"dee"_s));
    const auto gone = second.orderFloors({north, seen + QStringList{u"Roof"_s}, all}, u"bob"_s);
    VERIFY_ERROR(gone, "CHANGED_MEANWHILE");
    QCOMPARE(gone.error().details.value(u"actor"_s).toString(), u"dee"_s);
}

void TestTwoDesks::theSecondIsToldOfASensor()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &second = m_second->engine.spaces();
    const engine::SensorTypes seen{{kSensor, QString()}}; // by both
    const engine::SensorTypes tabs{{kSensor, u"browan_tabs"_s}};
    const DevEui other(0x58a0cb0000000002);
    VERIFY_OK(m_first->engine.spaces().setSensorTypes(tabs, u"ann"_s, seen));
    engine::SensorTypes wanted{{kSensor, QString()}, {other, u"browan_tabs"_s}};
    const auto refused =
        second.setSensorTypes(wanted, u"bob"_s, engine::SensorTypes{{kSensor, {}}, {other, {}}});
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    QCOMPARE(refused.error().details.value(u"code"_s).toString(), kSensor.toString());
    QCOMPARE(refused.error().details.value(u"type"_s).toString(), u"browan_tabs"_s);
    store::DeviceStore devices(*m_database);
    QCOMPARE(devices.find(kSensor).valueOr({}).typeSetting, u"browan_tabs"_s);
    QVERIFY(!devices.find(other)); // all of it or nothing
    VERIFY_OK(second.setSensorTypes(wanted, u"bob"_s, tabs));
    QCOMPARE(devices.find(kSensor).valueOr({}).typeSetting, QString());
}

/// A space's sensor and lamp, whose a device is, and whether it is in use.
void TestTwoDesks::theSecondIsToldOfDevices()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    using domain::Binding;
    using domain::DeviceChange;
    auto &first = m_first->engine.spaces();
    auto &second = m_second->engine.spaces();
    const domain::SpaceId one = m_bench.spaces[0].id;
    const domain::SpaceId two = m_bench.spaces[1].id;
    const DevEui lamp(0x58a0cb00000000aa);
    const DevEui other(0x58a0cb0000000002);
    VERIFY_OK(store::DeviceStore(*m_database).setType(other, {}, systemNow()));
    const auto refusedOf = [&](const DeviceChange &wanted, const DeviceChange &seen,
                               const QString &code) {
        const auto refused = second.changeDevices(wanted, seen, u"bob"_s);
        return !refused && refused.error().code == problem::kChangedMeanwhile
            && refused.error().details.value(u"code"_s).toString() == code
            && refused.error().details.value(u"actor"_s).toString() == u"ann"_s;
    };
    // Ann binds a lamp; Bob, who has not seen it, another sensor.
    const DeviceChange seen{{{one, Binding{kSensor, {}}}}, {}}; // by both
    VERIFY_OK(first.changeDevices({{{one, Binding{kSensor, lamp}}}, {}}, seen, u"ann"_s));
    QVERIFY(refusedOf({{{one, Binding{other, {}}}}, {}}, seen, u"B1-001"_s));
    // She binds the sensor that is new to him, too, where he would bind it.
    VERIFY_OK(first.changeDevices({{{two, Binding{other, {}}}}, {}}, {}, u"ann"_s));
    const DeviceChange lit{{{one, Binding{kSensor, lamp}}}, {}};
    const DeviceChange wanted{{{one, Binding{other, lamp}}}, {}};
    QVERIFY(refusedOf(wanted, lit, u"B1-002"_s));
    QVERIFY(refusedOf({{}, {{other, systemNow()}}}, {}, u"B1-002"_s)); // it is no newcomer
    DeviceChange known = lit;
    known.bindings.insert(two, Binding{other, {}});
    const auto before = second.changeDevices(wanted, known, u"bob"_s); // who has seen it may
    VERIFY_OK(before);
    // His undo takes the sensor from nobody who has it since.
    DeviceChange after = wanted;
    after.bindings.insert(two, Binding());
    VERIFY_OK(first.changeDevices({{{one, Binding{{}, lamp}}}, {}}, {}, u"ann"_s));
    VERIFY_ERROR(second.changeDevices(*before, after, u"bob"_s), "CHANGED_MEANWHILE");
    // One that she took out of use does not go to a space.
    VERIFY_OK(first.changeDevices({{}, {{other, systemNow()}}}, {}, u"ann"_s));
    DeviceChange bound{{{two, Binding{other, {}}}}, {{other, std::nullopt}}};
    QVERIFY(refusedOf(bound, {{{two, Binding()}}, {{other, std::nullopt}}}, other.toString()));
}

/// Not whoever did something else to it last.
void TestTwoDesks::whoDidThatIsNamed()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    auto &first = m_first->engine.spaces();
    auto &second = m_second->engine.spaces();
    const domain::SpaceId id = m_bench.spaces[0].id;
    const domain::Space seen = first.snapshot()->spaces.first();
    QCOMPARE(seen.id, id);
    const auto change = [&](const QString &actor,
                            const std::function<void(domain::Space &)> &edit) {
        domain::SpacesChange wanted;
        domain::Space space = first.snapshot()->spaces.first();
        edit(space);
        wanted.spaces.insert(id, space);
        return first.changeSpaces(wanted, {}, actor);
    };
    const domain::LayoutChange placed{{{id, domain::Placement{.x = 1, .y = 1}}}, {}};
    VERIFY_OK(first.saveLayout(placed, u"ann"_s));
    VERIFY_OK(change(u"cy"_s, [](domain::Space &space) { space.zone = u"C"_s; }));
    const domain::LayoutChange none{{{id, std::nullopt}}, {}};
    const auto refused = second.saveLayout(placed, u"bob"_s, none);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor"_s).toString(), u"ann"_s);
    domain::Space zoned = seen;
    zoned.placement = placed.placements.value(id);
    QCOMPARE(read::standingSpace(*m_database, id, zoned)->last->actor, u"cy"_s);
    QVERIFY(!read::standingSpace(*m_database, id, seen)->last); // two people did
    // How a sensor is read, and that it went out of use.
    const engine::SensorTypes tabs{{kSensor, u"browan_tabs"_s}};
    VERIFY_OK(first.setSensorTypes(tabs, u"ann"_s));
    VERIFY_OK(first.changeDevices({{}, {{kSensor, systemNow()}}}, {}, u"cy"_s));
    const auto typed = second.setSensorTypes({{kSensor, QString()}}, u"bob"_s,
                                             engine::SensorTypes{{kSensor, QString()}});
    VERIFY_ERROR(typed, "CHANGED_MEANWHILE");
    QCOMPARE(typed.error().details.value(u"actor"_s).toString(), u"ann"_s);
    // When a booking is, and its car.
    const domain::BookingDraft booked = m_bench.booking;
    domain::BookingDraft later = booked;
    later.end += 1h;
    auto &bookings = m_first->engine.bookings();
    VERIFY_OK(bookings.change(m_bench.booking.id, later, u"ann"_s));
    domain::BookingDraft plated = later;
    plated.plate = u"B-AB 1"_s;
    VERIFY_OK(bookings.change(m_bench.booking.id, plated, u"cy"_s));
    domain::BookingDraft withPlate = booked;
    withPlate.plate = plated.plate;
    const auto standing = read::standingBooking(*m_database, m_bench.booking.id, withPlate);
    VERIFY_OK(standing);
    QCOMPARE(standing->last->actor, u"ann"_s);
    QVERIFY(!read::standingBooking(*m_database, m_bench.booking.id, booked)->last);
    // The order of floors, which a picture does not change.
    const QString north = u"North"_s;
    const QStringList order{u"G"_s, u"B1"_s};
    const QStringList turned{u"B1"_s, u"G"_s};
    VERIFY_OK(first.orderFloors({north, turned, order}, u"ann"_s));
    domain::LayoutChange pictured{{}, {}};
    const auto site = first.snapshot();
    VERIFY_OK(site);
    for (const domain::Floor &floor : site->floors) {
        if (floor.id == m_bench.floor.id)
            pictured.floor = floor;
    }
    pictured.floor->picture = "one";
    pictured.floor->pictureType = u"image/png"_s;
    VERIFY_OK(first.saveLayout(pictured, u"cy"_s));
    const auto ordered = second.orderFloors({north, order, order}, u"bob"_s);
    VERIFY_ERROR(ordered, "CHANGED_MEANWHILE");
    QCOMPARE(ordered.error().details.value(u"actor"_s).toString(), u"ann"_s);
}

PARKING_TEST(TestTwoDesks)
#include "tst_twodesks.moc"
