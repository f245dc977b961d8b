#pragma once

#include "domain/intake.h"
#include "store/database.h"

#include <QByteArray>

namespace parking::store {

/// A journal position as stored; the engine owns the type that moves.
struct StoredPosition {
    QString journalId;
    qint64 segment = 0;
    qint64 record = 0;
    QString segmentId = {}; ///< empty: written by a program that did not know it

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
    UtcTime receivedAt; ///< of the first one with this content
    UtcTime recordedAt;
    QByteArray
        contentKey; ///< SHA-256 over topic and payload; empty: set aside before there was one
    qint64 times = 1; ///< so often it came
    std::optional<UtcTime> lastAt = {}; ///< recorded, when it came more than once
    std::optional<UtcTime> askedAt = {}; ///< somebody wants it to be tried again

    bool isWhole() const { return payloadBytes == payload.size(); }
};

inline constexpr qint64 kDeadLetterBytes = 64 * 1024;

/// Messages beyond a bound.
struct LeftOut {
    QString kind; ///< dead_letter (its content is not kept), device (it has no row)
    QString code; ///< of the dead letters; empty for devices
    UtcTime hour; ///< its begin
    qint64 times = 0;

    bool operator==(const LeftOut &) const = default;
};

/// Makes the row that is stored: cuts and hashes.
DeadLetter makeDeadLetter(const QByteArray &topic, const QByteArray &payload, const Error &error,
                          UtcTime receivedAt, UtcTime recordedAt);

class IngestStore {
public:
    explicit IngestStore(Database &database) : m_db(database) { }
    Result<std::optional<StoredPosition>> position(const QString &journalId);
    Result<> setPosition(const StoredPosition &position, UtcTime now);
    /// One row a content: what is there already counts once more, and says what is wrong now. New
    /// ones beyond a bound are counted by hour instead (leftOut); gives how many messages these
    /// were.
    Result<qint64> addDeadLetters(const QList<DeadLetter> &letters,
                                  const domain::IntakeBounds &bounds = {});
    /// As many as one statement may take; those that somebody asked for stay. Gives how many.
    Result<qint64> removeOldLetters(UtcTime before);
    /// Messages of devices that got no row.
    Result<> addStrangersLeftOut(qint64 messages, UtcTime now);
    Result<QList<LeftOut>> leftOut(UtcTime since); ///< newest hour first
    Result<QList<DeadLetter>> deadLetters(int limit = 100); ///< newest first
    Result<qint64> deadLetterCount();

    /// The station tries these again; empty: all. Gives how many.
    Result<qint64> askAgain(const QList<qint64> &ids, UtcTime now);
    Result<QList<DeadLetter>> asked(int limit); ///< oldest first
    /// It was tried again and is still not wanted.
    Result<> refuseAgain(const DeadLetter &letter);
    Result<qint64> removeDeadLetters(const QList<qint64> &ids); ///< empty: all

private:
    Result<qint64> roomForLetters(const domain::IntakeBounds &bounds, UtcTime now);
    Result<qint64> leaveOut(QList<DeadLetter> &letters, qint64 room);
    Result<> countLeftOut(const QList<LeftOut> &counts);

    Database &m_db;
};

} // namespace parking::store
