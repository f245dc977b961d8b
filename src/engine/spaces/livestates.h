#pragma once

#include "base/clock.h"
#include "domain/deviceheard.h"
#include "domain/status.h"
#include "store/devicestore.h"
#include "store/statestore.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace parking::engine {

class DatabaseLink;

/// The spaces' states as this program knows them, and which device speaks for which space. Others
/// may move both in the database: their notices and a look each minute bring this up to date, where
/// no others are one each hour what was learnt of sensors.
class LiveStates : public QObject {
    Q_OBJECT

public:
    LiveStates(DatabaseLink &link, Clock &clock, QObject *parent = nullptr);

    /// Everything anew, on a connection that is not up yet.
    Result<> load(store::Database &database);
    /// Everything anew.
    Result<> reload();
    /// These spaces anew, or all when the list is empty.
    Result<> refresh(const QList<domain::SpaceId> &spaces);
    void tick(); ///< once a second

    /// What a committed transaction of this program left. It is told within 50 ms, gathered.
    void take(const QList<store::StateRow> &rows);
    void take(const QList<domain::DeviceHeard> &heard);
    void flush(); ///< what was gathered is told now

    const QHash<domain::DevEui, store::DeviceBinding> &bindings() const { return m_bindings; }
    QList<domain::SpaceStatus> all() const { return m_statuses.values(); }
    const QHash<domain::SpaceId, domain::SpaceStatus> &known() const { return m_statuses; }
    domain::SpaceStatus of(domain::SpaceId space) const { return m_statuses.value(space); }
    /// How long the liveliest sensors may be silent; empty: of no sensor is it known.
    std::optional<Milliseconds> shortestSilence() const;

Q_SIGNALS:
    void changed(const QList<parking::domain::SpaceStatus> &statuses);
    /// Of these, the ones that this program moved itself: others are to be told.
    void flushed(const QSet<parking::domain::SpaceId> &spaces);
    /// The database has another state than was known: somebody else moved it.
    void movedElsewhere(const QSet<parking::domain::SpaceId> &spaces);
    /// It became known, or unknown, whether these are free (domain::whyUnknown): by a word of their
    /// sensors, or because time passed without one.
    void knowledgeMoved(const QSet<parking::domain::SpaceId> &spaces);

private:
    Result<> readBindings(store::Database &database);
    Result<> readStatuses(store::Database &database, const QList<domain::SpaceId> &spaces);
    void touch(domain::SpaceId space);
    void checkKnowledge(const QList<domain::SpaceStatus> &statuses);

    DatabaseLink &m_link;
    Clock &m_clock;
    QHash<domain::DevEui, store::DeviceBinding> m_bindings;
    QHash<domain::SpaceId, domain::SpaceStatus> m_statuses;
    QHash<domain::SpaceId, QList<Milliseconds>> m_rhythms; ///< of the sensors, as last read
    QSet<domain::SpaceId> m_unknown; ///< as last looked at
    QSet<domain::SpaceId> m_wasUnknown; ///< at a moment since then
    QSet<domain::SpaceId> m_touched; ///< to be told with the next flush
    bool m_isShared = false; ///< others may have the same database open
    int m_ticks = 0;
    ClockTimer m_gathering;
};

} // namespace parking::engine
