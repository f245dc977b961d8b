// parkctl devices and gateways: what is known of them, and whose they are.

#include "base/literals.h"
#include "parkctl.h"
#include "store/devicestore.h"
#include "store/readingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>
#include <QUuid>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using test::Finished;

namespace {

const DevEui kOld(0x58a0cb0000001c07);
const DevEui kNew(0x58a0cb0000002a51);

} // namespace

class tst_ParkctlDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showTellsStateAndSpace();
    void bindReplaceRetire();
    void whatSomebodyBindsMeanwhileStays();
    void gatewaysTellWhoIsAlone();
    void wrongWordsChangeNothing_data();
    void wrongWordsChangeNothing();

private:
    QJsonObject shown(DevEui eui) const;

    std::unique_ptr<test::Parkctl> m_parkctl;
};

/// G-001 with a sensor, G-002 without, and a newcomer.
void tst_ParkctlDevices::init()
{
    m_parkctl = std::make_unique<test::Parkctl>();
    const Finished made = m_parkctl->onSite("migrate");
    VERIFY_SAID(made.exitCode == 0, made);
    const auto database = m_parkctl->database();
    QVERIFY(database);
    const UtcTime now = systemNow();
    domain::Space space;
    space.siteId = store::SiteStore(*database).first().valueOr({}).id;
    for (const QString &code : {u"G-001"_s, u"G-002"_s}) {
        space.id = domain::SpaceId::create();
        space.code = code;
        space.name = code;
        space.sensorEui = code == u"G-001" ? std::optional(kOld) : std::nullopt;
        VERIFY_OK(store::SpaceStore(*database).create(space, now));
    }
    for (const DevEui eui : {kOld, kNew}) {
        domain::DeviceHeard heard{.devEui = eui, .resolvedType = u"browan_tabs"_s};
        heard.lastHeard = now - 1min;
        heard.firstHeard = now - 1min;
        heard.batteryVolt = 3.6;
        heard.uplinks = 1;
        VERIFY_OK(store::DeviceStore(*database).touch({heard}, now));
        domain::Reading reading;
        reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
        reading.devEui = eui;
        reading.time = now - 1min;
        reading.receivedAt = reading.time;
        domain::GatewayReception gateway;
        gateway.gatewayId = u"0016c001f1530001"_s;
        gateway.rssiDbm = -87;
        reading.gateways = {gateway};
        VERIFY_OK(store::ReadingStore(*database).insert({reading}));
    }
}

QJsonObject tst_ParkctlDevices::shown(DevEui eui) const
{
    const Finished done =
        m_parkctl->onSite(QStringList{u"devices"_s, u"show"_s, u"--json"_s, eui.toString()});
    return done.exitCode == 0 ? test::oneLine(done.out) : QJsonObject();
}

void tst_ParkctlDevices::showTellsStateAndSpace()
{
    const QJsonObject old = shown(kOld);
    QCOMPARE(old.value(u"state").toString(), u"active"_s);
    QCOMPARE(old.value(u"space").toString(), u"G-001"_s);
    QCOMPARE(old.value(u"battery").toString(), u"good"_s);
    QCOMPARE(old.value(u"trend").toObject().value(u"verdict").toString(), u"too_few"_s);
    QVERIFY(old.value(u"trend").toObject().value(u"end").isNull()); // nothing is claimed
    QCOMPARE(shown(kNew).value(u"state").toString(), u"new"_s);
    const Finished none = m_parkctl->onSite("devices show 0000000000000001");
    VERIFY_SAID(none.exitCode == 1, none);
    const Finished list = m_parkctl->onSite("devices list --json");
    VERIFY_SAID(list.exitCode == 0, list);
    QCOMPARE(test::oneLine(list.out).value(u"total").toInt(), 2);
}

void tst_ParkctlDevices::bindReplaceRetire()
{
    Finished done = m_parkctl->onSite("devices bind 58a0cb0000002a51 --space G-002 --json");
    VERIFY_SAID(done.exitCode == 0, done);
    QCOMPARE(shown(kNew).value(u"space").toString(), u"G-002"_s);
    done = m_parkctl->onSite("devices replace 58a0cb0000001c07 --by 58:a0:cb:00:00:00:2a:51");
    VERIFY_SAID(done.exitCode == 0, done);
    QCOMPARE(shown(kNew).value(u"space").toString(), u"G-001"_s);
    QCOMPARE(shown(kOld).value(u"state").toString(), u"retired"_s);
    done = m_parkctl->onSite("devices restore 58a0cb0000001c07");
    VERIFY_SAID(done.exitCode == 0, done);
    QCOMPARE(shown(kOld).value(u"state").toString(), u"new"_s);
    done = m_parkctl->onSite("devices retire 58a0cb0000002a51");
    VERIFY_SAID(done.exitCode == 0, done);
    QVERIFY(shown(kNew).value(u"space").isNull());
    QCOMPARE(shown(kNew).value(u"state").toString(), u"retired"_s);
}

/// A lamp comes to the space while its sensor waits to be bound. Only PostgreSQL tells that it
/// does.
void tst_ParkctlDevices::whatSomebodyBindsMeanwhileStays()
{
    test::TestDatabases databases;
    const auto url = databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url});
    const auto other = store::Database::open({.url = *url});
    VERIFY_OK(database);
    VERIFY_OK(other);
    domain::Space space;
    space.siteId = store::SiteStore(**database).first().valueOr({}).id;
    space.id = domain::SpaceId::create();
    space.code = space.name = u"G-001"_s;
    store::SpaceStore spaces(**database);
    VERIFY_OK(spaces.create(space, systemNow()));
    auto transaction = store::Transaction::begin(**database);
    VERIFY_OK(transaction);
    VERIFY_OK(store::SiteStore(**database).firstLocked());
    space.displayEui = kNew;
    VERIFY_OK(spaces.update(space, systemNow()));
    QProcess process;
    m_parkctl->prepare(process,
                       {u"devices"_s, u"bind"_s, kOld.toString(), u"--space"_s, u"G-001"_s,
                        u"--database"_s, *url});
    process.start();
    const auto waits = [&other] {
        return (*other)
            ->count(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                    "AND datname = current_database()"_s)
            .valueOr(0);
    };
    QTRY_VERIFY_WITH_TIMEOUT(waits() > 0, 60'000);
    VERIFY_OK(transaction->commit());
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 0);
    const auto bound = spaces.find(space.id);
    VERIFY_OK(bound);
    QCOMPARE(bound->sensorEui, std::optional(kOld));
    QCOMPARE(bound->displayEui, std::optional(kNew));
}

void tst_ParkctlDevices::gatewaysTellWhoIsAlone()
{
    const Finished done = m_parkctl->onSite("gateways list --json");
    VERIFY_SAID(done.exitCode == 0, done);
    const QJsonArray gateways = test::oneLine(done.out).value(u"gateways").toArray();
    QCOMPARE(gateways.size(), 1);
    QCOMPARE(gateways[0].toObject().value(u"devices").toInt(), 2);
    QCOMPARE(gateways[0].toObject().value(u"alone").toArray().size(), 2);
}

void tst_ParkctlDevices::wrongWordsChangeNothing_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no space named") << QByteArray("devices bind 58a0cb0000002a51") << 2;
    QTest::newRow("no DevEUI") << QByteArray("devices retire sensor") << 2;
    QTest::newRow("unknown space")
        << QByteArray("devices bind 58a0cb0000002a51 --space nowhere") << 1;
    QTest::newRow("of no space") << QByteArray(
        "devices replace 58a0cb0000002a51 --by 58a0cb0000001c07")
                                 << 1;
    QTest::newRow("unknown device") << QByteArray("devices restore 0000000000000001") << 1;
}

void tst_ParkctlDevices::wrongWordsChangeNothing()
{
    QFETCH(QByteArray, words);
    QFETCH(int, exitCode);
    const Finished done = m_parkctl->onSite(words.constData());
    VERIFY_SAID(done.exitCode == exitCode, done);
    QCOMPARE(shown(kOld).value(u"space").toString(), u"G-001"_s);
    QCOMPARE(shown(kNew).value(u"state").toString(), u"new"_s);
}

PARKING_TEST(tst_ParkctlDevices)
#include "tst_parkctldevices.moc"
