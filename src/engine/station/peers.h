#pragma once

#include "base/clock.h"
#include "domain/ids.h"
#include "store/database.h"

#include <QObject>
#include <QSet>

namespace parking::engine {

class DatabaseLink;

/// Other programs on the same database. On PostgreSQL by NOTIFY: tells them what moved, gathered
/// for 200 ms, and hears what they moved. A notice only says where to look; the database has the
/// truth. On SQLite, and on a copy of a PostgreSQL (a replica), it looks whether somebody else has
/// written.
class Peers : public QObject {
    Q_OBJECT

public:
    Peers(DatabaseLink &link, Clock &clock, QObject *parent = nullptr);

    void setStation(const QString &id) { m_stationId = id; } ///< to know its own notices
    /// On each new connection, before it is used.
    Result<> listen(store::Database &database);

    void tell(const QSet<domain::SpaceId> &spaces);
    void tellLayout(); ///< spaces, floors, devices or settings: everything is to be read again
    void tellAlarms(); ///< some were raised, cleared or acknowledged
    void tellBookings(); ///< some were made, changed or ended: most of them move no state yet
    void flush(); ///< what was gathered goes out now
    void tick(); ///< once a second

Q_SIGNALS:
    void heard(const QList<parking::domain::SpaceId> &spaces); ///< empty: all
    void layoutHeard();
    void alarmsHeard();
    void bookingsHeard();

private:
    void take(const QString &payload);
    void startGathering();

    DatabaseLink &m_link;
    QString m_stationId;
    QSet<domain::SpaceId> m_spaces;
    bool m_layout = false;
    bool m_alarms = false;
    bool m_bookings = false;
    std::optional<qint64> m_writes; ///< of others, as last seen; empty: there is notice
    bool m_isCopy = false;
    bool m_isLayoutDue = false;
    int m_ticks = 0;
    ClockTimer m_gathering;
};

/// For programs that change spaces without an Engine: running engines read the layout again. A
/// failure is logged; they look for themselves, each minute or (SQLite) each second.
void tellLayoutChanged(store::Database &database);
/// The same for spaces whose states or bookings moved, and for bookings.
void tellSpacesMoved(store::Database &database, const QList<domain::SpaceId> &spaces);
/// The same for alarms that were acknowledged.
void tellAlarmsMoved(store::Database &database);

} // namespace parking::engine
