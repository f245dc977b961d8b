#include "engine/spaces/silencewatch.h"

#include "base/literals.h"
#include "domain/commoncause.h"
#include "domain/problems.h"
#include "engine/spaces/livestates.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

namespace parking::engine {

using domain::CommonCause;
using domain::Confidence;
using domain::HealthLevel;
using domain::SpaceStatus;

namespace {

constexpr int kLookTicks = 5;
constexpr double kMostUnheard = 0.02; // share of the sensors; a few always want a new battery
const QString kSensors = u"sensors"_s;
const QString kGateways = u"gateways"_s;

struct Sensors {
    int all = 0;
    int silent = 0;
    int neverHeard = 0;
    int notUnderstood = 0;

    int unheard() const { return silent + neverHeard + notUnderstood; }
};

Sensors countSensors(const QList<SpaceStatus> &statuses, UtcTime now)
{
    Sensors sensors;
    for (const SpaceStatus &status : statuses) {
        if (!status.hasSensor)
            continue;
        ++sensors.all;
        const Confidence confidence = status.confidence(now);
        sensors.silent += confidence == Confidence::Stale;
        sensors.neverHeard += !status.lastHeard;
        sensors.notUnderstood += confidence == Confidence::Unverified && status.lastHeard;
    }
    return sensors;
}

QString nameOf(const CommonCause &cause)
{
    if (cause.kind == CommonCause::Kind::GatewayLost)
        return cause.gatewayId;
    return QStringList{cause.building, cause.floor, cause.zone}.join(u' ').trimmed();
}

} // namespace

Result<> SilenceWatch::load(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    auto spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    m_spaces = std::move(*spaces);
    m_ticks = 0;
    return {};
}

void SilenceWatch::tick()
{
    if (!m_context.role.isHeld()) {
        tellNothing(kSensors);
        tellNothing(kGateways);
    } else if (m_ticks++ % kLookTicks == 0) {
        look();
    }
}

/// What a station told of the same thing, and a viewer shows, stays.
void SilenceWatch::tellNothing(const QString &check)
{
    if (m_told.remove(check))
        m_context.health.remove(check);
}

void SilenceWatch::look()
{
    const UtcTime now = m_context.clock.now();
    QList<SpaceStatus> statuses;
    statuses.reserve(m_spaces.size());
    bool hasGateway = false;
    for (const domain::Space &space : std::as_const(m_spaces)) {
        statuses.append(m_context.states.of(space.id));
        hasGateway = hasGateway || !statuses.last().gatewayId.isEmpty();
    }
    const Sensors sensors = countSensors(statuses, now);
    if (sensors.all == 0) {
        tellNothing(kSensors);
        return tellNothing(kGateways);
    }
    QStringList lost;
    QStringList zones;
    for (const CommonCause &cause : domain::commonCauses(m_spaces, statuses, now)) {
        (cause.kind == CommonCause::Kind::GatewayLost ? lost : zones)
            .append(u"%1 (%2 sensors, since %3)"_s.arg(nameOf(cause))
                        .arg(cause.spaces.size())
                        .arg(toIso(cause.since)));
    }
    QString detail =
        u"%1 of %2 silent, %3 never heard, %4 without a word of their space"_s.arg(sensors.silent)
            .arg(sensors.all)
            .arg(sensors.neverHeard)
            .arg(sensors.notUnderstood);
    if (!zones.isEmpty())
        detail += u"; "_s + zones.join(u", "_s);
    m_told.insert(kSensors);
    const bool many = sensors.unheard() > kMostUnheard * sensors.all || !zones.isEmpty();
    m_context.health.set(kSensors, many ? HealthLevel::Degraded : HealthLevel::Healthy,
                         many ? QString(problem::kSensorsUnheard) : QString(), detail, now);
    if (!hasGateway)
        return tellNothing(kGateways);
    m_told.insert(kGateways);
    m_context.health.set(kGateways, lost.isEmpty() ? HealthLevel::Healthy : HealthLevel::Degraded,
                         lost.isEmpty() ? QString() : QString(problem::kGatewayLost),
                         lost.join(u", "_s), now);
}

} // namespace parking::engine
