#pragma once

#include "domain/space.h"
#include "domain/status.h"
#include "store/database.h"
#include "store/page.h"

#include <QHash>

namespace parking::store {

/// A25: given filters are joined by AND.
struct SpaceFilter {
    std::optional<QString> building = {};
    std::optional<QString> floor = {};
    std::optional<QString> zone = {};
    std::optional<domain::SpaceState> state = {};
    QString text = {}; ///< part of code or name, case-insensitive; empty: any
    bool includeDeleted = false;
};

/// The state columns of one space, as locked and written by the engine.
struct StateRow {
    domain::SpaceId id;
    domain::SpaceState state = domain::SpaceState::Free;
    domain::StateReason reason = domain::StateReason::Default;
    bool reservedForSomeone = false;
    UtcTime since;
    domain::StateInputs inputs; ///< sensor and override; reservations come with their issue
    std::optional<domain::DevEui> sensorEui;
    std::optional<domain::DevEui> displayEui;

    bool operator==(const StateRow &) const = default;
};

/// A space with a display, and the state that it should show.
struct DisplayedState {
    domain::DevEui displayEui;
    domain::SpaceId spaceId;
    domain::SpaceState state = domain::SpaceState::Free;
};

/// A status as stored; silentAfter is 0 until the caller fills it from the device type's name.
struct StatusRow {
    domain::SpaceStatus status;
    QString sensorType; ///< devices.resolved_type of the sensor
};

/// Errors besides the database's: RECORD_NOT_FOUND (also for deleted rows), DUPLICATE_RESOURCE
/// for "Space code", "Sensor" and "Display", VALIDATION_ERROR.
class SpaceStore {
public:
    explicit SpaceStore(Database &database) : m_db(database) { }

    Result<Page<domain::Space>> list(const SpaceFilter &filter, const PageRequest &page = {});
    Result<QList<domain::Space>> all(domain::SiteId site); ///< not deleted, ordered by code
    Result<domain::Space> find(domain::SpaceId id);
    Result<domain::Space> findByCode(const QString &code);
    Result<domain::Space> findBySensor(domain::DevEui eui);
    Result<> create(const domain::Space &space, UtcTime now); ///< id set by the caller
    Result<> createMany(const QList<domain::Space> &spaces,
                        UtcTime now); ///< few statements; in the caller's transaction
    Result<> update(const domain::Space &space,
                    UtcTime now); ///< all fields of what people decide; never the state
    Result<>
    updatePlacements(const QHash<domain::SpaceId, std::optional<domain::Placement>> &placements,
                     UtcTime now);
    Result<> softDelete(domain::SpaceId id, UtcTime now);
    Result<> restore(domain::SpaceId id, UtcTime now); ///< undo of softDelete; DUPLICATE_RESOURCE
                                                       ///< when code or EUI are taken meanwhile

    Result<QList<StatusRow>> statuses(domain::SiteId site);
    Result<QList<StatusRow>> statuses(const QList<domain::SpaceId> &ids);

    /// SELECT ... ORDER BY id FOR UPDATE (SQLite: the transaction already excludes others).
    /// Deleted and unknown ids are left out.
    Result<QList<StateRow>> lockStates(const QList<domain::SpaceId> &ids);
    /// Spaces whose override or reservation ends or starts in (after, until].
    Result<QList<domain::SpaceId>> dueForResolve(UtcTime until);
    Result<> writeStates(const QList<StateRow> &rows);
    /// Of these displays, or of all when the list is empty; ordered by EUI.
    Result<QList<DisplayedState>> displayedStates(const QList<domain::DevEui> &displays = {});

private:
    Result<QList<domain::Space>> query(const QString &rest, const QVariantMap &bound);
    Result<domain::Space> one(const QString &condition, const QString &value);
    Result<QList<StatusRow>> statusQuery(const QString &condition, const QVariantMap &bound);

    Database &m_db;
};

} // namespace parking::store
