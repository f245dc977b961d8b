#pragma once

#include "store/database.h"

#include <QByteArray>

namespace parking::store {

/// A journal position as stored; the engine owns the type that moves.
struct StoredPosition {
    QString journalId;
    qint64 segment = 0;
    qint64 record = 0;

    bool operator==(const StoredPosition &) const = default;
};

struct DeadLetter {
    qint64 id = 0; ///< given by the database
    QByteArray topic;
    QByteArray payload; ///< cut at kDeadLetterBytes
    qint64 payloadBytes = 0; ///< length before the cut
    QByteArray sha256; ///< of the whole payload, 32 bytes
    QString code; ///< BAD_JSON, BAD_TIME, DATABASE_ERROR ...
    QString detail;
    QString sqlState;
    UtcTime receivedAt;
    UtcTime recordedAt;
};

inline constexpr qint64 kDeadLetterBytes = 64 * 1024;

/// Makes the row that is stored: cuts and hashes.
DeadLetter makeDeadLetter(const QByteArray &topic, const QByteArray &payload, const Error &error,
                          UtcTime receivedAt, UtcTime recordedAt);

class IngestStore {
public:
    explicit IngestStore(Database &database) : m_db(database) { }
    Result<std::optional<StoredPosition>> position(const QString &journalId);
    Result<> setPosition(const StoredPosition &position, UtcTime now);
    Result<> addDeadLetters(const QList<DeadLetter> &letters);
    Result<QList<DeadLetter>> deadLetters(int limit = 100); ///< newest first
    Result<qint64> deadLetterCount();

private:
    Database &m_db;
};

} // namespace parking::store
