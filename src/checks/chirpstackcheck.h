#pragma once

#include "checks/check.h"
#include "chirpstack/restclient.h"

#include <QElapsedTimer>

namespace parking::engine {
class KeyProbe;
}

namespace parking::checks {

/// ChirpStack's REST API and its key: name, port, TLS, the right server, the key, the clock. It
/// only looks: no lamp is told anything.
class ChirpStackCheck : public Check {
    Q_OBJECT

public:
    /// `devices` were heard through this ChirpStack lately: only with them a tenant's key can be
    /// told from one that was deleted.
    ChirpStackCheck(chirpstack::RestOptions options, QList<domain::DevEui> devices,
                    QObject *parent = nullptr);
    ~ChirpStackCheck() override;

protected:
    void start() override;
    Finding late() const override;

private:
    void ask();
    void conclude();

    chirpstack::RestOptions m_options;
    const QList<domain::DevEui> m_devices;
    Reach *m_way = nullptr;
    std::unique_ptr<chirpstack::RestClient> m_rest;
    std::shared_ptr<engine::KeyProbe> m_probe;
    QElapsedTimer m_asked;
    std::optional<Milliseconds> m_ahead;
};

} // namespace parking::checks
