#include "domain/dataage.h"
#include "domain/problems.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

HealthCheck check(const QString &name, Milliseconds ago, HealthLevel level = HealthLevel::Healthy,
                  const QString &problem = {})
{
    return {.name = name,
            .level = level,
            .problem = problem,
            .detail = {},
            .since = kNow - ago,
            .latencyMs = {}};
}

/// It reported two seconds ago that all is well, and has done so for hours.
StationWord well()
{
    return {.reportedAt = kNow - 2s,
            .startedAt = kNow - 5h,
            .standsBy = false,
            .checks = {check(u"mqtt"_s, 5h), check(u"journal"_s, 5h), check(u"messages"_s, 5h)}};
}

StationWord with(const HealthCheck &other)
{
    StationWord word = well();
    word.checks.removeIf([&](const HealthCheck &one) { return one.name == other.name; });
    word.checks.append(other);
    return word;
}

} // namespace

Q_DECLARE_METATYPE(std::optional<Milliseconds>)
Q_DECLARE_METATYPE(parking::domain::StationWord)

class TestDataAge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takenIn_data();
    void takenIn();
    void steps_data();
    void steps();
    void whyNothingIsTakenIn();
};

void TestDataAge::takenIn_data()
{
    QTest::addColumn<QList<StationWord>>("stations");
    QTest::addColumn<std::optional<Milliseconds>>("age");
    using Age = std::optional<Milliseconds>;
    const auto bad = HealthLevel::Unhealthy;
    const auto fair = HealthLevel::Degraded;
    const auto row = [](const char *name, const QList<StationWord> &stations, Age age) {
        QTest::newRow(name) << stations << age;
    };
    row("nothing changed for hours, and the station says so", {well()}, 2s);
    row("there never was a station", {}, {});
    StationWord word = well();
    word.reportedAt = kNow - 10min;
    row("it reports no more", {word}, 10min);
    row("its broker is away", {with(check(u"mqtt"_s, 15min, bad, problem::kBrokerUnreachable))},
        15min);
    row("its disk is full", {with(check(u"journal"_s, 3min, bad, problem::kJournalWrite))}, 3min);
    row("its database refuses", {with(check(u"journal"_s, 4min, bad, problem::kNothingStored))},
        4min);
    row("most messages are refused", {with(check(u"messages"_s, 6min, bad))}, 6min);
    row("thousands wait", {with(check(u"journal"_s, 7min, fair, problem::kBacklog))}, 7min);
    row("another program takes its session",
        {with(check(u"mqtt"_s, 8min, fair, problem::kSessionTakenOver))}, 8min);
    row("uplinks at QoS 0 are uplinks", {with(check(u"mqtt"_s, 8min, fair, problem::kQosZero))},
        2s);
    row("lamps are no data", {with(check(u"lamps"_s, 9min, bad))}, 2s);
    row("it has just come back to the broker", {with(check(u"mqtt"_s, 5s))}, {});
    word = well();
    word.startedAt = kNow - 4s;
    word.checks.clear();
    row("it has just started", {word}, {});
    word = well();
    word.startedAt = kNow - 3min;
    word.checks = {check(u"mqtt"_s, 3min, bad, problem::kBrokerUnreachable)};
    row("it never came to the broker", {word}, {});
    word = well();
    word.checks.removeIf([](const HealthCheck &one) { return one.name == u"mqtt"; });
    row("it says nothing of its broker", {word}, {});
    word = well();
    word.standsBy = true;
    row("who stands by takes nothing in", {word}, {});
    word = well();
    word.reportedAt = kNow - 3min;
    row("a station follows another", {word, well()}, 2s);
    word = well();
    word.reportedAt = kNow + 1h;
    row("a word from the future", {word}, {});
    row("a word from the future beside a good one", {word, well()}, 2s);
}

void TestDataAge::takenIn()
{
    QFETCH(QList<StationWord>, stations);
    QFETCH(std::optional<Milliseconds>, age);
    const std::optional<UtcTime> until = takenInUntil(stations, kNow);
    QCOMPARE(until ? std::optional(kNow - *until) : std::nullopt, age);
}

void TestDataAge::steps_data()
{
    QTest::addColumn<std::optional<Milliseconds>>("age");
    QTest::addColumn<DataAge>("expected");
    using Age = std::optional<Milliseconds>;
    QTest::newRow("now") << Age(0s) << DataAge::Live;
    QTest::newRow("a minute") << Age(60s) << DataAge::Live;
    QTest::newRow("just over a minute") << Age(60s + 1ms) << DataAge::Old;
    QTest::newRow("half an hour") << Age(30min) << DataAge::Old;
    QTest::newRow("just over half an hour") << Age(30min + 1ms) << DataAge::Gone;
    QTest::newRow("nobody knows") << Age() << DataAge::Gone;
    QTest::newRow("clocks differ a little") << Age(-3s) << DataAge::Live;
    QTest::newRow("a clock is wrong") << Age(-1min) << DataAge::Gone;
}

void TestDataAge::steps()
{
    QFETCH(std::optional<Milliseconds>, age);
    QTEST(dataAge(age), "expected");
}

/// At a desk: whatever stands between the air and the database.
void TestDataAge::whyNothingIsTakenIn()
{
    const auto bad = HealthLevel::Unhealthy;
    QVERIFY(!whyNotTakenIn({}));
    QVERIFY(!whyNotTakenIn(well().checks));
    QVERIFY(!whyNotTakenIn({check(u"lamps"_s, 1min, bad), check(u"chirpstack"_s, 1min, bad)}));
    for (const QString &name :
         {u"mqtt"_s, u"journal"_s, u"messages"_s, u"database"_s, u"station"_s}) {
        const auto why = whyNotTakenIn({check(u"lamps"_s, 2min, bad), check(name, 1min, bad)});
        QVERIFY2(why && why->name == name, qPrintable(name));
    }
}

PARKING_TEST(TestDataAge)
#include "tst_dataage.moc"
