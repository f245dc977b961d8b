#pragma once

#include "journal/journal.h"

#include <QUuid>

/// The bytes of a journal segment. All integers little endian.
///
/// Segment `NNNNNNNN.journal`: header of 32 bytes: "SPJRNL02" | 16 bytes segment id (a random UUID,
/// RFC 4122 order) | u64 segment number; then records. Before, "SPJRNL01" had the journal's id
/// there: such a segment's id is made of that and its number. Record: u32 mark 0x4c4e524a | u32
/// body length | u32 CRC-32C of the body | body. Body: u64 record number | i64 received, ms UTC |
/// u8 flags (bits 0-1 QoS, 2 retained, 3 duplicate) | u32 topic length | topic | payload.
namespace parking::journal::journalformat {

inline constexpr qint64 kSegmentHeader = 32;
inline constexpr qint64 kRecordHeader = 12;
inline constexpr qint64 kBodyHeader = 21;
inline constexpr qint64 kMaxBody = 300LL * 1024 * 1024; // an MQTT packet has at most 256 MiB

QByteArray segmentHeader(const QUuid &segmentId, qint64 segment);
/// The segment's id; empty when these bytes are no header.
std::optional<QUuid> readSegmentHeader(QByteArrayView bytes);
/// The id of a segment that has none of its own ("SPJRNL01").
QUuid formerSegmentId(const QUuid &journal, qint64 segment);

QByteArray encode(qint64 record, UtcTime receivedAt, const mqtt::MqttMessage &message);

enum class Found {
    Record, ///< a whole, correct record
    Partial, ///< the bytes end before the record does
    Corrupt, ///< no record begins here
};

struct Decoded {
    Found found = Found::Corrupt;
    qint64 size = 0; ///< of the record with its header (Record), or bytes needed (Partial)
    JournalRecord record; ///< position.record only; filled when found is Record
};

/// Reads the record at the front of `bytes`.
Decoded decode(QByteArrayView bytes);

/// Offset of the next correct record at or after `from`; -1 when there is none.
qsizetype findRecord(QByteArrayView bytes, qsizetype from);

} // namespace parking::journal::journalformat
