#include "engine/station/peers.h"

#include "base/literals.h"
#include "base/logging.h"
#include "engine/station/databaselink.h"
#include "store/sessions.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::SpaceId;

namespace {

constexpr Milliseconds kGather = 200ms;
constexpr int kMaxIds = 200; // 8000 bytes are a NOTIFY's limit, an id takes 37
constexpr int kCopyLayoutTicks = 10; // a copy's states are read each second that moved something
const QString kChannel = u"parking_spaces"_s;
const QString kLayout = u"layout"_s;
const QString kAll = u"all"_s;
const QString kAlarms = u"alarms"_s;
const QString kBookings = u"bookings"_s;

/// `<station>;layout`, `<station>;alarms`, `<station>;bookings`, `<station>;all` or
/// `<station>;<id>,<id>...`
QString message(const QString &station, const QString &what)
{
    return station + u';' + what;
}

QString idList(const QSet<SpaceId> &spaces)
{
    QStringList ids;
    for (const SpaceId &id : spaces)
        ids.append(id.toString());
    return ids.join(u',');
}

} // namespace

Peers::Peers(DatabaseLink &link, Clock &clock, QObject *parent)
    : QObject(parent), m_link(link), m_gathering(clock, this)
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(kGather);
    connect(&m_gathering, &ClockTimer::timeout, this, &Peers::flush);
}

Result<> Peers::listen(store::Database &database)
{
    const auto writes = store::foreignWrites(database);
    if (!writes)
        return writes.error();
    m_writes = *writes;
    m_isCopy = database.isPostgres() && m_writes;
    if (m_isCopy)
        return {};
    return store::listen(database, kChannel, [this](const QString &payload) { take(payload); });
}

void Peers::tick()
{
    if (!m_writes || !m_link.isUp())
        return;
    const auto writes = m_link.with(store::foreignWrites);
    if (!writes)
        return m_link.log(writes);
    if (m_isCopy && !*writes) { // it was promoted: from here on there is notice
        m_link.log(m_link.with([this](store::Database &database) { return listen(database); }));
        Q_EMIT layoutHeard();
        return;
    }
    const bool isMoved = m_writes != *writes;
    m_writes = *writes;
    m_isLayoutDue = m_isLayoutDue || isMoved;
    if (m_isLayoutDue && (!m_isCopy || ++m_ticks % kCopyLayoutTicks == 0)) {
        m_isLayoutDue = false;
        Q_EMIT layoutHeard();
    } else if (isMoved) {
        Q_EMIT heard({});
    }
    if (isMoved) {
        Q_EMIT alarmsHeard();
        Q_EMIT bookingsHeard();
    }
}

void Peers::tell(const QSet<SpaceId> &spaces)
{
    m_spaces.unite(spaces);
    startGathering();
}

void Peers::tellLayout()
{
    m_layout = true;
    startGathering();
}

void Peers::tellAlarms()
{
    m_alarms = true;
    startGathering();
}

void Peers::tellBookings()
{
    m_bookings = true;
    startGathering();
}

void Peers::startGathering()
{
    if (!m_gathering.isActive())
        m_gathering.start();
}

/// While the connection is away what was gathered stays for the next time.
void Peers::flush()
{
    m_gathering.stop();
    if (!m_link.isUp())
        return;
    QStringList told;
    if (m_layout || !m_spaces.isEmpty())
        told.append(m_layout ? kLayout : m_spaces.size() > kMaxIds ? kAll : idList(m_spaces));
    if (m_alarms)
        told.append(kAlarms);
    if (m_bookings)
        told.append(kBookings);
    m_spaces.clear();
    m_layout = false;
    m_alarms = false;
    m_bookings = false;
    for (const QString &what : std::as_const(told))
        m_link.log(m_link.with([&](store::Database &database) {
            return store::notify(database, kChannel, message(m_stationId, what));
        }));
}

void Peers::take(const QString &payload)
{
    const QString what = payload.section(u';', 1);
    if (!m_link.isUp() || payload.section(u';', 0, 0) == m_stationId)
        return;
    if (what == kLayout) {
        Q_EMIT layoutHeard();
        return;
    }
    if (what == kAlarms) {
        Q_EMIT alarmsHeard();
        return;
    }
    if (what == kBookings) {
        Q_EMIT bookingsHeard();
        return;
    }
    QList<SpaceId> ids;
    if (what != kAll) {
        for (const QString &text : what.split(u',', Qt::SkipEmptyParts)) {
            if (const auto id = SpaceId::parse(text))
                ids.append(*id);
        }
        if (ids.isEmpty())
            return;
    }
    Q_EMIT heard(ids);
}

namespace {

void tellAnyone(store::Database &database, const QString &what)
{
    const Result<> told = store::notify(database, kChannel, message(u"-"_s, what));
    if (!told)
        qCWarning(lcEngine).noquote() << told.error().detail;
}

} // namespace

void tellLayoutChanged(store::Database &database)
{
    tellAnyone(database, kLayout);
}

void tellSpacesMoved(store::Database &database, const QList<domain::SpaceId> &spaces)
{
    const QSet<SpaceId> moved(spaces.cbegin(), spaces.cend());
    tellAnyone(database, moved.size() > kMaxIds ? kAll : idList(moved));
    tellAnyone(database, kBookings);
}

void tellAlarmsMoved(store::Database &database)
{
    tellAnyone(database, kAlarms);
}

} // namespace parking::engine
