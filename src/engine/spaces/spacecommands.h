#pragma once

#include "domain/space.h"
#include "domain/status.h"
#include "engine/lamps/lampledger.h"
#include "store/spacestore.h"

namespace parking::engine {

/// What a person asks of spaces: each command is one transaction with its rows in state_changes.
/// Gives the state rows afterwards, for those who watch. Thread: the database's.
class SpaceCommands {
public:
    SpaceCommands(store::Database &database, domain::StatePolicy policy, const LampContext &lamps)
        : m_database(database), m_policy(policy), m_context(lamps)
    {
    }

    /// Override on. `value.state` is MAINTENANCE, OCCUPIED or FREE (VALIDATION_ERROR else), the
    /// reason 0..200 characters, `until` after now. Unknown or deleted ids: RECORD_NOT_FOUND, and
    /// nothing is changed.
    Result<QList<store::StateRow>> setOverride(const QList<domain::SpaceId> &ids,
                                               const domain::Override &value, UtcTime now);
    /// Override off; spaces without one stay as they are.
    Result<QList<store::StateRow>> clearOverride(const QList<domain::SpaceId> &ids,
                                                 const QString &actor, UtcTime now);
    /// Overrides that ended and reservations that began or ended by `now`.
    Result<QList<store::StateRow>> settleDue(UtcTime now);

    /// What the last command meant for the ledger of lamps.
    const LampOutcome &lamps() const { return m_lamps; }

private:
    template <class Edit>
    Result<QList<store::StateRow>> edit(const QList<domain::SpaceId> &ids, bool all, UtcTime now,
                                        Edit apply);

    store::Database &m_database;
    domain::StatePolicy m_policy;
    const LampContext &m_context;
    LampOutcome m_lamps;
};

} // namespace parking::engine
