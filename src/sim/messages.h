#pragma once

#include "base/time.h"
#include "domain/spacestate.h"
#include "sim/random.h"
#include "sim/site.h"

#include <QByteArray>

namespace parking::sim {

/// One MQTT message as ChirpStack v4 would publish it, with what went into it.
struct SimMessage {
    enum class Kind { Uplink, Join, Status, Lamp };

    UtcTime deliverAt; ///< when the broker gets it
    QByteArray topic;
    QByteArray payload;
    Kind kind = Kind::Uplink;
    bool duplicate = false; ///< delivered before, byte for byte
    int device = -1; ///< index into SimSite::devices; -1: a device that no space knows
    QString key; ///< deduplicationId
    UtcTime time; ///< event time, whole milliseconds
    domain::Occupancy occupancy = domain::Occupancy::Free; ///< uplinks of Browan sensors
};

/// One frame on the air.
struct SimFrame {
    UtcTime time;
    quint32 fCnt = 0;
    int fPort = 102;
    QByteArray payload;
};

/// Writes ChirpStack's JSON: in rxInfo and txInfo default values are left out, times end in
/// "+00:00" (reference of the rules: ChirpStack api/rust build.rs and pbjson).
class MessageWriter {
public:
    explicit MessageWriter(const SimSite &site) : m_site(site) { }

    SimMessage uplink(int device, const SimFrame &frame, Random &random) const;
    SimMessage join(int device, UtcTime time, Random &random) const;
    SimMessage status(int device, UtcTime time, Random &random) const;
    /// As its device profile says; CLASS_C unless told. A literal.
    void setLampClass(const char *deviceClass) { m_lampClass = deviceClass; }
    /// An uplink of the lamp beside a space (index into SimSite::spaces).
    SimMessage lampUplink(int space, const SimFrame &frame, Random &random) const;
    /// Another event of that lamp: txack, ack, log, join. `body` are the members after deviceInfo.
    SimMessage lampEvent(int space, const char *event, const QByteArray &body, UtcTime time,
                         Random &random) const;
    /// An uplink of a device that belongs to no space.
    SimMessage stranger(quint64 devEui, const SimFrame &frame, Random &random) const;

private:
    QByteArray deviceInfo(const QString &name, const QString &profile, quint64 devEui,
                          const char *deviceClass = "CLASS_A") const;
    QByteArray lampInfo(int space) const;
    QByteArray rxInfo(const std::vector<Reach> &reach, UtcTime time, Random &random) const;

    const SimSite &m_site;
    const char *m_lampClass = "CLASS_C";
};

} // namespace parking::sim
