// Bookings: what the clock and the sensors make of them.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/bookings/bookings.h"
#include "engine/spaces/livestates.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "read/bookings.h"
#include "store/bookingstore.h"
#include "store/sensorwords.h"

#include <algorithm>
#include <utility>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::Booking;
using domain::SpaceId;

namespace {

constexpr Milliseconds kLongestPause = 30s;
constexpr Milliseconds kShortestPause = 20ms;
/// So long after a look something may be seen that was changed before it: transactions take their
/// time, and clocks differ.
constexpr Milliseconds kChangeSettles = 1min;
constexpr int kClockTicks = 60;
constexpr int kAmissTicks = 5;
constexpr int kPersonalTicks = 3600;
constexpr qsizetype kNamed = 5; ///< spaces in Health

/// Why the clock settled a space whose bookings are these now.
MovementCause causeOf(const QList<Booking> &changed, const store::StateRow &row, UtcTime now)
{
    const auto is = [&](domain::BookingStatus status) {
        return std::any_of(changed.cbegin(), changed.cend(),
                           [status](const Booking &one) { return one.status == status; });
    };
    QString note = u"booking ended"_s;
    if (is(domain::BookingStatus::NoShow))
        note = u"no-show"_s;
    else if (row.inputs.reservation && !is(domain::BookingStatus::Completed))
        note = row.inputs.reservation->start <= now ? u"booking began"_s : u"booking soon"_s;
    return {.source = u"reservation"_s, .note = note};
}

} // namespace

struct Bookings::Due {
    QList<SpaceId> spaces = {};
    QSet<SpaceId> booked = {};
    std::optional<UtcTime> next = {};
};

void Bookings::begin()
{
    m_hasBegun = true;
    m_ranAt.reset();
    m_heardUntil = now();
    run();
}

void Bookings::lookSoon()
{
    m_isAllDue = true;
    if (m_hasBegun)
        m_timer.start(0ms);
}

void Bookings::tick(bool hasHeardAll)
{
    if (++m_ticks % kClockTicks == 1)
        measureClock();
    if (!m_context.role.isHeld()) {
        m_hasBegun = false;
        m_timer.stop();
        if (std::exchange(m_isAmissTold, false))
            m_context.health.remove(u"bookings"_s); // another station's to tell
        return;
    }
    if (hasHeardAll)
        m_heardUntil = now();
    if (m_ticks % kPersonalTicks == 1)
        blankPersonal();
    if (m_hasBegun && m_ticks % kAmissTicks == 1)
        tellAmiss();
    if (m_hasBegun && ((m_isWaiting && hasHeardAll) || !m_timer.isActive()))
        run();
}

void Bookings::noteSensors(const QList<domain::SpaceStatus> &statuses)
{
    for (const domain::SpaceStatus &status : statuses) {
        if (!m_booked.contains(status.id) || !status.inputs.sensor)
            continue;
        const auto said = m_said.constFind(status.id);
        if (said != m_said.cend() && *said == *status.inputs.sensor)
            continue;
        m_said.insert(status.id, *status.inputs.sensor);
        m_touched.insert(status.id);
        if (m_hasBegun)
            m_timer.start(0ms);
    }
}

void Bookings::run()
{
    if (!m_hasBegun || !m_context.role.isHeld() || !m_context.link.isUp())
        return;
    const UtcTime moment = now();
    const bool isAll = isAllDue(moment);
    const Result<Due> due = isAll
        ? m_context.link.with([&](store::Database &database) { return findDue(database, moment); })
        : Result<Due>(Due{.spaces = m_touched.values(), .booked = m_booked, .next = m_next});
    if (!due) {
        m_context.link.log(due);
        return arm({});
    }
    m_booked = due->booked;
    if (!due->spaces.isEmpty()) {
        Advanced advanced;
        const Result<> done =
            engine::move(m_context, m_context.clock.now(), [&](Movement &movement) {
                return advance(movement, due->spaces, advanced);
            });
        if (!done) {
            m_context.link.log(done);
            return arm({});
        }
        m_isWaiting = advanced.isWaiting || (!isAll && m_isWaiting);
        if (!advanced.changed.isEmpty()) {
            Q_EMIT moved(advanced.changed);
            tellAmiss();
        }
        if (!advanced.alerts.isEmpty())
            tellAlerts(advanced.alerts);
    } else {
        m_isWaiting = false;
    }
    m_touched.clear();
    if (isAll) {
        m_isAllDue = false;
        m_ranAt = moment;
        m_knownAt = heardUntil();
        m_next = due->next;
    }
    const UtcTime latest = *m_ranAt + kLongestPause; // however often sensors speak
    arm(std::min(due->next.value_or(latest), latest));
}

/// Is more to be looked at than the spaces whose sensors spoke? Their words come often, and looking
/// at all of them reads every booking that runs.
bool Bookings::isAllDue(UtcTime now) const
{
    return m_isAllDue || m_isWaiting || m_touched.isEmpty() || !m_ranAt || now < *m_ranAt
        || now >= *m_ranAt + kLongestPause || (m_next && now >= *m_next);
}

void Bookings::arm(std::optional<UtcTime> next)
{
    const Milliseconds pause = next ? *next - now() : kLongestPause;
    m_timer.start(std::clamp(pause, kShortestPause, kLongestPause));
}

Result<Bookings::Due> Bookings::findDue(store::Database &database, UtcTime now)
{
    store::BookingStore store(database);
    const domain::BookingPolicy &policy = m_rules.bookings;
    const auto live = store.live(now + policy.lead);
    if (!live)
        return live.error();
    const auto next = store.nextBoundary(policy, now);
    if (!next)
        return next.error();
    Due due{.next = *next};
    QHash<SpaceId, domain::ReservationInput> holding; // that runs, or soon does
    QSet<SpaceId> spaces;
    // A walk-in, or one that was moved here, may have its moments behind it.
    const auto isNew = [&](const Booking &booking) {
        return booking.updatedAt + kChangeSettles > *m_ranAt && booking.start - policy.lead <= now;
    };
    for (const Booking &booking : *live) {
        due.booked.insert(booking.spaceId);
        if (booking.status == domain::BookingStatus::Active && booking.end > now
            && !holding.contains(booking.spaceId))
            holding.insert(booking.spaceId, {booking.id.toString(), booking.start, booking.end});
        if (m_touched.contains(booking.spaceId) || !m_ranAt || isNew(booking)
            || domain::isBookingDue(booking, policy, std::min(*m_ranAt, m_knownAt), now))
            spaces.insert(booking.spaceId);
    }
    for (const domain::SpaceStatus &status : m_context.states.known()) {
        const auto held = holding.constFind(status.id);
        if (isStateDue(status, held == holding.cend() ? std::nullopt : std::optional(*held), now))
            spaces.insert(status.id);
    }
    due.spaces = spaces.values();
    return due;
}

/// Does the space stand otherwise than its booking calls for?
bool Bookings::isStateDue(const domain::SpaceStatus &status,
                          const std::optional<domain::ReservationInput> &booked, UtcTime now)
{
    const bool isBooked = booked || status.reservedForSomeone
        || status.reason == domain::StateReason::Reservation
        || status.reason == domain::StateReason::ReservationSoon;
    const auto &set = status.inputs.operatorOverride;
    if (!isBooked || (set && set->until && *set->until <= now)) // its end is Spaces' to settle
        return false;
    domain::StateInputs inputs = status.inputs;
    inputs.reservation = booked;
    const domain::Resolved resolved = domain::resolve(inputs, m_rules.states, now);
    return resolved.state != status.state || resolved.reason != status.reason
        || resolved.reservedForSomeone != status.reservedForSomeone;
}

Result<> Bookings::advance(Movement &movement, const QList<SpaceId> &due, Advanced &advanced)
{
    if (Result<> done = movement.lock(due); !done)
        return done;
    store::BookingStore store(movement.database());
    const auto live = store.live(movement.now() + m_rules.bookings.lead, due);
    if (!live)
        return live.error();
    QHash<SpaceId, QList<Booking>> bySpace;
    for (const Booking &booking : *live)
        bySpace[booking.spaceId].append(booking);
    QHash<SpaceId, QList<Booking>> changed;
    for (const MovingSpace &space : std::as_const(movement.spaces())) {
        const QList<Booking> before = bySpace.value(space.row.id);
        const auto after = advanceSpace(movement, space, before);
        if (!after)
            return after.error();
        for (qsizetype i = 0; i < before.size(); ++i) {
            advanced.note(before[i], after->at(i));
            if (after->at(i) != before[i])
                changed[space.row.id].append(after->at(i));
            if (domain::isBookingDue(after->at(i), m_rules.bookings,
                                     std::min(movement.now(), heardUntil()), movement.now()))
                advanced.isWaiting = true;
        }
    }
    if (Result<> done = store.writeByClock(advanced.changed); !done)
        return done;
    if (Result<> done = movement.readBookings(); !done)
        return done;
    for (MovingSpace &space : movement.spaces())
        movement.settle(space, causeOf(changed.value(space.row.id), space.row, movement.now()));
    return {};
}

Result<QList<Booking>> Bookings::advanceSpace(Movement &movement, const MovingSpace &space,
                                              const QList<Booking> &bookings)
{
    if (bookings.isEmpty())
        return bookings;
    const UtcTime first =
        std::min_element(bookings.cbegin(), bookings.cend(),
                         [](const Booking &a, const Booking &b) { return a.start < b.start; })
            ->start;
    const auto facts = factsOf(movement, space, first - m_rules.bookings.lead);
    if (!facts)
        return facts.error();
    QList<Booking> after =
        domain::advanceBookings(bookings, *facts, m_rules.bookings, movement.now());
    for (qsizetype i = 0; i < after.size(); ++i) {
        if (after[i] != bookings[i])
            after[i].updatedAt = movement.now();
    }
    return after;
}

Result<domain::BookingFacts> Bookings::factsOf(Movement &movement, const MovingSpace &space,
                                               UtcTime from)
{
    domain::BookingFacts facts;
    facts.hasSensor = space.row.sensorEui.has_value();
    facts.silentAfter = m_context.states.of(space.row.id).silentAfter;
    facts.heardUntil = heardUntil();
    const auto words = store::sensorWords(movement.database(), space.row.id, from);
    if (!words)
        return words.error();
    facts.words = *words;
    const auto used = store::BookingStore(movement.database()).arrivals({space.row.id}, from);
    if (!used)
        return used.error();
    facts.used = used->value(space.row.id);
    return facts;
}

void Bookings::Advanced::note(const Booking &before, const Booking &after)
{
    if (after != before)
        changed.append(after);
    if (after.blockedAt && !before.blockedAt)
        alerts.append({BookingAlert::Kind::Blocked, after, {}});
    if (after.overstayAt && !before.overstayAt)
        alerts.append({BookingAlert::Kind::Overstay, after, {}});
}

/// With a space to offer to whoever finds theirs taken.
void Bookings::tellAlerts(QList<BookingAlert> alerts)
{
    QList<Booking> blocked;
    for (const BookingAlert &alert : std::as_const(alerts)) {
        if (alert.kind == BookingAlert::Kind::Blocked)
            blocked.append(alert.booking);
    }
    const auto offers = m_context.link.with(
        [&](store::Database &database) { return read::offeredInstead(database, blocked, now()); });
    qsizetype next = 0;
    for (BookingAlert &alert : alerts) {
        if (offers && alert.kind == BookingAlert::Kind::Blocked)
            alert.instead = offers->at(next++);
    }
    Q_EMIT alerted(alerts);
}

/// The check "bookings", once there is something to see to. A car is not said to be there when its
/// space's sensor has fallen silent since: then nobody knows.
void Bookings::tellAmiss()
{
    if (!m_context.link.isUp())
        return;
    const auto amiss = m_context.link.with([this](store::Database &database) {
        return read::bookingsAmiss(database, now(), domain::Persons::Hidden, read::Offers::None);
    });
    if (!amiss)
        return m_context.link.log(amiss);
    QStringList words;
    int unknown = 0;
    for (const domain::BookingAmiss &one : *amiss) {
        const domain::SpaceStatus status = m_context.states.of(one.booking.spaceId);
        if (status.confidence(m_context.clock.now()) != domain::Confidence::Fresh)
            ++unknown;
        else
            words.append(
                (one.isBlocked ? u"%1 is blocked"_s : u"the car on %1 overstays"_s).arg(one.code));
    }
    if (words.isEmpty() && (unknown > 0 || !m_isAmissTold)) { // then nothing is claimed
        if (std::exchange(m_isAmissTold, false))
            m_context.health.remove(u"bookings"_s);
        return;
    }
    m_isAmissTold = true;
    const qsizetype count = words.size();
    if (count > kNamed)
        words = words.mid(0, kNamed) + QStringList{u"%1 more"_s.arg(count - kNamed)};
    if (unknown > 0)
        words.append(u"%1 not known, their sensors are silent"_s.arg(unknown));
    m_context.health.set(u"bookings"_s,
                         count > 0 ? domain::HealthLevel::Degraded : domain::HealthLevel::Healthy,
                         count > 0 ? QString(problem::kBookingsAmiss) : QString(),
                         words.join(u", "_s), m_context.clock.now());
}

void Bookings::blankPersonal()
{
    const int days = m_rules.bookings.personalDays;
    if (days == 0)
        return;
    m_context.link.log(m_context.link.transact([&](store::Database &database) {
        return store::BookingStore(database).blankPersonal(now() - std::chrono::days(days));
    }));
}

} // namespace parking::engine
