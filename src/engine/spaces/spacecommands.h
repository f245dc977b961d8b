#pragma once

#include "domain/overrides.h"
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

    /// Sets, replaces and takes back overrides. A state is MAINTENANCE, OCCUPIED or FREE
    /// (VALIDATION_ERROR else), a reason 0..200 characters, `until` after now; a `since` that is
    /// null or in the future becomes now. Where none is to stand and none stands nothing happens.
    /// Unknown or deleted ids: RECORD_NOT_FOUND. `actor` does it; who set the override is in it.
    /// After an error nothing is changed.
    Result<QList<store::StateRow>> setOverrides(const domain::Overrides &values,
                                                const QString &actor, UtcTime now);
    /// Overrides that ended and reservations that began or ended by `now`.
    Result<QList<store::StateRow>> settleDue(UtcTime now);

    /// What the last command meant for the ledger of lamps.
    const LampOutcome &lamps() const { return m_lamps; }
    /// What the last setOverrides() found: given to it, it undoes.
    const domain::Overrides &before() const { return m_before; }

private:
    template <class Edit>
    Result<QList<store::StateRow>> edit(const QList<domain::SpaceId> &ids, bool all, UtcTime now,
                                        Edit apply);

    store::Database &m_database;
    domain::StatePolicy m_policy;
    const LampContext &m_context;
    LampOutcome m_lamps;
    domain::Overrides m_before;
};

} // namespace parking::engine
