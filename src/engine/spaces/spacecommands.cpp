#include "engine/spaces/spacecommands.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "engine/ingest/batch.h"
#include "store/changestore.h"

namespace parking::engine {

namespace {

using domain::SpaceId;
using domain::StateChange;
using store::StateRow;

constexpr int kReasonMax = 200;

Result<> check(const domain::Override &value, UtcTime now)
{
    if (value.state == domain::SpaceState::Reserved)
        return domain::errors::validation(u"state"_s,
                                          u"an override is MAINTENANCE, OCCUPIED or "
                                          "FREE"_s);
    if (value.reason.size() > kReasonMax || value.reason.contains(QChar::Null))
        return domain::errors::validation(u"reason"_s, u"at most %1 characters"_s.arg(kReasonMax));
    if (value.until && *value.until <= now)
        return domain::errors::validation(u"until"_s, u"the end must lie in the future"_s);
    return {};
}

/// A row of state_changes for an override that was set or taken back. It is written also when the
/// state stays the same: who blocked a space, and why, must be found again.
StateChange record(const StateRow &before, const StateRow &after, const QString &actor,
                   const QString &note, UtcTime now)
{
    StateChange change;
    change.spaceId = after.id;
    change.previous = before.state;
    change.current = after.state;
    change.source = u"override"_s;
    change.actor = actor;
    change.reason = after.reason;
    change.time = now;
    change.recordedAt = now;
    change.note = note;
    return change;
}

} // namespace

template <class Edit>
Result<QList<StateRow>> SpaceCommands::edit(const QList<SpaceId> &ids, bool all, UtcTime now,
                                            Edit apply)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    store::SpaceStore spaces(m_database);
    Result<QList<StateRow>> rows = spaces.lockStates(ids);
    if (!rows)
        return rows;
    if (all) {
        for (const SpaceId &id : ids) {
            const auto isThis = [&id](const StateRow &row) { return row.id == id; };
            if (std::none_of(rows->cbegin(), rows->cend(), isThis))
                return domain::errors::notFound(u"Space"_s, id.toString());
        }
    }
    QList<StateChange> changes;
    QList<StateRow> touched;
    LampLedger ledger(m_database, m_context, now);
    for (StateRow &row : *rows) {
        const StateRow before = row;
        std::optional<StateChange> change = apply(before, row, now);
        if (row != before)
            touched.append(row);
        if (row.state != before.state && row.displayEui)
            ledger.wish({.devEui = *row.displayEui, .cause = domain::DownlinkCause::Change});
        if (change)
            changes.append(*change);
    }
    if (!touched.isEmpty()) {
        if (Result<> done = spaces.writeStates(touched); !done)
            return done.error();
    }
    if (!changes.isEmpty()) {
        if (Result<> done = store::ChangeStore(m_database).append(changes); !done)
            return done.error();
    }
    Result<LampOutcome> lamps = ledger.finish();
    if (!lamps)
        return lamps.error();
    if (Result<> done = transaction->commit(); !done)
        return done.error();
    m_lamps = std::move(*lamps);
    return touched;
}

Result<QList<StateRow>> SpaceCommands::setOverrides(const domain::Overrides &values,
                                                    const QString &actor, UtcTime now)
{
    for (const std::optional<domain::Override> &value : values) {
        if (Result<> checked = value ? check(*value, now) : Result<>(); !checked)
            return checked.error();
    }
    m_before.clear();
    return edit(
        values.keys(), true, now,
        [&](const StateRow &before, StateRow &row, UtcTime at) -> std::optional<StateChange> {
            std::optional<domain::Override> &set = row.inputs.operatorOverride;
            m_before.insert(row.id, set);
            set = values.value(row.id);
            if (!set && !before.inputs.operatorOverride)
                return std::nullopt;
            if (set && (set->since == UtcTime() || set->since > at))
                set->since = at;
            reresolve(row, m_policy, u"override"_s, at);
            return record(before, row, actor, set ? set->reason : QString(), at);
        });
}

Result<QList<StateRow>> SpaceCommands::settleDue(UtcTime now)
{
    const Result<QList<SpaceId>> due = store::SpaceStore(m_database).dueForResolve(now);
    if (!due)
        return due.error();
    if (due->isEmpty())
        return QList<StateRow>();
    return edit(
        *due, false, now,
        [&](const StateRow &before, StateRow &row, UtcTime at) -> std::optional<StateChange> {
            const auto &set = row.inputs.operatorOverride;
            if (set && set->until && *set->until <= at)
                row.inputs.operatorOverride.reset();
            reresolve(row, m_policy, u"engine"_s, at);
            if (row == before)
                return std::nullopt;
            StateChange change = record(before, row, {}, u"override ended"_s, at);
            change.source = u"engine"_s;
            return change;
        });
}

} // namespace parking::engine
