#include "sim/lamps.h"

#include "base/literals.h"
#include "domain/errors.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <utility>

namespace parking::sim {

using namespace std::chrono_literals;

namespace {

constexpr quint64 kHeltecPrefix = 0x70b3'd57e'd006;
constexpr int kKuandoPort = 15;
constexpr int kHeltecPort = 1;
constexpr double kLoss = 0.2;
constexpr auto kKuandoReport = 30min;
constexpr auto kHeltecReport = 60min;
// Source: docs/wire.md, "REST": two class C frames of one device.
constexpr double kLock = 5;
constexpr double kWindow = 1; // class A: from an uplink to its first window
constexpr double kToldFrom = 0.005; // from a frame at the gateway to its tx ack
constexpr double kToldTo = 0.9;
constexpr double kDay = 86'400'000; // ms
constexpr auto kReportAfterJoin = 5s;

QByteArray text(const QString &words)
{
    return words.toLatin1();
}

} // namespace

LampNetwork::LampNetwork(const SimSite &site, quint64 seed, const LampOptions &options)
    : m_site(site), m_options(options), m_random(seed ^ 0x1a3b), m_writer(site)
{
    if (options.classA)
        m_writer.setLampClass("CLASS_A");
    for (qsizetype i = 0; i < site.spaces.size(); ++i) {
        const auto &eui = site.spaces[i].displayEui;
        if (!eui)
            continue;
        Lamp lamp;
        lamp.space = int(i);
        lamp.eui = *eui;
        if (eui->value() >> 16 == kHeltecPrefix)
            lamp.family = LampFamily::HeltecStatus;
        if (m_random.chance(options.ignoring))
            lamp.condition = LampCondition::Ignoring;
        else if (m_random.chance(options.lossy))
            lamp.condition = LampCondition::Lossy;
        m_index.insert(*eui, m_lamps.size());
        m_lamps.push_back(std::move(lamp));
    }
}

Milliseconds LampNetwork::delay(double low, double high)
{
    return Milliseconds(qint64(m_random.between(low, high) * 1000 * m_options.delayScale));
}

// --- Queues --------------------------------------------------------------------------------------

Result<QString> LampNetwork::enqueue(domain::DevEui device, LampItem item, bool flush, UtcTime now)
{
    const auto at = m_index.constFind(device);
    if (at == m_index.cend())
        return domain::errors::notFound(u"Device"_s, device.toString());
    if (item.fPort < 1 || item.fPort > 255)
        return domain::errors::validation(u"fPort"_s,
                                          u"Validation error: FPort must be between 1 - 255"_s);
    Lamp &lamp = m_lamps[*at];
    item.id = m_random.uuid().toString(QUuid::WithoutBraces);
    lamp.queue.add(item, flush);
    lamp.readyAt = std::max(lamp.readyAt, now + delay(0.2, 0.9));
    ++m_counts.accepted;
    return item.id;
}

QList<LampItem> LampNetwork::queue(domain::DevEui device) const
{
    const auto at = m_index.constFind(device);
    if (at == m_index.cend())
        return {};
    const std::deque<LampItem> &items = m_lamps[*at].queue.items();
    return QList<LampItem>(items.begin(), items.end());
}

void LampNetwork::flush(domain::DevEui device)
{
    if (const auto at = m_index.constFind(device); at != m_index.cend())
        m_lamps[*at].queue.clear();
}

void LampNetwork::setOptions(const LampOptions &options)
{
    m_options = options;
    for (Lamp &lamp : m_lamps) {
        if (options.lossy <= 0 && lamp.condition == LampCondition::Lossy)
            lamp.condition = LampCondition::Well;
    }
}

bool LampNetwork::isIdle() const
{
    return std::all_of(m_lamps.cbegin(), m_lamps.cend(), [this](const Lamp &lamp) {
        const bool hasNothing = lamp.hasJoined || lamp.queue.items().empty();
        return lamp.atGateway.isEmpty() && (m_options.classA ? !lamp.listensAt : hasNothing);
    });
}

LampCondition LampNetwork::condition(domain::DevEui device) const
{
    const auto at = m_index.constFind(device);
    return at == m_index.cend() ? LampCondition::Well : m_lamps[*at].condition;
}

QByteArray LampNetwork::applied(domain::DevEui device) const
{
    const auto at = m_index.constFind(device);
    return at == m_index.cend() ? QByteArray() : m_lamps[*at].shown;
}

// --- On the air ----------------------------------------------------------------------------------

QList<SimMessage> LampNetwork::step(UtcTime now)
{
    QList<SimMessage> messages;
    for (Lamp &lamp : m_lamps) {
        joinDue(lamp, now, messages);
        settle(lamp, now, messages);
        speak(lamp, now, messages);
        if (isDue(lamp, now)) {
            play(lamp, now, messages);
            settle(lamp, now, messages);
        }
    }
    m_started = true;
    return messages;
}

/// The lamp's reports.
void LampNetwork::speak(Lamp &lamp, UtcTime now, QList<SimMessage> &messages)
{
    const auto period =
        lamp.family == LampFamily::Kuando ? Milliseconds(kKuandoReport) : kHeltecReport;
    if (!m_started) // spread over the period, as if they had been switched on one by one
        lamp.nextReport = now + Milliseconds(m_random.below(int(period.count())));
    if (lamp.nextReport > now)
        return;
    messages.append(status(lamp, now));
    lamp.nextReport = now + period;
    lamp.listensAt = now + delay(kWindow, kWindow);
}

/// Does the server hand the next frame to a gateway now?
bool LampNetwork::isDue(Lamp &lamp, UtcTime now) const
{
    if (!m_options.classA)
        return lamp.readyAt <= now && !lamp.hasJoined;
    if (!lamp.listensAt || *lamp.listensAt > now)
        return false;
    lamp.listensAt.reset();
    return true;
}

/// What is due of the frame that is on the air: the gateway's word, then the lamp's
/// acknowledgement, or that none came.
void LampNetwork::settle(Lamp &lamp, UtcTime now, QList<SimMessage> &messages)
{
    if (!lamp.atGateway.isEmpty() && lamp.toldAt <= now)
        settleGateway(lamp, messages);
    if (lamp.ackAt > now)
        return;
    const std::optional<LampItem> item = lamp.queue.takePending();
    if (!item)
        return;
    messages.append(event(lamp, "ack",
                          "\"queueItemId\":\"" + text(item->id)
                              + "\",\"acknowledged\":" + (lamp.ackGood ? "true" : "false")
                              + ",\"fCntDown\":" + QByteArray::number(item->fCntDown),
                          lamp.ackAt));
}

void LampNetwork::settleGateway(Lamp &lamp, QList<SimMessage> &messages)
{
    const QString id = std::exchange(lamp.atGateway, {});
    const bool isLost = m_random.chance(m_options.mute);
    const std::optional<LampItem> item = isLost ? std::nullopt : lamp.queue.transmitted(id);
    if (!item) {
        ++m_counts.unheard;
        return;
    }
    const int gateway = m_site.devices[size_t(lamp.space)].reach.front().gateway;
    messages.append(event(
        lamp, "txack",
        "\"downlinkId\":" + QByteArray::number(quint32(m_random.bits())) + ",\"queueItemId\":\""
            + text(item->id) + "\",\"fCntDown\":" + QByteArray::number(item->fCntDown)
            + ",\"gatewayId\":\""
            + QByteArray::number(m_site.gateways[size_t(gateway)].id, 16).rightJustified(16, '0')
            + "\",\"txInfo\":{\"frequency\":869525000}",
        lamp.toldAt));
    lamp.ackAt = lamp.toldAt + delay(0.5, 1.5);
}

/// Lamps lose their power now and then. The times between are the same for the same seed.
void LampNetwork::joinDue(Lamp &lamp, UtcTime now, QList<SimMessage> &messages)
{
    if (m_options.rejoins <= 0)
        return;
    if (lamp.joinAt && *lamp.joinAt <= now) {
        messages.append(join(lamp, now));
        lamp.nextReport = now + kReportAfterJoin;
        lamp.joinAt.reset();
    }
    if (!lamp.joinAt)
        lamp.joinAt =
            now + Milliseconds(qint64(-std::log(1 - m_random.unit()) * kDay / m_options.rejoins));
}

/// What ChirpStack does when a downlink is due: throw away what is too old, send the first.
void LampNetwork::play(Lamp &lamp, UtcTime now, QList<SimMessage> &messages)
{
    while (const std::optional<LampItem> item = lamp.queue.takeExpired(now)) {
        messages.append(event(lamp, "log",
                              "\"level\":\"ERROR\",\"code\":\"EXPIRED\",\"description\":\"Device "
                              "queue-item discarded because it has expired\",\"context\":{"
                              "\"queue_item_id\":\""
                                  + text(item->id) + "\"}",
                              now));
        ++m_counts.expired;
    }
    transmit(lamp, now);
}

void LampNetwork::transmit(Lamp &lamp, UtcTime now)
{
    const std::optional<LampItem> item = lamp.queue.handOver();
    if (!item)
        return;
    ++m_counts.transmitted;
    lamp.atGateway = item->id;
    lamp.toldAt = now + delay(kToldFrom, kToldTo);
    lamp.readyAt = now + delay(kLock, kLock + 0.5);
    const bool lost = lamp.condition == LampCondition::Lossy && m_random.chance(kLoss);
    m_counts.lost += lost;
    lamp.ackGood = !lost;
    if (lost)
        return;
    if (!lamp.counter.takes(item->fCntDown)) {
        ++m_counts.dropped;
        return;
    }
    ++lamp.received;
    const bool ours =
        item->fPort == (lamp.family == LampFamily::Kuando ? kKuandoPort : kHeltecPort);
    if (ours && lamp.condition != LampCondition::Ignoring)
        lamp.shown = item->data;
    // Sixth byte of a Kuando command: report at once.
    if (lamp.family == LampFamily::Kuando && item->data.size() == 6 && item->data.at(5) == 1)
        lamp.nextReport = now;
}

// --- What lamps say ------------------------------------------------------------------------------

SimMessage LampNetwork::event(const Lamp &lamp, const char *kind, const QByteArray &body,
                              UtcTime now)
{
    return m_writer.lampEvent(lamp.space, kind, body, now, m_random);
}

/// Source of the layouts: devices/kuandobusylight.cpp, devices/helteclora.cpp.
QByteArray LampNetwork::statusPayload(const Lamp &lamp) const
{
    if (lamp.family == LampFamily::HeltecStatus) {
        QByteArray bytes(3, '\0');
        qToBigEndian(quint16(lamp.received), bytes.data());
        bytes[2] = lamp.shown.size() == 1 ? lamp.shown.at(0) : '\0';
        return bytes;
    }
    QByteArray bytes(24, '\0');
    qToLittleEndian(qint32(-70), bytes.data());
    qToLittleEndian(qint32(8), bytes.data() + 4);
    qToLittleEndian(lamp.received, bytes.data() + 8);
    qToLittleEndian(lamp.fCnt, bytes.data() + 12);
    if (lamp.shown.size() >= 5) // R, B, G, on, off: the vendor's order both ways
        std::copy_n(lamp.shown.cbegin(), 5, bytes.begin() + 16);
    bytes[21] = 0x3c;
    bytes[22] = 0x0f;
    bytes[23] = 1;
    return bytes;
}

SimMessage LampNetwork::status(Lamp &lamp, UtcTime now)
{
    SimFrame frame;
    lamp.hasJoined = false;
    frame.time = now;
    frame.fCnt = ++lamp.fCnt;
    frame.fPort = lamp.family == LampFamily::Kuando ? kKuandoPort : kHeltecPort;
    frame.payload = statusPayload(lamp);
    return m_writer.lampUplink(lamp.space, frame, m_random);
}

void LampNetwork::holdReports(UtcTime until)
{
    for (Lamp &lamp : m_lamps)
        lamp.nextReport = std::max(lamp.nextReport, until);
}

SimMessage LampNetwork::report(domain::DevEui device, UtcTime now)
{
    Lamp &lamp = m_lamps[m_index.value(device)];
    lamp.listensAt = now + delay(kWindow, kWindow);
    return status(lamp, now);
}

SimMessage LampNetwork::rejoin(domain::DevEui device, UtcTime now)
{
    return join(m_lamps[m_index.value(device)], now);
}

SimMessage LampNetwork::join(Lamp &lamp, UtcTime now)
{
    ++m_counts.rejoined;
    lamp.shown.clear();
    lamp.received = 0;
    lamp.fCnt = 0;
    lamp.atGateway.clear();
    lamp.queue.activate();
    lamp.counter.activate();
    lamp.hasJoined = true;
    return event(lamp, "join", "\"devAddr\":\"01a0b0c0\"", now);
}

} // namespace parking::sim
