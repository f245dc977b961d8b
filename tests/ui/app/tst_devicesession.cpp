// The page "Devices" on a running engine: a sensor's life from the inbox to the bin.

#include "chirpstackstandin.h"
#include "devices/chartcard.h"
#include "devices/chartview.h"
#include "devices/deviceimportdialog.h"
#include "devices/fleettable.h"
#include "devices/replacedialog.h"
#include "devices/tile.h"
#include "sessiontest.h"
#include "store/devicestore.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QComboBox>
#include <QFileDialog>
#include <QTableWidget>
#include <QUuid>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using store::Dialect;

namespace {

const DevEui kOld(0x58a0cb0000001c07);
const DevEui kNew(0x58a0cb0000002a51);

} // namespace

class TestDeviceSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void lifeOfASensor_data() { test::TestDatabases::addRows(); }
    void lifeOfASensor();
    void ignoredOnesLeaveTheInbox();
    void undoTakesBackNobodyElsesWork();
    void aFileIsImportedAsItWasShown_data() { test::TestDatabases::addRows(); }
    void aFileIsImportedAsItWasShown();
    void noQuestionIsAskedOnAnotherPage();
    void replacesNothingThatSomebodyReplaced();
    void chirpStacksListIsImported();
    void withoutChirpStackTheListIsNotClaimed();

private:
    void start(const QString &url, const test::ChirpStackStandIn *chirpStack = nullptr);
    void hear(DevEui device);
    std::optional<DevEui> sensorOf(const QString &code) const;
    DevicesPage &page() const { return m_window->devices(); }
    QPushButton *button(const QString &begin) const { return buttonIn(page(), begin); }
    void openInbox();
    void chooseFile(const QByteArray &csv);
    void importSpaces(const QByteArray &csv);
    DeviceImportDialog *preview() const { return m_window->findChild<DeviceImportDialog *>(); }

    test::TestDatabases m_databases;
    QString m_url;
};

/// A space with a sensor that was heard, one without, and a newcomer.
void TestDeviceSession::start(const QString &url, const test::ChirpStackStandIn *chirpStack)
{
    m_url = url;
    engine::EngineOptions options;
    options.databaseUrl = url;
    if (chirpStack) {
        options.chirpstack.emplace();
        options.chirpstack->rest.base = QUrl(u"http://127.0.0.1:%1"_s.arg(chirpStack->port()));
        options.chirpstack->rest.apiKey = u"test-key"_s;
    }
    runOn(options);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
    const QByteArray csv =
        "code,building,floor,sensor_eui\nG-001,Main,G,58a0cb0000001c07\nG-002,Main,G,\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 2, kPatience);
    hear(kOld);
    hear(kNew);
    m_window->showPage(u"devices"_s);
}

/// As the station stores it.
void TestDeviceSession::hear(DevEui device)
{
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const UtcTime now = systemNow();
    domain::DeviceHeard heard{.devEui = device, .resolvedType = u"browan_tabs"_s};
    heard.lastHeard = now - 1s;
    heard.firstHeard = now - 1s;
    heard.batteryVolt = 3.6;
    heard.rssiDbm = -87;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(**database).touch({heard}, now - 1s));
    domain::Reading reading;
    reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    reading.devEui = device;
    reading.time = now - 1s;
    reading.receivedAt = reading.time;
    reading.batteryVolt = 3.6;
    reading.fPort = 102;
    VERIFY_OK(store::ReadingStore(**database).insert({reading}));
}

std::optional<DevEui> TestDeviceSession::sensorOf(const QString &code) const
{
    for (const domain::Space &space : m_model->spaces()) {
        if (space.code == code)
            return space.sensorEui;
    }
    return std::nullopt;
}

void TestDeviceSession::openInbox()
{
    page().openInbox();
    QTRY_TRUE(page().inbox().chosen() == kNew);
}

void TestDeviceSession::chooseFile(const QByteArray &csv)
{
    const QString path = m_folder->filePath(u"devices.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(csv), csv.size());
    file.close();
    QTest::mouseClick(buttonIn(page().list(), u"Import"_s), Qt::LeftButton);
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    dialog->selectFile(path);
    QMetaObject::invokeMethod(dialog, "accept");
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// By somebody else.
void TestDeviceSession::importSpaces(const QByteArray &csv)
{
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
}

void TestDeviceSession::lifeOfASensor()
{
    QFETCH(Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    // A new device is heard, and somebody says where it hangs.
    openInbox();
    page().inbox().findChild<QComboBox *>()->setEditText(u"G-002"_s);
    QVERIFY(button(u"Bind to G-002"_s));
    button(u"Bind to G-002"_s)->click();
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Sensor 2A51 is bound to G-002"_s, kPatience);
    m_notices->undo();
    QTRY_TRUE(!sensorOf(u"G-002"_s));
    m_notices->redo();
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    page().cancel();
    // Its page: readings and figures came by the second thread.
    page().showDevice(kNew);
    QTRY_TRUE(page().device().device() == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(page().device().tile(0).value(), u"3.60"_s, kPatience);
    QTRY_TRUE(!page().device().cards()[0]->view().content().lines.isEmpty());
    // Its end: the space has no sensor then.
    button(u"Retire"_s)->click();
    QTRY_TRUE(!sensorOf(u"G-002"_s));
    QTRY_TRUE(button(u"Bring back"_s) != nullptr);
    m_notices->undo();
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    QTRY_TRUE(button(u"Retire"_s) != nullptr);
    QCOMPARE(sensorOf(u"G-001"_s), std::optional(kOld)); // nobody touched it
}

void TestDeviceSession::ignoredOnesLeaveTheInbox()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    openInbox();
    button(u"Ignore"_s)->click();
    QTRY_TRUE(!page().inbox().chosen());
    m_notices->undo();
    QTRY_TRUE(page().inbox().chosen() == kNew);
}

/// Somebody else put the sensor elsewhere meanwhile.
void TestDeviceSession::undoTakesBackNobodyElsesWork()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    openInbox();
    page().inbox().findChild<QComboBox *>()->setEditText(u"G-001"_s);
    QTRY_TRUE(button(u"Bind to G-001"_s) != nullptr);
    button(u"Bind to G-001"_s)->click();
    QTRY_TRUE(sensorOf(u"G-001"_s) == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    const QByteArray csv =
        "code,building,floor,sensor_eui\nG-001,Main,G,\nG-002,Main,G,58a0cb0000002a51\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Not taken back: Somebody changed it since."_s, kPatience);
    QCOMPARE(sensorOf(u"G-002"_s), std::optional(kNew));
    QVERIFY(!sensorOf(u"G-001"_s));
}

/// That, or nothing; and it can be taken back.
void TestDeviceSession::aFileIsImportedAsItWasShown()
{
    QFETCH(Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    const QByteArray csv = "dev_eui,name,space\n58a0cb0000002a51,By the ramp,G-002\n";
    const DevEui third(0x58a0cb0000003333);
    chooseFile(csv);
    QTRY_TRUE(preview());
    importSpaces("code,building,floor,sensor_eui\nG-002,Main,G,58a0cb0000003333\n");
    QTRY_TRUE(sensorOf(u"G-002"_s) == third);
    QTest::mouseClick(buttonIn(*preview(), u"Import"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(
        said(), u"Nothing was imported: the devices changed meanwhile. Try again."_s, kPatience);
    QCOMPARE(sensorOf(u"G-002"_s), std::optional(third));
    QCOMPARE(m_notices->undoable(), 0);
    QTRY_TRUE(!preview());
    chooseFile(csv); // now it says in whose place
    QTRY_TRUE(preview());
    QVERIFY(preview()->findChild<QTableWidget *>()->item(0, 2)->text().contains(
        third.toString(), Qt::CaseInsensitive));
    QTest::mouseClick(buttonIn(*preview(), u"Import"_s), Qt::LeftButton);
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 devices imported"_s, kPatience);
    m_notices->undo();
    QTRY_TRUE(sensorOf(u"G-002"_s) == third);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->redoable(), 1, kPatience);
    m_notices->redo();
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
}

/// Who went to another page meanwhile asked for nothing there.
void TestDeviceSession::noQuestionIsAskedOnAnotherPage()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    chooseFile("dev_eui,space\n58a0cb0000002a51,G-002\n");
    m_window->showPage(u"spaces"_s);
    bool isAnswered = false;
    whenAnswered(m_longReads->ask([](store::Database &) { return Result<int>(0); }), this,
                 [&isAnswered](const Result<int> &) { isAnswered = true; });
    QTRY_TRUE(isAnswered); // after the plan
    QVERIFY(!preview());
}

/// The question is open while Ben hangs another sensor there.
void TestDeviceSession::replacesNothingThatSomebodyReplaced()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    page().showDevice(kOld);
    QTRY_TRUE(button(u"Replace"_s) != nullptr);
    button(u"Replace"_s)->click();
    QTRY_TRUE(m_window->findChild<ReplaceDialog *>() != nullptr);
    const DevEui bens(0x58a0cb0000003b62);
    m_engine->ask([bens, space = m_model->space(0).id](engine::Engine &engine) {
        return engine.spaces().changeDevices({{{space, {bens, {}}}}, {}}, {}, u"Ben"_s);
    });
    QTRY_TRUE(sensorOf(u"G-001"_s) == bens);
    m_window->findChild<ReplaceDialog *>()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(
        said(), u"Ben changed G-001 meanwhile, and nothing was done. Look, and do it again."_s,
        kPatience);
    QCOMPARE(sensorOf(u"G-001"_s), std::optional(bens));
    QCOMPARE(m_notices->undoable(), 0);
}

/// What would change is shown first; a sensor with the name of a space is bound to it.
void TestDeviceSession::chirpStacksListIsImported()
{
    test::ChirpStackStandIn chirpStack;
    VERIFY_OK(chirpStack.start());
    chirpStack.setDevices({kOld, kNew});
    chirpStack.setApplications({{{kOld.toString(), u"G-001"_s, u"tabs"_s},
                                 {kNew.toString(), u"g-002"_s, u"tabs"_s},
                                 {u"58a0cb0000003333"_s, u"in a box"_s, u"tabs"_s},
                                 {u"70b3d57ed0001234"_s, u"a meter"_s, u"water"_s}}});
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url, &chirpStack);
    openInbox();
    const auto ask = [&] {
        QTest::mouseClick(button(u"Names from ChirpStack"_s), Qt::LeftButton);
        QTRY_TRUE(preview());
    };
    ask();
    QCOMPARE(preview()->windowTitle(), u"Bind 1 devices to the spaces that have their names?"_s);
    QCOMPARE(preview()->findChild<QTableWidget *>()->rowCount(), 1);
    QTest::keyClick(preview(), Qt::Key_Escape); // nothing is written then
    QTRY_TRUE(!preview());
    QVERIFY(!sensorOf(u"G-002"_s));
    ask();
    QTest::mouseClick(buttonIn(*preview(), u"Bind"_s), Qt::LeftButton);
    QTRY_TRUE(sensorOf(u"G-002"_s) == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 devices bound by their names"_s, kPatience);
    QTRY_TRUE(!preview());
    ask(); // the same again
    QCOMPARE(preview()->windowTitle(), u"No device has the name of a free space"_s);
    QCOMPARE(chirpStack.violations(), QStringList());
}

void TestDeviceSession::withoutChirpStackTheListIsNotClaimed()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    openInbox();
    QTest::mouseClick(button(u"Names from ChirpStack"_s), Qt::LeftButton);
    QTRY_TRUE(said().startsWith(u"No ChirpStack is set up here."));
    QVERIFY(!m_window->findChild<DeviceImportDialog *>());
    QVERIFY(button(u"Names from ChirpStack"_s)->isEnabled());
}

PARKING_TEST(TestDeviceSession)
#include "tst_devicesession.moc"
