#include "journal/journalreader.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "journal/journalformat.h"

#include <QDir>
#include <QFileInfo>

namespace parking::journal {

namespace {

constexpr qint64 kReadAhead = 256 * 1024;

/// Walks all records of a segment's bytes and gives the last record's number and end offset.
struct Walked {
    qint64 lastRecord = 0;
    qint64 end = journalformat::kSegmentHeader;
};

Walked walk(QByteArrayView bytes)
{
    Walked walked;
    qsizetype at = journalformat::kSegmentHeader;
    while (at >= 0 && at < bytes.size()) {
        const journalformat::Decoded decoded = journalformat::decode(bytes.sliced(at));
        if (decoded.found == journalformat::Found::Record) {
            walked.lastRecord = decoded.record.position.record;
            at += decoded.size;
            walked.end = at;
        } else {
            at = journalformat::findRecord(bytes, at + 1);
        }
    }
    return walked;
}

} // namespace

QString segmentPath(const QString &folder, qint64 segment)
{
    return QDir(folder).filePath(u"%1.journal"_s.arg(segment, 8, 10, QLatin1Char('0')));
}

JournalReader::JournalReader(const QString &folder, const QUuid &id)
    : m_folder(folder), m_id(id), m_idText(id.toString(QUuid::WithoutBraces))
{
}

JournalReader::Survey JournalReader::survey()
{
    Survey survey;
    const QStringList names = QDir(m_folder).entryList({u"*.journal"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        bool isNumber = false;
        const qint64 segment = name.section(u'.', 0, 0).toLongLong(&isNumber);
        if (!isNumber || segment < 1)
            continue;
        survey.lastSegment = qMax(survey.lastSegment, segment); // also of a file without a header
        QFile file(QDir(m_folder).filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        if (journalformat::readSegmentHeader(bytes, m_id) != segment) {
            if (!bytes.isEmpty())
                qCWarning(lcJournal).noquote()
                    << name << "is no segment of this journal: left alone";
            continue;
        }
        const Walked walked = walk(bytes);
        survey.bytes += bytes.size();
        survey.tornBytes += bytes.size() - walked.end;
        if (walked.lastRecord > 0)
            survey.records.insert(segment, walked.lastRecord);
        m_segments.insert(segment, walked.end);
    }
    m_lastKnown = survey.lastSegment;
    if (survey.tornBytes > 0)
        qCWarning(lcJournal) << survey.tornBytes << "torn bytes at the journal's end are left out";
    return survey;
}

qint64 JournalReader::nextSegment(qint64 after) const
{
    const auto next = m_segments.upperBound(after);
    return next == m_segments.cend() ? 0 : next.key();
}

bool JournalReader::openSegment(qint64 segment)
{
    m_file.close();
    m_segment = segment;
    m_offset = journalformat::kSegmentHeader;
    m_record = 0;
    m_file.setFileName(segmentPath(m_folder, segment));
    return m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

Result<QList<JournalRecord>> JournalReader::read(const JournalPosition &after,
                                                 const JournalEnd &end, int maxRecords,
                                                 qint64 maxBytes)
{
    // Segments that this run's writer made since the last call.
    for (; m_lastKnown < end.segment && end.offset > 0; ++m_lastKnown)
        m_segments.insert(m_lastKnown + 1, 0);

    QList<JournalRecord> records;
    Goal goal{maxRecords, maxBytes};
    for (qint64 segment = nextSegment(after.segment - 1); segment != 0;
         segment = nextSegment(segment)) {
        const bool isCurrent = segment == end.segment;
        // A segment behind that of `after` is wanted from its first record on.
        const qint64 first = segment == after.segment ? after.record : 0;
        const bool goesOn = m_file.isOpen() && m_segment == segment && m_record <= first;
        if (!goesOn && !openSegment(segment)) {
            if (m_file.exists())
                return Error{problem::kJournalFolder,
                             u"%1: %2"_s.arg(m_file.fileName(), m_file.errorString())};
            continue; // a number that was never used
        }
        const qint64 whole = m_segments.value(segment); // of an earlier run, without a torn tail
        const qint64 limit = isCurrent ? end.offset : whole > 0 ? whole : m_file.size();
        readSegment(after, limit, goal, records);
        if (goal.records <= 0 || goal.bytes <= 0 || isCurrent)
            break;
    }
    return records;
}

/// Reads from the current place up to `limit` or until the goal is met.
void JournalReader::readSegment(const JournalPosition &after, qint64 limit, Goal &goal,
                                QList<JournalRecord> &records)
{
    using journalformat::Found;
    qint64 ahead = kReadAhead;
    while (m_offset < limit && goal.records > 0 && goal.bytes > 0) {
        m_file.seek(m_offset);
        const QByteArray chunk = m_file.read(qMin(ahead, limit - m_offset));
        if (chunk.isEmpty())
            return;
        const bool reachesLimit = m_offset + chunk.size() >= limit;
        qsizetype at = 0;
        ahead = kReadAhead;
        while (at < chunk.size() && goal.records > 0 && goal.bytes > 0) {
            journalformat::Decoded decoded =
                journalformat::decode(QByteArrayView(chunk).sliced(at));
            if (decoded.found == Found::Record) {
                at += decoded.size;
                m_record = decoded.record.position.record;
                if (m_segment == after.segment && m_record <= after.record)
                    continue;
                decoded.record.position.journalId = m_idText;
                decoded.record.position.segment = m_segment;
                goal.bytes -= decoded.record.message.payload.size();
                --goal.records;
                records.append(std::move(decoded.record));
                continue;
            }
            if (decoded.found == Found::Partial && !reachesLimit) {
                ahead = qMax(kReadAhead, decoded.size); // the rest lies behind this chunk
                break;
            }
            const qsizetype next = journalformat::findRecord(chunk, at + 1);
            if (next < 0 && !reachesLimit) {
                ahead = limit - m_offset - at; // a wrong length may hide what follows: look at all
                break;
            }
            ++m_corrupt;
            qCWarning(lcJournal) << "unreadable bytes in segment" << m_segment << "at"
                                 << m_offset + at;
            at = next < 0 ? chunk.size() : next;
        }
        m_offset += at;
    }
}

qint64 JournalReader::releaseBefore(const JournalPosition &position)
{
    qint64 freed = 0;
    while (!m_segments.isEmpty() && m_segments.firstKey() < position.segment) {
        const qint64 segment = m_segments.firstKey();
        if (segment == m_segment)
            m_file.close();
        const QString path = segmentPath(m_folder, segment);
        const qint64 size = QFileInfo(path).size();
        if (QFile::exists(path) && !QFile::remove(path))
            return freed; // tried again with the next release
        freed += size;
        m_segments.remove(segment);
    }
    return freed;
}

} // namespace parking::journal
