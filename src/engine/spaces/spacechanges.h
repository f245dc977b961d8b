#pragma once

#include "domain/spaceschange.h"
#include "store/database.h"

namespace parking::engine {

/// What stood, and what stands now: the undo and the redo.
struct SpacesChanged {
    domain::SpacesChange before;
    domain::SpacesChange after; ///< with the floors that were made for spaces
};

/// Writes a change of spaces and floors in the caller's transaction: new ones, edited ones, deleted
/// ones (their rows and history stay) and deleted ones that come back. Floors that its spaces name
/// and that have no row get one (domain::missingFloors). Devices that another space of the change
/// gives away are free before they are bound.
///
/// `actor` did it, which becomes the history's (store::ActStore).
///
/// `expected`: what has to stand now, where it names something; else CHANGED_MEANWHILE with details
/// {code, actor}, as for a space that came meanwhile to a floor or zone that this change takes away
/// or calls otherwise, which goes for its undo too. Errors: RECORD_NOT_FOUND, DUPLICATE_RESOURCE
/// (code, sensor, lamp), VALIDATION_ERROR, and SPACE_NOT_AVAILABLE with details {codes} for spaces
/// that are to go and are booked, or whose booked car has not left.
Result<SpacesChanged> changeSpaces(store::Database &database, const domain::SpacesChange &change,
                                   const std::optional<domain::SpacesChange> &expected, UtcTime now,
                                   const QString &actor = {});

} // namespace parking::engine
