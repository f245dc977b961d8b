// parkctl stations: who ingests, who stands by, who ended without a word.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/problems.h"
#include "store/stationstore.h"

#include <QJsonArray>
#include <QUuid>

namespace parking::cli {

namespace {

QString roleOf(const store::StationStatus &station)
{
    if (station.ingesting)
        return u"ingests"_s;
    return station.mqttState == store::kStandingBy ? u"stands by"_s : u"ended"_s;
}

int list(const Parser &parser, store::Database &database)
{
    const auto stations = store::StationStore(database).all();
    const auto now = store::sharedNow(database, systemNow());
    if (!stations || !now)
        return fail(stations ? now.error() : stations.error());
    QJsonArray rows;
    for (const store::StationStatus &station : *stations) {
        const auto age =
            std::chrono::duration_cast<std::chrono::seconds>(*now - station.reportedAt);
        rows.append(QJsonObject{{u"id"_s, station.stationId},
                                {u"host"_s, station.host},
                                {u"version"_s, station.version},
                                {u"role"_s, roleOf(station)},
                                {u"reportedAt"_s, toIso(station.reportedAt)},
                                {u"backlog"_s, station.backlog}});
        if (!parser.isSet(u"json"_s))
            print(u"%1  %2  %3  reported %4 s ago, %5 messages in its journal then"_s
                      .arg(station.stationId, roleOf(station).leftJustified(9), station.host)
                      .arg(age.count())
                      .arg(station.backlog));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"stations"_s, rows}});
    return kOk;
}

} // namespace

int runStations(const QStringList &words)
{
    Parser parser("stations",
                  "The stations of this database: list them, or forget one whose data folder is "
                  "gone for good. The role is what it said last.",
                  true);
    parser.takeVerbs({u"list"_s, u"forget"_s});
    parser.addOption({u"id"_s, u"forget: this one."_s, u"ID"_s});
    parser.addOption({u"json"_s, u"list: as JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const bool isList = parser.verb() == u"list";
    const QString id = parser.words("id");
    if (!isList && QUuid::fromString(id).isNull()) {
        complain(u"forget: which one? --id ID, as `parkctl stations list` tells it"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    if (isList)
        return list(parser, **database);
    const Result<bool> gone = store::StationStore(**database).forget(id);
    if (!gone)
        return fail(gone.error());
    if (!*gone)
        return fail({problem::kNotFound, u"there is no station %1"_s.arg(id)});
    print(u"forgotten"_s);
    return kOk;
}

} // namespace parking::cli
