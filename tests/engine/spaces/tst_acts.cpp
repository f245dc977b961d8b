// Two desks on one database: whatever a person does at one of them is a row of the history, written
// with the act, and the other desk hears of it; the second of two who change one row is told.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "read/acts.h"
#include "store/devicestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::Act;
using domain::ActSubject;
using domain::ActVerb;
using domain::DevEui;
using domain::Space;
using engine::Engine;
using store::Dialect;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const DevEui kSensor(0x58a0cb0000000001);
const QString kActor = u"ann"_s;

/// A window on the database, that takes nothing in.
struct Window {
    Window(const QString &url, const QString &folder) : engine(optionsOf(url, folder)) { }
    ~Window() { engine.stop(); }

    static engine::EngineOptions optionsOf(const QString &url, const QString &folder)
    {
        engine::EngineOptions options;
        options.databaseUrl = url;
        options.dataFolder = folder;
        options.ingest = false;
        return options;
    }

    Engine engine;
};

struct Bench {
    QList<Space> spaces; ///< B1-001 with a sensor, B1-002
    domain::Floor floor;
    domain::Booking booking; ///< of tomorrow, on B1-001
};

Result<> plain(const auto &result)
{
    return result ? Result<>() : Result<>(result.error());
}

/// As its own change would have it.
domain::SpacesChange edited(const Bench &bench, void (*edit)(Space &))
{
    Space space = bench.spaces[0];
    edit(space);
    domain::SpacesChange change;
    change.spaces.insert(space.id, space);
    return change;
}

enum class Heard { Layout, Bookings, Alarms };

struct Deed {
    const char *what;
    Result<> (*act)(Engine &engine, const Bench &bench);
    ActSubject subject;
    ActVerb verb;
    const char *words; ///< "name: field before -> after, ..."
    Heard heard = Heard::Layout;
};

const Deed kDeeds[] = {
    {"a space is made",
     [](Engine &engine, const Bench &b) {
         Space space = b.spaces[0];
         space.id = domain::SpaceId::create();
         space.code = space.name = u"B1-009"_s;
         space.sensorEui.reset();
         domain::SpacesChange change;
         change.spaces.insert(space.id, space);
         return plain(engine.spaces().changeSpaces(change, {}, kActor));
     },
     ActSubject::Space, ActVerb::Made, "B1-009: "},
    {"a space is edited",
     [](Engine &engine, const Bench &b) {
         const auto change = edited(b, [](Space &s) { s.zone = u"C"_s; });
         return plain(engine.spaces().changeSpaces(change, {}, kActor));
     },
     ActSubject::Space, ActVerb::Changed, "B1-001: zone A -> C"},
    {"a space is deleted",
     [](Engine &engine, const Bench &b) {
         domain::SpacesChange change;
         change.spaces.insert(b.spaces[1].id, std::nullopt);
         return plain(engine.spaces().changeSpaces(change, {}, kActor));
     },
     ActSubject::Space, ActVerb::Deleted, "B1-002: "},
    {"a space comes back",
     [](Engine &engine, const Bench &b) {
         domain::SpacesChange change;
         change.spaces.insert(b.spaces[1].id, std::nullopt);
         const auto gone = engine.spaces().changeSpaces(change, {}, u"bob"_s);
         if (!gone)
             return Result<>(gone.error());
         return plain(engine.spaces().changeSpaces(gone->before, gone->after, kActor));
     },
     ActSubject::Space, ActVerb::Restored, "B1-002: "},
    {"a floor is renamed",
     [](Engine &engine, const Bench &b) {
         domain::SpacesChange change;
         domain::Floor floor = b.floor;
         floor.title = u"Basement"_s;
         change.floors.insert(floor.id, floor);
         return plain(engine.spaces().changeSpaces(change, {}, kActor));
     },
     ActSubject::Floor, ActVerb::Changed, "North · B1: title  -> Basement"},
    {"floors are put in order",
     [](Engine &engine, const Bench &) {
         return engine.spaces().orderFloors({u"North"_s, {u"B1"_s, u"G"_s}}, kActor);
     },
     ActSubject::Floor, ActVerb::Changed, nullptr},
    {"a space is placed",
     [](Engine &engine, const Bench &b) {
         domain::LayoutChange change;
         change.placements.insert(b.spaces[0].id, domain::Placement{.x = 3, .y = 4});
         return engine.spaces().saveLayout(change, kActor);
     },
     ActSubject::Space, ActVerb::Changed, "B1-001: placement  -> "},
    {"a floor gets a picture",
     [](Engine &engine, const Bench &b) {
         domain::LayoutChange change;
         change.floor = b.floor;
         change.floor->picture = "not shown";
         change.floor->pictureType = u"image/png"_s;
         return engine.spaces().saveLayout(change, kActor);
     },
     ActSubject::Floor, ActVerb::Changed, "North · B1: picture  -> "},
    {"a sensor is bound elsewhere",
     [](Engine &engine, const Bench &b) {
         domain::DeviceChange change;
         change.bindings.insert(b.spaces[1].id, {kSensor, {}});
         return plain(engine.spaces().changeDevices(change, {}, kActor));
     },
     ActSubject::Space, ActVerb::Changed, nullptr},
    {"a sensor is retired",
     [](Engine &engine, const Bench &) {
         domain::DeviceChange change;
         change.retired.insert(kSensor, systemNow());
         return plain(engine.spaces().changeDevices(change, {}, kActor));
     },
     ActSubject::Device, ActVerb::Changed, nullptr},
    {"a sensor is read otherwise",
     [](Engine &engine, const Bench &) {
         return plain(engine.spaces().setSensorTypes({{kSensor, u"browan_tabs"_s}}, kActor));
     },
     ActSubject::Device, ActVerb::Changed, nullptr},
    {"a setting of the site",
     [](Engine &engine, const Bench &) {
         return engine.spaces().changeSite({{u"name"_s}, u"Harbour"_s, u"Site"_s}, kActor);
     },
     ActSubject::Site, ActVerb::Changed, "name: name Site -> Harbour"},
    {"the rules of bookings",
     [](Engine &engine, const Bench &) {
         domain::BookingPolicy policy = engine.bookings().policy();
         policy.grace += 1min;
         return engine.bookings().setPolicy(policy, kActor);
     },
     ActSubject::Site, ActVerb::Changed, nullptr},
    {"the colours of lamps",
     [](Engine &engine, const Bench &) { return engine.lamps().setDisplayPolicy({}, kActor); },
     ActSubject::Site, ActVerb::Changed, nullptr},
    {"spaces are imported",
     [](Engine &engine, const Bench &) {
         return plain(engine.spaces().importCsv("code,zone\nB1-001,D\n", false, kActor));
     },
     ActSubject::Space, ActVerb::Changed, "B1-001: zone A -> D"},
    {"a booking is made",
     [](Engine &engine, const Bench &b) {
         domain::BookingDraft draft = b.booking;
         draft.spaceId = b.spaces[1].id;
         return plain(engine.bookings().create({.draft = draft, .actor = kActor}));
     },
     ActSubject::Booking, ActVerb::Made, nullptr, Heard::Bookings},
    {"a booking is moved",
     [](Engine &engine, const Bench &b) {
         domain::BookingDraft draft = b.booking;
         draft.spaceId = b.spaces[1].id;
         return plain(engine.bookings().change(b.booking.id, draft, kActor));
     },
     ActSubject::Booking, ActVerb::Changed, ": space  -> ", Heard::Bookings},
    {"a booking is cancelled",
     [](Engine &engine, const Bench &b) {
         return plain(engine.bookings().cancel(b.booking.id, u"ill"_s, kActor));
     },
     ActSubject::Booking, ActVerb::Cancelled, ": ", Heard::Bookings},
    {"an alarm is acknowledged",
     [](Engine &engine, const Bench &) { return plain(engine.alarms().acknowledge({}, kActor)); },
     ActSubject::Alarm, ActVerb::Acknowledged, nullptr, Heard::Alarms},
    {"an acknowledgement is withdrawn",
     [](Engine &engine, const Bench &) {
         const auto done = engine.alarms().acknowledge({}, u"bob"_s);
         return done ? engine.alarms().withdraw(*done, kActor) : Result<>(done.error());
     },
     ActSubject::Alarm, ActVerb::Withdrawn, nullptr, Heard::Alarms},
};

QString wordsOf(const Act &act)
{
    QStringList parts;
    for (const domain::ActDifference &one : act.differences)
        parts.append(u"%1 %2 -> %3"_s.arg(one.field, one.before, one.after));
    return u"%1: %2"_s.arg(act.name, parts.join(u", "_s));
}

} // namespace

class TestActs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachIsKeptAndHeard_data();
    void eachIsKeptAndHeard();
    void whatIsRefusedLeavesNothing_data() { test::TestDatabases::addRows(); }
    void whatIsRefusedLeavesNothing();
    void theSecondIsToldOfABooking_data() { test::TestDatabases::addRows(); }
    void theSecondIsToldOfABooking();
    void theSecondIsToldOfAPlace_data() { test::TestDatabases::addRows(); }
    void theSecondIsToldOfAPlace();

private:
    void open(Dialect dialect);
    Bench bench(Engine &engine) const;
    QList<Act> actsOf(const QString &actor) const;

    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Window> m_first;
    std::unique_ptr<Window> m_second;
    Bench m_bench;
};

/// A site that a third desk made, which is closed: the two hear nothing of it.
void TestActs::open(Dialect dialect)
{
    m_second.reset();
    m_first.reset();
    m_database.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    m_database = std::move(*database);
    Window maker(*url, m_folder->path() + u"/maker"_s);
    VERIFY_OK(maker.engine.start());
    m_bench = bench(maker.engine);
    QVERIFY(!m_bench.booking.id.isNull());
    maker.engine.stop();
    m_first = std::make_unique<Window>(*url, m_folder->path() + u"/first"_s);
    m_second = std::make_unique<Window>(*url, m_folder->path() + u"/second"_s);
    VERIFY_OK(m_first->engine.start());
    VERIFY_OK(m_second->engine.start());
}

QList<Act> TestActs::actsOf(const QString &actor) const
{
    QList<Act> acts = read::acts(*m_database, 1000).valueOr({});
    acts.removeIf([&actor](const Act &act) { return act.actor != actor; });
    return acts;
}

Bench TestActs::bench(Engine &engine) const
{
    domain::SiteSnapshot site;
    site.site.name = u"Site"_s;
    site.site.timeZone = u"UTC"_s;
    for (const QString &name : {u"G"_s, u"B1"_s}) {
        domain::Floor floor;
        floor.id = domain::FloorId::create();
        floor.building = u"North"_s;
        floor.name = name;
        site.floors.append(floor);
    }
    for (const QString &code : {u"B1-001"_s, u"B1-002"_s}) {
        Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = code;
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        space.zone = u"A"_s;
        site.spaces.append(space);
    }
    site.spaces[0].sensorEui = kSensor;
    Bench made;
    const UtcTime now = systemNow();
    if (!engine.spaces().createSite(site)
        || !store::DeviceStore(*m_database).setType(kSensor, {}, now))
        return made;
    const auto snapshot = engine.spaces().snapshot();
    if (!snapshot)
        return made;
    made.spaces = snapshot->spaces;
    for (const domain::Floor &floor : snapshot->floors) {
        if (floor.name == u"B1")
            made.floor = floor;
    }
    domain::BookingDraft draft;
    draft.spaceId = made.spaces[0].id;
    draft.start = now + 24h;
    draft.end = now + 26h;
    draft.email = u"someone@example.com"_s;
    const auto booked = engine.bookings().create({.draft = draft, .actor = u"bob"_s});
    if (booked)
        made.booking = booked->booking;
    (void)m_database->run(
        u"INSERT INTO alarms (id, kind, subject, level, affected, details, raised_at) "
        "VALUES (:id, 'sensors_silent', :subject, 'warning', 1, '{}', :now)"_s,
        {{u"id"_s, domain::AlarmId::create().toString()},
         {u"subject"_s, kSensor.toString()},
         {u"now"_s, m_database->bind(now)}});
    return made;
}

void TestActs::eachIsKeptAndHeard_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("deed");
    for (int i = 0; i < int(std::size(kDeeds)); ++i) {
        QTest::addRow("postgres: %s", kDeeds[i].what) << Dialect::Postgres << i;
        QTest::addRow("sqlite: %s", kDeeds[i].what) << Dialect::Sqlite << i;
    }
}

void TestActs::eachIsKeptAndHeard()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const int, deed);
    const Deed &wanted = kDeeds[deed];
    open(dialect);
    QSignalSpy layouts(&m_second->engine, &Engine::layoutChanged);
    QSignalSpy bookings(&m_second->engine, &Engine::bookingsHeard);
    QSignalSpy alarms(&m_second->engine, &Engine::alarmsMoved);
    VERIFY_OK(wanted.act(m_first->engine, m_bench));

    const QList<Act> acts = actsOf(kActor);
    QVERIFY(!acts.isEmpty());
    QStringList told;
    bool isKept = false;
    for (const Act &act : acts) {
        told.append(u"%1 %2 %3"_s.arg(nameOf(act.subject), nameOf(act.verb), wordsOf(act)));
        isKept |= act.subject == wanted.subject && act.verb == wanted.verb
            && (!wanted.words || wordsOf(act) == QLatin1StringView(wanted.words)
                || wordsOf(act) == QString::fromUtf8(wanted.words));
    }
    QVERIFY2(isKept, qPrintable(told.join(u'\n')));
    const QSignalSpy &heard = wanted.heard == Heard::Bookings ? bookings
        : wanted.heard == Heard::Alarms                       ? alarms
                                                              : layouts;
    QTRY_VERIFY_WITH_TIMEOUT(!heard.isEmpty(), kPatience);
}

void TestActs::whatIsRefusedLeavesNothing()
{
    QFETCH(const Dialect, dialect);
    open(dialect);
    Engine &engine = m_first->engine;
    domain::SpacesChange taken = edited(m_bench, [](Space &s) { s.code = u"B1-002"_s; });
    VERIFY_ERROR(engine.spaces().changeSpaces(taken, {}, kActor), "DUPLICATE_RESOURCE");
    VERIFY_ERROR(engine.spaces().changeSite({{u"name"_s}, u"X"_s, u"Other"_s}, kActor),
                 "CHANGED_MEANWHILE");
    VERIFY_OK(engine.spaces().importCsv("code,zone\nB1-001,D\n", true, kActor)); // a trial
    domain::BookingDraft draft = m_bench.booking;
    VERIFY_ERROR(engine.bookings().create({.draft = draft, .actor = kActor}),
                 "SPACE_NOT_AVAILABLE");
    QVERIFY(actsOf(kActor).isEmpty());
}

void TestActs::theSecondIsToldOfABooking()
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

void TestActs::theSecondIsToldOfAPlace()
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
    const auto standing = read::standingSpace(*m_database, id);
    VERIFY_OK(standing);
    QCOMPARE(standing->space->placement, left.placements.value(id));
    VERIFY_OK(second.saveLayout(right, u"bob"_s, left)); // who has seen it may
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
    domain::SpacesChange gone;
    gone.floors.insert(m_bench.floor.id, std::nullopt);
    domain::SpacesChange stands;
    stands.floors.insert(m_bench.floor.id, titled.floor);
    VERIFY_OK(m_first->engine.spaces().changeSpaces(gone, stands, u"ann"_s));
    VERIFY_ERROR(second.saveLayout(plain, u"bob"_s, titled), "CHANGED_MEANWHILE");
}

PARKING_TEST(TestActs)
#include "tst_acts.moc"
