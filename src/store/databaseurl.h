#pragma once

#include "base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace parking::store {

/// A database's address, taken apart.
struct DatabaseUrl {
    struct Host {
        QString name;
        QString port;

        bool operator==(const Host &) const = default;
    };

    bool isPostgres = false;
    QString path; ///< SQLite: the file
    QList<Host> hosts; ///< PostgreSQL: one or more, tried in order
    QString database;
    QString user;
    QString password;
    QMap<QString, QString> options; ///< sslmode, target_session_attrs, ...

    bool operator==(const DatabaseUrl &) const = default;
};

/// `postgresql://[user[:password]@]host[:port][,host[:port]...]/database[?option=value&...]` (also
/// `postgres://`) or `sqlite:///path`, percent-encoded where signs mean something. Error
/// VALIDATION_ERROR for field DATABASE_URL; no text of it ever holds the password.
Result<DatabaseUrl> parseDatabaseUrl(const QString &url);

/// The address of a file, by its absolute path; parseDatabaseUrl() gives back the same path.
QString sqliteUrl(const QString &path);

/// Names of the options that an address may set; none of them is a secret.
QStringList databaseUrlOptions();

} // namespace parking::store
