#pragma once

#include "journal/journal.h"

#include <QMap>
#include <QUuid>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace parking::journal {

/// Where the journal ends: what lies before is whole and may be read.
struct JournalEnd {
    qint64 segment = 0;
    qint64 offset = 0; ///< bytes in that segment
    qint64 record = 0;
};

/// The appending side. append() in the arrival thread, everything else in any thread.
class JournalWriter {
public:
    JournalWriter(const JournalOptions &options, const QUuid &id);
    ~JournalWriter();

    /// Appends go to `segment` from now on. `records` per older segment, for the backlog.
    void start(qint64 segment, const QMap<qint64, qint64> &records, qint64 bytes, qint64 tornBytes);

    void append(const mqtt::MqttMessage &message, UtcTime receivedAt);
    void release(const JournalPosition &position, qint64 freedBytes);

    QUuid id() const { return m_id; }
    JournalEnd end() const;
    JournalStats stats() const;

private:
    bool tryAppend(const QByteArray &bytes);
    bool openSegment();
    bool writeAll(const QByteArray &bytes);
    bool syncIfDue();
    bool syncNow();
    void abandonSegment();
    void fail(const char *what);
    void syncLoop();

    const JournalOptions m_options;
    const QUuid m_id;
    JournalFiles m_system;
    JournalFiles &m_files;

    // Arrival thread, except m_fd, which the sync thread reads under m_fileMutex.
    int m_fd = -1;
    qint64 m_segment = 1;
    qint64 m_offset = 0; ///< end of the last whole record
    qint64 m_record = 0; ///< in this segment

    mutable std::mutex m_mutex; ///< of what follows
    JournalEnd m_end;
    JournalStats m_stats;
    QMap<qint64, qint64> m_records; ///< records per segment that is not released whole
    qint64 m_releasedSegment = 0;
    qint64 m_releasedRecord = 0;

    std::mutex m_fileMutex; ///< m_fd against the sync thread
    std::mutex m_syncMutex; ///< of what follows
    std::condition_variable m_syncWanted;
    std::chrono::steady_clock::time_point m_lastSync;
    bool m_dirty = false;
    bool m_quit = false;
    std::thread m_syncThread; ///< last: it uses all of the above
};

} // namespace parking::journal
