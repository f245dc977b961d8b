#include "store/eventplace.h"

#include "base/literals.h"

namespace parking::store {

namespace {

using namespace std::chrono_literals;
using domain::EventMarks;

constexpr qint64 kRowsAgain = 1000;
// Times are of programs whose clocks differ, and outages are kept while the database is away.
constexpr Milliseconds kReadAgain = 10s;
constexpr Milliseconds kOthersAgain = 24h;

UtcTime before(UtcTime time, Milliseconds by)
{
    return std::max(fromMillis(0), time - by);
}

EventMarks withTimes(EventMarks marks, Dialect dialect)
{
    if (dialect == Dialect::Postgres) // a time there, a row's number on SQLite
        marks.reading = std::max(qint64(0), marks.reading - kReadAgain.count());
    marks.booking = before(marks.booking, kReadAgain);
    marks.other = before(marks.other, kOthersAgain);
    return marks;
}

} // namespace

EventNumbers numbersOf(const EventMarks &marks)
{
    return {marks.reading,           marks.change,          marks.step, marks.letter,
            toMillis(marks.booking), toMillis(marks.other), marks.act};
}

EventMarks marksOf(const EventNumbers &numbers)
{
    return {.reading = numbers[0],
            .change = numbers[1],
            .step = numbers[2],
            .letter = numbers[3],
            .booking = fromMillis(numbers[4]),
            .other = fromMillis(numbers[5]),
            .act = numbers[6]};
}

EventMarks readAgainFrom(const EventMarks &newest, Dialect dialect)
{
    EventMarks marks = withTimes(newest, dialect);
    for (qint64 *id : {&marks.change, &marks.step, &marks.letter, &marks.act})
        *id = std::max(qint64(0), *id - kRowsAgain);
    return marks;
}

Result<Writers> writersOf(Database &db)
{
    Writers writers;
    if (!db.isPostgres())
        return writers;
    const Result<> read =
        db.each(u"SELECT txid_snapshot_xmin(s), txid_snapshot_xmax(s) "
                "FROM txid_current_snapshot() s"_s,
                {}, [&writers](const QSqlQuery &row) {
                    writers = {row.value(0).toLongLong(), row.value(1).toLongLong()};
                });
    return read ? Result<Writers>(writers) : read.error();
}

void settle(domain::EventPosition &position, const Writers &writers, Dialect dialect)
{
    if (dialect == Dialect::Sqlite) {
        position.at = withTimes(position.newest, dialect);
    } else if (position.writers == 0) {
        position.writers = writers.next;
    } else if (writers.oldest >= position.writers) {
        position.at = withTimes(position.settling, dialect);
        position.settling = position.newest;
        position.writers = 0;
    }
}

} // namespace parking::store
