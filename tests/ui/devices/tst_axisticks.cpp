// Where lines and words of charts stand.

#include "base/literals.h"
#include "devices/axisticks.h"
#include "testmain.h"

#include <QLocale>
#include <QTest>
#include <QTimeZone>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

class TestAxisTicks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void values_data();
    void values();
    void times_data();
    void times();
    void neverTooMany();
};

void TestAxisTicks::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestAxisTicks::values_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("words");
    QTest::newRow("volt") << 2.94 << 3.7 << u"2.8 3.2 3.6 4.0"_s;
    QTest::newRow("dBm") << -118.0 << -64.0 << u"−120 −100 −80 −60"_s;
    QTest::newRow("percent") << 0.0 << 4.0 << u"0 1 2 3 4"_s;
    QTest::newRow("many") << 0.0 << 4321.0 << u"0 2,000 4,000 6,000"_s;
    QTest::newRow("one value") << 5.0 << 5.0 << u"4.4 4.6 4.8 5.0 5.2"_s;
}

void TestAxisTicks::values()
{
    QFETCH(double, low);
    QFETCH(double, high);
    const QList<double> ticks = valueTicks(low, high);
    QVERIFY(ticks.size() >= 2 && ticks.size() <= 5);
    QVERIFY(ticks.first() <= low + 1e-9 && ticks.last() >= high - 1e-9);
    if (low != high)
        QTEST(valueLabels(ticks).join(u' '), "words");
}

void TestAxisTicks::times_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("words");
    QTest::newRow("an hour") << u"2026-09-14T13:02:00Z"_s << u"2026-09-14T14:02:00Z"_s
                             << u"13:10,13:20,13:30,13:40,13:50,14:00"_s;
    QTest::newRow("a day") << u"2026-09-13T14:02:00Z"_s << u"2026-09-14T14:02:00Z"_s
                           << u"18:00,14 Sep,06:00,12:00"_s;
    QTest::newRow("a month") << u"2026-08-15T00:00:00Z"_s << u"2026-09-14T00:00:00Z"_s << u""_s;
    QTest::newRow("a year") << u"2025-09-14T00:00:00Z"_s << u"2026-09-14T00:00:00Z"_s
                            << u"Nov 2025,Jan 2026,Mar 2026,May 2026,Jul 2026,Sep 2026"_s;
}

void TestAxisTicks::times()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, words);
    QStringList texts;
    const QList<TimeTick> ticks = timeTicks(*fromIso(from), *fromIso(to), 6);
    for (const TimeTick &tick : ticks) {
        texts.append(tick.text);
        QVERIFY(tick.time >= *fromIso(from) && tick.time <= *fromIso(to));
    }
    QVERIFY(ticks.size() >= 2);
    if (!words.isEmpty())
        QCOMPARE(texts.join(u',').replace(u"Sept"_s, u"Sep"_s), words); // by the locale's data
}

void TestAxisTicks::neverTooMany()
{
    const UtcTime to = fromMillis(1'789'394'556'000);
    for (Milliseconds span = 1min; span < std::chrono::days(7300); span = span * 3 / 2) {
        const QList<TimeTick> ticks = timeTicks(to - span, to, 6);
        QVERIFY(ticks.size() <= 6);
        QVERIFY2(!ticks.isEmpty(), qPrintable(QString::number(span.count())));
    }
}

PARKING_TEST(TestAxisTicks)
#include "tst_axisticks.moc"
