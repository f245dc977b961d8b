#pragma once

#include "engine/engine.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace parking::test {

class Mosquitto;

/// A running engine: its options, what comes in, and what it tells. Messages come through its
/// journal, unless it is tuned to a broker.
class Station {
public:
    using Tune = std::function<void(engine::EngineOptions &)>;

    /// `folder` empty: a data folder of its own.
    explicit Station(const QString &url, const Tune &tune = {}, const QString &folder = {});

    engine::Engine *operator->() { return &m_engine; }

    void append(const QByteArray &topic, const QByteArray &payload, int qos = 1);
    /// An uplink of a parking sensor.
    void park(const QString &sensor, bool occupied, UtcTime time = systemNow());

    /// Its problem is "-" when there is no such check.
    domain::HealthCheck check(const QString &name) const;
    QString problem(const QString &name) const { return check(name).problem; }
    /// What this engine told last of a space.
    std::optional<domain::SpaceStatus> status(domain::SpaceId space) const;
    std::optional<domain::SpaceState> told(domain::SpaceId space) const;

private:
    QTemporaryDir m_folder;
    engine::Engine m_engine;

public:
    QSignalSpy states;
    QSignalSpy layouts;
};

/// Tunes: no station, only one that looks on.
void asViewer(engine::EngineOptions &options);
/// Its messages come from this broker.
Station::Tune from(const Mosquitto &broker);

} // namespace parking::test
