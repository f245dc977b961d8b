#pragma once

#include "domain/alarm.h"
#include "domain/alarmlimits.h"
#include "domain/battery.h"
#include "domain/bookinglist.h"
#include "domain/fleet.h"
#include "domain/health.h"
#include "domain/lampcheck.h"
#include "domain/space.h"
#include "domain/status.h"

#include <QHash>
#include <QSet>

/// Which alarms are open: one rule over what is known of a site. Pure; times in, alarms out.
namespace parking::domain {

/// A battery is low below its limit, and not low any more only well above it: a cell's voltage
/// falls when it is cold and rises when it rests.
enum class BatteryStanding : quint8 { Unknown, Good, Between, Low };
BatteryStanding batteryStanding(const FleetDevice &device, const CellFigures &figures,
                                const AlarmLimits &limits = {});

/// What is known of a device beside its space's state.
struct AlarmDevice {
    FleetDevice fleet = {};
    BatteryStanding battery = BatteryStanding::Unknown;
};

/// A time in which nobody could hear the site: what was silent then was not heard, no more.
struct DeafTime {
    UtcTime from = {};
    UtcTime to = {};
};
/// For how long somebody listened and heard nothing since then.
Milliseconds listenedFor(UtcTime since, UtcTime now, const QList<DeafTime> &deaf);

struct DiskRoom {
    qint64 total = 0; ///< bytes
    qint64 free = 0;
};

/// How often states of spaces moved within the last hour.
class FlapCount {
public:
    void note(SpaceId space, UtcTime moved);
    QHash<SpaceId, int> lastHour(UtcTime now);

private:
    QHash<SpaceId, QList<UtcTime>> m_moved;
};

/// All that alarms follow from. What is empty is not known, and then neither raises nor clears.
struct AlarmPicture {
    UtcTime now = {};
    AlarmLimits limits = {};
    QList<Space> spaces = {};
    QList<SpaceStatus> statuses = {}; ///< of `spaces`, in their order
    bool hears = false; ///< the broker is connected, and all that was received is taken in
    QList<DeafTime> deaf = {};
    std::optional<UtcTime> watchedSince = {}; ///< moves of states were counted
    QHash<SpaceId, int> movesInHour = {};
    QList<HealthCheck> checks = {}; ///< one that is absent is not known
    bool comparesClocks = false; ///< whether the clock is wrong would be seen
    std::optional<QList<AlarmDevice>> devices = {};
    std::optional<QList<BookingAmiss>> bookings = {};
    std::optional<LampsKnown> lamps = {};
    std::optional<qint64> lettersInHour = {}; ///< messages set aside
    std::optional<DiskRoom> disk = {};
};

/// What the rule remembers of one look for the next; nothing is lost by losing it but time.
struct AlarmMemory {
    QHash<AlarmId, UtcTime> quietSince = {}; ///< not found any more
    /// Sensors whose silence a cause explained until then: their turn has to come first.
    QHash<SpaceId, UtcTime> excused = {};
};

inline constexpr Milliseconds kExcusedFor = std::chrono::hours(60); ///< the longest limit there is
/// Those whose silence an alarm explained until it cleared get their turn from then on.
void excuse(AlarmMemory &memory, const Alarm &cleared, const AlarmPicture &picture);

struct AlarmChanges {
    QList<Alarm> raised = {};
    QList<Alarm> updated = {}; ///< open before and after
    QList<Alarm> cleared = {};
    QList<Alarm> renewed = {}; ///< as they were: their acknowledgement ends with this

    bool isEmpty() const { return raised.isEmpty() && updated.isEmpty() && cleared.isEmpty(); }
};

/// What a look at the site changes of the open alarms. An acknowledgement ends when a device joins
/// that was not among those that were acknowledged.
AlarmChanges settleAlarms(const QList<Alarm> &open, const AlarmPicture &picture,
                          AlarmMemory &memory);

} // namespace parking::domain
