#pragma once

#include "store/database.h"

#include <QJsonObject>

namespace parking::store {

/// station_status: one row per station that ingests, ingested or stands by.
struct StationStatus {
    QString stationId;
    QString host;
    QString version;
    UtcTime reportedAt; ///< sharedNow()
    UtcTime startedAt;
    bool ingesting = false;
    QString mqttState; ///< connected, connecting, waiting, stopped, taken over, standby
    qint64 backlog = 0;
    double uplinksPerSecond = 0;
    std::optional<UtcTime> lastUplink;
    QJsonObject details; ///< the health checks

    bool operator==(const StationStatus &) const = default;
};

/// mqttState of a station that ingests nothing and would take over.
inline constexpr QLatin1StringView kStandingBy{"standby"};

/// Now by the clock that all programs of one database share, so that they can tell how old a report
/// is: the server's; with an SQLite file this computer's, `own`.
Result<UtcTime> sharedNow(Database &database, UtcTime own);

/// Members of StationStatus::details beside the checks.
inline constexpr QLatin1StringView kCommandsLamps{"commandsLamps"}; ///< it sends to lamps
inline constexpr QLatin1StringView kOwnClock{"ownClock"}; ///< its own time at reportedAt
inline constexpr QLatin1StringView kLampsDark{"lampsDark"}; ///< it is blind and wants them dark

class StationStore {
public:
    explicit StationStore(Database &database) : m_db(database) { }
    Result<> report(const StationStatus &status);
    Result<QList<StationStatus>> all(); ///< newest report first
    Result<bool> forget(const QString &stationId); ///< false: there is none

private:
    Database &m_db;
};

} // namespace parking::store
