#pragma once

#include "domain/alarm.h"
#include "domain/page.h"
#include "store/database.h"

namespace parking::store {

/// The table alarms: those that are open, and their history.
class AlarmStore {
public:
    explicit AlarmStore(Database &database) : m_db(database) { }

    Result<QList<domain::Alarm>> open(); ///< critical first, then the newest
    /// Cleared since then, the one that cleared last first.
    Result<QList<domain::Alarm>> clearedSince(UtcTime time);
    /// The one that was raised last first.
    Result<domain::Page<domain::Alarm>> history(const domain::PageRequest &page,
                                                const domain::AlarmFilter &filter = {});
    Result<domain::Alarm> find(domain::AlarmId id); ///< RECORD_NOT_FOUND
    Result<int> countCleared(UtcTime since);
    Result<std::optional<UtcTime>> lastCleared();
    /// When the next one was raised after `moment`, or the last one before it.
    Result<std::optional<UtcTime>> raisedAfter(UtcTime moment);
    Result<std::optional<UtcTime>> raisedBefore(UtcTime moment);

    /// New rows. DUPLICATE_RESOURCE where the cause has an open one.
    Result<> insert(const QList<domain::Alarm> &alarms);
    /// What the station knows of them; not who acknowledged them.
    Result<> update(const QList<domain::Alarm> &alarms);
    /// True when it was open and nobody had acknowledged it.
    Result<bool> acknowledge(domain::AlarmId id, UtcTime now, const QString &actor);
    /// Takes that acknowledgement back; false when it does not stand, or the alarm is over.
    Result<bool> withdraw(domain::AlarmId id, UtcTime acknowledgedAt);
    Result<qint64> prune(UtcTime before); ///< cleared before; how many

private:
    Result<QList<domain::Alarm>> select(const QString &rest, const QVariantMap &bound = {});

    Database &m_db;
};

/// Messages that were set aside for the first time since then.
Result<qint64> lettersSince(Database &database, UtcTime time);

} // namespace parking::store
