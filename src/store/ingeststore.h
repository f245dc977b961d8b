#pragma once

#include "domain/intake.h"
#include "store/database.h"
#include "store/deadletter.h"

namespace parking::store {

/// A journal position as stored; the engine owns the type that moves.
struct StoredPosition {
    QString journalId;
    qint64 segment = 0;
    qint64 record = 0;
    QString segmentId = {}; ///< empty: written by a program that did not know it

    bool operator==(const StoredPosition &) const = default;
};

/// Messages beyond a bound.
struct LeftOut {
    QString kind; ///< dead_letter (its content is not kept), device (it has no row)
    QString code; ///< of the dead letters; empty for devices
    UtcTime hour; ///< its begin
    qint64 times = 0;

    bool operator==(const LeftOut &) const = default;
};

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
    Result<QList<domain::SetAside>> setAsideSince(UtcTime time);

    /// The station tries these again; empty: all. Gives how many.
    Result<qint64> askAgain(const QList<qint64> &ids, UtcTime now);
    Result<QList<DeadLetter>> asked(int limit); ///< oldest first
    /// It was tried again and is still not wanted.
    Result<> refuseAgain(const DeadLetter &letter);
    Result<qint64> removeDeadLetters(const QList<qint64> &ids); ///< empty: all
    /// Those of `ids` that are there; nobody takes one of them while the transaction runs.
    Result<QList<DeadLetter>> lettersOf(const QList<qint64> &ids);
    /// As they were before they were removed, under new ids, which it gives. What came again
    /// meanwhile counts once more.
    Result<QList<qint64>> putBack(const QList<DeadLetter> &letters);

private:
    Result<qint64> roomForLetters(const domain::IntakeBounds &bounds, UtcTime now);
    Result<qint64> leaveOut(QList<DeadLetter> &letters, qint64 room);
    Result<> countLeftOut(const QList<LeftOut> &counts);

    Database &m_db;
};

} // namespace parking::store
