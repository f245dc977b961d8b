// How fast uplinks come from a real broker into a database, beside the fastest way there is to
// write the same rows on the same machine in the same run.

#include "base/literals.h"
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
    QJsonObject json{
        {u"uplinks"_s, f.uplinks},
        {u"brokerToCommitPerSecond"_s, f.brokerToCommitPerSecond},
        {u"copyPerSecond"_s, f.copyPerSecond},
        {u"ratioToCopy"_s, f.brokerToCommitPerSecond / f.copyPerSecond},
        {u"brokerToSubscriberPerSecond"_s, f.brokerToSubscriberPerSecond},
        {u"cpuMicrosecondsPerUplink"_s, f.cpuMicrosecondsPerUplink},
        {u"latencyMs"_s, QJsonObject{{u"p50"_s, f.latencyP50Ms}, {u"p99"_s, f.latencyP99Ms}}}};
    if (f.memoryUplinks > 0)
        json.insert(u"memoryMiB"_s,
                    QJsonObject{{u"uplinks"_s, f.memoryUplinks},
                                {u"afterTenth"_s, f.memoryEarlyMiB},
                                {u"atEnd"_s, f.memoryEndMiB}});
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
             u"%1 after %2 uplinks, %3 after %4"_s.arg(number(f.memoryEarlyMiB, 1))
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
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    const QCommandLineOption count(u"uplinks"_s, u"In the broker's queue."_s, u"N"_s, u"200000"_s);
    const QCommandLineOption memory(u"memory"_s, u"Watch the memory over N uplinks."_s, u"N"_s,
                                    u"0"_s);
    const QCommandLineOption only(u"database"_s, u"Only sqlite or only postgresql."_s, u"NAME"_s);
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
