#pragma once

#include "domain/health.h"
#include "engine/alarms/alarms.h"
#include "engine/bookings/bookings.h"
#include "engine/context.h"
#include "engine/ingest/arrival.h"
#include "engine/lamps/lamps.h"
#include "engine/lamps/networkdirectory.h"
#include "engine/spaces/livestates.h"
#include "engine/spaces/movement.h"
#include "engine/spaces/silencewatch.h"
#include "engine/spaces/spaces.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "engine/station/outagelog.h"
#include "engine/station/peers.h"
#include "engine/station/stationreport.h"

#include <QObject>

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
    Milliseconds readingsKeep{}; ///< 0: for ever
    Milliseconds changesKeep{}; ///< of spaces' states; 0: for ever
    domain::IntakeBounds bounds;
    OutletOptions outlets; ///< where alarms go beside the windows
    /// Settings by which somebody on the way could read or forge what is said: why, by their key.
    QMap<QString, QString> weakConnections;
    Milliseconds frozenAfter{8'000}; ///< a holder of the lock that reports nothing is put aside
    std::shared_ptr<Clock> clock = std::make_shared<SystemClock>(); ///< tests turn theirs
};

/// The running system: it owns its parts, connects them, and gives them their turn. What the parts
/// do stands with them; each knows only those below it.
///
/// A worker object: it lives in the engine's thread and every function is called there.
/// EngineThread is the door for others. States by themselves: it reconnects, waits for the ingest
/// lock as a standby, and takes over.
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
    Result<> migrate() { return m_link.migrate(); }
    /// Commits what is in the journal if the database is there (bounded by `limit`), says good-bye
    /// in station_status, disconnects.
    void stop(Milliseconds limit = std::chrono::seconds(5));

    bool isConnected() const { return m_link.isUp(); }
    bool isIdle() const { return m_role.isHeld() && m_arrival.isEmpty(); } ///< no backlog
    domain::Health health() const { return m_health.health(m_clock.now()); }

    // Commands are with the parts; DATABASE_ERROR (wait) while not connected.
    Alarms &alarms() { return m_alarms; }
    Arrival &arrival() { return m_arrival; }
    Bookings &bookings() { return m_bookings; }
    NetworkDirectory &directory() { return m_directory; }
    Lamps &lamps() { return m_lamps; }
    Spaces &spaces() { return m_spaces; }

    /// Null unless this engine ingests: the arrival side appends here.
    journal::Journal *journal() { return m_arrival.journal(); }

Q_SIGNALS:
    void spacesChanged(const QList<parking::domain::SpaceStatus> &statuses); ///< gathered, 50 ms
    void layoutChanged(); ///< spaces, floors or everything: ask for a snapshot again
    void healthChanged(const parking::domain::Health &health); ///< once a second
    void ready(); ///< connected to a migrated database (again)
    void committed(int records); ///< journal records whose transactions are done
    void downlinksMoved(const QList<parking::domain::Downlink> &rows); ///< made or moved
    void bookingsMoved(const QList<parking::domain::Booking> &bookings); ///< by this program
    void bookingsHeard(); ///< another program moved some
    void bookingsAlerted(const QList<parking::engine::BookingAlert> &alerts);
    void alarmsMoved(); ///< raised, cleared or acknowledged, by whomever
    void idle(); ///< the journal has been taken in whole

private:
    void connectParts();
    void tellWeakConnections();
    void tick();
    void tellHealth();
    void reloadLayout();
    void announceLayout();
    StationFacts facts() const;

    const EngineOptions m_options;
    Clock &m_clock;
    MovementRules m_rules;
    // In the order of who knows whom: each is given those above it.
    HealthTracker m_health;
    DatabaseLink m_link;
    IngestRole m_role;
    Peers m_peers;
    StationReport m_report;
    OutageLog m_outages;
    LiveStates m_states;
    const Context m_context;
    Lamps m_lamps;
    Spaces m_spaces;
    NetworkDirectory m_directory;
    Bookings m_bookings;
    SilenceWatch m_silence;
    Alarms m_alarms;
    Arrival m_arrival;
    ClockTimer m_tick;
};

} // namespace parking::engine
