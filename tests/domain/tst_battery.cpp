// When a battery will be empty: against made-up cells whose end is known.

#include "base/literals.h"
#include "domain/battery.h"
#include "testmain.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(parking::domain::BatteryTrend::Verdict)

namespace {

using Verdict = BatteryTrend::Verdict;
using std::chrono::days;

constexpr UtcTime kBegin = fromMillis(1'700'000'000'000);
constexpr double kPi = 3.14159265358979;

/// The cell of a made-up device: its voltage by the share of its life that has passed, with weather
/// and noise, read in steps as devices do.
struct Cell {
    CellFigures figures;
    double lifeDays = 1000;
    double (*curve)(double share);
    double step = 0.01; ///< volt
    double weather = 0.02; ///< volt, up and down over the year
    double noise = 0.008;

    /// Four measurements a day.
    QList<BatteryPoint> until(double day, quint32 seed) const
    {
        std::mt19937 random(seed);
        std::normal_distribution<double> noisy(0, noise);
        QList<BatteryPoint> points;
        for (double at = std::max(0.0, day - 200); at < day; at += 0.25) {
            const double volt = curve(at / lifeDays) + weather * std::sin(2 * kPi * at / 365)
                + 0.4 * weather * std::sin(2 * kPi * at) + noisy(random);
            points.append({moment(at), std::round(volt / step) * step});
        }
        return points;
    }
    static UtcTime moment(double day)
    {
        return kBegin + Milliseconds(std::llround(day * 86'400'000));
    }
    /// When the curve itself falls below the limit.
    double end() const
    {
        double day = 0;
        while (curve(day / lifeDays) > figures.replaceBelowVolt)
            day += 0.25;
        return day;
    }
};

/// Flat for nine tenths of its life, then down.
double lithium(double share)
{
    const double late = std::max(0.0, (share - 0.90) / 0.10);
    return 3.62 - 0.01 * share - 0.75 * std::pow(late, 1.7);
}

/// Two cells in a row.
double alkaline(double share)
{
    return 3.12 - 0.20 * std::min(share / 0.1, 1.0) - 0.55 * share - 0.35 * std::pow(share, 8);
}

Cell lithiumCell(double step)
{
    return {.figures = {.chemistry = Chemistry::LithiumThionyl, .replaceBelowVolt = 3.1},
            .lifeDays = 1100,
            .curve = lithium,
            .step = step};
}

Cell alkalineCell(double step)
{
    return {.figures = {.chemistry = Chemistry::Alkaline, .replaceBelowVolt = 2.2},
            .lifeDays = 900,
            .curve = alkaline,
            .step = step};
}

/// Days by which the likely end is late (or early, below 0); empty: no end was told.
std::optional<double> errorOf(const Cell &cell, double lead, quint32 seed)
{
    const double day = cell.end() - lead;
    const BatteryTrend trend = batteryTrend(cell.until(day, seed), cell.figures, Cell::moment(day));
    if (!trend.end)
        return std::nullopt;
    return double((trend.end->likely - Cell::moment(day)) / 1h) / 24 - lead;
}

} // namespace

class tst_Battery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void knowsAStraightLine();
    void wrongValuesDoNotMoveIt();
    void madeUpCells_data();
    void madeUpCells();
    void aFlatCellIsNoTrend_data();
    void aFlatCellIsNoTrend();
    void intervalsHoldTheEnd();
    void airtimes_data();
    void airtimes();
    void chargeIsCounted();
    void chargeFindsTheEnd();
    void noChargeWithoutFigures_data();
    void noChargeWithoutFigures();
};

void tst_Battery::verdicts_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<double>("perDay"); // volt
    QTest::addColumn<Verdict>("verdict");
    QTest::newRow("nothing") << 0 << -0.01 << Verdict::TooFew;
    QTest::newRow("two weeks less a day") << 13 << -0.01 << Verdict::TooFew;
    QTest::newRow("close together") << 20 << -0.01 << Verdict::TooFew;
    QTest::newRow("a month") << 31 << -0.01 << Verdict::Falling;
    QTest::newRow("flat") << 120 << 0.0 << Verdict::NoTrend;
    QTest::newRow("rising: a warm spring") << 120 << 0.002 << Verdict::NoTrend;
}

void tst_Battery::verdicts()
{
    QFETCH(int, days);
    QFETCH(double, perDay);
    QList<BatteryPoint> points;
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.004);
    for (int day = 0; day < days; ++day)
        points.append({Cell::moment(day), 3 + perDay * day + noise(random)});
    const BatteryTrend trend = batteryTrend(points, {.replaceBelowVolt = 2.2}, Cell::moment(days));
    QTEST(trend.verdict, "verdict");
    QCOMPARE(trend.end.has_value(), trend.verdict == Verdict::Falling);
}

void tst_Battery::knowsAStraightLine()
{
    QList<BatteryPoint> points;
    for (int day = 0; day <= 100; ++day)
        points.append({Cell::moment(day), 3.0 - 0.001 * day});
    const BatteryTrend trend = batteryTrend(points, {.replaceBelowVolt = 2.5}, Cell::moment(100));
    QCOMPARE(trend.days, 101);
    QVERIFY(std::abs(trend.voltPerDay + 0.001) < 1e-9);
    QVERIFY(std::abs(trend.voltNow - 2.9) < 1e-9);
    QVERIFY(trend.end.has_value());
    QVERIFY(std::chrono::abs(trend.end->likely - Cell::moment(500)) < 1h);
    // Below the limit already.
    QCOMPARE(batteryTrend(points, {.replaceBelowVolt = 2.95}, Cell::moment(100)).end->likely,
             Cell::moment(100));
    // No limit is known, and beyond ten years.
    QVERIFY(!batteryTrend(points, {}, Cell::moment(100)).end);
    for (BatteryPoint &point : points)
        point.volt = 3.0 - 0.0001 * double((point.time - kBegin) / 24h);
    QVERIFY(!batteryTrend(points, {.replaceBelowVolt = 2.5}, Cell::moment(100)).end);
}

void tst_Battery::wrongValuesDoNotMoveIt()
{
    QList<BatteryPoint> points;
    for (int day = 0; day <= 100; ++day)
        points.append({Cell::moment(day), day % 9 == 4 ? 0.3 : 3.0 - 0.001 * day});
    const BatteryTrend trend = batteryTrend(points, {.replaceBelowVolt = 2.5}, Cell::moment(100));
    QVERIFY(std::abs(trend.voltPerDay + 0.001) < 1e-4);
    QVERIFY(std::chrono::abs(trend.end->likely - Cell::moment(500)) < days(20));
}

void tst_Battery::madeUpCells_data()
{
    QTest::addColumn<bool>("isLithium");
    QTest::addColumn<double>("step");
    QTest::addColumn<double>("lead"); // days before the end
    QTest::addColumn<double>("late"); // days that the forecast may be late, and may be early
    QTest::addColumn<double>("early");
    const auto row = [](const char *name, bool lithium, double step, double lead, double late,
                        double early) {
        QTest::newRow(name) << lithium << step << lead << late << early;
    };
    // A line is late for a cell that falls faster towards its end, and by the weather.
    row("alkaline, a year before", false, 0.01, 365, 520, 60);
    row("alkaline, half a year before", false, 0.01, 180, 110, 30);
    row("alkaline, three months before", false, 0.01, 90, 120, 20);
    row("alkaline, a month before", false, 0.01, 30, 32, 10);
    row("alkaline in steps of 100 mV, three months before", false, 0.1, 90, 180, 60);
    row("lithium, two months before", true, 0.01, 60, 110, 20);
    row("lithium, a month before", true, 0.01, 30, 16, 10);
    row("lithium, two weeks before", true, 0.01, 14, 6, 6);
    row("lithium in steps of 100 mV, two weeks before", true, 0.1, 14, 12, 6);
}

void tst_Battery::madeUpCells()
{
    QFETCH(bool, isLithium);
    QFETCH(double, step);
    QFETCH(double, lead);
    QFETCH(double, late);
    QFETCH(double, early);
    const Cell cell = isLithium ? lithiumCell(step) : alkalineCell(step);
    double worstLate = 0;
    double worstEarly = 0;
    for (quint32 seed = 1; seed <= 20; ++seed) {
        const std::optional<double> error = errorOf(cell, lead, seed);
        QVERIFY2(error.has_value(), "no end was told");
        worstLate = std::max(worstLate, *error);
        worstEarly = std::max(worstEarly, -*error);
    }
    qInfo("%s: of 20 cells the forecast was at most %.0f days late, %.0f days early",
          QTest::currentDataTag(), worstLate, worstEarly);
    QVERIFY(worstLate <= late);
    QVERIFY(worstEarly <= early);
}

void tst_Battery::aFlatCellIsNoTrend_data()
{
    QTest::addColumn<double>("day");
    for (const double day : {60.0, 200.0, 365.0, 500.0, 700.0, 850.0})
        QTest::addRow("day %.0f of 1100", day) << day;
}

/// Whatever the weather does: a date years away, told of a flat cell, is a guess.
void tst_Battery::aFlatCellIsNoTrend()
{
    QFETCH(double, day);
    for (const double step : {0.01, 0.1}) {
        for (quint32 seed = 1; seed <= 20; ++seed) {
            const Cell cell = lithiumCell(step);
            const BatteryTrend trend =
                batteryTrend(cell.until(day, seed), cell.figures, Cell::moment(day));
            QCOMPARE(trend.verdict, Verdict::NoTrend);
            QVERIFY(!trend.end);
        }
    }
}

/// A cell that falls as a line does: the interval holds its end in most cases.
void tst_Battery::intervalsHoldTheEnd()
{
    Cell cell{.figures = {.chemistry = Chemistry::Alkaline, .replaceBelowVolt = 2.2},
              .lifeDays = 900,
              .curve = [](double share) { return 3.1 - 0.9 * share; },
              .step = 0.001,
              .weather = 0};
    int held = 0;
    for (quint32 seed = 1; seed <= 100; ++seed) {
        const double day = cell.end() - 120;
        const BatteryTrend trend =
            batteryTrend(cell.until(day, seed), cell.figures, Cell::moment(day));
        QVERIFY(trend.end && trend.end->latest);
        QVERIFY(trend.end->earliest <= trend.end->likely
                && trend.end->likely <= *trend.end->latest);
        const UtcTime end = Cell::moment(cell.end());
        held += trend.end->earliest <= end && end <= *trend.end->latest;
    }
    qInfo("the interval held the end of %d cells in 100", held);
    QVERIFY(held >= 85);
}

void tst_Battery::airtimes_data()
{
    QTest::addColumn<int>("dataRate");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("microseconds"); // by Semtech's calculator
    QTest::newRow("SF7") << 5 << 8 << 56'576;
    QTest::newRow("SF9") << 3 << 8 << 185'344;
    QTest::newRow("SF12") << 0 << 8 << 1'482'752;
    QTest::newRow("FSK") << 7 << 8 << 0;
    QTest::newRow("none") << -1 << 8 << 0;
}

void tst_Battery::airtimes()
{
    QFETCH(int, dataRate);
    QFETCH(int, bytes);
    QFETCH(int, microseconds);
    const auto found = airtime(dataRate, bytes);
    QCOMPARE(found.has_value(), microseconds > 0);
    if (found)
        QCOMPARE(int(found->count()), microseconds);
}

void tst_Battery::chargeIsCounted()
{
    const CellFigures figures{.capacityMilliampHours = 1000,
                              .standbyMicroamp = 10,
                              .transmitMilliamp = 36,
                              .receiveMilliamp = 0};
    const BatteryUse use{.since = kBegin,
                         .uplinks = 100'000,
                         .uplinksPerDay = 1000,
                         .dataRate = 5,
                         .payloadBytes = 8};
    const auto found = chargeEstimate(figures, use, kBegin + days(100));
    QVERIFY(found.has_value());
    // 36 mA for 56.576 ms is 0.00056576 mAh; 10 microampere for 100 days are 24 mAh.
    QVERIFY(std::abs(found->usedMilliampHours - (56.576 + 24)) < 0.01);
    QVERIFY(std::abs(found->milliampHoursPerDay - (0.56576 + 0.24)) < 0.0001);
    QVERIFY(std::abs(found->capacityMilliampHours - 900) < 1e-9);
    QVERIFY(found->end.earliest < found->end.likely && found->end.likely < *found->end.latest);
    const double left = (900 - found->usedMilliampHours) / found->milliampHoursPerDay;
    QVERIFY(std::abs(double((found->end.likely - kBegin) / 1h) / 24 - 100 - left) < 0.1);
}

/// A made-up lithium cell whose charge goes as the figures say, but a tenth faster: how far off is
/// the estimate, half a life before its end, where the voltage tells nothing?
void tst_Battery::chargeFindsTheEnd()
{
    const CellFigures figures{.chemistry = Chemistry::LithiumThionyl,
                              .capacityMilliampHours = 1200,
                              .replaceBelowVolt = 3.1,
                              .standbyMicroamp = 12,
                              .transmitMilliamp = 87,
                              .receiveMilliamp = 11.5};
    const BatteryUse day{
        .since = kBegin, .uplinks = 96, .uplinksPerDay = 96, .dataRate = 3, .payloadBytes = 8};
    const auto perDay = chargeEstimate(figures, day, kBegin + days(1));
    QVERIFY(perDay.has_value());
    const double life = 1080 / (perDay->milliampHoursPerDay * 1.1);
    const int half = int(life / 2);
    BatteryUse use = day;
    use.uplinks = 96 * qint64(half);
    const auto found = chargeEstimate(figures, use, kBegin + days(half));
    const double told = double((found->end.likely - kBegin) / 1h) / 24;
    qInfo("a cell of %.0f days, told half a life before as %.0f: %.0f days late", life, told,
          told - life);
    QVERIFY(std::abs(told - life) < 0.12 * life);
    QVERIFY(found->end.earliest < Cell::moment(life) && Cell::moment(life) < *found->end.latest);
}

void tst_Battery::noChargeWithoutFigures_data()
{
    QTest::addColumn<double>("capacity");
    QTest::addColumn<int>("dataRate");
    QTest::addColumn<int>("uplinks");
    QTest::newRow("nothing is known of the cell") << 0.0 << 5 << 100;
    QTest::newRow("no LoRa") << 1200.0 << 7 << 100;
    QTest::newRow("never heard") << 1200.0 << 5 << 0;
}

void tst_Battery::noChargeWithoutFigures()
{
    QFETCH(double, capacity);
    QFETCH(int, dataRate);
    QFETCH(int, uplinks);
    const CellFigures figures{.capacityMilliampHours = capacity, .transmitMilliamp = 87};
    QVERIFY(!chargeEstimate(figures, {.since = kBegin, .uplinks = uplinks, .dataRate = dataRate},
                            kBegin + days(10)));
}

PARKING_TEST(tst_Battery)
#include "tst_battery.moc"
