#pragma once

#include "carpark.h"
#include "engine/engine.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace parking::simulation {

/// What became of a day.
struct Outcome {
    quint64 seed = 0;
    QStringList blames; ///< empty: all is right
    QByteArray trace; ///< the same for the same seed
    qint64 lines = 0; ///< of the trace
    int lives = 0; ///< of the station
    qint64 ticks = 0; ///< of its
    qint64 uplinks = 0; ///< acknowledged or not
    qint64 frames = 0; ///< to lamps, on the air
};

/// A day of a small site, in one thread and without waiting: the station's engine as it is, with
/// its journal and an SQLite database in files, between a modelled broker and a modelled
/// ChirpStack, by a clock that goes from one event to the next. What goes wrong is drawn from the
/// seed. For the last hours nothing goes wrong any more and no car moves: then all has to be right.
///
/// One at a time in a thread. What is not the station's own: mqtt::MqttClient, chirpstack::HttpCall
/// and QUuid::createUuid(), of which this program links its own.
class World {
public:
    /// `folder`: for files, best in memory.
    World(quint64 seed, const QString &folder, bool isLoud = false);
    ~World();

    Outcome run();

private:
    Result<> makeDatabase();
    void planFaults();
    void plan(double perDay, std::function<void()> event);
    void onChange();
    void planOutage(double perDay, Milliseconds longest, std::function<void(bool)> set);
    const char *plantedFault(const char *place);
    void startStation();
    void buryStation();
    void tearJournal();
    void stopStation();
    void startLater();
    bool isQuiet() const;
    void leap(UtcTime end);
    void goOnUntil(UtcTime end);
    void rushHour();
    void judge();

    const quint64 m_seed;
    const QString m_folder;
    VirtualClock m_clock;
    sim::Random m_random;
    sim::Random m_ids;
    QRandomGenerator m_chance;
    Trace m_trace;
    const Faults m_faults;
    sim::SimSite m_site;
    Life m_life;
    Oracle m_oracle;
    Broker m_broker;
    Network m_network;
    CarPark m_carPark;
    std::unique_ptr<engine::Engine> m_station;
    QString m_url;
    bool m_isOver = false; ///< of the faults
    std::vector<std::function<void()>> m_waiting; ///< for the next car
    bool m_isDatabaseAway = false;
    double m_databaseTrouble = 0; ///< share of statements that fail
    UtcTime m_busyUntil;
    UtcTime m_passedAt;
    int m_lives = 0;
    qint64 m_ticks = 0;
};

/// Ids are drawn from here in this thread; null: from the system.
void drawIdsFrom(sim::Random *random);

} // namespace parking::simulation
