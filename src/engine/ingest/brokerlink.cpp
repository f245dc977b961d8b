#include "engine/ingest/brokerlink.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "store/sitestore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;
using mqtt::ConnectionState;

namespace {

constexpr auto kQosZeroMemory = 10min;
constexpr int kSuspicious = 2; // connections
constexpr int kMqtt311 = 4; // protocol level
constexpr auto kLeaveAfter = 5s;
constexpr auto kFirstTry = 5s; // a broker that says nothing for so long is away
// A standby has the broker by then, if there is one that can reach the database. If there is none,
// a broker keeps only so many messages; this computer's disk keeps them all.
constexpr auto kReturnAfter = 60s;

QString wordOf(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Stopped:
        return u"stopped"_s;
    case ConnectionState::Connecting:
        return u"connecting"_s;
    case ConnectionState::Connected:
        return u"connected"_s;
    case ConnectionState::Waiting:
        return u"waiting"_s;
    case ConnectionState::TakenOver:
        return u"taken over"_s;
    }
    return {};
}

/// "broker.local:8883"
QString addressOf(const QUrl &url)
{
    return u"%1:%2"_s.arg(url.host()).arg(url.port(url.scheme() == u"mqtts" ? 8883 : 1883));
}

} // namespace

BrokerLink::BrokerLink(const Context &context, std::optional<mqtt::MqttOptions> options,
                       QObject *parent)
    : QObject(parent), m_context(context), m_options(std::move(options))
{
    connect(&context.link, &DatabaseLink::lost, this, [this] {
        if (!m_databaseLost)
            m_databaseLost = m_context.clock.steady();
    });
    connect(&context.link, &DatabaseLink::up, this, [this] {
        m_databaseLost.reset();
        m_hasLeft = false;
    });
}

BrokerLink::~BrokerLink() = default;

void BrokerLink::begin(journal::Journal &journal)
{
    if (!m_options || !m_context.link.isUp())
        return;
    if (!m_client)
        make(journal);
    if (m_client)
        connectToBroker(); // still connected, maybe, from before the database was lost
}

void BrokerLink::make(journal::Journal &journal)
{
    mqtt::MqttOptions options = *m_options;
    if (options.clientId.isEmpty()) {
        // All stations of one database share the id, so that a standby that takes over also takes
        // over what the broker kept for the one before.
        const auto site = m_context.link.with(
            [](store::Database &database) { return store::SiteStore(database).first(); });
        if (!site)
            return m_context.link.log(site);
        options.clientId = u"smart-parking-%1"_s.arg(site->id.toString());
    }
    m_client = std::make_unique<mqtt::MqttClient>(
        std::move(options), [&journal, clock = &m_context.clock](const mqtt::MqttMessage &message) {
            journal.append(message, clock->now());
        });
    connect(m_client.get(), &mqtt::MqttClient::connectionChanged, this, &BrokerLink::onConnection);
}

void BrokerLink::connectToBroker()
{
    m_dispute.cameBack(m_context.clock.steady());
    if (!isConnected())
        m_triesSince = m_context.clock.steady();
    if (const Result<> started = m_client->start(); !started)
        m_context.health.set(u"mqtt"_s, HealthLevel::Unhealthy, started.error().code,
                             started.error().detail, m_context.clock.now());
}

void BrokerLink::onConnection(const mqtt::ConnectionInfo &info)
{
    const bool isNew = info.state != m_connection.state;
    m_connection = info;
    if (info.state != ConnectionState::Connecting)
        m_triesSince.reset();
    if (info.state == ConnectionState::TakenOver && isNew)
        m_dispute.lost(m_context.clock.steady());
    if (info.state == ConnectionState::Connected && isNew) {
        m_connectedAt = m_context.clock.now();
        Q_EMIT connected();
    }
    const bool isGone =
        info.state == ConnectionState::Waiting || info.state == ConnectionState::TakenOver;
    if (!m_context.role.isHeld() && isGone) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_context.role.isHeld())
                    stop(0ms);
            },
            Qt::QueuedConnection);
    }
    Q_EMIT changed();
}

void BrokerLink::tick()
{
    if (!m_client)
        return;
    if (m_context.role.isHeld()) {
        if (m_connection.state == ConnectionState::TakenOver
            && m_dispute.isTimeToComeBack(m_context.clock.steady()))
            connectToBroker();
    } else if (m_databaseLost) {
        leaveOrReturn();
    }
}

void BrokerLink::leaveOrReturn()
{
    const auto away = m_context.clock.steady() - *m_databaseLost;
    if (m_hasLeft && away >= kReturnAfter) {
        m_hasLeft = false;
        m_hasStandby = false; // it had its time
        connectToBroker();
    } else if (!m_hasLeft && m_hasStandby && away >= kLeaveAfter && isConnected()) {
        m_hasLeft = true;
        stop(0ms);
    }
}

void BrokerLink::stop(Milliseconds patience)
{
    if (m_client)
        m_client->stop(patience);
}

bool BrokerLink::isOver() const
{
    return !m_client || m_client->isOver();
}

void BrokerLink::close()
{
    m_client.reset();
}

bool BrokerLink::isFirstTry() const
{
    return m_triesSince && m_context.clock.steady() - *m_triesSince < kFirstTry;
}

QString BrokerLink::state() const
{
    return wordOf(m_client ? m_client->info().state : ConnectionState::Stopped);
}

void BrokerLink::checkHealth()
{
    if (!m_client)
        return;
    if (!m_context.role.isHeld() && m_context.link.isUp() && !isConnected()) {
        // A standby has no connection; what the station tells of its own is shown instead.
        if (std::exchange(m_isTold, false))
            m_context.health.remove(u"mqtt"_s);
        return;
    }
    m_isTold = true;
    const UtcTime now = m_context.clock.now();
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    if (m_hasLeft) {
        level = HealthLevel::Unhealthy;
        problem = problem::kBrokerLeft;
        detail = u"the database is away, and a standby may take the messages"_s;
    } else if (m_connection.state == ConnectionState::TakenOver) {
        level = HealthLevel::Unhealthy;
        problem = problem::kSessionTakenOver;
        detail = u"%1; this station stands by"_s.arg(m_connection.error);
    } else if (!isConnected() && isFirstTry()) {
        level = HealthLevel::Unhealthy; // nothing arrives
        problem = problem::kBrokerConnecting;
        detail = addressOf(m_options->url);
    } else if (!isConnected()) {
        level = HealthLevel::Unhealthy;
        problem = problem::kBrokerUnreachable;
        detail = u"%1: %2"_s.arg(addressOf(m_options->url),
                                 m_connection.error.isEmpty() ? u"not connected yet"_s
                                                              : m_connection.error);
    } else if (m_connection.shortLived >= kSuspicious) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionTakenOver;
        detail = u"the broker ended %1 connections in a row soon after they stood: another program "
                 "may use our client id"_s.arg(m_connection.shortLived);
    } else if (m_dispute.isOpen(m_context.clock.steady())) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionTakenOver;
        detail = u"another program with our client id was at the broker: uplinks may be with it"_s;
    } else if (m_qosZeroSeen && now - *m_qosZeroSeen < kQosZeroMemory) {
        level = HealthLevel::Degraded;
        problem = problem::kQosZero;
        detail = u"uplinks arrive at QoS 0: set integration.mqtt.qos = 1 in ChirpStack"_s;
    } else if (!m_connection.sessionPresent && !m_connection.firstConnect) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionLost;
        detail = u"the broker forgot our session: give it persistence"_s;
    } else if (m_connection.protocol == kMqtt311) {
        level = HealthLevel::Degraded;
        problem = problem::kMqttOld;
        detail = u"it does not say when another program takes our session, keeps the session for "
                 "as long as it likes, and may send packets of any size"_s;
    }
    m_context.health.set(u"mqtt"_s, level, problem, detail, now);
}

} // namespace parking::engine
