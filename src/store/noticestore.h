#pragma once

#include "domain/alarmnotice.h"
#include "store/database.h"

namespace parking::store {

/// The table alarm_notices: what goes out of alarms, until it was taken and for a while after.
class NoticeStore {
public:
    explicit NoticeStore(Database &database) : m_db(database) { }

    Result<> insert(const QList<domain::AlarmNotice> &notices);
    /// What became of them: attempts, problem, when next, sent or given up. Those that are over
    /// already stay as they are: another station may have sent them meanwhile.
    Result<> update(const QList<domain::AlarmNotice> &notices);
    /// Those whose time has come, or is further ahead than any pause (the clock was set back), the
    /// oldest first; of an alarm the one that was made first alone, so that no end is told before
    /// its beginning. Behind them those that somebody has and others are owed, unless a later one
    /// of their alarm says more.
    Result<QList<domain::AlarmNotice>> waiting(domain::Outlet outlet, UtcTime now, int limit);
    Result<qint64> countWaiting(domain::Outlet outlet);
    Result<qint64> countGivenUp(domain::Outlet outlet, UtcTime since);
    /// Those that nobody took since that time, and those that are owed to somebody for so long or
    /// are out of date, are given up; how many of the former.
    Result<qint64> giveUp(domain::Outlet outlet, UtcTime madeBefore, UtcTime now);
    /// The newest ones, whatever became of them.
    Result<QList<domain::AlarmNotice>> recent(int limit);
    Result<qint64> prune(UtcTime madeBefore); ///< that do not wait; how many

private:
    Database &m_db;
};

} // namespace parking::store
