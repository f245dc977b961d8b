#pragma once

#include "domain/reading.h"
#include "store/copyrows.h"
#include "store/database.h"

namespace parking::store {

struct InsertedReadings {
    qint64 count = 0; ///< of new rows
    QList<bool> isNew; ///< of each reading: not there before, and not named twice
};

class ReadingStore {
public:
    explicit ReadingStore(Database &database) : m_db(database) { }

    /// One statement for all; rows whose (event_key, time) is stored already are left out.
    /// PostgreSQL: makes missing month partitions first. Gives the number of new rows.
    Result<qint64> insert(const QList<domain::Reading> &readings);
    /// The same, telling of each whether it was new. `encoded` is encode(readings), where somebody
    /// has made it already (in another thread), or null.
    Result<InsertedReadings> insertEach(const QList<domain::Reading> &readings,
                                        const CopyRows *encoded);

    /// The rows for COPY, each (event_key, time) once. Pure, any thread.
    static CopyRows encode(const QList<domain::Reading> &readings);
    /// From how many rows on COPY is worth its savepoint.
    static constexpr qsizetype kCopyFrom = 32;

    /// In [from, to), oldest first.
    Result<QList<domain::Reading>> between(domain::DevEui eui, UtcTime from, UtcTime to,
                                           int limit = 10000);
    Result<std::optional<domain::Reading>> latest(domain::DevEui eui);
    Result<QList<domain::Reading>> newest(domain::DevEui eui, int limit); ///< newest first
    /// The times of the readings that are stored with one of these keys; no time: not stored.
    Result<QHash<QString, QList<UtcTime>>> timesOf(const QStringList &eventKeys);
    Result<qint64> count();
    /// PostgreSQL: partitions for the months of `now` to three months ahead.
    Result<> ensurePartitions(UtcTime now);
    /// True when this connection knows that the month of this moment has its partition.
    bool hasPartition(UtcTime time) const;

private:
    Result<InsertedReadings> insertRows(const QList<domain::Reading> &readings);
    Result<> ensureMonths(const QList<domain::Reading> &readings);
    Result<> ensurePartition(UtcTime time);

    Database &m_db;
};

} // namespace parking::store
