#pragma once

#include "base/result.h"
#include "domain/alarm.h"
#include "domain/intake.h"
#include "journal/journal.h"
#include "mail/smtp.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QUrl>

namespace parking::settings {

/// Effective values, checked. What each means, its default and range stand in the table in
/// settings.cpp and in `parkctl config`.
struct Settings {
    QString databaseUrl;
    QUrl mqttUrl; ///< without user and password
    QString mqttTopic;
    QString mqttUsername;
    QString mqttPassword;
    QString mqttCaFile;
    QString mqttCertFile;
    QString mqttKeyFile;
    QString mqttClientId;
    bool mqttOnly311 = false;
    QString dataDir;
    journal::JournalSync journalSync = journal::JournalSync::Adaptive;
    int ingestBatchSize = 5000;
    QString chirpstackHost;
    int chirpstackPort = 8090;
    QString chirpstackApiKey; ///< empty: lamps are not commanded
    bool chirpstackTls = false;
    QString chirpstackCaFile;
    Milliseconds chirpstackTimeout{10'000};
    int downlinksPerMinute = 30; ///< for each gateway; 0: no limit
    std::chrono::days downlinksKeep{90}; ///< the ledger of lamp commands
    domain::IntakeBounds bounds; ///< of dead letters and of devices without a space
    /// The ages at which readings and state changes go; 0: never.
    std::chrono::days readingsKeep{};
    std::chrono::days changesKeep{};
    QUrl webhookUrl; ///< empty: alarms are posted nowhere
    QString webhookSecret;
    QString webhookCaFile;
    domain::AlarmLevel webhookLevel = domain::AlarmLevel::Notice;
    mail::SmtpOptions smtp;
    QString mailFrom;
    QStringList mailTo; ///< empty: alarms are mailed to nobody
    domain::AlarmLevel mailLevel = domain::AlarmLevel::Warning;
    QString kioskBuilding; ///< what a screen is for; empty: the only building, or all
    QString kioskFloor; ///< where it hangs
    int kioskScreen = 0; ///< 1 is the computer's first; 0: the primary one
    QMap<QString, QString> kioskArrows; ///< by floor: up, down, ahead, none
    QStringList kioskLanguages; ///< in turn; empty: the computer's
    QString kioskPasswordHash; ///< of hashPassword(); empty: keys end nothing
    QString logLevel; ///< DEBUG, INFO, WARNING, ERROR, CRITICAL
};

/// Where a value was set, for people: "default", "smart-parking.ini, line 2", ".env, line 3" ...
struct Given {
    QString value;
    QString origin;
    bool isWord = false; ///< of a command line, which everybody on the computer may read
    bool isOurs = false; ///< in the files that the window writes (ownFiles)
};

/// One place that sets values; keys in any case.
using Source = QMap<QString, Given>;

/// A row of the effective table.
struct Effective {
    QString key;
    QString value; ///< secrets masked
    QString origin;
    QString description;
    QString allowed;
    bool isMasked = false; ///< a secret was there
    bool isWord = false; ///< as Given says
    QString note = {}; ///< what is amiss with the value though it is allowed, English
    bool isSecret = false; ///< what is written there is kept apart and not shown
    bool isLocked = false; ///< set where the window does not write: environment, command line
    QString fallback = {}; ///< the default
};

struct Loaded {
    Settings settings;
    QList<Effective> table; ///< all keys, in the table's order
    QStringList warnings; ///< unknown keys that look like a known one
};

/// Joins sources, later ones win; keys that nobody knows are ignored. Error CONFIGURATION whose
/// detail names every wrong value: key, value (secrets masked), what is allowed, where it was set;
/// its details list the same as {settings: [{key, value, origin, allowed}]}. Pure.
Result<Loaded> load(const QList<Source> &sources, const QString &defaultDataDir);

/// What each key is set to, defaults with the origin "default": as it stands there, secrets too,
/// and unchecked. For those who edit or try it; it is never shown. Pure.
Source givenValues(const QList<Source> &sources);

/// Set where the window does not write: environment, .env, command line.
bool isLocked(const Given &given);

QStringList keyNames(); ///< of the table, in its order

/// Does this value of this key hold a secret? Of an address its password is one.
bool holdsSecret(const QString &key, const QString &value);

/// Why a value of one setting is not allowed: what is; empty: it is. Pure, but for files.
QString refusalOf(const QString &key, const QString &value);

/// Settings by which somebody on the way could read or forge what is said: why, by their key,
/// English. TLS itself is never below 1.2 here.
QMap<QString, QString> weakConnections(const Settings &settings);

/// Where the window writes settings: the INI file, and beside it one for secrets that its owner
/// alone may read.
struct OwnFiles {
    QString ini;
    QString secrets;
};
/// `iniFile` empty: the platform's.
OwnFiles ownFiles(const QString &iniFile = {});

/// What the program's surroundings give: INI file and secrets, .env in the working folder,
/// environment.
/// `iniFile` empty: the platform's configuration folder. CONFIGURATION for a file that is there and
/// cannot be read as settings (settingsfile.h), or whose secrets somebody else may have written.
Result<QList<Source>> systemSources(const QString &iniFile = {});

/// The platform's folder for this program's data.
QString defaultDataDir();

/// The address of the embedded database in a data folder.
QString embeddedDatabase(const QString &dataDir);

} // namespace parking::settings
