#include "engine/ingest/retention.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "store/retentionstore.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kFirstPause = 60s; // a start has other things to do
constexpr Milliseconds kPause = 1h;
constexpr Milliseconds kPatience = 24h; // somebody reads a table for long: no fault
constexpr Milliseconds kAhead = 24h; // of all else that tells the time
const QString kCheck = u"retention"_s;

qint64 daysOf(Milliseconds time)
{
    return time / 24h;
}

/// Readings outlive no change: of a moment whose readings are there and whose changes are gone, a
/// wrong state would be told. PostgreSQL keeps readings until their month is over.
UtcTime changesKeptFrom(UtcTime now, const RetentionOptions &options)
{
    const QDate day =
        QDateTime::fromMSecsSinceEpoch(toMillis(now - options.readings), Qt::UTC).date();
    const QDateTime month(QDate(day.year(), day.month(), 1), QTime(0, 0), Qt::UTC);
    return std::min(now - options.changes, fromMillis(month.toMSecsSinceEpoch()));
}

/// Why nothing may go by this clock; empty: it is not far ahead of what else tells the time.
QString doubtOf(UtcTime now, const store::RetentionStore::Clocks &clocks)
{
    if (clocks.server && now - *clocks.server > kAhead)
        return u"this computer's clock (%1) is %2 hours ahead of the database server's"_s.arg(
            toIso(now), QString::number((now - *clocks.server) / 1h));
    if (clocks.heard && now - *clocks.heard > kAhead)
        return u"by this computer's clock (%1) no device was heard for %2 hours: "
               "the clock is ahead, or nothing is heard"_s.arg(
                   toIso(now), QString::number((now - *clocks.heard) / 1h));
    return {};
}

} // namespace

void Retention::rest()
{
    if (!m_sweepAt)
        return;
    m_sweepAt.reset();
    m_stage = Stage::Done;
    m_failingSince.reset();
    m_context.health.remove(kCheck);
}

void Retention::tick()
{
    if (!m_context.link.isUp() || m_options.readings <= 0ms)
        return;
    const Steady::time_point now = m_context.clock.steady();
    if (!m_sweepAt)
        m_sweepAt = now + kFirstPause;
    if (m_stage == Stage::Done && now >= *m_sweepAt) {
        m_sweepAt = now + kPause;
        begin();
    }
    if (m_stage == Stage::Done)
        return;
    StepPace &pace = m_stage == Stage::Disk ? m_pages : m_rows;
    QElapsedTimer time;
    time.start();
    const Result<bool> isOver =
        m_context.link.with([this](store::Database &database) { return step(database); });
    pace.took(Milliseconds(time.elapsed()));
    m_longest = std::max(m_longest, Milliseconds(time.elapsed()));
    if (!isOver)
        return fail(isOver.error());
    if (!*isOver)
        return;
    m_stage = Stage(int(m_stage) + 1);
    m_after = 0;
    if (m_stage == Stage::Done)
        end();
}

void Retention::begin()
{
    m_after = 0;
    m_months.clear();
    m_readings = m_changes = 0;
    m_longest = {};
    const UtcTime now = m_context.clock.now();
    const auto clocks = m_context.link.with(
        [](store::Database &database) { return store::RetentionStore(database).clocks(); });
    if (!clocks)
        return fail(clocks.error());
    if (!clocks->heard)
        return end(); // there is nothing to drop, and nothing that tells the time
    if (const QString doubt = doubtOf(now, *clocks); !doubt.isEmpty())
        return refuse(doubt);
    m_now = std::min({now, *clocks->heard, clocks->server.value_or(now)});
    m_stage = Stage::Readings;
}

void Retention::refuse(const QString &why)
{
    qCWarning(lcEngine).noquote() << "what is old was not dropped:" << why;
    m_context.health.set(kCheck, domain::HealthLevel::Degraded, problem::kRetentionFails,
                         u"nothing that is old was dropped: "_s + why, m_context.clock.now());
}

/// True: this stage is over.
Result<bool> Retention::step(store::Database &database)
{
    if (m_stage == Stage::Readings)
        return stepReadings(database);
    if (m_stage == Stage::Changes)
        return stepChanges(database);
    if (database.isPostgres())
        return true;
    store::RetentionStore store(database);
    const auto gives = store.givesBack();
    if (!gives)
        return gives;
    m_givesBack = *gives;
    const auto left = store.giveBack(m_pages.size());
    return left ? Result<bool>(*left == 0) : left.error();
}

Result<bool> Retention::stepReadings(store::Database &database)
{
    store::RetentionStore store(database);
    const UtcTime before = m_now - m_options.readings;
    if (database.isPostgres()) {
        const Result<QString> month = store.dropReadingMonth(before);
        if (!month)
            return month.error();
        if (!month->isEmpty())
            m_months.append(*month);
        return month->isEmpty();
    }
    const auto done = store.removeReadings(before, m_after, m_rows.size());
    if (!done)
        return done.error();
    m_readings += done->removed;
    return done->isLast;
}

Result<bool> Retention::stepChanges(store::Database &database)
{
    if (m_options.changes <= 0ms)
        return true;
    const auto done = store::RetentionStore(database).removeChanges(
        changesKeptFrom(m_now, m_options), m_after, m_rows.size());
    if (!done)
        return done.error();
    m_changes += done->removed;
    return done->isLast;
}

QString Retention::dropped() const
{
    QStringList parts;
    if (!m_months.isEmpty())
        parts.append(u"%1 of readings (older than %2 days)"_s.arg(m_months.join(u", "_s))
                         .arg(daysOf(m_options.readings)));
    if (m_readings > 0)
        parts.append(
            u"%1 readings older than %2 days"_s.arg(m_readings).arg(daysOf(m_options.readings)));
    if (m_changes > 0)
        parts.append(
            u"%1 state changes older than %2 days"_s.arg(m_changes).arg(daysOf(m_options.changes)));
    if (!parts.isEmpty() && !m_givesBack)
        parts.append(
            u"the file keeps its size, and the room for what comes (parkctl database compact)"_s);
    return parts.join(u", "_s);
}

void Retention::end()
{
    m_failingSince.reset();
    const UtcTime now = m_context.clock.now();
    if (const QString what = dropped(); !what.isEmpty()) {
        m_told = u"dropped at %1: %2"_s.arg(toIso(now), what);
        qCInfo(lcEngine).noquote()
            << m_told << "- the longest step took" << m_longest.count() << "ms";
    }
    if (m_told.isEmpty()) // nothing was old: nothing was seen to work
        m_context.health.remove(kCheck);
    else
        m_context.health.set(kCheck, domain::HealthLevel::Healthy, {}, m_told, now);
}

/// What was dropped until then stays so; the next sweep goes on.
void Retention::fail(const Error &error)
{
    m_stage = Stage::Done;
    if (!m_context.link.isUp())
        return;
    const UtcTime now = m_context.clock.now();
    if (const QString what = dropped(); !what.isEmpty())
        qCInfo(lcEngine).noquote() << "dropped:" << what;
    qCWarning(lcEngine).noquote() << "what is old was not dropped:" << error.detail;
    if (!m_failingSince)
        m_failingSince = now;
    const bool isBusy = error.details.value(u"sqlstate").toString() == u"55P03";
    if (!isBusy || now - *m_failingSince >= kPatience)
        m_context.health.set(kCheck, domain::HealthLevel::Degraded, problem::kRetentionFails,
                             error.detail, now);
}

} // namespace parking::engine
