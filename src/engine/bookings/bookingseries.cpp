// Series of bookings: the engine's commands.

#include "domain/problems.h"
#include "engine/bookings/bookings.h"

namespace parking::engine {

Result<SeriesAnswer> Bookings::createSeries(const SeriesRequest &request)
{
    const auto work = [&](Movement &movement) { return bookSeries(movement, request); };
    Result<SeriesAnswer> answer = inMovement(work);
    // Another space's lock did not hold up the same request, which came twice at once.
    if (!answer && answer.error().code == problem::kDuplicate && !request.requestId.isEmpty())
        answer = inMovement(work);
    if (answer && !answer->isRepeated)
        Q_EMIT moved(answer->bookings);
    return answer;
}

Result<SeriesAnswer> Bookings::changeSeries(const SeriesChange &change)
{
    const Result<SeriesAnswer> answer =
        inMovement([&](Movement &movement) { return engine::changeSeries(movement, change); });
    if (!answer)
        return change.scope == domain::SeriesScope::One
            ? withAlternatives(answer.error(), change.draft, change.booking)
            : answer.error();
    Q_EMIT moved(answer->bookings);
    return answer;
}

Result<QList<domain::Booking>> Bookings::cancelSeries(const SeriesCancel &cancel)
{
    const Result<QList<domain::Booking>> bookings =
        inMovement([&](Movement &movement) { return engine::cancelSeries(movement, cancel); });
    if (bookings)
        Q_EMIT moved(*bookings);
    return bookings;
}

Result<QList<domain::Booking>> Bookings::restore(const BookingsRestore &restore)
{
    const Result<QList<domain::Booking>> bookings =
        inMovement([&](Movement &movement) { return restoreBookings(movement, restore); });
    if (bookings)
        Q_EMIT moved(*bookings);
    return bookings;
}

} // namespace parking::engine
