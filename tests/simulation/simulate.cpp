// Simulated days: `simulate --seed 7`, `simulate --seeds 1..1000`, `simulate --seconds 60`.

#include "base/literals.h"
#include "days.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QHashSeed>
#include <QLoggingCategory>

#include <cstdio>

using namespace parking;
using namespace parking::simulation;

namespace {

/// Prints what is to be known of a day; false when something was not right.
bool tell(const Outcome &outcome, bool isTold)
{
    const bool isRight = outcome.blames.isEmpty();
    if (!isRight)
        std::printf("seed %llu FAILS; `simulate --seed %llu --trace` repeats it\n",
                    static_cast<unsigned long long>(outcome.seed),
                    static_cast<unsigned long long>(outcome.seed));
    for (const QString &blame : outcome.blames)
        std::printf("  %s\n", qPrintable(blame));
    if (isTold || !isRight)
        std::printf("  trace %s: %lld lines, %d starts of the station, %lld ticks, "
                    "%lld uplinks, %lld frames\n",
                    outcome.trace.constData(), static_cast<long long>(outcome.lines), outcome.lives,
                    static_cast<long long>(outcome.ticks), static_cast<long long>(outcome.uplinks),
                    static_cast<long long>(outcome.frames));
    std::fflush(stdout);
    return isRight;
}

} // namespace

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed();
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Days of a simulated site, each drawn from its seed."_s);
    parser.addHelpOption();
    parser.addOptions({{u"seed"_s, u"One day."_s, u"N"_s},
                       {u"seeds"_s, u"These days."_s, u"A..B"_s},
                       {u"seconds"_s, u"New days for so long."_s, u"S"_s},
                       {u"trace"_s, u"Write each line of the trace to the standard error."_s}});
    parser.process(application);
    quint64 first = 1;
    quint64 last = ~quint64(0);
    qint64 limitMs = -1;
    if (parser.isSet(u"seed"_s)) {
        first = last = parser.value(u"seed"_s).toULongLong();
    } else if (parser.isSet(u"seeds"_s)) {
        const QStringList ends = parser.value(u"seeds"_s).split(u".."_s);
        first = ends.value(0).toULongLong();
        last = ends.value(1).toULongLong();
    } else {
        limitMs = parser.value(u"seconds"_s).toLongLong() * 1000;
        first = quint64(QDateTime::currentMSecsSinceEpoch());
    }
    if (!parser.isSet(u"trace"_s))
        QLoggingCategory::setFilterRules(u"parking.*=false"_s);
    const bool isLoud = parser.isSet(u"trace"_s);
    std::printf("from seed %llu\n", static_cast<unsigned long long>(first));
    QElapsedTimer timer;
    timer.start();
    qint64 days = 0;
    qint64 failed = 0;
    for (quint64 seed = first; seed <= last && (limitMs < 0 || timer.elapsed() < limitMs); ++seed) {
        ++days;
        failed += tell(simulateDay(seed, isLoud), first == last) ? 0 : 1;
    }
    std::printf("%lld days, %lld failed, %.1f s\n", static_cast<long long>(days),
                static_cast<long long>(failed), double(timer.elapsed()) / 1000);
    return failed > 0 ? 1 : 0;
}
