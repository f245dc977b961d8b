// From a clean folder to a live map of one's own broker, through the window alone, by keys and
// mouse; what is cut off, wrong, or changed later.

#include "app/firstspaces.h"
#include "app/program.h"
#include "base/literals.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "setup/draftline.h"
#include "setup/setuplabels.h"
#include "setup/verdictbox.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testprocess.h"
#include "verify.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using checks::Finding;
using checks::Subject;
using State = StepRow::State;
using store::Dialect;

namespace {

constexpr int kPatience = 90'000; // ms: for slow machines only
const QStringList kSensors{u"e8e1e10001060010"_s, u"e8e1e10001060011"_s, u"e8e1e10001060012"_s};

/// Sensors that send twice a second, for as long as it lives.
class Sensors {
public:
    Sensors(const test::Mosquitto &broker, const QString &user, const QString &password)
    {
        for (const QString &eui : kSensors) {
            auto process = std::make_unique<QProcess>();
            test::tie(*process);
            process->start(test::findProgram(u"mosquitto_pub"_s),
                           {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(broker.url().port()),
                            u"-u"_s, user, u"-P"_s, password, u"-q"_s, u"1"_s, u"-l"_s, u"-t"_s,
                            QString::fromUtf8(test::uplinkTopic(eui))});
            m_processes.push_back(std::move(process));
        }
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            for (size_t i = 0; i < m_processes.size(); ++i)
                m_processes[i]->write(test::goodUplink(kSensors[qsizetype(i)], i != 1, systemNow())
                                      + '\n');
        });
        m_timer.start(500ms);
    }
    ~Sensors()
    {
        for (const auto &process : m_processes) {
            process->closeWriteChannel();
            process->waitForFinished();
        }
    }

private:
    std::vector<std::unique_ptr<QProcess>> m_processes;
    QTimer m_timer;
};

} // namespace

class TestFirstRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void fromACleanFolderToALiveMap_data() { test::TestDatabases::addRows(); }
    void fromACleanFolderToALiveMap();
    void theDemoNeedsNothing();
    void theKeyboardIsEnough();
    void aWrongStepStaysOpen();
    void whatPassedStaysWhenItIsCutOff();
    void aWrongSettingIsMended();
    void whatCannotBeMendedIsRefused();
    void whenItOpens_data();
    void whenItOpens();
    void serversHereAreFound();
    void saveAndConnect();
    void firstSpacesHaveShortNames();

private:
    void start();
    void click(QWidget &widget)
    {
        ++m_clicks;
        QTest::mouseClick(&widget, Qt::LeftButton);
    }
    void type(ConnectionCard &card, DraftField field, const QString &text);
    FirstRunPage &page() { return m_program->firstRun()->page(); }
    void writeIni(const QByteArray &text);
    QString read(const QString &name) const;

    Theme m_theme{*qApp};
    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_before;
    CommandLine m_line;
    std::unique_ptr<Program> m_program;
    int m_clicks = 0;
    int m_keys = 0;
};

void TestFirstRun::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_before = QDir::currentPath();
}

/// A computer on which nothing was set up.
void TestFirstRun::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_folder->filePath(u"config"_s).toUtf8());
    qputenv("XDG_DATA_HOME", m_folder->filePath(u"data"_s).toUtf8());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder->filePath(u"config"_s));
    QVERIFY(QDir::setCurrent(m_folder->path()));
    m_line = {};
    m_clicks = 0;
    m_keys = 0;
}

void TestFirstRun::cleanup()
{
    m_program.reset();
    QDir::setCurrent(m_before);
}

void TestFirstRun::start()
{
    m_program.reset();
    m_line.wrong.reset();
    if (const auto loaded = settings::load(m_line.words))
        m_line.settings = loaded->settings;
    else
        m_line.wrong = loaded.error();
    m_program = std::make_unique<Program>(m_line, m_theme);
    VERIFY_OK(m_program->begin());
    if (m_program->firstRun()) {
        page().setBrokerLimits({.patience = 20s, .listen = 20s, .more = 1500ms});
        QVERIFY(QTest::qWaitForWindowActive(m_program->firstRun()));
    }
}

void TestFirstRun::type(ConnectionCard &card, DraftField field, const QString &text)
{
    QLineEdit &edit = card.field(field).edit();
    if (!edit.hasFocus())
        click(edit);
    QTest::keySequence(&edit, QKeySequence::SelectAll);
    QTest::keyClick(&edit, Qt::Key_Delete);
    QTest::keyClicks(&edit, text);
    m_keys += int(text.size()) + 2;
}

void TestFirstRun::writeIni(const QByteArray &text)
{
    const QString ini = settings::ownFiles().ini;
    QVERIFY(QDir().mkpath(QFileInfo(ini).path()));
    QFile file(ini);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QString TestFirstRun::read(const QString &name) const
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TestFirstRun::fromACleanFolderToALiveMap()
{
    QFETCH(const Dialect, dialect);
    const bool isServer = dialect == Dialect::Postgres;
    test::Mosquitto broker({.user = u"ann"_s, .password = u"p@ss w"_s});
    VERIFY_OK(broker.start());
    Result<QString> url = QString();
    if (isServer)
        url = m_databases.emptyUrl(dialect);
    VERIFY_OK(url);
    start();
    QVERIFY(m_program->firstRun() && !m_program->window());
    QElapsedTimer time;
    time.start();
    click(page().way(isServer ? SetupWay::Server : SetupWay::ThisComputer));
    if (isServer) {
        ConnectionCard &database = page().card(Subject::Database);
        type(database, DraftField::Address, *url);
        click(page().next());
        QTRY_VERIFY_WITH_TIMEOUT(database.box().action().isVisible(), kPatience);
        QVERIFY(database.box().text().contains(u"has no tables of Smart Parking yet"_s));
        click(database.box().action());
        QTRY_COMPARE_WITH_TIMEOUT(page().row(Subject::Database).state(), State::Passed, kPatience);
        QVERIFY(page().row(Subject::Database).text().contains(u"The tables are up to date."_s));
    }
    const Sensors sensors(broker, u"ann"_s, u"p@ss w"_s);
    ConnectionCard &card = page().card(Subject::Broker);
    type(card, DraftField::Address, u"127.0.0.1:%1"_s.arg(broker.url().port()));
    type(card, DraftField::User, u"ann"_s);
    type(card, DraftField::Secret, u"p@ss w"_s);
    click(page().next());
    QTRY_COMPARE_WITH_TIMEOUT(page().row(Subject::Broker).state(), State::Passed, kPatience);
    QVERIFY2(page().row(Subject::Broker).text().contains(u"of 3 devices"_s),
             qPrintable(page().row(Subject::Broker).text()));
    click(page().skip());
    QCOMPARE(page().spaces().choice(), FirstSpaces::Heard);
    click(page().next());
    QTRY_VERIFY_WITH_TIMEOUT(m_program->window() && !m_program->firstRun(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_program->window()->model().count(), 3, kPatience);
    const SiteModel &model = m_program->window()->model();
    QTRY_VERIFY_WITH_TIMEOUT(model.status(0).state == domain::SpaceState::Occupied
                                 && model.status(1).state == domain::SpaceState::Free
                                 && model.status(2).state == domain::SpaceState::Occupied,
                             kPatience);
    QCOMPARE(model.space(0).code, u"0010"_s);
    qInfo("%s: %d clicks, %d keys, %.1f s (of which %.1f s the broker's test listens)",
          isServer ? "our server" : "this computer", m_clicks, m_keys, time.elapsed() / 1000.0,
          1.5);
    // What was written: no secret in the INI file, no draft left.
    const settings::OwnFiles own = settings::ownFiles();
    QVERIFY(read(own.ini).contains(u"MQTT_URL=mqtt://127.0.0.1:"_s));
    QVERIFY(!read(own.ini).contains(u"p@ss"_s));
    QVERIFY(read(own.secrets).contains(u"MQTT_PASSWORD=p@ss w"_s));
    QCOMPARE(QFile::permissions(own.secrets)
                 & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteOther),
             QFileDevice::Permissions());
    QVERIFY(!QFile::exists(draftFiles(own).ini) && !QFile::exists(draftFiles(own).secrets));
    // The next start goes on with it.
    m_program.reset();
    start();
    QVERIFY(m_program->window() && !m_program->firstRun());
    QTRY_COMPARE_WITH_TIMEOUT(m_program->window()->model().count(), 3, kPatience);
}

void TestFirstRun::theDemoNeedsNothing()
{
    start();
    click(page().way(SetupWay::Demo));
    QCOMPARE(page().next().text(), u"Start the demo"_s);
    click(page().next());
    QTRY_VERIFY_WITH_TIMEOUT(m_program->window() && !m_program->firstRun(), kPatience);
    // A site that is being made is not said to be an empty one.
    QStringList said;
    const auto isThere = [&] {
        for (const QLabel *label : m_program->window()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"No spaces"_s))
                said.append(label->text());
        }
        return m_program->window()->model().count() > 400;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isThere(), kPatience);
    QCOMPARE(said, QStringList());
    QVERIFY(!QFile::exists(settings::ownFiles().ini));
    QVERIFY(!QDir(settings::defaultDataDir()).exists());
}

/// Nothing is chosen at first, "This computer" has the focus; space chooses, Enter goes on.
void TestFirstRun::theKeyboardIsEnough()
{
    start();
    QWidget *window = m_program->firstRun();
    QVERIFY(page().way(SetupWay::ThisComputer).hasFocus());
    QVERIFY(!page().way(SetupWay::ThisComputer).isChecked() && !page().next().isVisible());
    QTest::keyClick(window->focusWidget(), Qt::Key_Space);
    QCOMPARE(page().row(Subject::Broker).state(), State::Open);
    QVERIFY(!page().row(Subject::Database).isVisible());
    QVERIFY(page().card(Subject::Broker).field(DraftField::Address).edit().hasFocus());
    type(page().card(Subject::Broker), DraftField::Address,
         u"127.0.0.1:%1"_s.arg(test::freePort()));
    QTest::keyClick(window->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(page().card(Subject::Broker).verdict(), kPatience);
    QVERIFY(page().card(Subject::Broker).box().hasFocus());
    QCOMPARE(page().row(Subject::Broker).state(), State::Open);
    click(page().back());
    QVERIFY(!page().next().isVisible() && page().way(SetupWay::ThisComputer).hasFocus());
}

void TestFirstRun::aWrongStepStaysOpen()
{
    VERIFY_OK(m_databases.server().start());
    start();
    click(page().way(SetupWay::Server));
    ConnectionCard &database = page().card(Subject::Database);
    type(database, DraftField::Address, u"127.0.0.1:%1/nowhere"_s.arg(m_databases.server().port()));
    type(database, DraftField::User, u"parking"_s);
    click(page().next());
    QTRY_VERIFY_WITH_TIMEOUT(database.verdict(), kPatience);
    QCOMPARE(page().row(Subject::Database).state(), State::Open);
    QVERIFY(database.box().text().contains(u"CREATE DATABASE \"nowhere\" OWNER \"parking\";"_s));
    QVERIFY(database.box().hasFocus());
    QCOMPARE(page().row(Subject::Broker).state(), State::Ahead);
    QVERIFY(!QFile::exists(draftFiles(settings::ownFiles()).ini));
}

void TestFirstRun::whatPassedStaysWhenItIsCutOff()
{
    test::Mosquitto broker({.user = u"ann"_s, .password = u"right"_s});
    VERIFY_OK(broker.start());
    start();
    page().setBrokerLimits({.patience = 20s, .listen = 300ms, .more = 100ms});
    click(page().way(SetupWay::ThisComputer));
    type(page().card(Subject::Broker), DraftField::Address,
         u"ann:right@127.0.0.1:%1"_s.arg(broker.url().port()));
    click(page().next());
    QTRY_COMPARE_WITH_TIMEOUT(page().row(Subject::Broker).state(), State::Passed, kPatience);
    QVERIFY(page().row(Subject::Broker).text().startsWith(u"Connected, no uplink in"_s));
    const settings::OwnFiles draft = draftFiles(settings::ownFiles());
    QVERIFY(read(draft.ini).contains(u"SETUP_PASSED=broker"_s));
    QVERIFY(!read(draft.ini).contains(u"right"_s) && read(draft.secrets).contains(u"right"_s));
    m_program.reset(); // cut off
    start();
    QVERIFY(m_program->firstRun());
    QVERIFY(page().way(SetupWay::ThisComputer).isChecked());
    QCOMPARE(page().row(Subject::Broker).state(), State::Kept);
    QVERIFY(page().row(Subject::Broker).text().contains(u"not tested now"_s));
    QCOMPARE(page().row(Subject::ChirpStack).state(), State::Open);
    click(page().skip());
    click(page().next());
    QTRY_VERIFY_WITH_TIMEOUT(m_program->window(), kPatience);
    QVERIFY(read(settings::ownFiles().secrets).contains(u"MQTT_PASSWORD=right"_s));
    QVERIFY(!QFile::exists(draft.ini));
}

void TestFirstRun::aWrongSettingIsMended()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    writeIni("; mine\nMQTT_URL=http://nonsense\nLOG_LEVEL=WARNING\n");
    start();
    QVERIFY(m_program->firstRun());
    QCOMPARE(page().row(Subject::Broker).state(), State::Open);
    DraftLine &line = page().card(Subject::Broker).field(DraftField::Address);
    QVERIFY(line.isWrong() && line.edit().hasFocus());
    QCOMPARE(line.edit().text(), u"http://nonsense"_s);
    page().setBrokerLimits({.patience = 20s, .listen = 300ms, .more = 100ms});
    type(page().card(Subject::Broker), DraftField::Address, broker.url().toString());
    click(page().next());
    QTRY_COMPARE_WITH_TIMEOUT(page().row(Subject::Broker).state(), State::Passed, kPatience);
    click(page().next());
    QTRY_VERIFY_WITH_TIMEOUT(m_program->window(), kPatience);
    QCOMPARE(read(settings::ownFiles().ini),
             u"; mine\nMQTT_URL=%1\nLOG_LEVEL=WARNING\n"_s.arg(broker.url().toString()));
}

/// Where the window does not write, it mends nothing.
void TestFirstRun::whatCannotBeMendedIsRefused()
{
    QFile env(u".env"_s);
    QVERIFY(env.open(QIODevice::WriteOnly));
    env.write("MQTT_URL=http://nonsense\n");
    env.close();
    const auto loaded = settings::load(m_line.words);
    VERIFY_ERROR(loaded, "CONFIGURATION");
    m_line.wrong = loaded.error();
    Program program(m_line, m_theme);
    VERIFY_ERROR(program.begin(), "CONFIGURATION");
    QVERIFY(!program.firstRun() && !program.window());
}

void TestFirstRun::whenItOpens_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("hasDraft");
    QTest::addColumn<bool>("hasData");
    QTest::addColumn<bool>("opens");
    QTest::newRow("a plain first start") << u""_s << false << false << true;
    QTest::newRow("there is data") << u""_s << false << true << false;
    QTest::newRow("a database is set") << u"DATABASE_URL"_s << false << false << false;
    QTest::newRow("a folder is set") << u"DATA_DIR"_s << false << false << false;
    QTest::newRow("a broker alone is set") << u"MQTT_URL"_s << false << false << true;
    QTest::newRow("an unfinished one") << u"DATABASE_URL"_s << true << true << true;
}

void TestFirstRun::whenItOpens()
{
    QFETCH(const QString, key);
    QFETCH(const bool, hasDraft);
    QFETCH(const bool, hasData);
    settings::Source given;
    if (!key.isEmpty())
        given.insert(key, {u"sqlite:////srv/x"_s, u"environment"_s});
    QTEST(setupNeed(settings::givenValues({given}), std::nullopt, hasDraft, hasData).isNeeded,
          "opens");
}

void TestFirstRun::serversHereAreFound()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    start();
    m_program->firstRun()->lookAround({{Subject::Broker, server.serverPort()}});
    DraftLine &line = page().card(Subject::Broker).field(DraftField::Address);
    QTRY_COMPARE_WITH_TIMEOUT(line.text(), u"mqtt://localhost:%1"_s.arg(server.serverPort()),
                              kPatience);
    bool isSaid = false;
    for (const QLabel *label : line.findChildren<QLabel *>())
        isSaid = isSaid || label->text() == u"found on this computer";
    QVERIFY(isSaid);
}

/// "Save and connect": the same program, another broker, no restart.
void TestFirstRun::saveAndConnect()
{
    test::Mosquitto first;
    test::Mosquitto second;
    VERIFY_OK(first.start());
    VERIFY_OK(second.start());
    writeIni("DATA_DIR=" + m_folder->filePath(u"own"_s).toUtf8()
             + "\nMQTT_URL=" + first.url().toString().toUtf8() + '\n');
    start();
    QVERIFY(m_program->window());
    QTRY_VERIFY_WITH_TIMEOUT(first.log().contains(u"New client connected"_s), kPatience);
    QSignalSpy started(m_program.get(), &Program::started);
    const OperatorWindow *before = m_program->window();
    VERIFY_OK(
        settings::writeSettings(settings::ownFiles(), {{u"MQTT_URL"_s, second.url().toString()}}));
    VERIFY_OK(m_program->reload());
    QCOMPARE(m_program->window(), before); // not under the hands of who asks
    QVERIFY(started.wait(kPatience));
    QVERIFY(m_program->window()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(second.log().contains(u"New client connected"_s), kPatience);
    writeIni("MQTT_URL=http://nonsense\n");
    QVERIFY(!m_program->reload()); // and nothing changed
    QVERIFY(m_program->window()->isVisible());
}

void TestFirstRun::firstSpacesHaveShortNames()
{
    const auto codes = [](const QStringList &euis) {
        QList<domain::DevEui> heard;
        for (const QString &eui : euis)
            heard.append(*domain::DevEui::parse(eui));
        QStringList made;
        for (const domain::Space &space : firstSpaces(heard))
            made.append(space.code);
        return made;
    };
    QCOMPARE(codes({}), QStringList());
    QCOMPARE(codes(kSensors), (QStringList{u"0010"_s, u"0011"_s, u"0012"_s}));
    QCOMPARE(codes({u"00000000000a0001"_s, u"00000000000b0001"_s, u"00000000000b0001"_s}),
             (QStringList{u"A0001"_s, u"B0001"_s}));
}

PARKING_TEST(TestFirstRun)
#include "tst_firstrun.moc"
