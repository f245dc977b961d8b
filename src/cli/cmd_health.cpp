#include "base/literals.h"
#include "cli/command.h"
#include "read/stations.h"
#include "store/stationstore.h"

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
    const auto station = read::workingStation(**database, systemNow());
    if (!station)
        return answer(unhealthy, station.error().detail, {}, json);
    const Verdict verdict = *station ? verdictOf(**station) : Verdict();
    if (*station)
        return answer(verdict.level, verdict.reasons, stationJson(**station), json);
    return answer(unhealthy, u"no station has reported for 15 s"_s, {}, json);
}

} // namespace parking::cli
