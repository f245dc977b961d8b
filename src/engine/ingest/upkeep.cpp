#include "engine/ingest/upkeep.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/spaces/movement.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"
#include "store/remarkstore.h"

namespace parking::engine {

namespace {

constexpr int kCheckTicks = 10;
constexpr int kForgetTicks = 600;
constexpr qsizetype kNamed = 5; // devices in a detail
const QString kDevices = u"devices"_s;

QString namesOf(const QList<domain::DevEui> &devices)
{
    QStringList names;
    for (const domain::DevEui device : devices.first(qMin(kNamed, devices.size())))
        names.append(device.toString());
    if (devices.size() > kNamed)
        names.append(u"..."_s);
    return names.join(u", "_s);
}

} // namespace

void Upkeep::tick()
{
    if (!m_context.link.isUp())
        return;
    if (m_ticks % kCheckTicks == 0)
        checkDevices();
    if (m_ticks % kForgetTicks == 0)
        forget();
    ++m_ticks;
}

void Upkeep::rest()
{
    if (m_ticks == 0)
        return;
    m_ticks = 0;
    m_context.health.remove(kDevices);
}

void Upkeep::forget()
{
    const UtcTime now = m_context.clock.now();
    const domain::IntakeBounds &bounds = m_context.rules.bounds;
    const auto letters = m_context.link.transact([&](store::Database &database) {
        return store::IngestStore(database).removeOldLetters(now - bounds.lettersKept);
    });
    m_context.link.log(letters);
    const auto devices = m_context.link.transact([&](store::Database &database) {
        return store::DeviceStore(database).forgetUnassigned(now - bounds.strangersKept);
    });
    m_context.link.log(devices);
    if (letters.valueOr(0) > 0 || devices.valueOr(0) > 0)
        qCInfo(lcEngine) << "forgotten:" << letters.valueOr(0) << "dead letters older than"
                         << bounds.lettersKept.count() << "days," << devices.valueOr(0)
                         << "devices without a space that were not heard for"
                         << bounds.strangersKept.count() << "days";
}

void Upkeep::checkDevices()
{
    const auto silenced = m_context.link.with(
        [](store::Database &database) { return store::RemarkStore(database).silenced(); });
    if (!silenced)
        return m_context.link.log(silenced);
    if (silenced->isEmpty())
        return m_context.health.remove(kDevices);
    m_context.health.set(kDevices, domain::HealthLevel::Degraded, problem::kCounterReset,
                         u"the network server drops the uplinks of %1 devices since their frame "
                         "counter restarted: %2"_s.arg(silenced->size())
                             .arg(namesOf(*silenced)),
                         m_context.clock.now());
}

} // namespace parking::engine
