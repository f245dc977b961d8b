#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/health.h"

#include <QJsonObject>
#include <QObject>

#include <functional>

namespace parking::engine {

class DatabaseLink;
class HealthTracker;
class IngestRole;

/// The id of this computer's station: a UUID in the data folder, made at the first call.
/// DATA_FOLDER when the folder or the file cannot be made.
Result<QString> stationId(const QString &folder);

/// What a station tells about itself besides its health.
struct StationFacts {
    QString mqttState; ///< connected, connecting, waiting, stopped, taken over
    QJsonObject details; ///< further members of station_status.details
};

/// How the stations are, between programs: each writes it into station_status every 2 s; the one
/// that ingests reads there who else there is, the others whether it works.
class StationReport : public QObject {
    Q_OBJECT

public:
    struct Options {
        QString version;
        bool standsBy = false; ///< this program would ingest, if no other did
        std::function<StationFacts()> facts;
    };

    StationReport(DatabaseLink &link, IngestRole &role, HealthTracker &health, Clock &clock,
                  Options options, QObject *parent = nullptr);

    void begin(const QString &stationId);
    /// Once a second.
    void tick();
    void reportNow(); ///< what it says has changed
    void checkDatabase();
    void sayGoodBye();

Q_SIGNALS:
    void standbyKnown(bool isThere);

private:
    void report(bool leaving);
    void readStations();
    void readOthers();
    void recall();
    void relay(const QList<domain::HealthCheck> &checks);

    DatabaseLink &m_link;
    IngestRole &m_role;
    HealthTracker &m_health;
    Clock &m_clock;
    const Options m_options;
    QString m_stationId;
    QStringList m_relayed; ///< checks of another station
    UtcTime m_startedAt;
    int m_ticks = 0;
};

} // namespace parking::engine
