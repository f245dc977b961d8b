#pragma once

#include "domain/downlink.h"
#include "store/database.h"

#include <QSet>

namespace parking::store {

/// The ledger of lamp commands: downlinks, downlink_events.
/// Only the station that ingests moves rows; anybody may add pending ones.
class DownlinkStore {
public:
    explicit DownlinkStore(Database &database) : m_db(database) { }

    /// Until the transaction ends nobody else decides about lamps: taken before the states are read
    /// from which wishes become rows, so that a later sequence never carries an older state. Spaces
    /// that the transaction locks are locked before.
    Result<> lockWishes();
    /// New rows; `sequence` is given by the database in the list's order and written back.
    Result<> insert(QList<domain::Downlink> &rows);
    /// Writes everything of a row that moves after it was inserted. A withdrawn row stays so unless
    /// it turns out that it was on the air. Where a frame ended so that nobody knows whether it
    /// went out (domain::forget), its display's evidence falls with it.
    Result<> update(const QList<domain::Downlink> &rows);
    /// Of these, the ones that are still pending go to sending: state, attempts, posted_at,
    /// expires_at as given. Gives the ids of those that did; another process may have withdrawn the
    /// rest.
    Result<QSet<domain::DownlinkId>> begin(const QList<domain::Downlink> &rows);
    /// Pending rows of these devices become superseded. Gives them.
    Result<QList<domain::Downlink>> supersedePending(const QList<domain::DevEui> &devices,
                                                     UtcTime now);

    /// After the device's queue at ChirpStack was emptied: what waits, and of `queued` (read
    /// before) what still counts as queued, becomes superseded with the problem FLUSHED. Gives
    /// them. In the caller's transaction.
    Result<QList<domain::Downlink>> flushed(domain::DevEui device,
                                            const QList<domain::DownlinkId> &queued, UtcTime now);

    /// Open rows (pending, sending, queued), oldest first; of some devices, or of all.
    Result<QList<domain::Downlink>> open(const QList<domain::DevEui> &devices = {});
    Result<QList<domain::Downlink>> pending();
    Result<QList<domain::Downlink>> byItems(const QStringList &queueItemIds);
    /// What each of these devices may show, for echoes: the newest row that was on the air, and
    /// newer ones that were given to ChirpStack. Oldest first.
    Result<QList<domain::Downlink>> lastSent(const QList<domain::DevEui> &devices);
    /// The newest row of each of these devices that ended, but for withdrawn ones, or that
    /// ChirpStack took in since.
    Result<QList<domain::Downlink>> lastEnded(const QList<domain::DevEui> &devices);
    Result<domain::Downlink> find(domain::DownlinkId id);
    /// The newest row of a device, but for wishes that were withdrawn.
    Result<std::optional<domain::Downlink>> lastOf(domain::DevEui device);

    /// Redelivered events are left out.
    Result<> addEvents(const QList<domain::DownlinkEvent> &events);
    Result<QList<domain::DownlinkEvent>> eventsOfItem(const QString &queueItemId);
    /// Events of this device's queue items that no row of the ledger has, from `since` on.
    Result<QList<domain::DownlinkEvent>> strayEvents(domain::DevEui device, UtcTime since);
    Result<QList<domain::DownlinkEvent>> chain(const domain::Downlink &row); ///< oldest first

    /// Deletes up to `limit` ended rows decided before `before`, with their events, but never a
    /// device's newest row; then up to `limit` older events that belong to no row. Gives how many
    /// rows and events went: below `limit` nothing is left. In a transaction of its own.
    Result<qint64> prune(UtcTime before, int limit);

private:
    Result<qint64> pruneRows(UtcTime before, int limit);

    Database &m_db;
};

} // namespace parking::store
