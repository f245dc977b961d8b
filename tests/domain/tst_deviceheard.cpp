// What was heard of a device, joined: the later uplink's values win, in whatever order they come.

#include "domain/deviceheard.h"
#include "store/devicestore.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

DeviceHeard uplink(UtcTime time, std::optional<double> batteryVolt, const QString &gateway)
{
    DeviceHeard heard;
    heard.lastHeard = time;
    heard.batteryVolt = batteryVolt;
    heard.gatewayId = gateway;
    heard.kind = DeviceKind::Display;
    heard.fCnt = 7;
    heard.uplinks = 1;
    return heard;
}

DeviceHeard join(UtcTime time, const QString &name)
{
    DeviceHeard heard;
    heard.lastJoin = time;
    heard.name = name;
    return heard;
}

} // namespace

class tst_DeviceHeard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void laterWins_data()
    {
        QTest::addColumn<DeviceHeard>("first");
        QTest::addColumn<DeviceHeard>("second");
        QTest::addColumn<DeviceHeard>("joined");
        const DeviceHeard old = uplink(kNow, 3.1, u"a"_s);
        DeviceHeard both = uplink(kNow + 1s, 3.6, u"b"_s);
        both.uplinks = 2;
        QTest::newRow("in order") << old << uplink(kNow + 1s, 3.6, u"b"_s) << both;
        QTest::newRow("late") << uplink(kNow + 1s, 3.6, u"b"_s) << old << both;
        both.gatewayId = u"a"_s;
        both.batteryVolt = 3.1;
        QTest::newRow("empty ones leave") << old << uplink(kNow + 1s, {}, {}) << both;
        QTest::newRow("late ones fill") << uplink(kNow + 1s, {}, {}) << old << both;
        both = uplink(kNow, 3.6, u"b"_s);
        both.uplinks = 2;
        QTest::newRow("of one time the given one") << old << uplink(kNow, 3.6, u"b"_s) << both;
        both = old;
        both.lastJoin = kNow + 1s;
        both.name = u"lamp"_s;
        QTest::newRow("a join tells no values") << old << join(kNow + 1s, u"lamp"_s) << both;
        QTest::newRow("an uplink after a join") << join(kNow + 1s, u"lamp"_s) << old << both;
        QTest::newRow("the later join")
            << join(kNow + 1s, u"new"_s) << join(kNow, {}) << join(kNow + 1s, u"new"_s);
    }

    void laterWins()
    {
        QFETCH(DeviceHeard, first);
        QFETCH(DeviceHeard, second);
        QFETCH(DeviceHeard, joined);
        first.merge(second);
        QVERIFY(first == joined);
    }

    void gapsAreJoined()
    {
        const auto at = [](std::initializer_list<Milliseconds> times) {
            DeviceHeard heard;
            for (const Milliseconds time : times) {
                DeviceHeard one = uplink(kNow + time, {}, {});
                one.firstHeard = one.lastHeard;
                heard.merge(one);
            }
            return heard;
        };
        QCOMPARE(at({0s}).longestGap, 0ms);
        QCOMPARE(at({0s, 10s, 40s, 50s}).longestGap, 30s);
        QCOMPARE(at({0s, 10s, 40s, 50s}).firstHeard, std::optional(kNow));
        QCOMPARE(at({50s, 0s}).longestGap, 50s);
        QCOMPARE(at({50s, 0s}).firstHeard, std::optional(kNow));
        DeviceHeard joined = at({100s, 105s});
        joined.merge(at({0s, 20s}));
        QCOMPARE(joined.longestGap, 80s);
        QCOMPARE(joined.firstHeard, std::optional(kNow));
        joined.merge(join(kNow + 500s, u"lamp"_s)); // no uplink
        QCOMPARE(joined.longestGap, 80s);
    }

    void aStatusTakesWhatItShows()
    {
        SpaceStatus status;
        hear(status, join(kNow, u"lamp"_s));
        QVERIFY(!status.lastHeard);
        hear(status, uplink(kNow, 3.1, u"a"_s));
        QCOMPARE(status.lastHeard, std::optional(kNow));
        hear(status, uplink(kNow + 1s, {}, u"b"_s));
        QCOMPARE(status.batteryVolt, std::optional(3.1));
        QCOMPARE(status.gatewayId, u"b"_s);
        const SpaceStatus before = status;
        hear(status, uplink(kNow, 2.0, u"c"_s));
        QCOMPARE(status, before);
    }
};

PARKING_TEST(tst_DeviceHeard)
#include "tst_deviceheard.moc"
