// How long the page "Devices" waits for its pictures with a year of readings behind it: the fleet,
// one device's year and hour, six devices, a chart of a million points that is panned and zoomed,
// and what all that costs the ingest beside it.

#include "base/literals.h"
#include "devices/chartview.h"
#include "devices/devicecontents.h"
#include "read/devicecharts.h"
#include "read/fleet.h"
#include "readingbench.h"
#include "store/devicestore.h"
#include "store/readingstore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

using namespace parking;
using namespace std::chrono_literals;
using store::Database;

namespace {

constexpr int kColumns = 400;
constexpr int kAgain = 9; ///< of each picture
constexpr int kFrames = 200;
constexpr double kFirstPictureMs = 1000;
constexpr double kFrameMs = 16; ///< at 60 a second
constexpr auto kYear = 365 * 24h;

double at(QList<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[qsizetype(share * double(values.size() - 1))];
}

domain::DevEui device(int number)
{
    return test::benchReading(number, {}, 0).devEui;
}

class Bench {
public:
    Bench(QString name, ui::ChartView &view) : m_name(std::move(name)), m_view(view) { }

    QJsonObject figures;

    void tell(const QString &what, const QList<double> &took, double limit)
    {
        const double p50 = at(took, 0.5);
        const double p99 = at(took, 0.99);
        std::printf("  %-10s %-44s p50 %8.1f ms   p99 %8.1f ms   %5.2f of %.0f ms\n",
                    qPrintable(m_name), qPrintable(what), p50, p99, p99 / limit, limit);
        std::fflush(stdout);
        figures.insert(what, QJsonObject{{u"p50"_s, p50}, {u"p99"_s, p99}});
    }

    /// From the question to a painted picture.
    template <class Work>
    Result<> measure(const QString &what, const Work &work)
    {
        QList<double> took;
        for (int i = 0; i < kAgain; ++i) {
            QElapsedTimer time;
            time.start();
            if (const Result<> done = work(); !done)
                return done;
            took.append(double(time.nsecsElapsed()) / 1e6);
        }
        tell(what, took, kFirstPictureMs);
        return {};
    }

    Result<domain::DeviceCharts> paint(Database &db, domain::DevEui eui, UtcTime from, UtcTime to)
    {
        auto charts =
            read::deviceCharts(db, {.device = eui, .from = from, .to = to, .columns = kColumns});
        if (!charts)
            return charts;
        show(*charts, to);
        return charts;
    }

    void show(const domain::DeviceCharts &charts, UtcTime now)
    {
        ui::DeviceOutlook outlook;
        outlook.now = now;
        m_view.setContent(ui::signalChart(charts, outlook, false));
        m_view.grab();
    }

private:
    const QString m_name;
    ui::ChartView &m_view;
};

/// Batches of ten at 500 a second, from another thread and by another connection.
class Ingest {
public:
    explicit Ingest(const QString &url)
        : m_thread([this, url] {
              const auto db = Database::open({.url = url});
              auto next = std::chrono::steady_clock::now();
              for (quint32 fCnt = 2'000'000; db && !m_isOver; ++fCnt) {
                  QList<domain::Reading> some;
                  for (int i = 0; i < 10; ++i)
                      some.append(test::benchReading(i, systemNow(), fCnt));
                  QElapsedTimer time;
                  time.start();
                  const auto done = store::transact(**db, [&]() -> Result<> {
                      const auto stored = store::ReadingStore(**db).insert(some);
                      return stored ? Result<>() : stored.error();
                  });
                  if (!done)
                      return;
                  took.append(double(time.nsecsElapsed()) / 1e6);
                  next += 20ms;
                  std::this_thread::sleep_until(next);
              }
          })
    {
    }
    ~Ingest() { end(); }
    Q_DISABLE_COPY_MOVE(Ingest)

    void end()
    {
        m_isOver = true;
        if (m_thread.joinable())
            m_thread.join();
    }

    QList<double> took; ///< to be read after end()

private:
    std::atomic<bool> m_isOver = false;
    std::thread m_thread;
};

Result<> pictures(Bench &bench, Database &db, UtcTime now, int devices)
{
    Result<> done = bench.measure(u"the fleet's page"_s, [&]() -> Result<> {
        const auto page = read::fleetPage(db, {}, {}, {.limit = 200}, now);
        return page ? Result<>() : page.error();
    });
    const auto picture = [&](const QString &what, int count, Milliseconds span) {
        if (done)
            done = bench.measure(what, [&]() -> Result<> {
                for (int i = 0; i < count; ++i) {
                    const auto charts = bench.paint(db, device(i % devices), now - span, now);
                    if (!charts)
                        return charts.error();
                    if (charts->uplinks == 0)
                        return Error{u"BENCH"_s, u"a picture of nothing"_s};
                }
                return {};
            });
    };
    picture(u"one device's year"_s, 1, kYear);
    picture(u"one device's day"_s, 1, 24h);
    picture(u"six devices, a year"_s, 6, kYear);
    return done;
}

/// One device with a million readings: the range moves and narrows as by wheel and keys.
Result<> million(Bench &bench, Database &db, UtcTime now)
{
    const domain::DevEui eui = device(0);
    domain::DeviceCharts charts;
    Result<> done = bench.measure(u"one device's million, its year"_s, [&]() -> Result<> {
        const auto read = bench.paint(db, eui, now - kYear, now);
        if (!read)
            return read.error();
        charts = *read;
        return {};
    });
    if (!done)
        return done;
    QList<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        domain::DeviceCharts moved = charts;
        const Milliseconds by = std::chrono::hours(24 * (i % 100));
        moved.from = now - kYear + by;
        moved.to = i % 2 ? now : now - by / 4;
        QElapsedTimer time;
        time.start();
        bench.show(moved, now);
        frames.append(double(time.nsecsElapsed()) / 1e6);
    }
    bench.tell(u"a frame while it is panned and zoomed"_s, frames, kFrameMs);
    return {};
}

Result<QJsonObject> run(test::TestDatabases &databases, store::Dialect dialect, int devices,
                        int count, ui::ChartView &view)
{
    const bool isPostgres = dialect == store::Dialect::Postgres;
    Bench bench(isPostgres ? u"PostgreSQL"_s : u"SQLite"_s, view);
    const auto url = databases.migratedUrl(dialect);
    if (!url)
        return url.error();
    const auto opened = Database::open({.url = *url});
    if (!opened)
        return opened.error();
    Database &db = **opened;
    const UtcTime now = systemNow();
    QList<domain::DeviceHeard> heard;
    for (int i = 0; i < devices; ++i) {
        heard.append({.devEui = device(i), .resolvedType = u"browan_tabs"_s});
        heard.last().firstHeard = now - kYear;
        heard.last().lastHeard = now;
        heard.last().uplinks = count / devices;
    }
    Result<> done = store::DeviceStore(db).touch(heard, now);
    if (done)
        done = test::fillYear(db, devices, count, now);
    if (done && isPostgres)
        done = db.runScript(u"ANALYZE sensor_readings"_s); // as autovacuum has by then
    if (!done)
        return done.error();
    std::printf("%s: %d devices, %d readings in a year\n", isPostgres ? "PostgreSQL" : "SQLite",
                devices, count);
    if (done = pictures(bench, db, now, devices); !done)
        return done.error();
    Ingest alone(*url);
    std::this_thread::sleep_for(5s);
    alone.end();
    bench.tell(u"ten uplinks stored, at 500/s"_s, alone.took, kFrameMs);
    Ingest beside(*url);
    for (int i = 0; i < kAgain; ++i) {
        if (const auto charts = bench.paint(db, device(i % devices), now - kYear, now); !charts)
            return charts.error();
    }
    beside.end();
    bench.tell(u"the same while years are read"_s, beside.took, kFrameMs);
    return bench.figures;
}

Result<QJsonObject> runMillion(test::TestDatabases &databases, store::Dialect dialect,
                               ui::ChartView &view)
{
    Bench bench(dialect == store::Dialect::Postgres ? u"PostgreSQL"_s : u"SQLite"_s, view);
    const auto url = databases.migratedUrl(dialect);
    if (!url)
        return url.error();
    const auto db = Database::open({.url = *url});
    if (!db)
        return db.error();
    const UtcTime now = systemNow();
    Result<> done = test::fillYear(**db, 1, 1'000'000, now);
    if (done)
        done = million(bench, **db, now);
    return done ? Result<QJsonObject>(bench.figures) : done.error();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    const QCommandLineOption share(
        u"share"_s, u"Of 1,000 devices on PostgreSQL and 100 on SQLite, in percent (100)."_s,
        u"N"_s, u"100"_s);
    parser.addHelpOption();
    parser.addOptions({json, share});
    parser.process(application);
    const int percent = std::clamp(parser.value(share).toInt(), 1, 100);
    const ui::Theme theme(application);
    ui::ChartView view(theme);
    view.resize(900, 320);
    view.show();
    test::TestDatabases databases(test::PostgresServer::Durability::Durable);
    QJsonObject report{{u"share"_s, percent}};
    const auto add = [&](const QString &name, const Result<QJsonObject> &figures) {
        if (!figures)
            std::fprintf(stderr, "bench_charts: %s\n", qPrintable(figures.error().detail));
        else
            report.insert(name, *figures);
        return bool(figures);
    };
    const auto sqlite = store::Dialect::Sqlite;
    const auto postgres = store::Dialect::Postgres;
    if (!add(u"sqlite"_s, run(databases, sqlite, percent, 9000 * percent, view))
        || !add(u"sqlite million"_s, runMillion(databases, sqlite, view))
        || !add(u"postgres"_s, run(databases, postgres, 10 * percent, 90'000 * percent, view))
        || !add(u"postgres million"_s, runMillion(databases, postgres, view)))
        return 1;
    if (!parser.isSet(json))
        return 0;
    QFile file(parser.value(json));
    const QByteArray text = QJsonDocument(report).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}
