// An archive as somebody may have made it, or a disk gives it back: it is refused in words, or read
// to its end, in bounded time. The first byte: the rest is a file's bytes, or four bytes each are a
// place in a whole archive and what flips there.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "fuzzing.h"
#include "read/past.h"
#include "store/changestore.h"
#include "store/databaseurl.h"
#include "store/migrator.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

using namespace parking;

namespace {

const UtcTime kFrom = fromMillis(1'790'000'000'000);
const UtcTime kTo = kFrom + std::chrono::hours(24);

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Some spaces and their changes, as an export makes it.
QByteArray wholeArchive()
{
    const QTemporaryDir folder;
    const auto source = store::Database::open({.url = store::kMemoryUrl});
    fuzz::promise(source && store::Migrator(**source).migrate(kFrom), "a database can be made");
    const auto site = store::SiteStore(**source).first();
    fuzz::promise(site.hasValue(), "a new database has a site");
    for (int i = 0; i < 8; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = QString::number(i);
        fuzz::promise(store::SpaceStore(**source).create(space, kFrom).hasValue(), "a space");
        QList<domain::StateChange> changes;
        for (int n = 0; n < 40; ++n) {
            domain::StateChange change;
            change.spaceId = space.id;
            change.current = n % 2 ? domain::SpaceState::Free : domain::SpaceState::Occupied;
            change.reason = domain::StateReason::Sensor;
            change.source = u"sensor"_s;
            change.time = change.recordedAt = kFrom + std::chrono::minutes(n * 30 + i);
            changes.append(change);
        }
        fuzz::promise(store::ChangeStore(**source).append(changes).hasValue(), "its changes");
    }
    const QString path = folder.filePath(u"whole"_s);
    const auto exported = archive::exportArchive(
        **source, path, {.from = kFrom, .to = kTo, .parts = {archive::Part::Readings}}, kTo);
    fuzz::promise(exported.hasValue(), "a whole database can be exported");
    return contentsOf(path);
}

QByteArray archiveOf(const unsigned char *data, size_t size)
{
    if (data[0] % 2 == 0)
        return fuzz::bytesOf(data + 1, size - 1);
    static const QByteArray whole = wholeArchive();
    QByteArray bytes = whole;
    for (size_t i = 1; i + 3 < size; i += 4) {
        const qsizetype place = (data[i] * 65536 + data[i + 1] * 256 + data[i + 2]) % bytes.size();
        if (data[i + 3] == 0)
            bytes.truncate(qMax<qsizetype>(1, place));
        else
            bytes[place] = char(bytes[place] ^ data[i + 3]);
    }
    return bytes;
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static int count = 0; // of words on a command line
    static QCoreApplication application(count, nullptr); // drivers are plugins
    static const Result<archive::Schema> expected = archive::expectedSchema();
    fuzz::promise(expected.hasValue(), "an archive's schema can be made");
    if (size == 0)
        return 0;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"x.parkarchive"_s);
    QFile file(path);
    const QByteArray bytes = archiveOf(data, size);
    fuzz::promise(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
                  "the folder takes a file");
    file.close();
    const auto opened = archive::openArchive(path, *expected);
    if (!opened) {
        fuzz::promise(!opened.error().details.value(u"reason").toString().isEmpty(),
                      "a refusal has a reason");
        return 0;
    }
    const auto verdict = archive::verify(*opened);
    const auto past = read::past(*opened->database, kFrom, kTo);
    if (past)
        (void)read::stateAt(*opened->database, *past, kFrom + std::chrono::hours(7));
    fuzz::promise(!verdict || !verdict->isSound() || past.hasValue(),
                  "what is called sound can be read");
    fuzz::promise(contentsOf(path) == bytes, "an archive is never written to");
    return 0;
}
