// What people did, as rows of the history; and two people's changes of one row brought together.

#include "base/literals.h"
#include "domain/act.h"
#include "domain/event.h"
#include "domain/merge.h"
#include "testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kThen = UtcTime(1'800'000'000'000ms);

Space space()
{
    Space s;
    s.id = SpaceId::create();
    s.code = u"B1-007"_s;
    s.name = u"B1-007"_s;
    s.building = u"North"_s;
    s.floor = u"B1"_s;
    s.zone = u"A"_s;
    s.sensorEui = DevEui(0x58a0cb0000000001);
    return s;
}

Booking booking()
{
    Booking b;
    b.id = BookingId::create();
    b.spaceId = SpaceId::create();
    b.start = kThen;
    b.end = kThen + 2h;
    b.email = u"ann@example.com"_s;
    b.phone = u"+491701234567"_s;
    b.plate = u"B-AB 123"_s;
    b.title = u"Visit of Mr X"_s;
    return b;
}

QStringList fieldsOf(const QList<ActDifference> &differences)
{
    QStringList fields;
    for (const ActDifference &one : differences)
        fields.append(one.field);
    return fields;
}

using SpaceEdit = void (*)(Space &);
using BookingEdit = void (*)(Booking &);

} // namespace

Q_DECLARE_METATYPE(SpaceEdit)
Q_DECLARE_METATYPE(BookingEdit)

class TestAct : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreRead();
    void fieldsOfSpaces_data();
    void fieldsOfSpaces();
    void spacesAndFloors();
    void bindings();
    void settings();
    void valuesOfSettings_data();
    void valuesOfSettings();
    void secretsAreNotTold_data();
    void secretsAreNotTold();
    void bookings_data();
    void bookings();
    void nobodyIsNamed();
    void asEvents();
    void mergesSpaces_data();
    void mergesSpaces();
    void mergesBookings();
};

void TestAct::namesAreRead()
{
    for (const ActSubject subject : kActSubjects)
        QCOMPARE(actSubjectFromString(nameOf(subject)), subject);
    for (int verb = 0; verb <= int(ActVerb::Withdrawn); ++verb)
        QCOMPARE(actVerbFromString(nameOf(ActVerb(verb))), ActVerb(verb));
    QVERIFY(!actSubjectFromString(u"Space"));
    QVERIFY(!actVerbFromString(u""));
}

void TestAct::fieldsOfSpaces_data()
{
    QTest::addColumn<SpaceEdit>("edit");
    QTest::addColumn<QString>("field");
    QTest::addColumn<bool>("isTold");
    const auto row = [](const char *field, bool isTold, SpaceEdit edit) {
        QTest::newRow(field) << edit << QString::fromLatin1(field) << isTold;
    };
    row("code", true, [](Space &s) { s.code = u"X"_s; });
    row("name", true, [](Space &s) { s.name = u"X"_s; });
    row("building", true, [](Space &s) { s.building.clear(); });
    row("floor", true, [](Space &s) { s.floor = u"B2"_s; });
    row("zone", true, [](Space &s) { s.zone = u"C"_s; });
    row("sensor", true, [](Space &s) { s.sensorEui.reset(); });
    row("lamp", true, [](Space &s) { s.displayEui = DevEui(2); });
    row("features", true, [](Space &s) { s.features = {u"charging"_s}; });
    row("placement", false, [](Space &s) { s.placement = Placement{}; });
    row("position", false, [](Space &s) { s.position = GeoPoint{1, 2}; });
    row("metadata", false, [](Space &s) { s.metadata = {{u"a"_s, 1}}; });
}

void TestAct::fieldsOfSpaces()
{
    QFETCH(const SpaceEdit, edit);
    QFETCH(const QString, field);
    QFETCH(const bool, isTold);
    const Space before = space();
    Space after = before;
    edit(after);
    const QList<ActDifference> found = differencesOf(before, after);
    QCOMPARE(fieldsOf(found), QStringList{field});
    QCOMPARE(found.first().isTold(), isTold);
    after.updatedAt = kThen;
    after = before;
    after.updatedAt = kThen;
    QVERIFY(differencesOf(before, after).isEmpty());
}

void TestAct::spacesAndFloors()
{
    const Space made = space();
    Space changed = space();
    changed.code = u"B1-008"_s;
    const Space gone = space();
    Floor floor;
    floor.id = FloorId::create();
    floor.building = u"North"_s;
    floor.name = u"B1"_s;
    Floor renamed = floor;
    renamed.name = u"U1"_s;
    renamed.picture = "x";
    SpacesChange before{{{changed.id, changed}, {gone.id, gone}}, {{floor.id, floor}}};
    Space zoned = changed;
    zoned.zone = u"C"_s;
    SpacesChange after{{{made.id, made}, {changed.id, zoned}, {gone.id, std::nullopt}},
                       {{floor.id, renamed}}};
    const QList<Act> acts = actsOf(before, after);
    QCOMPARE(acts.size(), 4);
    QHash<QString, Act> byRow;
    for (const Act &act : acts)
        byRow.insert(act.row, act);
    QCOMPARE(byRow[made.id.toString()].verb, ActVerb::Made);
    QCOMPARE(byRow[gone.id.toString()].verb, ActVerb::Deleted);
    const Act act = byRow[changed.id.toString()];
    QCOMPARE(act.space, changed.id);
    QCOMPARE(act.name, u"B1-008"_s);
    QCOMPARE(act.differences, (QList<ActDifference>{{u"zone"_s, u"A"_s, u"C"_s}}));
    const Act of = byRow[floor.id.toString()];
    QCOMPARE(of.subject, ActSubject::Floor);
    QCOMPARE(of.name, u"North · U1"_s);
    QCOMPARE(of.differences,
             (QList<ActDifference>{{u"name"_s, u"B1"_s, u"U1"_s}, {u"picture"_s, {}, {}}}));
    QVERIFY(actsOf(before, before).isEmpty());
}

void TestAct::bindings()
{
    const Space one = space();
    const DevEui other(0x58a0cb0000000009);
    DeviceChange before{{{one.id, {one.sensorEui, {}}}}, {{other, std::nullopt}}};
    DeviceChange after{{{one.id, {other, {}}}}, {{other, kThen}}};
    const QList<Act> acts = actsOf(before, after, {one});
    QCOMPARE(acts.size(), 2);
    QCOMPARE(acts[0].subject, ActSubject::Space);
    QCOMPARE(acts[0].differences,
             (QList<ActDifference>{{u"sensor"_s, u"58a0cb0000000001"_s, u"58a0cb0000000009"_s}}));
    QCOMPARE(acts[1].subject, ActSubject::Device);
    QCOMPARE(acts[1].row, u"58a0cb0000000009"_s);
    QVERIFY(actsOf(before, before, {one}).isEmpty());
}

void TestAct::settings()
{
    Site before;
    before.name = u"Harbour"_s;
    before.timeZone = u"UTC"_s;
    before.settings = {{u"bookings"_s, QJsonObject{{u"graceMinutes"_s, 15}}}};
    Site after = before;
    after.timeZone = u"Europe/Berlin"_s;
    after.settings = {{u"bookings"_s, QJsonObject{{u"graceMinutes"_s, 20}}},
                      {u"lamps"_s, QJsonObject{{u"colours"_s, QJsonObject{{u"FREE"_s, u"0"_s}}}}}};
    const QList<Act> acts = actsOf(before, after);
    QCOMPARE(acts.size(), 3);
    QCOMPARE(acts[0].differences,
             (QList<ActDifference>{{u"timeZone"_s, u"UTC"_s, u"Europe/Berlin"_s}}));
    QCOMPARE(acts[1].row, u"bookings.graceMinutes"_s);
    QCOMPARE(acts[1].differences,
             (QList<ActDifference>{{u"bookings.graceMinutes"_s, u"15"_s, u"20"_s}}));
    QCOMPARE(acts[2].row, u"lamps.colours.FREE"_s);
    QVERIFY(actsOf(after, after).isEmpty());
}

void TestAct::valuesOfSettings_data()
{
    QTest::addColumn<QByteArray>("before"); // in the settings as "x"; empty: nothing
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("told"); // "field: before -> after"
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after,
                        const QStringList &told) {
        QTest::newRow(name) << before << after << told;
    };
    row("a text", R"("a")", R"("b")", {u"x: a -> b"_s});
    row("the same", R"([{"a": 1}])", R"([{"a": 1}])", {});
    row("none before", "", "7", {u"x:  -> 7"_s});
    row("none after", "true", "", {u"x: true -> "_s});
    row("null is none", "null", "", {});
    row("no members are none", "{}", "", {});
    row("a list", R"(["a", "b"])", R"(["a"])", {u"x: a, b -> a"_s});
    row("in another order", "[1, 2]", "[2, 1]", {u"x: 1, 2 -> 2, 1"_s});
    row("an object in a list", R"([{"a": 1}])", R"([{"a": 2}])",
        {uR"(x: [{"a":1}] -> [{"a":2}])"_s});
    row("one more object in a list", R"([{"a": 1}])", R"([{"a": 1}, {"a": 1}])",
        {uR"(x: [{"a":1}] -> [{"a":1},{"a":1}])"_s});
    row("deep in lists", R"([[1, [2]]])", R"([[1, [3]]])", {u"x: [[1,[2]]] -> [[1,[3]]]"_s});
    row("a list in an object", R"({"y": [{"z": true}]})", R"({"y": [{"z": false}]})",
        {uR"(x.y: [{"z":true}] -> [{"z":false}])"_s});
    row("a number as a text", "1", R"("1")", {uR"(x: [1] -> ["1"])"_s});
    row("a comma in a text", R"(["a, b"])", R"(["a", "b"])",
        {uR"(x: [["a, b"]] -> [["a","b"]])"_s});
    row("the last digits", "0.1234567890123", "0.1234567890124",
        {u"x: 0.1234567890123 -> 0.1234567890124"_s});
    row("a big number", "1000000", "20000000", {u"x: 1000000 -> 20000000"_s});
    row("a secret in a list", R"([{"name": "a", "password": "hush"}])",
        R"([{"name": "b", "password": "hush"}])", {u"x:  -> "_s});
    row("a secret that comes deep", "[]", R"([{"y": [{"apiToken": "hush"}]}])", {u"x:  -> "_s});
    row("a part of a secret", R"({"password": {"hash": "a"}})", R"({"password": {"hash": "b"}})",
        {u"x.password.hash:  -> "_s});
    row("addresses in a list", R"(["ann@example.com"])", R"(["bob@example.com"])", {u"x:  -> "_s});
}

void TestAct::valuesOfSettings()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QFETCH(const QStringList, told);
    const auto site = [](const QByteArray &value) {
        Site one;
        if (!value.isEmpty())
            one.settings.insert(u"x"_s, QJsonDocument::fromJson('[' + value + ']').array().first());
        return one;
    };
    QStringList found;
    for (const Act &act : actsOf(site(before), site(after))) {
        QCOMPARE(act.differences.size(), 1);
        const ActDifference one = act.differences.first();
        QCOMPARE(act.row, one.field);
        found.append(u"%1: %2 -> %3"_s.arg(one.field, one.before, one.after));
    }
    QCOMPARE(found, told);
}

void TestAct::secretsAreNotTold_data()
{
    QTest::addColumn<QString>("key");
    for (const char *key : {"walkInContact", "email", "password", "exitPassword", "apiToken",
                            "clientSecret", "kioskPin", "apiKey", "emails", "phones"})
        QTest::newRow(key) << QString::fromLatin1(key);
}

void TestAct::secretsAreNotTold()
{
    QFETCH(const QString, key);
    Site before;
    Site after;
    after.settings = {{u"x"_s, QJsonObject{{key, u"hush"_s}}}};
    for (const auto &[a, b] : {std::pair{before, after}, std::pair{after, before}}) {
        const QList<Act> acts = actsOf(a, b);
        QCOMPARE(acts.size(), 1);
        QCOMPARE(acts.first().differences.size(), 1);
        QVERIFY(!acts.first().differences.first().isTold());
    }
}

void TestAct::bookings_data()
{
    QTest::addColumn<BookingEdit>("edit");
    QTest::addColumn<int>("verb");
    QTest::addColumn<QStringList>("fields");
    const auto row = [](const char *name, ActVerb verb, const QStringList &fields,
                        BookingEdit edit) { QTest::newRow(name) << edit << int(verb) << fields; };
    row("longer", ActVerb::Changed, {u"end"_s}, [](Booking &b) { b.end += 1h; });
    row("elsewhere", ActVerb::Changed, {u"space"_s},
        [](Booking &b) { b.spaceId = SpaceId::create(); });
    row("whose", ActVerb::Changed, {u"contact"_s}, [](Booking &b) { b.email = u"b@x.de"_s; });
    row("car", ActVerb::Changed, {u"plate"_s}, [](Booking &b) { b.plate.clear(); });
    row("cancelled", ActVerb::Cancelled, {},
        [](Booking &b) { b.status = BookingStatus::Cancelled; });
    row("ended", ActVerb::Ended, {}, [](Booking &b) { b.status = BookingStatus::Completed; });
}

void TestAct::bookings()
{
    QFETCH(const BookingEdit, edit);
    QFETCH(const int, verb);
    QFETCH(const QStringList, fields);
    const Booking before = booking();
    Booking after = before;
    QVERIFY(!actOf(before, after));
    edit(after);
    const std::optional<Act> act = actOf(before, after);
    QVERIFY(act);
    QCOMPARE(act->verb, ActVerb(verb));
    QCOMPARE(fieldsOf(act->differences), fields);
    QCOMPARE(act->space, after.spaceId);
    if (before.status != after.status)
        QCOMPARE(actOf(after, before)->verb, ActVerb::Restored);
}

void TestAct::nobodyIsNamed()
{
    const Booking before = booking();
    Booking after = before;
    after.email = u"bob@example.com"_s;
    after.phone.clear();
    after.plate = u"HH-1"_s;
    after.title = u"Mr Y"_s;
    for (const std::optional<Act> &act : {actOf(std::nullopt, before), actOf(before, after)}) {
        QVERIFY(act);
        QString all = act->name + act->row;
        for (const ActDifference &one : act->differences)
            all += one.before + one.after;
        for (const QString &word : {u"ann"_s, u"bob"_s, u"+49"_s, u"B-AB"_s, u"HH"_s, u"Mr"_s})
            QVERIFY2(!all.contains(word), qPrintable(all));
    }
}

void TestAct::asEvents()
{
    Act act{.id = 7, .time = kThen, .subject = ActSubject::Space, .space = SpaceId::create()};
    const SiteEvent event = eventOf(act);
    QCOMPARE(event.kind, EventKind::Operator);
    QCOMPARE(event.space, act.space);
    QVERIFY(!event.device);
    act = deviceAct(DevEui(0x12), {u"type"_s, {}, u"heltec"_s});
    act.id = 8;
    QCOMPARE(eventOf(act).device, DevEui(0x12));
    QVERIFY(eventOf(act).key != event.key);
}

void TestAct::mergesSpaces_data()
{
    QTest::addColumn<SpaceEdit>("mine");
    QTest::addColumn<SpaceEdit>("theirs");
    QTest::addColumn<SpaceEdit>("keepsMine");
    QTest::addColumn<SpaceEdit>("keepsTheirs");
    QTest::addColumn<QStringList>("clashes");
    const SpaceEdit zoneB = [](Space &s) { s.zone = u"B"_s; };
    const SpaceEdit zoneC = [](Space &s) { s.zone = u"C"_s; };
    const SpaceEdit named = [](Space &s) { s.name = u"Boss"_s; };
    const SpaceEdit nothing = [](Space &) {};
    const SpaceEdit both = [](Space &s) {
        s.name = u"Boss"_s;
        s.zone = u"C"_s;
    };
    const SpaceEdit namedAndB = [](Space &s) {
        s.name = u"Boss"_s;
        s.zone = u"B"_s;
    };
    QTest::newRow("other fields") << named << zoneC << both << both << QStringList();
    QTest::newRow("one field") << zoneB << zoneC << zoneB << zoneC << QStringList{u"zone"_s};
    QTest::newRow("one of two") << namedAndB << zoneC << namedAndB << both
                                << QStringList{u"zone"_s};
    const SpaceEdit recoded = [](Space &s) { s.code = s.name = u"X-1"_s; };
    const SpaceEdit recodedC = [](Space &s) {
        s.code = s.name = u"X-1"_s;
        s.zone = u"C"_s;
    };
    QTest::newRow("the name follows the code")
        << recoded << zoneC << recodedC << recodedC << QStringList();
    const SpaceEdit recodedBoss = [](Space &s) {
        s.code = u"X-1"_s;
        s.name = u"Boss"_s;
    };
    QTest::newRow("unless it was given one")
        << recoded << named << recodedBoss << recodedBoss << QStringList();
    QTest::newRow("the same word") << zoneC << zoneC << zoneC << zoneC << QStringList();
    QTest::newRow("only theirs") << nothing << zoneC << zoneC << zoneC << QStringList();
}

void TestAct::mergesSpaces()
{
    QFETCH(const SpaceEdit, mine);
    QFETCH(const SpaceEdit, theirs);
    QFETCH(const SpaceEdit, keepsMine);
    QFETCH(const SpaceEdit, keepsTheirs);
    QFETCH(const QStringList, clashes);
    const Space before = space();
    const auto edited = [&before](SpaceEdit edit) {
        Space s = before;
        edit(s);
        return s;
    };
    const auto merge = merged(before, edited(mine), edited(theirs));
    QCOMPARE(merge.mine, edited(keepsMine));
    QCOMPARE(merge.theirs, edited(keepsTheirs));
    QCOMPARE(fieldsOf(merge.clashes), clashes);
    QCOMPARE(merge.meanwhile, differencesOf(before, edited(theirs)));
}

void TestAct::mergesBookings()
{
    const BookingDraft before = booking();
    BookingDraft typed = before;
    typed.plate = u"HH-1"_s;
    typed.end += 1h;
    BookingDraft standing = before;
    standing.start += 30min;
    standing.title = u"Later"_s;
    const auto merge = merged(before, typed, standing);
    // When it begins and ends is one thing: half of each would be a booking that nobody wanted.
    QCOMPARE(merge.mine.start, before.start);
    QCOMPARE(merge.mine.end, typed.end);
    QCOMPARE(merge.theirs.start, standing.start);
    QCOMPARE(merge.theirs.end, standing.end);
    for (const BookingDraft &draft : {merge.mine, merge.theirs}) {
        QCOMPARE(draft.plate, u"HH-1"_s);
        QCOMPARE(draft.title, u"Later"_s);
    }
    QCOMPARE(fieldsOf(merge.clashes), (QStringList{u"start"_s, u"end"_s}));
}

PARKING_TEST(TestAct)
#include "tst_act.moc"
