#pragma once

#include "base/result.h"
#include "engine/engine.h"
#include "settings/engineoptions.h"
#include "settings/settings.h"

#include <QCommandLineParser>
#include <QStringList>

#include <span>

namespace parking::cli {

/// Exit codes of every command; docs/parkctl.md tells them to those who script it.
enum ExitCode {
    kOk = 0,
    kFailed = 1, ///< the command ran and says why it failed
    kUsage = 2, ///< wrong words on the command line, wrong settings
};

/// One subcommand. `run` gets the words after its name and gives the exit code.
struct Command {
    const char *name;
    const char *summary;
    int (*run)(const QStringList &words);
};

std::span<const Command> commands();

int runActs(const QStringList &words);
int runAlarms(const QStringList &words);
int runArchive(const QStringList &words);
int runBookings(const QStringList &words);
int runCheck(const QStringList &words);
int runDatabase(const QStringList &words);
int runDeadLetters(const QStringList &words);
int runDecode(const QStringList &words);
int runEncode(const QStringList &words);
int runExport(const QStringList &words);
int runMigrate(const QStringList &words);
int runDbRoles(const QStringList &words);
int runIngest(const QStringList &words);
int runDevices(const QStringList &words);
int runDeviceWork(const QStringList &words); ///< devices show, bind, replace, retire, restore
int runDisplays(const QStringList &words);
int runDownlinks(const QStringList &words);
int runGateways(const QStringList &words);
int runHealth(const QStringList &words);
int runConfig(const QStringList &words);
int runCompletion(const QStringList &words);
int runSimulate(const QStringList &words);
int runKioskPassword(const QStringList &words);
int runScreens(const QStringList &words);
int runSigns(const QStringList &words);
int runSite(const QStringList &words);
int runSpaces(const QStringList &words);
int runStations(const QStringList &words);

/// A parser with --help and, for commands that work on a site, --config, --set, --database and
/// --mqtt.
class Parser : public QCommandLineParser {
public:
    Parser(const char *command, const char *summary, bool withSettings);

    // As QCommandLineParser's, which remembers them and tells nobody: they complete words, too.
    void addOption(const QCommandLineOption &option);
    void addOptions(const QList<QCommandLineOption> &options);
    void addPositionalArgument(const QString &name, const QString &description);

    /// Words without an option are wrong unless this is called.
    void takeWords() { m_takesWords = true; }
    /// The command has one word, which is one of these: `parkctl stations list`.
    void takeVerbs(const QStringList &verbs);
    QString verb() const { return positionalArguments().value(0); }

    /// Empty when the command may go on; else its exit code (help was shown, words were wrong).
    std::optional<int> parse(const QStringList &words);

    /// Effective settings; wrong ones are told on stderr.
    std::optional<settings::Loaded> settings() const;
    const QString &command() const { return m_command; }
    const QList<QCommandLineOption> &options() const { return m_options; }
    /// Words that follow the command's name, as they stand in its usage.
    const QStringList &places() const { return m_places; }
    QString words(const char *option) const { return value(QLatin1StringView(option)); }
    /// A whole number in [low, high]; empty, with a message, when it is none.
    std::optional<int> number(const char *option, int low, int high) const;

private:
    QString m_command;
    bool m_takesWords = false;
    QStringList m_verbs;
    QList<QCommandLineOption> m_options;
    QStringList m_places;
};

/// MIGRATION_NEEDED when tables are missing.
Result<std::unique_ptr<store::Database>> openMigrated(const settings::Settings &settings,
                                                      bool readOnly = false);
/// As a station opens it: an SQLite file gets its tables, and is made where there is none.
Result<std::unique_ptr<store::Database>> openMaking(const settings::Settings &settings);

/// A file of at most 64 MiB; a pipe or a device tells no size. BAD_FILE.
Result<QByteArray> readFile(const QString &path);

void print(const QString &line); ///< stdout
void printJson(const QJsonObject &object); ///< on one line
void complain(const QString &line); ///< stderr
int fail(const Error &error); ///< tells the error, gives kFailed
void setLogLevel(const QString &level);

/// The engine's options by the settings; version and all.
engine::EngineOptions engineOptions(const settings::Settings &settings);

} // namespace parking::cli
