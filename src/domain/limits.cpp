#include "domain/limits.h"

#include "base/literals.h"

namespace parking::domain {

namespace {

/// The value when it lies in its range; else nothing, and a note that says what was dropped.
template <class T>
std::optional<T> within(const char *name, const std::optional<T> &value, Range<T> range,
                        QStringList &notes)
{
    if (!value || range.contains(*value))
        return value;
    notes.append(u"%1 %2 outside %3..%4 dropped"_s.arg(QLatin1StringView(name))
                     .arg(*value)
                     .arg(range.low)
                     .arg(range.high));
    return std::nullopt;
}

} // namespace

Reading makeReading(const Uplink &uplink, const std::optional<Decoded> &decoded, UtcTime receivedAt)
{
    Reading reading;
    reading.eventKey = uplink.head.key;
    reading.devEui = uplink.head.device.devEui;
    reading.time = uplink.head.time;
    reading.timeSuspect = uplink.head.timeSuspect;
    reading.receivedAt = receivedAt;
    reading.fCnt = uplink.fCnt;
    reading.fPort = uplink.fPort;
    reading.dr = uplink.dr;
    reading.payload = uplink.payload;
    reading.object = uplink.object;
    reading.gateways = uplink.gateways;
    reading.notes = uplink.notes;
    if (!uplink.gateways.isEmpty()) {
        const GatewayReception &best = uplink.gateways.first();
        reading.gatewayId = best.gatewayId;
        reading.rssiDbm = within("rssi", std::optional(best.rssiDbm), kRssiDbm, reading.notes);
        reading.snrDb = within("snr", std::optional(best.snrDb), kSnrDb, reading.notes);
    }
    if (decoded) {
        reading.deviceType = decoded->deviceType;
        reading.occupancy = decoded->occupancy;
        reading.notes += decoded->notes;
        reading.batteryVolt =
            within("battery volt", decoded->batteryVolt, kBatteryVolt, reading.notes);
        reading.batteryPercent =
            within("battery percent", decoded->batteryPercent, kBatteryPercent, reading.notes);
        reading.tempCelsius =
            within("temperature", decoded->tempCelsius, kTempCelsius, reading.notes);
    }
    return reading;
}

} // namespace parking::domain
