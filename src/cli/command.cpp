#include "cli/command.h"

#include "base/encoding.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>

#include <cstdio>

namespace parking::cli {

namespace {

constexpr Command kCommands[] = {
    {"config", "Show the effective settings and where each was set", runConfig},
    {"db-roles", "Print or apply the grants for station, operator and viewer", runDbRoles},
    {"decode", "Decode one uplink frame", runDecode},
    {"displays", "List, show or set how lamps are commanded", runDisplays},
    {"downlinks", "List, send or flush the commands to lamps", runDownlinks},
    {"encode", "Encode the downlink that shows a state", runEncode},
    {"health", "Tell whether the site's station works", runHealth},
    {"ingest", "Take in uplinks without a window", runIngest},
    {"migrate", "Make or update the tables", runMigrate},
    {"simulate", "Publish the uplinks of a believable car park", runSimulate},
    {"site", "Show or set the colours of the site's lamps", runSite},
    {"spaces", "Import spaces from a CSV file", runSpaces},
};

} // namespace

std::span<const Command> commands()
{
    return kCommands;
}

Parser::Parser(const char *command, const char *summary, bool withSettings)
    : m_command(QLatin1StringView(command))
{
    setApplicationDescription(QLatin1StringView(summary));
    addHelpOption();
    if (!withSettings)
        return;
    addOptions(
        {{QStringLiteral("config"), QStringLiteral("Settings file (INI)."), QStringLiteral("FILE")},
         {QStringLiteral("set"), QStringLiteral("One setting; may be given again."),
          QStringLiteral("KEY=VALUE")},
         {QStringLiteral("database"), QStringLiteral("As --set DATABASE_URL=URL."),
          QStringLiteral("URL")},
         {QStringLiteral("mqtt"), QStringLiteral("As --set MQTT_URL=URL."),
          QStringLiteral("URL")}});
}

std::optional<int> Parser::parse(const QStringList &words)
{
    if (!QCommandLineParser::parse(QStringList{QStringLiteral("parkctl ") + m_command} + words)) {
        complain(errorText());
        return kUsage;
    }
    if (isSet(QStringLiteral("help"))) {
        print(helpText().trimmed());
        return kOk;
    }
    if (!m_takesWords && !positionalArguments().isEmpty()) {
        complain(QStringLiteral("%1 takes no word \"%2\"")
                     .arg(m_command, positionalArguments().first()));
        return kUsage;
    }
    return std::nullopt;
}

std::optional<settings::Loaded> Parser::settings() const
{
    const QString file = words("config");
    if (isSet(QStringLiteral("config")) && !QFileInfo(file).isReadable()) {
        complain(QStringLiteral("--config: \"%1\" cannot be read").arg(file));
        return std::nullopt;
    }
    QList<settings::Source> sources = settings::systemSources(file);
    settings::Source line;
    const QString origin = QStringLiteral("command line");
    for (const QString &pair : values(QStringLiteral("set")))
        line.insert(pair.section(u'=', 0, 0), {pair.section(u'=', 1), origin});
    if (isSet(QStringLiteral("database")))
        line.insert(QStringLiteral("DATABASE_URL"), {words("database"), origin});
    if (isSet(QStringLiteral("mqtt")))
        line.insert(QStringLiteral("MQTT_URL"), {words("mqtt"), origin});
    sources.append(line);
    Result<settings::Loaded> loaded = settings::load(sources, settings::defaultDataDir());
    if (!loaded) {
        complain(loaded.error().detail);
        return std::nullopt;
    }
    for (const QString &warning : loaded->warnings)
        complain(warning);
    for (const QString &pair : values(QStringLiteral("set"))) {
        // Elsewhere unknown keys are other programs'; here a slip of the pen meant one of ours.
        const QString key = pair.section(u'=', 0, 0).toUpper();
        const auto isKey = [&key](const settings::Effective &row) { return row.key == key; };
        if (std::none_of(loaded->table.cbegin(), loaded->table.cend(), isKey)) {
            complain(QStringLiteral("--set: there is no setting \"%1\"; `parkctl config` lists all")
                         .arg(key));
            return std::nullopt;
        }
    }
    setLogLevel(loaded->settings.logLevel);
    return *loaded;
}

std::optional<int> Parser::number(const char *option, int low, int high) const
{
    bool ok = false;
    const int number = words(option).toInt(&ok);
    if (ok && number >= low && number <= high)
        return number;
    complain(QStringLiteral("--%1 takes a whole number from %2 to %3, not \"%4\"")
                 .arg(QLatin1StringView(option))
                 .arg(low)
                 .arg(high)
                 .arg(words(option)));
    return std::nullopt;
}

void print(const QString &line)
{
    std::fprintf(stdout, "%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

void complain(const QString &line)
{
    std::fprintf(stderr, "%s\n", line.toUtf8().constData());
}

int fail(const Error &error)
{
    complain(QStringLiteral("%1: %2").arg(error.code, error.detail));
    return kFailed;
}

void setLogLevel(const QString &level)
{
    const QStringList levels{QStringLiteral("DEBUG"), QStringLiteral("INFO"),
                             QStringLiteral("WARNING"), QStringLiteral("ERROR")};
    const qsizetype lowest = level == u"CRITICAL" ? 3 : levels.indexOf(level);
    const QStringList kinds{QStringLiteral("debug"), QStringLiteral("info"),
                            QStringLiteral("warning"), QStringLiteral("critical")};
    QString rules;
    for (qsizetype i = 0; i < kinds.size(); ++i)
        rules += QStringLiteral("parking.*.%1=%2\n")
                     .arg(kinds[i], i >= lowest ? QStringLiteral("true") : QStringLiteral("false"));
    QLoggingCategory::setFilterRules(rules);
}

engine::EngineOptions engineOptions(const settings::Settings &settings)
{
    engine::EngineOptions options = engine::optionsFrom(settings);
    options.version = QStringLiteral(PARKING_VERSION);
    return options;
}

} // namespace parking::cli
