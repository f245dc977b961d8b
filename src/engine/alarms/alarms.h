#pragma once

#include "engine/alarms/notices.h"
#include "store/database.h"

#include <QObject>

#include <functional>

namespace parking::engine {

struct AlarmsOptions {
    /// Of the disk with the data folder; empty: it cannot be told.
    std::function<std::optional<domain::DiskRoom>()> disk;
    OutletOptions outlets = {}; ///< where they go besides
};

/// Alarms: what somebody should see to, raised once by its cause and cleared when that is over. The
/// station that ingests looks each five seconds; what it finds goes by one rule
/// (domain::settleAlarms) against the alarms that are stored, so that a restart changes nothing.
/// Everywhere, people acknowledge.
class Alarms : public QObject {
    Q_OBJECT

public:
    Alarms(const Context &context, AlarmsOptions options, QObject *parent = nullptr);

    // See engine/alarms/alarmwork.h. DATABASE_ERROR (wait) while the connection is away.
    Result<QList<domain::Alarm>> acknowledge(const QList<domain::AlarmId> &ids,
                                             const QString &actor);
    Result<> withdraw(const QList<domain::Alarm> &acknowledged, const QString &actor = {});

    Result<> load(store::Database &database); ///< where the spaces lie
    /// The station has taken in what broker and journal had kept: from now on silence tells.
    void begin();
    /// Once a second. `hasHeardAll`: whatever was received until a moment ago is in the
    /// database.
    void tick(bool hasHeardAll);

Q_SIGNALS:
    void moved(); ///< raised, changed, cleared or acknowledged, here or elsewhere

private:
    void forget();
    void noteMoves(const QList<domain::SpaceStatus> &statuses);
    void noteHearing(bool hasHeardAll, UtcTime now);
    void readExcused(UtcTime now);
    std::optional<UtcTime> lastReport();
    void read(UtcTime now);
    void look();
    domain::AlarmPicture picture(UtcTime now);
    Result<domain::AlarmChanges> settle(store::Database &database,
                                        const domain::AlarmPicture &picture,
                                        domain::AlarmMemory &memory);
    void tellMoved();

    const Context &m_context;
    const AlarmsOptions m_options;
    Notices m_notices;
    domain::AlarmLimits m_limits;
    QList<domain::Space> m_spaces;
    bool m_hasBegun = false;
    int m_ticks = 0;
    std::optional<UtcTime> m_reportBefore; ///< of any station before this program's first one
    std::optional<UtcTime> m_heardAllAt;
    std::optional<UtcTime> m_deafSince;
    QList<domain::DeafTime> m_deaf;
    UtcTime m_watchedSince;
    domain::FlapCount m_flaps;
    domain::AlarmMemory m_memory;
    // What was read last; empty: it could not be read.
    std::optional<QList<domain::AlarmDevice>> m_devices;
    std::optional<QList<domain::BookingAmiss>> m_bookings;
    std::optional<domain::LampsKnown> m_lamps;
    std::optional<qint64> m_letters;
};

} // namespace parking::engine
