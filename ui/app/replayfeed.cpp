#include "app/replayfeed.h"

#include "base/answered.h"

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kFrame = 100ms; // ten pictures a second are enough for a parking space

} // namespace

ReplayFeed::ReplayFeed(read::ReadThread &reads, Clock &clock, SiteModel &model,
                       Situation &situation)
    : m_reads(reads), m_clock(clock), m_model(model), m_situation(situation), m_tick(clock, this)
{
    connect(&m_tick, &ClockTimer::timeout, this, &ReplayFeed::advance);
}

void ReplayFeed::open(UtcTime from, UtcTime to)
{
    whenAnswered(m_reads.ask([from, to](store::Database &database) {
        return read::past(database, from, to);
    }),
                 this, [this](const Result<read::Past> &past) {
                     if (!past)
                         return fail(past.error());
                     m_past = std::make_shared<const read::Past>(*past);
                     Q_EMIT opened();
                     seek(m_past->from);
                 });
}

void ReplayFeed::seek(UtcTime moment)
{
    m_steps.clear();
    go(moment);
}

void ReplayFeed::go(UtcTime moment)
{
    if (!m_past)
        return;
    m_wanted = std::clamp(moment, m_past->from, m_past->to);
    if (!m_isAsking)
        ask();
}

void ReplayFeed::ask()
{
    m_isAsking = true;
    const UtcTime moment = m_wanted;
    whenAnswered(m_reads.ask([past = m_past, moment](store::Database &database) {
        return read::stateAt(database, *past, moment);
    }),
                 this, [this, moment](const Result<QList<domain::SpaceStatus>> &statuses) {
                     take(moment, statuses);
                 });
}

void ReplayFeed::take(UtcTime moment, const Result<QList<domain::SpaceStatus>> &statuses)
{
    m_isAsking = false;
    if (!statuses)
        return fail(statuses.error());
    m_shown = moment;
    m_situation.setRefusal(std::nullopt);
    m_model.setNow(moment);
    if (m_isLoaded) {
        m_model.apply(*statuses);
    } else {
        domain::SiteSnapshot site = m_past->site;
        site.statuses = *statuses;
        m_model.load(std::move(site));
        m_isLoaded = true;
    }
    m_situation.setNow(moment);
    Q_EMIT momentShown();
    if (m_wanted != moment)
        ask();
}

/// A picture of another moment must not pass for this one.
void ReplayFeed::fail(const Error &error)
{
    pause();
    m_steps.clear();
    m_situation.setRefusal(error);
    Q_EMIT failed(error);
}

// --- Playing -------------------------------------------------------------------------------------

void ReplayFeed::play(int speed)
{
    if (!m_past)
        return;
    m_steps.clear();
    m_speed = speed;
    m_ticked = m_clock.steady();
    if (m_wanted >= m_past->to)
        seek(m_past->from);
    if (isPlaying())
        return;
    m_tick.start(kFrame);
    Q_EMIT playingChanged();
}

void ReplayFeed::pause()
{
    if (!isPlaying())
        return;
    m_tick.stop();
    Q_EMIT playingChanged();
}

/// Time goes on by the clock, however long an answer takes.
void ReplayFeed::advance()
{
    const Steady::time_point now = m_clock.steady();
    const auto passed = std::chrono::duration_cast<Milliseconds>(now - m_ticked);
    m_ticked = now;
    UtcTime next = m_wanted + passed * m_speed;
    if (const domain::RecordingGap *gap = domain::gapAt(m_past->gaps, next)) {
        next = gap->to;
        Q_EMIT gapCrossed(*gap);
    }
    const bool isOver = next >= m_past->to;
    go(next);
    if (isOver)
        pause();
}

void ReplayFeed::step(const QList<domain::SpaceId> &spaces, int by)
{
    if (!m_past)
        return;
    pause();
    m_steps.append({spaces, by});
    if (!m_isStepping)
        takeStep();
}

void ReplayFeed::takeStep()
{
    if (m_steps.isEmpty())
        return;
    m_isStepping = true;
    const Step step = m_steps.takeFirst();
    whenAnswered(
        m_reads.ask([past = m_past, step, moment = m_wanted](store::Database &database) {
            return step.by > 0 ? read::changeAfter(database, *past, step.spaces, moment)
                               : read::changeBefore(database, *past, step.spaces, moment);
        }),
        this, [this, by = step.by, moment = m_wanted](const Result<std::optional<UtcTime>> &found) {
            m_isStepping = false;
            const bool isElsewhere = moment != m_wanted; // somebody sought another
            if (!found)
                Q_EMIT failed(found.error());
            else if (*found && !isElsewhere)
                go(**found);
            else if (!isElsewhere)
                Q_EMIT noChange(by);
            takeStep();
        });
}

void ReplayFeed::askDensity(int bars)
{
    if (!m_past || bars < 1)
        return;
    const Milliseconds step = std::max<Milliseconds>(1s, (m_past->to - m_past->from) / bars + 1ms);
    whenAnswered(m_reads.ask([past = m_past, step](store::Database &database) {
        return read::changeDensity(database, *past, step);
    }),
                 this, [this](const Result<QList<int>> &counts) {
                     if (counts)
                         Q_EMIT densityKnown(*counts);
                 });
}

} // namespace parking::ui
