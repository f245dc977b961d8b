#include "journal/journal.h"

#include "base/literals.h"
#include "base/lockfile.h"
#include "base/logging.h"
#include "base/privatefile.h"
#include "domain/problems.h"
#include "journal/journalformat.h"
#include "journal/journalreader.h"
#include "journal/journalwriter.h"

#include <QDir>
#include <QLockFile>
#include <QSaveFile>

namespace parking::journal {

using namespace std::chrono_literals;

namespace {

Error folderError(const QString &path, const QString &what)
{
    return {problem::kJournalFolder, u"%1: %2"_s.arg(path, what), {{u"path"_s, path}}};
}

/// The journal's id: a UUID in the file `id`, made when the folder is first used.
Result<QUuid> journalId(const QDir &folder)
{
    const QString path = folder.filePath(u"id"_s);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QUuid id = QUuid::fromString(QString::fromLatin1(file.readAll()).trimmed());
        if (!id.isNull())
            return id;
    }
    const QUuid id = QUuid::createUuid();
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly)
        || out.write(id.toString(QUuid::WithoutBraces).toLatin1()) < 0 || !out.commit())
        return folderError(path, out.errorString());
    return id;
}

} // namespace

class Journal::Private {
public:
    Private(const JournalOptions &options, const QUuid &id)
        : lock(QDir(options.folder).filePath(u"lock"_s)), reader(options.folder, id),
          writer(options, id)
    {
    }

    QLockFile lock;
    JournalReader reader;
    JournalWriter writer;
    std::function<void()> wake;
    std::atomic<bool> wakePending{false};
};

Result<std::unique_ptr<Journal>> Journal::open(const JournalOptions &options)
{
    if (!makePrivateFolder(options.folder))
        return folderError(options.folder, u"cannot be made"_s);
    narrow(options.folder); // all in it is ours
    const Result<QUuid> id = journalId(QDir(options.folder));
    if (!id)
        return id.error();
    auto state = std::make_unique<Private>(options, *id);
    if (!takeLock(state->lock, 3s)) {
        qint64 pid = 0;
        QString host;
        QString application;
        state->lock.getLockInfo(&pid, &host, &application);
        return Error{problem::kJournalLocked,
                     u"%1 is in use by %2, process %3 on %4"_s.arg(options.folder, application)
                         .arg(pid)
                         .arg(host),
                     {{u"pid"_s, pid}, {u"host"_s, host}, {u"application"_s, application}}};
    }
    const JournalReader::Survey survey = state->reader.survey();
    state->writer.start(survey.lastSegment + 1, survey.records, survey.bytes, survey.tornBytes);
    return std::unique_ptr<Journal>(new Journal(std::move(state)));
}

Journal::Journal(std::unique_ptr<Private> state) : d(std::move(state)) { }

Journal::~Journal() = default;

QString Journal::id() const
{
    return d->writer.id().toString(QUuid::WithoutBraces);
}

void Journal::append(const mqtt::MqttMessage &message, UtcTime receivedAt)
{
    d->writer.append(message, receivedAt);
    if (d->wake && !d->wakePending.exchange(true))
        d->wake();
}

void Journal::setWake(std::function<void()> wake)
{
    d->wake = std::move(wake);
}

Journal::Resumed Journal::resume(const std::optional<JournalPosition> &stored)
{
    Resumed resumed{{id(), 0, 0, {}}, true};
    d->reader.skipNothing();
    if (!stored || stored->segment == 0)
        return resumed;
    QUuid segment = QUuid::fromString(stored->segmentId);
    if (segment.isNull())
        segment = journalformat::formerSegmentId(d->writer.id(), stored->segment);
    if (const auto number = d->reader.skip(segment, stored->record, d->writer.end())) {
        if (d->reader.isOldest(*number)) // else older ones are read first, again
            resumed.from = {id(), *number, stored->record, segment.toString(QUuid::WithoutBraces)};
    } else {
        resumed.isKnown = false;
    }
    return resumed;
}

Result<QList<JournalRecord>> Journal::read(const JournalPosition &after, int maxRecords,
                                           qint64 maxBytes)
{
    d->wakePending = false; // before the end is read: what comes later wakes again
    return d->reader.read(after, d->writer.end(), maxRecords, maxBytes);
}

void Journal::release(const JournalPosition &position)
{
    d->writer.release(position, d->reader.releaseBefore(position));
}

JournalStats Journal::stats() const
{
    JournalStats stats = d->writer.stats();
    stats.corruptRecords = d->reader.corruptRecords();
    stats.unreadable = d->reader.unreadable();
    return stats;
}

} // namespace parking::journal
