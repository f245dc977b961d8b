#pragma once

#include "store/database.h"

namespace parking::store {

/// What is old goes, in steps that are over soon. Each step begins behind `after`, a key of the
/// table, and moves it on.
class RetentionStore {
public:
    explicit RetentionStore(Database &database) : m_db(database) { }

    struct Step {
        qint64 removed = 0;
        bool isLast = true; ///< behind it all is to be kept
    };

    /// What tells the time beside this computer's clock.
    struct Clocks {
        std::optional<UtcTime> heard; ///< when a device was heard last; empty: none ever was
        std::optional<UtcTime> server; ///< of the database; empty on SQLite
    };
    Result<Clocks> clocks();
    /// PostgreSQL: drops the oldest month of readings that ended before and gives its name,
    /// "2026-02", or empty where there is none. DATABASE_ERROR, soon, while somebody reads the
    /// table for long. Outside a transaction: it makes its own.
    Result<QString> dropReadingMonth(UtcTime before);
    /// SQLite: readings of a time before that were received before, of the next `limit` rows.
    Result<Step> removeReadings(UtcTime before, qint64 &after, int limit);
    /// State changes that were stored before, of the next `limit` rows; of each space the
    /// newest of them stays: its state lasts until the next change.
    Result<Step> removeChanges(UtcTime before, qint64 &after, int limit);
    /// SQLite: was the file made to give empty pages back? An older one keeps them for what comes.
    Result<bool> givesBack();
    /// SQLite: gives so many empty pages back to the disk; how many there are left. 0 where the
    /// file was made to keep them.
    Result<qint64> giveBack(int pages);

private:
    Result<Step> removeChangesThere(UtcTime before, qint64 &after, int limit);
    Result<std::optional<qint64>> lastOf(const QString &table, const QString &key,
                                         const QString &time, UtcTime before, qint64 after,
                                         int limit);

    Database &m_db;
};

} // namespace parking::store
