#include "store/eventstore.h"

#include "store/condition.h"
#include "store/eventrows.h"
#include "store/readingrow.h"

#include <algorithm>
#include <limits>

namespace parking::store {

namespace {

using namespace std::chrono_literals;
using domain::EventPosition;
using domain::EventSearch;
using domain::SiteEvent;

constexpr qint64 kEnd = std::numeric_limits<qint64>::max();
constexpr Milliseconds kLate = 1h; ///< how late an uplink may be that is told as new
constexpr Milliseconds kFirstWindow = 1h;
constexpr Milliseconds kLongestWindow = 24h * 4000;

/// Reads each source as its own function; what one of them cannot give ends all.
class Reader {
public:
    Reader(Database &db, const EventSearch &search, int limit)
        : m_db(db), m_search(search), m_limit(limit)
    {
    }

    const std::optional<Error> &error() const { return m_error; }

    QList<Found> readingsAfter(qint64 after)
    {
        if (m_db.dialect() == Dialect::Sqlite)
            return readRows(u"FROM sensor_readings WHERE rowid > :at ORDER BY rowid DESC"_s, after);
        QVariantMap bound{{u"at"_s, m_db.bind(fromMillis(after))},
                          {u"late"_s, m_db.bind(fromMillis(after) - kLate)}};
        return rows(readingEvents(m_db),
                    u"FROM sensor_readings WHERE timestamp >= :late AND received_at > :at "
                    "ORDER BY received_at DESC, event_key"_s,
                    bound, [](RowReader &row) {
                        const domain::Reading reading = readReading(row);
                        return Found{domain::eventOf(reading), toMillis(reading.receivedAt)};
                    });
    }

    QList<Found> readingsBefore(qint64 before, const QString &key)
    {
        if (m_db.dialect() == Dialect::Sqlite && m_search.isAll())
            return readRows(u"FROM sensor_readings WHERE rowid < :at ORDER BY rowid DESC"_s,
                            before);
        const UtcTime end = before == kEnd ? fromMillis(kFarMillis) : fromMillis(before);
        if (!m_search.isAll())
            return readingsIn(UtcTime(), end, key);
        // By months and by BRIN: a window that grows until it holds enough.
        const std::optional<UtcTime> last = newestReading(end);
        if (!last)
            return {};
        for (Milliseconds window = kFirstWindow;; window *= 16) {
            const QList<Found> found = readingsIn(*last - window, end, key);
            if (m_error || found.size() >= m_limit || window > kLongestWindow)
                return found;
        }
    }

    QList<Found> changes(const char *comparison, qint64 at)
    {
        Condition condition = where(u"id %1 :at"_s.arg(QLatin1StringView(comparison)), at);
        if (m_search.space)
            condition.add(u"space_id = :space"_s, u"space"_s, m_search.space->toString());
        return rows(changeEvents(),
                    u"FROM state_changes "_s + condition.where() + u" ORDER BY id DESC"_s,
                    condition.bound(), [](RowReader &row) {
                        const qint64 id = row.bigint("id");
                        return Found{domain::eventOf(readChange(row), id), id};
                    });
    }

    QList<Found> steps(const char *comparison, qint64 at)
    {
        Condition condition = where(u"e.id %1 :at"_s.arg(QLatin1StringView(comparison)), at);
        if (m_search.device)
            condition.add(u"e.dev_eui = :device"_s, u"device"_s, m_search.device->toString());
        return rows(stepEvents(),
                    u"FROM downlink_events e LEFT JOIN downlinks d ON d.id = e.downlink_id "_s
                        + condition.where() + u" ORDER BY e.id DESC"_s,
                    condition.bound(), readStep);
    }

    QList<Found> letters(const char *comparison, qint64 at)
    {
        const Condition condition = where(u"id %1 :at"_s.arg(QLatin1StringView(comparison)), at);
        return rows(kLetterEvents,
                    u"FROM dead_letters "_s + condition.where() + u" ORDER BY id DESC"_s,
                    condition.bound(), readLetter);
    }

    QList<Found> bookingsAfter(UtcTime at)
    {
        Condition condition(m_db);
        condition.add(u"updated_at > :at"_s, u"at"_s, m_db.bind(at));
        return bookings(condition);
    }

    /// Many may have one time: an import, a series. Compared as they are read, in milliseconds.
    QList<Found> bookingsBefore(UtcTime at, const QString &id)
    {
        const QString time = m_db.timeColumn(u"updated_at"_s);
        Condition condition = where(time + u" <= :at"_s, toMillis(at));
        if (!id.isEmpty())
            condition.add(u"(%1 < :at OR id < :id)"_s.arg(time), u"id"_s, id);
        if (m_search.space)
            condition.add(u"space_id = :space"_s, u"space"_s, m_search.space->toString());
        return bookings(condition);
    }

    /// Alarms and outages: few.
    QList<Found> others(bool isNewer, UtcTime at)
    {
        const QString sign = isNewer ? u">"_s : u"<="_s;
        QList<Found> found;
        const QVariantMap bound{{u"at"_s, m_db.bind(at)}};
        rows(
            kAlarmEvents,
            u"FROM alarms WHERE raised_at %1 :at OR cleared_at %1 :at ORDER BY raised_at DESC, id"_s
                .arg(sign),
            bound, [&found](RowReader &row) {
                addAlarm(row, found);
                return Found();
            });
        rows(kOutageEvents,
             u"FROM outages WHERE began_at %1 :at OR ended_at %1 :at ORDER BY began_at DESC, id"_s
                 .arg(sign),
             bound, [&found](RowReader &row) {
                 addOutage(row, found);
                 return Found();
             });
        found.removeIf([&](const Found &one) {
            return isNewer ? one.at <= toMillis(at) : one.at > toMillis(at);
        });
        std::stable_sort(found.begin(), found.end(),
                         [](const Found &a, const Found &b) { return a.at > b.at; });
        return found;
    }

private:
    static constexpr qint64 kFarMillis = 253'402'300'799'000; ///< the year 9999

    Condition where(const QString &part, qint64 at) const
    {
        Condition condition(m_db);
        condition.add(part, u"at"_s, at);
        return condition;
    }

    template <class Read>
    QList<Found> rows(const Selection &selection, const QString &rest, QVariantMap bound, Read read)
    {
        if (m_error)
            return {};
        bound.insert(u"limit"_s, m_limit);
        const Result<QList<Found>> found =
            select(m_db, selection, rest + u" LIMIT :limit"_s, bound, read);
        if (!found)
            m_error = found.error();
        return found.valueOr({});
    }

    QList<Found> bookings(const Condition &condition)
    {
        return rows(kBookingEvents,
                    u"FROM bookings_public %1 ORDER BY %2 DESC, id DESC"_s.arg(
                        condition.where(), m_db.timeColumn(u"updated_at"_s)),
                    condition.bound(), readAct);
    }

    QList<Found> readRows(const QString &rest, qint64 at)
    {
        return rows(readingEvents(m_db), rest, {{u"at"_s, at}}, [](RowReader &row) {
            const qint64 id = row.bigint("rowid");
            return Found{domain::eventOf(readReading(row)), id};
        });
    }

    QList<Found> readingsIn(UtcTime from, UtcTime to, const QString &key)
    {
        Condition condition(m_db);
        condition.add(u"timestamp <= :to"_s, u"to"_s, m_db.bind(to));
        if (!key.isEmpty()) // of those of that time
            condition.add(u"(timestamp < :to OR event_key < :key)"_s, u"key"_s, key);
        if (from != UtcTime())
            condition.add(u"timestamp >= :from"_s, u"from"_s, m_db.bind(from));
        if (m_search.device)
            condition.add(u"device_eui = :device"_s, u"device"_s, m_search.device->toString());
        if (m_search.space)
            condition.add(u"space_id = :space"_s, u"space"_s, m_search.space->toString());
        return rows(
            readingEvents(m_db),
            u"FROM sensor_readings "_s + condition.where()
                + u" ORDER BY timestamp DESC, event_key DESC"_s,
            condition.bound(), [](RowReader &row) {
                const domain::Reading reading = readReading(row);
                return Found{domain::eventOf(reading), toMillis(reading.time), reading.eventKey};
            });
    }

    std::optional<UtcTime> newestReading(UtcTime before)
    {
        std::optional<UtcTime> newest;
        const Result<> read =
            m_db.each(u"SELECT %1 FROM devices WHERE last_heard IS NOT NULL "
                      "ORDER BY last_heard DESC LIMIT 1"_s.arg(m_db.timeColumn(u"last_heard"_s)),
                      {}, [&newest](const QSqlQuery &row) {
                          newest = Database::readOptionalTime(row.value(0));
                      });
        if (!read)
            m_error = read.error();
        return newest ? std::optional(std::min(*newest, before)) : std::nullopt;
    }

    Database &m_db;
    const EventSearch &m_search;
    const int m_limit;
    std::optional<Error> m_error;
};

qint64 newestOf(const QList<Found> &found, qint64 before)
{
    qint64 newest = before;
    for (const Found &one : found)
        newest = std::max(newest, one.at);
    return newest;
}

} // namespace

Result<EventPosition> EventStore::end()
{
    EventPosition end;
    const auto value = [this](const QString &sql, qint64 &target) -> Result<> {
        return m_db.each(sql, {}, [&](const QSqlQuery &row) {
            target = row.value(0).toLongLong(); // 0: there is none
        });
    };
    qint64 booking = 0;
    qint64 raised = 0;
    qint64 cleared = 0;
    const bool isSqlite = m_db.dialect() == Dialect::Sqlite;
    const auto time = [isSqlite](const QString &column) {
        return isSqlite ? column : u"(extract(epoch FROM %1) * 1000)::bigint"_s.arg(column);
    };
    const std::pair<QString, qint64 *> asked[] = {
        {isSqlite ? u"SELECT max(rowid) FROM sensor_readings"_s
                  : u"SELECT %1 FROM sensor_readings WHERE timestamp >= "
                    "(SELECT max(last_heard) FROM devices) - interval '1 hour'"_s.arg(
                        time(u"max(received_at)"_s)),
         &end.reading},
        {u"SELECT max(id) FROM state_changes"_s, &end.change},
        {u"SELECT max(id) FROM downlink_events"_s, &end.step},
        {u"SELECT max(id) FROM dead_letters"_s, &end.letter},
        {u"SELECT %1 FROM bookings_public"_s.arg(time(u"max(updated_at)"_s)), &booking},
        {u"SELECT %1 FROM alarms"_s.arg(time(u"max(raised_at)"_s)), &raised},
        {u"SELECT %1 FROM alarms"_s.arg(time(u"max(cleared_at)"_s)), &cleared}};
    for (const auto &[sql, target] : asked) {
        if (Result<> read = value(sql, *target); !read)
            return read.error();
    }
    end.booking = fromMillis(booking);
    end.other = fromMillis(std::max(raised, cleared));
    return end;
}

Result<domain::EventPage> EventStore::newer(const EventPosition &since, int limit)
{
    const EventSearch all;
    Reader reader(m_db, all, limit);
    const QList<Found> sources[] = {
        reader.readingsAfter(since.reading), reader.changes(">", since.change),
        reader.steps(">", since.step),       reader.letters(">", since.letter),
        reader.bookingsAfter(since.booking), reader.others(true, since.other)};
    if (reader.error())
        return *reader.error();
    domain::EventPage page;
    page.position = {.reading = newestOf(sources[0], since.reading),
                     .change = newestOf(sources[1], since.change),
                     .step = newestOf(sources[2], since.step),
                     .letter = newestOf(sources[3], since.letter),
                     .booking = fromMillis(newestOf(sources[4], toMillis(since.booking))),
                     .other = fromMillis(newestOf(sources[5], toMillis(since.other)))};
    for (const QList<Found> &source : sources) {
        page.hasMore |= source.size() >= limit;
        for (const Found &one : source)
            page.events.append(one.event);
    }
    std::stable_sort(page.events.begin(), page.events.end(),
                     [](const SiteEvent &a, const SiteEvent &b) { return a.time > b.time; });
    return page;
}

Result<domain::EventPage> EventStore::older(const EventSearch &search,
                                            const std::optional<EventPosition> &before, int limit)
{
    const UtcTime far = fromMillis(253'402'300'799'000);
    EventPosition at = before.value_or(EventPosition{kEnd, kEnd, kEnd, kEnd, far, far});
    Reader reader(m_db, search, limit);
    // What belongs to no space has no place in the search for one, and so for devices.
    const bool all = search.isAll();
    QList<Found> sources[] = {reader.readingsBefore(at.reading, at.readingKey),
                              search.device ? QList<Found>() : reader.changes("<", at.change),
                              search.space ? QList<Found>() : reader.steps("<", at.step),
                              all ? reader.letters("<", at.letter) : QList<Found>(),
                              search.device ? QList<Found>()
                                            : reader.bookingsBefore(at.booking, at.bookingId),
                              all ? reader.others(false, at.other) : QList<Found>()};
    if (reader.error())
        return *reader.error();
    domain::EventPage page;
    qsizetype next[std::size(sources)] = {};
    qint64 booking = toMillis(at.booking);
    qint64 other = toMillis(at.other);
    qint64 *const positions[] = {&at.reading, &at.change, &at.step, &at.letter, &booking, &other};
    QString *const ids[] = {&at.readingKey, nullptr, nullptr, nullptr, &at.bookingId, nullptr};
    while (page.events.size() < limit) {
        int best = -1;
        for (int i = 0; i < int(std::size(sources)); ++i) {
            if (next[i] < sources[i].size()
                && (best < 0
                    || sources[i][next[i]].event.time > sources[best][next[best]].event.time))
                best = i;
        }
        if (best < 0)
            break;
        const Found &taken = sources[best][next[best]++];
        page.events.append(taken.event);
        *positions[best] = taken.at;
        if (ids[best])
            *ids[best] = taken.id;
    }
    for (int i = 0; i < int(std::size(sources)); ++i)
        page.hasMore |= next[i] < sources[i].size() || sources[i].size() >= limit;
    at.booking = fromMillis(booking);
    at.other = fromMillis(other);
    page.position = at;
    return page;
}

} // namespace parking::store
