#include "domain/alarmrules.h"

#include "base/literals.h"
#include "domain/alarmclaims.h"
#include "domain/problems.h"

#include <algorithm>
#include <map>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kLasting = 30s; // a check that fails for less is no cause yet
constexpr Milliseconds kSettle = 60s; // a cause that comes back so soon was never away
constexpr double kVoltAbove = 0.1;
constexpr double kPercentAbove = 10;
constexpr qint64 kLeastRoom = qint64(256) << 20;
constexpr qint64 kEnoughRoom = qint64(10) << 30;

/// What a person mends is over when it is mended; what comes and goes by itself has to stay away.
Milliseconds settleTime(AlarmKind kind)
{
    const bool isByPeople = kind == AlarmKind::BookingBlocked || kind == AlarmKind::BookingOverstay;
    // One word is enough to know that something is heard.
    return isByPeople || kind == AlarmKind::NothingHeard ? 0ms : kSettle;
}

/// The least free room, above which there is no alarm.
qint64 leastFree(const DiskRoom &disk, int percent)
{
    return std::clamp(disk.total / 100 * percent, kLeastRoom, kEnoughRoom);
}

const HealthCheck *checkOf(const AlarmPicture &picture, QStringView name)
{
    const auto found =
        std::find_if(picture.checks.cbegin(), picture.checks.cend(),
                     [name](const HealthCheck &check) { return check.name == name; });
    return found == picture.checks.cend() ? nullptr : &*found;
}

void claimCheck(AlarmClaims &claims, const AlarmPicture &picture, AlarmKind kind,
                const HealthCheck &check)
{
    claims.claims.append({.cause = {.kind = kind},
                          .isFound = picture.now - check.since >= kLasting,
                          .since = check.since,
                          .facts = {{u"problem"_s, check.problem}}});
}

void claimChecks(AlarmClaims &claims, const AlarmPicture &picture)
{
    if (!checkOf(picture, u"journal"))
        claims.unknown.insert({AlarmKind::Backlog, AlarmKind::NothingStored});
    if (!checkOf(picture, u"chirpstack"))
        claims.unknown.insert(AlarmKind::ChirpStackAway);
    if (!picture.comparesClocks)
        claims.unknown.insert(AlarmKind::ClockWrong);
    if (const HealthCheck *check = checkOf(picture, u"journal")) {
        if (check->problem == problem::kBacklog)
            claimCheck(claims, picture, AlarmKind::Backlog, *check);
        else if (check->level == HealthLevel::Unhealthy)
            claimCheck(claims, picture, AlarmKind::NothingStored, *check);
    }
    const HealthCheck *clock = checkOf(picture, u"clock");
    if (!clock || clock->problem != problem::kDatabaseClock)
        clock = checkOf(picture, u"messages");
    if (clock
        && (clock->problem == problem::kDatabaseClock || clock->problem == problem::kClockDiffers))
        claimCheck(claims, picture, AlarmKind::ClockWrong, *clock);
}

void claimLamps(AlarmClaims &claims, const AlarmPicture &picture)
{
    const HealthCheck *server = checkOf(picture, u"chirpstack");
    const bool isAway = server && server->level == HealthLevel::Unhealthy;
    if (isAway && (!picture.lamps || picture.lamps->lamps > 0)) {
        claimCheck(claims, picture, AlarmKind::ChirpStackAway, *server);
        claims.claims.last().count = picture.lamps ? picture.lamps->lamps : 0;
    }
    if (!picture.lamps || isAway) { // then none of them can follow
        claims.unknown.insert(AlarmKind::LampsAmiss);
        return;
    }
    AlarmClaim claim{.cause = {.kind = AlarmKind::LampsAmiss}, .isFound = true};
    QSet<QString> problems;
    QHash<DevEui, SpaceId> spaces;
    for (const Space &space : picture.spaces) {
        if (space.displayEui)
            spaces.insert(*space.displayEui, space.id);
    }
    for (const LampTrouble &trouble : picture.lamps->troubles) {
        claim.members.append({.space = spaces.value(trouble.devEui),
                              .device = trouble.devEui,
                              .name = trouble.space});
        problems.insert(trouble.problem);
        if (trouble.since)
            claim.since = std::min(claim.since.value_or(*trouble.since), *trouble.since);
    }
    if (problems.size() == 1)
        claim.facts.insert(u"problem"_s, *problems.cbegin());
    if (!claim.members.isEmpty())
        claims.claims.append(claim);
}

void claimBookings(AlarmClaims &claims, const AlarmPicture &picture)
{
    if (!picture.bookings) {
        claims.unknown.insert({AlarmKind::BookingBlocked, AlarmKind::BookingOverstay});
        return;
    }
    QHash<SpaceId, qsizetype> rows;
    for (qsizetype i = 0; i < picture.spaces.size(); ++i)
        rows.insert(picture.spaces[i].id, i);
    for (const BookingAmiss &amiss : *picture.bookings) {
        const Booking &booking = amiss.booking;
        const qsizetype row = rows.value(booking.spaceId, -1);
        const bool isKnown =
            row >= 0 && picture.statuses[row].confidence(picture.now) == Confidence::Fresh;
        AlarmClaim claim{
            .cause = {.kind =
                          amiss.isBlocked ? AlarmKind::BookingBlocked : AlarmKind::BookingOverstay,
                      .subject = booking.id.toString()},
            .isFound = isKnown,
            .members = {{.space = booking.spaceId, .name = amiss.code}},
            .since = amiss.isBlocked ? booking.blockedAt : booking.overstayAt,
            .facts = {{u"start"_s, toIso(booking.start)}, {u"end"_s, toIso(booking.end)}}};
        if (amiss.instead)
            claim.facts.insert(u"instead"_s, amiss.instead->code);
        claims.claims.append(claim);
    }
}

void claimRoom(AlarmClaims &claims, const AlarmPicture &picture)
{
    if (!picture.disk || picture.disk->total <= 0) {
        claims.unknown.insert(AlarmKind::DiskFull);
    } else {
        const qint64 least = leastFree(*picture.disk, picture.limits.diskPercent);
        if (picture.disk->free < least + least / 2)
            claims.claims.append(
                {.cause = {.kind = AlarmKind::DiskFull}, .isFound = picture.disk->free < least});
    }
    if (!picture.lettersInHour)
        claims.unknown.insert(AlarmKind::MessagesRefused);
    else if (*picture.lettersInHour > 0)
        claims.claims.append({.cause = {.kind = AlarmKind::MessagesRefused},
                              .isFound = *picture.lettersInHour >= picture.limits.lettersPerHour});
}

QList<AlarmMember> sorted(QList<AlarmMember> members)
{
    std::stable_sort(members.begin(), members.end(),
                     [](const AlarmMember &a, const AlarmMember &b) { return a.name < b.name; });
    return members;
}

/// What is found now, or was before and is not known to be over. Empty: nothing of the kind.
std::optional<Alarm> found(const AlarmClaim &claim, const Alarm *before, UtcTime now)
{
    QList<AlarmMember> members = claim.members;
    if (before) { // a lamp stands at the same space as a sensor: not by name
        QSet<std::pair<SpaceId, DevEui>> were;
        for (const AlarmMember &member : before->members)
            were.insert({member.space, member.device});
        for (const AlarmMember &member : claim.hold) {
            if (were.contains({member.space, member.device}))
                members.append(member);
        }
    }
    const bool isOfMembers = !claim.members.isEmpty() || !claim.hold.isEmpty();
    if ((!claim.isFound && !before) || (isOfMembers && members.isEmpty()))
        return std::nullopt;
    Alarm alarm = before ? *before : Alarm{.id = AlarmId::create(), .raisedAt = now};
    alarm.cause = claim.cause;
    if (!claim.isFound)
        return alarm;
    alarm.level = levelOf(claim.cause.kind);
    alarm.count = isOfMembers ? int(members.size()) : claim.count;
    alarm.members = sorted(std::move(members)).mid(0, kAlarmMembers);
    if (!before || !isOfMembers || !claim.members.isEmpty())
        alarm.facts = claim.facts;
    if (!before)
        alarm.since = std::min(claim.since.value_or(now), now);
    return alarm;
}

/// One joined that nobody acknowledged.
bool hasNewMember(const Alarm &before, const Alarm &after)
{
    const bool isAllNamed = before.count == before.members.size();
    return isAllNamed
        && std::any_of(
               after.members.cbegin(), after.members.cend(),
               [&before](const AlarmMember &member) { return !before.members.contains(member); });
}

void keep(AlarmChanges &changes, const Alarm &before, Alarm after)
{
    if (before.acknowledgedAt && hasNewMember(before, after)) {
        changes.renewed.append(before);
        after.acknowledgedAt.reset();
        after.acknowledgedBy.clear();
    }
    if (after != before)
        changes.updated.append(after);
}

void endQuiet(AlarmChanges &changes, const Alarm &alarm, const AlarmPicture &picture,
              AlarmMemory &memory)
{
    const UtcTime quiet = memory.quietSince.value(alarm.id, picture.now);
    memory.quietSince.insert(alarm.id, quiet);
    if (picture.now - quiet < settleTime(alarm.cause.kind))
        return;
    memory.quietSince.remove(alarm.id);
    Alarm cleared = alarm;
    cleared.clearedAt = std::max(picture.now, alarm.raisedAt);
    excuse(memory, cleared, picture);
    changes.cleared.append(cleared);
}

} // namespace

BatteryStanding batteryStanding(const FleetDevice &device, const CellFigures &figures,
                                const AlarmLimits &limits)
{
    if (device.battery == BatteryLevel::Unknown)
        return BatteryStanding::Unknown;
    if (device.battery == BatteryLevel::External)
        return BatteryStanding::Good;
    const Device &d = device.device;
    const bool isByVolt = d.batteryVolt && figures.replaceBelowVolt > 0;
    const double above = isByVolt
        ? *d.batteryVolt - figures.replaceBelowVolt - limits.batteryMillivoltMore / 1000.0
        : d.batteryPercent.value_or(0) - limits.batteryPercent;
    if (above < 0)
        return BatteryStanding::Low;
    return above < (isByVolt ? kVoltAbove : kPercentAbove) ? BatteryStanding::Between
                                                           : BatteryStanding::Good;
}

Milliseconds listenedFor(UtcTime since, UtcTime now, const QList<DeafTime> &deaf)
{
    Milliseconds listened = now - since;
    for (const DeafTime &time : deaf) {
        const UtcTime from = std::max(since, time.from);
        const UtcTime to = std::min(now, time.to);
        if (from < to)
            listened -= to - from;
    }
    return std::max(listened, Milliseconds(0));
}

void FlapCount::note(SpaceId space, UtcTime moved)
{
    QList<UtcTime> &times = m_moved[space];
    if (times.isEmpty() || times.last() < moved)
        times.append(moved);
}

QHash<SpaceId, int> FlapCount::lastHour(UtcTime now)
{
    QHash<SpaceId, int> counts;
    m_moved.removeIf([&](auto entry) {
        entry->removeIf([now](UtcTime moved) { return now - moved > 1h; });
        if (!entry->isEmpty())
            counts.insert(entry.key(), int(entry->size()));
        return entry->isEmpty();
    });
    return counts;
}

AlarmClaims claimsOf(const AlarmPicture &picture, const QList<Alarm> &open,
                     const AlarmMemory &memory)
{
    Q_ASSERT(picture.spaces.size() == picture.statuses.size());
    AlarmClaims claims;
    claimDevices(claims, picture, open, memory);
    claimLamps(claims, picture);
    claimBookings(claims, picture);
    claimChecks(claims, picture);
    claimRoom(claims, picture);
    return claims;
}

void excuse(AlarmMemory &memory, const Alarm &cleared, const AlarmPicture &picture)
{
    const bool isOfAll = cleared.cause.kind == AlarmKind::NothingHeard;
    if (!isOfAll && !isCommon(cleared))
        return;
    for (qsizetype i = 0; i < picture.spaces.size(); ++i) {
        if (!isOfAll && !concerns(cleared, picture.spaces[i], picture.statuses[i]))
            continue;
        UtcTime &until = memory.excused[picture.spaces[i].id];
        until = std::max(until, *cleared.clearedAt);
    }
}

AlarmChanges settleAlarms(const QList<Alarm> &open, const AlarmPicture &picture,
                          AlarmMemory &memory)
{
    memory.excused.removeIf([&](auto entry) { return picture.now - *entry > kExcusedFor; });
    const AlarmClaims claims = claimsOf(picture, open, memory);
    std::map<AlarmCause, const Alarm *> before;
    for (const Alarm &alarm : open)
        before.emplace(alarm.cause, &alarm);
    AlarmChanges changes;
    std::set<AlarmCause> claimed;
    for (const AlarmClaim &claim : claims.claims) {
        if (!claimed.insert(claim.cause).second)
            continue; // two of a cause, and the database would refuse all
        const auto known = before.find(claim.cause);
        const Alarm *was = known == before.end() ? nullptr : known->second;
        const std::optional<Alarm> is = found(claim, was, picture.now);
        if (!is)
            continue;
        if (!was) {
            changes.raised.append(*is);
            continue;
        }
        memory.quietSince.remove(was->id);
        keep(changes, *was, *is);
        before.erase(known);
    }
    for (const auto &[cause, alarm] : before) {
        if (claims.unknown.contains(cause.kind))
            memory.quietSince.remove(alarm->id);
        else
            endQuiet(changes, *alarm, picture, memory);
    }
    return changes;
}

} // namespace parking::domain
