#pragma once

#include "journal/journalwriter.h"

#include <QFile>
#include <QMap>

#include <atomic>

namespace parking::journal {

QString segmentPath(const QString &folder, qint64 segment);

/// The reading side, in the engine's thread. Keeps its place, so that reading on costs only what
/// is read. Whatever records lie in the folder are read, whoever wrote them: a message that comes
/// twice does no harm (its key is known), one that is left out is lost.
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
    /// Gives files whose name is no number of ours the next number that is free.
    Survey survey();

    /// read() leaves out the first `records` of the segment with this id. Empty when there is none.
    std::optional<qint64> skip(const QUuid &segmentId, qint64 records, const JournalEnd &end);
    void skipNothing() { m_skipSegment = 0; }
    bool isOldest(qint64 segment) const { return m_segments.firstKey() == segment; }

    Result<QList<JournalRecord>> read(const JournalPosition &after, const JournalEnd &end,
                                      int maxRecords, qint64 maxBytes);

    /// Deletes the segments before that of `position`; gives the bytes that became free.
    qint64 releaseBefore(const JournalPosition &position);

    qint64 corruptRecords() const { return m_corrupt; } ///< any thread
    const QStringList &unreadable() const { return m_unreadable; } ///< any thread, after survey()

private:
    struct Goal {
        int records;
        qint64 bytes;
    };
    void readSegment(const JournalPosition &after, qint64 limit, Goal &goal,
                     QList<JournalRecord> &records);
    bool openSegment(qint64 segment);
    void learnSegments(const JournalEnd &end);
    QUuid idOf(qint64 segment);
    QMap<qint64, QString> segmentFiles(Survey &survey);
    qint64 nextSegment(qint64 after) const; ///< the smallest known above; 0: none

    QString m_folder;
    QString m_idText; ///< the journal's, as in positions
    struct Segment {
        qint64 whole = 0; ///< bytes without a torn tail, of an earlier run; else 0
        QUuid id; ///< null: not read yet, or its header cannot be read
    };
    QMap<qint64, Segment> m_segments;
    qint64 m_lastKnown = 0; ///< number of the last file, also of one that cannot be opened
    qint64 m_skipSegment = 0; ///< 0: none
    qint64 m_skipRecords = 0;
    QStringList m_unreadable;
    QFile m_file; ///< the segment at m_segment
    qint64 m_segment = 0;
    qint64 m_offset = 0; ///< behind the last record that was read
    qint64 m_record = 0; ///< number of that record
    QString m_segmentId; ///< as in positions
    std::atomic<qint64> m_corrupt{0};
};

} // namespace parking::journal
