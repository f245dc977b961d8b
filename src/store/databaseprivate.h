#pragma once

#include "store/database.h"
#include "store/databasefile.h"
#include "store/databaseurl.h"

#include <QLockFile>
#include <QMap>
#include <QSet>
#include <QSqlError>

#include <map>

namespace parking::store {

/// The state behind a Database, shared by the files that implement it and by nobody else.
class Database::Private {
public:
    DatabaseOptions options;
    DatabaseUrl url;
    QString connectionName;
    bool lost = false;
    bool inTransaction = false;
    std::optional<Error> brokenBy; ///< the first failure inside the running transaction
    std::map<QString, QSqlQuery> prepared; ///< by text; a server-side prepared query each
    QSet<QString> known;
    QMap<QString, Error> unreadable; ///< by detail, which names table, column and row
    std::map<QString, std::unique_ptr<QLockFile>> locks; ///< SQLite: by name, while connected
    int copyConflicts = 0; ///< calls of copy() that are left out after the next conflict, halved
    int copyPause = 0; ///< calls that are still to be left out

    QSqlDatabase connection() const { return QSqlDatabase::database(connectionName, false); }
    /// SQLite: the connection's file, and the log beside it, as they were when last seen.
    std::optional<FileId> file;
    std::optional<FileId> log;

    Result<> connect();
    Result<> prepareFile();
    Result<> acceptFile(QSqlDatabase &db);
    Result<> checkFile();
    void disconnect();
    Result<> setUp(QSqlDatabase &db);
    Result<QSqlQuery *> prepare(const QString &sql);
    Result<QSqlQuery *> execute(const QString &sql, const QVariantMap &values);
    Result<> runEach(const QString &sql, const Rows &rows,
                     const std::function<void(QSqlQuery &)> &ran);
    Error failed(const QSqlError &error, const QString &sql);
    Error failed(const QString &nativeState, const QString &text, const QString &sql);
    Error broken(const Error &error);
    Result<> planted(const char *place, const QString &sql); ///< base/failpoint.h
    Result<> check(const QVariant &value);
};

} // namespace parking::store
