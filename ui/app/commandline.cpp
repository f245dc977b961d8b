#include "app/commandline.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "settings/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

namespace parking::ui {

Result<CommandLine> readCommandLine()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Live map, lamps and history for car parks with LoRaWAN sensors."_s);
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions(
        {{u"demo"_s, u"A simulated car park; needs no server."_s},
         {u"shots"_s, u"Leave pictures of the pages in DIR and quit."_s, u"DIR"_s},
         {u"config"_s, u"Settings file (INI)."_s, u"FILE"_s},
         {u"set"_s, u"One setting, or what a file holds (for secrets); may be given again."_s,
          u"KEY=VALUE|KEY=@FILE"_s}});
    if (!parser.parse(QCoreApplication::arguments()))
        return Error{problem::kConfiguration, parser.errorText()};
    if (parser.isSet(help) || parser.isSet(u"help-all"_s))
        parser.showHelp();
    if (parser.isSet(version))
        parser.showVersion();
    const Result<settings::Loaded> loaded =
        settings::load({.iniFile = parser.value(u"config"_s), .pairs = parser.values(u"set"_s)});
    if (!loaded)
        return loaded.error();
    for (const QString &warning : loaded->warnings)
        std::fprintf(stderr, "smart-parking: %s\n", warning.toUtf8().constData());
    return CommandLine{.demo = parser.isSet(u"demo"_s),
                       .shots = parser.value(u"shots"_s),
                       .settings = loaded->settings};
}

} // namespace parking::ui
