#pragma once

#include "store/database.h"

#include <functional>

/// What the sessions on one database tell each other and hold against each other. On an SQLite file
/// no notices are heard, and a lock is a file beside it.
namespace parking::store {

/// Calls `heard` with each payload of this channel, in the database's thread, until the connection
/// is lost or reopened. A second call for the same channel changes nothing.
Result<> listen(Database &database, const QString &channel,
                std::function<void(const QString &payload)> heard);

/// Told when the transaction commits, at once where there is none.
Result<> notify(Database &database, const QString &channel, const QString &payload);

/// An advisory lock of this session, held until its end. True when it is ours, false when another
/// session has it. On SQLite that is a lock file "<database>.<name>-lock": one that a program left
/// when it was killed counts no more. An SQLite database in memory is nobody else's.
Result<bool> tryLock(Database &database, const QString &name);

/// Ends the session that holds this lock, whoever that is; needs the holder's role or
/// pg_signal_backend. One whose statement runs is left alone: whoever came instead of it would wait
/// for the same thing. False: nobody was ended. SQLite: always false, a process is not ended.
Result<bool> endLockHolder(Database &database, const QString &name);

/// A session that holds a lock. What this login may not see of it is empty.
struct LockHolder {
    qint64 process = 0; ///< of the server; pg_terminate_backend() takes it. SQLite: the program's
    QString login; ///< SQLite: empty
    QString application;
    QString address; ///< empty too for one on the server's own computer; SQLite: its host
    std::optional<UtcTime> connectedAt;

    /// "login ann, program psql, from 10.0.0.7, since 2026-..., process 4711"
    QString inWords() const;
    /// The statement by which somebody who may ends that session, on PostgreSQL.
    QString endStatement() const;
};
/// Empty: nobody holds it. SQLite: it may have been killed since.
Result<std::optional<LockHolder>> lockHolder(Database &database, const QString &name);

/// Under whose name the database records what is done with this login: the login's own, where it
/// is one person's (role parking_operator, and neither parking_station nor parking_shared), else
/// `told`.
Result<QString> actorOf(Database &database, const QString &told);

/// The time by the server's clock; empty where there is no server (SQLite).
Result<std::optional<UtcTime>> serverTime(Database &database);

/// A number that moves when another connection writes; empty where notice is given instead: on
/// PostgreSQL, unless this is a copy of it (a replica), which can neither LISTEN nor be written to.
Result<std::optional<qint64>> foreignWrites(Database &database);

} // namespace parking::store
