#include "mqtt/pahobackend.h"

#include "base/literals.h"
#include "base/logging.h"
#include "base/plaintext.h"
#include "mqtt/connectrequest.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <utility>

namespace parking::mqtt {

namespace {

constexpr int kMaxInFlight = ConnectRequest::kMaxInFlight;
constexpr int kMaxWaiting = 2000;
constexpr auto kLook = std::chrono::milliseconds(20);
constexpr auto kShortLived = std::chrono::seconds(30);
constexpr int kMostShortLived = 4;
// CONNACK codes: MQTT 3.1.1, table 3.1, and MQTT 5, 3.2.2.2
constexpr int kBadProtocol = 1;
constexpr int kBadProtocol5 = 0x84;
constexpr int kBadLogin = 4;
constexpr int kNotAuthorised = 5;
constexpr int kBadLogin5 = 0x86;
constexpr int kNotAuthorised5 = 0x87;
constexpr int kTakenOver5 = 0x8e;

QString codeText(int code, const QString &text)
{
    switch (code) {
    case kBadLogin:
    case kNotAuthorised:
    case kBadLogin5:
    case kNotAuthorised5:
        return u"the broker refuses user or password"_s;
    case kTakenOver5:
        return u"another program took over our session (same client id)"_s;
    default:
        return text.isEmpty() ? u"the broker cannot be reached (%1)"_s.arg(code) : text;
    }
}

} // namespace

MqttClient::Backend::Backend(MqttClient &client, MqttOptions options, ArrivalHandler onArrival)
    : m_client(client), m_options(std::move(options)), m_onArrival(std::move(onArrival)),
      m_pause(m_options.firstPause), m_retry(this), m_receiveMaximum(kMaxInFlight)
{
    m_info.firstConnect = true;
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Backend::connectNow);
}

MqttClient::Backend::~Backend()
{
    leave();
}

Result<> MqttClient::Backend::start()
{
    if (Result<> checked = checkConnect(m_options); !checked)
        return checked;
    if (m_info.state != ConnectionState::Stopped && m_info.state != ConnectionState::TakenOver)
        return {};
    m_pause = m_options.firstPause;
    m_version = newestVersion();
    connectNow();
    return {};
}

void MqttClient::Backend::stop(Milliseconds patience)
{
    m_retry.stop();
    leave();
    if (m_farewell && m_farewell->isOver(patience))
        clearAway();
    m_waiting.clear();
    if (m_info.state != ConnectionState::Stopped) {
        m_info.error.clear();
        setState(ConnectionState::Stopped);
    }
}

bool MqttClient::Backend::create()
{
    // Without this Paho writes each packet and each of its functions down, for a trace that nobody
    // reads: a third of its work per message.
    if (!qEnvironmentVariableIsSet("MQTT_C_CLIENT_TRACE"))
        MQTTAsync_setTraceLevel(MQTTASYNC_TRACE_ERROR);
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer5;
    options.MQTTVersion = m_version == MQTTVERSION_5 ? MQTTVERSION_5 : MQTTVERSION_DEFAULT;
    options.maxBufferedMessages = kMaxInFlight; // what the broker's receive maximum holds back
    MQTTAsync handle = nullptr;
    const int rc = MQTTAsync_createWithOptions(&handle, serverUri(m_options.url).constData(),
                                               m_options.clientId.toUtf8().constData(),
                                               MQTTCLIENT_PERSISTENCE_NONE, nullptr, &options);
    if (rc != MQTTASYNC_SUCCESS) {
        onFailed(rc, QString::fromUtf8(MQTTAsync_strerror(rc)));
        return false;
    }
    MQTTAsync_setCallbacks(handle, this, connectionLost, messageArrived, nullptr);
    MQTTAsync_setDisconnected(handle, this, disconnected);
    m_handle = handle;
    return true;
}

/// What the connection says after this is not heard.
void MqttClient::Backend::leave()
{
    if (MQTTAsync handle = m_handle.exchange(nullptr))
        m_farewell = std::make_unique<Farewell>(handle, m_version);
}

/// What is left of a former connection; false: it has not ended.
bool MqttClient::Backend::clearAway()
{
    if (!m_farewell)
        return true;
    if (!m_farewell->isOver())
        return false;
    m_farewell.reset();
    QCoreApplication::removePostedEvents(this);
    m_inFlight = 0;
    m_acknowledged = 0;
    m_tellQueued = false;
    return true;
}

void MqttClient::Backend::connectNow()
{
    if (!m_handle) {
        if (!clearAway())
            return m_retry.start(kLook);
        if (!create())
            return;
    }
    m_brokersReason.clear();
    setState(ConnectionState::Connecting);
    ConnectRequest request(m_options, m_version);
    MQTTAsync_connectOptions &options = request.paho();
    options.context = this;
    if (m_version == MQTTVERSION_5) {
        options.onSuccess5 = connectOk5;
        options.onFailure5 = connectFailed5;
    } else {
        options.onSuccess = connectOk;
        options.onFailure = connectFailed;
    }
    if (MQTTAsync_SSLOptions *tls = request.tls()) {
        tls->ssl_error_cb = tlsError;
        tls->ssl_error_context = this;
    }
    {
        const std::lock_guard lock(m_tlsMutex);
        m_tlsText.clear();
    }
    const int rc = MQTTAsync_connect(m_handle, &options);
    if (rc != MQTTASYNC_SUCCESS) {
        leave(); // come back with a fresh one
        onFailed(rc, QString::fromUtf8(MQTTAsync_strerror(rc)));
    }
}

/// In Paho's thread: elsewhere it would wait as long as messageArrived() does, which is as long as
/// the disk is full, and what the broker kept comes before the subscription is asked for.
void MqttClient::Backend::subscribe()
{
    if (m_options.topics.isEmpty())
        return;
    QList<QByteArray> topics;
    QList<char *> pointers;
    for (const QString &topic : m_options.topics)
        topics.append(topic.toUtf8());
    for (QByteArray &topic : topics)
        pointers.append(topic.data());
    QList<int> qos(topics.size(), 1);
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.context = this;
    if (m_version == MQTTVERSION_5) {
        options.onSuccess5 = subscribeOk5;
        options.onFailure5 = subscribeFailed5;
    } else {
        options.onSuccess = subscribeOk;
        options.onFailure = subscribeFailed;
    }
    const int rc = MQTTAsync_subscribeMany(m_handle, int(topics.size()), pointers.data(),
                                           qos.data(), &options);
    if (rc != MQTTASYNC_SUCCESS)
        post([rc](Backend &b) {
            b.leave();
            b.onFailed(rc, QString::fromUtf8(MQTTAsync_strerror(rc)));
        });
}

// --- In the owner's thread -----------------------------------------------------------------------

void MqttClient::Backend::onConnected(bool sessionPresent, int receiveMaximum)
{
    m_receiveMaximum = std::clamp(receiveMaximum, 1, kMaxInFlight);
    m_info.sessionPresent = sessionPresent;
    m_info.firstConnect = !m_everConnected;
    m_info.protocol = m_version == MQTTVERSION_5 ? 5 : 4;
    if (m_options.topics.isEmpty())
        onSubscribed(true);
}

void MqttClient::Backend::onSubscribed(bool granted)
{
    if (m_info.state != ConnectionState::Connecting)
        return;
    if (!granted) {
        leave(); // come back with a fresh connection
        onFailed(
            0, u"the broker refuses the subscription to %1"_s.arg(m_options.topics.join(u", "_s)));
        return;
    }
    m_everConnected = true;
    m_connected.start();
    m_pause = m_options.firstPause;
    m_info.error.clear();
    setState(ConnectionState::Connected);
    sendWaiting();
}

void MqttClient::Backend::onFailed(int code, const QString &text)
{
    if (m_info.state == ConnectionState::Stopped || m_info.state == ConnectionState::TakenOver)
        return;
    if (m_version == MQTTVERSION_5 && (code == kBadProtocol || code == kBadProtocol5)) {
        leave();
        m_version = MQTTVERSION_3_1_1;
        connectNow();
        return;
    }
    if (m_info.state == ConnectionState::Connected)
        countLoss();
    if (m_info.shortLived >= kMostShortLived)
        return onTakenOver(u"the broker ends our connection again and again: another program may "
                           "use the same client id"_s);
    QByteArray tlsText;
    {
        const std::lock_guard lock(m_tlsMutex);
        tlsText = m_tlsText;
    }
    m_info.error = codeText(code, m_brokersReason.isEmpty() ? plainText(text) : m_brokersReason);
    if (!tlsText.isEmpty())
        m_info.error += u": "_s + plainText(QString::fromUtf8(tlsText));
    retryLater();
}

/// No connection came to stand, so the one before ended with the broker: a program that takes our
/// session from us leaves a broker that answers.
void MqttClient::Backend::onRefused(int code, const QString &text)
{
    m_info.shortLived = 0;
    onFailed(code, text);
}

/// The broker tells why it ends the connection (MQTT 5, 3.14). Paho 1.3.12 then tells nothing of a
/// lost connection.
void MqttClient::Backend::onFarewell(int code)
{
    if (code != kTakenOver5) {
        const char *text = MQTTReasonCode_toString(MQTTReasonCodes(code));
        m_brokersReason = u"the broker ended the connection: %1"_s.arg(
            text ? QString::fromLatin1(text) : QString::number(code));
        return onFailed(0, {});
    }
    if (m_info.state != ConnectionState::Stopped)
        onTakenOver(codeText(code, {}));
}

void MqttClient::Backend::countLoss()
{
    const bool isShort = Milliseconds(m_connected.elapsed()) < kShortLived;
    m_info.shortLived = isShort ? m_info.shortLived + 1 : 0;
}

void MqttClient::Backend::onTakenOver(const QString &error)
{
    m_retry.stop();
    leave();
    m_info.shortLived = 0;
    m_info.error = error;
    setState(ConnectionState::TakenOver);
}

/// A broker that knew no MQTT 5 may have been updated: each new connection asks again.
int MqttClient::Backend::newestVersion() const
{
    return m_options.onlyMqtt311 ? MQTTVERSION_3_1_1 : MQTTVERSION_5;
}

void MqttClient::Backend::retryLater()
{
    if (m_version != newestVersion()) {
        leave(); // a handle speaks one version
        m_version = newestVersion();
    }
    // Jitter: many stations must not return to a restarted broker in the same instant.
    const double factor = 0.75 + QRandomGenerator::global()->generateDouble() * 0.5;
    m_retry.start(Milliseconds(qint64(double(m_pause.count()) * factor)));
    m_pause = std::min(m_pause * 2, m_options.maxPause);
    setState(ConnectionState::Waiting);
}

void MqttClient::Backend::setState(ConnectionState state)
{
    if (m_info.state == state && state != ConnectionState::Waiting)
        return;
    m_info.state = state;
    if (state == ConnectionState::Waiting || state == ConnectionState::TakenOver)
        qCWarning(lcMqtt).noquote() << "broker:" << m_info.error;
    Q_EMIT m_client.connectionChanged(m_info);
}

bool MqttClient::Backend::publish(const QByteArray &topic, const QByteArray &payload, int qos,
                                  bool retain)
{
    if (m_info.state != ConnectionState::Connected || inFlight() >= kMaxWaiting)
        return false;
    m_waiting.append({topic, payload, qos, retain});
    sendWaiting();
    return true;
}

/// Paho's sending thread sleeps for a second each time the broker's receive maximum stops it, so
/// it never gets more than that.
void MqttClient::Backend::sendWaiting()
{
    while (!m_waiting.isEmpty() && m_inFlight < m_receiveMaximum
           && m_info.state == ConnectionState::Connected) {
        const Outgoing &out = m_waiting.first();
        MQTTAsync_message message = MQTTAsync_message_initializer;
        message.payload = const_cast<char *>(out.payload.constData()); // copied by the call
        message.payloadlen = int(out.payload.size());
        message.qos = out.qos;
        message.retained = out.retain;
        MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
        options.context = this;
        if (m_version == MQTTVERSION_5) {
            options.onSuccess5 = published5;
            options.onFailure5 = publishFailed5;
        } else {
            options.onSuccess = published;
            options.onFailure = publishFailed;
        }
        ++m_inFlight;
        if (MQTTAsync_sendMessage(m_handle, out.topic.constData(), &message, &options)
            != MQTTASYNC_SUCCESS) {
            --m_inFlight;
            return; // the connection is going: sent after the next connect
        }
        m_waiting.removeFirst();
    }
}

// --- In Paho's threads ---------------------------------------------------------------------------

/// Runs `what` in the owner's thread, unless the backend or the connection is gone by then.
void MqttClient::Backend::post(std::function<void(Backend &)> what)
{
    QMetaObject::invokeMethod(
        this,
        [this, what = std::move(what)] {
            if (m_handle)
                what(*this);
        },
        Qt::QueuedConnection);
}

int MqttClient::Backend::messageArrived(void *context, char *topic, int topicLength,
                                        MQTTAsync_message *message)
{
    auto *self = static_cast<Backend *>(context);
    MqttMessage arrived;
    arrived.topic = topicLength > 0 ? QByteArray(topic, topicLength) : QByteArray(topic);
    arrived.payload = QByteArray(static_cast<const char *>(message->payload), message->payloadlen);
    arrived.qos = message->qos;
    arrived.retained = message->retained != 0;
    arrived.duplicate = message->dup != 0;
    if (self->m_onArrival)
        self->m_onArrival(arrived);
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
}

void MqttClient::Backend::connectionLost(void *context, char *cause)
{
    const QString text = cause ? QString::fromUtf8(cause) : u"the connection was lost"_s;
    static_cast<Backend *>(context)->post([text](Backend &b) { b.onFailed(0, text); });
}

void MqttClient::Backend::disconnected(void *context, MQTTProperties *, enum MQTTReasonCodes code)
{
    static_cast<Backend *>(context)->post([code](Backend &b) { b.onFarewell(int(code)); });
}

void MqttClient::Backend::connectOk(void *context, MQTTAsync_successData *data)
{
    const bool present = data && data->alt.connect.sessionPresent;
    auto *self = static_cast<Backend *>(context);
    self->post([present](Backend &b) { b.onConnected(present, kMaxInFlight); });
    self->subscribe();
}

void MqttClient::Backend::connectOk5(void *context, MQTTAsync_successData5 *data)
{
    const bool present = data && data->alt.connect.sessionPresent;
    const int allowed = data
        ? MQTTProperties_getNumericValue(&data->properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM)
        : -1;
    // Absent means 65535 (MQTT 5, 3.2.2.3.3); Paho says so by a large negative number.
    const int maximum = allowed > 0 ? allowed : kMaxInFlight;
    auto *self = static_cast<Backend *>(context);
    self->post([present, maximum](Backend &b) { b.onConnected(present, maximum); });
    self->subscribe();
}

void MqttClient::Backend::connectFailed(void *context, MQTTAsync_failureData *data)
{
    const int code = data ? data->code : 0;
    const QString text = data && data->message ? QString::fromUtf8(data->message) : QString();
    static_cast<Backend *>(context)->post([code, text](Backend &b) { b.onRefused(code, text); });
}

void MqttClient::Backend::connectFailed5(void *context, MQTTAsync_failureData5 *data)
{
    const int code = data ? (data->reasonCode ? int(data->reasonCode) : data->code) : 0;
    const QString text = data && data->message ? QString::fromUtf8(data->message) : QString();
    static_cast<Backend *>(context)->post([code, text](Backend &b) { b.onRefused(code, text); });
}

void MqttClient::Backend::subscribeOk(void *context, MQTTAsync_successData *data)
{
    auto *self = static_cast<Backend *>(context);
    bool granted = true;
    const int count = int(self->m_options.topics.size());
    for (int i = 0; data && i < count; ++i)
        granted = granted && (count == 1 ? data->alt.qos : data->alt.qosList[i]) == 1;
    self->post([granted](Backend &b) { b.onSubscribed(granted); });
}

void MqttClient::Backend::subscribeOk5(void *context, MQTTAsync_successData5 *data)
{
    bool granted = data != nullptr;
    if (data && data->alt.sub.reasonCodeCount > 1) {
        for (int i = 0; i < data->alt.sub.reasonCodeCount; ++i)
            granted = granted && data->alt.sub.reasonCodes[i] == MQTTREASONCODE_GRANTED_QOS_1;
    } else if (data) {
        granted = data->reasonCode == MQTTREASONCODE_GRANTED_QOS_1;
    }
    static_cast<Backend *>(context)->post([granted](Backend &b) { b.onSubscribed(granted); });
}

void MqttClient::Backend::subscribeFailed(void *context, MQTTAsync_failureData *)
{
    static_cast<Backend *>(context)->post([](Backend &b) { b.onSubscribed(false); });
}

void MqttClient::Backend::subscribeFailed5(void *context, MQTTAsync_failureData5 *)
{
    static_cast<Backend *>(context)->post([](Backend &b) { b.onSubscribed(false); });
}

void MqttClient::Backend::countPublished(bool acknowledged)
{
    --m_inFlight;
    if (acknowledged)
        ++m_acknowledged;
    if (m_tellQueued.exchange(true))
        return;
    post([](Backend &b) {
        b.m_tellQueued = false;
        const int count = b.m_acknowledged.exchange(0);
        b.sendWaiting();
        if (count > 0)
            Q_EMIT b.m_client.published(count);
    });
}

void MqttClient::Backend::published(void *context, MQTTAsync_successData *)
{
    static_cast<Backend *>(context)->countPublished(true);
}

void MqttClient::Backend::published5(void *context, MQTTAsync_successData5 *)
{
    static_cast<Backend *>(context)->countPublished(true);
}

void MqttClient::Backend::publishFailed(void *context, MQTTAsync_failureData *)
{
    static_cast<Backend *>(context)->countPublished(false);
}

void MqttClient::Backend::publishFailed5(void *context, MQTTAsync_failureData5 *)
{
    static_cast<Backend *>(context)->countPublished(false);
}

int MqttClient::Backend::tlsError(const char *text, size_t length, void *context)
{
    auto *self = static_cast<Backend *>(context);
    const std::lock_guard lock(self->m_tlsMutex);
    if (self->m_tlsText.isEmpty()) // the first reason is the cause, the rest follows from it
        self->m_tlsText = QByteArray(text, qsizetype(length));
    return 1;
}

} // namespace parking::mqtt
