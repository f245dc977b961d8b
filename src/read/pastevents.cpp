#include "read/pastevents.h"

#include "base/literals.h"
#include "domain/counts.h"
#include "store/alarmstore.h"
#include "store/changestore.h"

#include <QSet>

#include <algorithm>

namespace parking::read {

using namespace std::chrono_literals;
using domain::SpaceId;
using domain::SpaceState;

namespace {

constexpr Milliseconds kWindow = 24h; // of which changes are read at once

/// Which zone each space is in, and how many of its spaces are not taken, by their last change.
class Zones {
public:
    Zones(const Past &past, const QList<SpaceId> &spaces)
    {
        const QSet<SpaceId> wanted(spaces.cbegin(), spaces.cend());
        QHash<QString, int> places;
        for (const domain::Space &space : past.site.spaces) {
            if (!wanted.contains(space.id))
                continue;
            const QString key = space.building + u'\x1f' + space.floor + u'\x1f' + space.zone;
            const auto place = places.constFind(key);
            const int number = place == places.cend() ? int(places.size()) : *place;
            places.insert(key, number);
            m_zone.insert(space.id, number);
        }
        m_free.fill(0, places.size());
    }

    bool contains(const SpaceId &space) const { return m_zone.contains(space); }
    int zoneOf(const SpaceId &space) const { return m_zone.value(space, -1); }
    void begin(const QList<domain::SpaceStatus> &statuses)
    {
        for (const domain::SpaceStatus &status : statuses) {
            if (contains(status.id))
                set(status.id, status.state);
        }
    }
    /// True: its zone had one that is free, and has none any more.
    bool set(const SpaceId &space, SpaceState state)
    {
        const bool was = m_isFree.value(space, false);
        const bool is = state == SpaceState::Free;
        m_isFree.insert(space, is);
        int &free = m_free[zoneOf(space)];
        free += int(is) - int(was);
        return was && !is && free == 0;
    }

private:
    QHash<SpaceId, int> m_zone;
    QHash<SpaceId, bool> m_isFree;
    QList<int> m_free;
};

/// The changes of these spaces in (from, to], oldest first.
Result<QList<domain::StateChange>> changesOf(store::Database &database,
                                             const QList<SpaceId> &spaces, UtcTime from, UtcTime to)
{
    QList<domain::StateChange> changes;
    for (const SpaceId &space : spaces) {
        const auto found = store::ChangeStore(database).within(space, from + 1ms, to + 1ms);
        if (!found)
            return found.error();
        changes += *found;
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const domain::StateChange &one, const domain::StateChange &other) {
                         return one.time < other.time;
                     });
    return changes;
}

/// By what was known then, not by the last changes alone.
Result<bool> isFull(store::Database &database, const Past &past, const Zones &zones, int zone,
                    UtcTime moment)
{
    const auto statuses = stateAt(database, past, moment);
    if (!statuses)
        return statuses.error();
    domain::Counts counts;
    for (const domain::SpaceStatus &status : *statuses) {
        if (zones.zoneOf(status.id) == zone)
            counts.add(status, status.confidence(moment));
    }
    return counts.isFull();
}

const domain::Space *find(const Past &past, const SpaceId &id)
{
    const auto found = std::find_if(past.site.spaces.cbegin(), past.site.spaces.cend(),
                                    [&id](const domain::Space &one) { return one.id == id; });
    return found == past.site.spaces.cend() ? nullptr : &*found;
}

std::optional<UtcTime> within(const Past &past, std::optional<UtcTime> time)
{
    return time && *time >= past.from && *time <= past.to ? time : std::nullopt;
}

} // namespace

Result<std::optional<FullZone>> fullAfter(store::Database &database, const Past &past,
                                          const QList<SpaceId> &spaces, UtcTime moment)
{
    Zones zones(past, spaces);
    UtcTime from = std::max(moment, past.from);
    if (const domain::RecordingGap *gap = domain::gapAt(past.gaps, from))
        from = gap->to; // within it nobody knows what any was
    const auto begin = stateAt(database, past, from);
    if (!begin)
        return begin.error();
    zones.begin(*begin);
    for (; from < past.to; from += kWindow) {
        const auto changes =
            changesOf(database, spaces, from, std::min<UtcTime>(from + kWindow, past.to));
        if (!changes)
            return changes.error();
        for (const domain::StateChange &change : *changes) {
            if (!zones.contains(change.spaceId) || !zones.set(change.spaceId, change.current)
                || domain::gapAt(past.gaps, change.time))
                continue;
            const auto full =
                isFull(database, past, zones, zones.zoneOf(change.spaceId), change.time);
            if (!full)
                return full.error();
            const domain::Space *space = find(past, change.spaceId);
            if (*full && space)
                return std::optional(
                    FullZone{change.time, space->id, space->building, space->floor, space->zone});
        }
    }
    return std::optional<FullZone>();
}

Result<std::optional<UtcTime>> alarmAfter(store::Database &database, const Past &past,
                                          UtcTime moment)
{
    const auto next = store::AlarmStore(database).raisedAfter(std::max(moment, past.from));
    return next ? Result(within(past, *next)) : next;
}

Result<std::optional<UtcTime>> alarmBefore(store::Database &database, const Past &past,
                                           UtcTime moment)
{
    const auto last = store::AlarmStore(database).raisedBefore(std::min(moment, past.to));
    return last ? Result(within(past, *last)) : last;
}

} // namespace parking::read
