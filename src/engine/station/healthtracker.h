#pragma once

#include "domain/intake.h"

#include <QMap>

#include <deque>

namespace parking::engine {

/// Collects the checks and makes the Health that window, `parkctl health` and station_status show.
/// Pure bookkeeping; time comes in.
class HealthTracker {
public:
    explicit HealthTracker(QString version);

    /// Sets a check; `since` moves only when its level or problem changes.
    void set(const QString &name, domain::HealthLevel level, const QString &problem,
             const QString &detail, UtcTime now, std::optional<double> latencyMs = {});
    /// What another process found, with its `since`.
    void relay(const domain::HealthCheck &check);
    void remove(const QString &name);
    bool has(const QString &name) const { return m_checks.contains(name); }

    void countUplinks(int count, UtcTime now);
    void setLastUplink(UtcTime received) { m_lastUplink = received; }
    void setBacklog(qint64 records) { m_backlog = records; }
    void setDownlinksWaiting(qint64 rows) { m_downlinksWaiting = rows; }
    domain::Intake &intake() { return m_intake; }
    /// Tells what the messages of the last hour became as the check "messages"; where none came
    /// there is nothing to tell.
    void checkIntake(UtcTime now);
    void setIngesting(bool ingesting) { m_ingesting = ingesting; }

    /// While the broker is away, and until the first uplink after it was there, what is heard
    /// through it is not told to work (NOT_HEARD); afterwards it works since the broker is back.
    domain::Health health(UtcTime now) const;

private:
    struct Counted {
        UtcTime time;
        int count;
    };

    QString m_version;
    QMap<QString, domain::HealthCheck> m_checks;
    mutable std::deque<Counted> m_counted; ///< of the last 10 s
    std::optional<UtcTime> m_lastUplink;
    std::optional<UtcTime> m_hearsSince; ///< the broker is there, since the start or again
    qint64 m_backlog = 0;
    domain::Intake m_intake;
    qint64 m_downlinksWaiting = 0;
    bool m_ingesting = false;
};

} // namespace parking::engine
