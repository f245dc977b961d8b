// Connections, statements, transactions and errors, on both engines.

#include "store/rows.h"
#include "store/sessions.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QSqlError>

using namespace parking;
using namespace parking::store;
using parking::test::TestDatabases;

namespace {

QString text(const char *literal)
{
    return QString::fromUtf8(literal);
}

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void storesTexts_data();
    void storesTexts();
    void refusesNullCharacters_data();
    void refusesNullCharacters();
    void storesBytes_data();
    void storesBytes();
    void storesTimes_data();
    void storesTimes();
    void timeZoneIsUtc_data();
    void timeZoneIsUtc();
    void tellsErrorKinds_data();
    void tellsErrorKinds();
    void namesConstraintOfDuplicate_data();
    void namesConstraintOfDuplicate();
    void rollsBackUnlessCommitted_data();
    void rollsBackUnlessCommitted();
    void neverCommitsAfterAFailure_data();
    void neverCommitsAfterAFailure();
    void manyRowsAllOrNothing_data();
    void manyRowsAllOrNothing();
    void readOnlyWritesNothing_data();
    void readOnlyWritesNothing();
    void waitsWhileTheServerIsGone();
    void tellsNoSecret();
    void aServerElsewhereProvesItsName();
    void notifiesOtherConnections();
    void locksByName_data() { TestDatabases::addRows(); }
    void locksByName();
    void aLockIsOfTheFileNotOfItsName();
    void busyFileWaits();

private:
    std::unique_ptr<Database> fresh();

    TestDatabases m_databases{test::PostgresServer::Durability::Fast};
};

void TestDatabase::initTestCase()
{
    VERIFY_OK(m_databases.server().start());
}

/// A connection of its own to an empty database with one table for values of every kind.
std::unique_ptr<Database> TestDatabase::fresh()
{
    const auto *dialect =
        static_cast<const Dialect *>(QTest::qData("dialect", qMetaTypeId<Dialect>()));
    const Result<QString> url = m_databases.emptyUrl(*dialect);
    if (!url)
        return nullptr;
    auto database = Database::open({.url = *url});
    if (!database)
        return nullptr;
    const Result<> made = (*database)->runScript(
        *dialect == Dialect::Postgres
            ? text("CREATE TABLE t (id bigint PRIMARY KEY, words text, bytes bytea, at timestamptz,"
                   " json jsonb, CONSTRAINT positive CHECK (id > 0))")
            : text("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT, bytes BLOB, at INTEGER,"
                   " json TEXT, CONSTRAINT positive CHECK (id > 0)) STRICT"));
    return made ? std::move(*database) : nullptr;
}

// --- Values --------------------------------------------------------------------------------------

void TestDatabase::storesTexts_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("words");
    const std::pair<const char *, QString> texts[] = {
        {"empty", QString()},
        {"quotes", text("O'Neil \"x\" `y` \\ \\' '' $$ $1")},
        {"placeholders", text(":a ? ::text :words {,} NULL")},
        {"array syntax", text("{\"a\",NULL}")},
        {"lines", text("a\r\nb\tc\x01")},
        {"right to left",
         text("\u05d7\u05e0\u05d9\u05d4 \u202eabc\u202c \u0645\u0648\u0642\u0641")},
        {"beyond the BMP", text("\U0001F697 \U0001F17F")},
        {"one MiB", QString(1 << 20, u'ä')}};
    for (const auto &[name, words] : texts) {
        QTest::addRow("sqlite: %s", name) << Dialect::Sqlite << words;
        QTest::addRow("postgres: %s", name) << Dialect::Postgres << words;
    }
}

void TestDatabase::storesTexts()
{
    QFETCH(QString, words);
    const auto db = fresh();
    QVERIFY(db);
    VERIFY_OK(db->run(text("INSERT INTO t (id, words) VALUES (:id, :words)"),
                      {{text("id"), 1}, {text("words"), words}}));
    Rows rows({text("id"), text("words")});
    rows.add({2, words});
    rows.add({3, QVariant()});
    VERIFY_OK(db->runRows(
        text("INSERT INTO t (id, words) SELECT * FROM unnest(:id::bigint[], :words::text[])"),
        text("INSERT INTO t (id, words) VALUES (:id, :words)"), rows));
    QVariantList found;
    VERIFY_OK(db->each(text("SELECT words FROM t ORDER BY id"), {},
                       [&](const QSqlQuery &row) { found.append(row.value(0)); }));
    QCOMPARE(found.size(), 3);
    for (int i : {0, 1}) {
        QVERIFY(!found[i].isNull());
        QVERIFY(found[i].toString() == words);
    }
    QVERIFY(found[2].isNull());
    const auto same =
        db->count(text("SELECT count(*) FROM t WHERE words = :words"), {{text("words"), words}});
    VERIFY_OK(same);
    QCOMPARE(*same, 2);
}

void TestDatabase::refusesNullCharacters_data()
{
    TestDatabases::addRows();
}

/// PostgreSQL holds no U+0000: the same on both engines, and never as something to wait for.
void TestDatabase::refusesNullCharacters()
{
    const auto db = fresh();
    QVERIFY(db);
    const QString words = text("a") + QChar::Null + text("b");
    const auto one =
        db->run(text("INSERT INTO t (id, words) VALUES (1, :words)"), {{text("words"), words}});
    VERIFY_ERROR(one, "DATABASE_ERROR");
    QCOMPARE(failureKind(one.error()), FailureKind::Data);
    Rows rows({text("words")});
    rows.add({words});
    const auto many = db->runRows(
        text("INSERT INTO t (id, words) SELECT 1, words FROM unnest(:words::text[]) AS r (words)"),
        text("INSERT INTO t (id, words) VALUES (1, :words)"), rows);
    VERIFY_ERROR(many, "DATABASE_ERROR");
    QCOMPARE(failureKind(many.error()), FailureKind::Data);
    QVERIFY(db->isOpen());
    QCOMPARE(db->count(text("SELECT count(*) FROM t")).valueOr(-1), 0);
}

void TestDatabase::storesBytes_data()
{
    TestDatabases::addRows();
}

void TestDatabase::storesBytes()
{
    const auto db = fresh();
    QVERIFY(db);
    QByteArray every;
    for (int byte = 0; byte < 256; ++byte)
        every.append(char(byte));
    VERIFY_OK(
        db->run(text("INSERT INTO t (id, bytes) VALUES (1, :bytes)"), {{text("bytes"), every}}));
    Rows rows({text("id"), text("bytes")});
    rows.add({2, every});
    rows.add({3, QByteArray()});
    VERIFY_OK(db->runRows(text("INSERT INTO t (id, bytes) SELECT id, decode(bytes, 'hex') "
                               "FROM unnest(:id::bigint[], :bytes::text[]) AS r (id, bytes)"),
                          text("INSERT INTO t (id, bytes) VALUES (:id, :bytes)"), rows));
    QList<QByteArray> found;
    VERIFY_OK(db->each(text("SELECT bytes FROM t WHERE bytes IS NOT NULL ORDER BY id"), {},
                       [&](const QSqlQuery &row) { found.append(row.value(0).toByteArray()); }));
    QCOMPARE(found, QList<QByteArray>({every, every, QByteArray("")}));
}

void TestDatabase::storesTimes_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("iso");
    for (const char *iso :
         {"1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2025-12-31T23:59:59.999Z",
          "2026-01-01T00:00:00.000Z", "2024-02-29T12:00:00.001Z", "2026-03-29T01:30:00.500Z",
          "2026-10-25T02:30:00.500Z", "0001-01-01T00:00:00.001Z", "9999-12-31T23:59:59.999Z"}) {
        QTest::addRow("sqlite: %s", iso) << Dialect::Sqlite << text(iso);
        QTest::addRow("postgres: %s", iso) << Dialect::Postgres << text(iso);
    }
}

void TestDatabase::storesTimes()
{
    QFETCH(QString, iso);
    const auto db = fresh();
    QVERIFY(db);
    const std::optional<UtcTime> time = fromIso(iso);
    QVERIFY(time);
    VERIFY_OK(
        db->run(text("INSERT INTO t (id, at) VALUES (1, :at)"), {{text("at"), db->bind(*time)}}));
    VERIFY_OK(db->run(text("INSERT INTO t (id, at) VALUES (2, :at)"),
                      {{text("at"), db->bind(std::optional<UtcTime>())}}));
    QList<std::optional<UtcTime>> found;
    VERIFY_OK(db->each(
        text("SELECT %1 FROM t ORDER BY id").arg(db->timeColumn(text("at"))), {},
        [&](const QSqlQuery &row) { found.append(Database::readOptionalTime(row.value(0))); }));
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0]);
    QCOMPARE(toIso(*found[0]), iso);
    QVERIFY(!found[1]);
}

void TestDatabase::timeZoneIsUtc_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgres") << Dialect::Postgres;
}

/// The test server's own zone is another one.
void TestDatabase::timeZoneIsUtc()
{
    const auto db = fresh();
    QVERIFY(db);
    QString zone;
    const auto read = [&](const QSqlQuery &row) { zone = row.value(0).toString(); };
    VERIFY_OK(db->each(text("SELECT current_setting('TimeZone')"), {}, read));
    QCOMPARE(zone, text("UTC"));
    VERIFY_OK(db->reopen());
    zone.clear();
    VERIFY_OK(db->each(text("SELECT current_setting('TimeZone')"), {}, read));
    QCOMPARE(zone, text("UTC"));
}

// --- Errors --------------------------------------------------------------------------------------

void TestDatabase::tellsErrorKinds_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("state"); // PostgreSQL's; its class alone for SQLite
    QTest::addColumn<bool>("wait");
    const auto both = [](const char *name, const char *sql, const char *postgres,
                         const char *sqlite, bool wait = false) {
        QTest::addRow("sqlite: %s", name) << Dialect::Sqlite << text(sql) << text(sqlite) << wait;
        QTest::addRow("postgres: %s", name)
            << Dialect::Postgres << text(sql) << text(postgres) << wait;
    };
    both("duplicate", "INSERT INTO t (id) VALUES (7), (7)", "23505", "23505");
    both("check", "INSERT INTO t (id) VALUES (-1)", "23514", "23000");
    both("no table", "INSERT INTO missing (id) VALUES (1)", "42P01", "42000", true);
    both("syntax", "INSERT INTO", "42601", "42000", true);
    both("wrong type", "INSERT INTO t (id) VALUES ('x')", "22P02", "22000");
    QTest::newRow("postgres: bad JSON")
        << Dialect::Postgres << text("INSERT INTO t (id, json) VALUES (1, '{')") << text("22P02")
        << false;
    QTest::newRow("postgres: U+0000 inside JSON")
        << Dialect::Postgres << text("INSERT INTO t (id, json) VALUES (1, '\"\\u0000\"')")
        << text("22P05") << false;
    for (const char *state :
         {"57014", "57P03", "53300", "53100", "40001", "40P01", "42501", "26000", "08006", "25006"})
        QTest::addRow("postgres: raised %s", state)
            << Dialect::Postgres
            << text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '%1'; END $$").arg(text(state))
            << text(state) << true;
}

void TestDatabase::tellsErrorKinds()
{
    QFETCH(QString, sql);
    QFETCH(QString, state);
    QFETCH(bool, wait);
    const auto db = fresh();
    QVERIFY(db);
    // DO cannot be prepared.
    const auto done = sql.startsWith(u"DO ") ? db->runScript(sql) : db->run(sql);
    QVERIFY(!done);
    QCOMPARE(done.error().details.value(u"sqlstate").toString(), state);
    QCOMPARE(failureKind(done.error()), wait ? FailureKind::Wait : FailureKind::Data);
    QVERIFY(done.error().details.value(u"statement").toString().startsWith(sql.left(8)));
    QVERIFY(!done.error().detail.isEmpty());
    QVERIFY(db->isOpen() || wait);
    VERIFY_OK(db->ping());
}

void TestDatabase::namesConstraintOfDuplicate_data()
{
    TestDatabases::addRows();
}

void TestDatabase::namesConstraintOfDuplicate()
{
    const auto db = fresh();
    QVERIFY(db);
    const auto done = db->run(text("INSERT INTO t (id) VALUES (7), (7)"));
    VERIFY_ERROR(done, "DUPLICATE_RESOURCE");
    QCOMPARE(done.error().details.value(u"constraint").toString(),
             db->isPostgres() ? text("t_pkey") : text("t.id"));
}

// --- Transactions --------------------------------------------------------------------------------

void TestDatabase::rollsBackUnlessCommitted_data()
{
    TestDatabases::addRows();
}

void TestDatabase::rollsBackUnlessCommitted()
{
    const auto db = fresh();
    QVERIFY(db);
    const QString insert = text("INSERT INTO t (id) VALUES (:id)");
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        VERIFY_OK(db->run(insert, {{text("id"), 1}}));
    }
    QCOMPARE(db->count(text("SELECT count(*) FROM t")).valueOr(-1), 0);
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        VERIFY_OK(db->run(insert, {{text("id"), 2}}));
        VERIFY_OK(transaction->commit());
    }
    QCOMPARE(db->count(text("SELECT max(id) FROM t")).valueOr(-1), 2);
}

void TestDatabase::neverCommitsAfterAFailure_data()
{
    TestDatabases::addRows();
}

/// PostgreSQL answers COMMIT of a failed transaction with a friendly ROLLBACK.
void TestDatabase::neverCommitsAfterAFailure()
{
    const auto db = fresh();
    QVERIFY(db);
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        VERIFY_OK(db->run(text("INSERT INTO t (id) VALUES (1)")));
        QVERIFY(!db->run(text("INSERT INTO t (id) VALUES (-1)")));
        const auto committed = transaction->commit();
        VERIFY_ERROR(committed, "DATABASE_ERROR");
        QCOMPARE(failureKind(committed.error()), FailureKind::Data);
    }
    QCOMPARE(db->count(text("SELECT count(*) FROM t")).valueOr(-1), 0);
    auto next = Transaction::begin(*db);
    VERIFY_OK(next);
    VERIFY_OK(db->run(text("INSERT INTO t (id) VALUES (2)")));
    VERIFY_OK(next->commit());
}

void TestDatabase::manyRowsAllOrNothing_data()
{
    TestDatabases::addRows();
}

void TestDatabase::manyRowsAllOrNothing()
{
    const auto db = fresh();
    QVERIFY(db);
    const QString postgres = text("INSERT INTO t (id) SELECT * FROM unnest(:id::bigint[])");
    const QString sqlite = text("INSERT INTO t (id) VALUES (:id)");
    Rows bad({text("id")});
    bad.add({1});
    bad.add({-1});
    bad.add({2});
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        QVERIFY(!db->runRows(postgres, sqlite, bad));
    }
    QCOMPARE(db->count(text("SELECT count(*) FROM t")).valueOr(-1), 0);
    Rows good({text("id")});
    for (int id = 1; id <= 1000; ++id)
        good.add({id});
    QCOMPARE(db->runRows(postgres, sqlite, good).valueOr(-1), 1000);
    QCOMPARE(db->runRows(postgres, sqlite, Rows({text("id")})).valueOr(-1), 0);
}

void TestDatabase::readOnlyWritesNothing_data()
{
    TestDatabases::addRows();
}

void TestDatabase::readOnlyWritesNothing()
{
    QFETCH(Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto db = Database::open({.url = *url, .readOnly = true});
    VERIFY_OK(db);
    QCOMPARE((*db)->count(text("SELECT count(*) FROM sites")).valueOr(-1), 1);
    QVERIFY(!(*db)->run(text("UPDATE sites SET name = 'x'")));
    QCOMPARE((*db)->count(text("SELECT count(*) FROM sites WHERE name = 'x'")).valueOr(-1), 0);
}

// --- Losing the server ---------------------------------------------------------------------------

void TestDatabase::waitsWhileTheServerIsGone()
{
    TestDatabases own;
    const Result<QString> url = own.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto opened = Database::open({.url = *url, .holdsLock = true});
    VERIFY_OK(opened);
    Database &db = **opened;
    VERIFY_OK(db.ping()); // prepared on the old connection
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        own.server().stopImmediately();
        const auto lost = db.run(text("UPDATE sites SET name = 'x'"));
        QVERIFY(!lost);
        QCOMPARE(failureKind(lost.error()), FailureKind::Wait);
        QVERIFY(!db.isOpen());
        const auto committed = transaction->commit();
        QVERIFY(!committed);
        QCOMPARE(failureKind(committed.error()), FailureKind::Wait);
    }
    const auto refused = db.reopen();
    QVERIFY(!refused);
    QCOMPARE(failureKind(refused.error()), FailureKind::Wait);
    const auto unopened = db.ping();
    QVERIFY(!unopened);
    QCOMPARE(failureKind(unopened.error()), FailureKind::Wait);
    VERIFY_OK(own.server().start());
    VERIFY_OK(db.reopen());
    QVERIFY(db.isOpen());
    VERIFY_OK(db.ping());
    QCOMPARE(db.count(text("SELECT count(*) FROM sites WHERE name = 'x'")).valueOr(-1), 0);
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    VERIFY_OK(transaction->commit());
}

void TestDatabase::tellsNoSecret()
{
    const QString address = text("postgresql://nobody:hunter2@127.0.0.1:%1/parking");
    for (quint16 port : {m_databases.server().port(), quint16(1)}) {
        const auto db = Database::open({.url = address.arg(port)});
        QVERIFY(!db);
        QCOMPARE(failureKind(db.error()), FailureKind::Wait);
        QVERIFY(!test::describe(db.error()).contains("hunter2"));
    }
}

// --- Between sessions ----------------------------------------------------------------------------

/// The same server, by a name that is not known to be this computer: without TLS it is told
/// nothing, unless somebody asked for that.
void TestDatabase::aServerElsewhereProvesItsName()
{
    const auto url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    VERIFY_OK(Database::open({.url = *url}));
    QString elsewhere = *url;
    elsewhere.replace(u"parking@127.0.0.1"_s, u"parking:hunter22@127.1"_s);
    QVERIFY(elsewhere != *url);
    const auto refused = Database::open({.url = elsewhere});
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QVERIFY2(refused.error().detail.contains(u"SSL"), qPrintable(refused.error().detail));
    QVERIFY(!refused.error().detail.contains(u"hunter22"));
    VERIFY_OK(Database::open({.url = elsewhere + u"?sslmode=disable"_s}));
}

void TestDatabase::notifiesOtherConnections()
{
    const Result<QString> url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto listener = Database::open({.url = *url});
    VERIFY_OK(listener);
    const auto speaker = Database::open({.url = *url});
    VERIFY_OK(speaker);
    QStringList heard;
    const auto hear = [&heard](const QString &payload) { heard.append(payload); };
    const QString channel = text("parking_spaces");
    VERIFY_OK(listen(**listener, channel, hear));
    VERIFY_OK(listen(**listener, channel, hear)); // once is enough
    VERIFY_OK(notify(**speaker, text("another"), text("no")));
    VERIFY_OK(notify(**speaker, channel, text("all 'quoted' ä")));
    QTRY_COMPARE(heard, QStringList{text("all 'quoted' ä")});
    {
        auto transaction = Transaction::begin(**speaker);
        VERIFY_OK(transaction);
        VERIFY_OK(notify(**speaker, channel, text("rolled back")));
    }
    VERIFY_OK((*listener)->reopen());
    VERIFY_OK(listen(**listener, channel, hear));
    VERIFY_OK(notify(**speaker, channel, text("after")));
    QTRY_COMPARE(heard, QStringList({text("all 'quoted' ä"), text("after")}));
}

void TestDatabase::locksByName()
{
    QFETCH(Dialect, dialect);
    const Result<QString> url = m_databases.emptyUrl(dialect);
    VERIFY_OK(url);
    auto first = Database::open({.url = *url});
    VERIFY_OK(first);
    const auto second = Database::open({.url = *url});
    VERIFY_OK(second);
    const QString name = text("ingest");
    QCOMPARE(tryLock(**first, name).valueOr(false), true);
    QCOMPARE(tryLock(**second, name).valueOr(true), false);
    QCOMPARE(tryLock(**second, text("other")).valueOr(false), true);
    first->reset(); // the session ends, and its lock with it
    QTRY_COMPARE(tryLock(**second, name).valueOr(false), true);
}

void TestDatabase::aLockIsOfTheFileNotOfItsName()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    const auto first = Database::open({.url = *url});
    VERIFY_OK(first);
    QTemporaryDir folder;
    const QString other = folder.filePath(text("link.db"));
    QVERIFY(QFile::link((*first)->sqlitePath(), other));
    const auto second = Database::open({.url = text("sqlite:///") + other});
    VERIFY_OK(second);
    QCOMPARE(tryLock(**first, text("ingest")).valueOr(false), true);
    QCOMPARE(tryLock(**second, text("ingest")).valueOr(true), false);
    const auto holder = lockHolder(**second, text("ingest"));
    VERIFY_OK(holder);
    QVERIFY(*holder);
    QCOMPARE((*holder)->process, QCoreApplication::applicationPid());
    QCOMPARE((*holder)->inWords().count(text("login")), 0);
    QCOMPARE(tryLock(**first, text("ingest")).valueOr(false), true); // it is ours still
}

/// A writer of another process holds the SQLite file for longer than the busy timeout.
void TestDatabase::busyFileWaits()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    const auto first = Database::open({.url = *url});
    VERIFY_OK(first);
    const auto second = Database::open({.url = *url});
    VERIFY_OK(second);
    auto transaction = Transaction::begin(**first);
    VERIFY_OK(transaction);
    const auto blocked = Transaction::begin(**second);
    QVERIFY(!blocked);
    QCOMPARE(failureKind(blocked.error()), FailureKind::Wait);
    QCOMPARE((*second)->count(text("SELECT count(*) FROM sites")).valueOr(-1),
             1); // WAL: readers go on
}

PARKING_TEST(TestDatabase)
#include "tst_database.moc"
