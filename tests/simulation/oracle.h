#pragma once

#include "domain/resolve.h"
#include "domain/status.h"
#include "sim/lamps.h"
#include "store/database.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace parking::simulation {

/// Knows what the station was given and what it may make of it, and finds out where it does not.
class Oracle {
public:
    explicit Oracle(const sim::SimSite &site);

    void appended(const sim::SimMessage &message); ///< it lies in the station's journal
    void acknowledged(const sim::SimMessage &message); ///< and the broker has the PUBACK
    /// The station tells states: none that it did not hear, none older than one that it told.
    void claimed(const QList<domain::SpaceStatus> &statuses);
    void parked(int device, domain::Occupancy occupancy) { m_truth[device] = occupancy; }

    /// At the end of the day: what does the database hold, and what do the lamps show?
    void judge(store::Database &database, const sim::LampNetwork &lamps);
    void judgeLamps(store::Database &database, const sim::LampNetwork &lamps);
    void blame(const QString &words); ///< something is not as it must be
    const QStringList &blames() const { return m_blames; }
    qint64 uplinks() const { return m_uplinks.size(); }

private:
    struct Heard {
        sim::SimMessage message;
        bool isAcknowledged = false;
    };

    void judgeReadings(store::Database &database);
    void judgeDevices(store::Database &database);
    void judgeSpaces(store::Database &database);
    void judgeLedger(store::Database &database);

    const sim::SimSite &m_site;
    QHash<QString, Heard> m_uplinks; ///< by key, of sensors and lamps
    QSet<QString> m_words; ///< acknowledged: "item kind"
    QHash<domain::SpaceId, domain::SensorInput> m_told;
    QHash<int, domain::Occupancy> m_truth; ///< what stands on the ground, by device
    QHash<domain::SpaceId, int> m_device; ///< index into the site's devices
    QStringList m_blames;
};

} // namespace parking::simulation
