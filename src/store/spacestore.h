#pragma once

#include "domain/page.h"
#include "domain/space.h"
#include "store/database.h"

#include <QHash>
#include <QSet>

namespace parking::store {

/// What people decide about spaces; their live states are StateStore's.
/// Errors besides the database's: RECORD_NOT_FOUND (also for deleted rows), DUPLICATE_RESOURCE
/// for "Space code", "Sensor" and "Display", VALIDATION_ERROR.
class SpaceStore {
public:
    explicit SpaceStore(Database &database) : m_db(database) { }

    Result<domain::Page<domain::Space>> list(const domain::SpaceFilter &filter,
                                             const domain::PageRequest &page = {});
    Result<QList<domain::Space>> all(domain::SiteId site); ///< not deleted, ordered by code
    Result<QList<domain::Space>> deleted(domain::SiteId site, int limit); ///< the last ones first
    Result<QSet<domain::SpaceId>> deletedAmong(const QList<domain::SpaceId> &ids);
    Result<domain::Space> find(domain::SpaceId id);
    Result<domain::Space> findByCode(const QString &code);
    Result<domain::Space> findBySensor(domain::DevEui eui);
    Result<> create(const domain::Space &space, UtcTime now); ///< id set by the caller
    Result<> createMany(const QList<domain::Space> &spaces,
                        UtcTime now); ///< few statements; in the caller's transaction
    Result<> update(const domain::Space &space,
                    UtcTime now); ///< all fields of what people decide; never the state
    /// Of many one statement on PostgreSQL. In the caller's transaction, which rolls back after an
    /// error, and with an id once. Which of many has what is taken the database does not tell.
    Result<> updateMany(const QList<domain::Space> &spaces, UtcTime now);
    Result<>
    updatePlacements(const QHash<domain::SpaceId, std::optional<domain::Placement>> &placements,
                     UtcTime now);
    Result<> softDelete(domain::SpaceId id, UtcTime now);
    Result<> softDeleteMany(const QList<domain::SpaceId> &ids, UtcTime now);
    /// Undo of softDelete, as `space` says. What its sensor said before counts only where that has
    /// said nothing since. RECORD_NOT_FOUND when none with its id is deleted, DUPLICATE_RESOURCE
    /// when code or EUI are taken by now.
    Result<> restore(const domain::Space &space, UtcTime now);
    Result<> restoreMany(const QList<domain::Space> &spaces, UtcTime now);

private:
    Result<domain::Space> one(const QString &condition, const QString &value);
    Result<> write(const RowStatement &statement, const QList<domain::Space> &spaces, UtcTime now);
    /// RECORD_NOT_FOUND for the first that is none, when fewer than all were written.
    Result<> touched(const QList<domain::SpaceId> &ids, const Result<qint64> &written);

    Database &m_db;
};

} // namespace parking::store
