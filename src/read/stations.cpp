#include "read/stations.h"
#include "base/literals.h"
#include "store/stationstore.h"

#include <QJsonObject>

namespace parking::read {

namespace {

const QString kChecks = u"checks"_s;
const QString kSince = u"since"_s;

/// How far the shared clock is ahead of the station's own.
Milliseconds apart(const store::StationStatus &station)
{
    const auto own = fromIso(station.details.value(store::kOwnClock).toString());
    return own ? station.reportedAt - *own : Milliseconds(0);
}

/// What a station tells by its own clock, by the reader's: an age is never one of two clocks.
store::StationStatus byClockOfReader(store::StationStatus station, UtcTime shared, UtcTime own)
{
    const Milliseconds ahead = apart(station) + (own - shared);
    if (station.lastUplink)
        *station.lastUplink += ahead;
    QJsonObject checks = station.details.value(kChecks).toObject();
    for (auto it = checks.begin(); it != checks.end(); ++it) {
        QJsonObject check = it->toObject();
        if (const auto since = fromIso(check.value(kSince).toString()))
            check.insert(kSince, toIso(*since + ahead));
        *it = check;
    }
    station.details.insert(kChecks, checks);
    return station;
}

} // namespace

Result<std::optional<store::StationStatus>> workingStation(store::Database &database, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    const Result<UtcTime> shared = store::sharedNow(database, now);
    if (!shared)
        return shared.error();
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting && *shared - station.reportedAt < kStationSilent)
            return std::optional(byClockOfReader(station, *shared, now));
    }
    return std::optional<store::StationStatus>();
}

Result<std::optional<UtcTime>> lastUplink(store::Database &database, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    const Result<UtcTime> shared = store::sharedNow(database, now);
    if (!shared)
        return shared.error();
    std::optional<UtcTime> last;
    for (const store::StationStatus &station : *stations) {
        const store::StationStatus told = byClockOfReader(station, *shared, now);
        if (told.lastUplink && *told.lastUplink <= now)
            last = std::max(last, told.lastUplink);
    }
    return last;
}

Result<OtherStations> otherStations(store::Database &database, const QString &ownId, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    const Result<UtcTime> shared = store::sharedNow(database, now);
    if (!shared)
        return shared.error();
    OtherStations others;
    for (const store::StationStatus &station : *stations) {
        if (station.stationId == ownId)
            continue;
        const bool isFresh = *shared - station.reportedAt < kStationSilent;
        if (isFresh && !station.ingesting && station.mqttState == store::kStandingBy)
            others.hasStandby = true;
        if (!isFresh && station.ingesting)
            others.unfinished.append(station);
    }
    return others;
}

QList<domain::HealthCheck> toldChecks(const store::StationStatus &station,
                                      const QStringList &leftOut)
{
    QList<domain::HealthCheck> checks;
    const QJsonObject told = station.details.value(kChecks).toObject();
    for (auto it = told.begin(); it != told.end(); ++it) {
        if (leftOut.contains(it.key()))
            continue;
        const QJsonObject of = it->toObject();
        domain::HealthCheck check;
        check.name = it.key();
        check.problem = of.value(u"problem").toString();
        check.detail = of.value(u"detail").toString();
        check.since = fromIso(of.value(kSince).toString()).value_or(station.reportedAt);
        check.level = domain::healthLevelFromString(of.value(u"level").toString())
                          .value_or(domain::HealthLevel::Unhealthy);
        checks.append(check);
    }
    return checks;
}

namespace {

/// What a station tells by its own clock is moved to the one that all share.
domain::StationWord wordOf(const store::StationStatus &station)
{
    const Milliseconds ahead = apart(station);
    domain::StationWord word;
    word.reportedAt = station.reportedAt;
    word.startedAt = station.startedAt + ahead;
    word.standsBy =
        !station.ingesting; // or it has ended, and what it last said of others is hearsay
    word.checks = toldChecks(station);
    for (domain::HealthCheck &check : word.checks)
        check.since += ahead;
    return word;
}

} // namespace

Result<QList<domain::StationWord>> stationWords(store::Database &database)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    QList<domain::StationWord> words;
    for (const store::StationStatus &station : *stations)
        words.append(wordOf(station));
    return words;
}

} // namespace parking::read
