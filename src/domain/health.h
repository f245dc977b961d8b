#pragma once

#include "base/time.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace parking::domain {

/// A22: healthy, degraded (works, but something needs attention), unhealthy (data does not flow).
enum class HealthLevel : quint8 { Healthy, Degraded, Unhealthy };
QString nameOf(HealthLevel level);
std::optional<HealthLevel> healthLevelFromString(QStringView text);

/// One check. `problem` is a stable code ("QOS_ZERO", "SESSION_LOST", "DISK_FULL" ...), the
/// words for people are in ui/labels; `detail` is English for logs and `parkctl health`.
struct HealthCheck {
    /// database, mqtt, journal, messages, sensors, gateways, chirpstack, lamps, station
    QString name;
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    UtcTime since; ///< when this level began
    std::optional<double> latencyMs;

    bool operator==(const HealthCheck &) const = default;
};

struct Health {
    HealthLevel level = HealthLevel::Healthy; ///< the worst check
    QString version;
    UtcTime time;
    QList<HealthCheck> checks;
    double uplinksPerSecond = 0; ///< over the last 10 s
    qint64 backlog = 0; ///< journal records not yet committed
    std::optional<UtcTime> lastUplink; ///< receive time
    qint64 deadLetters = 0; ///< messages set aside within the last hour
    qint64 downlinksWaiting = 0; ///< lamp commands that ChirpStack has not taken yet
    bool ingesting = false; ///< this process holds the ingest lock

    bool operator==(const Health &) const = default;
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::Health)
