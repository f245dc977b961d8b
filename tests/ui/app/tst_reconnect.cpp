// "Save and connect" and closing, by mouse and keys on the whole program: what would be lost is
// asked about, the new window tells what became of it and takes it back, and a database that
// answers nobody makes nothing vanish.

#include "app/program.h"
#include "base/literals.h"
#include "engine/enginethread.h"
#include "mosquitto.h"
#include "setup/draftline.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testprocess.h"
#include "verify.h"
#include "widgets/toast.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 90'000; // ms: for slow machines only

} // namespace

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

class TestReconnect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theNewWindowTellsAndTakesBack();
    void whatIsTypedElsewhereIsAskedAbout();
    void closingAsksTheSame();
    void aFrozenDatabaseIsWaitedForInSight();

private:
    void start(const QByteArray &ini);
    QString ini() const;
    OperatorWindow &window() { return *m_program->window(); }
    QMessageBox *question() { return window().findChild<QMessageBox *>(); }
    void press(QWidget &in, const QString &text);
    void changeBroker(const test::Mosquitto &broker);
    void typeABooking();
    QString words(); ///< of the broker's card, and of a question

    Theme m_theme{*qApp};
    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_before;
    CommandLine m_line;
    std::unique_ptr<Program> m_program;
};

void TestReconnect::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
    m_before = QDir::currentPath();
    for (const QString &key : settings::keyNames())
        qunsetenv(qPrintable(key));
}

void TestReconnect::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_folder->filePath(u"config"_s).toUtf8());
    qputenv("XDG_DATA_HOME", m_folder->filePath(u"data"_s).toUtf8());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder->filePath(u"config"_s));
    QVERIFY(QDir::setCurrent(m_folder->path()));
    m_line = {};
}

void TestReconnect::cleanup()
{
    m_program.reset();
    QDir::setCurrent(m_before);
}

void TestReconnect::start(const QByteArray &text)
{
    const QString path = settings::ownFiles().ini;
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("DATA_DIR=" + m_folder->filePath(u"own"_s).toUtf8() + '\n' + text);
    file.close();
    const auto loaded = settings::load(m_line.words);
    VERIFY_OK(loaded);
    m_line.settings = loaded->settings;
    m_line.table = loaded->table;
    m_program = std::make_unique<Program>(m_line, m_theme);
    QSignalSpy started(m_program.get(), &Program::started);
    VERIFY_OK(m_program->begin());
    QVERIFY(m_program->window());
    QVERIFY(QTest::qWaitForWindowActive(m_program->window()));
}

QString TestReconnect::ini() const
{
    QFile file(settings::ownFiles().ini);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TestReconnect::press(QWidget &in, const QString &text)
{
    const auto find = [&]() -> QPushButton * {
        for (QPushButton *button : in.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().remove(u'&') == text)
                return button;
        }
        return nullptr;
    };
    QTRY_TRUE(find());
    QTest::mouseClick(find(), Qt::LeftButton);
}

void TestReconnect::changeBroker(const test::Mosquitto &broker)
{
    window().showPage(u"settings"_s);
    SettingCard *card = window().settings().card(SettingGroup::Broker);
    QTRY_TRUE(card->connection()->isEnabled());
    card->connection()->setBrokerLimits({.listen = 100ms, .more = 100ms});
    window().settings().showGroup(SettingGroup::Broker);
    QLineEdit &edit = card->connection()->field(DraftField::Address).edit();
    edit.setFocus();
    edit.selectAll();
    QTest::keyClicks(&edit, broker.url().toString());
    press(*card, u"Save and connect"_s);
}

void TestReconnect::typeABooking()
{
    window().showPage(u"bookings"_s);
    QTest::keyClick(&window(), Qt::Key_N, Qt::ControlModifier);
    BookingForm &form = window().bookings().form();
    QTRY_TRUE(form.isVisible());
    QTest::keyClicks(form.findChild<QLineEdit *>(), u"ann@example.org"_s);
}

QString TestReconnect::words()
{
    QStringList words;
    const SettingCard *card = window().settings().card(SettingGroup::Broker);
    QList<QLabel *> labels = card->findChildren<QLabel *>();
    if (question())
        labels += question()->findChildren<QLabel *>();
    for (const QLabel *label : std::as_const(labels)) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'|');
}

void TestReconnect::theNewWindowTellsAndTakesBack()
{
    test::Mosquitto first;
    test::Mosquitto second;
    VERIFY_OK(first.start());
    VERIFY_OK(second.start());
    start("MQTT_URL=" + first.url().toString().toUtf8() + '\n');
    QTRY_TRUE(first.log().contains(u"New client connected"_s));
    QSignalSpy started(m_program.get(), &Program::started);
    const OperatorWindow *before = m_program->window();
    changeBroker(second);
    QTRY_VERIFY2_WITH_TIMEOUT(started.size() == 1, qPrintable(words()), 30'000);
    QVERIFY(m_program->window() != before && window().isVisible());
    QCOMPARE(window().shown().id, u"settings"_s);
    Toast *toast = window().findChild<Toast *>();
    QTRY_TRUE(toast->isVisible());
    QCOMPARE(toast->text(), u"Broker is saved. Connected."_s);
    QVERIFY(ini().contains(second.url().toString()));
    press(*toast, u"Undo"_s);
    QTRY_TRUE(started.size() == 2);
    QVERIFY(ini().contains(first.url().toString()));
    toast = window().findChild<Toast *>();
    QTRY_TRUE(toast->isVisible());
    QCOMPARE(toast->text(), u"Taken back: Broker is saved. Connected."_s);
}

void TestReconnect::whatIsTypedElsewhereIsAskedAbout()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    start({});
    typeABooking();
    QSignalSpy started(m_program.get(), &Program::started);
    changeBroker(broker);
    QTRY_TRUE(question());
    QVERIFY2(question()->informativeText().contains(u"Bookings: the booking that is being typed"_s),
             qPrintable(question()->informativeText()));
    QVERIFY(!question()->informativeText().contains(u"Settings"_s)); // these are being saved
    press(*question(), u"Stay here"_s);
    QTRY_TRUE(!question());
    QVERIFY(!ini().contains(u"MQTT_URL"_s));
    SettingCard *card = window().settings().card(SettingGroup::Broker);
    QVERIFY(card->hasDraft());
    QVERIFY(window().bookings().form().isVisibleTo(&window().bookings()));
    press(*card, u"Save and connect"_s);
    QTRY_TRUE(question());
    QCOMPARE(started.size(), 0);
    press(*question(), u"Save and connect"_s);
    QTRY_TRUE(started.size() == 1);
    QVERIFY(ini().contains(broker.url().toString()));
}

void TestReconnect::closingAsksTheSame()
{
    start({});
    typeABooking();
    QVERIFY(!window().close());
    QTRY_TRUE(question());
    QVERIFY(question()->informativeText().contains(u"Bookings: the booking that is being typed"_s));
    QTest::keyClick(question(), Qt::Key_Escape);
    QTRY_TRUE(!question());
    QVERIFY(window().isVisible());
    QVERIFY(!window().close());
    QTRY_TRUE(question());
    press(*question(), u"Close"_s);
    QTRY_TRUE(!window().isVisible());
}

/// A server that is frozen keeps the connection, and the engine's thread with it.
void TestReconnect::aFrozenDatabaseIsWaitedForInSight()
{
    if (!test::kCanFreeze)
        QSKIP("this system cannot freeze a process");
    const Result<QString> url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    start("DATABASE_URL=" + url->toUtf8() + '\n');
    QTRY_TRUE(!window().model().site().id.isNull());
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto backend = (*database)->count(
        u"SELECT max(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"_s);
    VERIFY_OK(backend);
    QVERIFY(test::freeze(*backend));
    auto wake = qScopeGuard([pid = *backend] { test::thaw(pid); });
    QSignalSpy started(m_program.get(), &Program::started);
    OperatorWindow *before = m_program->window();
    VERIFY_OK(m_program->reload());
    const auto isTold = [before] {
        for (const QLabel *label : before->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"has not ended for"_s))
                return true;
        }
        return false;
    };
    QTRY_TRUE(isTold());
    QVERIFY(before->isVisible() && started.isEmpty());
    QCOMPARE(m_program->window(), before);
    wake.dismiss();
    QVERIFY(test::thaw(*backend));
    QTRY_TRUE(started.size() == 1);
    QVERIFY(m_program->window() != before && window().isVisible());
    QTRY_TRUE(!window().model().site().id.isNull());
}

PARKING_TEST(TestReconnect)
#include "tst_reconnect.moc"
