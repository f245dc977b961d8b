// When silence has one cause that can be named: a lost gateway, a silent zone, or none.

#include "base/literals.h"
#include "domain/commoncause.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-14T14:00:00Z");

/// Some sensors of the building North that are alike.
struct Sensors {
    int count = 0;
    const char *gateway = "";
    const char *place = ""; ///< floor/zone
    int minutesAgo = 0; ///< last heard; below 0: never
    int patience = 150; ///< minutes until silent

    bool operator==(const Sensors &) const = default;
};

struct Site {
    QList<Space> spaces;
    QList<SpaceStatus> statuses;
};

Site siteOf(const QList<Sensors> &given)
{
    Site site;
    for (const Sensors &sensors : given) {
        for (int i = 0; i < sensors.count; ++i) {
            Space space;
            space.id = SpaceId::create();
            space.building = u"North"_s;
            const QStringList place = QString::fromLatin1(sensors.place).split(u'/');
            space.floor = place[0];
            space.zone = place[1];
            SpaceStatus status;
            status.id = space.id;
            status.hasSensor = true;
            status.gatewayId = QString::fromLatin1(sensors.gateway);
            status.silentAfter = std::chrono::minutes(sensors.patience);
            if (sensors.minutesAgo >= 0)
                status.lastHeard = kNow - std::chrono::minutes(sensors.minutesAgo);
            site.spaces.append(space);
            site.statuses.append(status);
        }
    }
    return site;
}

/// "g1: 6 since 180", "B1/A: 5 since 200", "B1: 12 since 200" (minutes ago).
QStringList words(const QList<CommonCause> &causes)
{
    QStringList words;
    for (const CommonCause &cause : causes) {
        QString name = cause.gatewayId;
        if (cause.kind == CommonCause::Kind::ZoneSilent)
            name = cause.zone.isEmpty() ? cause.floor : cause.floor + u'/' + cause.zone;
        words.append(u"%1: %2 since %3"_s.arg(name)
                         .arg(cause.spaces.size())
                         .arg((kNow - cause.since) / 1min));
    }
    return words;
}

} // namespace

Q_DECLARE_METATYPE(QList<Sensors>)

class tst_CommonCause : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesCauses_data();
    void namesCauses();
    void spacesAreTheSilentOnesInOrder();
    void heardAgainEndsIt();
};

void tst_CommonCause::namesCauses_data()
{
    QTest::addColumn<QList<Sensors>>("sensors");
    QTest::addColumn<QStringList>("causes");
    const auto row = [](const char *name, const QList<Sensors> &sensors,
                        const QStringList &causes = {}) {
        QTest::newRow(name) << sensors << causes;
    };
    const Sensors well{40, "g9", "G/A", 5};
    const auto text = [](const char *words) { return QString::fromLatin1(words); };

    row("no spaces", {});
    row("all are heard", {well, {6, "g1", "B1/A", 149}});
    row("lost gateway", {well, {6, "g1", "B1/A", 180}, {9, "g2", "B1/A", 5}},
        {text("g1: 6 since 180")});
    row("four are single faults", {well, {4, "g1", "B1/A", 180}, {9, "g2", "B1/A", 5}});
    row("the gateway brought somebody", {well, {6, "g1", "B1/A", 180}, {1, "g1", "B1/A", 5}});
    row("it brought somebody long after", {well, {6, "g1", "B1/A", 900}, {1, "g1", "B1/A", 140}});
    row("faults over the years at a gateway that works",
        {well, {2, "g1", "B1/A", 90'000}, {4, "g1", "B1/A", 9000}, {30, "g1", "B1/A", 20}});
    row("a slow sensor waits in its shadow",
        {well, {6, "g1", "B1/A", 180}, {1, "g1", "B1/A", 170, 3000}}, {text("g1: 6 since 170")});
    row("a slow sensor was heard since",
        {well, {6, "g1", "B1/A", 180}, {1, "g1", "B1/A", 30, 3000}});
    row("the most talkative one sets the limit",
        {well, {5, "g1", "B1/A", 180, 170}, {1, "g1", "B1/A", 40, 30}, {9, "g2", "B1/A", 5}},
        {text("g1: 6 since 40")});
    row("not overdue at the newest uplink", {well, {6, "g1", "B1/A", 154}, {9, "g2", "B1/A", 5}});
    row("just overdue at the newest uplink", {well, {6, "g1", "B1/A", 156}, {9, "g2", "B1/A", 5}},
        {text("g1: 6 since 156")});
    row("two gateways, by id",
        {well,
         {7, "g2", "B1/A", 200},
         {6, "g1", "2/A", 180},
         {9, "g3", "B1/A", 5},
         {9, "g3", "2/A", 5}},
        {text("g1: 6 since 180"), text("g2: 7 since 200")});
    row("a building without power",
        {{12, "g8", "G/A", 5}, {60, "g1", "B1/A", 180}, {60, "g2", "B2/A", 181}},
        {text("g1: 60 since 180"), text("g2: 60 since 181")});

    row("everything is silent", {{40, "g9", "G/A", 200}, {6, "g1", "B1/A", 300}});
    row("nothing arrives, slow sensors not overdue yet",
        {{40, "g9", "G/A", 200, 3000}, {6, "g1", "B1/A", 201}});
    row("first minutes after an outage",
        {{3, "g9", "G/A", 1}, {37, "g9", "G/A", 900}, {6, "g1", "B1/A", 900}});
    row("enough are back after an outage",
        {{32, "g9", "G/A", 1}, {8, "g9", "G/A", 900}, {6, "g1", "B1/A", 900}},
        {text("g1: 6 since 900")});
    row("one gateway for the whole site", {{40, "g9", "G/A", 200}});

    row("silent zone", {well, {6, "g9", "B1/A", 200}, {5, "g9", "B1/B", 5}},
        {text("B1/A: 6 since 200")});
    row("silent zone, gateway unknown", {well, {6, "", "B1/A", 200}, {5, "", "B1/B", 5}},
        {text("B1/A: 6 since 200")});
    row("a zone of four", {well, {4, "g9", "B1/A", 200}, {5, "g9", "B1/B", 5}});
    row("one of the zone is heard", {well, {6, "g9", "B1/A", 200}, {1, "g9", "B1/A", 5}});
    row("who was never heard does not count",
        {well, {6, "g9", "B1/A", 200}, {3, "", "B1/A", -1}, {5, "g9", "B1/B", 5}},
        {text("B1/A: 6 since 200")});
    row("same zone name on another floor",
        {well, {6, "g9", "B1/A", 200}, {5, "g9", "B1/B", 5}, {5, "g9", "B2/A", 5}},
        {text("B1/A: 6 since 200")});
    row("silent floor is named once", {well, {6, "g9", "B1/A", 200}, {7, "g9", "B1/B", 201}},
        {text("B1: 13 since 200")});
    row("floor of small zones", {well, {3, "g9", "B1/A", 200}, {3, "g9", "B1/B", 200}},
        {text("B1: 6 since 200")});
    row("the gateway explains the zone", {well, {6, "g1", "B1/A", 200}, {5, "g9", "B1/B", 5}},
        {text("g1: 6 since 200")});
    row("the gateway explains a part of the zone",
        {well, {6, "g1", "B1/A", 200}, {7, "g9", "B1/A", 210}, {5, "g9", "B1/B", 5}},
        {text("g1: 6 since 200"), text("B1/A: 7 since 210")});
    row("floors and zones by name",
        {well, {6, "g9", "B2/A", 200}, {6, "g9", "B1/B", 200}, {5, "g9", "B1/A", 5}},
        {text("B1/B: 6 since 200"), text("B2: 6 since 200")});
}

void tst_CommonCause::namesCauses()
{
    QFETCH(const QList<Sensors>, sensors);
    QFETCH(const QStringList, causes);
    Site site = siteOf(sensors);
    QCOMPARE(words(commonCauses(site.spaces, site.statuses, kNow)), causes);
    // The order in which spaces are given decides nothing.
    std::reverse(site.spaces.begin(), site.spaces.end());
    std::reverse(site.statuses.begin(), site.statuses.end());
    QCOMPARE(words(commonCauses(site.spaces, site.statuses, kNow)), causes);
}

void tst_CommonCause::spacesAreTheSilentOnesInOrder()
{
    const Site site = siteOf({{3, "g1", "B1/A", 200},
                              {40, "g9", "G/A", 5},
                              {2, "g1", "B1/A", 180, 3000},
                              {3, "g1", "B1/A", 190}});
    const QList<CommonCause> causes = commonCauses(site.spaces, site.statuses, kNow);
    QCOMPARE(causes.size(), 1);
    QList<SpaceId> expected;
    for (const qsizetype i : {0, 1, 2, 45, 46, 47})
        expected.append(site.spaces[i].id);
    QCOMPARE(causes.first().spaces, expected);
    QCOMPARE(causes.first().since, kNow - 180min);
}

void tst_CommonCause::heardAgainEndsIt()
{
    Site site = siteOf({{40, "g9", "G/A", 5}, {6, "g1", "B1/A", 200}});
    QCOMPARE(commonCauses(site.spaces, site.statuses, kNow).size(), 1);
    site.statuses[42].lastHeard = kNow;
    QVERIFY(commonCauses(site.spaces, site.statuses, kNow).isEmpty());
    site.statuses[42].gatewayId = u"g9"_s; // over another one: the loss goes on
    QCOMPARE(words(commonCauses(site.spaces, site.statuses, kNow)),
             QStringList{u"g1: 5 since 200"_s});
}

PARKING_TEST(tst_CommonCause)
#include "tst_commoncause.moc"
