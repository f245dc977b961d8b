#pragma once

#include "engine/enginethread.h"
#include "mosquitto.h"
#include "sim/site.h"
#include "sim/traffic.h"
#include "testdatabases.h"

#include <chrono>

namespace parking::bench {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

QString nameOf(store::Dialect dialect); ///< sqlite, postgresql

/// Figures of one database; what was not measured stays 0.
struct IngestFigures {
    QString database;
    int uplinks = 0;
    double brokerToCommitPerSecond = 0;
    double copyPerSecond = 0;
    double brokerToSubscriberPerSecond = 0;
    double cpuMicrosecondsPerUplink = 0;
    double latencyP50Ms = 0;
    double latencyP99Ms = 0;
    qint64 memoryUplinks = 0;
    double memoryEarlyMiB = 0; ///< after the first tenth
    double memoryEndMiB = 0;
};

/// Measures the way from a real broker's full queue to the commit. One broker and one database per
/// object; runs an event loop while it waits. Every function gives an error instead of a figure
/// when a part fails.
class IngestBench {
public:
    IngestBench(store::Dialect dialect, test::TestDatabases &databases, int spaces);

    Result<> prepare();
    /// Fills the queue of our session, then starts the clock and the station.
    Result<> throughput(int uplinks);
    /// The same messages to a subscriber that does nothing with them.
    Result<> subscriber();
    /// The rows that throughput() made, written again in transactions of 500 rows: by COPY through
    /// psql, and on SQLite, which has no COPY, by one prepared INSERT.
    Result<> copy();
    /// Publishes at `rate` per second and takes the time from publish() to the commit of each.
    Result<> latency(int uplinks, int rate);
    /// Publishes as fast as the station takes it and watches this process's memory.
    Result<> memory(qint64 uplinks);

    const IngestFigures &figures() const { return m_figures; }

private:
    engine::EngineOptions station(const QString &name) const;
    Result<> openSession(const QString &clientId);
    Result<> fill(int uplinks);
    void startTraffic(double rate, Milliseconds back);
    Result<> copyPostgres();
    Result<> copySqlite();

    store::Dialect m_dialect;
    test::TestDatabases &m_databases;
    sim::SimSite m_site;
    std::unique_ptr<sim::Traffic> m_traffic;
    test::Mosquitto m_broker{{.logsMessages = false}};
    QTemporaryDir m_folder;
    QString m_url;
    IngestFigures m_figures;
};

} // namespace parking::bench
