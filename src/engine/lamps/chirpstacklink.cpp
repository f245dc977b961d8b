#include "engine/lamps/chirpstacklink.h"

#include "base/literals.h"
#include "engine/lamps/doubts.h"

namespace parking::engine {

using domain::DevEui;
using namespace std::chrono_literals;
using domain::DownlinkOutcome;

namespace {

// The way of an answer, and a header of whole seconds: less says nothing.
constexpr auto kClockTolerance = 5s;

constexpr int kSurelyReadOnly = 2;

} // namespace

ChirpStackLink::ChirpStackLink(ChirpStackOptions options, Clock &clock, KnownDevices devices,
                               QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock), m_devices(std::move(devices)),
      m_pauses(m_options.firstPause, m_options.refusedPause,
               [chance = m_options.chance] { return chance->generateDouble(); })
{
}

ChirpStackLink::~ChirpStackLink() = default;

void ChirpStackLink::open()
{
    close();
    m_pauses.forgetProblem();
    m_latencyMs.reset();
    m_asked.reset();
    m_rest = std::make_unique<chirpstack::RestClient>(m_options.rest);
    m_rest->onServerTime([this](UtcTime time) { m_told = {time, m_clock.steady()}; });
}

void ChirpStackLink::close()
{
    m_rest.reset();
    m_probe.reset();
    m_key.drop();
    m_isLookingIdly = false;
}

chirpstack::RestClient &ChirpStackLink::ask()
{
    m_asked = m_clock.steady();
    return *m_rest;
}

void ChirpStackLink::post(const domain::Downlink &row, chirpstack::RestClient::Done<QString> done)
{
    const chirpstack::EnqueueRequest request{.fPort = row.frame.fPort,
                                             .data = row.frame.payload,
                                             .confirmed = row.frame.confirmed,
                                             .expiresAt = row.expiresAt,
                                             .flushQueue = true};
    const auto answered = [this, asked = m_clock.steady(),
                           done = std::move(done)](const Result<QString> &item) {
        if (item)
            measure(asked);
        done(item);
    };
    ask().enqueue(row.devEui, request, answered);
}

void ChirpStackLink::lookIfIdle(DevEui lamp)
{
    if (!m_asked || m_clock.steady() - *m_asked >= m_options.idleLook)
        look(lamp);
}

void ChirpStackLink::look(DevEui lamp)
{
    const Steady::time_point now = m_clock.steady();
    if (m_isLookingIdly || m_probe || now < m_pauses.until())
        return;
    const DevEui device = m_key.knownGood().isNull() ? lamp : m_key.knownGood();
    m_isLookingIdly = true;
    ask().queue(device, [this, device, now](const Result<QList<chirpstack::QueueItem>> &queue) {
        m_isLookingIdly = false;
        const bool wasAway = isToBeLookedFor();
        if (queue) {
            measure(now);
            noteAnswer(device);
        } else if (domain::outcomeOf(queue.error().code) == DownlinkOutcome::Unauthorized) {
            probe(); // this device may be unknown there
        } else {
            noteTrouble(queue.error());
        }
        if (wasAway && !isToBeLookedFor())
            Q_EMIT returned();
        Q_EMIT probeEnded();
    });
}

std::optional<Milliseconds> ChirpStackLink::clockLead() const
{
    if (!m_told)
        return std::nullopt;
    const auto since = std::chrono::duration_cast<Milliseconds>(m_clock.steady() - m_told->at);
    return m_clock.now() - (m_told->time + since);
}

UtcTime ChirpStackLink::serverNow() const
{
    const Milliseconds lead = clockLead().value_or(0ms);
    return std::chrono::abs(lead) <= kClockTolerance ? m_clock.now() : m_clock.now() - lead;
}

// --- What came back ------------------------------------------------------------------------------

void ChirpStackLink::measure(Steady::time_point asked)
{
    m_latencyMs = std::chrono::duration<double, std::milli>(m_clock.steady() - asked).count();
}

void ChirpStackLink::noteAnswer(DevEui device)
{
    m_key.answered(device);
    m_pauses.answered(m_clock.steady());
}

void ChirpStackLink::noteAccepted(DevEui device)
{
    m_key.answered(device);
    m_pauses.accepted(m_clock.steady());
    m_onlyReading = 0;
}

void ChirpStackLink::noteOnlyReading()
{
    if (++m_onlyReading < kSurelyReadOnly)
        return;
    m_pauses.keyReadOnly(m_clock.steady());
    tellOutage();
}

void ChirpStackLink::noteTrouble(const Error &error)
{
    m_pauses.troubled(error, m_clock.steady());
    if (m_probe && m_pauses.isBusy(m_clock.steady())) { // no questions now either
        m_probe.reset();
        m_key.drop();
    }
    tellOutage();
}

void ChirpStackLink::notePostFailed(const Error &error)
{
    const DownlinkOutcome outcome = domain::outcomeOf(error.code);
    if (outcome == DownlinkOutcome::Refused || outcome == DownlinkOutcome::Unauthorized)
        return; // this device's alone, or suspect() comes
    if (outcome == DownlinkOutcome::Internal)
        return m_pauses.refused();
    if (!doubts::isOpen(outcome))
        return noteTrouble(error);
    m_pauses.outcomeLost(error, m_clock.steady());
    tellOutage();
}

void ChirpStackLink::noteIfBusy(const Error &error)
{
    if (domain::outcomeOf(error.code) == DownlinkOutcome::Busy)
        noteTrouble(error);
}

void ChirpStackLink::tellOutage()
{
    if (m_pauses.isOutage())
        Q_EMIT outageBegan();
}

// --- Is the key good? ----------------------------------------------------------------------------

void ChirpStackLink::suspect(const KeySuspicion::Suspect &suspect)
{
    if (m_pauses.isBusy(m_clock.steady()))
        return; // no questions now
    m_key.suspect(suspect);
    probe();
}

void ChirpStackLink::probe()
{
    if (m_probe || m_pauses.isBusy(m_clock.steady()))
        return;
    const std::optional<KeySuspicion::Devices> devices = m_devices();
    if (!devices)
        return;
    KeySuspicion::Question question = m_key.question(*devices);
    m_probe = std::make_shared<KeyProbe>(ask(), std::move(question.devices), question.heard);
    m_probe->start([this](const KeyProbe::Outcome &outcome) { judge(outcome); });
}

void ChirpStackLink::judge(const KeyProbe::Outcome &outcome)
{
    m_probe.reset();
    Q_EMIT probeEnded();
    const KeySuspicion::Judgement judgement = m_key.judge(outcome);
    switch (judgement.verdict) {
    case KeySuspicion::Verdict::Trouble:
        return noteTrouble(outcome.error);
    case KeySuspicion::Verdict::Refused:
        m_pauses.keyRefused(outcome.verdict == KeyProbe::Verdict::Refused
                                ? chirpstack::messageOf(outcome.error)
                                : u"the key may use none of the devices"_s,
                            m_clock.steady());
        return tellOutage();
    case KeySuspicion::Verdict::Good:
        break;
    }
    m_pauses.answered(m_clock.steady());
    for (const KeySuspicion::Suspect &suspect : judgement.guilty)
        Q_EMIT convicted(suspect);
}

} // namespace parking::engine
