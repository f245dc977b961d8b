// A database is tried: real PostgreSQL, files, and ports where something else answers.

#include "checks/checkthread.h"
#include "checks/databasecheck.h"
#include "silentport.h"
#include "store/migrator.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::checks;
using store::Dialect;

namespace {

constexpr int kPatience = 60'000; // ms: for slow machines only

Verdict tried(const QString &url, Milliseconds patience = std::chrono::seconds(30))
{
    DatabaseCheck check(url, patience);
    QSignalSpy done(&check, &Check::done);
    check.begin();
    if (done.isEmpty() && !done.wait(kPatience)) {
        QTest::qFail("no verdict", __FILE__, __LINE__);
        return {};
    }
    return done.first().first().value<Verdict>();
}

} // namespace

#define COMPARE_FINDING(verdict, wanted)                                                           \
    QVERIFY2(                                                                                      \
        (verdict).finding == (wanted),                                                             \
        qPrintable(codeOf((verdict).finding) + u' ' + text(verdict) + u' ' + (verdict).detail))

class TestDatabaseCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tablesUpToDate_data() { test::TestDatabases::addRows(); }
    void tablesUpToDate();
    void tablesAreMadeAfterAYes();
    void aCheckAfterItIsNotOver();
    void tablesOfOthers_data();
    void tablesOfOthers();
    void logins_data();
    void logins();
    void files_data();
    void files();
    void severalHosts_data();
    void severalHosts();
    void aReplicaTakesNoStation();
    void ports_data();
    void ports();

private:
    QString with(const QString &url, const QString &login) const
    {
        return QString(url).replace(u"parking@"_s, login + u'@');
    }
    void run(const QString &url, const QString &script);

    test::TestDatabases m_databases;
    QString m_migrated;
    QString m_empty;
};

void TestDatabaseCheck::run(const QString &url, const QString &script)
{
    const auto admin = store::Database::open({.url = url});
    VERIFY_OK(admin);
    VERIFY_OK((*admin)->runScript(script));
}

void TestDatabaseCheck::initTestCase()
{
    m_migrated = m_databases.migratedUrl(Dialect::Postgres).valueOr({});
    m_empty = m_databases.emptyUrl(Dialect::Postgres).valueOr({});
    QVERIFY(!m_migrated.isEmpty() && !m_empty.isEmpty());
    run(m_migrated,
        u"CREATE ROLE owner LOGIN;\n\nCREATE ROLE guest LOGIN;\n\nCREATE ROLE looker LOGIN;\n\n"
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker;\n\n"
        "CREATE ROLE reader LOGIN SUPERUSER;\n\n"
        "ALTER ROLE reader SET default_transaction_read_only = on;\n\n"
        "CREATE ROLE secret LOGIN PASSWORD 'right-word'"_s);
    run(m_empty, u"REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n\nCREATE ROLE outside LOGIN"_s);
}

void TestDatabaseCheck::tablesUpToDate()
{
    QFETCH(const Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const Verdict verdict = tried(*url);
    COMPARE_FINDING(verdict, Finding::DatabaseGood);
    QVERIFY(verdict.isGood());
    QVERIFY2(!text(verdict).contains(u'?'), qPrintable(text(verdict)));
}

void TestDatabaseCheck::tablesAreMadeAfterAYes()
{
    const auto url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const Verdict before = tried(*url);
    COMPARE_FINDING(before, Finding::TablesMissing);
    QVERIFY(!before.isGood() && before.level() == Level::Question);
    // There may be those of other programs.
    QVERIFY2(text(before).contains(u"no tables of Smart Parking"_s), qPrintable(text(before)));
    CheckThread thread;
    QSignalSpy made(&thread, &CheckThread::made);
    thread.makeTables(*url);
    QVERIFY(!made.isEmpty() || made.wait(kPatience));
    COMPARE_FINDING(tried(*url), Finding::DatabaseGood);
}

/// That the tables are made says nothing of a check which began since.
void TestDatabaseCheck::aCheckAfterItIsNotOver()
{
    const auto url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    test::SilentPort port;
    mqtt::MqttOptions options;
    options.url = QUrl(u"mqtt://127.0.0.1:%1"_s.arg(port.serverPort()));
    CheckThread thread;
    QSignalSpy made(&thread, &CheckThread::made);
    thread.makeTables(*url);
    thread.testBroker(options, {.patience = std::chrono::minutes(10)});
    QVERIFY(!made.isEmpty() || made.wait(kPatience));
    QVERIFY(thread.isRunning());
}

void TestDatabaseCheck::tablesOfOthers_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("older") << u"DELETE FROM schema_migrations WHERE number > 12"_s
                           << Finding::TablesOlder;
    QTest::newRow("newer") << u"INSERT INTO schema_migrations VALUES (9999, '9999_x', 'x', 9999, "
                              "now())"_s
                           << Finding::TablesNewer;
    QTest::newRow("newer, and we may go on")
        << u"INSERT INTO schema_migrations VALUES (9999, '9999_x', 'x', 1, now())"_s
        << Finding::DatabaseGood;
    QTest::newRow("another form")
        << u"UPDATE schema_migrations SET checksum = 'x' WHERE number = 3"_s
        << Finding::TablesForeign;
    QTest::newRow("another program's list")
        << u"DROP TABLE schema_migrations;\n\nCREATE TABLE schema_migrations (version text)"_s
        << Finding::TablesForeign;
}

void TestDatabaseCheck::tablesOfOthers()
{
    QFETCH(const QString, script);
    QFETCH(const Finding, finding);
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    run(*url, script);
    const Verdict verdict = tried(*url);
    COMPARE_FINDING(verdict, finding);
    QVERIFY(verdict.passed.contains(Step::Login));
    QVERIFY2(!text(verdict).contains(u'?'), qPrintable(text(verdict)));
}

void TestDatabaseCheck::logins_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("database");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("nobody") << u"nobody"_s << QString() << Finding::LoginUnknown;
    QTest::newRow("no such database") << u"parking"_s << u"nowhere"_s << Finding::DatabaseMissing;
    QTest::newRow("may read nothing") << u"guest"_s << QString() << Finding::ReadRight;
    QTest::newRow("may look") << u"looker"_s << QString() << Finding::DatabaseViewer;
    QTest::newRow("may only read") << u"reader"_s << QString() << Finding::DatabaseReadOnly;
    QTest::newRow("may only read, no tables") << u"reader"_s << u"-"_s << Finding::TablesReadOnly;
    QTest::newRow("may make no tables") << u"outside"_s << u"-"_s << Finding::CreateRight;
}

void TestDatabaseCheck::logins()
{
    QFETCH(const QString, login);
    QFETCH(const QString, database);
    QFETCH(const Finding, finding);
    QString url = database == u"-" ? m_empty : m_migrated;
    if (database.size() > 1)
        url = url.section(u'/', 0, -2) + u'/' + database;
    const Verdict verdict = tried(with(url, login));
    COMPARE_FINDING(verdict, finding);
    QVERIFY(verdict.passed.contains(Step::Port));
    QVERIFY2(!text(verdict).contains(u'?') && !advice(verdict).contains(u'?'),
             qPrintable(text(verdict) + advice(verdict)));
}

void TestDatabaseCheck::files_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("new") << u"new"_s << Finding::FileNew;
    QTest::newRow("new folder") << u"folder"_s << Finding::FolderNew;
    QTest::newRow("below a file") << u"below"_s << Finding::FolderMissing;
    QTest::newRow("a text") << u"text"_s << Finding::FileForeign;
    QTest::newRow("a folder") << u"isfolder"_s << Finding::FileForeign;
    QTest::newRow("empty") << u"empty"_s << Finding::FileNew;
    QTest::newRow("without tables") << u"CREATE TABLE a (b);\n\nDROP TABLE a"_s << Finding::FileNew;
    QTest::newRow("of another program") << u"CREATE TABLE letters (b)"_s << Finding::FileForeign;
    QTest::newRow("of another program with a list like ours")
        << u"CREATE TABLE schema_migrations (version TEXT)"_s << Finding::FileForeign;
}

void TestDatabaseCheck::files()
{
    QFETCH(const QString, what);
    QFETCH(const Finding, finding);
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &bytes) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    };
    QString path = folder.filePath(u"a.sqlite"_s);
    if (what == u"folder")
        path = folder.filePath(u"x/y/a.sqlite"_s);
    if (what == u"below") {
        write(u"file"_s, "x");
        path = folder.filePath(u"file/a.sqlite"_s);
    }
    if (what == u"text")
        write(u"a.sqlite"_s, "this is a letter to somebody");
    if (what == u"empty")
        write(u"a.sqlite"_s, {});
    if (what == u"isfolder")
        QVERIFY(QDir().mkpath(path));
    const bool isScript = what.startsWith(u"CREATE"_s);
    if (isScript)
        run(u"sqlite://"_s + path, what);
    const Verdict verdict = tried(u"sqlite://"_s + path);
    COMPARE_FINDING(verdict, finding);
    QCOMPARE(QFile::exists(path),
             isScript || what == u"text" || what == u"empty" || what == u"isfolder");
}

void TestDatabaseCheck::severalHosts_data()
{
    QTest::addColumn<QString>("hosts"); // @: the server's port, -: one where nobody listens
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<QString>("host");
    const QString here = u"127.0.0.1"_s;
    const QString nowhere = u"db.invalid"_s; // RFC 2606
    QTest::newRow("the first") << u"127.0.0.1:@,127.0.0.1:-"_s << Finding::DatabaseGood << here;
    QTest::newRow("the second") << u"127.0.0.1:-,127.0.0.1:@"_s << Finding::DatabaseGood << here;
    QTest::newRow("no such name") << u"db.invalid:@,127.0.0.1:@"_s << Finding::DatabaseGood << here;
    QTest::newRow("no such socket")
        << u"%2Fno%2Fsuch%2Ffolder:@,127.0.0.1:@"_s << Finding::DatabaseGood << here;
    QTest::newRow("none, a name first")
        << u"db.invalid:@,127.0.0.1:-"_s << Finding::NameUnknown << nowhere;
    QTest::newRow("none, a port first")
        << u"127.0.0.1:-,db.invalid:@"_s << Finding::PortRefused << here;
}

/// As libpq does: in turn, until one answers.
void TestDatabaseCheck::severalHosts()
{
    QFETCH(QString, hosts);
    QFETCH(const Finding, finding);
    QFETCH(const QString, host);
    test::SilentPort nobody;
    const QString closed = QString::number(nobody.serverPort());
    nobody.close();
    const QUrl good(m_migrated);
    hosts.replace(u'@', QString::number(good.port())).replace(u'-', closed);
    const Verdict verdict =
        tried(u"postgresql://parking@%1%2?sslmode=disable"_s.arg(hosts, good.path()));
    COMPARE_FINDING(verdict, finding);
    QCOMPARE(verdict.facts.value(u"host"_s).toString(), host);
    QCOMPARE(verdict.passed.contains(Step::Name), finding != Finding::NameUnknown);
}

/// It takes connections like a server that can be written; a station goes on to one that can.
void TestDatabaseCheck::aReplicaTakesNoStation()
{
    test::PostgresServer replica;
    VERIFY_OK(replica.startAsReplicaOf(m_databases.server()));
    const QString database = QUrl(m_migrated).path().mid(1);
    const Verdict alone = tried(replica.url(database));
    COMPARE_FINDING(alone, Finding::DatabaseReadOnly);
    QVERIFY2(text(alone).contains(u"replica"_s), qPrintable(text(alone)));
    COMPARE_FINDING(tried(with(replica.url(database), u"looker"_s)), Finding::DatabaseViewer);
    const QString hosts =
        u"127.0.0.1:%1,127.0.0.1:%2"_s.arg(replica.port()).arg(m_databases.server().port());
    const QString both = u"postgresql://parking@%1/%2"_s.arg(hosts, database);
    COMPARE_FINDING(tried(both), Finding::DatabaseGood);
    COMPARE_FINDING(tried(both + u"?target_session_attrs=any"_s), Finding::DatabaseReadOnly);
}

void TestDatabaseCheck::ports_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QString>("options");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("refused") << QByteArray("-") << QString() << Finding::PortRefused;
    QTest::newRow("silent") << QByteArray() << QString() << Finding::AnswerSilent;
    QTest::newRow("says yes to TLS and is silent")
        << QByteArray("S") << u"?sslmode=require"_s << Finding::AnswerSilent;
    QTest::newRow("no TLS") << QByteArray("N") << u"?sslmode=require"_s << Finding::TlsMissing;
    QTest::newRow("a web server") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << QString()
                                  << Finding::OtherServer;
    // It begins like PostgreSQL's yes.
    for (const char *mode : {"", "disable", "prefer", "require", "verify-ca", "verify-full"})
        QTest::addRow("an SSH server, %s", *mode ? mode : "no sslmode")
            << QByteArray("SSH-2.0-OpenSSH_9.2\r\n")
            << (*mode ? u"?sslmode="_s + QLatin1StringView(mode) : QString())
            << Finding::OtherServer;
}

void TestDatabaseCheck::ports()
{
    QFETCH(const QByteArray, words);
    QFETCH(const QString, options);
    QFETCH(const Finding, finding);
    test::SilentPort port(words);
    const QString url =
        u"postgresql://parking:pass-word@127.0.0.1:%1/parking%2"_s.arg(port.serverPort())
            .arg(options);
    if (words == "-")
        port.close();
    const Verdict verdict = tried(url, std::chrono::seconds(2));
    COMPARE_FINDING(verdict, finding);
    QVERIFY(!text(verdict).contains(u"pass-word"_s) && !verdict.detail.contains(u"pass-word"_s));
}

PARKING_TEST(TestDatabaseCheck)
#include "tst_databasecheck.moc"
