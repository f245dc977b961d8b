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

Result<QList<domain::Act>> newest(store::Database &database, domain::ActSubject subject,
                                  const QString &row)
{
    return store::ActStore(database).recent(domain::kActsLookedAt, subject, row);
}

} // namespace

Result<StandingSpace> standingSpace(store::Database &database, domain::SpaceId space,
                                    const std::optional<domain::Space> &seen)
{
    const auto acts = newest(database, domain::ActSubject::Space, space.toString());
    if (!acts)
        return acts.error();
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found && found.error().code != problem::kNotFound)
        return found.error();
    QStringList fields;
    if (found && seen) {
        for (const domain::ActDifference &one : domain::differencesOf(*seen, *found))
            fields.append(one.field);
    }
    return StandingSpace{found ? std::optional(*found) : std::nullopt,
                         domain::lastOf(*acts, fields)};
}

Result<StandingBooking> standingBooking(store::Database &database, domain::BookingId booking,
                                        const std::optional<domain::BookingDraft> &seen)
{
    const auto acts = newest(database, domain::ActSubject::Booking, booking.toString());
    if (!acts)
        return acts.error();
    const Result<domain::Booking> found = store::BookingStore(database).find(booking);
    if (!found && found.error().code != problem::kNotFound)
        return found.error();
    return StandingBooking{found ? std::optional(*found) : std::nullopt,
                           found && seen ? domain::lastOf(*acts, *seen, *found)
                                         : domain::lastOf(*acts, {})};
}

} // namespace parking::read
