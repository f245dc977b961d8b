// What Health says, in words.

#include "healthlabels.h"
#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace parking::ui::labels {

namespace {

/// What a check's problem means to people, and what they can do. %1 is the check's detail.
struct Words {
    const char *problem;
    const char *text;
    const char *advice; ///< null: nothing is to be done
};

constexpr Words kWords[] = {
    {"BROKER_UNREACHABLE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "The broker cannot be reached: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Check MQTT_URL and whether the broker runs. Whether it kept what was sent "
                       "meanwhile is known when it is back.")},
    {"BROKER_CONNECTING",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Not connected to the broker yet: %1."), nullptr},
    {"UNREACHABLE", QT_TRANSLATE_NOOP("parking::ui::labels", "The database does not answer: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels", "Check DATABASE_URL and whether the database runs.")},
    {"DATABASE_FILE_GONE",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "The database's file is gone or was replaced by an empty one."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Put the file back, or restart the program to begin with a new one.")},
    {"CONNECTION_POOLER",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "A connection pooler stands before PostgreSQL and shares its sessions."),
     QT_TRANSLATE_NOOP(
         "parking::ui::labels",
         "Set pool_mode = session for this database in PgBouncer, or let DATABASE_URL "
         "name PostgreSQL itself.")},
    {"QOS_ZERO",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Uplinks arrive at QoS 0 and may get lost."),
     QT_TRANSLATE_NOOP("parking::ui::labels", "Set integration.mqtt.qos = 1 in ChirpStack.")},
    {"SESSION_LOST",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "The broker forgot our session; uplinks sent meanwhile are lost."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Give the broker persistence, so that it survives a restart.")},
    {"SENSORS_UNHEARD", QT_TRANSLATE_NOOP("parking::ui::labels", "Sensors are not heard: %1."),
     QT_TRANSLATE_NOOP(
         "parking::ui::labels",
         "The map shows which: their spaces are unknown. Sensors that are silent need "
         "a battery or a gateway, those that say nothing of their space a type.")},
    {"NOT_HEARD",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Not known %1: nothing came from the broker."),
     nullptr},
    {"LAMPS_AMISS",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Lamps do not show what they should: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Select the space: its lamp says why and what can be done.")},
    {"GATEWAY_LOST", QT_TRANSLATE_NOOP("parking::ui::labels", "Gateway lost: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "See whether it has power and network. Spaces that only it hears are "
                       "unknown.")},
    {"MAIL_FAILS", QT_TRANSLATE_NOOP("parking::ui::labels", "Alarms are not mailed: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Check the ALARM_MAIL settings; parkctl alarms test-mail tries them.")},
    {"WEBHOOK_FAILS", QT_TRANSLATE_NOOP("parking::ui::labels", "Alarms are not posted: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Check ALARM_WEBHOOK_URL and its receiver; parkctl alarms test-webhook "
                       "tries it.")},
    {"RETENTION_FAILS",
     QT_TRANSLATE_NOOP("parking::ui::labels", "What is old cannot be dropped: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Until then the database grows. A right may be missing: parkctl db-roles "
                       "--apply.")},
    {"BROKER_LEFT",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Messages are left to a standby: this station has no database."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "The broker keeps them until a station takes them; after a minute this one "
                       "collects them again.")},
    {"LEFT_BEHIND",
     QT_TRANSLATE_NOOP("parking::ui::labels", "A station ended without a good-bye: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Messages that it had taken in may lie in its folder only: start it there "
                       "once more. Where the folder is gone: parkctl stations forget.")},
    {"SESSION_TAKEN_OVER",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Another program seems to use our client id at the broker and to take "
                       "uplinks: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Stop the other one (a copied data folder, a test), or give it an "
                       "MQTT_CLIENT_ID of its own. What it took is on its side.")},
    {"MQTT_OLD", QT_TRANSLATE_NOOP("parking::ui::labels", "The broker speaks MQTT 3.1.1: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Update the broker to one that speaks MQTT 5 (mosquitto since 1.6).")},
    {"WEAK_CONNECTION",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Somebody on the way could read or forge what is said: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Take connections with TLS that is verified: DATABASE_URL without sslmode, "
                       "mqtts:// in MQTT_URL, CHIRPSTACK_TLS=true.")},
    {"JOURNAL_WRITE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Arriving data cannot be written: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Free space on the disk. Nothing is acknowledged until then.")},
    {"JOURNAL_CORRUPT",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Some records of the journal could not be read."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "What they held is left out; the disk may be failing.")},
    {"JOURNAL_UNREADABLE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "A file of what arrived cannot be opened: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "It is kept. Give this program the right to read it, then restart the "
                       "station.")},
    {"JOURNAL_REPLACED",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "The folder of what arrived is not the one that was read before: it was "
                       "emptied, put back or copied."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "All that it holds was taken in. What had arrived and lies in the former "
                       "folder alone is missing: start a station with that folder once.")},
    {"MESSAGES_REFUSED", QT_TRANSLATE_NOOP("parking::ui::labels", "Messages were set aside: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "They are kept in the database; what they say is on no map.")},
    {"MESSAGES_FLOOD",
     QT_TRANSLATE_NOOP("parking::ui::labels", "More messages arrive than are kept: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Something floods the broker: see who publishes there and what (parkctl "
                       "deadletters list, parkctl devices --unassigned), and forbid it there.")},
    {"COUNTER_RESET",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack drops the uplinks of some sensors: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Their spaces keep an old state. Activate them anew in ChirpStack, or let "
                       "their device skip the check of frame counters.")},
    {"CLOCK_DIFFERS", QT_TRANSLATE_NOOP("parking::ui::labels", "The clocks differ: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Set this computer's clock by a time server (NTP); a station that is wrong "
                       "by more than 10 min sets uplinks aside.")},
    {"DATABASE_CLOCK_DIFFERS", QT_TRANSLATE_NOOP("parking::ui::labels", "The clocks differ: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Bookings go by the database server's clock. Set both by a time server "
                       "(NTP).")},
    {"BOOKINGS_AMISS", QT_TRANSLATE_NOOP("parking::ui::labels", "Bookings need somebody: %1."),
     QT_TRANSLATE_NOOP(
         "parking::ui::labels",
         "Offer another space to whoever is kept from theirs, and see to the car that "
         "stands there. The page Bookings names the free ones near.")},
    {"NOTHING_STORED",
     QT_TRANSLATE_NOOP("parking::ui::labels", "The database takes no message in: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Messages wait and go in as soon as this is mended: a full disk, a table, a "
                       "trigger, a right.")},
    {"ROW_UNREADABLE",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "What stands in the database is not all understood: %1."),
     QT_TRANSLATE_NOOP(
         "parking::ui::labels",
         "It is left out here. A newer version may have written it: update this one.")},
    {"BACKLOG",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Messages arrive faster than the database takes them."),
     QT_TRANSLATE_NOOP("parking::ui::labels", "Nothing is lost; check the load of the database.")},
    {"LOCK_HELD",
     QT_TRANSLATE_NOOP("parking::ui::labels", "No station takes data in, and none can: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "See what that program is. An administrator of the database can end it.")},
    {"STANDBY",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Another station takes the data in; this one stands by."),
     nullptr},
    {"STATION_DOWN",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Station down: no station has reported for 12 s."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Start Smart Parking or parkctl ingest on the station.")},
    {"CHIRPSTACK_KEY", QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack rejects the API key."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour until it is renewed: set CHIRPSTACK_API_KEY.")},
    {"CHIRPSTACK_UNAUTHORIZED",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack rejects the API key."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour until it is renewed: set CHIRPSTACK_API_KEY.")},
    {"CHIRPSTACK_READ_ONLY",
     QT_TRANSLATE_NOOP("parking::ui::labels", "This API key may only read."),
     QT_TRANSLATE_NOOP(
         "parking::ui::labels",
         "Make a key in ChirpStack that is not read-only, and set CHIRPSTACK_API_KEY.")},
    {"CHIRPSTACK_NO_DEVICE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack does not know this device."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_NOT_SET_UP",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Lamps are not commanded: ChirpStack is not set up."),
     QT_TRANSLATE_NOOP("parking::ui::labels", "Set CHIRPSTACK_HOST and CHIRPSTACK_API_KEY.")},
    {"CHIRPSTACK_NOT_ASKED",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Not asked yet: no lamp needed a command since the start."),
     nullptr},
    {"CHIRPSTACK_ONLY_STATION",
     QT_TRANSLATE_NOOP("parking::ui::labels", "Only the station speaks with ChirpStack."), nullptr},
    {"CHIRPSTACK_REFUSED",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack answers with errors."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_INTERNAL",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack answers with errors."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_UNREACHABLE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack cannot be reached: %1."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_UNAVAILABLE",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack cannot be reached."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_DOUBTFUL",
     QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack does not answer in time."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"CHIRPSTACK_BUSY", QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack asks for a pause."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Lamps keep their colour; commands wait and only the newest is sent.")},
    {"NOT_CHIRPSTACK",
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Something else than ChirpStack answers at its address."),
     QT_TRANSLATE_NOOP("parking::ui::labels",
                       "Check CHIRPSTACK_HOST and CHIRPSTACK_PORT: the REST API listens on 8090.")},
};

constexpr struct {
    const char *name;
    const char *title;
} kTitles[] = {
    {"mqtt", QT_TRANSLATE_NOOP("parking::ui::labels", "Broker")},
    {"database", QT_TRANSLATE_NOOP("parking::ui::labels", "Database")},
    {"journal", QT_TRANSLATE_NOOP("parking::ui::labels", "Journal")},
    {"messages", QT_TRANSLATE_NOOP("parking::ui::labels", "Messages")},
    {"devices", QT_TRANSLATE_NOOP("parking::ui::labels", "Devices")},
    {"station", QT_TRANSLATE_NOOP("parking::ui::labels", "Station")},
    {"sensors", QT_TRANSLATE_NOOP("parking::ui::labels", "Sensors")},
    {"gateways", QT_TRANSLATE_NOOP("parking::ui::labels", "Gateways")},
    {"bookings", QT_TRANSLATE_NOOP("parking::ui::labels", "Bookings")},
    {"clock", QT_TRANSLATE_NOOP("parking::ui::labels", "Clock")},
    {"security", QT_TRANSLATE_NOOP("parking::ui::labels", "Security")},
    {"handover", QT_TRANSLATE_NOOP("parking::ui::labels", "Other stations")},
    {"chirpstack", QT_TRANSLATE_NOOP("parking::ui::labels", "ChirpStack")},
    {"lamps", QT_TRANSLATE_NOOP("parking::ui::labels", "Lamps")},
    {"mail", QT_TRANSLATE_NOOP("parking::ui::labels", "Mail")},
    {"webhook", QT_TRANSLATE_NOOP("parking::ui::labels", "Webhook")},
    {"retention", QT_TRANSLATE_NOOP("parking::ui::labels", "Retention")},
};

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::labels", text);
}

const Words *wordsOf(const QString &problem)
{
    const auto *found = std::find_if(std::begin(kWords), std::end(kWords), [&](const Words &words) {
        return problem == QLatin1StringView(words.problem);
    });
    return found == std::end(kWords) ? nullptr : found;
}

} // namespace

QString brief(const domain::HealthCheck &check)
{
    if (check.problem == u"CHIRPSTACK_NOT_SET_UP")
        return tr("not set up");
    if (check.problem == u"CHIRPSTACK_NOT_ASKED")
        return tr("not asked yet");
    if (check.problem == u"CHIRPSTACK_ONLY_STATION")
        return tr("by the station");
    if (check.problem == problem::kNotHeard)
        return tr("not known");
    if (check.problem == problem::kBrokerConnecting)
        return tr("connecting");
    return {};
}

QList<domain::HealthCheck> shownChecks(const domain::Health &health)
{
    const auto has = [&health](QStringView name) {
        return std::any_of(health.checks.cbegin(), health.checks.cend(),
                           [name](const domain::HealthCheck &check) { return check.name == name; });
    };
    QList<domain::HealthCheck> checks = health.checks;
    if (has(u"chirpstack") || (!health.ingesting && !has(u"station")))
        return checks;
    domain::HealthCheck chirpstack;
    chirpstack.name = u"chirpstack"_s;
    chirpstack.problem =
        health.ingesting ? u"CHIRPSTACK_NOT_SET_UP"_s : u"CHIRPSTACK_ONLY_STATION"_s;
    checks.append(chirpstack);
    return checks;
}

QString title(const domain::HealthCheck &check)
{
    for (const auto &known : kTitles) {
        if (check.name == QLatin1StringView(known.name))
            return tr(known.title);
    }
    return check.name;
}

QString detail(const domain::HealthCheck &check)
{
    static const QRegularExpression utc(u"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"_s);
    QString text = check.detail;
    for (QRegularExpressionMatch match = utc.match(text); match.hasMatch();
         match = utc.match(text, match.capturedStart() + 1)) {
        if (const std::optional<UtcTime> time = fromIso(match.captured()))
            text.replace(match.capturedStart(), match.capturedLength(), dayAndClock(*time));
    }
    return text;
}

QString text(const domain::HealthCheck &check)
{
    if (check.problem.isEmpty())
        return tr("Works");
    const Words *words = wordsOf(check.problem);
    if (!words)
        return detail(check);
    QString text = tr(words->text);
    if (!text.contains(u"%1"))
        return text;
    // A driver says more than its first line, and ends it as it likes.
    QString reason = detail(check).section(u'\n', 0, 0).trimmed();
    while (reason.endsWith(u'.'))
        reason.chop(1);
    if (check.problem == problem::kMessagesRefused) // the words before it say so
        reason.remove(u" messages set aside"_s);
    return reason.isEmpty() ? text.remove(u": %1"_s) : text.arg(reason);
}

QString advice(const domain::HealthCheck &check)
{
    const Words *words = wordsOf(check.problem);
    return words && words->advice ? tr(words->advice) : QString();
}

QString advice(const domain::HealthCheck &check, const domain::Health &health)
{
    const QString words = advice(check);
    if (check.name == u"mqtt" && check.level == domain::HealthLevel::Unhealthy)
        return tr("Spaces are shown as they were last heard. %1").arg(words).trimmed();
    if (check.problem != problem::kUnreachable && check.problem != problem::kDatabaseFile)
        return words;
    // Only a program that takes messages in knows a last uplink of its own.
    const auto is = [&health](QStringView name, bool well) {
        return std::any_of(health.checks.cbegin(), health.checks.cend(),
                           [name, well](const domain::HealthCheck &one) {
                               return one.name == name
                                   && (one.level != domain::HealthLevel::Unhealthy) == well;
                           });
    };
    if (!health.lastUplink || !is(u"mqtt", true) || is(u"journal", false))
        return words;
    return tr("%1 Arriving data is kept on this computer until the database is back.").arg(words);
}

QString place(const domain::CommonCause &cause)
{
    if (cause.kind == domain::CommonCause::Kind::GatewayLost)
        return tr("Gateway %1").arg(cause.gatewayId);
    QStringList place{cause.building, cause.floor, cause.zone};
    place.removeAll(QString());
    return place.join(u" · "_s);
}

QString sentence(const domain::Health &health)
{
    for (const domain::HealthCheck &check : health.checks) {
        if (check.level == health.level && check.level != domain::HealthLevel::Healthy)
            return text(check);
    }
    const QList<domain::HealthCheck> checks = shownChecks(health);
    if (health.checks.isEmpty())
        return tr("Nothing was told yet");
    const auto isUnknown = [](const domain::HealthCheck &check) {
        return check.problem == problem::kBrokerConnecting || check.problem == problem::kNotHeard
            || check.problem == problem::kChirpStackNotAsked;
    };
    if (std::any_of(checks.cbegin(), checks.cend(), isUnknown))
        return tr("Not all is known yet");
    const auto isNotSetUp = [](const domain::HealthCheck &check) {
        return check.problem == problem::kChirpStackNotSetUp;
    };
    return std::any_of(checks.cbegin(), checks.cend(), isNotSetUp)
        ? tr("All parts work; lamps are not commanded")
        : tr("All parts work");
}

} // namespace parking::ui::labels
