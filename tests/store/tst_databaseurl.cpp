// Addresses of databases: what they mean, what is refused, and that no refusal tells a secret.

#include "base/literals.h"
#include "store/databaseurl.h"
#include "testmain.h"
#include "verify.h"

using namespace parking;
using namespace parking::store;

namespace {

DatabaseUrl postgres(const QList<DatabaseUrl::Host> &hosts, const QString &database,
                     const QString &user = {}, const QString &password = {},
                     const QMap<QString, QString> &options = {})
{
    return {true, {}, hosts, database, user, password, options};
}

DatabaseUrl sqlite(const QString &path)
{
    DatabaseUrl url;
    url.path = path;
    return url;
}

DatabaseUrl::Host host(const char *name, const char *port = "5432")
{
    return {QString::fromLatin1(name), QString::fromLatin1(port)};
}

} // namespace

class TestDatabaseUrl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void drives_data();
    void drives();
    void aPathComesBack_data();
    void aPathComesBack();
    void serversProveTheirNames_data();
    void serversProveTheirNames();
    void refuses_data();
    void refuses();
};

void TestDatabaseUrl::parses_data()
{
    const QString db = u"parking"_s;
    const QString user = u"u"_s;
    QTest::addColumn<QString>("text");
    QTest::addColumn<DatabaseUrl>("expected");
    const auto row = [](const char *name, const char *text, const DatabaseUrl &expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << expected;
    };
    row("host only", "postgresql://h/parking", postgres({host("h")}, db));
    row("short scheme", "postgres://h/parking", postgres({host("h")}, db));
    row("port", "postgresql://h:6432/parking", postgres({host("h", "6432")}, db));
    row("user", "postgresql://u@h/parking", postgres({host("h")}, db, user));
    row("user and password", "postgresql://u:secret@h/parking",
        postgres({host("h")}, db, user, u"secret"_s));
    row("percent signs in the password", "postgresql://u:p%40s%2Fs%3A%25@h/parking",
        postgres({host("h")}, db, user, u"p@s/s:%"_s));
    row("plain @ and / in the password", "postgresql://u:p@s/s@h/parking",
        postgres({host("h")}, db, user, u"p@s/s"_s));
    row("quote and backslash in the password", "postgresql://u:'\\'@h/parking",
        postgres({host("h")}, db, user, u"'\\'"_s));
    row("password beyond ASCII", "postgresql://u:p%C3%A4ss@h/parking",
        postgres({host("h")}, db, user, u"päss"_s));
    row("several hosts", "postgresql://a:1,b:2,c/parking?target_session_attrs=read-write",
        postgres({host("a", "1"), host("b", "2"), host("c")}, db, {}, {},
                 {{u"target_session_attrs"_s, u"read-write"_s}}));
    row("IPv6", "postgresql://u@[::1]:5433/parking", postgres({host("::1", "5433")}, db, user));
    row("IPv6 without a port", "postgresql://[fe80::1]/parking", postgres({host("fe80::1")}, db));
    row("options", "postgresql://h/parking?sslmode=verify-full&sslrootcert=%2Fca%20x.pem",
        postgres({host("h")}, db, {}, {},
                 {{u"sslmode"_s, u"verify-full"_s}, {u"sslrootcert"_s, u"/ca x.pem"_s}}));
    row("database beyond ASCII", "postgresql://h/p%C3%A4rk", postgres({host("h")}, u"pärk"_s));
    row("SQLite", "sqlite:///var/lib/parking.db", sqlite(u"/var/lib/parking.db"_s));
    row("SQLite with a blank", "sqlite:///home/a%20b/p.db", sqlite(u"/home/a b/p.db"_s));
    row("SQLite with a question mark", "sqlite:///tmp/a?b.db", sqlite(u"/tmp/a?b.db"_s));
#ifdef Q_OS_WIN
    row("SQLite on a drive", "sqlite:///C:/data/p.db", sqlite(u"C:/data/p.db"_s));
#else
    // Without drives it is a folder of that name, and must not become a relative path.
    row("SQLite in a folder with a colon", "sqlite:///C:/data/p.db", sqlite(u"/C:/data/p.db"_s));
#endif
}

void TestDatabaseUrl::parses()
{
    QFETCH(QString, text);
    QFETCH(DatabaseUrl, expected);
    const Result<DatabaseUrl> url = parseDatabaseUrl(text);
    VERIFY_OK(url);
    QCOMPARE(url->path, expected.path);
    QCOMPARE(url->database, expected.database);
    QCOMPARE(url->user, expected.user);
    QCOMPARE(url->password, expected.password);
    QCOMPARE(url->options, expected.options);
    QVERIFY(*url == expected);
}

void TestDatabaseUrl::drives_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("withDrives");
    QTest::addColumn<QString>("without");
    const auto row = [](const char *written, const char *withDrives, const char *without) {
        QTest::newRow(written) << QString::fromUtf8(written) << QString::fromUtf8(withDrives)
                               << QString::fromUtf8(without);
    };
    row("/C:/data/p.db", "C:/data/p.db", "/C:/data/p.db");
    row("C:/data/p.db", "C:/data/p.db", ""); // two slashes only, as people write it
    row("c:\\data\\p.db", "c:/data/p.db", "");
    row("/d:\\data/Köln p.db", "d:/data/Köln p.db", "/d:\\data/Köln p.db");
    row("//server/share/p.db", "//server/share/p.db", "//server/share/p.db");
    row("/data/p.db", "/data/p.db", "/data/p.db"); // of the drive on which one is
    for (const char *none : {"C:p.db", "C:/", "CC:/p.db", "p.db", "data/p.db", "/", ""})
        row(none, "", "");
    row("/C:p.db", "/C:p.db", "/C:p.db"); // what the system makes of it
}

void TestDatabaseUrl::drives()
{
    QFETCH(QString, written);
    QFETCH(QString, withDrives);
    QFETCH(QString, without);
    QCOMPARE(sqlitePath(written, true), withDrives);
    QCOMPARE(sqlitePath(written, false), without);
}

void TestDatabaseUrl::aPathComesBack_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("url");
    const auto row = [](const char *path, const char *url) {
        QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(url);
    };
    row("/var/lib/p.db", "sqlite:///var/lib/p.db");
    row("/100%/p.db", "sqlite:///100%25/p.db");
    row("/a%20b/p.db", "sqlite:///a%2520b/p.db");
    row("/a%2Fb/p.db", "sqlite:///a%252Fb/p.db");
    row("/%zz%/p.db", "sqlite:///%25zz%25/p.db");
    row("/a b#c?d=e&f/p.db", "sqlite:///a%20b%23c%3Fd=e&f/p.db");
    row("/Köln :;@/p.db", "sqlite:///Köln%20:;@/p.db");
}

void TestDatabaseUrl::aPathComesBack()
{
    QFETCH(QString, path);
    QFETCH(QString, url);
    QCOMPARE(sqliteUrl(path), url);
    const Result<DatabaseUrl> parsed = parseDatabaseUrl(url);
    VERIFY_OK(parsed);
    QCOMPARE(parsed->path, path);
}

void TestDatabaseUrl::serversProveTheirNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("authorities");
    QTest::addColumn<QString>("weak"); // a part of it; empty: it is not
    const auto row = [](const char *name, const char *text, const char *mode,
                        const char *authorities, const char *weak) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(mode)
                            << QString::fromUtf8(authorities) << QString::fromUtf8(weak);
    };
    row("another computer", "postgresql://u:p@db.example/p", "verify-full", "/ca", "");
    row("its address", "postgresql://u:p@10.0.0.7/p", "verify-full", "/ca", "");
    row("its IPv6 address", "postgresql://u:p@[fe80::1]/p", "verify-full", "/ca", "");
    row("one of several", "postgresql://u:p@localhost,db.example/p", "verify-full", "/ca", "");
    row("like this computer", "postgresql://u:p@localhost.example/p", "verify-full", "/ca", "");
    row("like a loopback address", "postgresql://u:p@127.0.0.1.example/p", "verify-full", "/ca",
        "");
    row("this computer", "postgresql://u:p@localhost/p", "", "", "");
    row("loopback", "postgresql://u:p@127.0.1.1:5433/p", "", "", "");
    row("loopback, IPv6", "postgresql://u:p@[::1]/p", "", "", "");
    row("a socket", "postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/p", "", "", "");
    row("this computer in clear", "postgresql://u:p@localhost/p?sslmode=disable", "disable", "",
        "");
    row("own authority", "postgresql://h/p?sslrootcert=/own.pem", "verify-full", "/own.pem", "");
    row("asked for", "postgresql://h/p?sslmode=verify-full", "verify-full", "/ca", "");
    row("any name", "postgresql://h/p?sslmode=verify-ca", "verify-ca", "/ca", "same authority");
    row("any certificate", "postgresql://h/p?sslmode=require", "require", "", "pose as the server");
    row("TLS if there is some", "postgresql://h/p?sslmode=prefer", "prefer", "", "in clear");
    row("TLS if need be", "postgresql://h/p?sslmode=allow", "allow", "", "in clear");
    row("in clear", "postgresql://h/p?sslmode=disable", "disable", "", "in clear");
}

void TestDatabaseUrl::serversProveTheirNames()
{
    QFETCH(QString, text);
    QFETCH(QString, mode);
    QFETCH(QString, authorities);
    QFETCH(QString, weak);
    const Result<DatabaseUrl> url = parseDatabaseUrl(text);
    VERIFY_OK(url);
    const auto options = serverOptions(*url, u"/ca"_s);
    QCOMPARE(options.value(u"sslmode"_s), mode);
    QCOMPARE(options.value(u"sslrootcert"_s), authorities);
    QCOMPARE(weakness(*url).isEmpty(), weak.isEmpty());
    QVERIFY(weakness(*url).contains(weak));
}

void TestDatabaseUrl::refuses_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *text) {
        QTest::newRow(name) << QString::fromUtf8(text);
    };
    row("nothing", "");
    row("another scheme", "mysql://u:hunter2@h/parking");
    row("no scheme", "h/parking?password=hunter2");
    row("no database", "postgresql://u:hunter2@h");
    row("empty database", "postgresql://u:hunter2@h/");
    row("no host", "postgresql://u:hunter2@/parking");
    row("empty host in a list", "postgresql://u:hunter2@a,,b/parking");
    row("port is a word", "postgresql://u:hunter2@h:five/parking");
    row("port 0", "postgresql://u:hunter2@h:0/parking");
    row("port too high", "postgresql://u:hunter2@h:65536/parking");
    row("bracket without an end", "postgresql://u:hunter2@[::1/parking");
    row("words after the bracket", "postgresql://u:hunter2@[::1]x/parking");
    row("unknown option", "postgresql://u:hunter2@h/parking?passfile=hunter2");
    row("plain ? in the password", "postgresql://u:a?hunter2@h/parking");
    row("U+0000 in the password", "postgresql://u:hunter2%00@h/parking");
    row("U+0000 in the file", "sqlite:///tmp/hunter2%00.db");
    row("; in an option, which the driver would cut", "postgresql://h/p?options=hunter2%3Bb");
    row("; in a host, which the driver would cut", "postgresql://u:hunter2@a%3Bb/parking");
    row("a stray % in the password", "postgresql://u:50%hunter2@h/parking");
    row("a % at the end of the password", "postgresql://u:hunter2%@h/parking");
    row("bytes in the password that are no text", "postgresql://u:hunter2%ff@h/parking");
    row("a stray % in the file", "sqlite:////100%/hunter2.db");
    row("relative SQLite", "sqlite://hunter2/parking.db");
    row("SQLite without a file", "sqlite:///");
}

void TestDatabaseUrl::refuses()
{
    QFETCH(QString, text);
    const Result<DatabaseUrl> url = parseDatabaseUrl(text);
    VERIFY_ERROR(url, "VALIDATION_ERROR");
    QCOMPARE(url.error().details.value(u"field").toString(), u"DATABASE_URL"_s);
    QVERIFY(!test::describe(url.error()).contains("hunter2"));
}

PARKING_TEST(TestDatabaseUrl)
#include "tst_databaseurl.moc"
