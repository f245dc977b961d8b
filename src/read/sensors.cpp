#include "read/sensors.h"

#include "devices/devicetype.h"
#include "domain/problems.h"
#include "store/devicestore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"

namespace parking::read {

namespace {

QStringList fitting(const domain::Reading &reading)
{
    QStringList types;
    const devices::Frame frame{
        .fPort = reading.fPort, .payload = reading.payload, .object = reading.object};
    for (const devices::DeviceType &type : devices::deviceTypes()) {
        if (type.kind != domain::DeviceKind::Sensor)
            continue;
        const Result<domain::Decoded> decoded = type.decode(frame);
        if (decoded && decoded->occupancy)
            types.append(QString::fromLatin1(type.name));
    }
    return types;
}

} // namespace

Result<std::optional<domain::SensorStatus>> sensor(store::Database &database, domain::SpaceId space)
{
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found)
        return found.error();
    if (!found->sensorEui)
        return std::optional<domain::SensorStatus>();
    domain::SensorStatus status;
    status.device.devEui = *found->sensorEui;
    store::DeviceStore devices(database);
    const Result<domain::Device> device = devices.find(*found->sensorEui);
    if (!device)
        return device.error().code == problem::kNotFound
            ? Result<std::optional<domain::SensorStatus>>(status)
            : device.error();
    status.device = *device;
    auto last = store::ReadingStore(database).latest(*found->sensorEui);
    if (!last)
        return last.error();
    status.last = std::move(*last);
    if (!status.last || status.isUnderstood())
        return std::optional(status);
    status.fitting = fitting(*status.last);
    auto alike = devices.alike(*device);
    if (!alike)
        return alike.error();
    status.alike = std::move(*alike);
    return std::optional(status);
}

} // namespace parking::read
