#include "settings/settingwords.h"

#include "base/literals.h"
#include "domain/booking.h"
#include "domain/bookingpolicy.h"

#include <QCoreApplication>

#include <algorithm>

namespace parking::ui {

namespace {

using Group = SettingGroup;
using Kind = SettingKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(parking::ui::SettingWords)
};

QString tr(const char *text)
{
    return Words::tr(text);
}

constexpr int kDay = 1440; // minutes
constexpr int kYears = 3650; // days

SettingChoice choice(const char *value, const QString &text)
{
    return {QLatin1StringView(value), text};
}

struct KeyWords {
    const char *key;
    Group group;
    Kind kind;
    const char *label;
    const char *unit = "";
    QList<SettingChoice> choices = {};
};

#define LABEL(text) QT_TRANSLATE_NOOP("parking::ui::SettingWords", text)

/// In the page's order.
const QList<KeyWords> &keyWords()
{
    static const QList<SettingChoice> kLevels{choice("critical", tr("critical")),
                                              choice("warning", tr("warning")),
                                              choice("notice", tr("notice"))};
    static const QList<KeyWords> words{
        {"ALARM_MAIL_HOST", Group::Alarms, Kind::Text, LABEL("Mail server")},
        {"ALARM_MAIL_PORT", Group::Alarms, Kind::Number, LABEL("Its port")},
        {"ALARM_MAIL_TLS",
         Group::Alarms,
         Kind::Choice,
         LABEL("How it is spoken to"),
         "",
         {choice("starttls", tr("STARTTLS")), choice("tls", tr("TLS")),
          choice("none", tr("In clear"))}},
        {"ALARM_MAIL_USERNAME", Group::Alarms, Kind::Text, LABEL("User at the mail server")},
        {"ALARM_MAIL_PASSWORD", Group::Alarms, Kind::Secret, LABEL("Password at the mail server")},
        {"ALARM_MAIL_CA_FILE", Group::Alarms, Kind::File, LABEL("CA file of the mail server")},
        {"ALARM_MAIL_FROM", Group::Alarms, Kind::Text, LABEL("Sender")},
        {"ALARM_MAIL_TO", Group::Alarms, Kind::Text, LABEL("Who gets mail")},
        {"ALARM_MAIL_LEVEL", Group::Alarms, Kind::Choice, LABEL("Mailed from"), "", kLevels},
        {"ALARM_WEBHOOK_SECRET", Group::Alarms, Kind::Secret, LABEL("Secret of the webhook")},
        {"ALARM_WEBHOOK_URL", Group::Alarms, Kind::Address, LABEL("Webhook")},
        {"ALARM_WEBHOOK_CA_FILE", Group::Alarms, Kind::File, LABEL("CA file of the webhook")},
        {"ALARM_WEBHOOK_LEVEL", Group::Alarms, Kind::Choice, LABEL("Posted from"), "", kLevels},

        {"MQTT_URL", Group::Broker, Kind::Address, LABEL("Address of the broker")},
        {"MQTT_USERNAME", Group::Broker, Kind::Text, LABEL("User at the broker")},
        {"MQTT_PASSWORD", Group::Broker, Kind::Secret, LABEL("Password at the broker")},
        {"MQTT_TOPIC", Group::Broker, Kind::Text, LABEL("Topic")},
        {"MQTT_CLIENT_ID", Group::Broker, Kind::Text, LABEL("Client id")},
        {"MQTT_PROTOCOL",
         Group::Broker,
         Kind::Choice,
         LABEL("Protocol"),
         "",
         {choice("auto", tr("MQTT 5, else 3.1.1")), choice("3.1.1", tr("MQTT 3.1.1 alone"))}},
        {"MQTT_CA_FILE", Group::Broker, Kind::File, LABEL("CA file of the broker")},
        {"MQTT_CERT_FILE", Group::Broker, Kind::File, LABEL("Client certificate")},
        {"MQTT_KEY_FILE", Group::Broker, Kind::File, LABEL("Key of the client certificate")},

        {"CHIRPSTACK_HOST", Group::ChirpStack, Kind::Text, LABEL("Address of the REST API")},
        {"CHIRPSTACK_PORT", Group::ChirpStack, Kind::Number, LABEL("Port of the REST API")},
        {"CHIRPSTACK_TLS", Group::ChirpStack, Kind::YesNo, LABEL("TLS")},
        {"CHIRPSTACK_API_KEY", Group::ChirpStack, Kind::Secret, LABEL("API key")},
        {"CHIRPSTACK_CA_FILE", Group::ChirpStack, Kind::File, LABEL("CA file of the REST API")},
        {"CHIRPSTACK_TIMEOUT_MS", Group::ChirpStack, Kind::Number, LABEL("Patience"), LABEL("ms")},
        {"DOWNLINKS_PER_MINUTE", Group::ChirpStack, Kind::Number, LABEL("Lamp commands"),
         LABEL("/min")},

        {"DATABASE_URL", Group::Database, Kind::Address, LABEL("Address of the database")},

        {"DATA_DIR", Group::Role, Kind::Folder, LABEL("Data folder")},
        {"JOURNAL_SYNC",
         Group::Role,
         Kind::Choice,
         LABEL("Messages are forced to the disk"),
         "",
         {choice("adaptive", tr("within 20 ms")), choice("each", tr("each at once")),
          choice("never", tr("never"))}},
        {"INGEST_BATCH_SIZE", Group::Role, Kind::Number, LABEL("Messages at once")},
        {"LOG_LEVEL",
         Group::Role,
         Kind::Choice,
         LABEL("What is logged"),
         "",
         {choice("DEBUG", tr("everything (DEBUG)")), choice("INFO", tr("what happens (INFO)")),
          choice("WARNING", tr("warnings (WARNING)")), choice("ERROR", tr("errors (ERROR)")),
          choice("CRITICAL", tr("the worst (CRITICAL)"))}},

        {"READINGS_KEEP_DAYS", Group::Storage, Kind::Number, LABEL("What sensors said"),
         LABEL("d")},
        {"STATE_CHANGES_KEEP_DAYS", Group::Storage, Kind::Number, LABEL("Changes of spaces"),
         LABEL("d")},
        {"DOWNLINKS_KEEP_DAYS", Group::Storage, Kind::Number, LABEL("Lamp commands kept"),
         LABEL("d")},
        {"DEAD_LETTERS_KEEP_DAYS", Group::Storage, Kind::Number, LABEL("Messages set aside"),
         LABEL("d")},
        {"DEAD_LETTERS_MAX", Group::Storage, Kind::Number, LABEL("So many of them")},
        {"DEAD_LETTERS_PER_HOUR", Group::Storage, Kind::Number, LABEL("New ones an hour")},
        {"UNKNOWN_DEVICES_KEEP_DAYS", Group::Storage, Kind::Number,
         LABEL("Devices without a space"), LABEL("d")},
        {"UNKNOWN_DEVICES_MAX", Group::Storage, Kind::Number, LABEL("So many devices")},
        {"UNKNOWN_DEVICES_PER_HOUR", Group::Storage, Kind::Number, LABEL("New devices an hour")},

        {"KIOSK_BUILDING", Group::Kiosk, Kind::Text, LABEL("Building of the screen")},
        {"KIOSK_FLOOR", Group::Kiosk, Kind::Text, LABEL("Floor it hangs on")},
        {"KIOSK_SCREEN", Group::Kiosk, Kind::Number, LABEL("Screen")},
        {"KIOSK_ARROWS", Group::Kiosk, Kind::Text, LABEL("Arrows")},
        {"KIOSK_LANGUAGES", Group::Kiosk, Kind::Text, LABEL("Languages")},
        {"KIOSK_PASSWORD_HASH", Group::Kiosk, Kind::Secret, LABEL("Password that ends it")},
    };
    return words;
}

const KeyWords *find(const QString &key)
{
    const QList<KeyWords> &all = keyWords();
    const auto found = std::find_if(all.cbegin(), all.cend(), [&key](const KeyWords &row) {
        return key == QLatin1StringView(row.key);
    });
    return found == all.cend() ? nullptr : &*found;
}

struct Lengths {
    int stored; ///< seconds of one of the stored number
    int shown; ///< and of the unit in the field
};

Setting duration(const domain::SitePath &path, Lengths lengths, int low, int high)
{
    return {.path = path,
            .group = Group::Bookings,
            .kind = Kind::Duration,
            .seconds = lengths.stored,
            .unitSeconds = lengths.shown,
            .low = low,
            .high = high};
}

Setting number(const domain::SitePath &path, int low, int high)
{
    return {.path = path, .group = Group::Bookings, .kind = Kind::Number, .low = low, .high = high};
}

Setting named(Setting setting, const QString &label, const QString &help, const QString &unit = {})
{
    setting.label = label;
    setting.help = help;
    setting.unit = unit;
    return setting;
}

Setting colour(const char *state, const QString &label, const QString &help)
{
    return named({.path = {u"lamps"_s, u"colours"_s, QLatin1StringView(state)},
                  .group = Group::Lamps,
                  .kind = Kind::Colour},
                 label, help);
}

QList<Setting> bookingSettings()
{
    const QString bookings = u"bookings"_s;
    return {
        named(duration({bookings, u"leadSeconds"_s}, {1, 60}, 0, 3600),
              tr("Reserve before the start"), tr("when the space is free then"), tr("min")),
        named(duration({bookings, u"graceMinutes"_s}, {60, 60}, 0, kDay), tr("No-show after"),
              tr("0 keeps every booking to its end."), tr("min")),
        named(duration({bookings, u"longestMinutes"_s}, {60, 3600}, 1, kDay), tr("Longest booking"),
              tr("24 h is the limit of the database."), tr("h")),
        named(number({bookings, u"aheadDays"_s}, 0, kYears), tr("Booked ahead"),
              tr("at most; 0: whenever"), tr("d")),
        named(number({bookings, u"activePerEmail"_s}, 0, 10'000), tr("Bookings of one address"),
              tr("at a time; 0: any number")),
        named(
            number({bookings, u"personalDays"_s}, 0, kYears), tr("Blank persons"),
            tr("E-mail, phone and plate, so long after the end. Title and reason stay. 0: never."),
            tr("d")),
        named({.path = {bookings, u"reasonFor"_s}, .group = Group::Bookings, .kind = Kind::Words},
              tr("Reason asked for"),
              tr("Who books a space with one of these features says why; with commas.")),
        named(
            {.path = {bookings, u"walkInContact"_s}, .group = Group::Bookings, .kind = Kind::Text},
            tr("Contact of who drives up"),
            tr("E-mail of bookings for people who tell none. Empty: they have to."))};
}

/// When something is worth an alarm.
QList<Setting> alarmSettings()
{
    const auto limit = [](const char *member, int low, int high, const QString &label,
                          const QString &help, const QString &unit) {
        return named({.path = {u"alarms"_s, QLatin1StringView(member)},
                      .group = Group::Alarms,
                      .kind = Kind::Number,
                      .low = low,
                      .high = high},
                     label, help, unit);
    };
    return {
        limit("silentPercent", 100, 1000, tr("Sensor silent"),
              tr("of the time that it may be silent"), tr("%")),
        limit("batteryPercent", 1, 90, tr("Battery low"),
              tr("below, where it tells its percentage"), tr("%")),
        limit("batteryMillivoltMore", 0, 2000, tr("Battery low, by voltage"),
              tr("so much above what its type needs"), tr("mV")),
        limit("stuckHours", 1, 8760, tr("Occupied without an end"),
              tr("for longer; a long weekend is no fault"), tr("h")),
        limit("flapsPerHour", 4, 1000, tr("State that flutters"), tr("moves within an hour"), {}),
        limit("diskPercent", 1, 50, tr("Disk full"),
              tr("less is free; 256 MiB at least, 10 GiB at most"), tr("%")),
        limit("lettersPerHour", 1, 1'000'000, tr("Messages not understood"),
              tr("set aside within an hour"), {})};
}

QList<Setting> lampSettings()
{
    const auto keepOrOff = [](const char *member, const QString &label, const QString &help) {
        return named(
            {.path = {u"lamps"_s, QLatin1StringView(member)},
             .group = Group::Lamps,
             .kind = Kind::Choice,
             .choices = {choice("keep", tr("Left as they are")), choice("off", tr("Dark"))}},
            label, help);
    };
    return {colour("FREE", tr("Free"), tr("steady")),
            colour("OCCUPIED", tr("Occupied"), tr("steady")),
            colour("RESERVED", tr("Reserved"), tr("steady")),
            colour("MAINTENANCE", tr("Maintenance"), tr("steady")),
            named({.path = {u"lamps"_s, u"whenSoon"_s},
                   .group = Group::Lamps,
                   .kind = Kind::Choice,
                   .choices = {choice("steady", tr("Steady")), choice("blink", tr("Blinking"))}},
                  tr("Before a booking begins"), tr("Lamps that cannot blink are steady.")),
            keepOrOff("whenBlind", tr("The station hears nothing for long"),
                      tr("Then lamps would show what was long ago.")),
            keepOrOff("whenUnknown", tr("Nobody knows whether the space is free"),
                      tr("A lamp never says “free” without knowledge."))};
}

} // namespace

// --- Groups --------------------------------------------------------------------------------------

SettingGroupWords wordsOf(SettingGroup group)
{
    const QString site = tr("This site");
    const QString connections = tr("Connections");
    const QString computer = tr("This computer");
    switch (group) {
    case Group::Site:
        return {tr("Site and time zone"),
                tr("for everybody"),
                site,
                u"building"_s,
                tr("The site's clock"),
                tr("Bookings, opening hours and reports go by it, wherever somebody looks from.")};
    case Group::Bookings:
        return {tr("Booking policy"),
                tr("for everybody"),
                site,
                u"bookings"_s,
                tr("Bookings that stand"),
                tr("They stay as they are. A new policy holds for what is booked from now on; how "
                   "long a space is held and waited for counts at once.")};
    case Group::Lamps:
        return {tr("Lamp colours"),
                tr("effective at once"),
                site,
                u"lamp"_s,
                tr("Lamp and map"),
                tr("The map never uses these colours. They show only as a disc beside the word, as "
                   "in the inspector of a space.")};
    case Group::Alarms:
        return {tr("Alarms and mail"),
                tr("limits are for everybody"),
                site,
                u"bell"_s,
                tr("Who sends"),
                tr("Mail and posts come from the station that ingests, by the settings of its "
                   "computer, and from no other one.")};
    case Group::Broker:
        return {tr("Broker"),
                tr("brings what sensors and lamps say"),
                connections,
                u"devices"_s,
                tr("While it is away"),
                tr("Nothing new is known: states grow old, and say so. What the broker keeps is "
                   "taken in when it is back.")};
    case Group::ChirpStack:
        return {
            tr("ChirpStack"),
            tr("sends colours to lamps"),
            connections,
            u"server"_s,
            tr("While the key is rejected"),
            tr("Sensors go on as usual. Lamps keep their last colour; commands wait and are "
               "sent once the key works."),
            tr("Where values come from"),
            tr("The first that is set counts:\n1  command line\n2  environment and .env, locked "
               "here\n3  this page\n4  default")};
    case Group::Database:
        return {tr("Database"),
                tr("keeps all that is known"),
                connections,
                u"spaces"_s,
                tr("While it is away"),
                tr("What arrives is kept in the journal on this computer's disk, and taken in "
                   "when it is back.")};
    case Group::Appearance:
        return {tr("Appearance"), tr("at once"), computer, u"sun"_s};
    case Group::Role:
        return {tr("Role and station"),
                tr("what this login may do"),
                computer,
                u"lock"_s,
                tr("Where rights come from"),
                tr("The database decides what a login may do, and was asked. `parkctl db-roles` "
                   "gives the rights of station, operator and viewer.")};
    case Group::Storage:
        return {tr("Storage times"),
                tr("kept by the station on this computer"),
                computer,
                u"history"_s,
                tr("What goes"),
                tr("It is deleted for good; an export keeps it.")};
    case Group::Kiosk:
        return {tr("Kiosk"),    tr("of a screen on this computer"),
                computer,       u"computer"_s,
                tr("A screen"), tr("`smart-parking --kiosk` starts it; it takes these then.")};
    }
    return {};
}

// --- Rows ----------------------------------------------------------------------------------------

QList<Setting> siteSettings(const QStringList &buildings)
{
    QList<Setting> all{named({.path = {u"name"_s}, .group = Group::Site}, tr("Name of the site"),
                             tr("As it stands on every window and screen.")),
                       named({.path = {u"timeZone"_s}, .group = Group::Site, .kind = Kind::Zone},
                             tr("Time zone"),
                             tr("Of the clock on its wall, such as Europe/Berlin."))};
    all += bookingSettings();
    for (const QString &building : buildings) {
        if (!building.isEmpty())
            all.append(named({.path = {u"bookings"_s, u"hours"_s, building},
                              .group = Group::Bookings,
                              .kind = Kind::Hours},
                             tr("Opening hours of %1").arg(building),
                             tr("As Mon-Fri 07:00-22:00, Sat 08:00-20:00. Empty: always open.")));
    }
    return all + lampSettings() + alarmSettings();
}

Setting settingOf(const QString &key, const QString &description)
{
    Setting setting{.key = key};
    // The table's words are English; a translation has them in this context.
    setting.help =
        QCoreApplication::translate("parking::settings", description.toUtf8().constData());
    const KeyWords *words = find(key);
    setting.label = words ? tr(words->label) : key;
    if (words) {
        setting.group = words->group;
        setting.kind = words->kind;
        setting.unit = *words->unit ? tr(words->unit) : QString();
        setting.choices = words->choices;
    }
    return setting;
}

bool hasWords(const QString &key)
{
    return find(key) != nullptr;
}

QStringList ordered(QStringList keys)
{
    const auto place = [](const QString &key) {
        const KeyWords *words = find(key);
        return words ? words - keyWords().constData() : keyWords().size();
    };
    std::stable_sort(keys.begin(), keys.end(),
                     [&](const QString &a, const QString &b) { return place(a) < place(b); });
    return keys;
}

} // namespace parking::ui
