#pragma once

#include "store/database.h"
#include "store/deadletter.h"

#include <QList>

namespace parking::engine {

/// What people do with messages that were set aside, each in the caller's transaction; `actor`'s
/// act becomes the history's. An empty list: all of them. Give how many.

/// The station tries them again within seconds.
Result<qint64> askLettersAgain(store::Database &database, const QList<qint64> &ids,
                               const QString &actor, UtcTime now);
Result<qint64> deleteLetters(store::Database &database, const QList<qint64> &ids,
                             const QString &actor, UtcTime now);
/// As they were; gives their new ids.
Result<QList<qint64>> restoreLetters(store::Database &database,
                                     const QList<store::DeadLetter> &letters, const QString &actor,
                                     UtcTime now);

} // namespace parking::engine
