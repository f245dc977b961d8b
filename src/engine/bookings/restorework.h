#pragma once

#include "engine/bookings/bookingwork.h"

namespace parking::engine {

/// Bookings of which something is taken back, or done again.
struct BookingsRestore {
    QList<domain::Booking> standing = {}; ///< as they must be found
    QList<domain::Booking> wanted = {}; ///< the same ones with other times, spaces, words or status
    QString actor = {};
};

/// All of them or none, within a Movement of the caller. Only people's work moves: times, space,
/// words, and whether it is active, cancelled or ended early. Nobody else's work is taken back:
/// CHANGED_MEANWHILE with details.actor where one of them is not as it must be found. A cancelled
/// or ended one whose time is over meanwhile stays so; gives those that were written. Other errors
/// as for changes.
Result<QList<domain::Booking>> restoreBookings(Movement &movement, const BookingsRestore &restore);

} // namespace parking::engine
