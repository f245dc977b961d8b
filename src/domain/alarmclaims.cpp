#include "domain/alarmclaims.h"

#include "base/literals.h"
#include "domain/commoncause.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kLasting = 30s; // the broker may be gone for a moment
constexpr int kMany = 5; // fewer silent ones say nothing of the whole site
constexpr double kCalm = 0.3; // of the moves within an hour that are too many
constexpr qint64 kFewUplinks = 3; // nobody has to understand the first ones

/// One space's sensor as alarms see it.
struct Seen {
    qsizetype row = 0;
    bool isSilent = false;
    bool isKnownSilent = false; ///< for so long somebody listened
    /// Its gateway brought others' words for so long, or it is silent for twice as long: before
    /// that it may as well be the gateway.
    bool isItsOwn = false;
};

AlarmMember memberOf(const Space &space)
{
    return {.space = space.id, .device = space.sensorEui.value_or(DevEui()), .name = space.code};
}

/// Building, floor and zone, as far as all of these spaces share them.
QJsonObject placeOf(const QList<const Space *> &spaces)
{
    QJsonObject place;
    const auto add = [&](const QString &name, QString Space::*part) {
        const QString first = spaces.isEmpty() ? QString() : spaces.first()->*part;
        const bool isShared = std::all_of(spaces.cbegin(), spaces.cend(),
                                          [&](const Space *s) { return s->*part == first; });
        if (isShared && !first.isEmpty())
            place.insert(name, first);
        return isShared;
    };
    if (add(u"building"_s, &Space::building) && add(u"floor"_s, &Space::floor))
        add(u"zone"_s, &Space::zone);
    return place;
}

QList<Seen> look(const AlarmPicture &picture, const AlarmMemory &memory)
{
    QHash<QString, UtcTime> newest; // word of each gateway
    for (const SpaceStatus &status : picture.statuses) {
        if (!status.hasSensor || !status.lastHeard)
            continue;
        UtcTime &time = newest[status.gatewayId];
        time = std::max(time, std::min(picture.now, *status.lastHeard));
    }
    QList<Seen> all;
    for (qsizetype i = 0; i < picture.statuses.size(); ++i) {
        const SpaceStatus &status = picture.statuses[i];
        if (!status.hasSensor || !status.lastHeard)
            continue;
        Seen seen{.row = i, .isSilent = status.confidence(picture.now) == Confidence::Stale};
        const UtcTime since =
            std::max(*status.lastHeard, memory.excused.value(status.id, *status.lastHeard));
        const Milliseconds listened = listenedFor(since, picture.now, picture.deaf);
        const Milliseconds limit = status.silentAfter * picture.limits.silentPercent / 100;
        seen.isKnownSilent = seen.isSilent && listened > limit;
        const UtcTime last = newest.value(status.gatewayId);
        seen.isItsOwn = seen.isKnownSilent
            && (listenedFor(since, last, picture.deaf) > limit || listened > 2 * limit);
        all.append(seen);
    }
    return all;
}

const HealthCheck *brokerAway(const AlarmPicture &picture)
{
    for (const HealthCheck &check : picture.checks) {
        if (check.name == u"mqtt" && check.level == HealthLevel::Unhealthy)
            return &check;
    }
    return nullptr;
}

/// Sensors are still of this gateway or zone, and it brought nothing since: so it is not over,
/// whether or not enough of the others are heard to tell it from something larger.
bool goesOn(const Alarm &alarm, const AlarmPicture &picture)
{
    bool isThere = false;
    for (qsizetype i = 0; i < picture.spaces.size(); ++i) {
        const Space &space = picture.spaces[i];
        const SpaceStatus &status = picture.statuses[i];
        if (!status.hasSensor || !status.lastHeard)
            continue;
        const bool isHere = concerns(alarm, space, status);
        if (isHere && *status.lastHeard > alarm.since)
            return false;
        isThere = isThere || isHere;
    }
    return isThere;
}

/// Whatever people call their buildings, two places are two subjects.
QString escaped(QStringList parts)
{
    for (QString &part : parts)
        part.replace(u'\\', u"\\\\"_s).replace(u'/', u"\\/"_s);
    return parts.join(u'/');
}

/// Gateways and zones, and those that they explain.
QSet<SpaceId> claimCauses(AlarmClaims &claims, const AlarmPicture &picture,
                          const QList<Seen> &sensors, const QList<Alarm> &open)
{
    QHash<SpaceId, const Seen *> seen;
    for (const Seen &one : sensors)
        seen.insert(picture.spaces[one.row].id, &one);
    QSet<SpaceId> explained;
    for (const CommonCause &cause : commonCauses(picture.spaces, picture.statuses, picture.now)) {
        const bool isGateway = cause.kind == CommonCause::Kind::GatewayLost;
        AlarmClaim claim{
            .cause = {.kind = isGateway ? AlarmKind::GatewayLost : AlarmKind::ZoneSilent,
                      .subject = isGateway ? cause.gatewayId
                                           : escaped({cause.building, cause.floor, cause.zone})},
            .since = cause.since};
        QList<const Space *> spaces;
        int known = 0;
        for (const SpaceId &id : cause.spaces) {
            const Seen *one = seen.value(id);
            spaces.append(&picture.spaces[one->row]);
            claim.members.append(memberOf(*spaces.last()));
            known += one->isKnownSilent;
            explained.insert(id);
        }
        claim.isFound = known >= kMany;
        claim.facts = placeOf(spaces);
        claims.claims.append(claim);
    }
    for (const Alarm &alarm : open) { // one that ended just now: their turn has to come
        if (!isCommon(alarm))
            continue;
        for (qsizetype i = 0; i < picture.spaces.size(); ++i) {
            if (picture.statuses[i].hasSensor
                && concerns(alarm, picture.spaces[i], picture.statuses[i]))
                explained.insert(picture.spaces[i].id);
        }
        const bool isNamed =
            std::any_of(claims.claims.cbegin(), claims.claims.cend(),
                        [&alarm](const AlarmClaim &claim) { return claim.cause == alarm.cause; });
        if (!isNamed && goesOn(alarm, picture))
            claims.claims.append({.cause = alarm.cause});
    }
    return explained;
}

void claimSilent(AlarmClaims &claims, const AlarmPicture &picture, const QList<Seen> &sensors,
                 const QSet<SpaceId> &explained)
{
    AlarmClaim claim{.cause = {.kind = AlarmKind::SensorsSilent}, .isFound = true};
    QList<const Space *> spaces;
    std::optional<Milliseconds> every;
    bool isOneRhythm = true;
    for (const Seen &one : sensors) {
        const Space &space = picture.spaces[one.row];
        if (!one.isSilent || explained.contains(space.id))
            continue;
        (one.isItsOwn ? claim.members : claim.hold).append(memberOf(space));
        if (!one.isItsOwn)
            continue;
        const SpaceStatus &status = picture.statuses[one.row];
        spaces.append(&space);
        claim.since = std::min(claim.since.value_or(*status.lastHeard), *status.lastHeard);
        isOneRhythm = isOneRhythm && every.value_or(status.heardEvery) == status.heardEvery;
        every = status.heardEvery;
    }
    claim.facts = placeOf(spaces);
    if (isOneRhythm && every && every->count() > 0)
        claim.facts.insert(u"everyMs"_s, qint64(every->count()));
    if (!claim.members.isEmpty() || !claim.hold.isEmpty())
        claims.claims.append(claim);
}

/// Of those that no gateway and no zone explains.
struct Tally {
    int silent = 0;
    int known = 0;
    int heard = 0;
    UtcTime newest = UtcTime::min(); ///< of all
    Milliseconds limit = Milliseconds::max(); ///< the shortest of all
};

Tally tallyOf(const AlarmPicture &picture, const QList<Seen> &sensors,
              const QSet<SpaceId> &explained)
{
    Tally tally;
    for (const Seen &one : sensors) {
        const SpaceStatus &status = picture.statuses[one.row];
        tally.newest = std::max(tally.newest, *status.lastHeard);
        tally.limit =
            std::min(tally.limit, status.silentAfter * picture.limits.silentPercent / 100);
        if (explained.contains(picture.spaces[one.row].id))
            continue;
        tally.silent += one.isSilent;
        tally.known += one.isKnownSilent;
        tally.heard += !one.isSilent;
    }
    return tally;
}

/// It is over with the first uplink, and not before: that the broker is back, or a program begins
/// anew, brings no word of any sensor. Where there is none any more it is over, too.
bool lasts(const Alarm *nothing, const Tally &tally)
{
    return nothing && tally.newest != UtcTime::min() && nothing->since >= tally.newest;
}

/// Most are silent, and none has spoken for longer than the quickest ever is. While it is not for
/// so long yet it may become that: nothing can be said of single ones.
enum class Quiet : quint8 { No, Maybe, Yes };
Quiet quietOf(const Tally &tally, const AlarmPicture &picture)
{
    if (tally.silent < kMany || tally.silent <= tally.heard)
        return Quiet::No;
    const Milliseconds quiet = listenedFor(tally.newest, picture.now, picture.deaf);
    if (quiet > tally.limit)
        return Quiet::Yes;
    return picture.now - tally.newest > tally.limit / 2 ? Quiet::Maybe : Quiet::No;
}

void claimBroker(AlarmClaims &claims, const AlarmPicture &picture, const HealthCheck &broker,
                 int sensors)
{
    claims.claims.append({.cause = {.kind = AlarmKind::NothingHeard},
                          .isFound = picture.now - broker.since >= kLasting && sensors > 0,
                          .count = sensors,
                          .since = broker.since,
                          .facts = {{u"problem"_s, broker.problem}}});
}

const Alarm *openNothing(const QList<Alarm> &open)
{
    const auto found = std::find_if(open.cbegin(), open.cend(), [](const Alarm &alarm) {
        return alarm.cause.kind == AlarmKind::NothingHeard;
    });
    return found == open.cend() ? nullptr : &*found;
}

void claimSilence(AlarmClaims &claims, const AlarmPicture &picture, const QList<Seen> &sensors,
                  const QList<Alarm> &open)
{
    const std::set<AlarmKind> byTheirSilence{AlarmKind::GatewayLost, AlarmKind::ZoneSilent,
                                             AlarmKind::SensorsSilent};
    const HealthCheck *broker = brokerAway(picture);
    if (broker)
        claimBroker(claims, picture, *broker, int(sensors.size()));
    else if (!picture.hears)
        claims.unknown.insert(AlarmKind::NothingHeard);
    if (broker || !picture.hears) { // silence tells nothing of a sensor
        claims.unknown.insert(byTheirSilence.cbegin(), byTheirSilence.cend());
        return;
    }
    AlarmClaims causes;
    const QSet<SpaceId> explained = claimCauses(causes, picture, sensors, open);
    const Tally tally = tallyOf(picture, sensors, explained);
    const Alarm *nothing = openNothing(open);
    const Quiet quiet = quietOf(tally, picture);
    if (lasts(nothing, tally) || quiet == Quiet::Yes)
        claims.claims.append({.cause = {.kind = AlarmKind::NothingHeard},
                              .isFound = lasts(nothing, tally)
                                  || (tally.known >= kMany && tally.known > tally.heard),
                              .count = int(sensors.size()),
                              .since = tally.newest});
    if (quiet != Quiet::No || nothing) { // just over, the turn of many has not come
        claims.unknown.insert(byTheirSilence.cbegin(), byTheirSilence.cend());
        return;
    }
    claims.claims += causes.claims;
    claimSilent(claims, picture, sensors, explained);
}

void claimBatteries(AlarmClaims &claims, const AlarmPicture &picture)
{
    if (!picture.devices) {
        claims.unknown.insert({AlarmKind::BatteryLow, AlarmKind::NotUnderstood});
        return;
    }
    AlarmClaim claim{.cause = {.kind = AlarmKind::BatteryLow}, .isFound = true};
    QSet<QString> places;
    for (const AlarmDevice &one : *picture.devices) {
        const FleetDevice &d = one.fleet;
        if (d.place.code.isEmpty() || d.state == DeviceState::Retired
            || one.battery == BatteryStanding::Good)
            continue;
        const AlarmMember member{.space = d.device.spaceId.value_or(SpaceId()),
                                 .device = d.device.devEui,
                                 .name = d.place.code};
        const bool isLow = one.battery == BatteryStanding::Low;
        (isLow ? claim.members : claim.hold).append(member);
        if (!isLow)
            continue;
        places.insert(d.place.building + u'\n' + d.place.floor);
        claim.facts = {{u"building"_s, d.place.building}, {u"floor"_s, d.place.floor}};
    }
    if (places.size() != 1)
        claim.facts = {};
    if (!claim.members.isEmpty() || !claim.hold.isEmpty())
        claims.claims.append(claim);
}

/// By what their states do; who is silent may have done anything meanwhile.
void claimStates(AlarmClaims &claims, const AlarmPicture &picture)
{
    AlarmClaim stuck{.cause = {.kind = AlarmKind::Stuck}, .isFound = true};
    AlarmClaim flapping{.cause = {.kind = AlarmKind::Flapping}, .isFound = true};
    const Milliseconds stuckAfter = std::chrono::hours(picture.limits.stuckHours);
    const int many = picture.limits.flapsPerHour;
    const bool hasCounted =
        picture.watchedSince && picture.now - *picture.watchedSince >= std::chrono::hours(1);
    for (qsizetype i = 0; i < picture.spaces.size(); ++i) {
        const SpaceStatus &status = picture.statuses[i];
        if (!status.hasSensor)
            continue;
        const AlarmMember member = memberOf(picture.spaces[i]);
        const bool isFresh = status.confidence(picture.now) == Confidence::Fresh;
        const bool isLong = status.state == SpaceState::Occupied
            && status.reason == StateReason::Sensor && picture.now - status.since > stuckAfter;
        if (isLong) {
            (isFresh ? stuck.members : stuck.hold).append(member);
            stuck.since = std::min(stuck.since.value_or(status.since), status.since);
        }
        const int moves = picture.movesInHour.value(status.id);
        if (moves >= many)
            flapping.members.append(member);
        else if (moves >= many * kCalm || !hasCounted || !isFresh)
            flapping.hold.append(member);
    }
    for (const AlarmClaim &claim : {stuck, flapping}) {
        if (!claim.members.isEmpty() || !claim.hold.isEmpty())
            claims.claims.append(claim);
    }
}

void claimNotUnderstood(AlarmClaims &claims, const AlarmPicture &picture)
{
    if (!picture.devices)
        return;
    QHash<SpaceId, qint64> uplinks;
    for (const AlarmDevice &one : *picture.devices) {
        if (one.fleet.device.spaceId && one.fleet.device.kind == DeviceKind::Sensor)
            uplinks.insert(*one.fleet.device.spaceId, one.fleet.device.uplinkCount);
    }
    AlarmClaim claim{.cause = {.kind = AlarmKind::NotUnderstood}, .isFound = true};
    QList<const Space *> spaces;
    for (qsizetype i = 0; i < picture.spaces.size(); ++i) {
        const SpaceStatus &status = picture.statuses[i];
        if (!status.hasSensor || !status.lastHeard || status.inputs.sensor)
            continue;
        const bool isClear = status.confidence(picture.now) == Confidence::Unverified
            && uplinks.value(status.id) >= kFewUplinks;
        (isClear ? claim.members : claim.hold).append(memberOf(picture.spaces[i]));
        if (isClear)
            spaces.append(&picture.spaces[i]);
    }
    claim.facts = placeOf(spaces);
    if (!claim.members.isEmpty() || !claim.hold.isEmpty())
        claims.claims.append(claim);
}

} // namespace

bool isCommon(const Alarm &alarm)
{
    return alarm.cause.kind == AlarmKind::GatewayLost || alarm.cause.kind == AlarmKind::ZoneSilent;
}

bool concerns(const Alarm &alarm, const Space &space, const SpaceStatus &status)
{
    if (alarm.cause.kind == AlarmKind::GatewayLost)
        return status.gatewayId == alarm.cause.subject;
    return space.building == alarm.facts.value(u"building").toString()
        && space.floor == alarm.facts.value(u"floor").toString()
        && (!alarm.facts.contains(u"zone") || space.zone == alarm.facts.value(u"zone").toString());
}

void claimDevices(AlarmClaims &claims, const AlarmPicture &picture, const QList<Alarm> &open,
                  const AlarmMemory &memory)
{
    claimSilence(claims, picture, look(picture, memory), open);
    claimBatteries(claims, picture);
    claimNotUnderstood(claims, picture);
    claimStates(claims, picture);
}

} // namespace parking::domain
