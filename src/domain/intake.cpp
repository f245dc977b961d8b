#include "domain/intake.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr auto kKept = 1h;
constexpr Milliseconds kRecent = 10min;
constexpr size_t kLeads = 20;
constexpr size_t kLeastLeads = 3;
constexpr auto kClockLimit = 30s;
constexpr qint64 kFew = 3; // refused, that say nothing about the others

/// "12 BAD_TIME, 1 BAD_JSON": the most frequent first.
QString byFrequency(const QMap<QString, qint64> &refused)
{
    QList<std::pair<qint64, QString>> counts;
    for (auto it = refused.cbegin(); it != refused.cend(); ++it)
        counts.append({-*it, it.key()});
    std::sort(counts.begin(), counts.end());
    QStringList words;
    for (const auto &[negative, code] : std::as_const(counts))
        words.append(u"%1 %2"_s.arg(-negative).arg(code));
    return words.join(u", "_s);
}

QString lengthOf(Milliseconds duration)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(std::chrono::abs(duration));
    return seconds < 2min
        ? u"%1 s"_s.arg(seconds.count())
        : u"%1 min"_s.arg(std::chrono::round<std::chrono::minutes>(seconds).count());
}

QString toldOf(const Taken &taken, const QMap<QString, qint64> &before)
{
    QStringList words;
    const qint64 refused = taken.refusedInAll();
    if (refused > 0)
        words.append(u"%1 of %2 messages set aside: %3"_s.arg(refused)
                         .arg(taken.messages)
                         .arg(byFrequency(taken.refused)));
    if (!before.isEmpty())
        words.append(u"%1 set aside before this program began: %2"_s
                         .arg(Taken{.refused = before}.refusedInAll())
                         .arg(byFrequency(before)));
    return words.join(u"; "_s);
}

/// More came than is kept. Nobody but its sender can end that.
void tellFlood(HealthCheck &check, const Taken &hour)
{
    if (hour.notKept == 0 && hour.strangers == 0)
        return;
    check.level = std::max(check.level, HealthLevel::Degraded);
    check.problem = problem::kMessagesFlood;
    QStringList words;
    if (hour.notKept > 0)
        words.append(u"%1 refused messages were counted and not kept"_s.arg(hour.notKept));
    if (hour.strangers > 0)
        words.append(u"%1 messages came of new devices that are not listed"_s.arg(hour.strangers));
    if (!check.detail.isEmpty())
        words.append(check.detail);
    words.append(u"whoever sends them is to be stopped at the broker"_s);
    check.detail = words.join(u"; "_s);
}

} // namespace

qint64 Taken::refusedInAll() const
{
    qint64 sum = 0;
    for (const qint64 count : refused)
        sum += count;
    return sum;
}

void Taken::add(const Taken &more)
{
    messages += more.messages;
    for (auto it = more.refused.cbegin(); it != more.refused.cend(); ++it)
        refused[it.key()] += *it;
    notKept += more.notKept;
    strangers += more.strangers;
}

void Intake::begin(const QList<SetAside> &before)
{
    m_minutes.clear(); // of a former turn: what was set aside then is among `before`
    m_before = before;
}

QMap<QString, qint64> Intake::before(UtcTime now) const
{
    QMap<QString, qint64> refused;
    for (const SetAside &one : m_before) {
        if (now - one.at <= kKept)
            ++refused[one.code];
    }
    return refused;
}

qint64 Intake::setAsideInHour(UtcTime now) const
{
    return lastHour(now).refusedInAll() + Taken{.refused = before(now)}.refusedInAll();
}

void Intake::note(const Taken &taken, UtcTime now)
{
    while (!m_minutes.empty() && now - m_minutes.front().begin > kKept)
        m_minutes.pop_front();
    if (taken.messages == 0)
        return;
    if (m_minutes.empty() || now - m_minutes.back().begin >= 1min || now < m_minutes.back().begin)
        m_minutes.push_back({now, {}});
    m_minutes.back().taken.add(taken);
}

void Intake::noteLead(Milliseconds lead)
{
    m_leads.push_back(lead);
    if (m_leads.size() > kLeads)
        m_leads.pop_front();
}

Taken Intake::over(Milliseconds span, UtcTime now) const
{
    Taken sum;
    for (const Minute &minute : m_minutes) {
        if (now - minute.begin <= span)
            sum.add(minute.taken);
    }
    return sum;
}

std::optional<Milliseconds> Intake::clockLead() const
{
    if (m_serverLead)
        return m_serverLead;
    if (m_leads.size() < kLeastLeads)
        return std::nullopt;
    QList<Milliseconds> leads(m_leads.begin(), m_leads.end());
    std::sort(leads.begin(), leads.end());
    return leads[leads.size() / 4]; // one absurd clock among many does not count
}

HealthCheck Intake::check(UtcTime now) const
{
    HealthCheck check;
    check.name = u"messages"_s;
    check.since = now;
    const Taken recent = over(kRecent, now);
    const Taken hour = lastHour(now);
    const bool isMost =
        recent.refusedInAll() >= kFew && 2 * recent.refusedInAll() >= recent.messages;
    if (isMost)
        check.level = HealthLevel::Unhealthy;
    else if (setAsideInHour(now) > 0)
        check.level = HealthLevel::Degraded;
    const Taken &told = isMost ? recent : hour;
    if (check.level != HealthLevel::Healthy) {
        check.problem = problem::kMessagesRefused;
        check.detail = toldOf(told, isMost ? QMap<QString, qint64>() : before(now));
    }
    tellFlood(check, hour);
    const std::optional<Milliseconds> lead = clockLead();
    if (!lead || std::chrono::abs(*lead) <= kClockLimit)
        return check;
    check.level = std::max(check.level, HealthLevel::Degraded);
    check.problem = problem::kClockDiffers;
    const QString clock = u"this computer's clock is %1 %2 that of the network server"_s.arg(
        lengthOf(*lead), *lead < 0ms ? u"behind"_s : u"before"_s);
    check.detail = check.detail.isEmpty() ? clock : clock + u"; "_s + check.detail;
    return check;
}

} // namespace parking::domain
