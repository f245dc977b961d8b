// Pauses after trouble, and the question whether the key is good.

#include "base/literals.h"
#include "base/logging.h"
#include "engine/lamps/dispatcher.h"
#include "store/devicestore.h"

#include <QRandomGenerator>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;

namespace {

constexpr Milliseconds kMaxPause = 60s;
constexpr Milliseconds kBusyPause = 30s; // a 429 that says nothing
constexpr Milliseconds kMaxRetryAfter = 1h;
constexpr int kHeardProbes = 20; // devices that spoke lately: these ChirpStack surely knows
constexpr qsizetype kProbes = 100; // GETs for one verdict at most

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

/// A request failed in a way that is not its device's alone.
void Dispatcher::troubled(const Error &error)
{
    if (error.code == u"CHIRPSTACK_BUSY")
        busy(error);
    else if (error.code == u"NOT_CHIRPSTACK")
        close(error.code, chirpstack::messageOf(error), m_options.refusedPause);
    else
        away(error);
}

void Dispatcher::close(const QString &problem, const QString &detail, Milliseconds pause)
{
    if (m_status.problem != problem)
        qCWarning(lcEngine).noquote() << "ChirpStack:" << problem << detail;
    m_status.problem = problem;
    m_status.detail = detail;
    m_closedUntil = std::max(m_closedUntil, Steady::now() + pause);
    m_compareAll = m_compareAll || problem != u"CHIRPSTACK_BUSY";
}

/// 429: nothing before the time that it asked for, also no questions.
void Dispatcher::busy(const Error &error)
{
    m_status.answered = true;
    m_busyUntil = std::max(m_busyUntil, Steady::now() + retryAfter(error).value_or(kBusyPause));
    close(error.code, chirpstack::messageOf(error), 0ms);
    if (m_probe) {
        m_probe.reset();
        m_suspects.clear(); // they are tried again, and suspected again
        --m_inFlight;
    }
}

/// Doubling pauses with jitter of a quarter, so that stations and devices do not beat in time.
Milliseconds Dispatcher::pauseAfter(int failures) const
{
    const Milliseconds pause =
        std::min(m_options.firstPause * (1 << std::min(failures, 10)), kMaxPause);
    const double factor = 0.75 + QRandomGenerator::global()->generateDouble() / 2;
    return Milliseconds(qint64(double(pause.count()) * factor));
}

/// The server as a whole has trouble: growing pauses for all devices.
void Dispatcher::away(const Error &error)
{
    const Milliseconds asked = retryAfter(error).value_or(0ms);
    if (Steady::now() < m_closedUntil) { // requests that were under way together are one failure
        m_closedUntil = std::max(m_closedUntil, Steady::now() + asked);
        return;
    }
    close(error.code, chirpstack::messageOf(error), std::max(pauseAfter(m_awayFailures), asked));
    ++m_awayFailures;
}

/// A POST's outcome is open. While looking works and POSTs do not, these pause longer and longer.
void Dispatcher::holdPosts()
{
    if (Steady::now() < m_postsUntil)
        return;
    m_postsUntil = Steady::now() + pauseAfter(m_postFailures);
    ++m_postFailures;
}

void Dispatcher::backOff(DevEui device)
{
    Lane &lane = m_lanes[device];
    lane.notBefore = Steady::now() + pauseAfter(lane.failures);
    ++lane.failures;
}

void Dispatcher::clearProblem()
{
    const bool isBusy = Steady::now() < m_busyUntil;
    m_status.problem = isBusy ? u"CHIRPSTACK_BUSY"_s : QString();
    m_status.detail.clear();
}

void Dispatcher::measure(Steady::time_point asked)
{
    m_status.latencyMs = std::chrono::duration<double, std::milli>(Steady::now() - asked).count();
}

/// ChirpStack is there and answers us.
void Dispatcher::wasAnswered()
{
    m_status.answered = true;
    m_awayFailures = 0;
    m_closedUntil = {};
    if (m_postFailures == 0)
        clearProblem();
}

/// ... and the key is good: it may use this device.
void Dispatcher::well(DevEui device)
{
    m_knownGood = device;
    m_keyRefused = false;
    wasAnswered();
}

/// ... and a command got into its queue.
void Dispatcher::accepted(DevEui device)
{
    m_postFailures = 0;
    m_postsUntil = {};
    well(device);
    Lane &lane = m_lanes[device];
    lane.failures = 0;
    lane.notBefore = {};
}

// --- 401: the key, or this device? ---------------------------------------------------------------

void Dispatcher::suspect(const Downlink &row)
{
    // Others have their turn first: the same old row must not be what is tried again each time.
    backOff(row.devEui);
    if (Steady::now() < m_busyUntil)
        return; // no questions now either
    m_suspects.append({.device = row.devEui, .row = row.id});
    startProbe();
}

/// Asks about devices that should be known: the last good one, those that spoke lately, then the
/// others in turn.
void Dispatcher::startProbe()
{
    if (m_probe)
        return;
    const Result<QList<DevEui>> last = store::DeviceStore(*m_database).heardLast(kHeardProbes);
    if (!last) {
        Q_EMIT databaseFailed(last.error());
        return;
    }
    QSet<DevEui> asked;
    for (const Suspect &suspect : std::as_const(m_suspects))
        asked.insert(suspect.device);
    QList<DevEui> devices;
    const auto add = [&](DevEui device) {
        if (device.isNull() || asked.contains(device) || devices.size() >= kProbes)
            return;
        asked.insert(device);
        devices.append(device);
    };
    add(m_knownGood);
    for (DevEui device : *last)
        add(device);
    const qsizetype heard = devices.size();
    QList<DevEui> others = m_displays.keys() + m_lanes.keys();
    std::sort(others.begin(), others.end());
    const auto turn = std::upper_bound(others.begin(), others.end(), m_probeCursor);
    std::rotate(others.begin(), turn, others.end());
    for (DevEui device : std::as_const(others))
        add(device);
    if (devices.size() > heard)
        m_probeCursor = devices.last();
    m_asked = Steady::now();
    ++m_inFlight;
    m_probe = std::make_shared<KeyProbe>(*m_rest, std::move(devices), heard);
    m_probe->start([this](const KeyProbe::Outcome &outcome) { judged(outcome); });
}

void Dispatcher::judged(const KeyProbe::Outcome &outcome)
{
    --m_inFlight;
    m_probe.reset();
    const QList<Suspect> suspects = std::exchange(m_suspects, {});
    wakeAt(Steady::now());
    switch (outcome.verdict) {
    case KeyProbe::Verdict::Trouble:
        return troubled(outcome.error);
    case KeyProbe::Verdict::Unclear:
        if (suspects.isEmpty() && !m_keyRefused) {
            // Nothing waits, so nobody is harmed: the one device that was looked at may be gone.
            m_knownGood = {};
            return wasAnswered();
        }
        [[fallthrough]];
    case KeyProbe::Verdict::Refused:
        m_keyRefused = true;
        return close(u"CHIRPSTACK_KEY"_s,
                     outcome.verdict == KeyProbe::Verdict::Refused
                         ? chirpstack::messageOf(outcome.error)
                         : u"the key may use none of the devices"_s,
                     m_options.refusedPause);
    case KeyProbe::Verdict::Good:
        break;
    }
    m_keyRefused = false;
    wasAnswered();
    if (!outcome.device.isNull())
        well(outcome.device);
    for (const Suspect &suspect : suspects) {
        // The key is good, so it is this device.
        const Downlink *row = m_database ? find(suspect.device, suspect.row) : nullptr;
        if (!row)
            continue;
        const bool mayHaveArrived = row->state == domain::DownlinkState::Sending;
        fail(*row, u"CHIRPSTACK_UNAUTHORIZED"_s,
             {u"CHIRPSTACK_UNAUTHORIZED"_s,
              u"ChirpStack does not know this device or the key may not use it"_s},
             mayHaveArrived ? Shown::Unknown : Shown::AsBefore);
    }
}

} // namespace parking::engine
