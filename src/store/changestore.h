#pragma once

#include "domain/status.h"
#include "store/database.h"

#include <QHash>

namespace parking::store {

/// One change of some spaces each.
struct FoundChanges {
    QList<domain::StateChange> changes;
    /// There is one, of this time, and it cannot be read: nobody knows what the space was.
    QHash<domain::SpaceId, UtcTime> unreadable;
};

/// state_changes: written once, never altered.
class ChangeStore {
public:
    explicit ChangeStore(Database &database) : m_db(database) { }
    Result<> append(const QList<domain::StateChange> &changes);
    /// Newest first, before `before` when given.
    Result<QList<domain::StateChange>> recent(domain::SpaceId space, int limit,
                                              std::optional<UtcTime> before = {});
    /// In [from, to), oldest first, with the last change before `from` in front when there is one.
    Result<QList<domain::StateChange>> between(domain::SpaceId space, UtcTime from, UtcTime to);
    /// In [from, to), oldest first.
    Result<QList<domain::StateChange>> within(domain::SpaceId space, UtcTime from, UtcTime to);
    Result<qint64> count();

    /// The last change of each space until `moment`, that moment with it. Spaces without one are
    /// left out. One look into the index for each space: the length of the history costs nothing.
    Result<FoundChanges> lastUntil(UtcTime moment);
    /// The first change of each of these spaces after `moment`.
    Result<FoundChanges> firstAfter(const QList<domain::SpaceId> &spaces, UtcTime moment);
    /// When the next or last change is, after or before `moment`, of any of these spaces.
    Result<std::optional<UtcTime>> nextTime(const QList<domain::SpaceId> &spaces, UtcTime moment);
    Result<std::optional<UtcTime>> lastTime(const QList<domain::SpaceId> &spaces, UtcTime moment);
    /// When spaces became unknown in [from, to): no sensor had said anything of them any more.
    Result<QHash<domain::SpaceId, QList<UtcTime>>> unknownFrom(UtcTime from, UtcTime to);
    /// How many there are in each `step` of [from, to).
    Result<QList<int>> density(UtcTime from, UtcTime to, Milliseconds step);

private:
    Database &m_db;
};

} // namespace parking::store
