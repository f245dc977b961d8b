#include "ingestbench.h"
#include "base/literals.h"

#include "store/databaseurl.h"
#include "testprocess.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QMutex>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTimer>
#include <QUrl>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace parking::bench {

using namespace std::chrono_literals;

namespace {

constexpr int kRowsPerTransaction = 500;
constexpr quint64 kSeed = 7;

Error broken(const QString &what)
{
    return {u"BENCH"_s, what};
}

/// Runs the event loop until `done`, looked at each millisecond, or the time is over.
bool waitFor(const std::function<bool()> &done, std::chrono::seconds longest = 600s)
{
    QEventLoop loop;
    QTimer timer;
    bool met = false;
    const auto end = Clock::now() + longest;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        met = done();
        if (met || Clock::now() >= end)
            loop.quit();
    });
    timer.setTimerType(Qt::PreciseTimer);
    timer.start(1ms);
    loop.exec();
    return met;
}

/// User and system time of this process: the station with MQTT, journal and database client.
double cpuSeconds()
{
#ifdef Q_OS_UNIX
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &t) {
        return double(t.tv_sec) + double(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
#else
    return 0;
#endif
}

double residentMiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / (1024 * 1024);
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[size_t(share * double(values.size() - 1))];
}

/// Counts commits in the engine's thread, with the time of each.
class Commits {
public:
    explicit Commits(engine::EngineThread &thread)
    {
        thread.ask([this](engine::Engine &engine) {
            QObject::connect(&engine, &engine::Engine::committed, &engine, [this](int records) {
                const QMutexLocker lock(&m_mutex);
                m_times.insert(m_times.end(), size_t(records), Clock::now());
            });
            return true;
        });
    }
    size_t count() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_times.size();
    }
    std::vector<Clock::time_point> times() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_times;
    }
    void forget()
    {
        const QMutexLocker lock(&m_mutex);
        m_times.clear();
    }

private:
    mutable QMutex m_mutex;
    std::vector<Clock::time_point> m_times;
};

mqtt::MqttOptions publisher(const QUrl &broker)
{
    mqtt::MqttOptions options;
    options.url = broker;
    options.clientId = u"publisher"_s;
    return options;
}

bool isConnected(const mqtt::MqttClient &client)
{
    return client.info().state == mqtt::ConnectionState::Connected;
}

} // namespace

QString nameOf(store::Dialect dialect)
{
    return dialect == store::Dialect::Postgres ? u"postgresql"_s : u"sqlite"_s;
}

IngestBench::IngestBench(store::Dialect dialect, test::TestDatabases &databases, int spaces)
    : m_dialect(dialect), m_databases(databases), m_site(sim::makeSite(spaces, kSeed))
{
    m_figures.database = nameOf(dialect);
}

engine::EngineOptions IngestBench::station(const QString &name) const
{
    engine::EngineOptions options;
    options.databaseUrl = m_url;
    options.dataFolder = m_folder.filePath(name);
    options.version = u"bench"_s;
    options.mqtt.emplace();
    options.mqtt->url = m_broker.url();
    options.mqtt->clientId = name;
    options.mqtt->topics = {u"application/+/device/+/event/+"_s};
    return options;
}

Result<> IngestBench::prepare()
{
    if (Result<> started = m_broker.start(); !started)
        return started;
    Result<QString> url = m_databases.migratedUrl(m_dialect);
    if (!url)
        return url.error();
    m_url = *url;
    engine::EngineOptions options = station(u"setup"_s);
    options.mqtt.reset();
    engine::Engine engine(options);
    if (Result<> started = engine.start(); !started)
        return started;
    if (!waitFor([&] { return engine.isConnected(); }, 30s))
        return broken(u"the database does not answer"_s);
    Result<> made = engine.spaces().createSite({m_site.site, m_site.floors, m_site.spaces, {}});
    engine.stop();
    return made;
}

/// A session must be there before the first message, or the broker drops it.
Result<> IngestBench::openSession(const QString &clientId)
{
    mqtt::MqttClient client(*station(clientId).mqtt, [](const mqtt::MqttMessage &) {});
    if (Result<> started = client.start(); !started)
        return started;
    if (!waitFor([&] { return isConnected(client); }, 30s))
        return broken(u"the broker does not answer"_s);
    return {};
}

/// Uplinks whose event times begin `back` before now.
void IngestBench::startTraffic(double rate, Milliseconds back)
{
    sim::TrafficOptions options;
    options.start = systemNow() - back;
    options.speed = rate / sim::Traffic::naturalRate(m_site, kSeed);
    options.late = 0; // the broker's order is the order of commits
    m_traffic = std::make_unique<sim::Traffic>(m_site, kSeed, options);
}

Result<> IngestBench::fill(int uplinks)
{
    startTraffic(1000, std::chrono::seconds(uplinks / 1000 + 5));
    mqtt::MqttClient client(publisher(m_broker.url()), [](const mqtt::MqttMessage &) {});
    if (Result<> started = client.start(); !started)
        return started;
    if (!waitFor([&] { return isConnected(client); }, 30s))
        return broken(u"the broker does not answer"_s);
    int sent = 0;
    std::optional<sim::SimMessage> next;
    const bool done = waitFor([&] {
        while (sent < uplinks) {
            if (!next)
                next = m_traffic->next();
            if (!client.publish(next->topic, next->payload))
                return false;
            next.reset();
            ++sent;
        }
        return client.inFlight() == 0;
    });
    return done ? Result<>() : broken(u"the broker takes nothing more"_s);
}

Result<> IngestBench::throughput(int uplinks)
{
    for (const QString &id : {u"station"_s, u"subscriber"_s}) {
        if (Result<> opened = openSession(id); !opened)
            return opened;
    }
    if (Result<> filled = fill(uplinks); !filled)
        return filled;
    engine::EngineThread thread(station(u"station"_s));
    Commits commits(thread);
    const double cpu = cpuSeconds();
    const auto begin = Clock::now();
    thread.start();
    if (!waitFor([&] { return commits.count() >= size_t(uplinks); }))
        return broken(u"only %1 of %2 were committed"_s.arg(commits.count()).arg(uplinks));
    const Seconds took = commits.times()[size_t(uplinks) - 1] - begin;
    m_figures.uplinks = uplinks;
    m_figures.brokerToCommitPerSecond = uplinks / took.count();
    m_figures.cpuMicrosecondsPerUplink = (cpuSeconds() - cpu) * 1e6 / uplinks;
    thread.stop();
    return {};
}

Result<> IngestBench::subscriber()
{
    std::atomic<int> arrived = 0;
    mqtt::MqttClient client(*station(u"subscriber"_s).mqtt,
                            [&](const mqtt::MqttMessage &) { ++arrived; });
    const auto begin = Clock::now();
    if (Result<> started = client.start(); !started)
        return started;
    if (!waitFor([&] { return arrived >= m_figures.uplinks; }))
        return broken(u"the subscriber got only %1"_s.arg(arrived));
    m_figures.brokerToSubscriberPerSecond =
        m_figures.uplinks / Seconds(Clock::now() - begin).count();
    return {};
}

Result<> IngestBench::copy()
{
    return m_dialect == store::Dialect::Postgres ? copyPostgres() : copySqlite();
}

Result<> IngestBench::copyPostgres()
{
    const QString psql = test::findProgram(u"psql"_s);
    if (psql.isEmpty())
        return broken(u"psql is not installed"_s);
    const auto run = [&](const QStringList &words) -> Result<QString> {
        const test::Finished done = test::run(
            psql, QStringList{m_url, u"-qAtX"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s} + words, 600'000);
        if (done.exitCode != 0)
            return broken(done.err);
        return done.out;
    };
    QByteArray script;
    qint64 readings = 0;
    for (const char *table : {"sensor_readings", "state_changes"}) {
        const Result<QString> rows =
            run({u"-c"_s, u"COPY (SELECT * FROM %1) TO STDOUT"_s.arg(QLatin1StringView(table))});
        if (!rows)
            return rows.error();
        const QList<QByteArray> lines = rows->toUtf8().split('\n');
        const qsizetype count = lines.size() - 1; // behind the last newline is nothing
        if (readings == 0)
            readings = count;
        for (qsizetype at = 0; at < count; at += kRowsPerTransaction)
            script += QByteArray("BEGIN;\nCOPY ") + table + " FROM STDIN;\n"
                + lines.mid(at, std::min<qsizetype>(kRowsPerTransaction, count - at)).join('\n')
                + "\n\\.\nCOMMIT;\n";
    }
    const QString path = m_folder.filePath(u"copy.sql"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
        return broken(file.errorString());
    file.close();
    const Result<QString> emptied = run({u"-c"_s, u"TRUNCATE sensor_readings, state_changes"_s});
    if (!emptied)
        return emptied.error();
    const auto begin = Clock::now();
    const Result<QString> copied = run({u"-f"_s, path});
    if (!copied)
        return copied.error();
    m_figures.copyPerSecond = double(readings) / Seconds(Clock::now() - begin).count();
    return {};
}

Result<> IngestBench::copySqlite()
{
    // The driver, without the layers of the store: as bare as a COPY is.
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"copy"_s);
    database.setDatabaseName(QUrl(m_url).path());
    if (!database.open())
        return broken(database.lastError().text());
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"})
        QSqlQuery(database).exec(QLatin1StringView(pragma));
    double seconds = 0;
    qint64 readings = 0;
    for (const char *table : {"sensor_readings", "state_changes"}) {
        QSqlQuery select(database);
        select.exec(u"SELECT * FROM %1"_s.arg(QLatin1StringView(table)));
        const int columns = select.record().count();
        QList<QVariantList> rows;
        while (select.next()) {
            QVariantList row;
            for (int i = 0; i < columns; ++i)
                row.append(select.value(i));
            rows.append(row);
        }
        select.finish();
        if (readings == 0)
            readings = rows.size();
        QSqlQuery(database).exec(u"DELETE FROM %1"_s.arg(QLatin1StringView(table)));
        const QStringList marks(columns, u"?"_s);
        QSqlQuery insert(database);
        insert.prepare(
            u"INSERT INTO %1 VALUES (%2)"_s.arg(QLatin1StringView(table), marks.join(u',')));
        const auto begin = Clock::now();
        for (qsizetype at = 0; at < rows.size(); ++at) {
            if (at % kRowsPerTransaction == 0)
                database.transaction();
            for (int i = 0; i < columns; ++i)
                insert.bindValue(i, rows[at][i]);
            if (!insert.exec())
                return broken(insert.lastError().text());
            if (at % kRowsPerTransaction == kRowsPerTransaction - 1 || at + 1 == rows.size())
                database.commit();
        }
        seconds += Seconds(Clock::now() - begin).count();
    }
    m_figures.copyPerSecond = double(readings) / seconds;
    database.close();
    return {};
}

Result<> IngestBench::latency(int uplinks, int rate)
{
    engine::EngineThread thread(station(u"station"_s));
    Commits commits(thread);
    thread.start();
    mqtt::MqttClient client(publisher(m_broker.url()), [](const mqtt::MqttMessage &) {});
    if (Result<> started = client.start(); !started)
        return started;
    const auto healthy = [&] {
        return isConnected(client) && m_broker.log().contains(u"station 1 application/"_s);
    };
    if (!waitFor(healthy, 30s))
        return broken(u"the broker does not answer"_s);
    startTraffic(rate, 1min);
    // The first second warms up caches and the database; it is not counted.
    const int warm = rate;
    std::vector<Clock::time_point> sent;
    const auto begin = Clock::now();
    const bool done = waitFor([&] {
        while (int(sent.size()) < uplinks + warm
               && Clock::now() >= begin + Seconds(double(sent.size()) / rate)) {
            const sim::SimMessage next = m_traffic->next();
            const auto now = Clock::now();
            if (!client.publish(next.topic, next.payload))
                return false;
            sent.push_back(now);
        }
        return commits.count() >= size_t(uplinks + warm);
    });
    if (!done)
        return broken(u"only %1 were committed"_s.arg(commits.count()));
    const std::vector<Clock::time_point> committed = commits.times();
    std::vector<double> milliseconds;
    for (size_t i = size_t(warm); i < sent.size(); ++i)
        milliseconds.push_back(Seconds(committed[i] - sent[i]).count() * 1000);
    m_figures.latencyP50Ms = percentile(milliseconds, 0.5);
    m_figures.latencyP99Ms = percentile(milliseconds, 0.99);
    thread.stop();
    return {};
}

Result<> IngestBench::memory(qint64 uplinks)
{
    engine::EngineThread thread(station(u"station"_s));
    std::atomic<qint64> committed = 0;
    thread.ask([&](engine::Engine &engine) {
        QObject::connect(&engine, &engine::Engine::committed, &engine,
                         [&](int records) { committed += records; });
        return true;
    });
    thread.start();
    mqtt::MqttClient client(publisher(m_broker.url()), [](const mqtt::MqttMessage &) {});
    if (Result<> started = client.start(); !started)
        return started;
    startTraffic(4000, std::chrono::seconds(uplinks / 4000 + 60));
    qint64 sent = 0;
    std::optional<sim::SimMessage> next;
    const bool done = waitFor(
        [&] {
            // Never far ahead: what waits in the broker is not this process's memory.
            while (sent < uplinks && sent - committed < 20'000) {
                if (!next)
                    next = m_traffic->next();
                if (!client.publish(next->topic, next->payload))
                    break;
                next.reset();
                ++sent;
            }
            if (m_figures.memoryEarlyMiB == 0 && committed >= uplinks / 10)
                m_figures.memoryEarlyMiB = residentMiB();
            return committed >= uplinks;
        },
        3600s);
    if (!done)
        return broken(u"only %1 were committed"_s.arg(committed));
    m_figures.memoryUplinks = uplinks;
    m_figures.memoryEndMiB = residentMiB();
    thread.stop();
    return {};
}

} // namespace parking::bench
