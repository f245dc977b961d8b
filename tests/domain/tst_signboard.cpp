#include "domain/signboard.h"
#include "testmain.h"
#include "verify.h"

#include <QJsonArray>
#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

/// `known` free ones, `taken` and `unknown` ones.
Counts counts(int known, int taken, int unknown)
{
    Counts c;
    c.total = known + taken + unknown;
    c.byState[0] = known;
    c.byState[1] = taken;
    c.byUnknown[1] = unknown;
    return c;
}

SignLine line(const QString &name, int known)
{
    return {name, name, counts(known, 50, 0)};
}

struct Place {
    QString building;
    QString floor;
    SpaceState state = SpaceState::Free;
    Milliseconds heardAgo = 1min;
    QStringList features = {};
};

SiteSnapshot siteOf(const QList<Place> &places)
{
    SiteSnapshot site;
    site.site.name = u"Harbour Site"_s;
    site.site.timeZone = u"Europe/Berlin"_s;
    for (const Place &place : places) {
        Space space;
        space.id = SpaceId::create();
        space.building = place.building;
        space.floor = place.floor;
        space.features = place.features;
        SpaceStatus status;
        status.id = space.id;
        status.state = place.state;
        status.reason = StateReason::Sensor;
        status.hasSensor = true;
        status.lastHeard = kNow - place.heardAgo;
        status.silentAfter = 2h;
        status.inputs.sensor = SensorInput{Occupancy::Free, kNow - place.heardAgo, u"k"_s};
        site.spaces.append(space);
        site.statuses.append(status);
    }
    return site;
}

} // namespace

class TestSignboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void countsWhatIsKnown();
    void severalBuildingsAreLines();
    void knowsNoSuchBuilding();
    void spacesWithoutBuildingCount();
    void jsonKeepsAll();
    void refusesImpossibleNumbers();
    void choosesTheMost();
    void choiceStaysForAMinute();
    void choiceThatFillsUpIsWithdrawn();
};

void TestSignboard::words_data()
{
    QTest::addColumn<Counts>("counts");
    QTest::addColumn<SignWord>("word");
    QTest::newRow("many") << counts(41, 9, 0) << SignWord::Free;
    QTest::newRow("many, some unknown") << counts(41, 3, 6) << SignWord::Free;
    QTest::newRow("five") << counts(5, 45, 0) << SignWord::Free;
    QTest::newRow("four") << counts(4, 46, 0) << SignWord::NearlyFull;
    QTest::newRow("four, some unknown") << counts(4, 40, 6) << SignWord::FewKnown;
    QTest::newRow("none") << counts(0, 50, 0) << SignWord::Full;
    QTest::newRow("none, some unknown") << counts(0, 44, 6) << SignWord::FewKnown;
    QTest::newRow("all unknown") << counts(0, 0, 50) << SignWord::NotKnown;
    QTest::newRow("no space") << counts(0, 0, 0) << SignWord::Empty;
}

void TestSignboard::words()
{
    QFETCH(Counts, counts);
    QTEST(signWord(counts), "word");
}

void TestSignboard::countsWhatIsKnown()
{
    const Signboard board =
        signboard(siteOf({{u"North"_s, u"1"_s},
                          {u"North"_s, u"1"_s, SpaceState::Reserved},
                          {u"North"_s, u"G"_s, SpaceState::Free, 3h},
                          {u"North"_s, u"B1"_s, SpaceState::Free, 1min, {u"charging"_s}},
                          {u"North"_s, u"B1"_s, SpaceState::Occupied, 1min, {u"charging"_s}}}),
                  {}, kNow);
    QCOMPARE(board.building, u"North"_s); // the only one
    QStringList names;
    for (const SignLine &one : board.lines)
        names.append(one.name);
    QCOMPARE(names, QStringList({u"1"_s, u"G"_s, u"B1"_s}));
    QCOMPARE(board.line(u"1"_s)->counts.free(), 1); // a booked one never counts
    QCOMPARE(board.line(u"G"_s)->counts.free(), 0); // silent for longer than it may be
    QCOMPARE(signWord(board.line(u"G"_s)->counts), SignWord::NotKnown);
    QCOMPARE(board.counts.free(), 2);
    QCOMPARE(board.counts.total, 5);
    QCOMPARE(board.features.value(u"charging"_s).free(), 1);
    QVERIFY(!board.features.contains(u"accessible"_s));
    QCOMPARE(board.longestStay, 0ms); // nobody set any
}

void TestSignboard::severalBuildingsAreLines()
{
    const SiteSnapshot site = siteOf({{u"P10"_s, u"1"_s}, {u"P2"_s, u"1"_s}, {u"P2"_s, u"2"_s}});
    const Signboard all = signboard(site, {}, kNow);
    QVERIFY(all.building.isEmpty());
    QCOMPARE(all.lines.size(), 2);
    QCOMPARE(all.lines.first().name, u"P2"_s);
    QCOMPARE(all.lines.first().counts.free(), 2);
    const Signboard one = signboard(site, u"P10"_s, kNow);
    QCOMPARE(one.lines.size(), 1);
    QCOMPARE(one.counts.total, 1);
}

void TestSignboard::knowsNoSuchBuilding()
{
    const Signboard board = signboard(siteOf({{u"P2"_s, u"1"_s}}), u"P3"_s, kNow);
    QVERIFY(board.lines.isEmpty());
    QCOMPARE(signWord(board.counts), SignWord::Empty);
}

void TestSignboard::spacesWithoutBuildingCount()
{
    const Signboard board = signboard(siteOf({{{}, u"1"_s}, {{}, u"G"_s}, {{}, {}}}), {}, kNow);
    QCOMPARE(board.counts.free(), 3);
    QCOMPARE(board.lines.size(), 3); // one of them without a name
    QCOMPARE(board.line(u"G"_s)->counts.free(), 1);
}

void TestSignboard::jsonKeepsAll()
{
    SiteSnapshot site = siteOf({{u"North"_s, u"1"_s, SpaceState::Free, 1min, {u"accessible"_s}},
                                {u"North"_s, u"G"_s, SpaceState::Free, 3h}});
    site.site.settings = {{u"bookings"_s, QJsonObject{{u"longestMinutes"_s, 240}}}};
    const Signboard board = signboard(site, {}, kNow);
    QCOMPARE(board.longestStay, Milliseconds(4h));
    const Result<Signboard> back = signboardFromJson(toJson(board));
    VERIFY_OK(back);
    QVERIFY(*back == board);
}

void TestSignboard::refusesImpossibleNumbers()
{
    QJsonObject json = toJson(signboard(siteOf({{u"North"_s, u"1"_s}}), {}, kNow));
    VERIFY_ERROR(signboardFromJson({}), "VALIDATION_ERROR");
    json.insert(u"counts"_s, QJsonArray{50, 49, 0, 0, 0, 0, 0, 0, 0});
    VERIFY_ERROR(signboardFromJson(json), "VALIDATION_ERROR"); // 49 of 50, and no word of the last
    json.insert(u"counts"_s, QJsonArray{2, 2, 0, 0, 0, 0, 0, 0, 0});
    VERIFY_ERROR(signboardFromJson(json), "VALIDATION_ERROR"); // the lines have one
    json.insert(u"counts"_s, QJsonArray{1, 2, -1, 0, 0, 0, 0, 0, 0});
    VERIFY_ERROR(signboardFromJson(json), "VALIDATION_ERROR");
}

void TestSignboard::choosesTheMost()
{
    BestChoice best;
    QCOMPARE(best.choose({line(u"1"_s, 4), line(u"G"_s, 4)}, 0ms), QString());
    QCOMPARE(best.choose({line(u"1"_s, 7), line(u"G"_s, 9), line(u"B1"_s, 8)}, 1ms), u"G"_s);
}

void TestSignboard::choiceStaysForAMinute()
{
    BestChoice best;
    QCOMPARE(best.choose({line(u"1"_s, 20), line(u"G"_s, 10)}, 0ms), u"1"_s);
    QCOMPARE(best.choose({line(u"1"_s, 20), line(u"G"_s, 30)}, 59'999ms), u"1"_s);
    QCOMPARE(best.choose({line(u"1"_s, 30), line(u"G"_s, 30)}, 60'000ms), u"1"_s); // as good
    QCOMPARE(best.choose({line(u"1"_s, 20), line(u"G"_s, 30)}, 61'000ms), u"G"_s);
    QCOMPARE(best.choose({line(u"1"_s, 40), line(u"G"_s, 30)}, 62'000ms), u"G"_s);
}

void TestSignboard::choiceThatFillsUpIsWithdrawn()
{
    BestChoice best;
    QCOMPARE(best.choose({line(u"1"_s, 6), line(u"G"_s, 5)}, 0ms), u"1"_s);
    QCOMPARE(best.choose({line(u"1"_s, 4), line(u"G"_s, 5)}, 10'000ms), QString());
    QCOMPARE(best.choose({line(u"1"_s, 4), line(u"G"_s, 5)}, 60'000ms), u"G"_s);
}

PARKING_TEST(TestSignboard)
#include "tst_signboard.moc"
