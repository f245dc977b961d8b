#pragma once

#include "base/clock.h"
#include "engine/context.h"
#include "engine/ingest/steppace.h"
#include "store/database.h"

namespace parking::engine {

struct RetentionOptions {
    Milliseconds readings{}; ///< 0: for ever
    /// Of spaces' states; 0: for ever. Not shorter than readings: what is told of a moment by its
    /// readings needs its changes.
    Milliseconds changes{};
};

/// What is older than the site wants goes, each hour: on PostgreSQL readings by whole months, all
/// else in steps of a few milliseconds, one a second; on SQLite the disk gets its space back alike.
/// A site that wants nothing gone loses nothing.
/// What is gone never comes back, so that this computer's clock is not believed alone: nothing is
/// older than the newest word of a device and the database server's time say; where the clock is a
/// day ahead of them nothing goes.
/// What was dropped is told in the log and as the check "retention", which also tells when it
/// fails.
class Retention {
public:
    Retention(const Context &context, RetentionOptions options)
        : m_context(context), m_options(options)
    {
    }
    void tick(); ///< once a second, where the station ingests
    void rest(); ///< it does not ingest any more

private:
    enum class Stage : quint8 { Readings, Changes, Disk, Done };

    void begin();
    void refuse(const QString &why);
    Result<bool> step(store::Database &database);
    Result<bool> stepReadings(store::Database &database);
    Result<bool> stepChanges(store::Database &database);
    void end();
    void fail(const Error &error);
    QString dropped() const;

    const Context &m_context;
    const RetentionOptions m_options;
    std::optional<Steady::time_point> m_sweepAt; ///< empty: not its turn
    Stage m_stage = Stage::Done;
    UtcTime m_now; ///< by which the sweep goes: not after what the database knows
    qint64 m_after = 0;
    StepPace m_rows{10, 2000};
    StepPace m_pages{20, 1000};
    QStringList m_months; ///< that this sweep dropped
    qint64 m_readings = 0;
    qint64 m_changes = 0;
    bool m_givesBack = true;
    Milliseconds m_longest{}; ///< of this sweep's steps
    std::optional<UtcTime> m_failingSince;
    QString m_told; ///< of the last sweep that dropped something
};

} // namespace parking::engine
