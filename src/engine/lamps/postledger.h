#pragma once

#include "chirpstack/restclient.h"
#include "engine/lamps/flushproof.h"
#include "engine/lamps/poststep.h"
#include "store/downlinkstore.h"

namespace parking::engine {

/// The ledger around a POST: each function is one transaction or reads only. Errors are the
/// database's.
class PostLedger {
public:
    explicit PostLedger(store::Database &database) : m_database(database), m_store(database) { }

    /// Commits that these rows are being sent, as given; nothing may be posted before. Rows that
    /// another process withdrew come back superseded.
    Result<QList<domain::Downlink>> begin(QList<domain::Downlink> rows);
    Result<> write(const PostStep &step);

    /// What was told of an item, whoever knew it then.
    Result<QList<domain::DownlinkEvent>> eventsOfItem(const QString &item)
    {
        return m_store.eventsOfItem(item);
    }
    /// Tells the proof what was told of its claim's items so far.
    Result<> settle(FlushProof &proof, UtcTime now);
    /// The item of a row whose POST has no outcome; `queue` is its device's. Empty: none that is
    /// surely its own.
    Result<QString> itemOf(const domain::Downlink &row, const QList<chirpstack::QueueItem> &queue);

private:
    store::Database &m_database;
    store::DownlinkStore m_store;
};

} // namespace parking::engine
