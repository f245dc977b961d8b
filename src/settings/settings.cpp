#include "settings/settings.h"

#include "base/literals.h"
#include "base/passwordhash.h"
#include "base/secret.h"
#include "domain/problems.h"
#include "settings/outletkeys.h"
#include "store/databaseurl.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>

namespace parking::settings {

namespace {

/// One key. `set` checks and stores the text; it gives false when the text is not allowed.
struct Key {
    const char *name;
    const char *fallback;
    bool secret;
    const char *description;
    const char *allowed;
    bool (*set)(Settings &settings, const QString &text);
};

/// Why no program works on this; empty: one may.
QString refusalOf(const QString &databaseUrl)
{
    const auto url = store::parseDatabaseUrl(databaseUrl);
    if (!url)
        return url.error().details.value(u"error").toString();
    return url->isArchive() || url->isInMemory() ? u"no station works on that"_s : QString();
}

bool setDatabaseUrl(Settings &s, const QString &text)
{
    s.databaseUrl = text;
    return text.isEmpty() || refusalOf(text).isEmpty();
}

bool setMqttUrl(Settings &s, const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    if (!url.userName().isEmpty() && s.mqttUsername.isEmpty())
        s.mqttUsername = url.userName(QUrl::FullyDecoded);
    if (!url.password().isEmpty() && s.mqttPassword.isEmpty())
        s.mqttPassword = url.password(QUrl::FullyDecoded);
    url.setUserInfo(QString());
    s.mqttUrl = url;
    // What looks like a path or a query is a password that was not percent-encoded.
    return url.isValid() && !url.host().isEmpty() && (url.path().isEmpty() || url.path() == u"/")
        && !url.hasQuery() && !url.hasFragment()
        && (url.scheme() == u"mqtt" || url.scheme() == u"mqtts");
}

bool setTopic(Settings &s, const QString &text)
{
    s.mqttTopic = text;
    const QStringList levels = text.split(u'/');
    for (qsizetype i = 0; i < levels.size(); ++i) {
        const QString &level = levels[i];
        if ((level.contains(u'#') && (level != u"#" || i + 1 < levels.size()))
            || (level.contains(u'+') && level != u"+"))
            return false; // a broker would end the connection
    }
    return !text.isEmpty() && text.size() <= 200 && !text.contains(QChar::Null);
}

bool setMqttProtocol(Settings &s, const QString &text)
{
    s.mqttOnly311 = text == u"3.1.1";
    return s.mqttOnly311 || text.toLower() == u"auto";
}

bool setSync(Settings &s, const QString &text)
{
    using journal::JournalSync;
    const QMap<QString, journal::JournalSync> names{{u"adaptive"_s, journal::JournalSync::Adaptive},
                                                    {u"each"_s, journal::JournalSync::Each},
                                                    {u"never"_s, journal::JournalSync::Never}};
    const auto found = names.constFind(text.toLower());
    if (found == names.cend())
        return false;
    s.journalSync = *found;
    return true;
}

bool setBatchSize(Settings &s, const QString &text)
{
    bool ok = false;
    s.ingestBatchSize = text.toInt(&ok);
    return ok && s.ingestBatchSize >= 1 && s.ingestBatchSize <= 5000;
}

bool readNumber(const QString &text, int low, int high, int &number)
{
    bool ok = false;
    number = text.toInt(&ok);
    return ok && number >= low && number <= high;
}

bool setChirpstackHost(Settings &s, const QString &text)
{
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    s.chirpstackHost = text;
    return !text.isEmpty() && url.isValid() && !url.host().isEmpty();
}

bool setChirpstackPort(Settings &s, const QString &text)
{
    return readNumber(text, 1, 65'535, s.chirpstackPort);
}

bool setChirpstackKey(Settings &s, const QString &text)
{
    s.chirpstackApiKey = text.trimmed();
    // It travels in a header: one token of visible ASCII.
    return std::all_of(s.chirpstackApiKey.cbegin(), s.chirpstackApiKey.cend(),
                       [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

bool setChirpstackTls(Settings &s, const QString &text)
{
    s.chirpstackTls = text.toLower() == u"true";
    return s.chirpstackTls || text.toLower() == u"false";
}

bool setChirpstackTimeout(Settings &s, const QString &text)
{
    int milliseconds = 0;
    const bool good = readNumber(text, 500, 120'000, milliseconds);
    s.chirpstackTimeout = Milliseconds(milliseconds);
    return good;
}

bool setDownlinksPerMinute(Settings &s, const QString &text)
{
    return readNumber(text, 0, 100'000, s.downlinksPerMinute);
}

bool setDownlinksKeepDays(Settings &s, const QString &text)
{
    int days = 0;
    const bool good = readNumber(text, 1, 3650, days);
    s.downlinksKeep = std::chrono::days(days);
    return good;
}

template <qint64 domain::IntakeBounds::*member>
bool setBound(Settings &s, const QString &text)
{
    int rows = 0;
    const bool good = readNumber(text, 10, 1'000'000, rows);
    s.bounds.*member = rows;
    return good;
}

template <std::chrono::days domain::IntakeBounds::*member>
bool setKept(Settings &s, const QString &text)
{
    int days = 0;
    const bool good = readNumber(text, 1, 3650, days);
    s.bounds.*member = std::chrono::days(days);
    return good;
}

/// 0: for ever.
bool readKeep(const QString &text, std::chrono::days &kept)
{
    int days = 0;
    const bool good = readNumber(text, 0, 36'500, days) && (days == 0 || days >= 60);
    kept = std::chrono::days(days);
    return good;
}

bool setReadingsKeep(Settings &s, const QString &text)
{
    return readKeep(text, s.readingsKeep);
}

/// What is told of a moment by its readings needs its changes.
bool setChangesKeep(Settings &s, const QString &text)
{
    return readKeep(text, s.changesKeep)
        && (s.changesKeep.count() == 0
            || (s.readingsKeep.count() > 0 && s.changesKeep >= s.readingsKeep));
}

bool setLogLevel(Settings &s, const QString &text)
{
    s.logLevel = text.toUpper();
    return QStringList{u"DEBUG"_s, u"INFO"_s, u"WARNING"_s, u"ERROR"_s, u"CRITICAL"_s}.contains(
        s.logLevel);
}

bool setKioskScreen(Settings &s, const QString &text)
{
    return readNumber(text, 0, 16, s.kioskScreen);
}

bool setKioskArrows(Settings &s, const QString &text)
{
    static const QStringList ways{u"up"_s, u"down"_s, u"ahead"_s, u"none"_s};
    s.kioskArrows.clear();
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts)) {
        const QString floor = word.section(u'=', 0, -2).trimmed();
        const QString way = word.section(u'=', -1).trimmed().toLower();
        if (floor.isEmpty() || !ways.contains(way))
            return false;
        s.kioskArrows.insert(floor, way);
    }
    return true;
}

bool setKioskLanguages(Settings &s, const QString &text)
{
    static const QRegularExpression language(u"^[a-z]{2,3}(_[A-Z]{2})?$"_s);
    s.kioskLanguages.clear();
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts))
        s.kioskLanguages.append(word.trimmed());
    return s.kioskLanguages.size() <= 8
        && std::all_of(s.kioskLanguages.cbegin(), s.kioskLanguages.cend(),
                       [](const QString &word) { return language.match(word).hasMatch(); });
}

bool setKioskPassword(Settings &s, const QString &text)
{
    s.kioskPasswordHash = text.trimmed();
    return s.kioskPasswordHash.isEmpty() || isPasswordHash(s.kioskPasswordHash);
}

bool setFile(QString &target, const QString &text)
{
    target = text;
    return text.isEmpty() || QFileInfo(text).isFile(); // who reads a FIFO waits for ever
}

bool setDataDir(Settings &s, const QString &text)
{
    s.dataDir = QDir(text).absolutePath();
    return !text.isEmpty();
}

template <QString Settings::*member>
bool setText(Settings &s, const QString &text)
{
    s.*member = text;
    return true;
}

template <QString Settings::*member>
bool setPath(Settings &s, const QString &text)
{
    return setFile(s.*member, text);
}

constexpr Key kKeys[] = {
    {"DATABASE_URL", "", true,
     "Database of the site. Empty: an SQLite file in DATA_DIR, no server needed.",
     "postgresql://user:password@host:port/name or sqlite:///absolute/path", setDatabaseUrl},
    // User and password stand before the URL: what they set wins over what the URL carries.
    {"MQTT_USERNAME", "", false, "User at the broker.", "any text",
     setText<&Settings::mqttUsername>},
    {"MQTT_PASSWORD", "", true, "Password at the broker.", "any text",
     setText<&Settings::mqttPassword>},
    {"MQTT_URL", "mqtt://localhost:1883", true, "The MQTT broker that ChirpStack publishes to.",
     "mqtt://[user:password@]host[:port] or mqtts://..., signs like / ? # in it percent-encoded",
     setMqttUrl},
    {"MQTT_TOPIC", "application/+/device/+/event/+", false, "ChirpStack's event topics.",
     "an MQTT topic filter", setTopic},
    {"MQTT_CLIENT_ID", "", false,
     "Client id at the broker; it must stay the same. Empty: made from the site's id.", "any text",
     setText<&Settings::mqttClientId>},
    {"MQTT_PROTOCOL", "auto", false,
     "auto: MQTT 5, and 3.1.1 where the broker does not know it, which tells less (Health says "
     "so).",
     "auto or 3.1.1", setMqttProtocol},
    {"MQTT_CA_FILE", "", false, "CA certificate of the broker, PEM. Empty: the system's.",
     "a file that exists", setPath<&Settings::mqttCaFile>},
    {"MQTT_CERT_FILE", "", false, "Client certificate, PEM, with MQTT_KEY_FILE.",
     "a file that exists", setPath<&Settings::mqttCertFile>},
    {"MQTT_KEY_FILE", "", false, "Key of the client certificate, PEM.", "a file that exists",
     setPath<&Settings::mqttKeyFile>},
    {"CHIRPSTACK_HOST", "localhost", false, "Host of ChirpStack's REST API (chirpstack-rest-api).",
     "a host name or address", setChirpstackHost},
    {"CHIRPSTACK_PORT", "8090", false, "Its port.", "1 to 65535", setChirpstackPort},
    {"CHIRPSTACK_API_KEY", "", true,
     "API key of ChirpStack, of a tenant or an administrator. Empty: lamps are not commanded.",
     "a token without spaces", setChirpstackKey},
    {"CHIRPSTACK_TLS", "false", false, "https instead of http.", "true or false", setChirpstackTls},
    {"CHIRPSTACK_CA_FILE", "", false, "CA certificate of the REST API, PEM. Empty: the system's.",
     "a file that exists", setPath<&Settings::chirpstackCaFile>},
    {"CHIRPSTACK_TIMEOUT_MS", "10000", false, "How long one request to ChirpStack may take.",
     "500 to 120000", setChirpstackTimeout},
    {"DOWNLINKS_PER_MINUTE", "30", false,
     "Lamp commands a minute for each gateway; gateways may send for a small share of the time.",
     "0 (no limit) to 100000", setDownlinksPerMinute},
    {"DOWNLINKS_KEEP_DAYS", "90", false,
     "How long the station keeps the ledger of lamp commands; each lamp's newest one stays.",
     "1 to 3650", setDownlinksKeepDays},
    {"DATA_DIR", "", false, "Folder for the journal and the embedded database.", "a folder",
     setDataDir},
    {"JOURNAL_SYNC", "adaptive", false,
     "When arriving messages are forced to the disk: adaptive (within 20 ms), each, never.",
     "adaptive, each or never", setSync},
    {"INGEST_BATCH_SIZE", "5000", false, "Messages in one database transaction at most.",
     "1 to 5000", setBatchSize},
    {"DEAD_LETTERS_MAX", "20000", false,
     "Messages that were set aside (dead letters), so many are kept; more are counted.",
     "10 to 1000000", setBound<&domain::IntakeBounds::letters>},
    {"DEAD_LETTERS_PER_HOUR", "1000", false, "New ones kept within an hour at most.",
     "10 to 1000000", setBound<&domain::IntakeBounds::lettersAnHour>},
    {"DEAD_LETTERS_KEEP_DAYS", "90", false, "How long they are kept.", "1 to 3650",
     setKept<&domain::IntakeBounds::lettersKept>},
    {"UNKNOWN_DEVICES_MAX", "20000", false,
     "Devices that no space names, so many are listed; messages of more are counted.",
     "10 to 1000000", setBound<&domain::IntakeBounds::strangers>},
    {"UNKNOWN_DEVICES_PER_HOUR", "1000", false, "New ones listed within an hour at most.",
     "10 to 1000000", setBound<&domain::IntakeBounds::strangersAnHour>},
    {"UNKNOWN_DEVICES_KEEP_DAYS", "7", false, "How long one is listed that is not heard any more.",
     "1 to 3650", setKept<&domain::IntakeBounds::strangersKept>},
    {"READINGS_KEEP_DAYS", "0", false,
     "How long the station keeps what sensors said; PostgreSQL drops whole months. 0: for ever.",
     "0, or 60 to 36500", setReadingsKeep},
    {"STATE_CHANGES_KEEP_DAYS", "0", false,
     "How long it keeps the changes of spaces' states; each space's newest one stays. 0: for ever.",
     "0, or READINGS_KEEP_DAYS, where that is not 0, to 36500", setChangesKeep},
    // The secret stands before the URL, and the mail server before its receivers: without the
    // former the latter are refused.
    {"ALARM_WEBHOOK_SECRET", "", true, "What posts of alarms are signed with (HMAC-SHA256).",
     "16 signs or more", setWebhookSecret},
    {"ALARM_WEBHOOK_URL", "", true,
     "Where the station posts alarms as JSON when they are raised and when they are over.",
     "https:// or http:// without a user, and ALARM_WEBHOOK_SECRET set", setWebhookUrl},
    {"ALARM_WEBHOOK_CA_FILE", "", false, "CA certificate of that server, PEM. Empty: the system's.",
     "a file that exists", setPath<&Settings::webhookCaFile>},
    {"ALARM_WEBHOOK_LEVEL", "notice", false, "Which alarms are posted: these and worse ones.",
     "critical, warning or notice", setWebhookLevel},
    {"ALARM_MAIL_HOST", "", false, "The site's SMTP server, by which alarms are mailed.",
     "a host name or address", setMailHost},
    {"ALARM_MAIL_PORT", "587", false, "Its port: 587 for starttls, 465 for tls.", "1 to 65535",
     setMailPort},
    {"ALARM_MAIL_TLS", "starttls", false,
     "How it is spoken to; with starttls and tls nothing is said in clear.",
     "starttls, tls or none", setMailTls},
    {"ALARM_MAIL_USERNAME", "", false, "User there. Empty: no login.", "any text", setMailUser},
    {"ALARM_MAIL_PASSWORD", "", true, "Password there.", "any text", setMailPassword},
    {"ALARM_MAIL_CA_FILE", "", false, "CA certificate of that server, PEM. Empty: the system's.",
     "a file that exists", setMailCaFile},
    {"ALARM_MAIL_FROM", "", false, "The sender of these mails.", "an address", setMailFrom},
    {"ALARM_MAIL_TO", "", false, "Who gets them. Empty: nobody.",
     "addresses with commas, 50 at most, and ALARM_MAIL_HOST and ALARM_MAIL_FROM set", setMailTo},
    {"ALARM_MAIL_LEVEL", "warning", false, "Which alarms are mailed: these and worse ones.",
     "critical, warning or notice", setMailLevel},
    {"KIOSK_BUILDING", "", false,
     "The building whose floors a screen shows. Empty: the only one, or a line for each.", "a name",
     setText<&Settings::kioskBuilding>},
    {"KIOSK_FLOOR", "", false, "The floor a screen hangs on: arrows are seen from there.",
     "a floor", setText<&Settings::kioskFloor>},
    {"KIOSK_SCREEN", "0", false, "On which of the computer's screens; 0: the primary one.",
     "0 to 16", setKioskScreen},
    {"KIOSK_ARROWS", "", false, "Arrows that differ from the order of the floors.",
     "FLOOR=up|down|ahead|none, several with commas", setKioskArrows},
    {"KIOSK_LANGUAGES", "", false, "Languages of a screen, in turn. Empty: the computer's.",
     "codes like en,de", setKioskLanguages},
    {"KIOSK_PASSWORD_HASH", "", true,
     "Who knows the password ends a screen by Ctrl+Shift+Q; `parkctl kiosk-password` makes this of "
     "it. Empty: keys end nothing.",
     "what parkctl kiosk-password prints", setKioskPassword},
    {"LOG_LEVEL", "INFO", false, "What is logged.", "DEBUG, INFO, WARNING, ERROR or CRITICAL",
     setLogLevel},
};

QString maskPath(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    const QString shown = maskUrl(
        parsed.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toString());
    return parsed.isValid() && !parsed.host().isEmpty() ? shown + u"/***"_s : maskSecret(url);
}

/// Secrets masked; of an address only the password is one.
QString shown(const Key &key, const QString &value)
{
    if (!key.secret || value.startsWith("sqlite:///"_L1))
        return value;
    if (qstrcmp(key.name, "ALARM_WEBHOOK_URL") == 0) // receivers know their callers by the path
        return maskPath(value);
    return QLatin1StringView(key.name).endsWith("_URL"_L1)
        ? maskUrl(value, store::databaseUrlOptions())
        : maskSecret(value);
}

std::optional<Given> given(const QList<Source> &sources, const QString &name)
{
    std::optional<Given> found;
    for (const Source &source : sources) {
        for (auto it = source.cbegin(); it != source.cend(); ++it) {
            if (it.key().compare(name, Qt::CaseInsensitive) == 0)
                found = it.value();
        }
    }
    return found;
}

/// A name as far as it can be one: what is behind may be a value that was written without `=`.
QString nameIn(const QString &key)
{
    static const QRegularExpression rest(u"[^A-Za-z0-9_].*"_s);
    return QString(key).remove(rest);
}

/// Unknown names that begin like one of ours are most likely slips of the pen.
QStringList nearMisses(const QList<Source> &sources)
{
    QStringList warnings;
    for (const Source &source : sources) {
        for (auto it = source.cbegin(); it != source.cend(); ++it) {
            const QString name = it.key().toUpper();
            const bool ours = std::any_of(std::begin(kKeys), std::end(kKeys), [&](const Key &key) {
                return name == QLatin1StringView(key.name);
            });
            if (!ours
                && (name.startsWith(u"MQTT_") || name.startsWith(u"JOURNAL_")
                    || name.startsWith(u"CHIRPSTACK_") || name.startsWith(u"DOWNLINKS_")
                    || name.startsWith(u"INGEST_") || name.startsWith(u"DEAD_LETTERS_")
                    || name.startsWith(u"KIOSK_") || name.startsWith(u"ALARM_")
                    || name.startsWith(u"READINGS_") || name.startsWith(u"STATE_CHANGES_")
                    || name.startsWith(u"UNKNOWN_DEVICES_")))
                warnings.append(
                    u"%1 (%2) is no setting and was ignored"_s.arg(nameIn(it.key()), it->origin));
        }
    }
    return warnings;
}

void addNotes(Loaded &loaded)
{
    const QMap<QString, QString> weak = weakConnections(loaded.settings);
    for (Effective &row : loaded.table) {
        row.note = weak.value(row.key);
        if (row.key == u"MQTT_PROTOCOL" && loaded.settings.mqttOnly311)
            row.note = u"the broker tells nothing of another program that takes our session, and "
                       "may send packets of any size"_s;
    }
}

} // namespace

Result<Loaded> load(const QList<Source> &sources, const QString &dataDir)
{
    Loaded loaded;
    QStringList problems;
    QJsonArray wrong;
    for (const Key &key : kKeys) {
        const QString name = QLatin1StringView(key.name);
        Given value =
            given(sources, name).value_or(Given{QLatin1StringView(key.fallback), u"default"_s});
        if (name == u"DATA_DIR" && value.value.isEmpty())
            value.value = dataDir;
        if (!key.set(loaded.settings, value.value)) {
            problems.append(u"%1 = \"%2\" (%3): allowed is %4"_s.arg(
                name, shown(key, value.value), value.origin, QLatin1StringView(key.allowed)));
            wrong.append(QJsonObject{{u"key"_s, name},
                                     {u"value"_s, shown(key, value.value)},
                                     {u"origin"_s, value.origin},
                                     {u"allowed"_s, QLatin1StringView(key.allowed)}});
        }
        if (name == u"DATABASE_URL" && !problems.isEmpty())
            problems.last() += u" ("_s + refusalOf(value.value) + u')';
        if (name == u"LOG_LEVEL" && !problems.isEmpty() && problems.last().startsWith(name))
            problems.last().prepend(u"Invalid log level: %1. "_s.arg(value.value));
        const QString told = shown(key, value.value);
        loaded.table.append({name, told, value.origin, QLatin1StringView(key.description),
                             QLatin1StringView(key.allowed), told != value.value, value.isWord});
        Effective &row = loaded.table.last();
        row.isSecret = key.secret;
        row.isLocked = isLocked(value);
        row.fallback = QLatin1StringView(key.fallback);
    }
    if (!problems.isEmpty())
        return Error{problem::kConfiguration, problems.join(u'\n'), {{u"settings"_s, wrong}}};
    addNotes(loaded);
    if (loaded.settings.databaseUrl.isEmpty()) {
        loaded.settings.databaseUrl = embeddedDatabase(loaded.settings.dataDir);
        loaded.table.first().value = loaded.settings.databaseUrl;
    }
    loaded.warnings = nearMisses(sources);
    return loaded;
}

Source givenValues(const QList<Source> &sources)
{
    Source values;
    for (const Key &key : kKeys) {
        const QString name = QLatin1StringView(key.name);
        values.insert(
            name,
            given(sources, name).value_or(Given{QLatin1StringView(key.fallback), u"default"_s}));
    }
    return values;
}

bool isLocked(const Given &given)
{
    return !given.isOurs && !given.origin.isEmpty() && given.origin != u"default";
}

bool holdsSecret(const QString &key, const QString &value)
{
    const auto isKey = [&key](const Key &row) { return key == QLatin1StringView(row.name); };
    const auto *row = std::find_if(std::begin(kKeys), std::end(kKeys), isKey);
    return row != std::end(kKeys) && !value.isEmpty() && shown(*row, value) != value;
}

QString refusalOf(const QString &key, const QString &value)
{
    const auto isKey = [&key](const Key &row) { return key == QLatin1StringView(row.name); };
    const auto *row = std::find_if(std::begin(kKeys), std::end(kKeys), isKey);
    if (row == std::end(kKeys))
        return u"there is no such setting"_s;
    Settings scratch;
    const bool isDefault = key == u"DATA_DIR" && value.isEmpty();
    return isDefault || row->set(scratch, value) ? QString() : QLatin1StringView(row->allowed);
}

QMap<QString, QString> weakConnections(const Settings &s)
{
    QMap<QString, QString> weak;
    if (const auto url = store::parseDatabaseUrl(s.databaseUrl)) {
        if (const QString why = store::weakness(*url); !why.isEmpty())
            weak.insert(u"DATABASE_URL"_s, why);
    }
    if (s.mqttUrl.scheme() == u"mqtt" && !s.mqttPassword.isEmpty()
        && !store::isThisComputer(s.mqttUrl.host()))
        weak.insert(u"MQTT_URL"_s,
                    u"the password and all messages travel in clear; mqtts:// mends it"_s);
    if (!s.chirpstackTls && !s.chirpstackApiKey.isEmpty()
        && !store::isThisComputer(s.chirpstackHost))
        weak.insert(u"CHIRPSTACK_TLS"_s, u"the API key travels in clear"_s);
    if (s.webhookUrl.scheme() == u"http" && !store::isThisComputer(s.webhookUrl.host()))
        weak.insert(u"ALARM_WEBHOOK_URL"_s, u"alarms travel in clear; https:// mends it"_s);
    if (s.smtp.tls == mail::Tls::None && !s.mailTo.isEmpty() && !store::isThisComputer(s.smtp.host))
        weak.insert(u"ALARM_MAIL_TLS"_s,
                    s.smtp.user.isEmpty()
                        ? u"alarms travel in clear; starttls or tls mends it"_s
                        : u"the password travels in clear; starttls or tls mends it"_s);
    return weak;
}

QStringList keyNames()
{
    QStringList names;
    for (const Key &key : kKeys)
        names.append(QLatin1StringView(key.name));
    return names;
}

} // namespace parking::settings
