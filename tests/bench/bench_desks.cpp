// How long a change at one desk takes until another desk on the same database has it: two engines,
// each in its thread, as two windows have them. On PostgreSQL by NOTIFY; an SQLite file is looked
// at each second.

#include "base/literals.h"
#include "engine/enginethread.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdio>

using namespace parking;
using namespace std::chrono_literals;
using domain::Space;
using engine::Engine;
using engine::EngineThread;
using store::Database;

namespace {

constexpr int kSpaces = 300;
constexpr int kChanges = 200;
constexpr qint64 kPatienceMs = 30'000;

bool waitFor(const std::function<bool()> &condition)
{
    QDeadlineTimer patience(kPatienceMs);
    while (!condition() && !patience.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 100);
    return condition();
}

Result<> makeSpaces(Database &db)
{
    const Result<domain::Site> site = store::SiteStore(db).first();
    if (!site)
        return site.error();
    QList<Space> spaces;
    for (int i = 0; i < kSpaces; ++i) {
        Space space;
        space.id = domain::SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = u"P-%1"_s.arg(i, 3, 10, QChar(u'0'));
        space.building = u"House"_s;
        space.floor = QString::number(i / 100);
        space.zone = u"A"_s;
        spaces.append(space);
    }
    return store::transact(db,
                           [&] { return store::SpaceStore(db).createMany(spaces, systemNow()); });
}

/// A window's engine, and the site as its model would have it.
struct Desk {
    Desk(const QString &url, const QString &folder) : thread(optionsOf(url, folder))
    {
        // A window asks for the whole site whenever it hears of a change.
        QObject::connect(&thread.engine(), &Engine::layoutChanged, &here, [this] { read(); });
        QObject::connect(&thread.engine(), &Engine::ready, &here, [this] { read(); });
        thread.start();
    }
    ~Desk() { thread.stop(); }

    static engine::EngineOptions optionsOf(const QString &url, const QString &folder)
    {
        engine::EngineOptions options;
        options.databaseUrl = url;
        options.dataFolder = folder;
        options.ingest = false;
        return options;
    }

    void read()
    {
        thread.ask([](Engine &engine) { return engine.spaces().snapshot(); })
            .then(&here, [this](const Result<domain::SiteSnapshot> &site) {
                if (!site)
                    return;
                spaces.clear();
                for (const Space &space : site->spaces)
                    spaces.insert(space.id, space);
            });
    }

    QObject here;
    QHash<domain::SpaceId, Space> spaces;
    EngineThread thread;
};

double percentile(const std::vector<double> &sorted, double share)
{
    return sorted[size_t(share * double(sorted.size() - 1))];
}

/// Milliseconds from the wish at one desk until the other desk has what was changed.
Result<std::vector<double>> measure(const QString &url)
{
    QTemporaryDir folder;
    Desk one(url, folder.filePath(u"one"_s));
    Desk other(url, folder.filePath(u"other"_s));
    const Error late{u"LATE"_s, u"the other desk has heard nothing for long"_s};
    if (!waitFor([&] { return one.spaces.size() == kSpaces && other.spaces.size() == kSpaces; }))
        return late;
    std::vector<double> took;
    const QList<domain::SpaceId> ids = one.spaces.keys();
    for (int i = 0; i < kChanges; ++i) {
        const domain::SpaceId id = ids[i % ids.size()];
        Space space = one.spaces.value(id);
        space.zone = u"Z%1"_s.arg(i);
        domain::SpacesChange change;
        change.spaces.insert(id, space);
        QElapsedTimer timer;
        timer.start();
        one.thread.ask(
            [change](Engine &engine) { return engine.spaces().changeSpaces(change, {}, {}); });
        if (!waitFor([&] { return other.spaces.value(id).zone == space.zone; }))
            return late;
        took.push_back(double(timer.nsecsElapsed()) / 1e6);
        if (!waitFor([&] { return one.spaces.value(id).zone == space.zone; }))
            return late;
    }
    std::sort(took.begin(), took.end());
    return took;
}

QJsonObject told(const char *name, const std::vector<double> &sorted)
{
    const double p50 = percentile(sorted, 0.5);
    const double p95 = percentile(sorted, 0.95);
    std::printf("  %-12s %d changes: p50 %7.1f ms   p95 %7.1f ms   max %7.1f ms\n", name, kChanges,
                p50, p95, sorted.back());
    std::fflush(stdout);
    return {{u"p50"_s, p50}, {u"p95"_s, p95}, {u"max"_s, sorted.back()}};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"Write the figures here."_s, u"FILE"_s});
    parser.process(application);
    QJsonObject figures;
    test::TestDatabases databases;
    std::printf("from a change at one desk until another has it, %d spaces\n", kSpaces);
    for (const auto dialect : {store::Dialect::Postgres, store::Dialect::Sqlite}) {
        const char *name = dialect == store::Dialect::Postgres ? "PostgreSQL" : "SQLite";
        const auto url = databases.migratedUrl(dialect);
        auto database = url ? Database::open({.url = *url}) : url.error();
        const Result<> made = database ? makeSpaces(**database) : Result<>(database.error());
        const auto took = made ? measure(*url) : Result<std::vector<double>>(made.error());
        if (!took) {
            std::fprintf(stderr, "%s: %s\n", name, qPrintable(took.error().detail));
            return 1;
        }
        figures.insert(QString::fromLatin1(name), told(name, *took));
    }
    QFile file(parser.value(u"json"_s));
    if (parser.isSet(u"json"_s)
        && (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0)) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()),
                     qPrintable(file.errorString()));
        return 1;
    }
    return 0;
}
