#pragma once

#include "base/clock.h"
#include "domain/outage.h"

#include <QMap>
#include <QObject>

namespace parking::engine {

class DatabaseLink;
class IngestRole;

/// Keeps what Health said: each time in which a check of the station was not healthy, from and to.
/// While the database is away it is kept here.
class OutageLog : public QObject {
    Q_OBJECT

public:
    OutageLog(DatabaseLink &link, IngestRole &role, Clock &clock, QObject *parent = nullptr);

    void setStation(const QString &id) { m_stationId = id; }
    /// Once a second, at the station and at one that lost its database.
    void note(const domain::Health &health);
    /// From now on parts are ended one after the other, which is no fault of theirs.
    void rest() { m_isResting = true; }
    /// This program ends: whether what lasts goes on nobody will know.
    void end();

private:
    void begin();
    void noteOne(const domain::HealthCheck &check, UtcTime now);
    void close(domain::Outage &outage, UtcTime now);
    void write();

    DatabaseLink &m_link;
    IngestRole &m_role;
    Clock &m_clock;
    QString m_stationId;
    bool m_wasStation = false;
    bool m_isResting = false;
    QMap<QString, domain::Outage> m_open; ///< by check
    QMap<QString, domain::Outage> m_closed; ///< the last one of each check
    QMap<QString, domain::Outage> m_unwritten; ///< by id
};

} // namespace parking::engine
