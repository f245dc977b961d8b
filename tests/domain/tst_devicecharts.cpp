// Readings made small: bands, pieces, and what a counter tells of lost frames.

#include "domain/devicecharts.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kFrom = fromMillis(1'789'344'000'000);

} // namespace

class tst_DeviceCharts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsKeepTheirExtremes();
    void gapsStayGaps();
    void countersTellWhatIsLost_data();
    void countersTellWhatIsLost();
    void sharesNeedAFrame();
    void barsAreFew_data();
    void barsAreFew();
};

void tst_DeviceCharts::columnsKeepTheirExtremes()
{
    BandMaker maker(kFrom, kFrom + 100min, 10);
    maker.add(kFrom - 1ms, 99); // before
    maker.add(kFrom + 100min, 99); // the end is not part of it
    maker.add(kFrom + 4min, 3.0);
    maker.add(kFrom, 1.0);
    maker.add(kFrom + 8min, 2.0);
    maker.add(kFrom + 99min, 7.0);
    const QList<Band> expected{{kFrom + 4min, 1.0, 3.0, 2.0, 3}, {kFrom + 99min, 7, 7, 7, 1}};
    QCOMPARE(maker.bands(), expected);
    QCOMPARE(maker.count(), qint64(4));
    BandMaker empty(kFrom, kFrom, 0); // no span, no columns
    empty.add(kFrom, 1);
    QCOMPARE(empty.bands().size(), 1);
}

void tst_DeviceCharts::gapsStayGaps()
{
    QList<Band> bands;
    for (const auto minute : {0min, 10min, 20min, 31min, 90min, 100min})
        bands.append({kFrom + minute, 1, 1, 1, 1});
    QCOMPARE(gapOf(bands, 5min), Milliseconds(30min));
    QCOMPARE(gapOf(bands, 2h), Milliseconds(2h));
    QCOMPARE(gapOf({}, 5min), Milliseconds(5min));
    const auto found = pieces(bands, 30min);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0].size(), 4);
    QCOMPARE(found[1].size(), 2);
    QVERIFY(pieces({}, 30min).isEmpty());
}

void tst_DeviceCharts::countersTellWhatIsLost_data()
{
    QTest::addColumn<QList<quint32>>("counters"); // ten minutes apart
    QTest::addColumn<int>("joinedAfter"); // of them; 0: never
    QTest::addColumn<QList<int>>("lost");
    QTest::newRow("none") << QList<quint32>{5, 6, 7} << 0 << QList<int>{0, 0, 0};
    QTest::newRow("two") << QList<quint32>{5, 8, 9} << 0 << QList<int>{0, 2, 0};
    QTest::newRow("a join") << QList<quint32>{500, 0, 1, 3} << 0 << QList<int>{0, 0, 0, 1};
    QTest::newRow("a join that lost its first")
        << QList<quint32>{500, 2, 3} << 1 << QList<int>{0, 0, 0};
    QTest::newRow("a join to a higher number")
        << QList<quint32>{5, 9, 11} << 1 << QList<int>{0, 0, 1};
    QTest::newRow("the same twice") << QList<quint32>{5, 5, 6} << 0 << QList<int>{0, 0, 0};
    QTest::newRow("a leap that is none")
        << QList<quint32>{5, 70'000, 70'001} << 0 << QList<int>{0, 0, 0};
    QTest::newRow("beyond 16 bits") << QList<quint32>{65'535, 65'537} << 0 << QList<int>{0, 1};
}

void tst_DeviceCharts::countersTellWhatIsLost()
{
    QFETCH(QList<quint32>, counters);
    QFETCH(int, joinedAfter);
    QFETCH(QList<int>, lost);
    FrameCounter counter(joinedAfter > 0 ? std::optional(kFrom + (joinedAfter - 1) * 10min + 5min)
                                         : std::nullopt);
    QList<int> told;
    for (qsizetype i = 0; i < counters.size(); ++i)
        told.append(counter.lostBefore(kFrom + i * 10min, counters[i]));
    QCOMPARE(told, lost);
}

void tst_DeviceCharts::sharesNeedAFrame()
{
    QVERIFY(!LossBar{}.share());
    QCOMPARE((LossBar{.received = 3, .lost = 1}).share(), std::optional(0.25));
}

void tst_DeviceCharts::barsAreFew_data()
{
    QTest::addColumn<int>("hours");
    QTest::addColumn<int>("minutes"); // of a bar
    QTest::newRow("an hour") << 1 << 5;
    QTest::newRow("a day") << 24 << 60;
    QTest::newRow("a week") << 168 << 180;
    QTest::newRow("a month") << 720 << 720;
    QTest::newRow("a year") << 8760 << 168 * 60;
    QTest::newRow("five years") << 43'800 << 672 * 60;
}

void tst_DeviceCharts::barsAreFew()
{
    QFETCH(int, hours);
    QFETCH(int, minutes);
    QCOMPARE(barWidth(std::chrono::hours(hours)), Milliseconds(std::chrono::minutes(minutes)));
}

PARKING_TEST(tst_DeviceCharts)
#include "tst_devicecharts.moc"
