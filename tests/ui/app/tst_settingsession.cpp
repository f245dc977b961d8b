// The page "Settings" on a running engine and on real settings files: what is typed reaches the
// database and the files, and is said only then; what the login may not do is not offered.

#include "base/passwordhash.h"
#include "mosquitto.h"
#include "read/acts.h"
#include "read/rights.h"
#include "sessiontest.h"
#include "settings/ownsettings.h"
#include "setup/draftline.h"
#include "store/sitestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testpaths.h"
#include "testprocess.h"
#include "verify.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using store::Dialect;

namespace {

const QString kGrace = u"bookings/graceMinutes"_s;

QString as(const QString &user, QString url)
{
    return url.replace(u"parking@"_s, user + u"@"_s);
}

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestSettingSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void theSiteIsChangedAndTakenBack_data() { test::TestDatabases::addRows(); }
    void theSiteIsChangedAndTakenBack();
    void whatSomebodyElseChangedIsNotOverwritten();
    void settingsGoToTheirFiles();
    void whatOthersMeetIsInTheHistory();
    void aConnectionIsTestedAndSaved();
    void aSavedConnectionIsTakenAtOnce();
    void aBrokenFileIsSaid();
    void theDatabaseGoesAway();
    void loginsMayWhatTheirRoleMay_data();
    void loginsMayWhatTheirRoleMay();

private:
    void start(const QString &url, const Reconnect &reconnect = {});
    void giveRoles(const QString &url);
    void expectSecret(const QString &secret);
    void type(const QString &id, const QString &text);
    QLineEdit *field(const QString &id) const;
    QString note(const QString &id) const;
    void press(QWidget *in, const QString &text);
    SettingsPage &page() const { return m_window->settings(); }
    QJsonValue stored(const QString &url, const domain::SitePath &path) const;

    test::TestDatabases m_databases;
    std::unique_ptr<settings::OwnSettings> m_own;
};

void TestSettingSession::initTestCase()
{
    SessionTest::initTestCase();
    for (const QString &key : settings::keyNames())
        qunsetenv(qPrintable(key));
}

void TestSettingSession::cleanup()
{
    SessionTest::cleanup();
    m_own.reset();
}

void TestSettingSession::start(const QString &url, const Reconnect &reconnect)
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString ini = m_folder->filePath(u"own.ini"_s);
    QFile file(ini);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const settings::CommandLine line{.iniFile = ini};
    const Result<settings::Loaded> loaded = settings::load(line);
    VERIFY_OK(loaded);
    m_own = std::make_unique<settings::OwnSettings>(line, loaded->table);
    engine::EngineOptions options;
    options.databaseUrl = url;
    runOn(options, [&](Doors &doors) {
        doors.settings = m_own.get();
        doors.reconnect = reconnect;
    });
    m_engine->start();
    m_window->showPage(u"settings"_s);
}

/// As an administrator does, by the program for it.
void TestSettingSession::giveRoles(const QString &url)
{
    const auto admin = store::Database::open({.url = url});
    VERIFY_OK(admin);
    const test::Finished done = test::run(test::programPath(u"parkctl"_s),
                                          {u"db-roles"_s, u"--apply"_s, u"--database"_s, url});
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    const auto known = (*admin)->count(u"SELECT count(*) FROM pg_roles WHERE rolname = 'kiosk'"_s);
    VERIFY_OK(known);
    if (*known == 0)
        VERIFY_OK((*admin)->runScript(u"CREATE ROLE st1 LOGIN IN ROLE parking_station;\n\n"
                                      "CREATE ROLE ann LOGIN IN ROLE parking_operator;\n\n"
                                      "CREATE ROLE kiosk LOGIN IN ROLE parking_viewer"_s));
}

QLineEdit *TestSettingSession::field(const QString &id) const
{
    const SettingRow *row = page().row(id);
    return row ? row->findChild<QLineEdit *>() : nullptr;
}

void TestSettingSession::type(const QString &id, const QString &text)
{
    QTRY_TRUE(field(id) && !field(id)->isReadOnly());
    QLineEdit *line = field(id);
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Return);
}

QString TestSettingSession::note(const QString &id) const
{
    QStringList words;
    for (const QLabel *label : page().row(id)->findChildren<QLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'|');
}

void TestSettingSession::press(QWidget *in, const QString &text)
{
    const auto find = [&]() -> QPushButton * {
        for (QPushButton *button : in->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    };
    QTRY_TRUE(find());
    QTest::mouseClick(find(), Qt::LeftButton);
}

QJsonValue TestSettingSession::stored(const QString &url, const domain::SitePath &path) const
{
    const auto database = store::Database::open({.url = url});
    if (!database)
        return {};
    const auto site = store::SiteStore(**database).first();
    return site ? domain::siteValue(*site, path) : QJsonValue();
}

void TestSettingSession::theSiteIsChangedAndTakenBack()
{
    QFETCH(const Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    type(kGrace, u"20"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"No-show after: 20 min, was 15 min"_s, kPatience);
    QCOMPARE(stored(*url, kGrace.split(u'/')), QJsonValue(20)); // said after it was so
    QTRY_TRUE(domain::siteValue(m_model->site(), kGrace.split(u'/')) == QJsonValue(20));
    QVERIFY(note(kGrace).contains(u"changed now"_s));
    press(m_window->findChild<Toast *>(), u"Undo"_s);
    QTRY_TRUE(stored(*url, kGrace.split(u'/')) == QJsonValue(15));
    QTRY_COMPARE_WITH_TIMEOUT(field(kGrace)->text(), u"15"_s, kPatience);
    type(u"timeZone"_s, u"Asia/Kathmandu"_s);
    QTRY_TRUE(stored(*url, {u"timeZone"_s}) == QJsonValue(u"Asia/Kathmandu"_s));
    type(u"lamps/colours/FREE"_s, u"00aa00"_s);
    QTRY_TRUE(stored(*url, {u"lamps"_s, u"colours"_s, u"FREE"_s}) == QJsonValue(u"00AA00"_s));
    press(page().card(SettingGroup::Lamps), u"Back to defaults"_s);
    QTRY_TRUE(stored(*url, {u"lamps"_s, u"colours"_s, u"FREE"_s}) == QJsonValue(u"00FF00"_s));
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Lamp colours are the defaults again"_s, kPatience);
    press(m_window->findChild<Toast *>(), u"Undo"_s);
    QTRY_TRUE(stored(*url, {u"lamps"_s, u"colours"_s, u"FREE"_s}) == QJsonValue(u"00AA00"_s));
    type(u"name"_s, u"O'Neil's \"Kai\""_s);
    QTRY_TRUE(m_model->site().name == u"O'Neil's \"Kai\"");
    QCOMPARE(m_model->site().timeZone, u"Asia/Kathmandu"_s);
}

/// Two desks: the second one changes what the first one has not read again yet.
void TestSettingSession::whatSomebodyElseChangedIsNotOverwritten()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    QTRY_TRUE(field(kGrace) && !field(kGrace)->isReadOnly());
    const auto other = store::Database::open({.url = *url});
    VERIFY_OK(other);
    store::SiteStore sites(**other);
    auto site = sites.first();
    VERIFY_OK(site);
    site->settings.insert(u"bookings"_s, QJsonObject{{u"graceMinutes"_s, 99}});
    VERIFY_OK(sites.update(*site)); // told to nobody, as by a network that is slow
    type(kGrace, u"20"_s);
    QTRY_TRUE(note(kGrace).contains(u"Not saved. Somebody changed it since."_s));
    QCOMPARE(field(kGrace)->text(), u"20"_s);
    QCOMPARE(stored(*url, kGrace.split(u'/')), QJsonValue(99));
}

void TestSettingSession::settingsGoToTheirFiles()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    type(u"INGEST_BATCH_SIZE"_s, u"250"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Messages at once: 250, was 5000"_s, kPatience);
    QVERIFY(textOf(m_own->files().ini).contains("INGEST_BATCH_SIZE=250"));
    QVERIFY(note(u"INGEST_BATCH_SIZE"_s).contains(u"Applies when the program is started again."_s));
    press(m_window->findChild<Toast *>(), u"Undo"_s);
    QTRY_TRUE(!textOf(m_own->files().ini).contains("INGEST_BATCH_SIZE"));
    QCOMPARE(field(u"INGEST_BATCH_SIZE"_s)->text(), u"5000"_s);
    QVERIFY(!note(u"INGEST_BATCH_SIZE"_s).contains(u"started again"_s));

    const QString key = u"KIOSK_PASSWORD_HASH"_s;
    const QString hash = hashPassword(u"end"_s);
    page().showGroup(SettingGroup::Kiosk);
    press(page().row(key), u"Set"_s);
    QTest::keyClicks(field(key), hash);
    QTest::keyClick(field(key), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(field(key)->text(), u"Set, and not shown"_s, kPatience);
    expectSecret(hash);
    press(page().row(key), u"Remove"_s);
    QTRY_TRUE(!textOf(m_own->files().secrets).contains(hash.toUtf8()));
    m_notices->undo(); // until the window closes
    QTRY_TRUE(textOf(m_own->files().secrets).contains(hash.toUtf8()));
}

/// How long the station keeps things, and what screens for the public show: who set it. No secret.
void TestSettingSession::whatOthersMeetIsInTheHistory()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto newest = [&] {
        const QList<domain::Act> acts = read::acts(**database, 1).valueOr({});
        if (acts.isEmpty())
            return QString();
        const domain::Act &act = acts.first();
        const domain::ActDifference one = act.differences.value(0);
        return u"%1 %2 %3: %4 -> %5"_s.arg(act.actor, nameOf(act.subject), act.row, one.before,
                                           one.after);
    };
    type(u"READINGS_KEEP_DAYS"_s, u"400"_s);
    QTRY_COMPARE_WITH_TIMEOUT(newest(), u"Anna site READINGS_KEEP_DAYS:  -> 400"_s, kPatience);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(newest(), u"Anna site READINGS_KEEP_DAYS: 400 -> "_s, kPatience);
    type(u"INGEST_BATCH_SIZE"_s, u"250"_s); // this computer's alone
    type(u"KIOSK_BUILDING"_s, u"North"_s);
    QTRY_COMPARE_WITH_TIMEOUT(newest(), u"Anna site KIOSK_BUILDING:  -> North"_s, kPatience);
    QCOMPARE(read::acts(**database, 10)->size(), 3);
    const QString key = u"KIOSK_PASSWORD_HASH"_s;
    press(page().row(key), u"Set"_s);
    QTest::keyClicks(field(key), hashPassword(u"end"_s));
    QTest::keyClick(field(key), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(newest(), u"Anna site KIOSK_PASSWORD_HASH:  -> "_s, kPatience);
}

/// In its file alone, and nowhere in the window.
void TestSettingSession::expectSecret(const QString &secret)
{
    QVERIFY(textOf(m_own->files().secrets).contains(secret.toUtf8()));
    QVERIFY(!textOf(m_own->files().ini).contains(secret.toUtf8()));
#ifdef Q_OS_UNIX
    QVERIFY(!(QFile::permissions(m_own->files().secrets)
              & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
#endif
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(secret));
    for (const QLineEdit *line : m_window->findChildren<QLineEdit *>())
        QVERIFY(!line->text().contains(secret));
}

/// Another broker, with a password: tested first, then in the files.
void TestSettingSession::aConnectionIsTestedAndSaved()
{
    test::Mosquitto broker({.user = u"ann"_s, .password = u"s3cret'# x"_s});
    VERIFY_OK(broker.start());
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    SettingCard *card = page().card(SettingGroup::Broker);
    ConnectionCard *connection = card->connection();
    connection->setBrokerLimits({.listen = 100ms, .more = 100ms});
    page().showGroup(SettingGroup::Broker);
    const auto fill = [connection](DraftField field, const QString &text) {
        QLineEdit &edit = connection->field(field).edit();
        edit.setFocus();
        edit.selectAll();
        QTest::keyClicks(&edit, text);
    };
    fill(DraftField::Address, broker.url().toString());
    fill(DraftField::User, u"ann"_s);
    fill(DraftField::Secret, u"wrong"_s);
    press(card, u"Save"_s);
    QTRY_TRUE(!connection->isTesting() && connection->verdict());
    QVERIFY(!connection->verdict()->isGood());
    QVERIFY(!textOf(m_own->files().ini).contains("MQTT"));
    QVERIFY(card->hasDraft());
    fill(DraftField::Secret, u"s3cret'# x"_s);
    press(card, u"Save"_s);
    QTRY_TRUE(textOf(m_own->files().ini).contains("MQTT_URL=" + broker.url().toString().toUtf8()));
    QTRY_TRUE(!card->hasDraft());
    expectSecret(u"s3cret"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Broker is saved"_s, kPatience);
    press(m_window->findChild<Toast *>(), u"Undo"_s);
    QTRY_TRUE(!textOf(m_own->files().ini).contains("MQTT_URL"));
    QVERIFY(!textOf(m_own->files().secrets).contains("s3cret"));
}

/// Where the program can, what was saved holds at once, and so does what is taken back.
void TestSettingSession::aSavedConnectionIsTakenAtOnce()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    int reconnects = 0;
    start(*url,
          {[](const QStringList &, const auto &answer) { answer({}); },
           [&reconnects](const SavedSettings &) { ++reconnects; }});
    SettingCard *card = page().card(SettingGroup::ChirpStack);
    page().showGroup(SettingGroup::ChirpStack);
    type(u"INGEST_BATCH_SIZE"_s, u"250"_s);
    QTRY_TRUE(textOf(m_own->files().ini).contains("INGEST_BATCH_SIZE=250"));
    QCOMPARE(reconnects, 0); // that is no connection
    type(u"DOWNLINKS_PER_MINUTE"_s, u"5"_s);
    QCOMPARE(reconnects, 0);
    press(card, u"Save and connect"_s);
    QTRY_COMPARE_WITH_TIMEOUT(reconnects, 1, kPatience);
    QVERIFY(textOf(m_own->files().ini).contains("DOWNLINKS_PER_MINUTE=5"));
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(reconnects, 2, kPatience);
    QVERIFY(!textOf(m_own->files().ini).contains("DOWNLINKS_PER_MINUTE"));
}

void TestSettingSession::aBrokenFileIsSaid()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    start(*url);
    QFile file(m_own->files().ini);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("what is this\n");
    file.close();
    m_window->showPage(u"map"_s);
    m_window->showPage(u"settings"_s);
    QTRY_TRUE(field(u"INGEST_BATCH_SIZE"_s)->isReadOnly());
    QVERIFY(field(u"INGEST_BATCH_SIZE"_s)->toolTip().contains(m_own->files().ini));
    QCOMPARE(textOf(m_own->files().ini), QByteArray("what is this\n"));
}

void TestSettingSession::theDatabaseGoesAway()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    start(*url);
    QTRY_TRUE(field(kGrace) && !field(kGrace)->isReadOnly());
    m_databases.server().stopImmediately();
    QTRY_TRUE(field(kGrace)->isReadOnly());
    const QString why = field(kGrace)->toolTip();
    QVERIFY2(why.contains(u"away"_s) || why.contains(u"not told yet"_s), qPrintable(why));
    VERIFY_OK(m_databases.server().start());
    QTRY_TRUE(!field(kGrace)->isReadOnly());
    type(kGrace, u"25"_s);
    QTRY_TRUE(stored(*url, kGrace.split(u'/')) == QJsonValue(25));
}

void TestSettingSession::loginsMayWhatTheirRoleMay_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<bool>("seesPersons");
    QTest::addColumn<bool>("operates");
    QTest::addColumn<bool>("changesSite");
    QTest::addColumn<bool>("ingests");
    QTest::addColumn<bool>("owns");
    QTest::addColumn<QString>("role");
    QTest::newRow("owner") << u"parking"_s << true << true << true << true << true << u"Operator"_s;
    QTest::newRow("operator") << u"ann"_s << true << true << true << false << false
                              << u"Operator"_s;
    QTest::newRow("viewer") << u"kiosk"_s << false << false << false << false << false
                            << u"Viewer"_s;
    QTest::newRow("station") << u"st1"_s << true << false << false << true << false << u"Station"_s;
}

void TestSettingSession::loginsMayWhatTheirRoleMay()
{
    QFETCH(QString, login);
    QFETCH(bool, changesSite);
    QFETCH(bool, operates);
    const Result<QString> own = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(own);
    giveRoles(*own);
    const QString url = as(login, *own);
    const auto database = store::Database::open({.url = url});
    VERIFY_OK(database);
    const Result<domain::DatabaseRights> rights = read::rights(**database);
    VERIFY_OK(rights);
    QCOMPARE(rights->login, login);
    QTEST(rights->maySeePersons, "seesPersons");
    QTEST(rights->mayOperate, "operates");
    QTEST(rights->mayChangeSite, "changesSite");
    QTEST(rights->mayIngest, "ingests");
    QTEST(rights->isOwner, "owns");
    // What it says is so.
    store::SiteStore sites(**database);
    const auto site = sites.first();
    VERIFY_OK(site);
    QCOMPARE(bool(sites.update(*site)), changesSite);

    start(url);
    QTRY_TRUE(page().facts().rights.has_value());
    QCOMPARE(*page().facts().rights, *rights);
    QCOMPARE(m_situation->isReadOnly(), !operates);
    QTEST(m_situation->role(), "role");
    QTRY_TRUE(!page().facts().site.id.isNull());
    QTRY_TRUE(field(kGrace)->isReadOnly() != changesSite);
    if (!changesSite) {
        QVERIFY(field(kGrace)->toolTip().contains(u"Ask an operator."_s));
        QTest::keyClicks(field(kGrace), u"20"_s);
        QTest::keyClick(field(kGrace), Qt::Key_Return);
        QVERIFY(!note(kGrace).contains(u"saving"_s));
    } else {
        type(kGrace, u"20"_s);
        QTRY_TRUE(stored(*own, kGrace.split(u'/')) == QJsonValue(20));
    }
}

PARKING_TEST(TestSettingSession)
#include "tst_settingsession.moc"
