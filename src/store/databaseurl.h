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
    bool isArchive() const { return options.contains(QStringLiteral("immutable")); }
    bool isInMemory() const { return options.contains(QStringLiteral("memory")); }
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

/// libpq's options for an address: its own, and where it says nothing of it the server has to prove
/// by TLS that it is the one named (sslmode=verify-full), unless all hosts are this computer
/// (loopback, a socket's folder): without that libpq tells the password to whoever answers.
/// `authorities`: file of the trusted ones where neither address nor user names any.
QMap<QString, QString> serverOptions(const DatabaseUrl &url, const QString &authorities);

/// The authorities that this system trusts, for libpq, which before 16 does not ask for them
/// itself; empty where none are known, and where the user has a file for libpq.
QString authoritiesForLibpq();

/// A loopback address, or for PostgreSQL a socket's folder: what goes there leaves no computer.
bool isThisComputer(const QString &host);

/// Why somebody could pose as the server, in English; empty when nobody can.
QString weakness(const DatabaseUrl &url);

/// The file behind `sqlite://`; empty when that is no absolute path. Where there are drives both
/// `/C:/data` and `C:/data` are one, with slashes or backslashes; elsewhere `/C:/data` is a folder.
QString sqlitePath(const QString &written, bool hasDrives);

/// The address of a file, by its absolute path; parseDatabaseUrl() gives back the same path.
QString sqliteUrl(const QString &path);

/// The address of a file that nobody writes and nobody trusts: an archive. It is opened read-only
/// and as it lies there, without a log beside it, and what stands in its schema runs nothing.
QString archiveUrl(const QString &path);

/// A database of its own that ends with its connection.
inline const QString kMemoryUrl = QStringLiteral("sqlite::memory:");

/// Names of the options that an address may set; none of them is a secret.
QStringList databaseUrlOptions();

} // namespace parking::store
