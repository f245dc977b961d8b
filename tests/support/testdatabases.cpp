#include "testdatabases.h"
#include "base/literals.h"

#include "store/databaseurl.h"
#include "store/migrator.h"

#include <QFile>
#include <QTest>

namespace parking::test {

using store::Database;
using store::Dialect;

namespace {

// A moment in the past, so that rows which migrations seed are older than those of tests.
constexpr UtcTime kMigrated = UtcTime(std::chrono::seconds(1'700'000'000));

/// Closed again when this returns: a template may have no connections.
Result<> migrate(const QString &url)
{
    const auto database = Database::open({.url = url});
    if (!database)
        return database.error();
    const Result<QStringList> done = store::Migrator(**database).migrate(kMigrated);
    return done ? Result<>() : Result<>(done.error());
}

} // namespace

void TestDatabases::addRows()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgres") << Dialect::Postgres;
}

Result<> TestDatabases::startServer()
{
    return m_server.start();
}

QString TestDatabases::nextSqlite()
{
    return m_folder.filePath(u"db%1.sqlite"_s.arg(++m_count));
}

Result<QString> TestDatabases::createPostgres(const QString &from)
{
    if (Result<> started = startServer(); !started)
        return started.error();
    const QString name = u"test%1"_s.arg(++m_count);
    const auto admin = Database::open({.url = m_server.url(u"postgres"_s)});
    if (!admin)
        return admin.error();
    const Result<> made =
        (*admin)->runScript(u"CREATE DATABASE %1 TEMPLATE %2 STRATEGY file_copy"_s.arg(name, from));
    if (!made)
        return made.error();
    return m_server.url(name);
}

Result<QString> TestDatabases::emptyUrl(Dialect dialect)
{
    if (dialect == Dialect::Postgres)
        return createPostgres(u"template1"_s);
    return store::sqliteUrl(nextSqlite());
}

Result<QString> TestDatabases::migratedUrl(Dialect dialect)
{
    if (dialect == Dialect::Postgres) {
        if (m_postgresTemplate.isEmpty()) {
            const Result<QString> url = createPostgres(u"template1"_s);
            if (!url)
                return url;
            if (Result<> done = migrate(*url); !done)
                return done.error();
            m_postgresTemplate = url->section(u'/', -1);
        }
        return createPostgres(m_postgresTemplate);
    }
    if (m_sqliteTemplate.isEmpty()) {
        const QString path = m_folder.filePath(u"template.sqlite"_s);
        if (Result<> done = migrate(store::sqliteUrl(path)); !done)
            return done.error();
        m_sqliteTemplate = path;
    }
    const QString path = nextSqlite();
    if (!QFile::copy(m_sqliteTemplate, path))
        return Error{u"TEST_SERVER"_s, u"cannot copy to "_s + path};
    return store::sqliteUrl(path);
}

Result<std::unique_ptr<Database>> TestDatabases::open(Dialect dialect)
{
    const Result<QString> url = migratedUrl(dialect);
    if (!url)
        return url.error();
    return Database::open({.url = *url});
}

} // namespace parking::test
