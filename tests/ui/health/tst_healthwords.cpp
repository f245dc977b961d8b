// What the page "Health" says and draws, without the page: signs, sentence, report, the last hour.

#include "base/literals.h"
#include "fixturesite.h"
#include "health/checkwords.h"
#include "health/curvecard.h"
#include "health/healthreport.h"
#include "health/healthseries.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Health;
using domain::HealthCheck;
using domain::HealthLevel;
using fixture::kNow;

namespace {

HealthCheck check(const QString &name, HealthLevel level, const QString &problem = {})
{
    HealthCheck made;
    made.name = name;
    made.level = level;
    made.problem = problem;
    made.since = kNow - 4min;
    return made;
}

Health with(const HealthCheck &one)
{
    Health health = fixture::healthy();
    health.checks.removeIf([&one](const HealthCheck &other) { return other.name == one.name; });
    health.checks.append(one);
    health.level = one.level;
    return health;
}

} // namespace

class TestHealthWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void verdicts_data();
    void verdicts();
    void withoutDatabaseATickWouldPretend();
    void worstFirstInFixedOrder();
    void stepsAndMeanwhile();
    void secretsBecomeDots_data();
    void secretsBecomeDots();
    void theLastHour();
    void aViewerCountsNothing();
    void aViewerTellsNoCounts();
    void aClockThatIsSetBack();
    void scales_data();
    void scales();
    void halvesOfWholeThingsAreNotWritten();
};

void TestHealthWords::verdicts_data()
{
    QTest::addColumn<Health>("health");
    QTest::addColumn<int>("sign");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const Health &health, CheckSign sign,
                        const QString &sentence) {
        QTest::newRow(name) << health << int(sign) << sentence;
    };
    row("nothing told", {}, CheckSign::Unknown, u"How it stands is not known"_s);
    row("database away", fixture::databaseDown(4min), CheckSign::Fails,
        u"Database unreachable for 4 min; 1,240 messages are kept safe"_s);
    Health viewer = fixture::databaseDown(4min);
    viewer.ingesting = false; // others keep, or do not
    row("seen by a viewer", viewer, CheckSign::Fails, u"Database unreachable for 4 min"_s);
    Health both = fixture::databaseDown(4min);
    both.checks[2].level = HealthLevel::Unhealthy; // the journal
    row("nothing is kept", both, CheckSign::Fails, u"Database unreachable for 4 min"_s);
    row("broker away", fixture::brokerDown(3min), CheckSign::Fails,
        u"Broker unreachable for 3 min"_s);
    row("another part", with(check(u"journal"_s, HealthLevel::Unhealthy, u"JOURNAL_WRITE"_s)),
        CheckSign::Fails, u"Journal does not work, for 4 min"_s);
    row("attention", with(check(u"messages"_s, HealthLevel::Degraded, u"MESSAGES_REFUSED"_s)),
        CheckSign::Warns, u"Messages were set aside"_s);
    Health unset = with(check(u"chirpstack"_s, HealthLevel::Degraded, u"CHIRPSTACK_NOT_SET_UP"_s));
    row("no ChirpStack", unset, CheckSign::Works,
        u"All parts work; lamps are not commanded, for 4 min"_s);
    unset.checks.append(check(u"messages"_s, HealthLevel::Degraded, u"MESSAGES_REFUSED"_s));
    row("behind no ChirpStack", unset, CheckSign::Warns, u"Messages were set aside"_s);
    Health connecting = with(check(u"mqtt"_s, HealthLevel::Unhealthy, u"BROKER_CONNECTING"_s));
    row("the first try", connecting, CheckSign::Unknown, u"What is known works"_s);
}

void TestHealthWords::verdicts()
{
    QFETCH(const Health, health);
    const HealthVerdict verdict = verdictOf(health, kNow);
    QTEST(int(verdict.sign), "sign");
    const QString sentence = QString(verdict.sentence).replace(QChar(0x202f), u' ');
    QTEST(sentence, "sentence");
}

/// What only the database knows is not known while it is away.
void TestHealthWords::withoutDatabaseATickWouldPretend()
{
    Health health = fixture::healthy();
    health.checks.append(check(u"bookings"_s, HealthLevel::Healthy));
    const auto signOfBookings = [&health] {
        for (const CheckLine &line : linesOf(health, kNow)) {
            if (line.id == u"bookings")
                return line.sign;
        }
        return CheckSign::NotSetUp;
    };
    QCOMPARE(signOfBookings(), CheckSign::Works);
    health.checks[1].level = HealthLevel::Unhealthy; // the database
    QCOMPARE(signOfBookings(), CheckSign::Unknown);
}

void TestHealthWords::worstFirstInFixedOrder()
{
    Health health = fixture::healthy();
    health.checks.append(check(u"clock"_s, HealthLevel::Healthy));
    health.checks.append(check(u"bookings"_s, HealthLevel::Healthy));
    const auto ids = [](QList<CheckLine> lines) {
        QStringList list;
        for (const CheckLine &line : lines)
            list.append(line.id);
        return list;
    };
    const QStringList one = ids(linesOf(health, kNow));
    std::reverse(health.checks.begin(), health.checks.end());
    QCOMPARE(ids(linesOf(health, kNow)), one); // whoever told first
    QVERIFY(one.indexOf(u"database"_s) < one.indexOf(u"mqtt"_s));
}

void TestHealthWords::stepsAndMeanwhile()
{
    const Health health = fixture::databaseDown(4min);
    const auto content = contentOf(health.checks[1], health, kNow);
    QCOMPARE(content.name, u"Database"_s);
    QVERIFY(!content.steps.isEmpty());
    QCOMPARE(content.error, u"connection refused"_s);
    QStringList parts;
    for (const auto &[part, does] : content.meanwhile)
        parts.append(part + u": "_s + does);
    QVERIFY2(parts.contains(u"Arriving data: kept on this computer, 1,240 messages"_s),
             qPrintable(parts.join(u'|')));
    QVERIFY(parts.contains(u"Bookings: wait, none can be made"_s));
    const auto works = contentOf(health.checks[0], health, kNow);
    QVERIFY(works.steps.isEmpty() && works.meanwhile.isEmpty() && works.error.isEmpty());
}

void TestHealthWords::secretsBecomeDots_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<int>("masked");
    const auto row = [](const char *name, const QString &text, const QString &shown, int masked) {
        QTest::newRow(name) << text << shown << masked;
    };
    row("nothing", u"connection refused"_s, u"connection refused"_s, 0);
    row("address", u"postgresql://me:hush@db:5432/x failed"_s,
        u"postgresql://me:•••@db:5432/x failed"_s, 1);
    row("with signs", u"mqtts://u:a@b:c!@broker:8883"_s, u"mqtts://u:•••@broker:8883"_s, 1);
    row("without a user", u"mqtt://broker:1883"_s, u"mqtt://broker:1883"_s, 0);
    row("libpq", u"host=db password=hush user=me"_s, u"host=db password=••• user=me"_s, 1);
    row("key", u"CHIRPSTACK_API_KEY=abc, more"_s, u"CHIRPSTACK_API_KEY=•••, more"_s, 1);
    row("header", u"Authorization: Bearer abc.def"_s, u"Authorization: Bearer •••"_s, 1);
    row("signed token", u"got eyJhbGciOiJIUzI1.eyJpc3MiOiJ4.c2ln back"_s, u"got ••• back"_s, 1);
    row("another header", u"Authorization: Basic dXNlcjpodXNo"_s, u"Authorization: •••"_s, 1);
    row("JSON", u"{\"password\": \"hush now\", \"port\": 1}"_s,
        u"{\"password\": \"•••\", \"port\": 1}"_s, 1);
    row("with a slash", u"postgresql://me:hu/sh@db/x"_s, u"postgresql://me:•••@db/x"_s, 1);
    row("escaped", u"{\"password\": \"a\\\"rest\", \"port\": 1}"_s,
        u"{\"password\": \"•••\", \"port\": 1}"_s, 1);
    row("two", u"password=a token=b"_s, u"password=••• token=•••"_s, 2);
}

void TestHealthWords::secretsBecomeDots()
{
    QFETCH(const QString, text);
    const MaskedText masked = withoutSecrets(text);
    QTEST(masked.text, "shown");
    QTEST(masked.masked, "masked");
    QCOMPARE(withoutSecrets(masked.text).masked, 0); // once is enough
    Health health = fixture::healthy();
    health.checks[0].detail = text;
    QTEST(healthReport(health).masked, "masked");
}

void TestHealthWords::theLastHour()
{
    HealthSeries series;
    Health health = fixture::healthy();
    const UtcTime begin = fromMillis(toMillis(kNow) / 30'000 * 30'000);
    for (int second = 0; second < 30; ++second) {
        health.time = begin + second * 1s;
        health.uplinksPerSecond = second < 15 ? 2 : 4;
        health.backlog = second;
        series.add(health);
    }
    health.time = begin + 90s; // nobody told anything for half a minute
    health.uplinksPerSecond = 1;
    health.backlog = 0;
    series.add(health);
    const auto points = series.points(begin + 95s);
    QCOMPARE(points.size(), HealthSeries::kPoints);
    QCOMPARE(points.last().uplinks, std::optional(1.0));
    QVERIFY(!points[points.size() - 2].uplinks); // a hole, and no zero
    QCOMPARE(points[points.size() - 4].uplinks, std::optional(3.0));
    QCOMPARE(points[points.size() - 4].backlog, std::optional(29.0));
    QVERIFY(!points.first().uplinks);
    // A loss is a line at its time, once, and leaves with its hour.
    Health down = fixture::databaseDown(0s);
    down.checks[1].since = begin + 100s;
    for (int second = 0; second < 3; ++second) {
        down.time = begin + (100 + second) * 1s;
        series.add(down);
    }
    QCOMPARE(series.losses(), (QList<HealthSeries::Loss>{{begin + 100s, u"database"_s}}));
    health.time = begin + 2h;
    series.add(health);
    QVERIFY(series.losses().isEmpty());
    int known = 0;
    for (const auto &point : series.points(begin + 2h))
        known += point.uplinks.has_value();
    QCOMPARE(known, 1);
}

void TestHealthWords::aViewerCountsNothing()
{
    HealthSeries series;
    Health health = fixture::healthy();
    health.ingesting = false;
    series.add(health);
    for (const auto &point : series.points(health.time))
        QVERIFY(!point.uplinks && !point.backlog);
}

/// Nobody told it how many uplinks come, or wait, or were set aside.
void TestHealthWords::aViewerTellsNoCounts()
{
    Health health = fixture::healthy();
    health.ingesting = true;
    QVERIFY(verdictOf(health, kNow).under.contains(u"uplinks per second"));
    health.ingesting = false;
    const QString told = verdictOf(health, kNow).under;
    QVERIFY2(told.contains(u"backlog") && !told.contains(u"per second")
                 && !told.contains(u"set aside"),
             qPrintable(told));
}

void TestHealthWords::aClockThatIsSetBack()
{
    HealthSeries series;
    Health health = fixture::healthy();
    series.add(health);
    health.time -= 10min;
    series.add(health);
    int known = 0;
    for (const auto &point : series.points(health.time + 10min))
        known += point.uplinks.has_value();
    QCOMPARE(known, 1);
}

void TestHealthWords::scales_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("top");
    for (const auto &[value, top] : {std::pair{0.0, 1.0},
                                     {0.4, 1.0},
                                     {1.0, 1.0},
                                     {1.1, 2.0},
                                     {4.2, 5.0},
                                     {5.1, 10.0},
                                     {10.0, 10.0},
                                     {1240.0, 2000.0},
                                     {2001.0, 5000.0},
                                     {-3.0, 1.0},
                                     {qQNaN(), 1.0}})
        QTest::addRow("%g", value) << value << top;
}

void TestHealthWords::scales()
{
    QFETCH(const double, value);
    QTEST(scaleTop(value), "top");
}

void TestHealthWords::halvesOfWholeThingsAreNotWritten()
{
    QCOMPARE(scaleWords(1, false), QStringList({u"0"_s, u"0.5"_s, u"1"_s}));
    QCOMPARE(scaleWords(1, true), QStringList({u"0"_s, QString(), u"1"_s}));
    QCOMPARE(scaleWords(20, true), QStringList({u"0"_s, u"10"_s, u"20"_s}));
}

PARKING_TEST(TestHealthWords)
#include "tst_healthwords.moc"
