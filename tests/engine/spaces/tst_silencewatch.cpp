// What is not heard is told in Health.

#include "engine/engine.h"
#include "hostilemessages.h"
#include "station.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::HealthLevel;
using test::Station;

namespace {

constexpr int kSensors = 24;
constexpr int kAtLostGateway = 6;
const QByteArray kGateway("0016c001f153a14c"); // of goodUplink()
const QByteArray kLost("0016c001f1530000");

QString sensor(int number)
{
    return u"e8e1e100000001%1"_s.arg(number, 2, 16, QLatin1Char('0'));
}

} // namespace

class tst_SilenceWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoIsNotHeardIsTold();

private:
    void hear(int number, const QByteArray &gateway);
    domain::HealthCheck check(const QString &name);

    test::TestDatabases m_databases;
    std::shared_ptr<test::TurnedClock> m_clock =
        std::make_shared<test::TurnedClock>(systemNow() - 4h); // it is turned to now
    std::unique_ptr<Station> m_station;
};

void tst_SilenceWatch::hear(int number, const QByteArray &gateway)
{
    m_station->append(
        test::uplinkTopic(sensor(number)),
        test::goodUplink(sensor(number), true, m_clock->now()).replace(kGateway, gateway));
}

domain::HealthCheck tst_SilenceWatch::check(const QString &name)
{
    m_clock->turn(5s);
    return m_station->check(name);
}

void tst_SilenceWatch::whoIsNotHeardIsTold()
{
    m_station = std::make_unique<Station>(
        m_databases.migratedUrl(store::Dialect::Sqlite).valueOr({}),
        [this](engine::EngineOptions &options) { options.clock = m_clock; });
    Station &station = *m_station;
    VERIFY_OK(station->start());
    QCOMPARE(check(u"sensors"_s).problem, u"-"_s); // there is none
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/London"_s;
    for (int i = 0; i < kSensors; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = u"A-%1"_s.arg(i);
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        space.sensorEui = *domain::DevEui::parse(sensor(i));
        site.spaces.append(space);
    }
    VERIFY_OK(station->spaces().createSite(site));
    domain::HealthCheck found = check(u"sensors"_s);
    QVERIFY(found.level == HealthLevel::Degraded);
    QCOMPARE(found.problem, u"SENSORS_UNHEARD"_s);
    QCOMPARE(found.detail, u"0 of 24 silent, 24 never heard, 0 without a word of their space"_s);
    QCOMPARE(check(u"gateways"_s).problem, u"-"_s); // none is known

    for (int i = 0; i < kSensors; ++i)
        hear(i, i < kAtLostGateway ? kLost : kGateway);
    const auto isHeard = [&] { return check(u"sensors"_s).level == HealthLevel::Healthy; };
    QTRY_VERIFY_WITH_TIMEOUT(isHeard(), 30'000);
    QCOMPARE(check(u"sensors"_s).detail,
             u"0 of 24 silent, 0 never heard, 0 without a word of their space"_s);
    QVERIFY(check(u"gateways"_s).level == HealthLevel::Healthy);

    m_clock->turn(3h);
    for (int i = kAtLostGateway; i < kSensors; ++i)
        hear(i, kGateway);
    const auto isLost = [&] { return check(u"gateways"_s).level == HealthLevel::Degraded; };
    QTRY_VERIFY_WITH_TIMEOUT(isLost(), 30'000);
    found = check(u"gateways"_s);
    QCOMPARE(found.problem, u"GATEWAY_LOST"_s);
    QVERIFY2(found.detail.startsWith(u"0016c001f1530000 (6 sensors, since "_s),
             qPrintable(found.detail));
    found = check(u"sensors"_s);
    QCOMPARE(found.problem, u"SENSORS_UNHEARD"_s);
    QCOMPARE(found.detail, u"6 of 24 silent, 0 never heard, 0 without a word of their space"_s);
}

PARKING_TEST(tst_SilenceWatch)
#include "tst_silencewatch.moc"
