#include "engine/lamps/pauses.h"

#include "base/literals.h"
#include "base/logging.h"
#include "chirpstack/restclient.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kMaxPause = 60s;
constexpr Milliseconds kAwayPause = 5s; // one cheap question: lamps follow soon after it is back
constexpr Milliseconds kBusyPause = 30s; // a 429 that says nothing
// A wrong header does not stop lamps for ever.
constexpr Milliseconds kMaxRetryAfter = 1h;

/// What the server asked for, whatever the answer's status.
std::optional<Milliseconds> retryAfter(const Error &error)
{
    const QJsonValue value = error.details.value(u"retryAfterMs");
    if (value.isUndefined())
        return std::nullopt;
    const Milliseconds asked(value.toInteger());
    if (asked > kMaxRetryAfter)
        qCWarning(lcEngine) << "ChirpStack asks for a pause of"
                            << std::chrono::ceil<std::chrono::seconds>(asked).count()
                            << "s; an hour is kept";
    return std::clamp(asked, 0ms, kMaxRetryAfter);
}

} // namespace

Pauses::Pauses(Milliseconds first, Milliseconds refused, Chance chance)
    : m_first(first), m_refused(refused), m_chance(std::move(chance))
{
}

Milliseconds Pauses::grown(int failures) const
{
    return grown(failures, kMaxPause);
}

Milliseconds Pauses::grown(int failures, Milliseconds most) const
{
    const Milliseconds pause = std::min(m_first * (1 << std::min(failures, 10)), most);
    return Milliseconds(qint64(double(pause.count()) * (0.75 + m_chance() / 2)));
}

bool Pauses::isWell(Steady::time_point now) const
{
    return m_hasAnswered && m_problem.isEmpty() && now >= until();
}

bool Pauses::isOutage() const
{
    return !m_problem.isEmpty() && m_problem != problem::kChirpStackBusy;
}

void Pauses::forgetProblem()
{
    m_problem.clear();
    m_detail.clear();
    m_hasAnswered = false;
}

void Pauses::close(const QString &problem, const QString &detail, Steady::time_point until)
{
    if (m_problem != problem)
        qCWarning(lcEngine).noquote() << "ChirpStack:" << problem << detail;
    m_problem = problem;
    m_detail = detail;
    m_closedUntil = std::max(m_closedUntil, until);
}

void Pauses::troubled(const Error &error, Steady::time_point now)
{
    if (error.code == problem::kChirpStackBusy)
        busy(error, now);
    else if (error.code == problem::kNotChirpStack)
        close(error.code, chirpstack::messageOf(error), now + m_refused);
    else
        away(error, now);
}

/// 429: nothing before the time that it asked for, also no questions.
void Pauses::busy(const Error &error, Steady::time_point now)
{
    m_hasAnswered = true;
    m_busyUntil = std::max(m_busyUntil, now + retryAfter(error).value_or(kBusyPause));
    close(error.code, chirpstack::messageOf(error), now);
}

/// The server as a whole has trouble: growing pauses for all devices.
void Pauses::away(const Error &error, Steady::time_point now)
{
    const Milliseconds asked = retryAfter(error).value_or(0ms);
    if (now < m_closedUntil) { // requests that were under way together are one failure
        m_closedUntil = std::max(m_closedUntil, now + asked);
        return;
    }
    close(error.code, chirpstack::messageOf(error),
          now + std::max(grown(m_failures, kAwayPause), asked));
    ++m_failures;
}

void Pauses::outcomeLost(const Error &error, Steady::time_point now)
{
    if (now >= m_postsUntil) {
        m_postsUntil = now + grown(m_postFailures);
        ++m_postFailures;
    }
    away(error, now);
}

void Pauses::keyRefused(const QString &detail, Steady::time_point now)
{
    close(problem::kChirpStackKey, detail, now + m_refused);
}

void Pauses::keyReadOnly(Steady::time_point now)
{
    m_hasAnswered = true;
    close(problem::kChirpStackReadOnly, u"the key may read, and command nothing"_s, now);
    m_postsUntil = now + m_refused;
    ++m_postFailures;
}

void Pauses::answered(Steady::time_point now)
{
    m_hasAnswered = true;
    m_failures = 0;
    m_closedUntil = {};
    if (m_postFailures > 0)
        return; // it works for questions only
    m_problem = isBusy(now) ? QString(problem::kChirpStackBusy) : QString();
    m_detail.clear();
}

void Pauses::accepted(Steady::time_point now)
{
    m_postFailures = 0;
    m_postsUntil = {};
    answered(now);
}

} // namespace parking::engine
