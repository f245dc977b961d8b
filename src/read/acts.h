#pragma once

#include "domain/act.h"
#include "store/database.h"

namespace parking::read {

/// What people did, the newest first; with a subject and a row, to that row alone.
Result<QList<domain::Act>> acts(store::Database &database, int limit,
                                const std::optional<domain::ActSubject> &subject = {},
                                const QString &row = {});

/// A space as it stands, with the act by which it is not as it was `seen` (domain::lastOf), without
/// that the newest one; empty: it was deleted.
struct StandingSpace {
    std::optional<domain::Space> space = {};
    std::optional<domain::Act> last = {};
};
Result<StandingSpace> standingSpace(store::Database &database, domain::SpaceId space,
                                    const std::optional<domain::Space> &seen = {});

/// The same of a booking.
struct StandingBooking {
    std::optional<domain::Booking> booking = {};
    std::optional<domain::Act> last = {};
};
Result<StandingBooking> standingBooking(store::Database &database, domain::BookingId booking,
                                        const std::optional<domain::BookingDraft> &seen = {});

} // namespace parking::read
