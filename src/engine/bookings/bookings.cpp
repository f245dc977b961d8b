#include "engine/bookings/bookings.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "domain/walkin.h"
#include "engine/spaces/livestates.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "read/bookings.h"
#include "store/sessions.h"
#include "store/sitestore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingId;

namespace {

constexpr Milliseconds kClockLimit = 5s;

} // namespace

Bookings::Bookings(const Context &context, MovementRules &rules, QObject *parent)
    : QObject(parent), m_context(context), m_rules(rules), m_timer(context.clock, this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &ClockTimer::timeout, this, &Bookings::run);
    connect(&context.states, &LiveStates::changed, this, &Bookings::noteSensors);
}

// --- Policy and clock ----------------------------------------------------------------------------

Result<> Bookings::load(store::Database &database)
{
    const auto policy = readBookingPolicy(database);
    if (!policy)
        return policy.error();
    setBookingPolicy(m_rules, *policy);
    if (!m_context.clock.isReal())
        return {};
    const UtcTime before = m_context.clock.now();
    const auto there = store::serverTime(database);
    if (!there)
        return there.error();
    // Half of the way of question and answer.
    const UtcTime here = before + (m_context.clock.now() - before) / 2;
    m_rules.clockAhead = *there ? **there - here : 0ms;
    return {};
}

Result<> Bookings::reload()
{
    const Result<> done =
        m_context.link.with([this](store::Database &database) { return load(database); });
    lookSoon();
    return done;
}

Result<> Bookings::setPolicy(const domain::BookingPolicy &policy, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    const Result<> done = m_context.link.transact([&](store::Database &database) {
        return storeBookingPolicy(database, policy, actor, now);
    });
    if (!done)
        return done;
    setBookingPolicy(m_rules, policy);
    m_ranAt.reset(); // moments that were to come may have passed by the new one
    lookSoon();
    Q_EMIT layoutChanged();
    return {};
}

Result<> Bookings::setWalkInContact(const QString &email, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    const Result<> done = m_context.link.transact([&](store::Database &database) -> Result<> {
        store::SiteStore sites(database);
        Result<domain::Site> site = sites.firstLocked();
        if (!site)
            return site.error();
        const auto settings = domain::withWalkInContact(site->settings, email);
        if (!settings)
            return settings.error();
        const domain::Site before = *site;
        site->settings = *settings;
        return sites.change(before, *site, actor, now);
    });
    if (done)
        Q_EMIT layoutChanged();
    return done;
}

/// Measures it again, and tells in Health when the two clocks differ.
void Bookings::measureClock()
{
    if (!m_context.clock.isReal() || !m_context.link.isUp())
        return;
    m_context.link.log(
        m_context.link.with([this](store::Database &database) { return load(database); }));
    const UtcTime now = m_context.clock.now();
    const Milliseconds ahead = m_rules.clockAhead;
    const bool isApart = std::chrono::abs(ahead) > kClockLimit;
    if (!isApart && !m_isClockTold)
        return;
    m_isClockTold = true;
    m_context.health.set(u"clock"_s,
                         isApart ? domain::HealthLevel::Degraded : domain::HealthLevel::Healthy,
                         isApart ? QString(problem::kDatabaseClock) : QString(),
                         u"the database server's clock is %1 s %2"_s
                             .arg(double(std::chrono::abs(ahead).count()) / 1000.0, 0, 'f', 1)
                             .arg(ahead < 0ms ? u"behind"_s : u"ahead"_s),
                         now);
}

// --- What people do ------------------------------------------------------------------------------

Result<BookingAnswer> Bookings::create(const BookingRequest &request)
{
    const auto work = [&](Movement &movement) { return book(movement, request); };
    Result<BookingAnswer> answer = inMovement(work);
    // Another space's lock did not hold up the same request, which came twice at once.
    if (!answer && answer.error().code == problem::kDuplicate && !request.requestId.isEmpty())
        answer = inMovement(work);
    if (!answer)
        return withAlternatives(answer.error(), request.draft, {});
    if (!answer->isRepeated)
        Q_EMIT moved({answer->booking});
    return answer;
}

Result<BookingAnswer> Bookings::change(BookingId id, const domain::BookingDraft &draft,
                                       const QString &actor,
                                       const std::optional<domain::BookingDraft> &seen)
{
    const Result<BookingAnswer> answer = inMovement(
        [&](Movement &movement) { return changeBooking(movement, id, draft, actor, seen); });
    if (!answer)
        return withAlternatives(answer.error(), draft, id);
    Q_EMIT moved({answer->booking});
    return answer;
}

Result<Booking> Bookings::cancel(BookingId id, const QString &reason, const QString &actor,
                                 const std::optional<domain::BookingDraft> &seen)
{
    const Result<Booking> booking = inMovement(
        [&](Movement &movement) { return cancelBooking(movement, id, reason, actor, seen); });
    if (booking)
        Q_EMIT moved({*booking});
    return booking;
}

Result<Booking> Bookings::endEarly(BookingId id, const QString &actor,
                                   const std::optional<domain::BookingDraft> &seen)
{
    const Result<Booking> booking =
        inMovement([&](Movement &movement) { return endBooking(movement, id, actor, seen); });
    if (booking)
        Q_EMIT moved({*booking});
    return booking;
}

Error Bookings::withAlternatives(const Error &error, const domain::BookingDraft &draft,
                                 BookingId except)
{
    if (error.code != problem::kSpaceNotAvailable)
        return error;
    const auto found = m_context.link.with([&](store::Database &database) {
        return read::bookingAlternatives(database, draft, now(), except);
    });
    return domain::spaceNotAvailable(draft.spaceId, domain::conflictsOf(error), found.valueOr({}));
}

} // namespace parking::engine
