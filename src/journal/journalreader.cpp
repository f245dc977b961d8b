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
    : m_folder(folder), m_idText(id.toString(QUuid::WithoutBraces))
{
}

/// The folder's segments by number. A file may have any name (a copy, a number that cannot be
/// counted on from): it is given the next one.
QMap<qint64, QString> JournalReader::segmentFiles(Survey &survey)
{
    constexpr qint64 kHighest = 1'000'000'000'000;
    QMap<qint64, QString> files;
    QStringList misnamed;
    const QStringList names = QDir(m_folder).entryList({u"*.journal"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const qint64 segment = name.section(u'.', 0, 0).toLongLong();
        const QString path = QDir(m_folder).filePath(name);
        if (segment >= 1 && segment <= kHighest && segmentPath(m_folder, segment) == path)
            files.insert(segment, path);
        else
            misnamed.append(path);
    }
    survey.lastSegment = files.isEmpty() ? 0 : files.lastKey();
    for (const QString &path : std::as_const(misnamed)) {
        const QString better = segmentPath(m_folder, survey.lastSegment + 1);
        if (QFile::rename(path, better))
            files.insert(++survey.lastSegment, better);
        else
            m_unreadable.append(path);
    }
    return files;
}

JournalReader::Survey JournalReader::survey()
{
    Survey survey;
    const QMap<qint64, QString> files = segmentFiles(survey);
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        QFile file(*it);
        if (!file.open(QIODevice::ReadOnly)) {
            m_unreadable.append(*it); // kept: a later start reads it when it can
            continue;
        }
        const QByteArray bytes = file.readAll();
        const std::optional<QUuid> id = journalformat::readSegmentHeader(bytes);
        if (!id && bytes.size() > journalformat::kSegmentHeader) {
            ++m_corrupt;
            qCWarning(lcJournal).noquote() << *it << "has no header that can be read";
        }
        const Walked walked = walk(bytes);
        survey.bytes += bytes.size();
        survey.tornBytes += qMax<qint64>(0, bytes.size() - walked.end);
        if (walked.lastRecord > 0)
            survey.records.insert(it.key(), walked.lastRecord);
        m_segments.insert(it.key(), {walked.end, id.value_or(QUuid())});
    }
    m_lastKnown = survey.lastSegment;
    for (const QString &path : std::as_const(m_unreadable))
        qCCritical(lcJournal).noquote() << path << "cannot be read: what it holds is missing";
    if (survey.tornBytes > 0)
        qCWarning(lcJournal) << survey.tornBytes << "torn bytes at the journal's end are left out";
    return survey;
}

/// Segments that this run's writer made since the last call.
void JournalReader::learnSegments(const JournalEnd &end)
{
    for (; m_lastKnown < end.segment && end.offset > 0; ++m_lastKnown)
        m_segments.insert(m_lastKnown + 1, {});
}

QUuid JournalReader::idOf(qint64 segment)
{
    QUuid &id = m_segments[segment].id;
    QFile file(segmentPath(m_folder, segment));
    if (id.isNull() && file.open(QIODevice::ReadOnly))
        id = journalformat::readSegmentHeader(file.read(journalformat::kSegmentHeader))
                 .value_or(QUuid());
    return id;
}

std::optional<qint64> JournalReader::skip(const QUuid &segmentId, qint64 records,
                                          const JournalEnd &end)
{
    learnSegments(end);
    const QList<qint64> segments = m_segments.keys();
    for (const qint64 segment : segments) {
        if (idOf(segment) != segmentId)
            continue;
        m_skipSegment = segment;
        m_skipRecords = records;
        return segment;
    }
    return std::nullopt;
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
    m_segmentId = idOf(segment).toString(QUuid::WithoutBraces);
    m_offset = journalformat::kSegmentHeader;
    m_record = 0;
    m_file.setFileName(segmentPath(m_folder, segment));
    return m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

Result<QList<JournalRecord>> JournalReader::read(const JournalPosition &after,
                                                 const JournalEnd &end, int maxRecords,
                                                 qint64 maxBytes)
{
    learnSegments(end);
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
        const qint64 whole =
            m_segments.value(segment).whole; // of an earlier run, without a torn tail
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
                if ((m_segment == after.segment && m_record <= after.record)
                    || (m_segment == m_skipSegment && m_record <= m_skipRecords))
                    continue;
                decoded.record.position.journalId = m_idText;
                decoded.record.position.segment = m_segment;
                decoded.record.position.segmentId = m_segmentId;
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
