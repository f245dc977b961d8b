#include "bookings/undodesk.h"

#include "base/literals.h"
#include "domain/problems.h"

namespace parking::ui {

using domain::Booking;
using domain::BookingStatus;

Booking UndoDesk::withStatus(Booking booking, BookingStatus status, const QString &reason)
{
    booking.status = status;
    booking.cancelReason = reason;
    return booking;
}

Notices::Step UndoDesk::restoreStep(const Booking &standing, const Booking &wanted)
{
    return [=, this](const Notices::Answer &answer) {
        const engine::BookingsRestore restore{
            .standing = {standing}, .wanted = {wanted}, .actor = m_desk.actor};
        m_desk.wish(
            this, [restore](engine::Engine &engine) { return engine.bookings().restore(restore); },
            [=, this](const QList<Booking> &done) {
                Q_EMIT moved(done.first());
                answer({});
            },
            [=, this](const Error &error) {
                Q_EMIT stale();
                answer(error.code != problem::kSpaceNotAvailable
                           ? error
                           : Error{u"BOOKED_MEANWHILE"_s, wordsOfLoss(standing.status, wanted)});
            });
    };
}

Notices::Step UndoDesk::endStep(const Booking &booking)
{
    return [=, this](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [booking, actor = m_desk.actor](engine::Engine &engine) {
                return engine.bookings().endEarly(booking.id, actor, booking);
            },
            [=, this](const Booking &done) {
                Q_EMIT moved(done);
                answer({});
            },
            [=, this](const Error &error) {
                Q_EMIT stale();
                answer(error);
            });
    };
}

/// Somebody else has the place that is wanted back.
QString UndoDesk::wordsOfLoss(BookingStatus standing, const Booking &wanted) const
{
    const int row = m_desk.model.rowOf(wanted.spaceId);
    const QString code = row < 0 ? QString() : m_desk.model.space(row).code;
    if (standing == BookingStatus::Cancelled)
        return tr("%1 was booked by someone else meanwhile. The cancelled booking stays cancelled.")
            .arg(code);
    if (standing == BookingStatus::Completed)
        return tr("%1 was booked by someone else meanwhile. The booking stays ended.").arg(code);
    return tr("%1 was booked by someone else meanwhile. The booking stays where it is.").arg(code);
}

} // namespace parking::ui
