#pragma once

#include "postgres.h"
#include "store/database.h"

#include <QTemporaryDir>

Q_DECLARE_METATYPE(parking::store::Dialect)

namespace parking::test {

/// Databases for store tests, on both engines: each call gives one of its own, with or without the
/// tables. PostgreSQL is started when first asked for.
class TestDatabases {
public:
    explicit TestDatabases(PostgresServer::Durability durability = PostgresServer::Durability::Fast)
        : m_server(durability)
    {
    }

    /// The column `dialect` with the rows "sqlite" and "postgres".
    static void addRows();

    Result<QString> emptyUrl(store::Dialect dialect);
    Result<QString> migratedUrl(store::Dialect dialect);
    /// A connection to a migrated database of its own.
    Result<std::unique_ptr<store::Database>> open(store::Dialect dialect);

    PostgresServer &server() { return m_server; }

private:
    Result<> startServer();
    Result<QString> createPostgres(const QString &from);
    QString nextSqlite();

    PostgresServer m_server;
    QTemporaryDir m_folder;
    int m_count = 0;
    QString m_sqliteTemplate;
    QString m_postgresTemplate; ///< name of the database
};

} // namespace parking::test
