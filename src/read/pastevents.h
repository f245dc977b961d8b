#pragma once

#include "read/past.h"

/// What to jump to in the past.
namespace parking::read {

/// A zone that had a free space and has none any more.
struct FullZone {
    UtcTime at;
    domain::SpaceId last; ///< the space that was taken
    QString building;
    QString floor;
    QString zone; ///< empty: the spaces of the floor that are in none
};

/// The first zone of these spaces that gets full after `moment`, by what is known then: not in a
/// gap of recording, and not while a space of it is unknown. Empty: none does in the period.
Result<std::optional<FullZone>> fullAfter(store::Database &database, const Past &past,
                                          const QList<domain::SpaceId> &spaces, UtcTime moment);

/// When the next alarm was raised, or the last one; empty: there is none in the period.
Result<std::optional<UtcTime>> alarmAfter(store::Database &database, const Past &past,
                                          UtcTime moment);
Result<std::optional<UtcTime>> alarmBefore(store::Database &database, const Past &past,
                                           UtcTime moment);

} // namespace parking::read
