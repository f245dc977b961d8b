#pragma once

#include "base/result.h"

#include <QList>
#include <QMap>
#include <QString>

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
/// `postgres://`) or `sqlite:///path`. Error VALIDATION_ERROR for field DATABASE_URL; no text of
/// it ever holds the password.
Result<DatabaseUrl> parseDatabaseUrl(const QString &url);

} // namespace parking::store
