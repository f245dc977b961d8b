// parkctl database compact: an SQLite file without the room of what was dropped.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "store/databaseurl.h"
#include "store/fileroom.h"
#include "store/stationstore.h"

#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

namespace parking::cli {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kLately = 30s; // a station reports each two seconds

QString shown(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes);
}

/// The host of a station that works on this database; empty: none reported lately.
Result<QString> workingStation(store::Database &database)
{
    const auto stations = store::StationStore(database).all();
    const auto now = store::sharedNow(database, systemNow());
    if (!stations || !now)
        return stations ? now.error() : stations.error();
    for (const store::StationStatus &station : *stations) {
        const bool isThere = station.ingesting || station.mqttState == store::kStandingBy;
        if (isThere && *now - station.reportedAt < kLately)
            return station.host.isEmpty() ? station.stationId : station.host;
    }
    return QString();
}

/// Why it is not to be begun.
Result<> mayBegin(store::Database &database, const QString &path, const store::FileRoom &room)
{
    const Result<QString> station = workingStation(database);
    if (!station)
        return station.error();
    if (!station->isEmpty())
        return Error{problem::kConfiguration,
                     u"a station works with this file (%1), and could store nothing meanwhile: end "
                     "it first, and ask again after half a minute"_s.arg(*station)};
    const qint64 needed = 2 * (room.bytes - room.emptyBytes);
    const qint64 left = QStorageInfo(QFileInfo(path).path()).bytesAvailable();
    if (left < needed)
        return Error{problem::kConfiguration,
                     u"it takes %1 on the disk meanwhile, and %2 are left: make room first"_s.arg(
                         shown(needed), shown(std::max<qint64>(left, 0)))};
    return {};
}

int compact(const Parser &parser, store::Database &database, const QString &path)
{
    const auto before = store::fileRoom(database);
    if (!before)
        return fail(before.error());
    print(u"%1: %2, of which %3 are empty"_s.arg(path, shown(before->bytes),
                                                 shown(before->emptyBytes)));
    if (!before->givesBack)
        print(
            u"It was made by an older program and keeps that room for what comes; from then on it "
            "gives back what goes."_s);
    if (!parser.isSet(u"yes"_s)) {
        print(u"--yes writes the file anew without its empty room. Nobody can store anything "
              "meanwhile, and it takes up to %1 beside it. Nothing was done."_s.arg(
                  shown(2 * (before->bytes - before->emptyBytes))));
        return kOk;
    }
    Result<> done = mayBegin(database, path, *before);
    if (done)
        done = store::compact(database);
    if (!done)
        return fail(done.error());
    const auto after = store::fileRoom(database);
    if (!after)
        return fail(after.error());
    print(u"%1 now"_s.arg(shown(after->bytes)));
    return kOk;
}

} // namespace

int runDatabase(const QStringList &words)
{
    Parser parser("database",
                  "Tells what an SQLite file takes on the disk and how much of it is empty; with "
                  "--yes it is written anew without that. PostgreSQL needs no such thing: months "
                  "that are dropped are files of their own.",
                  true);
    parser.takeVerbs({u"compact"_s});
    parser.addOption({u"yes"_s, u"Do it; without, only tell."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    if ((*database)->isPostgres())
        return fail(domain::errors::validation(
            u"DATABASE_URL"_s,
            u"an SQLite file; months that PostgreSQL drops give their room back "
            "by themselves"_s));
    const auto url = store::parseDatabaseUrl(loaded->settings.databaseUrl);
    return url ? compact(parser, **database, url->path) : fail(url.error());
}

} // namespace parking::cli
