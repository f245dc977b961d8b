// What a station looks after beside the messages.

#include "base/literals.h"
#include "hostilemessages.h"
#include "station.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using store::Dialect;
using test::Station;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const QString kSensor = u"e8e1e10000000001"_s;

QByteArray counterReset(UtcTime time)
{
    return "{\"time\":\"" + toIso(time).toLatin1() + "\",\"deviceInfo\":{\"devEui\":\""
        + kSensor.toLatin1()
        + "\"},\"level\":\"WARNING\",\"code\":\"UPLINK_F_CNT_RESET\",\"description\":"
          "\"restarted\"}";
}

} // namespace

class tst_Upkeep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void silencedSensorsAreNamed_data() { test::TestDatabases::addRows(); }
    void silencedSensorsAreNamed();
    void strangersAreForgotten_data() { test::TestDatabases::addRows(); }
    void strangersAreForgotten();
    void theBoundsAreSettings();

private:
    test::TestDatabases m_databases;
};

/// Until an uplink comes through again.
void tst_Upkeep::silencedSensorsAreNamed()
{
    QFETCH(const Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto clock = std::make_shared<test::TurnedClock>(systemNow());
    Station station(*url, [&](engine::EngineOptions &options) { options.clock = clock; });
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT((clock->turn(1s), station->isIdle()), kPatience);
    const UtcTime now = systemNow();
    station.park(kSensor, true, now - 2min);
    station.append(test::uplinkTopic(kSensor).replace("/up", "/log"), counterReset(now - 1min));
    QTRY_COMPARE_WITH_TIMEOUT((clock->turn(1s), station.problem(u"devices"_s)), u"COUNTER_RESET"_s,
                              kPatience);
    const domain::HealthCheck check = station.check(u"devices"_s);
    QVERIFY(check.level == domain::HealthLevel::Degraded);
    QVERIFY2(check.detail.contains(kSensor), qPrintable(check.detail));
    station.park(kSensor, true, now);
    QTRY_COMPARE_WITH_TIMEOUT((clock->turn(1s), station.problem(u"devices"_s)), u"-"_s, kPatience);
}

void tst_Upkeep::strangersAreForgotten()
{
    QFETCH(const Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const UtcTime now = systemNow();
    store::DeviceStore devices(**database);
    VERIFY_OK(
        devices.touch({{.devEui = domain::DevEui(1), .lastHeard = now - 8 * 24h}}, now - 8 * 24h));
    VERIFY_OK(devices.touch({{.devEui = domain::DevEui(2), .lastHeard = now - 24h}}, now - 24h));
    VERIFY_OK(store::IngestStore(**database)
                  .addDeadLetters({store::makeDeadLetter("t", "{", {u"BAD_JSON"_s, {}},
                                                         now - 91 * 24h, now - 91 * 24h)}));
    Station station(*url);
    VERIFY_OK(station->start());
    QTRY_COMPARE_WITH_TIMEOUT(devices.list({}).valueOr({{}, -1}).total, qint64(1), kPatience);
    VERIFY_OK(devices.find(domain::DevEui(2)));
    QCOMPARE(store::IngestStore(**database).deadLetterCount().valueOr(-1), 0);
}

/// How much is kept, and for how long.
void tst_Upkeep::theBoundsAreSettings()
{
    const auto url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const UtcTime now = systemNow();
    store::DeviceStore devices(**database);
    VERIFY_OK(devices.touch({{.devEui = domain::DevEui(2), .lastHeard = now - 48h}}, now - 48h));
    Station station(*url, [](engine::EngineOptions &options) {
        options.bounds.strangersKept = std::chrono::days(1);
        options.bounds.letters = 3;
        options.bounds.strangersAnHour = 2;
    });
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    for (int n = 0; n < 5; ++n) {
        station.append("t/" + QByteArray::number(n), "{");
        station.park(u"00000000000000a%1"_s.arg(n), true);
    }
    QTRY_COMPARE_WITH_TIMEOUT(store::ReadingStore(**database).count().valueOr(-1), 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(store::IngestStore(**database).deadLetterCount().valueOr(-1), 3,
                              kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!devices.find(domain::DevEui(2)), kPatience);
    QCOMPARE(devices.list({}).valueOr({{}, -1}).total, qint64(2));
}

PARKING_TEST(tst_Upkeep)
#include "tst_upkeep.moc"
