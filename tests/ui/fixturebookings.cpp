#include "fixturebookings.h"

#include "base/literals.h"
#include "fixturesite.h"

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingStatus;

namespace {

enum class Kind { Done, Coming, Running, Arrived, Late, Over, Cancelled, Blocked, Unverified };

struct Row {
    const char *code;
    int from; ///< hour and minute: 1530
    int to;
    const char *email;
    Kind kind;
};

constexpr Row kRows[] = {
    {"B1-004", 730, 1000, "m.fleet", Kind::Done},
    {"B1-004", 1500, 1800, "visitor", Kind::Coming},
    {"B1-007", 800, 1200, "audit", Kind::Done},
    {"B1-007", 1330, 1730, "board", Kind::Arrived},
    {"B1-013", 900, 1100, "sales", Kind::Done},
    {"B1-015", 1352, 1600, "press", Kind::Running},
    {"B1-015", 1700, 2000, "evening", Kind::Coming},
    {"B1-046", 800, 1315, "weekly", Kind::Over},
    {"B1-046", 1530, 1900, "board", Kind::Coming},
    {"B1-047", 815, 945, "late", Kind::Late},
    {"B1-047", 1100, 1300, "guest", Kind::Done},
    {"B1-047", 1600, 1830, "moved", Kind::Coming},
    {"B1-050", 1000, 1100, "cancelled", Kind::Cancelled},
    {"B1-055", 800, 1130, "fleet", Kind::Done},
    {"B1-055", 1400, 1630, "visitor", Kind::Running},
    {"B1-059", 700, 1200, "night", Kind::Done},
    {"B1-059", 1300, 1800, "training", Kind::Arrived},
    {"B1-061", 1900, 2130, "late.shift", Kind::Coming},
    {"B1-062", 1300, 1500, "unsure", Kind::Unverified},
    {"B1-064", 1345, 1700, "blocked", Kind::Blocked},
    {"G-001", 830, 1030, "guest", Kind::Done},
    {"G-001", 1300, 1500, "client", Kind::Arrived},
    {"G-001", 1500, 1700, "client", Kind::Coming},
    {"G-002", 900, 1200, "board", Kind::Done},
    {"G-002", 1500, 1630, "visitor", Kind::Coming},
    {"G-003", 1100, 1530, "interview", Kind::Arrived},
    {"G-004", 1615, 2000, "visitor", Kind::Coming},
    {"G-005", 1000, 1230, "visitor", Kind::Done},
    {"G-005", 1730, 1930, "guest", Kind::Coming},
    {"G-006", 930, 1200, "visitor", Kind::Done},
    {"1-010", 900, 1700, "seminar", Kind::Arrived},
    {"1-011", 900, 1700, "seminar", Kind::Arrived},
    {"1-012", 1000, 1400, "seminar", Kind::Done},
    {"2-007", 1700, 1900, "evening", Kind::Coming},
};

UtcTime at(int clock)
{
    return kNow - 14h - 2min - 36s + std::chrono::hours(clock / 100)
        + std::chrono::minutes(clock % 100);
}

Booking booking(const Row &row)
{
    static constexpr QUuid kNames(0x7bb0, 0x11, 0x22, 1, 2, 3, 4, 5, 6, 7, 8);
    Booking made;
    made.id = domain::BookingId(
        QUuid::createUuidV5(kNames, u"%1 %2"_s.arg(QLatin1StringView(row.code)).arg(row.from)));
    made.spaceId = spaceId(QLatin1StringView(row.code));
    made.start = at(row.from);
    made.end = at(row.to);
    made.email = QLatin1StringView(row.email) + u"@example.com"_s;
    made.createdAt = made.updatedAt = at(0);
    switch (row.kind) {
    case Kind::Over:
        made.overstayAt = made.end;
        [[fallthrough]];
    case Kind::Done:
        made.status = BookingStatus::Completed;
        made.arrivedAt = made.start + 4min;
        break;
    case Kind::Arrived:
        made.arrivedAt = made.start + 3min;
        break;
    case Kind::Late:
        made.status = BookingStatus::NoShow;
        made.noShowAt = made.start + 15min;
        break;
    case Kind::Cancelled:
        made.status = BookingStatus::Cancelled;
        break;
    case Kind::Blocked:
        made.blockedAt = made.start;
        break;
    case Kind::Unverified:
        made.unverifiedAt = made.start + 15min;
        break;
    case Kind::Coming:
    case Kind::Running:
        break;
    }
    return made;
}

} // namespace

QList<Booking> harbourBookings()
{
    QList<Booking> bookings;
    for (const Row &row : kRows)
        bookings.append(booking(row));
    return bookings;
}

QList<Booking> manyBookings(const domain::SiteSnapshot &site, int count)
{
    static constexpr const char *kPeople[] = {"visitor", "board", "fleet", "m.garcia", "client"};
    static constexpr Row kDay[] = {{"", 730, 1130, "", Kind::Done},
                                   {"", 1200, 1430, "", Kind::Arrived},
                                   {"", 1515, 1900, "", Kind::Coming}};
    QList<Booking> bookings;
    for (int i = 0; i < count; ++i) {
        const domain::Space &space = site.spaces[i / 3 % site.spaces.size()];
        Row row = kDay[i % 3];
        row.email = kPeople[(i * 7 + i / 3) % 5];
        Booking made = booking(row);
        const Milliseconds shift = 15min * (i / 3 * 5 % 9 - 4);
        made.id = domain::BookingId(QUuid::createUuidV5(made.id.uuid(), QString::number(i)));
        made.spaceId = space.id;
        made.start += shift;
        made.end += shift;
        const bool isOver = made.end <= kNow;
        made.status = isOver ? BookingStatus::Completed : BookingStatus::Active;
        made.arrivedAt = made.start <= kNow ? std::optional(made.start) : std::nullopt;
        bookings.append(made);
    }
    return bookings;
}

} // namespace parking::fixture
