#pragma once

#include "base/result.h"
#include "base/time.h"
#include "mqtt/mqttmessage.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace parking::journal {

/// A record's place: `segment` counts files from 1, `record` counts records in its segment from
/// 1. {id, 0, 0} lies before the first record.
struct JournalPosition {
    QString journalId; ///< UUID made when the journal's folder was first used
    qint64 segment = 0;
    qint64 record = 0;
    QString segmentId; ///< UUID of the segment's file: numbers come again in copied folders

    bool operator==(const JournalPosition &) const = default;
};

/// Positions of the same journal only.
inline bool isAfter(const JournalPosition &a, const JournalPosition &b)
{
    return a.segment != b.segment ? a.segment > b.segment : a.record > b.record;
}

struct JournalRecord {
    JournalPosition position;
    UtcTime receivedAt;
    mqtt::MqttMessage message;

    bool operator==(const JournalRecord &) const = default;
};

enum class JournalSync { Adaptive, Each, Never };

/// System calls of the journal, replaced in tests that inject short writes, full disks and so on.
/// The default forwards to the operating system; results are as there (-1 with errno).
class JournalFiles {
public:
    virtual ~JournalFiles() = default;
    virtual int open(const QString &path); ///< for appending, made when missing
    virtual qint64 write(int fd, const char *data, qint64 size);
    virtual int sync(int fd);
    virtual int truncate(int fd, qint64 size);
    virtual int close(int fd);
};

struct JournalOptions {
    QString folder;
    qint64 segmentBytes = 16 * 1024 * 1024;
    JournalSync sync = JournalSync::Adaptive;
    Milliseconds syncInterval{20};
    Milliseconds retryPause{1000};
    JournalFiles *files = nullptr; ///< null: the operating system; must outlive the journal
};

struct JournalStats {
    qint64 appended = 0; ///< records since open
    qint64 backlog = 0; ///< records on disk that are not released
    qint64 bytes = 0; ///< on disk
    qint64 tornBytes = 0; ///< cut from the tail at open
    qint64 corruptRecords = 0; ///< CRC mismatches met while reading; they are skipped and counted
    QStringList unreadable; ///< files of the folder that cannot be opened; they are kept
    QString problem; ///< empty, or the I/O error that append is fighting with
};

/// Append-only record of what the broker delivered, on disk before it is acknowledged.
///
/// Threads: append in the arrival thread only; read, release and stats in the engine's thread;
/// the hand-over between the two is the published end position (atomic, after each whole record).
/// Only one process may hold a journal (lock file in its folder).
class Journal {
public:
    static Result<std::unique_ptr<Journal>> open(const JournalOptions &options);
    ~Journal();

    QString id() const;

    /// Returns only when the record is in the file (and synced, as `sync` asks). On an I/O error
    /// it sets stats().problem, cuts the torn tail, waits retryPause and tries again, without end.
    void append(const mqtt::MqttMessage &message, UtcTime receivedAt);

    /// Called (in the arrival thread) when records were appended and the last wake was taken by
    /// a read; at most one wake is on its way. Set before the first append.
    void setWake(std::function<void()> wake);

    struct Resumed {
        JournalPosition from; ///< for read()
        /// False: the folder is not the one that was read up to `stored` (emptied, put back,
        /// copied).
        bool isKnown = true;
    };
    /// Where reading goes on for who committed all up to `stored` (this journal's id; empty:
    /// nothing). All that lies in the folder is given, but the first records of the segment that
    /// `stored` names by its id: what cannot be told to be committed is read again.
    Resumed resume(const std::optional<JournalPosition> &stored);

    /// Records after `after`, in order, at most `maxRecords` and about `maxBytes` of payload (at
    /// least one when there is one). A position that is older than what is kept starts at the
    /// oldest record kept.
    Result<QList<JournalRecord>> read(const JournalPosition &after, int maxRecords,
                                      qint64 maxBytes = 8 * 1024 * 1024);

    /// What is at or before `position` is committed elsewhere: its segments may go.
    void release(const JournalPosition &position);

    JournalStats stats() const; ///< any thread

private:
    class Private;
    explicit Journal(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace parking::journal
