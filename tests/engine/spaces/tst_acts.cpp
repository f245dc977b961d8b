// Whatever a person does at a desk is a row of the history, written with the act, and the other
// desk hears of it.

#include "domain/settingacts.h"
#include "engine/spaces/deviceimport.h"
#include "twodesks.h"

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::Act;
using domain::ActSubject;
using domain::DevEui;
using domain::Space;
using engine::Engine;
using store::Dialect;

namespace {

const DevEui kLamp(0x58a0cb00000000aa);
const UtcTime kRetired(1'800'000'000'000ms);
const QString kActor = u"ann"_s;

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

enum class Heard { Layout, Bookings, Alarms, Nothing };

/// As it was told of: "subject verb row name: field before -> after, ...", where {1} and {2} are
/// the spaces' ids, {B1} and {G} the floors', {b} the booking's, {a} the alarm's, {from} and {to}
/// when the booking begins and ends, and a row that the deed made is *.
struct Deed {
    const char *what;
    Result<> (*act)(Engine &engine, const Bench &bench);
    QStringList told;
    Heard heard = Heard::Layout;
};

const QList<Deed> &deeds()
{
    static const QList<Deed> list{
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
         {u"space made * B1-009: "_s}},
        {"a space is edited",
         [](Engine &engine, const Bench &b) {
             const auto change = edited(b, [](Space &s) { s.zone = u"C"_s; });
             return plain(engine.spaces().changeSpaces(change, {}, kActor));
         },
         {u"space changed {1} B1-001: zone A -> C"_s}},
        {"a space is deleted",
         [](Engine &engine, const Bench &b) {
             domain::SpacesChange change;
             change.spaces.insert(b.spaces[1].id, std::nullopt);
             return plain(engine.spaces().changeSpaces(change, {}, kActor));
         },
         {u"space deleted {2} B1-002: "_s}},
        {"a space comes back",
         [](Engine &engine, const Bench &b) {
             domain::SpacesChange change;
             change.spaces.insert(b.spaces[1].id, std::nullopt);
             const auto gone = engine.spaces().changeSpaces(change, {}, u"bob"_s);
             if (!gone)
                 return Result<>(gone.error());
             return plain(engine.spaces().changeSpaces(gone->before, gone->after, kActor));
         },
         {u"space restored {2} B1-002: "_s}},
        {"a floor is renamed",
         [](Engine &engine, const Bench &b) {
             domain::SpacesChange change;
             domain::Floor floor = b.floor;
             floor.title = u"Basement"_s;
             change.floors.insert(floor.id, floor);
             return plain(engine.spaces().changeSpaces(change, {}, kActor));
         },
         {u"floor changed {B1} North · B1: title  -> Basement"_s}},
        {"floors are put in order",
         [](Engine &engine, const Bench &) {
             return engine.spaces().orderFloors({u"North"_s, {u"B1"_s, u"G"_s}}, kActor);
         },
         {u"floor changed {G} North · G: level 0 -> -1"_s}},
        {"a space is placed",
         [](Engine &engine, const Bench &b) {
             domain::LayoutChange change;
             change.placements.insert(b.spaces[0].id, domain::Placement{.x = 3, .y = 4});
             return plain(engine.spaces().saveLayout(change, kActor));
         },
         {u"space changed {1} B1-001: placement  -> "_s}},
        {"a floor gets a picture",
         [](Engine &engine, const Bench &b) {
             domain::LayoutChange change;
             change.floor = b.floor;
             change.floor->picture = "not shown";
             change.floor->pictureType = u"image/png"_s;
             return plain(engine.spaces().saveLayout(change, kActor));
         },
         {u"floor changed {B1} North · B1: picture  -> "_s}},
        {"a sensor is bound elsewhere",
         [](Engine &engine, const Bench &b) {
             domain::DeviceChange change;
             change.bindings.insert(b.spaces[1].id, {kSensor, {}});
             return plain(engine.spaces().changeDevices(change, {}, kActor));
         },
         {u"space changed {1} B1-001: sensor 58a0cb0000000001 -> "_s,
          u"space changed {2} B1-002: sensor  -> 58a0cb0000000001"_s}},
        {"a sensor is retired",
         [](Engine &engine, const Bench &) {
             domain::DeviceChange change;
             change.retired.insert(kSensor, kRetired);
             return plain(engine.spaces().changeDevices(change, {}, kActor));
         },
         {u"device changed 58a0cb0000000001 58a0cb0000000001: retired  -> "_s + toIso(kRetired)}},
        {"a sensor is read otherwise",
         [](Engine &engine, const Bench &) {
             return plain(engine.spaces().setSensorTypes({{kSensor, u"browan_tabs"_s}}, kActor));
         },
         {u"device changed 58a0cb0000000001 58a0cb0000000001: type  -> browan_tabs"_s}},
        {"devices are imported",
         [](Engine &engine, const Bench &b) {
             domain::FleetDevice known;
             known.device.devEui = kSensor;
             known.device.spaceId = b.spaces[0].id;
             known.place.code = b.spaces[0].code;
             const auto plan = engine::planDevices("dev_eui,name,type,space\n"
                                                   "58a0cb0000000001,North-1,browan_tabs,B1-002\n"
                                                   "58a0cb0000000002,North-2,,B1-001\n",
                                                   {known}, b.spaces);
             return plan ? plain(engine.spaces().changeDevices(plan->change, plan->before, kActor))
                         : Result<>(plan.error());
         },
         {u"device changed 58a0cb0000000001 58a0cb0000000001: name  -> North-1, type  -> "
          "browan_tabs"_s,
          u"device changed 58a0cb0000000002 58a0cb0000000002: name  -> North-2"_s,
          u"space changed {1} B1-001: sensor 58a0cb0000000001 -> 58a0cb0000000002"_s,
          u"space changed {2} B1-002: sensor  -> 58a0cb0000000001"_s}},
        {"a lamp's settings",
         [](Engine &engine, const Bench &b) {
             domain::DeviceChange lamp;
             lamp.bindings.insert(b.spaces[1].id, {{}, kLamp});
             if (const auto bound = engine.spaces().changeDevices(lamp, {}, u"bob"_s); !bound)
                 return Result<>(bound.error());
             domain::DisplaySettings settings;
             settings.fPort = 15;
             settings.colours[domain::indexOf(domain::SpaceState::Free)] = domain::Rgb{0, 255, 0};
             return engine.lamps().setDisplaySettings(kLamp, settings, kActor);
         },
         {u"device changed 58a0cb00000000aa 58a0cb00000000aa: colours.FREE  -> 00FF00, fPort  -> "
          "15"_s}},
        {"a setting of the site",
         [](Engine &engine, const Bench &) {
             return engine.spaces().changeSite({{u"name"_s}, u"Harbour"_s, u"Site"_s}, kActor);
         },
         {u"site changed name name: name Site -> Harbour"_s}},
        {"the rules of bookings",
         [](Engine &engine, const Bench &) {
             domain::BookingPolicy policy;
             policy.grace = 15min;
             if (const Result<> done = engine.bookings().setPolicy(policy, u"bob"_s); !done)
                 return done;
             policy.grace = 20min;
             return engine.bookings().setPolicy(policy, kActor);
         },
         {u"site changed bookings.graceMinutes bookings.graceMinutes: "
          "bookings.graceMinutes 15 -> 20"_s}},
        {"the colours of lamps",
         [](Engine &engine, const Bench &) {
             domain::DisplayPolicy policy;
             policy.colours[domain::indexOf(domain::SpaceState::Free)] = domain::Rgb{0, 255, 0};
             if (const Result<> done = engine.lamps().setDisplayPolicy(policy, u"bob"_s); !done)
                 return done;
             policy.colours[domain::indexOf(domain::SpaceState::Free)] = domain::Rgb{0, 0, 255};
             return engine.lamps().setDisplayPolicy(policy, kActor);
         },
         {u"site changed lamps.colours.FREE lamps.colours.FREE: "
          "lamps.colours.FREE 00FF00 -> 0000FF"_s}},
        {"a setting of a computer",
         [](Engine &engine, const Bench &) {
             const auto act = [](const QString &key, bool isSecret) {
                 return domain::computerAct(u"lobby"_s, {key, u"0"_s, u"90"_s}, isSecret);
             };
             return engine.spaces().noteActs(
                 {act(u"READINGS_KEEP_DAYS"_s, false), act(u"KIOSK_PASSWORD_HASH"_s, true)},
                 kActor);
         },
         {u"site changed READINGS_KEEP_DAYS lobby: READINGS_KEEP_DAYS 0 -> 90"_s,
          u"site changed KIOSK_PASSWORD_HASH lobby: KIOSK_PASSWORD_HASH  -> "_s}},
        {"spaces are imported",
         [](Engine &engine, const Bench &) {
             return plain(engine.spaces().importCsv("code,zone\nB1-001,D\n", false, kActor));
         },
         {u"space changed {1} B1-001: zone A -> D"_s}},
        {"a floor is made for what is imported",
         [](Engine &engine, const Bench &) {
             return plain(engine.spaces().importCsv("code,building,floor\nB1-001,North,UG9\n",
                                                    false, kActor));
         },
         {u"space changed {1} B1-001: floor B1 -> UG9"_s, u"floor made * North · UG9: "_s}},
        {"a booking is made",
         [](Engine &engine, const Bench &b) {
             domain::BookingDraft draft = b.booking;
             draft.spaceId = b.spaces[1].id;
             return plain(engine.bookings().create({.draft = draft, .actor = kActor}));
         },
         {u"booking made * B1-002: start  -> {from}, end  -> {to}"_s},
         Heard::Bookings},
        {"a booking is moved",
         [](Engine &engine, const Bench &b) {
             domain::BookingDraft draft = b.booking;
             draft.spaceId = b.spaces[1].id;
             return plain(engine.bookings().change(b.booking.id, draft, kActor));
         },
         {u"booking changed {b} B1-002: space  -> "_s},
         Heard::Bookings},
        {"a booking is somebody else's",
         [](Engine &engine, const Bench &b) {
             domain::BookingDraft draft = b.booking;
             draft.email = u"other@example.com"_s;
             return plain(engine.bookings().change(b.booking.id, draft, kActor));
         },
         {u"booking changed {b} B1-001: contact  -> "_s},
         Heard::Bookings},
        {"a booking is cancelled",
         [](Engine &engine, const Bench &b) {
             return plain(engine.bookings().cancel(b.booking.id, u"ill"_s, kActor));
         },
         {u"booking cancelled {b} B1-001: "_s},
         Heard::Bookings},
        {"an alarm is acknowledged",
         [](Engine &engine, const Bench &) {
             return plain(engine.alarms().acknowledge({}, kActor));
         },
         {u"alarm acknowledged {a} sensors_silent: subject  -> 58a0cb0000000001"_s},
         Heard::Alarms},
        {"an acknowledgement is withdrawn",
         [](Engine &engine, const Bench &) {
             const auto done = engine.alarms().acknowledge({}, u"bob"_s);
             return done ? engine.alarms().withdraw(*done, kActor) : Result<>(done.error());
         },
         {u"alarm withdrawn {a} sensors_silent: subject  -> 58a0cb0000000001"_s},
         Heard::Alarms},
        {"a message is tried again",
         [](Engine &engine, const Bench &b) {
             return plain(engine.arrival().retryLetters({b.letter}, kActor));
         },
         {u"site changed deadLetters.{l} deadLetters: toTryAgain  -> 1"_s},
         Heard::Nothing},
        {"messages are deleted",
         [](Engine &engine, const Bench &b) {
             return plain(engine.arrival().deleteLetters({b.letter, b.letter + 1}, kActor));
         },
         {u"site deleted deadLetters deadLetters: messages 2 -> "_s},
         Heard::Nothing},
        {"messages are put back",
         [](Engine &engine, const Bench &) {
             return plain(engine.arrival().restoreLetters(
                 {store::makeDeadLetter("application/1/device/x/event/up", "no JSON",
                                        Error{u"BAD_JSON"_s, {}}, systemNow(), systemNow()),
                  store::makeDeadLetter("application/1/device/y/event/up", "no JSON",
                                        Error{u"BAD_JSON"_s, {}}, systemNow(), systemNow())},
                 kActor));
         },
         {u"site restored deadLetters deadLetters: messages  -> 2"_s},
         Heard::Nothing},
    };
    return list;
}

QString wordsOf(const Act &act)
{
    QStringList parts;
    for (const domain::ActDifference &one : act.differences)
        parts.append(u"%1 %2 -> %3"_s.arg(one.field, one.before, one.after));
    return u"%1 %2 %3 %4: %5"_s.arg(nameOf(act.subject), nameOf(act.verb), act.row, act.name,
                                    parts.join(u", "_s));
}

QString filled(QString told, const Bench &bench)
{
    const std::pair<const char *, QString> places[] = {
        {"{1}", bench.spaces[0].id.toString()}, {"{2}", bench.spaces[1].id.toString()},
        {"{B1}", bench.floor.id.toString()},    {"{G}", bench.ground.toString()},
        {"{b}", bench.booking.id.toString()},   {"{a}", bench.alarm.toString()},
        {"{from}", toIso(bench.booking.start)}, {"{to}", toIso(bench.booking.end)},
        {"{l}", QString::number(bench.letter)},
    };
    for (const auto &[place, words] : places)
        told.replace(QLatin1StringView(place), words);
    return told;
}

} // namespace

class TestActs : public TwoDesks {
    Q_OBJECT

private Q_SLOTS:
    void eachIsKeptAndHeard_data();
    void eachIsKeptAndHeard();
    void whatIsRefusedLeavesNothing_data() { TestDatabases::addRows(); }
    void whatIsRefusedLeavesNothing();
};

void TestActs::eachIsKeptAndHeard_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("deed");
    for (int i = 0; i < int(deeds().size()); ++i) {
        QTest::addRow("postgres: %s", deeds()[i].what) << Dialect::Postgres << i;
        QTest::addRow("sqlite: %s", deeds()[i].what) << Dialect::Sqlite << i;
    }
}

/// Whose it was, what was before and what came after; nothing else; and as one act.
void TestActs::eachIsKeptAndHeard()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const int, deed);
    const Deed &wanted = deeds()[deed];
    open(dialect);
    QSignalSpy layouts(&m_second->engine, &Engine::layoutChanged);
    QSignalSpy bookings(&m_second->engine, &Engine::bookingsHeard);
    QSignalSpy alarms(&m_second->engine, &Engine::alarmsMoved);
    const UtcTime before = systemNow() - 1s;
    VERIFY_OK(wanted.act(m_first->engine, m_bench));

    QList<Act> acts = actsOf(kActor);
    std::reverse(acts.begin(), acts.end()); // as they were written
    QStringList told;
    int others = 0;
    for (Act act : acts) {
        QVERIFY(act.time >= before && act.time <= systemNow() + 1s);
        QCOMPARE(act.space.isNull(),
                 act.subject != ActSubject::Space && act.subject != ActSubject::Booking);
        if (act.subject == ActSubject::Space)
            QCOMPARE(act.space.toString(), act.row);
        if (wanted.told.value(told.size()).contains(u" * "))
            act.row = u"*"_s;
        told.append(wordsOf(act));
        others += act.others;
    }
    QStringList expected;
    for (const QString &one : wanted.told)
        expected.append(filled(one, m_bench));
    QVERIFY2(told == expected, qPrintable(told.join(u'\n')));
    QCOMPARE(acts.first().others, int(acts.size()) - 1); // one act, told at its first row
    QCOMPARE(others, int(acts.size()) - 1);
    if (wanted.heard == Heard::Nothing)
        return; // who shows it looks for it
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

PARKING_TEST(TestActs)
#include "tst_acts.moc"
