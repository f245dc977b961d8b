#pragma once

#include "domain/bookinglist.h"
#include "store/database.h"

#include <QHash>

namespace parking::store {

/// Bookings, in the table reservations. Whoever writes holds the lock of the booking's space
/// (StateStore::lock) and is inside a transaction of the caller.
/// Errors besides the database's: RECORD_NOT_FOUND, SPACE_NOT_AVAILABLE.
class BookingStore {
public:
    explicit BookingStore(Database &database) : m_db(database) { }

    Result<domain::Booking> find(domain::BookingId id);
    /// The booking that this request made; empty: none yet. VALIDATION_ERROR for an id that is no
    /// UUID.
    Result<std::optional<domain::Booking>> ofRequest(const QString &requestId);

    /// All of a series, in any status, in the order of their starts.
    Result<QList<domain::Booking>> ofSeries(domain::BookingSeriesId id);

    /// Those that have one of these ids, or were made by one of these requests.
    Result<QList<domain::Booking>> known(const QList<domain::BookingId> &ids,
                                         const QStringList &requestIds);

    /// New ones, as people make them: all or none. SPACE_NOT_AVAILABLE names up to three bookings
    /// in the way.
    Result<> insert(const QList<domain::Booking> &bookings);
    /// What people decide of these; two of them may swap their spaces. SPACE_NOT_AVAILABLE.
    Result<> update(const QList<domain::Booking> &bookings);
    /// What the station says of these: status and the moments.
    Result<> writeByClock(const QList<domain::Booking> &bookings);

    /// For each of these that is to be active, and does not fit, the first booking in its way;
    /// they themselves are in nobody's way.
    Result<QHash<domain::BookingId, domain::BookingConflict>>
    inTheWay(const QList<domain::Booking> &bookings);
    /// Active bookings that overlap this time, in order, at most `limit`.
    Result<QList<domain::BookingConflict>> conflicts(domain::SpaceId space,
                                                     const domain::BookingSpan &span,
                                                     const QList<domain::BookingId> &except = {},
                                                     int limit = 3);

    /// What each of these spaces, or each that is booked when the list is empty, is booked for now
    /// or next.
    Result<QHash<domain::SpaceId, domain::ReservationInput>>
    next(const QList<domain::SpaceId> &spaces, UtcTime now);
    /// Active ones that begin until then, and those whose car has not left yet since they ended; of
    /// these spaces, or of all. By space and start.
    Result<QList<domain::Booking>> live(UtcTime until, const QList<domain::SpaceId> &spaces = {});
    /// The next moment after `now` at which an active booking's lead time, start, grace or end
    /// comes; empty: none.
    Result<std::optional<UtcTime>> nextBoundary(const domain::BookingPolicy &policy, UtcTime now);
    /// When cars of these spaces' bookings came, from then on: that word of a sensor is used up.
    Result<QHash<domain::SpaceId, QList<UtcTime>>> arrivals(const QList<domain::SpaceId> &spaces,
                                                            UtcTime from);

    /// How many active bookings this address holds, that are not over, `except` apart.
    Result<qint64> activeOf(const QString &email, UtcTime now, domain::BookingId except = {});

    /// What lies in this time, in any status but cancelled, by space and start.
    Result<QList<domain::Booking>> between(const domain::BookingSpan &span,
                                           domain::Persons persons = domain::Persons::Shown);
    Result<domain::Page<domain::Booking>> page(const domain::BookingFilter &filter,
                                               domain::BookingSort sort = {},
                                               const domain::PageRequest &page = {});

    /// A page of a list for people, with how many of each status there are in all. Hidden: nothing
    /// is looked for in, or sorted by, what is not shown.
    Result<domain::BookingPage> list(domain::BookingSearch search, domain::BookingSort sort,
                                     const domain::PageRequest &page,
                                     domain::Persons persons = domain::Persons::Shown);
    /// Those that have this text in e-mail, plate, title or their space's code, whatever blanks and
    /// dashes stand in plates: first what runs or is to come, as it comes, then what was, the
    /// latest first. Cancelled ones are not among them.
    Result<QList<domain::Booking>> found(const QString &text, UtcTime now, int limit);
    /// Of one space: what holds it at `now`, whose car stayed, and what comes next; at most
    /// `limit`.
    Result<QList<domain::Booking>> ofSpace(domain::SpaceId space, UtcTime now, int limit,
                                           domain::Persons persons = domain::Persons::Shown);
    /// Those that run where somebody else stands, and those whose car is still there.
    Result<QList<domain::Booking>> amiss(UtcTime now,
                                         domain::Persons persons = domain::Persons::Shown);
    /// What the spaces of bookings are called, also those that were deleted.
    Result<QHash<domain::SpaceId, QString>> codesOf(const QList<domain::Booking> &bookings);

    /// Blanks e-mail, phone and plate of what ended before then. Gives how many.
    Result<qint64> blankPersonal(UtcTime endedBefore);

private:
    Result<QList<domain::Booking>> rows(const QString &where, const QVariantMap &bound,
                                        domain::Persons persons);
    Result<> check(const QList<domain::Booking> &bookings);
    Result<> letGo(const QList<domain::Booking> &bookings);

    Database &m_db;
};

} // namespace parking::store
