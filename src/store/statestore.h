#pragma once

#include "domain/deveui.h"
#include "domain/status.h"
#include "store/database.h"
#include "store/table.h"

#include <QSet>

namespace parking::store {

/// The state columns of one space, as locked and written by the engine.
struct StateRow {
    domain::SpaceId id;
    domain::SpaceState state = domain::SpaceState::Free;
    domain::StateReason reason = domain::StateReason::Default;
    bool reservedForSomeone = false;
    UtcTime since;
    domain::StateInputs inputs; ///< sensor and override; what is booked is BookingStore's to say
    std::optional<domain::DevEui> sensorEui;
    std::optional<domain::DevEui> displayEui;

    bool operator==(const StateRow &) const = default;
};

/// A status as stored; it has no silence limit until the caller sets it by type and rhythm.
struct StatusRow {
    domain::SpaceStatus status;
    QString sensorType; ///< devices.resolved_type of the sensor
    QList<Milliseconds> longestOfDays; ///< its rhythm, see domain::Device
};

/// A space with a display, and what that should show.
struct DisplayedState : StatusRow {
    domain::DevEui displayEui;
    QString code; ///< the space's
};

/// The live states of spaces that are not deleted.
/// A row whose state, reason, sensor state or override is a word that this program does not know
/// has no state here, and least of all FREE: lists leave it out (Database::unreadable() tells).
class StateStore {
public:
    explicit StateStore(Database &database) : m_db(database) { }

    Result<QList<StatusRow>> statuses(domain::SiteId site);
    Result<QList<StatusRow>> statuses(const QList<domain::SpaceId> &ids);
    /// What counting needs of them, and nothing of a person: no name, no word of an operator.
    Result<QList<StatusRow>> countable(domain::SiteId site);
    /// Spaces that statuses() left out on this connection.
    QSet<domain::SpaceId> unreadable() const;

    /// SELECT ... ORDER BY id FOR UPDATE (SQLite: the transaction already excludes others).
    /// Deleted and unknown ids are left out. `bad`: who changes spaces for a person refuses.
    Result<QList<StateRow>> lock(const QList<domain::SpaceId> &ids,
                                 BadRows bad = BadRows::LeaveOut);
    Result<> write(const QList<StateRow> &rows);
    /// The same without what the sensor said, which is stored as it is: people have no right to it.
    Result<> writeResolved(const QList<StateRow> &rows);
    /// Spaces whose override ends until then, or whose sensor is gone.
    Result<QList<domain::SpaceId>> due(UtcTime until);
    /// Of these displays, or of all when the list is empty; ordered by EUI.
    Result<QList<DisplayedState>> displayed(const QList<domain::DevEui> &displays = {});

private:
    Database &m_db;
};

} // namespace parking::store
