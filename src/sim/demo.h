#pragma once

#include "domain/snapshot.h"
#include "mqtt/mqttmessage.h"
#include "sim/bookedday.h"
#include "sim/restfront.h"
#include "sim/traffic.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace parking::sim {

/// The demo's car park: a site, some days of history, and then messages as time passes.
/// Three hours before now the gateway in the basement of the first building lost its power: one
/// zone that no other gateway reaches is silent since, so that the map has a cause to name.
/// Thread: its owner's; `publish` is called there.
class Demo : public QObject {
    Q_OBJECT

public:
    using Publish = std::function<void(const mqtt::MqttMessage &)>;

    Demo(int spaces, quint64 seed, UtcTime now, QObject *parent = nullptr);

    domain::SiteSnapshot site() const; ///< floors and spaces, no statuses
    UtcTime now() const { return m_now; } ///< when it began

    /// Bookings of the day that it is there; after history(), before start().
    const QList<BookedVisit> &visits() const { return m_visits; }

    /// Messages from `days` before now up to now, in order of delivery: all changes, few
    /// heartbeats; at the end every healthy sensor is heard once more. Called once.
    QList<SimMessage> history(int days);

    /// Opens the simulated ChirpStack's REST side on a free port.
    Result<QUrl> startRest();

    /// Publishes from now on: a car every second or two with the default 500 spaces.
    void start(Publish publish);

private:
    void publishDue();
    SimMessage lastWord(int device, UtcTime before);
    void loseGateway();
    BookedDay bookedDay() const;
    bool isCutOff(int device) const { return m_isGatewayLost && device >= 0 && m_alone[device]; }

    SimSite m_site;
    QList<bool> m_alone; ///< by device: only the gateway that is lost hears it
    bool m_isGatewayLost = false;
    QList<BookedVisit> m_visits;
    UtcTime m_now;
    quint64 m_seed;
    Random m_random;
    std::unique_ptr<Traffic> m_traffic;
    LampNetwork m_lamps;
    RestFront m_rest;
    std::optional<SimMessage> m_next;
    Publish m_publish;
    QTimer m_timer;
};

} // namespace parking::sim
