#include "cli/command.h"
#include "engine/lampledger.h"
#include "store/ingeststore.h"

#include <QJsonDocument>

namespace parking::cli {

namespace {

QJsonObject stationJson(const store::StationStatus &station)
{
    return {{QStringLiteral("station"), station.stationId},
            {QStringLiteral("host"), station.host},
            {QStringLiteral("version"), station.version},
            {QStringLiteral("reportedAt"), toIso(station.reportedAt)},
            {QStringLiteral("mqtt"), station.mqttState},
            {QStringLiteral("backlog"), station.backlog},
            {QStringLiteral("uplinksPerSecond"), station.uplinksPerSecond},
            {QStringLiteral("lastUplink"),
             station.lastUplink ? QJsonValue(toIso(*station.lastUplink)) : QJsonValue()},
            {QStringLiteral("checks"), station.details.value(QStringLiteral("checks"))}};
}

/// The worst level of what the station last told about itself.
QString levelOf(const store::StationStatus &station)
{
    QString worst = QStringLiteral("healthy");
    const QJsonObject checks = station.details.value(QStringLiteral("checks")).toObject();
    for (const QJsonValue &check : checks) {
        const QString level = check.toObject().value(QStringLiteral("level")).toString();
        if (level == u"unhealthy" || (level == u"degraded" && worst == u"healthy"))
            worst = level;
    }
    return worst;
}

int answer(const QString &status, const QString &text, const QJsonObject &station, bool json)
{
    if (json) {
        QJsonObject object{{QStringLiteral("status"), status},
                           {QStringLiteral("time"), toIso(systemNow())},
                           {QStringLiteral("version"), QStringLiteral(PARKING_VERSION)}};
        if (!station.isEmpty())
            object.insert(QStringLiteral("station"), station);
        if (!text.isEmpty())
            object.insert(QStringLiteral("problem"), text);
        print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
    } else {
        print(text.isEmpty() ? status : status + QStringLiteral(": ") + text);
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
    parser.addOption({QStringLiteral("json"), QStringLiteral("As JSON.")});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const bool json = parser.isSet(QStringLiteral("json"));
    const QString unhealthy = QStringLiteral("unhealthy");
    const auto database =
        store::Database::open({.url = loaded->settings.databaseUrl, .readOnly = true});
    if (!database)
        return answer(unhealthy, database.error().detail, {}, json);
    const Result<QList<store::StationStatus>> stations = store::StationStore(**database).all();
    if (!stations)
        return answer(unhealthy, stations.error().detail, {}, json);
    const UtcTime now = systemNow();
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting && now - station.reportedAt < engine::kStationSilent)
            return answer(levelOf(station), {}, stationJson(station), json);
    }
    return answer(unhealthy, QStringLiteral("no station has reported for 15 s"), {}, json);
}

} // namespace parking::cli
