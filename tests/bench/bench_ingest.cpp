// How fast uplinks come from a real broker into a database, beside the fastest way there is to
// write the same rows on the same machine in the same run.

#include "ingestbench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace parking;
using bench::IngestFigures;

namespace {

QJsonObject toJson(const IngestFigures &f)
{
    QJsonObject json{{QStringLiteral("uplinks"), f.uplinks},
                     {QStringLiteral("brokerToCommitPerSecond"), f.brokerToCommitPerSecond},
                     {QStringLiteral("copyPerSecond"), f.copyPerSecond},
                     {QStringLiteral("ratioToCopy"), f.brokerToCommitPerSecond / f.copyPerSecond},
                     {QStringLiteral("brokerToSubscriberPerSecond"), f.brokerToSubscriberPerSecond},
                     {QStringLiteral("cpuMicrosecondsPerUplink"), f.cpuMicrosecondsPerUplink},
                     {QStringLiteral("latencyMs"),
                      QJsonObject{{QStringLiteral("p50"), f.latencyP50Ms},
                                  {QStringLiteral("p99"), f.latencyP99Ms}}}};
    if (f.memoryUplinks > 0)
        json.insert(QStringLiteral("memoryMiB"),
                    QJsonObject{{QStringLiteral("uplinks"), f.memoryUplinks},
                                {QStringLiteral("afterTenth"), f.memoryEarlyMiB},
                                {QStringLiteral("atEnd"), f.memoryEndMiB}});
    return json;
}

void print(const IngestFigures &f)
{
    const auto line = [](const char *name, const QString &value) {
        std::printf("  %-44s %s\n", name, qPrintable(value));
    };
    const auto number = [](double value, int digits = 0) {
        return QString::number(value, 'f', digits);
    };
    std::printf("%s, %d uplinks\n", qPrintable(f.database), f.uplinks);
    line("broker's queue to commit, uplinks/s", number(f.brokerToCommitPerSecond));
    line("the same rows by COPY (SQLite: INSERT), rows/s", number(f.copyPerSecond));
    line("ratio", number(f.brokerToCommitPerSecond / f.copyPerSecond, 2));
    line("broker's queue to a bare subscriber, messages/s", number(f.brokerToSubscriberPerSecond));
    line("processor time per uplink, microseconds", number(f.cpuMicrosecondsPerUplink));
    line("publish to commit at 500/s, p50, ms", number(f.latencyP50Ms, 1));
    line("publish to commit at 500/s, p99, ms", number(f.latencyP99Ms, 1));
    if (f.memoryUplinks > 0)
        line("memory, MiB",
             QStringLiteral("%1 after %2 uplinks, %3 after %4")
                 .arg(number(f.memoryEarlyMiB, 1))
                 .arg(f.memoryUplinks / 10)
                 .arg(number(f.memoryEndMiB, 1))
                 .arg(f.memoryUplinks));
}

Result<IngestFigures> measure(store::Dialect dialect, test::TestDatabases &databases, int uplinks,
                              qint64 memoryUplinks)
{
    bench::IngestBench bench(dialect, databases, 500);
    if (Result<> done = bench.prepare(); !done)
        return done.error();
    if (Result<> done = bench.throughput(uplinks); !done)
        return done.error();
    if (Result<> done = bench.subscriber(); !done)
        return done.error();
    if (Result<> done = bench.copy(); !done)
        return done.error();
    if (Result<> done = bench.latency(5000, 500); !done)
        return done.error();
    if (memoryUplinks > 0) {
        if (Result<> done = bench.memory(memoryUplinks); !done)
            return done.error();
    }
    return bench.figures();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"),
                                  QStringLiteral("Write the figures to FILE."),
                                  QStringLiteral("FILE"));
    const QCommandLineOption count(QStringLiteral("uplinks"),
                                   QStringLiteral("In the broker's queue."), QStringLiteral("N"),
                                   QStringLiteral("200000"));
    const QCommandLineOption memory(QStringLiteral("memory"),
                                    QStringLiteral("Watch the memory over N uplinks."),
                                    QStringLiteral("N"), QStringLiteral("0"));
    const QCommandLineOption only(QStringLiteral("database"),
                                  QStringLiteral("Only sqlite or only postgresql."),
                                  QStringLiteral("NAME"));
    parser.addHelpOption();
    parser.addOptions({json, count, memory, only});
    parser.process(application);

    test::TestDatabases databases(test::PostgresServer::Durability::Durable);
    QJsonObject report;
    for (const store::Dialect dialect : {store::Dialect::Sqlite, store::Dialect::Postgres}) {
        if (parser.isSet(only) && parser.value(only) != bench::nameOf(dialect))
            continue;
        const Result<IngestFigures> figures = measure(
            dialect, databases, parser.value(count).toInt(), parser.value(memory).toLongLong());
        if (!figures) {
            std::fprintf(stderr, "bench_ingest: %s\n", qPrintable(figures.error().detail));
            return 1;
        }
        print(*figures);
        std::fflush(stdout);
        report.insert(figures->database, toJson(*figures));
    }
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0) {
            std::fprintf(stderr, "bench_ingest: %s\n", qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}
