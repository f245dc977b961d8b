#include "base/literals.h"
#include "cli/command.h"
#include "read/stations.h"
#include "store/outagestore.h"
#include "store/stationstore.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

namespace {

QJsonObject stationJson(const store::StationStatus &station)
{
    return {{u"station"_s, station.stationId},
            {u"host"_s, station.host},
            {u"version"_s, station.version},
            {u"reportedAt"_s, toIso(station.reportedAt)},
            {u"mqtt"_s, station.mqttState},
            {u"backlog"_s, station.backlog},
            {u"uplinksPerSecond"_s, station.uplinksPerSecond},
            {u"lastUplink"_s,
             station.lastUplink ? QJsonValue(toIso(*station.lastUplink)) : QJsonValue()},
            {u"checks"_s, station.details.value(u"checks"_s)}};
}

struct Verdict {
    QString level = u"healthy"_s;
    QString reasons; ///< of all that is not healthy, the worst first
};

/// What the station last told about itself.
Verdict verdictOf(const store::StationStatus &station)
{
    Verdict verdict;
    QStringList reasons;
    const QJsonObject checks = station.details.value(u"checks"_s).toObject();
    for (const QString &level : {u"unhealthy"_s, u"degraded"_s}) {
        for (auto it = checks.begin(); it != checks.end(); ++it) {
            const QJsonObject check = it->toObject();
            if (check.value(u"level"_s).toString() != level)
                continue;
            if (reasons.isEmpty())
                verdict.level = level;
            const QString detail = check.value(u"detail"_s).toString();
            reasons.append(it.key() + u' ' + check.value(u"problem"_s).toString()
                           + (detail.isEmpty() ? QString() : u" ("_s + detail + u')'));
        }
    }
    verdict.reasons = reasons.join(u"; "_s);
    return verdict;
}

/// When which part did not work, newest first.
int history(const Parser &parser, store::Database &database)
{
    const std::optional<int> limit = parser.number("history", 1, 10'000);
    if (!limit)
        return kUsage;
    const auto outages = store::OutageStore(database).recent(*limit);
    if (!outages)
        return fail(outages.error());
    QJsonArray rows;
    for (const domain::Outage &outage : *outages) {
        const QString to = outage.to ? toIso(*outage.to) : QString();
        rows.append(QJsonObject{{u"check"_s, outage.check},
                                {u"level"_s, domain::nameOf(outage.level)},
                                {u"problem"_s, outage.problem},
                                {u"detail"_s, outage.detail},
                                {u"from"_s, toIso(outage.from)},
                                {u"to"_s, to.isEmpty() ? QJsonValue() : QJsonValue(to)},
                                {u"station"_s, outage.stationId}});
        if (!parser.isSet(u"json"_s))
            print(u"%1  %2  %3  %4  %5  %6"_s.arg(
                toIso(outage.from), to.isEmpty() ? u"(lasts)"_s.leftJustified(24) : to,
                domain::nameOf(outage.level).leftJustified(9), outage.check, outage.problem,
                outage.detail));
    }
    if (parser.isSet(u"json"_s))
        print(QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact)));
    return kOk;
}

int answer(const QString &status, const QString &text, const QJsonObject &station, bool json)
{
    if (json) {
        QJsonObject object{{u"status"_s, status},
                           {u"time"_s, toIso(systemNow())},
                           {u"version"_s, QStringLiteral(PARKING_VERSION)}};
        if (!station.isEmpty())
            object.insert(u"station"_s, station);
        if (!text.isEmpty())
            object.insert(u"problem"_s, text);
        print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
    } else {
        print(text.isEmpty() ? status : status + u": "_s + text);
    }
    return status == u"healthy" ? kOk : kFailed;
}

} // namespace

int runHealth(const QStringList &words)
{
    Parser parser("health",
                  "Asks the database how the site's station does. Exit code 0 when "
                  "healthy, 1 when degraded or unhealthy.",
                  true);
    parser.addOption({u"json"_s, u"As JSON."_s});
    parser.addOption(
        {u"history"_s, u"Instead: the last N times in which a part did not work."_s, u"N"_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const bool json = parser.isSet(u"json"_s);
    const QString unhealthy = u"unhealthy"_s;
    const auto database =
        store::Database::open({.url = loaded->settings.databaseUrl, .readOnly = true});
    if (!database)
        return answer(unhealthy, database.error().detail, {}, json);
    if (parser.isSet(u"history"_s))
        return history(parser, **database);
    const auto station = read::workingStation(**database, systemNow());
    if (!station)
        return answer(unhealthy, station.error().detail, {}, json);
    const Verdict verdict = *station ? verdictOf(**station) : Verdict();
    if (*station)
        return answer(verdict.level, verdict.reasons, stationJson(**station), json);
    return answer(unhealthy, u"no station has reported for 12 s"_s, {}, json);
}

} // namespace parking::cli
