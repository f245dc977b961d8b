#include "read/acts.h"

#include "domain/problems.h"
#include "store/actstore.h"
#include "store/bookingstore.h"
#include "store/spacestore.h"

namespace parking::read {

Result<QList<domain::Act>> acts(store::Database &database, int limit,
                                const std::optional<domain::ActSubject> &subject,
                                const QString &row)
{
    return store::ActStore(database).recent(limit, subject, row);
}

namespace {

Result<std::optional<domain::Act>> newest(store::Database &database, domain::ActSubject subject,
                                          const QString &row)
{
    const auto found = store::ActStore(database).recent(1, subject, row);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::optional<domain::Act>() : std::optional(found->first());
}

} // namespace

Result<StandingSpace> standingSpace(store::Database &database, domain::SpaceId space)
{
    const auto last = newest(database, domain::ActSubject::Space, space.toString());
    if (!last)
        return last.error();
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found && found.error().code != problem::kNotFound)
        return found.error();
    return StandingSpace{found ? std::optional(*found) : std::nullopt, *last};
}

Result<StandingBooking> standingBooking(store::Database &database, domain::BookingId booking)
{
    const auto last = newest(database, domain::ActSubject::Booking, booking.toString());
    if (!last)
        return last.error();
    const Result<domain::Booking> found = store::BookingStore(database).find(booking);
    if (!found && found.error().code != problem::kNotFound)
        return found.error();
    return StandingBooking{found ? std::optional(*found) : std::nullopt, *last};
}

} // namespace parking::read
