#include "app/commandline.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "settings/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

namespace parking::ui {

namespace {

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Live map, lamps and history for car parks with LoRaWAN sensors."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions(
        {{u"demo"_s, u"A simulated car park; needs no server."_s},
         {u"kiosk"_s, u"A screen for the public: how many spaces are free, full screen."_s},
         {u"building"_s, u"kiosk: as --set KIOSK_BUILDING=B."_s, u"B"_s},
         {u"floor"_s, u"kiosk: the floor it hangs on, as --set KIOSK_FLOOR=F."_s, u"F"_s},
         {u"screen"_s, u"kiosk: as --set KIOSK_SCREEN=N."_s, u"N"_s},
         {u"arrows"_s, u"kiosk: as --set KIOSK_ARROWS=..."_s, u"FLOOR=up|down|ahead,..."_s},
         {u"review"_s, u"A past, from the archive FILE; so does FILE alone."_s, u"FILE"_s},
         {u"shots"_s, u"Leave pictures of the pages in DIR and quit."_s, u"DIR"_s},
         {u"config"_s, u"Settings file (INI)."_s, u"FILE"_s},
         {u"set"_s, u"One setting, or what a file holds (for secrets); may be given again."_s,
          u"KEY=VALUE|KEY=@FILE"_s}});
    parser.addPositionalArgument(u"FILE"_s, u"An archive, as --review FILE."_s, u"[FILE]"_s);
}

} // namespace

void answerQuestions(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(QCoreApplication::arguments()))
        return; // of the window system, or wrong: told when there is a window
    if (parser.isSet(u"help"_s) || parser.isSet(u"help-all"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
}

Result<CommandLine> readCommandLine()
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(QCoreApplication::arguments()))
        return Error{problem::kConfiguration, parser.errorText()};
    if (parser.isSet(u"help"_s) || parser.isSet(u"help-all"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    const QString review = parser.isSet(u"review"_s) ? parser.value(u"review"_s)
                                                     : parser.positionalArguments().value(0);
    settings::CommandLine words{.iniFile = parser.value(u"config"_s),
                                .pairs = parser.values(u"set"_s)};
    for (const auto &[option, key] :
         {std::pair(u"building"_s, u"KIOSK_BUILDING"_s), std::pair(u"floor"_s, u"KIOSK_FLOOR"_s),
          std::pair(u"screen"_s, u"KIOSK_SCREEN"_s), std::pair(u"arrows"_s, u"KIOSK_ARROWS"_s)}) {
        if (parser.isSet(option))
            words.others.insert(key, {parser.value(option), u"command line"_s});
    }
    const Result<settings::Loaded> loaded = settings::load(words);
    if (!loaded && !review.isEmpty()) { // which reads no setting
        std::fprintf(stderr, "smart-parking: %s\n", loaded.error().detail.toUtf8().constData());
        CommandLine line;
        line.review = review;
        return line;
    }
    const bool mends =
        !parser.isSet(u"demo"_s) && !parser.isSet(u"kiosk"_s) && !parser.isSet(u"shots"_s);
    if (!loaded && mends) {
        CommandLine line;
        line.words = words;
        line.wrong = loaded.error();
        return line;
    }
    if (!loaded)
        return loaded.error();
    for (const QString &warning : loaded->warnings)
        std::fprintf(stderr, "smart-parking: %s\n", warning.toUtf8().constData());
    return CommandLine{.demo = parser.isSet(u"demo"_s),
                       .kiosk = parser.isSet(u"kiosk"_s),
                       .review = review,
                       .shots = parser.value(u"shots"_s),
                       .warnings = loaded->warnings,
                       .words = words,
                       .wrong = {},
                       .settings = loaded->settings,
                       .table = loaded->table};
}

} // namespace parking::ui
