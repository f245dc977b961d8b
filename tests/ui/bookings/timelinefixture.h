#pragma once

#include "base/literals.h"
#include "bookings/timelinescene.h"

/// A small timeline for tests: rows in group "A" and B-1, B-2 in group "B", on Monday,
/// 14 September 2026, now 14:02 by the site's clock; 60 px an hour from midnight on.
namespace parking::fixture {

using namespace ui;

inline const QDate kMonday(2026, 9, 14);

inline domain::SpaceId timelineSpace(const QString &code)
{
    static constexpr QUuid kNames(0x6a1d, 0x11, 0x22, 1, 2, 3, 4, 5, 6, 7, 8);
    return domain::SpaceId(QUuid::createUuidV5(kNames, code));
}

inline domain::BookingId timelineBooking(const QString &name)
{
    static constexpr QUuid kNames(0x6a1e, 0x11, 0x22, 1, 2, 3, 4, 5, 6, 7, 8);
    return domain::BookingId(QUuid::createUuidV5(kNames, name));
}

inline UtcTime at(int hour, int minute = 0, const QTimeZone &zone = QTimeZone::utc(),
                  QDate day = kMonday)
{
    return fromDateTime(QDateTime(day, QTime(hour % 24, minute), zone).addDays(hour / 24));
}

inline domain::Booking timelineBooking(const QString &code, UtcTime start, UtcTime end)
{
    domain::Booking booking;
    booking.id = timelineBooking(code + toIso(start));
    booking.spaceId = timelineSpace(code);
    booking.start = start;
    booking.end = end;
    booking.email = u"visitor@example.com"_s;
    return booking;
}

inline QList<TimelineSpace> timelineSpaces()
{
    QList<TimelineSpace> spaces;
    for (const QString &code : {u"A-1"_s, u"A-2"_s, u"A-3"_s, u"A-4"_s, u"B-1"_s, u"B-2"_s})
        spaces.append({timelineSpace(code), code, code.left(1)});
    return spaces;
}

/// 30 heads and 32 rows high: A at 0, A-1 at 30, A-2 at 62, A-3 at 94, A-4 at 126, B at 158 ...
inline void setUp(TimelineScene &scene, const QList<domain::Booking> &bookings,
                  const QTimeZone &zone = QTimeZone::utc(), QDate day = kMonday)
{
    scene.setNow(at(14, 2, zone, day));
    scene.setSpaces(timelineSpaces());
    scene.setDays(day, 1, zone);
    scene.resize({1300, 600});
    scene.setBookings(bookings);
    scene.zoom(0, 60 / scene.axis().pixelsPerHour());
    scene.scrollTo(0, 0);
}

} // namespace parking::fixture
