#include "store/eventstore.h"

#include "store/actstore.h"
#include "store/condition.h"
#include "store/eventplace.h"
#include "store/eventrows.h"
#include "store/readingrow.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace parking::store {

namespace {

using namespace std::chrono_literals;
using domain::EventMarks;
using domain::EventPosition;
using domain::EventSearch;
using domain::SiteEvent;

constexpr qint64 kEnd = std::numeric_limits<qint64>::max();
constexpr Milliseconds kLate = 1h; ///< how late an uplink may be that is told as new
constexpr Milliseconds kFirstWindow = 1h;
constexpr Milliseconds kLongestWindow = 24h * 4000;
constexpr int kAtEnd = 1000; ///< of each kind: they were there already

constexpr int kTagLength = 2;

/// The beginnings, or the ends, of alarms or outages.
struct Notes {
    const char *tag; ///< tells them apart from the others
    const char *table;
    const char *column;
    const Selection &selection;
    bool isEnd;
    Found (*read)(RowReader &, bool isEnd);
};
const Notes kNotes[] = {{"a0", "alarms", "raised_at", kAlarmEvents, false, readAlarm},
                        {"a1", "alarms", "cleared_at", kAlarmEvents, true, readAlarm},
                        {"o0", "outages", "began_at", kOutageEvents, false, readOutage},
                        {"o1", "outages", "ended_at", kOutageEvents, true, readOutage}};

QString text(const char *word)
{
    return QString::fromLatin1(word);
}

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

    /// Of many rows that were moved at once the first tells; of a space that is asked for, its own.
    QList<Found> acts(const char *comparison, qint64 at)
    {
        Condition condition = where(u"id %1 :at"_s.arg(QLatin1StringView(comparison)), at);
        condition.add(u"subject <> 'booking'"_s); // they tell of themselves, without the person
        if (m_search.isAll())
            condition.add(u"place = 0"_s);
        if (m_search.space)
            condition.add(u"space_id = :space"_s, u"space"_s, m_search.space->toString());
        if (m_search.device)
            condition.add(u"subject = 'device' AND row_id = :device"_s, u"device"_s,
                          m_search.device->toString());
        return rows(kActEvents, u"FROM acts "_s + condition.where() + u" ORDER BY id DESC"_s,
                    condition.bound(), readPersonsAct);
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
    QList<Found> others(bool isNewer, UtcTime at, const QString &key = {})
    {
        QList<Found> found;
        for (const Notes &notes : kNotes)
            found += isNewer ? notesAfter(notes, at) : notesBefore(notes, at, key);
        std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) {
            return std::tie(a.at, a.id) > std::tie(b.at, b.id);
        });
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

    QList<Found> notesAfter(const Notes &notes, UtcTime at)
    {
        const QString time = m_db.timeColumn(text(notes.column));
        return readNotes(notes, where(time + u" > :at"_s, toMillis(at)));
    }

    /// Many may have one time. `key` is the tag of one of them with its id: those of that time come
    /// by their tags, and of one tag by their ids.
    QList<Found> notesBefore(const Notes &notes, UtcTime at, const QString &key)
    {
        const QString time = m_db.timeColumn(text(notes.column));
        const int order = key.isEmpty() ? -1 : text(notes.tag).compare(key.left(kTagLength));
        Condition condition =
            where(order > 0 ? time + u" < :at"_s : time + u" <= :at"_s, toMillis(at));
        if (order == 0)
            condition.add(u"(%1 < :at OR id < :id)"_s.arg(time), u"id"_s, key.mid(kTagLength));
        return readNotes(notes, condition);
    }

    QList<Found> readNotes(const Notes &notes, const Condition &condition)
    {
        const QString rest = u"FROM %1 %2 ORDER BY %3 DESC, id DESC"_s.arg(
            text(notes.table), condition.where(), m_db.timeColumn(text(notes.column)));
        return rows(notes.selection, rest, condition.bound(), [&notes](RowReader &row) {
            Found found = notes.read(row, notes.isEnd);
            found.id.prepend(text(notes.tag));
            return found;
        });
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

} // namespace

Result<EventMarks> EventStore::newest()
{
    EventNumbers numbers{};
    qint64 cleared = 0;
    qint64 began = 0;
    qint64 ended = 0;
    const bool isSqlite = m_db.dialect() == Dialect::Sqlite;
    const auto newest = [this](const char *column, const char *table) {
        return u"SELECT %1 FROM %2"_s.arg(m_db.timeColumn(u"max(%1)"_s.arg(text(column))),
                                          text(table));
    };
    const std::pair<QString, qint64 *> asked[] = {
        {isSqlite ? u"SELECT max(rowid) FROM sensor_readings"_s
                  : newest("received_at", "sensor_readings")
                 + u" WHERE timestamp >= (SELECT max(last_heard) FROM devices) - "
                   "interval '1 hour'"_s,
         &numbers[0]},
        {u"SELECT max(id) FROM state_changes"_s, &numbers[1]},
        {u"SELECT max(id) FROM downlink_events"_s, &numbers[2]},
        {u"SELECT max(id) FROM dead_letters"_s, &numbers[3]},
        {newest("updated_at", "bookings_public"), &numbers[4]},
        {u"SELECT max(id) FROM acts"_s, &numbers[6]},
        {newest("raised_at", "alarms"), &numbers[5]},
        {newest("cleared_at", "alarms"), &cleared},
        {newest("began_at", "outages"), &began},
        {newest("ended_at", "outages"), &ended}};
    for (const auto &[sql, target] : asked) {
        const Result<> read = m_db.each(sql, {}, [target = target](const QSqlQuery &row) {
            *target = row.value(0).toLongLong(); // 0: there is none
        });
        if (!read)
            return read.error();
    }
    numbers[5] = std::max({numbers[5], cleared, began, ended});
    return marksOf(numbers);
}

Result<EventPosition> EventStore::end()
{
    const Result<EventMarks> marks = newest();
    if (!marks)
        return marks.error();
    EventPosition end;
    end.newest = *marks;
    end.settling = *marks;
    end.at = readAgainFrom(*marks, m_db.dialect());
    const Result<domain::EventPage> known = newer(end, kAtEnd); // and is not told
    return known ? Result<EventPosition>(known->position) : known.error();
}

Result<domain::EventPage> EventStore::newer(const EventPosition &since, int limit)
{
    const Result<Writers> writers = writersOf(m_db); // before what is read
    if (!writers)
        return writers.error();
    const EventSearch all;
    const EventMarks &at = since.at;
    Reader reader(m_db, all, limit);
    const std::array<QList<Found>, kEventSources> sources{
        reader.readingsAfter(at.reading), reader.changes(">", at.change),
        reader.steps(">", at.step),       reader.letters(">", at.letter),
        reader.bookingsAfter(at.booking), reader.others(true, at.other),
        reader.acts(">", at.act)};
    if (reader.error())
        return *reader.error();
    domain::EventPage page;
    page.position = since;
    EventNumbers newest = numbersOf(since.newest);
    for (int i = 0; i < kEventSources; ++i) {
        qsizetype fresh = 0;
        for (const Found &one : sources[i]) {
            newest[i] = std::max(newest[i], one.at);
            if (since.told.contains(one.event.key))
                continue;
            ++fresh;
            page.events.append(one.event);
        }
        page.hasMore |= fresh >= limit;
    }
    page.position.newest = marksOf(newest);
    settle(page.position, *writers, m_db.dialect());
    page.position.told.clear();
    const EventNumbers again = numbersOf(page.position.at);
    for (int i = 0; i < kEventSources; ++i) {
        for (const Found &one : sources[i]) {
            if (one.at > again[i])
                page.position.told.insert(one.event.key);
        }
    }
    std::stable_sort(page.events.begin(), page.events.end(),
                     [](const SiteEvent &a, const SiteEvent &b) { return a.time > b.time; });
    return page;
}

Result<domain::EventPage> EventStore::older(const EventSearch &search,
                                            const std::optional<EventPosition> &before, int limit)
{
    const UtcTime far = fromMillis(253'402'300'799'000);
    EventPosition at =
        before.value_or(EventPosition{.at = {kEnd, kEnd, kEnd, kEnd, far, far, kEnd}});
    const EventMarks &marks = at.at;
    Reader reader(m_db, search, limit);
    // What belongs to no space has no place in the search for one, and so for devices.
    const bool all = search.isAll();
    const std::array<QList<Found>, kEventSources> sources{
        reader.readingsBefore(marks.reading, at.readingKey),
        search.device ? QList<Found>() : reader.changes("<", marks.change),
        search.space ? QList<Found>() : reader.steps("<", marks.step),
        all ? reader.letters("<", marks.letter) : QList<Found>(),
        search.device ? QList<Found>() : reader.bookingsBefore(marks.booking, at.bookingId),
        all ? reader.others(false, marks.other, at.otherKey) : QList<Found>(),
        reader.acts("<", marks.act)};
    if (reader.error())
        return *reader.error();
    domain::EventPage page;
    std::array<qsizetype, kEventSources> next{};
    EventNumbers positions = numbersOf(marks);
    QString *const ids[kEventSources] = {&at.readingKey, nullptr,      nullptr, nullptr,
                                         &at.bookingId,  &at.otherKey, nullptr};
    while (page.events.size() < limit) {
        int best = -1;
        for (int i = 0; i < kEventSources; ++i) {
            if (next[i] < sources[i].size()
                && (best < 0
                    || sources[i][next[i]].event.time > sources[best][next[best]].event.time))
                best = i;
        }
        if (best < 0)
            break;
        const Found &taken = sources[best][next[best]++];
        page.events.append(taken.event);
        positions[best] = taken.at;
        if (ids[best])
            *ids[best] = taken.id;
    }
    for (int i = 0; i < kEventSources; ++i)
        page.hasMore |= next[i] < sources[i].size() || sources[i].size() >= limit;
    at.at = marksOf(positions);
    page.position = at;
    return page;
}

} // namespace parking::store
