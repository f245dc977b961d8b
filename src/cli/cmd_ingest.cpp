#include "base/literals.h"
#include "base/terminationsignal.h"
#include "cli/command.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace parking::cli {

namespace {

constexpr int kPatience = 10; // seconds at least, for what is not there: a start takes its time

/// The last word is that everything was taken in: nothing waits, and the broker is there to say so.
bool hasAll(engine::Engine &engine)
{
    return engine.isIdle() && engine.arrival().broker().state() == u"connected";
}

/// Why it is not.
QString whatIsMissing(engine::Engine &engine)
{
    const domain::Health health = engine.health();
    QStringList reasons;
    bool isMqttTold = false;
    for (const domain::HealthCheck &check : health.checks) {
        if (check.level != domain::HealthLevel::Unhealthy)
            continue;
        reasons.append(u"%1: %2 %3"_s.arg(check.name, check.problem, check.detail).trimmed());
        isMqttTold = isMqttTold || check.name == u"mqtt";
    }
    if (engine.isConnected() && !health.ingesting)
        reasons.append(u"station: another station takes the messages in"_s);
    else if (!isMqttTold && engine.arrival().broker().state() != u"connected")
        reasons.append(u"mqtt: the broker was not reached"_s);
    if (health.backlog > 0)
        reasons.append(u"journal: %1 messages wait for the database"_s.arg(health.backlog));
    return reasons.join(u"; "_s);
}

} // namespace

int runIngest(const QStringList &words)
{
    Parser parser("ingest", "Takes uplinks from the broker into the database until SIGTERM.", true);
    parser.addOption(
        {u"until-idle"_s,
         u"Stop after so many seconds without anything to do; exit code 1 when broker or "
         "database are not there for that long (10 s at least)."_s,
         u"SECONDS"_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    std::optional<int> untilIdle;
    if (parser.isSet(u"until-idle"_s)) {
        untilIdle = parser.number("until-idle", 1, 86'400);
        if (!untilIdle)
            return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;

    engine::Engine engine(cli::engineOptions(loaded->settings));
    TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, [] { QCoreApplication::quit(); });
    qint64 total = 0;
    QElapsedTimer quiet;
    quiet.start();
    QObject::connect(&engine, &engine::Engine::committed, [&](int records) {
        total += records;
        quiet.restart();
    });
    QTimer watch;
    bool hadAll = false;
    QObject::connect(&watch, &QTimer::timeout, [&] {
        if (const bool has = hasAll(engine); has != hadAll) {
            hadAll = has;
            quiet.restart();
        }
        const int seconds = hadAll ? *untilIdle : std::max(*untilIdle, kPatience);
        if (quiet.elapsed() >= seconds * 1000)
            QCoreApplication::exit(hadAll ? kOk : kFailed);
    });
    if (untilIdle)
        watch.start(100);

    if (const Result<> started = engine.start(); !started)
        return fail(started.error());
    const int code = QCoreApplication::exec();
    const QString missing = code == kOk ? QString() : whatIsMissing(engine);
    engine.stop();
    print(u"%1 messages taken in"_s.arg(total));
    if (code != kOk)
        complain(u"not everything could be taken in: %1"_s.arg(missing));
    return code;
}

} // namespace parking::cli
