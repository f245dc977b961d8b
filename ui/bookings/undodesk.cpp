#include "bookings/undodesk.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/bookings.h"

#include <algorithm>

namespace parking::ui {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;

namespace {

const Booking *find(const QList<Booking> &bookings, const BookingId &id)
{
    const auto found = std::find_if(bookings.cbegin(), bookings.cend(),
                                    [&id](const Booking &booking) { return booking.id == id; });
    return found == bookings.cend() ? nullptr : &*found;
}

} // namespace

/// The same slot; of one that has begun what is left of it.
Notices::Step UndoDesk::bookStep(const Booking &booking)
{
    return [=, this](const Notices::Answer &answer) {
        engine::BookingRequest request{.draft = booking, .actor = m_desk.actor};
        m_desk.wish(
            this,
            [request](engine::Engine &engine) mutable {
                const UtcTime now = engine.bookings().now();
                if (request.draft.start < now - domain::kBookingLateEntry)
                    request.draft.start = std::chrono::floor<std::chrono::minutes>(now);
                return engine.bookings().create(request);
            },
            [=, this](const engine::BookingAnswer &done) {
                m_again.insert(current(booking.id), done.booking.id);
                Q_EMIT moved(done.booking);
                answer({});
            },
            [=, this](const Error &error) {
                Q_EMIT stale();
                answer(error.code != problem::kSpaceNotAvailable
                           ? error
                           : Error{u"BOOKED_MEANWHILE"_s,
                                   tr("%1 was booked by someone else meanwhile. The cancelled "
                                      "booking stays cancelled.")
                                       .arg(codeOf(booking.spaceId))});
            });
    };
}

/// The other times, space and words, where `standing` still stands.
Notices::Step UndoDesk::changeStep(const Booking &standing, const Booking &wanted)
{
    return [=, this](const Notices::Answer &answer) {
        whereItStands(
            standing,
            [=, this] {
                m_desk.wish(
                    this,
                    [id = current(standing.id), wanted,
                     actor = m_desk.actor](engine::Engine &engine) {
                        return engine.bookings().change(id, wanted, actor);
                    },
                    [=, this](const engine::BookingAnswer &done) {
                        Q_EMIT moved(done.booking);
                        answer({});
                    },
                    answer);
            },
            answer);
    };
}

Notices::Step UndoDesk::cancelStep(const Booking &booking, const QString &reason)
{
    return [=, this](const Notices::Answer &answer) {
        whereItStands(
            booking,
            [=, this] {
                m_desk.wish(
                    this,
                    [id = current(booking.id), reason,
                     actor = m_desk.actor](engine::Engine &engine) {
                        return engine.bookings().cancel(id, reason, actor);
                    },
                    [=, this](const Booking &done) {
                        Q_EMIT moved(done);
                        answer({});
                    },
                    answer);
            },
            answer);
    };
}

Notices::Step UndoDesk::endStep(const Booking &booking)
{
    return [=, this](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [id = current(booking.id), actor = m_desk.actor](engine::Engine &engine) {
                return engine.bookings().endEarly(id, actor);
            },
            [=, this](const Booking &done) {
                Q_EMIT moved(done);
                answer({});
            },
            answer);
    };
}

void UndoDesk::whereItStands(const Booking &booking, const std::function<void()> &go,
                             const Notices::Answer &answer)
{
    m_desk.ask(
        this,
        [span = booking.span()](store::Database &database) {
            return read::bookingsBetween(database, span);
        },
        [=, this](const QList<Booking> &found) {
            const Booking *there = find(found, current(booking.id));
            if (there && BookingDraft(*there) == BookingDraft(booking))
                return go();
            Q_EMIT stale();
            answer(Error{problem::kChangedMeanwhile,
                         u"booking %1 is not as it was"_s.arg(current(booking.id).toString()),
                         {{u"actor"_s, there ? there->actor : QString()}}});
        },
        answer);
}

BookingId UndoDesk::current(BookingId id) const
{
    while (m_again.contains(id))
        id = m_again.value(id);
    return id;
}

QString UndoDesk::codeOf(const domain::SpaceId &space) const
{
    const int row = m_desk.model.rowOf(space);
    return row < 0 ? QString() : m_desk.model.space(row).code;
}

} // namespace parking::ui
