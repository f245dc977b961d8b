#pragma once

#include "domain/status.h"
#include "store/database.h"

namespace parking::store {

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
    Result<qint64> count();

private:
    Database &m_db;
};

} // namespace parking::store
