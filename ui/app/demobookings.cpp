#include "app/demobookings.h"

#include "base/literals.h"

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;

namespace {

constexpr auto kBookedAhead = 20h;

/// Of cars as they are around the site.
QString plateOf(int number)
{
    const QChar first(u'A' + number * 7 % 26);
    const QChar second(u'A' + number * 11 % 26);
    return u"HH-%1%2 %3"_s.arg(first).arg(second).arg(100 + number * 37 % 900);
}

} // namespace

Result<> bookVisits(engine::Engine &engine, const QList<DemoVisit> &visits, const QString &actor)
{
    const Result<domain::SiteSnapshot> site = engine.spaces().snapshot();
    if (!site)
        return site.error();
    QHash<QString, domain::SpaceId> spaces;
    for (const domain::Space &space : site->spaces)
        spaces.insert(space.code, space.id);
    const UtcTime now = engine.bookings().now();
    QList<Booking> past;
    QList<domain::BookingDraft> later;
    int number = 0;
    for (const DemoVisit &visit : visits) {
        if (!spaces.contains(visit.code))
            continue;
        ++number;
        Booking booking;
        booking.id = domain::BookingId::create();
        booking.spaceId = spaces.value(visit.code);
        booking.start = visit.span.start;
        booking.end = visit.span.end;
        booking.email = u"visitor%1@example.com"_s.arg(number);
        booking.plate = plateOf(number);
        booking.reason = booking.actor = actor;
        booking.createdAt = booking.updatedAt = visit.span.start - kBookedAhead;
        if (booking.start <= now)
            past.append(booking);
        else
            later.append(booking);
    }
    if (Result<> done = engine.bookings().addPast(past); !done)
        return done;
    for (const domain::BookingDraft &draft : std::as_const(later)) {
        if (const auto booked = engine.bookings().create({.draft = draft, .actor = actor}); !booked)
            return booked.error();
    }
    return {};
}

} // namespace parking::ui
