#include "checks/brokercheck.h"

#include "base/authorities.h"
#include "base/literals.h"
#include "base/regularfile.h"
#include "checks/reach.h"
#include "chirpstack/event.h"
#include "domain/problems.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace parking::checks {

using mqtt::wire::Version;

namespace {

constexpr qsizetype kLongestPacket = 1024 * 1024;
constexpr qint64 kLongestFile = 1024 * 1024;
constexpr int kMostMessages = 20'000; // enough to know, whatever floods in
constexpr int kKeepAliveSeconds = 60;
constexpr char kConnAck = 0x20; // first byte
// CONNACK: MQTT 3.1.1, table 3.1, and MQTT 5, 3.2.2.2
constexpr int kBadProtocol = 1;
constexpr int kBadProtocol5 = 0x84;
constexpr std::array kLoginCodes{4, 5, 0x86, 0x87, 0x8c};

Error wrongFile(const QString &file, const QString &why)
{
    return {problem::kBadFile, file + u": "_s + why, {{u"file"_s, file}, {u"why"_s, why}}};
}

Result<QSslKey> keyOf(const QString &file)
{
    const Result<QByteArray> bytes = readRegularFile(file, kLongestFile);
    if (!bytes)
        return wrongFile(file, u"it cannot be read"_s);
    for (const QSsl::KeyAlgorithm kind : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        if (const QSslKey key(*bytes, kind); !key.isNull())
            return key;
    }
    return wrongFile(file, u"it holds no key without a passphrase"_s);
}

Result<QList<QSslCertificate>> certificatesOf(const QString &file)
{
    const Result<QByteArray> bytes = readRegularFile(file, kLongestFile);
    if (!bytes)
        return wrongFile(file, u"it cannot be read"_s);
    const QList<QSslCertificate> found = QSslCertificate::fromData(*bytes, QSsl::Pem);
    if (found.isEmpty())
        return wrongFile(file, u"it holds no certificate"_s);
    return found;
}

/// Whom a station trusts that was named no file (mqtt/connectrequest): what OpenSSL does, its
/// variables first.
QList<QSslCertificate> trustedByStations()
{
    if (const QString file = authoritiesForOpenSsl(); !file.isEmpty())
        return QSslCertificate::fromPath(file);
    QList<QSslCertificate> found;
    if (const QString file = qEnvironmentVariable("SSL_CERT_FILE"); !file.isEmpty())
        found = QSslCertificate::fromPath(file);
    const QString folders = qEnvironmentVariable("SSL_CERT_DIR");
    if (folders.isEmpty())
        return found + QSslConfiguration::systemCaCertificates();
    for (const QString &folder : folders.split(QDir::listSeparator(), Qt::SkipEmptyParts))
        found += QSslCertificate::fromPath(folder + u"/*"_s, QSsl::Pem,
                                           QSslCertificate::PatternSyntax::Wildcard);
    return found;
}

} // namespace

Result<QSslConfiguration> tlsOf(const QString &caFile, const QString &certificateFile,
                                const QString &keyFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!caFile.isEmpty()) {
        const auto authorities = certificatesOf(caFile);
        if (!authorities)
            return authorities.error();
        tls.setCaCertificates(*authorities);
    }
    if (certificateFile.isEmpty() != keyFile.isEmpty())
        return wrongFile(certificateFile.isEmpty() ? keyFile : certificateFile,
                         u"certificate and key go together"_s);
    if (!certificateFile.isEmpty()) {
        const auto own = certificatesOf(certificateFile);
        if (!own)
            return own.error();
        const auto key = keyOf(keyFile);
        if (!key)
            return key.error();
        tls.setLocalCertificateChain(*own);
        tls.setPrivateKey(*key);
    }
    return tls;
}

BrokerCheck::BrokerCheck(mqtt::MqttOptions options, BrokerLimits limits, QObject *parent)
    : Check(Subject::Broker, limits.patience, parent), m_options(std::move(options)),
      m_limits(limits), m_reader(kLongestPacket)
{
    hide(m_options.password);
}

void BrokerCheck::start()
{
    note(u"server"_s, u"an MQTT broker"_s);
    note(u"usual"_s, isSecure() ? u"8883"_s : u"1883"_s);
    note(u"user"_s, m_options.user);
    note(u"topic"_s, m_options.topics.value(0));
    note(u"tls"_s, isSecure() ? u" with TLS"_s : QString());
    note(u"form"_s, u"mqtts://mqtt.example.org:8883"_s);
    if (!m_options.url.isValid() || m_options.url.host().isEmpty()
        || (m_options.url.scheme() != u"mqtt" && !isSecure())) {
        note(u"why"_s, u"it begins with mqtt:// or mqtts:// and names a host"_s);
        return end(Finding::AddressWrong);
    }
    pass(Step::Address);
    const auto tls = tlsOf(m_options.caFile, m_options.certificateFile, m_options.keyFile);
    if (!tls) {
        note(u"file"_s, tls.error().details.value(u"file"_s));
        note(u"why"_s, tls.error().details.value(u"why"_s));
        return end(Finding::FileUnreadable);
    }
    m_tls = *tls;
    if (isSecure() && m_options.caFile.isEmpty())
        m_tls.setCaCertificates(trustedByStations());
    connectBy(m_options.onlyMqtt311 ? Version::V311 : Version::V5);
}

void BrokerCheck::connectBy(Version version)
{
    m_version = version;
    m_reader = mqtt::wire::PacketReader(kLongestPacket);
    m_isFirst = true;
    m_way = &reach(m_options.url.host(), quint16(m_options.url.port(isSecure() ? 8883 : 1883)));
    connect(m_way, &Reach::connected, this, [this] {
        if (isSecure())
            m_way->secure(m_tls);
        else
            greet();
    });
    connect(m_way, &Reach::secured, this, &BrokerCheck::greet);
    connect(&m_way->socket(), &QIODevice::readyRead, this, [this] {
        const QByteArray bytes = m_way->socket().readAll();
        // An answer of something else may look like a packet of which more is to come.
        if (std::exchange(m_isFirst, false) && !bytes.startsWith(kConnAck))
            return end(Finding::OtherServer, u"it sends what is no MQTT"_s);
        m_reader.take(bytes);
        while (const auto packet = m_reader.next()) {
            if (isOver())
                return;
            onPacket(*packet);
        }
        if (m_reader.isBroken())
            end(m_isListening ? Finding::ConnectionEnded : Finding::OtherServer,
                u"it sends what is no MQTT"_s);
    });
}

void BrokerCheck::greet()
{
    const QString id =
        u"smart-parking-test-%1"_s.arg(QRandomGenerator::global()->generate64(), 0, 36);
    m_way->socket().write(mqtt::wire::connectPacket(
        m_version, {id, m_options.user, m_options.password}, kKeepAliveSeconds));
}

void BrokerCheck::onPacket(const mqtt::wire::Packet &packet)
{
    using mqtt::wire::Kind;
    if (packet.kind == int(Kind::Publish)) {
        if (const auto message = mqtt::wire::delivered(m_version, packet)) {
            if (message->id > 0 && message->message.qos == 1)
                m_way->socket().write(mqtt::wire::pubAckPacket(message->id));
            pass(Step::Right);
            onMessage(message->message);
        }
        return;
    }
    if (packet.kind == int(Kind::SubAck)) {
        if (const std::optional<int> granted = mqtt::wire::grantedQos(m_version, packet))
            return listen(*granted);
        return end(Finding::TopicRefused);
    }
    const std::optional<int> code = mqtt::wire::connAckCode(packet);
    if (code && !m_isListening)
        return onAnswer(*code);
    if (packet.kind == int(Kind::Disconnect))
        return end(Finding::ConnectionEnded);
    if (!m_isListening)
        end(Finding::OtherServer, u"it sends a packet that nobody asked for"_s);
}

void BrokerCheck::onAnswer(int code)
{
    if (code == 0) {
        pass(Step::Answer);
        pass(Step::Login);
        m_way->socket().write(mqtt::wire::subscribePacket(m_version, m_options.topics.value(0)));
        return;
    }
    if (m_version == Version::V5 && (code == kBadProtocol || code == kBadProtocol5))
        return connectBy(Version::V311);
    note(u"code"_s, code);
    if (std::find(kLoginCodes.begin(), kLoginCodes.end(), code) == kLoginCodes.end())
        return end(Finding::BrokerRefused);
    end(m_options.user.isEmpty() ? Finding::BrokerNoLogin : Finding::BrokerLogin);
}

void BrokerCheck::listen(int grantedQos)
{
    m_isListening = true;
    m_grantedQos = grantedQos;
    m_listening.start();
    note(u"seconds"_s,
         double(std::chrono::duration_cast<std::chrono::seconds>(m_limits.listen).count()));
    waitLonger(m_limits.listen);
    Q_EMIT connectedNow();
}

void BrokerCheck::onMessage(const mqtt::MqttMessage &message)
{
    if (message.retained)
        return; // of who knows when
    const UtcTime now = systemNow();
    const Result<domain::Event> event = chirpstack::parseEvent(message.topic, message.payload, now);
    ++m_messages;
    if (!event) {
        if (m_why.isEmpty())
            m_why = event.error().code;
    } else if (std::holds_alternative<domain::Uplink>(*event)) {
        const domain::EventHead &head = domain::head(*event);
        ++m_uplinks;
        m_atQosZero += message.qos == 0;
        m_devices.insert(head.device.devEui);
        m_newest.start();
        const Milliseconds ahead = now - head.time;
        if (!head.timeSuspect && (!m_ahead || ahead < *m_ahead))
            m_ahead = ahead;
        if (m_uplinks == 1)
            waitLonger(m_limits.more);
    }
    if (m_messages >= kMostMessages)
        conclude();
}

void BrokerCheck::expire()
{
    if (!m_isListening)
        return Check::expire();
    conclude();
}

void BrokerCheck::conclude()
{
    note(u"uplinks"_s, m_uplinks);
    note(u"messages"_s, m_messages);
    note(u"devices"_s, double(m_devices.size()));
    note(u"seconds"_s, double((m_listening.elapsed() + 999) / 1000));
    note(u"age"_s, double(m_newest.isValid() ? m_newest.elapsed() / 1000 : 0));
    m_way->socket().write(mqtt::wire::disconnectPacket());
    if (m_uplinks == 0 && !m_why.isEmpty()) {
        note(u"why"_s, m_why);
        return end(Finding::OtherMessages);
    }
    if (m_uplinks == 0)
        return end(m_messages > 0 ? Finding::OtherEvents : Finding::NoUplinks);
    pass(Step::Uplinks);
    if (m_ahead && std::chrono::abs(*m_ahead) > kClockApart) {
        const QJsonObject clock = clockFacts(*m_ahead);
        for (auto it = clock.begin(); it != clock.end(); ++it)
            note(it.key(), it.value());
        return end(Finding::BrokerClock);
    }
    pass(Step::Clock);
    if (m_grantedQos == 0)
        return end(Finding::GrantedZero);
    end(m_atQosZero > 0 ? Finding::QosZero : Finding::BrokerGood);
}

} // namespace parking::checks
