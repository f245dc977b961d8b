#include "store/snapshot.h"

#include "base/literals.h"
#include "base/logging.h"

namespace parking::store {

Result<Snapshot> Snapshot::begin(Database &database)
{
    // As a script: PostgreSQL prepares no such statement.
    const Result<> begun = database.runScript(
        database.isPostgres() ? u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"_s
                              : u"BEGIN"_s);
    if (!begun)
        return begun.error();
    Snapshot snapshot(database);
    // Both take it with the first thing that is read.
    const Result<qint64> taken = database.count(
        database.isPostgres() ? u"SELECT 1"_s : u"SELECT count(*) FROM sqlite_master"_s);
    if (!taken)
        return taken.error();
    return snapshot;
}

Snapshot::~Snapshot()
{
    if (!m_database || !m_database->isOpen())
        return;
    if (const Result<> ended = m_database->runScript(u"ROLLBACK"_s); !ended)
        qCWarning(lcStore).noquote() << "end of a snapshot:" << ended.error().detail;
}

} // namespace parking::store
