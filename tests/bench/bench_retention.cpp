// What retention costs beside the ingest: how long its steps take on SQLite, with a batch of
// uplinks between two of them, how long a month takes to go on PostgreSQL while another connection
// writes, and what a reading takes on the disk.

#include "base/literals.h"
#include "engine/ingest/steppace.h"
#include "readingbench.h"
#include "store/fileroom.h"
#include "store/readingstore.h"
#include "store/retentionstore.h"
#include "store/transaction.h"
#include "testdatabases.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace parking;
using namespace std::chrono_literals;
using store::Database;

namespace {

constexpr int kDevices = 100;
constexpr auto kKeep = 90 * 24h;

/// What it took, by what was done.
class Bench {
public:
    explicit Bench(QString name) : m_name(std::move(name)) { }

    QJsonObject figures;

    template <class Work>
    Result<> measure(const QString &what, const Work &work)
    {
        QElapsedTimer time;
        time.start();
        const Result<> done = work();
        m_taken[what].append(double(time.nsecsElapsed()) / 1e6);
        return done;
    }

    void tell(const QString &what, double value)
    {
        figures.insert(what, value);
        std::printf("%-10s  %-52s %12.1f\n", qPrintable(m_name), qPrintable(what), value);
    }

    void tellTimes()
    {
        for (auto it = m_taken.begin(); it != m_taken.end(); ++it) {
            QList<double> &taken = *it;
            std::sort(taken.begin(), taken.end());
            const auto at = [&](double share) {
                return taken[qsizetype(share * double(taken.size() - 1))];
            };
            tell(it.key() + u", number"_s, double(taken.size()));
            tell(it.key() + u", p50 ms"_s, at(0.5));
            tell(it.key() + u", p99 ms"_s, at(0.99));
            tell(it.key() + u", longest ms"_s, taken.last());
        }
    }

private:
    const QString m_name;
    QMap<QString, QList<double>> m_taken;
};

Result<> uplinks(Database &db, int many)
{
    QList<domain::Reading> some;
    for (int i = 0; i < many; ++i)
        some.append(test::benchReading(i % kDevices, systemNow(), 1'000'000));
    return store::transact(db, [&]() -> Result<> {
        const auto stored = store::ReadingStore(db).insert(some);
        return stored ? Result<>() : stored.error();
    });
}

/// As the station does it, without its pause of a second: a step, a batch of uplinks, a step.
Result<> onSqlite(Database &db, Bench &bench, UtcTime now)
{
    store::RetentionStore store(db);
    engine::StepPace rows(10, 2000);
    engine::StepPace pages(20, 1000);
    qint64 after = 0;
    bool isOver = false;
    const auto paced = [&](engine::StepPace &pace, const QString &what,
                           const auto &work) -> Result<> {
        QElapsedTimer time;
        time.start();
        Result<> done = bench.measure(what, work);
        pace.took(Milliseconds(time.elapsed()));
        if (done)
            done = bench.measure(u"10 uplinks stored between"_s, [&] { return uplinks(db, 10); });
        return done;
    };
    while (!isOver) {
        const Result<> done = paced(rows, u"a step of readings"_s, [&]() -> Result<> {
            const auto step = store.removeReadings(now - kKeep, after, rows.size());
            isOver = step && step->isLast;
            return step ? Result<>() : step.error();
        });
        if (!done)
            return done;
    }
    for (isOver = false; !isOver;) {
        const Result<> done = paced(pages, u"a step of empty pages"_s, [&]() -> Result<> {
            const auto left = store.giveBack(pages.size());
            isOver = left && *left == 0;
            return left ? Result<>() : left.error();
        });
        if (!done)
            return done;
    }
    return {};
}

Result<> onPostgres(Database &beside, const QString &url, Bench &bench, UtcTime now)
{
    std::atomic<bool> isOver = false;
    Result<> dropped;
    std::thread station([&] {
        const auto db = Database::open({.url = url});
        dropped = db ? Result<>() : db.error();
        for (bool isLast = false; dropped && !isLast;)
            dropped = bench.measure(u"a month"_s, [&]() -> Result<> {
                const auto month = store::RetentionStore(**db).dropReadingMonth(now - kKeep);
                isLast = month && month->isEmpty();
                return month ? Result<>() : month.error();
            });
        isOver = true;
    });
    Bench other(u"PostgreSQL"_s);
    Result<> done;
    while (done && !isOver)
        done = other.measure(u"10 uplinks stored meanwhile"_s, [&] { return uplinks(beside, 10); });
    station.join();
    other.tellTimes();
    for (auto it = other.figures.begin(); it != other.figures.end(); ++it)
        bench.figures.insert(it.key(), it.value());
    return done ? dropped : done;
}

Result<qint64> bytesOf(Database &db)
{
    if (db.isPostgres())
        return db.count(u"SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits "
                        "WHERE inhparent = 'sensor_readings'::regclass"_s);
    const auto room = store::fileRoom(db);
    return room ? Result<qint64>(room->bytes) : room.error();
}

Result<QJsonObject> run(test::TestDatabases &databases, store::Dialect dialect, int count)
{
    const bool isPostgres = dialect == store::Dialect::Postgres;
    const auto url = databases.migratedUrl(dialect);
    if (!url)
        return url.error();
    auto db = Database::open({.url = *url, .holdsLock = !isPostgres}); // as a station
    if (!db)
        return db.error();
    Bench bench(isPostgres ? u"PostgreSQL"_s : u"SQLite"_s);
    const UtcTime now = systemNow();
    const auto empty = bytesOf(**db);
    if (Result<> done = test::fillYear(**db, kDevices, count, now); !done)
        return done.error();
    const auto full = bytesOf(**db);
    if (!empty || !full)
        return (empty ? full : empty).error();
    bench.tell(u"bytes a reading, with its indexes"_s, double(*full - *empty) / count);
    const Result<> done =
        isPostgres ? onPostgres(**db, *url, bench, now) : onSqlite(**db, bench, now);
    if (!done)
        return done.error();
    bench.tellTimes();
    const auto left = bytesOf(**db);
    if (!left)
        return left.error();
    bench.tell(u"MiB before"_s, double(*full) / (1 << 20));
    bench.tell(u"MiB after"_s, double(*left) / (1 << 20));
    return bench.figures;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    const QCommandLineOption readings(u"readings"_s, u"So many in a year (900000)."_s, u"N"_s,
                                      u"900000"_s);
    parser.addHelpOption();
    parser.addOptions({json, readings});
    parser.process(application);
    test::TestDatabases databases(test::PostgresServer::Durability::Durable);
    QJsonObject report{{u"readings"_s, parser.value(readings).toInt()}};
    for (const store::Dialect dialect : {store::Dialect::Sqlite, store::Dialect::Postgres}) {
        const auto figures =
            run(databases, dialect, std::max(parser.value(readings).toInt(), 1000));
        if (!figures) {
            std::fprintf(stderr, "bench_retention: %s\n", qPrintable(figures.error().detail));
            return 1;
        }
        report.insert(dialect == store::Dialect::Postgres ? u"postgres"_s : u"sqlite"_s, *figures);
    }
    if (!parser.isSet(json))
        return 0;
    QFile file(parser.value(json));
    const QByteArray text = QJsonDocument(report).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}
