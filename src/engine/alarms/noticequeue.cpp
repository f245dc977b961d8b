#include "engine/alarms/noticequeue.h"

#include "base/clock.h"
#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "store/noticestore.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::AlarmNotice;
using domain::Outlet;

namespace {

constexpr int kLookTicks = 5; // rows whose own pause is over
constexpr int kAfterTicks = 60;
constexpr int kOwnFaultFrom = 3; // failures
constexpr Milliseconds kGiveUpAfter = 72h;
constexpr Milliseconds kToldFor = 24h;
constexpr Milliseconds kKept = 30 * 24h;

/// Somebody has it; those who are owed it get it later.
void noteTaken(AlarmNotice &notice, const QStringList &owed, UtcTime now)
{
    const UtcTime time = std::max(now, notice.madeAt);
    if (!notice.sentAt)
        notice.sentAt = time;
    domain::setOwed(notice, owed);
    notice.nextAt = *notice.sentAt;
    if (!owed.isEmpty())
        notice.nextAt = std::max(time, *notice.sentAt) + domain::noticePause(++notice.attempts);
}

} // namespace

NoticeQueue::NoticeQueue(const Context &context, Outlet outlet,
                         std::unique_ptr<NoticeSender> sender, QObject *parent)
    : QObject(parent), m_context(context), m_outlet(outlet), m_check(domain::nameOf(outlet)),
      m_sender(std::move(sender))
{
}

void NoticeQueue::rest()
{
    if (m_ticks == 0)
        return;
    m_ticks = 0;
    m_failures = 0;
    m_pausedUntil.reset();
    m_hasTried = false;
    dropFailures();
    m_hasMore = true;
    m_isAway = false;
    m_lastTaken.reset();
    m_problem.clear();
    m_context.health.remove(m_check);
}

/// Attempts that came to nothing are of no use to the station that tries now; what was taken is.
void NoticeQueue::dropFailures()
{
    m_unsettled.removeIf([](const AlarmNotice &notice) { return !notice.sentAt; });
}

bool NoticeQueue::isPaused() const
{
    return m_pausedUntil && m_context.clock.steady() < *m_pausedUntil;
}

void NoticeQueue::tick()
{
    const int tick = m_ticks++;
    if (m_isBusy)
        return;
    if (!settle())
        return;
    if (tick % kAfterTicks == 0)
        lookAfter();
    if (tick % kLookTicks == 0)
        m_hasMore = true;
    if (m_hasMore && !isPaused())
        begin();
}

void NoticeQueue::lookAfter()
{
    const UtcTime now = m_context.clock.now();
    const auto done = m_context.link.transact([&](store::Database &database) -> Result<> {
        store::NoticeStore store(database);
        // The station may have been off for days: nothing is given up before it tried.
        const auto givenUp =
            m_hasTried ? store.giveUp(m_outlet, now - kGiveUpAfter, now) : Result<qint64>(0);
        if (!givenUp)
            return givenUp.error();
        if (*givenUp > 0)
            qCWarning(lcEngine).noquote()
                << m_check << "given up:" << *givenUp << "notices that nobody took for three days";
        const auto lost = store.countGivenUp(m_outlet, now - kToldFor);
        if (!lost)
            return lost.error();
        m_givenUp = *lost;
        const auto pruned = store.prune(now - kKept);
        return pruned ? Result<>() : pruned.error();
    });
    m_context.link.log(done);
    tellHealth();
}

void NoticeQueue::begin()
{
    const UtcTime now = m_context.clock.now();
    const int limit = m_alone ? 1 : m_sender->atOnce();
    const auto waiting = m_context.link.with([&](store::Database &database) {
        return store::NoticeStore(database).waiting(m_outlet, now, limit);
    });
    m_context.link.log(waiting);
    m_hasMore = waiting && !waiting->isEmpty();
    if (!m_hasMore)
        return;
    m_sending = *waiting;
    const QStringList owed = domain::owedTo(m_sending.first());
    m_sending.removeIf(
        [&owed](const AlarmNotice &notice) { return domain::owedTo(notice) != owed; });
    m_isBusy = true;
    m_sender->send(m_sending, now, [this](const Delivery &delivery) { finish(delivery); });
}

void NoticeQueue::finish(const Delivery &delivery)
{
    m_isBusy = false;
    note(delivery);
    if (m_ticks == 0)
        dropFailures();
    else
        m_hasTried = true;
    if (settle())
        tellHealth();
    if (m_hasMore && m_context.link.isUp() && m_unsettled.isEmpty() && !isPaused() && m_ticks > 0)
        begin(); // whoever takes quickly gets quickly
}

/// What the attempt says of its notices, and of the outlet.
void NoticeQueue::note(const Delivery &delivery)
{
    using enum Delivery::Outcome;
    const UtcTime now = m_context.clock.now();
    m_problem = delivery.problem;
    m_isAway = delivery.outcome == Away;
    if (m_isAway) {
        ++m_failures;
        m_pausedUntil =
            m_context.clock.steady() + std::max(domain::noticePause(m_failures), delivery.pause);
        qCWarning(lcEngine).noquote() << m_check << "takes no notice of an alarm:" << m_problem;
    } else {
        m_failures = 0;
        m_pausedUntil.reset();
    }
    if (delivery.outcome == Taken)
        m_lastTaken = now;
    if (delivery.outcome == Refused)
        m_refusal = delivery.problem;
    if (delivery.outcome == Refused && m_sending.size() > 1) {
        m_alone = true;
        m_sending.clear();
        return;
    }
    m_alone = m_alone && delivery.outcome == Refused;
    for (AlarmNotice notice : std::exchange(m_sending, {})) {
        notice.problem = delivery.problem;
        if (delivery.outcome == Taken || delivery.outcome == PutOff) {
            noteTaken(notice, delivery.owed, now);
        } else {
            ++notice.attempts;
            if (delivery.outcome == Refused)
                notice.nextAt = now + domain::noticePause(notice.attempts);
            if (isOwnFault(delivery, notice.attempts)) { // the others' turn, when the pause is over
                m_refusal = delivery.problem;
                notice.nextAt =
                    now + domain::noticePause(m_failures) + domain::noticePause(notice.attempts);
            }
        }
        m_unsettled.append(notice);
    }
}

/// Some receivers fail over one body again and again, and say that they are broken: one that failed
/// so often may be to blame. Who asks for a pause is not.
bool NoticeQueue::isOwnFault(const Delivery &delivery, int attempts) const
{
    return delivery.outcome == Delivery::Outcome::Away && delivery.isAnswer && delivery.pause <= 0ms
        && attempts >= kOwnFaultFrom;
}

/// Before anything else is sent: what was taken must not go again.
bool NoticeQueue::settle()
{
    if (m_unsettled.isEmpty())
        return true;
    const auto done = m_context.link.transact([this](store::Database &database) -> Result<> {
        store::NoticeStore store(database);
        if (Result<> updated = store.update(m_unsettled); !updated)
            return updated;
        const auto waiting = store.countWaiting(m_outlet);
        m_waiting = waiting.valueOr(m_waiting);
        return waiting ? Result<>() : waiting.error();
    });
    m_context.link.log(done);
    if (!done)
        return false;
    m_unsettled.clear();
    if (m_waiting == 0)
        m_refusal.clear();
    return true;
}

void NoticeQueue::tellHealth()
{
    if (m_ticks == 0)
        return;
    const UtcTime now = m_context.clock.now();
    const QString code = m_outlet == Outlet::Mail ? problem::kMailFails : problem::kWebhookFails;
    const auto degraded = [&](const QString &detail) {
        m_context.health.set(m_check, domain::HealthLevel::Degraded, code, detail, now);
    };
    if (m_isAway)
        degraded(u"%1; %2 notices of alarms wait and are tried again"_s.arg(
            m_problem, QString::number(m_waiting)));
    else if (m_givenUp > 0)
        degraded(
            u"%1 notices of alarms were given up within a day: nobody took them"_s.arg(m_givenUp));
    else if (!m_problem.isEmpty())
        degraded(m_problem);
    else if (!m_refusal.isEmpty())
        degraded(u"one was refused, and is tried again: "_s + m_refusal);
    else if (m_lastTaken)
        m_context.health.set(m_check, domain::HealthLevel::Healthy, {},
                             u"last taken %1"_s.arg(toIso(*m_lastTaken)), now);
}

} // namespace parking::engine
