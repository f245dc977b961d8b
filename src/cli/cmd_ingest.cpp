#include "base/literals.h"
#include "cli/command.h"
#include "cli/terminationsignal.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace parking::cli {

int runIngest(const QStringList &words)
{
    Parser parser("ingest", "Takes uplinks from the broker into the database until SIGTERM.", true);
    parser.addOption(
        {u"until-idle"_s, u"Stop after so many seconds without anything to do."_s, u"SECONDS"_s});
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
    QObject::connect(&watch, &QTimer::timeout, [&] {
        if (!engine.isIdle())
            quiet.restart();
        else if (quiet.elapsed() >= *untilIdle * 1000)
            QCoreApplication::quit();
    });
    if (untilIdle)
        watch.start(100);

    if (const Result<> started = engine.start(); !started)
        return fail(started.error());
    const int code = QCoreApplication::exec();
    engine.stop();
    print(u"%1 messages taken in"_s.arg(total));
    return code;
}

} // namespace parking::cli
