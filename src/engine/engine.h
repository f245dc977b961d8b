#pragma once

#include "domain/health.h"
#include "domain/overrides.h"
#include "domain/snapshot.h"
#include "engine/ingest/ingester.h"
#include "engine/lamps/dispatcher.h"
#include "engine/lamps/lampledger.h"
#include "engine/spaces/spacecommands.h"
#include "engine/spaces/spaceimport.h"
#include "engine/station/healthtracker.h"
#include "journal/journal.h"
#include "mqtt/mqttclient.h"
#include "store/database.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>

namespace parking::engine {

struct EngineOptions {
    QString databaseUrl;
    QString dataFolder; ///< journal and station id live here
    QString version;
    std::optional<mqtt::MqttOptions> mqtt; ///< empty: nothing arrives by MQTT (viewer, demo)
    std::optional<DispatcherOptions> chirpstack; ///< empty: lamps are not commanded
    bool ingest = true; ///< false: a viewer, never takes the ingest lock
    journal::JournalSync sync = journal::JournalSync::Adaptive;
    int batchSize = 5000; ///< records in a transaction at most, 1..5000
    domain::StatePolicy policy;
    /// Without a broker for so long the site's lamps may be set dark (domain::LampsWhenBlind).
    Milliseconds blindAfter = std::chrono::minutes(15);
    Milliseconds downlinksKeep = std::chrono::days(90); ///< of the ledger of lamp commands
    Milliseconds frozenAfter{20'000}; ///< a holder of the lock that reports nothing is put aside
};

/// The running system: connection, journal, ingest, health. A worker object: it lives in the
/// engine's thread and every function is called there. EngineThread is the door for others.
///
/// States by themselves: it reconnects, waits for the ingest lock as a standby, and takes over.
class Engine : public QObject {
    Q_OBJECT

public:
    explicit Engine(EngineOptions options, QObject *parent = nullptr);
    ~Engine() override;

    /// Opens the journal and begins connecting. Errors that waiting cannot mend: JOURNAL_LOCKED,
    /// a folder that cannot be written, a URL that is none, MIGRATION_NEEDED, DATABASE_TOO_NEW;
    /// after one of them it may be called again.
    Result<> start();
    /// Makes or updates the tables, after start() refused with MIGRATION_NEEDED. The answer to a
    /// button: a database of others is never changed unasked.
    Result<> migrate();
    /// Commits what is in the journal if the database is there (bounded by `limit`), says good-bye
    /// in station_status, disconnects.
    void stop(Milliseconds limit = std::chrono::seconds(5));

    /// Null unless this engine ingests: the arrival side appends here.
    journal::Journal *journal() { return m_journal.get(); }

    bool isConnected() const { return m_database && m_database->isOpen() && m_ready; }
    bool isIdle() const; ///< connected, lock held, no backlog

    // --- Commands and questions of the window; DATABASE_ERROR (wait) while not connected ---
    Result<domain::SiteSnapshot> snapshot();
    /// Sets, replaces and takes back, in one transaction. Gives what stood before: the undo.
    Result<domain::Overrides> setOverrides(const domain::Overrides &values, const QString &actor);
    Result<>
    savePlacements(const QHash<domain::SpaceId, std::optional<domain::Placement>> &placements);
    Result<> saveFloor(const domain::Floor &floor);
    Result<> createSite(const domain::SiteSnapshot &site); ///< demo: floors and spaces at once
    /// As `parkctl spaces import`; see engine/spaceimport.h.
    Result<ImportResult> importSpaces(const QByteArray &csv, bool dryRun);
    domain::Health health() const;

    /// Gives how many commands were made. The station sends them, whichever program asks.
    /// CHIRPSTACK_NOT_SET_UP when the station has no key, STATION_DOWN when none runs.
    Result<int> resendLamps(const QList<domain::SpaceId> &spaces, const QString &actor);
    /// While held no lamp is wanted to change; afterwards all are compared. For histories.
    void holdLamps(bool hold);
    Result<> setDeviceType(domain::DevEui device, const QString &type);
    /// Both: what is stored is seen in snapshot() and read::lamp() after layoutChanged(), and the
    /// station compares all lamps. VALIDATION_ERROR; RECORD_NOT_FOUND for a display that no space
    /// has.
    Result<> setDisplaySettings(domain::DevEui display, const domain::DisplaySettings &settings);
    Result<> setDisplayPolicy(const domain::DisplayPolicy &policy);

    /// Takes events past the journal in one transaction: history of the demo. Oldest first.
    Result<> ingestHistory(const QList<journal::JournalRecord> &records);

Q_SIGNALS:
    void spacesChanged(const QList<parking::domain::SpaceStatus> &statuses); ///< gathered, 50 ms
    void layoutChanged(); ///< spaces, floors or everything: ask for a snapshot again
    void healthChanged(const parking::domain::Health &health); ///< once a second
    void ready(); ///< connected to a migrated database (again)
    void committed(int records); ///< journal records whose transactions are done
    void downlinksMoved(const QList<parking::domain::Downlink> &rows); ///< made or moved
    void idle(); ///< the journal has been taken in whole

private:
    // Connection and role
    Result<> tryConnect();
    Result<> prepareDatabase();
    void connectDatabase();
    void loseDatabase(const Error &error);
    void noteFailure(const Error &error);
    void noteFailure(const Result<> &result);
    void takeRole();
    void watchHolder(UtcTime now);
    void startMqtt();
    void onConnection(const mqtt::ConnectionInfo &info);

    // Ingest
    void queueDrain(Milliseconds pause);
    void drain();
    void takeOutcome(const BatchOutcome &outcome);
    void takeStates(const QList<store::StateRow> &rows);
    void flushChanges();

    // Lamps
    Result<> readLampPolicy();
    void startDispatcher();
    void enableLamps();
    void beginLamps(bool isDrained = false);
    bool isCaughtUp(bool isDrained) const;
    Result<> reconcileLamps(const QList<domain::DevEui> &devices = {});
    void compareLater(const QSet<domain::SpaceId> &spaces);
    Result<> compareLamps();
    Result<int> wishLamps(const QList<LampWish> &wishes);
    void takeLamps(const LampOutcome &outcome);
    void tickLamps(UtcTime now);
    Result<> checkBlind(UtcTime now);
    Milliseconds silenceLimit() const;
    void checkChirpStack(UtcTime now);
    Result<> pruneDownlinks(UtcTime now);

    // Between stations and viewers
    void sendNotify();
    void onNotified(const QString &payload);
    void announceLayout();
    void reloadLayout();
    void reload();
    Result<> refreshBindings();
    Result<> refreshStatuses(const QList<domain::SpaceId> &ids);

    // Commands
    Result<> changed(SpaceCommands &commands, const Result<QList<store::StateRow>> &rows);
    Result<> settleDue();
    Result<> inTransaction(const std::function<Result<>()> &work);
    static Error notConnected();
    /// Passes an answer on; a lost connection is noticed on the way.
    template <class T>
    T noted(T result)
    {
        if (!result && m_database && !m_database->isOpen())
            loseDatabase(result.error());
        return result;
    }

    // Health
    void tick();
    void checkHealth(UtcTime now);
    void checkDatabase(UtcTime now);
    void checkJournal(UtcTime now);
    void checkMqtt(UtcTime now);
    void report(bool leaving);
    void readStations(UtcTime now);

    EngineOptions m_options;
    QString m_stationId;
    UtcTime m_startedAt;
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Ingester> m_ingester;
    std::unique_ptr<mqtt::MqttClient> m_mqtt;
    std::unique_ptr<Dispatcher> m_dispatcher; ///< made when this station first ingests
    LampContext m_lamps;
    bool m_lampsHeld = false;
    QSet<domain::SpaceId> m_toCompare; ///< somebody else changed their state
    bool m_compareAll = false; ///< lamps, with the next tick
    domain::Hearing m_hearing;
    UtcTime m_nextPrune; ///< of the ledger
    std::optional<Steady::time_point> m_lampsDue; ///< the dispatcher waits for what is kept
    std::optional<UtcTime> m_connectedAt; ///< with the broker
    Steady::time_point m_lastArrival{}; ///< of records, or of the connection
    std::optional<UtcTime> m_newestUplink; ///< event time
    HealthTracker m_health;
    Bindings m_bindings;
    QHash<domain::SpaceId, domain::SpaceStatus> m_statuses;
    QSet<domain::SpaceId> m_changed; ///< to be emitted with the next flush
    QSet<domain::SpaceId> m_notify; ///< to be sent to viewers with the next NOTIFY
    bool m_notifyLayout = false;
    bool m_ready = false;
    bool m_holdsLock = false;
    std::optional<UtcTime> m_holderReport; ///< the last one that a standby saw of the holder
    Steady::time_point m_holderSeen{}; ///< when that report was new
    bool m_drainQueued = false;
    bool m_stopping = false;
    std::optional<UtcTime> m_qosZeroSeen;
    mqtt::ConnectionInfo m_connection;
    int m_ticks = 0;
    Milliseconds m_pause{500};
    QTimer m_reconnect;
    QTimer m_lockRetry;
    QTimer m_flush;
    QTimer m_notifyTimer;
    QTimer m_tick;
    QTimer m_lampsWait;
};

/// How long a sensor of this type may be silent before it counts as silent: 2.5 heartbeats.
/// 0 for unknown types: no limit is known.
Milliseconds silentAfter(const QString &deviceType);

/// For programs that change spaces without an Engine: running engines read the layout again
/// (PostgreSQL). A failure is logged; they look for themselves each minute.
void tellLayoutChanged(store::Database &database);

} // namespace parking::engine
