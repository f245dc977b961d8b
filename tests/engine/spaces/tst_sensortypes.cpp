// A sensor that is heard and not understood: what is told of it, and the type that a person gives.

#include "engine/engine.h"
#include "hostilemessages.h"
#include "read/sensors.h"
#include "station.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace Qt::StringLiterals;
using domain::SensorStatus;
using test::Station;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const QString kSensor = u"0102030405060708"_s; // no maker's prefix that anybody knows
const QString kOther = u"0102030405060709"_s;

domain::DevEui eui(const QString &text)
{
    return *domain::DevEui::parse(text);
}

} // namespace

class tst_SensorTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTypeIsOfferedAndChosen_data() { test::TestDatabases::addRows(); }
    void aTypeIsOfferedAndChosen();

private:
    void hear(Station &station, const QString &sensor);
    std::optional<SensorStatus> sensor();

    test::TestDatabases m_databases;
    QString m_url;
    domain::SpaceId m_space = domain::SpaceId::create();
};

/// An uplink of a Browan sensor under a profile that tells nothing.
void tst_SensorTypes::hear(Station &station, const QString &sensor)
{
    QByteArray message = test::goodUplink(sensor, true, systemNow());
    message.replace(R"("deviceProfileName":"browan_tabs")", R"("deviceProfileName":"Bay")");
    station.append(test::uplinkTopic(sensor), message);
}

std::optional<SensorStatus> tst_SensorTypes::sensor()
{
    const auto database = store::Database::open({.url = m_url});
    return database ? read::sensor(**database, m_space).valueOr({}) : std::nullopt;
}

void tst_SensorTypes::aTypeIsOfferedAndChosen()
{
    QFETCH(const store::Dialect, dialect);
    m_url = m_databases.migratedUrl(dialect).valueOr({});
    Station station(m_url);
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/London"_s;
    domain::Space space;
    space.id = m_space;
    space.code = space.name = u"A-1"_s;
    space.sensorEui = eui(kSensor);
    site.spaces.append(space);
    VERIFY_OK(station->spaces().createSite(site));
    QVERIFY(sensor());
    QVERIFY(!sensor()->last); // never heard
    QVERIFY(!sensor()->isUnderstood());

    hear(station, kSensor);
    hear(station, kOther);
    QTRY_VERIFY_WITH_TIMEOUT(sensor()->last && !sensor()->alike.isEmpty(), kPatience);
    SensorStatus told = *sensor();
    QVERIFY(!told.isUnderstood());
    QVERIFY(told.device.resolvedType.isEmpty());
    QCOMPARE(told.last->fPort, 102);
    QVERIFY(told.fitting.contains(u"browan_tabs"_s));
    QCOMPARE(told.alike, QList{eui(kOther)});

    const QString type = u"browan_tabs"_s;
    VERIFY_ERROR(station->spaces().setSensorTypes({{eui(kSensor), u"kuando_busylight"_s}}),
                 "VALIDATION_ERROR");
    VERIFY_ERROR(station->spaces().setSensorTypes({{eui(kSensor), u"nonsense"_s}}),
                 "VALIDATION_ERROR");
    const auto before =
        station->spaces().setSensorTypes({{eui(kSensor), type}, {eui(kOther), type}});
    VERIFY_OK(before);
    QCOMPARE(*before, (engine::SensorTypes{{eui(kSensor), QString()}, {eui(kOther), QString()}}));
    QCOMPARE(sensor()->device.typeSetting, type);
    hear(station, kSensor);
    QTRY_VERIFY_WITH_TIMEOUT(sensor()->isUnderstood(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(station.told(m_space) == domain::SpaceState::Occupied, kPatience);
    QVERIFY(sensor()->fitting.isEmpty()); // nothing is offered where all is well

    VERIFY_OK(station->spaces().setSensorTypes(*before)); // undo
    hear(station, kSensor);
    QTRY_VERIFY_WITH_TIMEOUT(!sensor()->isUnderstood(), kPatience);
    QVERIFY(sensor()->alike.contains(eui(kOther)));
}

PARKING_TEST(tst_SensorTypes)
#include "tst_sensortypes.moc"
