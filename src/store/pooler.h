#pragma once

#include "base/result.h"

#include <QSqlDatabase>

struct pg_conn;

namespace parking::store {

/// libpq's connection behind Qt's driver; null when it is another driver.
pg_conn *connectionOf(const QSqlDatabase &database);

/// CONNECTION_POOLER where this connection to PostgreSQL is no session of its own: locks, LISTEN
/// and prepared statements do not hold there.
Result<> refuseSharedSession(const QSqlDatabase &database);

/// The words for it.
QString poolerWords();

} // namespace parking::store
