#include "cli/command.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "cli/completion.h"
#include "domain/problems.h"
#include "settings/commandline.h"
#include "store/migrator.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <cstdio>

namespace parking::cli {

namespace {

constexpr Command kCommands[] = {
    {"acts", "List what people did, newest first", runActs},
    {"alarms", "List what somebody should see to, or acknowledge it", runAlarms},
    {"archive", "Tell what an archive holds, and whether it is whole", runArchive},
    {"bookings", "List, make, move or cancel bookings, find free spaces", runBookings},
    {"check", "Try broker, database and ChirpStack, and name the step that failed", runCheck},
    {"completion", "Print what lets bash or zsh complete this program's words", runCompletion},
    {"config", "Show the effective settings and where each was set", runConfig},
    {"database", "Give the room of what was dropped back to the disk (SQLite)", runDatabase},
    {"db-roles", "Print or apply the grants for station, operator and viewer", runDbRoles},
    {"deadletters", "List, retry or delete messages that were set aside", runDeadLetters},
    {"decode", "Decode one uplink frame", runDecode},
    {"devices", "List devices and what is told of them; bind, replace, retire", runDevices},
    {"displays", "List, show or set how lamps are commanded", runDisplays},
    {"downlinks", "List, send or flush the commands to lamps", runDownlinks},
    {"encode", "Encode the downlink that shows a state", runEncode},
    {"export", "Copy a period into one file", runExport},
    {"gateways", "List gateways, and who is heard by one alone", runGateways},
    {"health", "Tell whether the site's station works", runHealth},
    {"ingest", "Take in uplinks without a window", runIngest},
    {"kiosk-password", "Make the setting by which a password ends a screen", runKioskPassword},
    {"migrate", "Make or update the tables", runMigrate},
    {"screens", "List the screens for the public and what they show", runScreens},
    {"signs", "Tell what the signs along the street are to show", runSigns},
    {"simulate", "Publish the uplinks of a believable car park", runSimulate},
    {"site", "Show or set the colours of the site's lamps", runSite},
    {"spaces", "Import spaces from a CSV file", runSpaces},
    {"stations", "List the stations, or forget one that is gone", runStations},
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
    m_options.append(addHelpOption());
    if (!withSettings)
        return;
    addOptions(
        {{u"config"_s, u"Settings file (INI)."_s, u"FILE"_s},
         {u"set"_s, u"One setting, or what a file holds (for secrets); may be given again."_s,
          u"KEY=VALUE|KEY=@FILE"_s},
         {u"database"_s, u"As --set DATABASE_URL=URL, or @FILE."_s, u"URL"_s},
         {u"mqtt"_s, u"As --set MQTT_URL=URL, or @FILE."_s, u"URL"_s}});
}

void Parser::addOption(const QCommandLineOption &option)
{
    m_options.append(option);
    QCommandLineParser::addOption(option);
}

void Parser::addOptions(const QList<QCommandLineOption> &options)
{
    for (const QCommandLineOption &option : options)
        addOption(option);
}

void Parser::addPositionalArgument(const QString &name, const QString &description)
{
    m_places.append(name);
    QCommandLineParser::addPositionalArgument(name, description);
}

void Parser::takeVerbs(const QStringList &verbs)
{
    m_verbs = verbs;
    addPositionalArgument(verbs.join(u'|'), {});
}

std::optional<int> Parser::parse(const QStringList &words)
{
    if (const auto typed = typedWords(words)) {
        for (const Candidate &candidate : candidatesFor(*this, *typed))
            print(toLine(candidate));
        return kOk;
    }
    if (!QCommandLineParser::parse(QStringList{u"parkctl "_s + m_command} + words)) {
        complain(errorText());
        return kUsage;
    }
    if (isSet(u"help"_s)) {
        // Qt knows the program's path alone.
        print(helpText().trimmed().replace(u"Usage: "_s + QCoreApplication::arguments().first(),
                                           u"Usage: parkctl "_s + m_command));
        return kOk;
    }
    if (!m_verbs.isEmpty()) {
        if (positionalArguments().size() == 1 && m_verbs.contains(verb()))
            return std::nullopt;
        complain(u"usage: parkctl %1 %2 [options]"_s.arg(m_command, m_verbs.join(u'|')));
        return kUsage;
    }
    if (!m_takesWords && !positionalArguments().isEmpty()) {
        complain(u"%1 takes no word \"%2\""_s.arg(m_command, positionalArguments().first()));
        return kUsage;
    }
    return std::nullopt;
}

std::optional<settings::Loaded> Parser::settings() const
{
    settings::CommandLine line{.iniFile = words("config"), .pairs = values(u"set"_s)};
    const QString origin = u"command line"_s;
    if (isSet(u"database"_s))
        line.others.insert(u"DATABASE_URL"_s, {words("database"), origin});
    if (isSet(u"mqtt"_s))
        line.others.insert(u"MQTT_URL"_s, {words("mqtt"), origin});
    const Result<settings::Loaded> loaded = settings::load(line);
    if (!loaded) {
        complain(loaded.error().detail);
        return std::nullopt;
    }
    for (const QString &warning : loaded->warnings)
        complain(warning);
    setLogLevel(loaded->settings.logLevel);
    return *loaded;
}

std::optional<int> Parser::number(const char *option, int low, int high) const
{
    bool ok = false;
    const int number = words(option).toInt(&ok);
    if (ok && number >= low && number <= high)
        return number;
    complain(u"--%1 takes a whole number from %2 to %3, not \"%4\""_s.arg(QLatin1StringView(option))
                 .arg(low)
                 .arg(high)
                 .arg(words(option)));
    return std::nullopt;
}

Result<std::unique_ptr<store::Database>> openMigrated(const settings::Settings &settings,
                                                      bool readOnly)
{
    auto database = store::Database::open({.url = settings.databaseUrl, .readOnly = readOnly});
    if (!database)
        return database;
    const auto state = store::Migrator(**database).state();
    if (!state)
        return state.error();
    if (!state->pending.isEmpty())
        return Error{problem::kMigrationNeeded,
                     u"the database needs its tables: run `parkctl migrate`"_s};
    return database;
}

Result<std::unique_ptr<store::Database>> openMaking(const settings::Settings &settings)
{
    auto database = store::Database::open({.url = settings.databaseUrl});
    if (!database)
        return database;
    if ((*database)->isPostgres())
        return openMigrated(settings);
    if (const auto made = store::Migrator(**database).migrate(systemNow()); !made)
        return made.error();
    return database;
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{problem::kBadFile, u"%1: %2"_s.arg(path, file.errorString())};
    constexpr qint64 kMaxBytes = 64 * 1024 * 1024;
    const QByteArray bytes = file.read(kMaxBytes + 1);
    if (bytes.size() > kMaxBytes)
        return Error{problem::kBadFile, u"%1 is too large"_s.arg(path)};
    return bytes;
}

void print(const QString &line)
{
    std::fprintf(stdout, "%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

void printJson(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void complain(const QString &line)
{
    std::fprintf(stderr, "%s\n", line.toUtf8().constData());
}

int fail(const Error &error)
{
    complain(u"%1: %2"_s.arg(error.code, error.detail));
    return kFailed;
}

void setLogLevel(const QString &level)
{
    const QStringList levels{u"DEBUG"_s, u"INFO"_s, u"WARNING"_s, u"ERROR"_s};
    const qsizetype lowest = level == u"CRITICAL" ? 3 : levels.indexOf(level);
    const QStringList kinds{u"debug"_s, u"info"_s, u"warning"_s, u"critical"_s};
    QString rules;
    for (qsizetype i = 0; i < kinds.size(); ++i)
        rules += u"parking.*.%1=%2\n"_s.arg(kinds[i], i >= lowest ? u"true"_s : u"false"_s);
    QLoggingCategory::setFilterRules(rules);
}

engine::EngineOptions engineOptions(const settings::Settings &settings)
{
    engine::EngineOptions options = settings::engineOptions(settings);
    options.version = QStringLiteral(PARKING_VERSION);
    return options;
}

} // namespace parking::cli
