#include "mqtt/wire.h"

#include <QtEndian>

namespace parking::mqtt::wire {

namespace {

constexpr int kMostLengthBytes = 4;

QByteArray number(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray text(const QString &words)
{
    const QByteArray bytes = words.toUtf8();
    return number(quint16(bytes.size())) + bytes;
}

QByteArray lengthOf(qsizetype size)
{
    QByteArray bytes;
    do {
        const int digit = int(size % 128);
        size /= 128;
        bytes += char(size > 0 ? digit | 0x80 : digit);
    } while (size > 0);
    return bytes;
}

QByteArray packet(Kind kind, int flags, const QByteArray &body)
{
    return QByteArray(1, char((int(kind) << 4) | flags)) + lengthOf(body.size()) + body;
}

/// A variable byte integer at `at`, which is moved behind it; empty: it is cut off or too long.
std::optional<qsizetype> readLength(const QByteArray &bytes, qsizetype &at)
{
    qsizetype value = 0;
    for (int i = 0; i < kMostLengthBytes; ++i) {
        if (at >= bytes.size())
            return std::nullopt;
        const int digit = uchar(bytes[at++]);
        value |= qsizetype(digit & 0x7f) << (7 * i);
        if ((digit & 0x80) == 0)
            return value;
    }
    return std::nullopt;
}

std::optional<quint16> readNumber(const QByteArray &bytes, qsizetype &at)
{
    if (bytes.size() - at < 2)
        return std::nullopt;
    const quint16 value = qFromBigEndian<quint16>(bytes.constData() + at);
    at += 2;
    return value;
}

bool passProperties(const QByteArray &bytes, qsizetype &at)
{
    const std::optional<qsizetype> length = readLength(bytes, at);
    if (!length || *length > bytes.size() - at)
        return false;
    at += *length;
    return true;
}

} // namespace

QByteArray connectPacket(Version version, const Login &login, int keepAliveSeconds)
{
    constexpr int kClean = 0x02;
    constexpr int kUser = 0x80;
    constexpr int kPassword = 0x40;
    int flags = kClean;
    if (!login.user.isEmpty())
        flags |= kUser;
    if (!login.user.isEmpty() && !login.password.isEmpty())
        flags |= kPassword;
    QByteArray body = text(QStringLiteral("MQTT"));
    body += char(version);
    body += char(flags);
    body += number(quint16(keepAliveSeconds));
    if (version == Version::V5)
        body += '\0'; // no properties: the session ends with the connection
    body += text(login.clientId);
    if (flags & kUser)
        body += text(login.user);
    if (flags & kPassword)
        body += text(login.password);
    return packet(Kind::Connect, 0, body);
}

QByteArray subscribePacket(Version version, const QString &topic)
{
    QByteArray body = number(1);
    if (version == Version::V5)
        body += '\0';
    body += text(topic);
    body += '\1'; // QoS 1
    return packet(Kind::Subscribe, 0x02, body);
}

QByteArray pubAckPacket(quint16 id)
{
    return packet(Kind::PubAck, 0, number(id));
}

QByteArray disconnectPacket()
{
    return packet(Kind::Disconnect, 0, {});
}

std::optional<Packet> PacketReader::next()
{
    if (m_isBroken || m_bytes.size() < 2)
        return std::nullopt;
    qsizetype at = 1;
    const std::optional<qsizetype> length = readLength(m_bytes, at);
    if (!length) {
        m_isBroken = m_bytes.size() > kMostLengthBytes;
        return std::nullopt;
    }
    if (*length > m_longest) {
        m_isBroken = true;
        return std::nullopt;
    }
    if (m_bytes.size() - at < *length)
        return std::nullopt;
    const int first = uchar(m_bytes[0]);
    Packet made{first >> 4, first & 0x0f, m_bytes.mid(at, *length)};
    m_bytes.remove(0, at + *length);
    return made;
}

std::optional<int> connAckCode(const Packet &packet)
{
    if (packet.kind != int(Kind::ConnAck) || packet.body.size() < 2 || (packet.body[0] & 0xfe) != 0)
        return std::nullopt;
    return uchar(packet.body[1]);
}

std::optional<int> grantedQos(Version version, const Packet &packet)
{
    qsizetype at = 0;
    if (packet.kind != int(Kind::SubAck) || readNumber(packet.body, at) != 1
        || (version == Version::V5 && !passProperties(packet.body, at)) || at >= packet.body.size())
        return std::nullopt;
    const int code = uchar(packet.body[at]);
    return code <= 2 ? std::optional(code) : std::nullopt;
}

std::optional<Delivered> delivered(Version version, const Packet &packet)
{
    Delivered made;
    qsizetype at = 0;
    const std::optional<quint16> topic = readNumber(packet.body, at);
    made.message.qos = (packet.flags >> 1) & 3;
    made.message.retained = packet.flags & 1;
    made.message.duplicate = packet.flags & 8;
    if (packet.kind != int(Kind::Publish) || !topic || *topic > packet.body.size() - at
        || made.message.qos == 3)
        return std::nullopt;
    made.message.topic = packet.body.mid(at, *topic);
    at += *topic;
    if (made.message.qos > 0) {
        const std::optional<quint16> id = readNumber(packet.body, at);
        if (!id)
            return std::nullopt;
        made.id = *id;
    }
    if (version == Version::V5 && !passProperties(packet.body, at))
        return std::nullopt;
    made.message.payload = packet.body.mid(at);
    return made;
}

} // namespace parking::mqtt::wire
