#pragma once

#include "domain/downlink.h"
#include "domain/reading.h"
#include "store/downlinkstore.h"
#include "store/statestore.h"

#include <QHash>

namespace parking::engine {

/// What decides about lamps besides the database.
struct LampContext {
    bool enabled = false; ///< ChirpStack is set up: wanted frames become rows
    domain::DisplayPolicy policy;
    bool blind = false; ///< nothing has arrived for long and the site wants dark lamps then
    /// Not the station's: rows are made, what is known of the displays is left to the station.
    bool onlyWishes = false;
};

/// What one uplink or join tells about a display.
struct DisplayHeard {
    domain::DevEui devEui;
    UtcTime time; ///< event time
    QString deviceClass = {};
    bool joined = false;
    int fPort = 0;
    QByteArray payload = {};
    std::optional<domain::DisplayEcho> echo = {};
};

/// A lamp that may have to change.
struct LampWish {
    domain::DevEui devEui;
    domain::DownlinkCause cause = domain::DownlinkCause::Change;
    QString actor = {};
    std::optional<UtcTime> receivedAt = {}; ///< of the uplink behind it
    bool always = false; ///< also when it should show it already
};

/// Rows as they are in the database after the transaction.
struct LampOutcome {
    QList<domain::Downlink> rows; ///< inserted or moved
    QList<domain::Display> displays; ///< moved
    QList<domain::DevEui> heard; ///< lamps that spoke: they listen now
    QList<domain::DevEui> joined; ///< ChirpStack may have emptied their queues

    bool isEmpty() const
    {
        return rows.isEmpty() && displays.isEmpty() && heard.isEmpty() && joined.isEmpty();
    }
};

/// Moves the ledger within the caller's transaction: events and echoes first, then wishes, then
/// finish(). One object per transaction.
class LampLedger {
public:
    LampLedger(store::Database &database, const LampContext &context, UtcTime now)
        : m_store(database), m_database(database), m_context(context), m_now(now)
    {
    }

    /// Joins, echoes and classes, oldest first. They may add wishes of their own.
    Result<> hear(const QList<DisplayHeard> &heard);
    /// What ChirpStack tells about queue items, known or not.
    Result<> takeEvents(const QList<domain::DownlinkEvent> &events);
    /// Several wishes for one lamp are one: the most urgent cause stays.
    void wish(const LampWish &wish);
    /// Turns wishes into rows and writes what moved.
    Result<LampOutcome> finish();

private:
    void hearOne(domain::Display &display, const DisplayHeard &heard,
                 const QList<domain::Downlink> &sent);
    void checkEcho(domain::Display &display, const DisplayHeard &heard,
                   const QList<domain::Downlink> &sent);
    void echoed(domain::Display &display, const DisplayHeard &heard, const domain::Downlink &row);
    void setProblem(domain::Display &display, const QString &problem, UtcTime since,
                    const QString &suggestedType = {});
    void clearProblem(domain::Display &display, QStringView problem);
    void learn(const domain::Downlink &row, const domain::DownlinkEvent &event,
               const QList<domain::Downlink> &before);
    Result<> load(const QList<domain::DevEui> &devices);
    Result<> decideWishes();
    /// What is to be done about a lamp; `frame` is what it should show.
    domain::LampDecision decide(const store::DisplayedState &shown,
                                const QList<domain::Downlink> &open, domain::LampFrame &frame);
    std::optional<domain::LampFrame> wantedFrame(domain::Display &display, bool isDark,
                                                 const domain::LampWord &word);

    store::DownlinkStore m_store;
    store::Database &m_database;
    const LampContext &m_context;
    UtcTime m_now;
    QHash<domain::DevEui, domain::Display> m_displays; ///< those that were touched
    QSet<domain::DevEui> m_moved;
    QList<domain::DevEui> m_heard;
    QList<domain::DevEui> m_joined;
    QHash<domain::DevEui, LampWish> m_wishes;
    QList<domain::DownlinkEvent> m_events;
    QHash<domain::DownlinkId, domain::Downlink> m_rows; ///< as written
    QHash<domain::DownlinkId, domain::Downlink> m_echoed; ///< to be written
};

/// Is there a station that brings commands to lamps? For programs that only make rows. Errors:
/// STATION_DOWN (none reports), CHIRPSTACK_NOT_SET_UP (the one that ingests has no key).
Result<> checkLampsCommanded(store::Database &database, UtcTime now);

/// One transaction for wishes of somebody who is not the station: commands for it to send. Errors
/// as checkLampsCommanded().
Result<LampOutcome> wishLamps(store::Database &database, const domain::DisplayPolicy &policy,
                              const QList<LampWish> &wishes, UtcTime now);

/// The transaction in which a display's knowledge follows a row that was moved outside of a batch
/// (the dispatcher got its id after the txack came). `before`: DownlinkStore::lastSent() of its
/// lamp before it moved.
Result<> noteShown(store::Database &database, const domain::Downlink &row,
                   const QList<domain::DownlinkEvent> &events,
                   const QList<domain::Downlink> &before);

} // namespace parking::engine
