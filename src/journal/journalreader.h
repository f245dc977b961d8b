#pragma once

#include "journal/journalwriter.h"

#include <QFile>
#include <QMap>

#include <atomic>

namespace parking::journal {

QString segmentPath(const QString &folder, qint64 segment);

/// The reading side, in the engine's thread. Keeps its place, so that reading on costs only what
/// is read.
class JournalReader {
public:
    JournalReader(const QString &folder, const QUuid &id);

    /// What is on disk at start.
    struct Survey {
        QMap<qint64, qint64> records; ///< number of the last record per segment
        qint64 lastSegment = 0;
        qint64 bytes = 0;
        qint64 tornBytes = 0; ///< behind the last whole record of any segment
    };
    Survey survey();

    Result<QList<JournalRecord>> read(const JournalPosition &after, const JournalEnd &end,
                                      int maxRecords, qint64 maxBytes);

    /// Deletes the segments before that of `position`; gives the bytes that became free.
    qint64 releaseBefore(const JournalPosition &position);

    qint64 corruptRecords() const { return m_corrupt; } ///< any thread

private:
    struct Goal {
        int records;
        qint64 bytes;
    };
    void readSegment(const JournalPosition &after, qint64 limit, Goal &goal,
                     QList<JournalRecord> &records);
    bool openSegment(qint64 segment);
    qint64 nextSegment(qint64 after) const; ///< the smallest known above; 0: none

    QString m_folder;
    QUuid m_id;
    QString m_idText; ///< as in positions
    QMap<qint64, qint64> m_segments; ///< ours; whole bytes of those of earlier runs, else 0
    qint64 m_lastKnown = 0; ///< number of the last file, also of one that is not ours
    QFile m_file; ///< the segment at m_segment
    qint64 m_segment = 0;
    qint64 m_offset = 0; ///< behind the last record that was read
    qint64 m_record = 0; ///< number of that record
    std::atomic<qint64> m_corrupt{0};
};

} // namespace parking::journal
