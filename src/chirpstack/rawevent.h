#pragma once

#include "domain/uplink.h"

namespace parking::chirpstack {

enum class EventKind { Up, Join, Status, Ack, TxAck, Log, Location };

constexpr qsizetype kMaxEventBytes = 8 * 1024 * 1024;
constexpr int kMaxEventDepth = 64; ///< of objects and arrays in each other

/// What stands in an event's payload, before the rules about keys and times.
struct RawEvent {
    domain::Event event; ///< without its head
    domain::DeviceInfo device;
    QString deduplicationId; ///< as sent
    std::optional<UtcTime> time; ///< the event's own
    QStringList notes; ///< what was wrong and left out
};

/// What a status says of the battery. ChirpStack writes 0 where no level is known.
struct BatteryWord {
    double level = 0; ///< percent
    bool isUnavailable = false;
    bool isExternalPower = false;
};

/// Empty when the level means nothing.
std::optional<double> percentOf(const BatteryWord &battery);

/// Sorts them: highest SNR, then highest RSSI.
void bestFirst(QList<domain::GatewayReception> &gateways);

} // namespace parking::chirpstack
