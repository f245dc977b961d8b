#include "journal/journalformat.h"

#include "journal/crc32c.h"

#include <QtEndian>

namespace parking::journal::journalformat {

namespace {

constexpr char kMagic[] = "SPJRNL02";
constexpr char kFormerMagic[] = "SPJRNL01";
constexpr quint32 kMark = 0x4c4e524a;

template <class T>
void put(QByteArray &bytes, T value)
{
    const T little = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
}

template <class T>
T take(QByteArrayView bytes, qsizetype offset)
{
    return qFromLittleEndian<T>(bytes.data() + offset);
}

} // namespace

QByteArray segmentHeader(const QUuid &segmentId, qint64 segment)
{
    QByteArray bytes(kMagic, 8);
    bytes += segmentId.toRfc4122();
    put(bytes, quint64(segment));
    return bytes;
}

std::optional<QUuid> readSegmentHeader(QByteArrayView bytes)
{
    if (bytes.size() < kSegmentHeader)
        return std::nullopt;
    const QUuid id = QUuid::fromRfc4122(bytes.sliced(8, 16));
    if (bytes.first(8) == QByteArrayView(kMagic, 8))
        return id;
    if (bytes.first(8) == QByteArrayView(kFormerMagic, 8))
        return formerSegmentId(id, qint64(take<quint64>(bytes, 24)));
    return std::nullopt;
}

QUuid formerSegmentId(const QUuid &journal, qint64 segment)
{
    return QUuid::createUuidV5(journal, QByteArray::number(segment));
}

QByteArray encode(qint64 record, UtcTime receivedAt, const mqtt::MqttMessage &message)
{
    const qsizetype bodySize = kBodyHeader + message.topic.size() + message.payload.size();
    QByteArray bytes;
    bytes.reserve(kRecordHeader + bodySize);
    put(bytes, kMark);
    put(bytes, quint32(bodySize));
    put(bytes, quint32(0)); // the checksum's place
    put(bytes, quint64(record));
    put(bytes, toMillis(receivedAt));
    bytes.append(
        char((message.qos & 3) | (message.retained ? 4 : 0) | (message.duplicate ? 8 : 0)));
    put(bytes, quint32(message.topic.size()));
    bytes += message.topic;
    bytes += message.payload;
    qToLittleEndian(crc32c(QByteArrayView(bytes).sliced(kRecordHeader)),
                    bytes.data() + kRecordHeader - qsizetype(sizeof(quint32)));
    return bytes;
}

Decoded decode(QByteArrayView bytes)
{
    Decoded result;
    if (bytes.size() < kRecordHeader) {
        result.found = Found::Partial;
        result.size = kRecordHeader;
        return result;
    }
    const qint64 bodySize = take<quint32>(bytes, 4);
    if (take<quint32>(bytes, 0) != kMark || bodySize < kBodyHeader || bodySize > kMaxBody)
        return result;
    result.size = kRecordHeader + bodySize;
    if (bytes.size() < result.size) {
        result.found = Found::Partial;
        return result;
    }
    const QByteArrayView body = bytes.sliced(kRecordHeader, bodySize);
    const qint64 topicSize = take<quint32>(body, 17);
    if (take<quint32>(bytes, 8) != crc32c(body) || topicSize > bodySize - kBodyHeader)
        return result;
    const quint8 flags = quint8(body[16]);
    result.found = Found::Record;
    result.record.position.record = qint64(take<quint64>(body, 0));
    result.record.receivedAt = fromMillis(take<qint64>(body, 8));
    result.record.message.qos = flags & 3;
    result.record.message.retained = flags & 4;
    result.record.message.duplicate = flags & 8;
    result.record.message.topic = body.sliced(kBodyHeader, topicSize).toByteArray();
    result.record.message.payload = body.sliced(kBodyHeader + topicSize).toByteArray();
    return result;
}

qsizetype findRecord(QByteArrayView bytes, qsizetype from)
{
    const quint32 little = qToLittleEndian(kMark);
    const QByteArrayView mark(reinterpret_cast<const char *>(&little), sizeof little);
    for (qsizetype at = bytes.indexOf(mark, from); at >= 0; at = bytes.indexOf(mark, at + 1)) {
        if (decode(bytes.sliced(at)).found == Found::Record)
            return at;
    }
    return -1;
}

} // namespace parking::journal::journalformat
