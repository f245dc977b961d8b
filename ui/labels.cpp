#include "labels.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace parking::ui::labels {

using namespace std::chrono_literals;
using domain::SpaceState;

namespace {

const QChar kNarrowSpace(0x202f);
const QChar kMinus(0x2212);

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::labels", text);
}

QString withUnit(const QString &number, const QString &unit)
{
    return number + kNarrowSpace + unit;
}

QString trueMinus(QString number)
{
    return number.replace(u'-', kMinus);
}

} // namespace

QString text(SpaceState state)
{
    switch (state) {
    case SpaceState::Free:
        return tr("Free");
    case SpaceState::Occupied:
        return tr("Occupied");
    case SpaceState::Reserved:
        return tr("Reserved");
    case SpaceState::Maintenance:
        return tr("Maintenance");
    }
    return {};
}

QString free(const domain::Counts &counts)
{
    if (counts.areAllUnknown())
        return u"–"_s;
    return counts.isFull() ? tr("Full") : number(counts.free());
}

QString unknown(const domain::Counts &counts)
{
    return tr("%1 unknown").arg(number(counts.unknown()));
}

QString plusUnknown(const domain::Counts &counts)
{
    return counts.areAllUnknown() ? unknown(counts) : u'+' + unknown(counts);
}

QString text(domain::Confidence confidence)
{
    switch (confidence) {
    case domain::Confidence::Fresh:
        return {};
    case domain::Confidence::Stale:
        return tr("Silent");
    case domain::Confidence::Unverified:
        return tr("Not known");
    }
    return {};
}

QString text(const domain::SpaceStatus &status, domain::Confidence heard)
{
    const domain::Confidence certainty = status.certainty(heard);
    return certainty == domain::Confidence::Fresh || status.state == SpaceState::Reserved
        ? text(status.state)
        : text(certainty);
}

QString text(domain::Occupancy occupancy)
{
    return occupancy == domain::Occupancy::Occupied ? tr("occupied") : tr("free");
}

QString text(domain::StateReason reason)
{
    switch (reason) {
    case domain::StateReason::Override:
        return tr("override");
    case domain::StateReason::Sensor:
        return tr("sensor");
    case domain::StateReason::Reservation:
        return tr("booking");
    case domain::StateReason::ReservationSoon:
        return tr("booking soon");
    case domain::StateReason::Default:
        return tr("no sensor yet");
    }
    return {};
}

QString text(const Error &error)
{
    const QString detail = error.details.value(u"error").toString();
    if (error.code == u"BAD_PICTURE")
        return detail.isEmpty() ? error.detail : detail;
    if (error.code == u"VALIDATION_ERROR")
        return detail.isEmpty() ? error.detail : tr("Please check the input: %1.").arg(detail);
    if (error.code == u"BAD_CSV")
        return tr("This is no table of spaces: %1").arg(error.detail);
    if (error.code == u"DATA_FOLDER" || error.code == u"JOURNAL_FOLDER")
        return tr("The data folder cannot be used. Check that it exists and may be written.");
    if (error.code == u"RECORD_NOT_FOUND")
        return tr("This space is gone: someone else deleted it meanwhile.");
    if (error.code == u"DUPLICATE_RESOURCE")
        return tr("%1 %2 exists already.")
            .arg(error.details.value(u"resource").toString(),
                 error.details.value(u"identifier").toString());
    if (error.code == u"DATABASE_ERROR")
        return tr("The database does not answer. Arriving data is kept on this computer; please "
                  "try again when it is back.");
    if (error.code == u"DATABASE_FILE_GONE")
        return tr(
            "The database's file is gone. Put it back, or restart the program to begin with a "
            "new one.");
    if (error.code == u"CONNECTION_POOLER")
        return tr(
            "A connection pooler stands before PostgreSQL and shares its sessions. Set "
            "pool_mode = session for this database there, or let DATABASE_URL name PostgreSQL "
            "itself.");
    if (error.code == u"ROW_UNREADABLE")
        return tr("The database says something here that this version does not know (%1: %2). "
                  "Please update this program.")
            .arg(error.details.value(u"column").toString(),
                 error.details.value(u"text").toString());
    if (error.code == u"MIGRATION_NEEDED")
        return tr(
            "The database has no tables for this version yet. Whoever owns it makes them, here "
            "or with “parkctl migrate”.");
    if (error.code == u"DATABASE_TOO_NEW")
        return tr("The database was made by a newer version. Please update this program.");
    if (error.code == u"JOURNAL_LOCKED")
        return tr("Another program (%1, process %2) uses this data folder. Close it first.")
            .arg(error.details.value(u"application").toString())
            .arg(error.details.value(u"pid").toInteger());
    if (error.code == u"STATION_DOWN")
        return tr("No station runs, so nothing is sent. Start Smart Parking or parkctl ingest on "
                  "the station.");
    if (error.code == u"CHIRPSTACK_NOT_SET_UP")
        return tr("Lamps are not commanded: set CHIRPSTACK_HOST and CHIRPSTACK_API_KEY.");
    return error.detail;
}

QString text(const domain::StateChange &change)
{
    if (change.source == u"override") {
        QString words = change.reason == domain::StateReason::Override
            ? text(change.current).toLower()
            : tr("override taken back");
        if (!change.actor.isEmpty())
            words = tr("%1 by %2").arg(words, change.actor);
        return change.note.isEmpty() ? words : tr("%1: %2").arg(words, change.note);
    }
    if (change.source == u"engine")
        return tr("override ended");
    if (change.reason == domain::StateReason::Reservation)
        return tr("booking started");
    return text(change.reason);
}

QString text(const domain::CommonCause &cause)
{
    const int count = int(cause.spaces.size());
    const auto plural = [count](const char *text) {
        return QCoreApplication::translate("labels", text, nullptr, count);
    };
    if (cause.kind == domain::CommonCause::Kind::GatewayLost)
        return plural(QT_TRANSLATE_N_NOOP("labels", "%n sensors silent, gateway lost"));
    return cause.zone.isEmpty()
        ? plural(QT_TRANSLATE_N_NOOP("labels", "%n sensors silent, all of floor %1"))
              .arg(cause.floor)
        : plural(QT_TRANSLATE_N_NOOP("labels", "%n sensors silent, all of zone %1"))
              .arg(cause.zone);
}

QString detail(const domain::CommonCause &cause, UtcTime now)
{
    const QString past = age(now - cause.since);
    if (cause.kind == domain::CommonCause::Kind::GatewayLost)
        return tr("Gateway %1 has brought nothing for %2, since %3. Check its power and its "
                  "network.")
            .arg(cause.gatewayId, past, clock(cause.since));
    return tr("Nothing is heard from there for %1, since %2, and no gateway is lost. Something on "
              "the spot disturbs or covers the sensors.")
        .arg(past, clock(cause.since));
}

QString brief(const domain::HealthCheck &check)
{
    if (check.problem == u"CHIRPSTACK_NOT_SET_UP")
        return tr("not set up");
    if (check.problem == u"CHIRPSTACK_NOT_ASKED")
        return tr("not asked yet");
    if (check.problem == u"CHIRPSTACK_ONLY_STATION")
        return tr("by the station");
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
    if (check.name == u"mqtt")
        return tr("Broker");
    if (check.name == u"database")
        return tr("Database");
    if (check.name == u"journal")
        return tr("Journal");
    if (check.name == u"messages")
        return tr("Messages");
    if (check.name == u"devices")
        return tr("Devices");
    if (check.name == u"station")
        return tr("Station");
    if (check.name == u"sensors")
        return tr("Sensors");
    if (check.name == u"gateways")
        return tr("Gateways");
    if (check.name == u"handover")
        return tr("Other stations");
    if (check.name == u"chirpstack")
        return tr("ChirpStack");
    return check.name;
}

QString text(const domain::HealthCheck &check)
{
    const QString &problem = check.problem;
    if (problem.isEmpty())
        return tr("Works");
    if (problem == u"BROKER_UNREACHABLE")
        return tr("The broker cannot be reached.");
    if (problem == u"UNREACHABLE")
        return tr("The database does not answer.");
    if (problem == u"DATABASE_FILE_GONE")
        return tr("The database's file is gone or was replaced by an empty one.");
    if (problem == u"CONNECTION_POOLER")
        return tr("A connection pooler stands before PostgreSQL and shares its sessions.");
    if (problem == u"QOS_ZERO")
        return tr("Uplinks arrive at QoS 0 and may get lost.");
    if (problem == u"SESSION_LOST")
        return tr("The broker forgot our session; uplinks sent meanwhile are lost.");
    if (problem == u"SENSORS_UNHEARD")
        return tr("Sensors are not heard: %1").arg(check.detail);
    if (problem == u"GATEWAY_LOST")
        return tr("Gateway lost: %1").arg(check.detail);
    if (problem == u"BROKER_LEFT")
        return tr("Messages are left to a standby: this station has no database.");
    if (problem == u"LEFT_BEHIND")
        return tr("A station ended without a good-bye: %1").arg(check.detail);
    if (problem == u"SESSION_TAKEN_OVER")
        return tr("Another program takes our uplinks: it uses the same client id at the broker.");
    if (problem == u"JOURNAL_WRITE")
        return tr("Arriving data cannot be written: %1").arg(check.detail);
    if (problem == u"JOURNAL_CORRUPT")
        return tr("Some records of the journal could not be read.");
    if (problem == u"JOURNAL_UNREADABLE")
        return tr("A file of what arrived cannot be opened: %1").arg(check.detail);
    if (problem == u"JOURNAL_REPLACED")
        return tr("The folder of what arrived is not the one that was read before: it was emptied, "
                  "put back or copied.");
    if (problem == u"MESSAGES_REFUSED")
        return tr("Messages were set aside: %1").arg(check.detail);
    if (problem == u"MESSAGES_FLOOD")
        return tr("More messages arrive than are kept: %1").arg(check.detail);
    if (problem == u"COUNTER_RESET")
        return tr("ChirpStack drops the uplinks of some sensors: %1").arg(check.detail);
    if (problem == u"CLOCK_DIFFERS")
        return tr("The clocks differ: %1").arg(check.detail);
    if (problem == u"NOTHING_STORED")
        return tr("The database takes no message in: %1").arg(check.detail);
    if (problem == u"ROW_UNREADABLE")
        return tr("What stands in the database is not all understood: %1").arg(check.detail);
    if (problem == u"BACKLOG")
        return tr("Messages arrive faster than the database takes them.");
    if (problem == u"LOCK_HELD")
        return tr("No station takes data in, and none can: %1").arg(check.detail);
    if (problem == u"STANDBY")
        return tr("Another station takes the data in; this one stands by.");
    if (problem == u"STATION_DOWN")
        return tr("Station down: no station has reported for 15 s.");
    if (problem == u"CHIRPSTACK_KEY" || problem == u"CHIRPSTACK_UNAUTHORIZED")
        return tr("ChirpStack rejects the API key.");
    if (problem == u"CHIRPSTACK_READ_ONLY")
        return tr("This API key may only read.");
    if (problem == u"CHIRPSTACK_NO_DEVICE")
        return tr("ChirpStack does not know this device.");
    if (problem == u"CHIRPSTACK_NOT_SET_UP")
        return tr("Lamps are not commanded: ChirpStack is not set up.");
    if (problem == u"CHIRPSTACK_NOT_ASKED")
        return tr("Not asked yet: no lamp needed a command since the start.");
    if (problem == u"CHIRPSTACK_ONLY_STATION")
        return tr("Only the station speaks with ChirpStack.");
    if (problem == u"CHIRPSTACK_REFUSED" || problem == u"CHIRPSTACK_INTERNAL")
        return tr("ChirpStack answers with errors.");
    if (problem == u"CHIRPSTACK_UNREACHABLE" || problem == u"CHIRPSTACK_UNAVAILABLE")
        return tr("ChirpStack cannot be reached.");
    if (problem == u"CHIRPSTACK_DOUBTFUL")
        return tr("ChirpStack does not answer in time.");
    if (problem == u"CHIRPSTACK_BUSY")
        return tr("ChirpStack asks for a pause.");
    if (problem == u"NOT_CHIRPSTACK")
        return tr("Something else than ChirpStack answers at its address.");
    return check.detail;
}

QString advice(const domain::HealthCheck &check)
{
    const QString &problem = check.problem;
    if (problem == u"BROKER_UNREACHABLE")
        return tr("Check MQTT_URL and whether the broker runs. It keeps what arrives meanwhile.");
    if (problem == u"UNREACHABLE")
        return tr("Arriving data is kept on this computer until the database is back.");
    if (problem == u"DATABASE_FILE_GONE")
        return tr("Arriving data is kept on this computer. Put the file back, or restart the "
                  "program to begin with a new one.");
    if (problem == u"CONNECTION_POOLER")
        return tr(
            "Set pool_mode = session for this database in PgBouncer, or let DATABASE_URL name "
            "PostgreSQL itself.");
    if (problem == u"QOS_ZERO")
        return tr("Set integration.mqtt.qos = 1 in ChirpStack.");
    if (problem == u"SESSION_LOST")
        return tr("Give the broker persistence, so that it survives a restart.");
    if (problem == u"SENSORS_UNHEARD")
        return tr("The map shows which: their spaces are unknown. Sensors that are silent need a "
                  "battery or a gateway, those not understood a type.");
    if (problem == u"GATEWAY_LOST")
        return tr("See whether it has power and network. Spaces that only it hears are unknown.");
    if (problem == u"BROKER_LEFT")
        return tr("The broker keeps them until a station takes them; after a minute this one "
                  "collects them again.");
    if (problem == u"LEFT_BEHIND")
        return tr("Messages that it had taken in may lie in its folder only: start it there once "
                  "more. Where the folder is gone: parkctl stations forget.");
    if (problem == u"SESSION_TAKEN_OVER")
        return tr("Stop the other one (a copied data folder, a test), or give it an MQTT_CLIENT_ID "
                  "of its own. What it took is on its side.");
    if (problem == u"JOURNAL_WRITE")
        return tr("Free space on the disk. Nothing is acknowledged until then.");
    if (problem == u"LOCK_HELD")
        return tr("See what that program is. An administrator of the database can end it.");
    if (problem == u"STATION_DOWN")
        return tr("Start Smart Parking or parkctl ingest on the station.");
    if (problem == u"CHIRPSTACK_KEY" || problem == u"CHIRPSTACK_UNAUTHORIZED")
        return tr("Lamps keep their colour until it is renewed: set CHIRPSTACK_API_KEY.");
    if (problem == u"CHIRPSTACK_READ_ONLY")
        return tr("Make a key in ChirpStack that is not read-only, and set CHIRPSTACK_API_KEY.");
    if (problem == u"CHIRPSTACK_NOT_SET_UP")
        return tr("Set CHIRPSTACK_HOST and CHIRPSTACK_API_KEY.");
    if (problem == u"CHIRPSTACK_NOT_ASKED" || problem == u"CHIRPSTACK_ONLY_STATION")
        return {};
    if (problem == u"JOURNAL_CORRUPT")
        return tr("What they held is left out; the disk may be failing.");
    if (problem == u"JOURNAL_UNREADABLE")
        return tr("It is kept. Give this program the right to read it, then restart the station.");
    if (problem == u"JOURNAL_REPLACED")
        return tr("All that it holds was taken in. What had arrived and lies in the former folder "
                  "alone is missing: start a station with that folder once.");
    if (problem == u"MESSAGES_REFUSED")
        return tr("They are kept in the database; what they say is on no map.");
    if (problem == u"MESSAGES_FLOOD")
        return tr("Something floods the broker: see who publishes there and what (parkctl "
                  "deadletters list, parkctl devices --unassigned), and forbid it there.");
    if (problem == u"COUNTER_RESET")
        return tr("Their spaces keep an old state. Activate them anew in ChirpStack, or let their "
                  "device skip the check of frame counters.");
    if (problem == u"CLOCK_DIFFERS")
        return tr(
            "Set this computer's clock by a time server (NTP); a station that is wrong by more "
            "than 10 min sets uplinks aside.");
    if (problem == u"NOTHING_STORED")
        return tr("Messages wait and go in as soon as this is mended: a full disk, a table, a "
                  "trigger, a right.");
    if (problem == u"ROW_UNREADABLE")
        return tr("It is left out here. A newer version may have written it: update this one.");
    if (problem == u"BACKLOG")
        return tr("Nothing is lost; check the load of the database.");
    if (problem.startsWith(u"CHIRPSTACK_"))
        return tr("Lamps keep their colour; commands wait and only the newest is sent.");
    if (problem == u"NOT_CHIRPSTACK")
        return tr("Check CHIRPSTACK_HOST and CHIRPSTACK_PORT: the REST API listens on 8090.");
    return {};
}

QString sentence(const domain::Health &health)
{
    for (const domain::HealthCheck &check : health.checks) {
        if (check.level == health.level && check.level != domain::HealthLevel::Healthy)
            return text(check);
    }
    return tr("All parts work");
}

QString age(Milliseconds age)
{
    const qint64 seconds = qMax<qint64>(0, age.count() / 1000);
    if (seconds < 2)
        return tr("now");
    if (seconds < 60)
        return withUnit(QString::number(seconds), tr("s"));
    if (seconds < 3600)
        return withUnit(QString::number(seconds / 60), tr("min"));
    if (seconds < 48 * 3600)
        return withUnit(QString::number(seconds / 3600), tr("h"));
    return withUnit(QString::number(seconds / 86'400), tr("d"));
}

QString ago(Milliseconds past)
{
    return past < 2s ? tr("just now") : tr("%1 ago").arg(age(past));
}

QString clock(UtcTime time)
{
    const QLocale locale;
    QString form = locale.timeFormat(QLocale::ShortFormat);
    form.remove(u":ss"_s); // the C locale's short form has seconds
    return locale.toString(toDateTime(time).toLocalTime().time(), form);
}

QString range(UtcTime start, UtcTime end)
{
    return tr("%1 – %2").arg(clock(start), clock(end));
}

QString since(const domain::SpaceStatus &status, UtcTime now)
{
    const QString past = tr("for %1").arg(age(now - status.since));
    std::optional<UtcTime> until;
    if (status.reason == domain::StateReason::Override)
        until = status.inputs.operatorOverride ? status.inputs.operatorOverride->until : until;
    else if (status.state == SpaceState::Reserved && status.inputs.reservation)
        until = status.inputs.reservation->end;
    return until ? tr("%1, until %2").arg(past, clock(*until)) : past;
}

QString features(const QStringList &features)
{
    QStringList words;
    for (const QString &feature : features)
        words.append(feature == u"charging"         ? tr("Charging")
                         : feature == u"accessible" ? tr("Accessible")
                                                    : feature);
    return words.join(u", "_s);
}

QString percent(double share)
{
    return withUnit(QLocale().toString(qRound(share * 100)), QLocale().percent());
}

QString signal(int rssiDbm)
{
    if (rssiDbm >= -95)
        return tr("Good");
    return rssiDbm >= -110 ? tr("Fair") : tr("Weak");
}

QString dbm(int rssiDbm)
{
    return withUnit(trueMinus(QString::number(rssiDbm)), tr("dBm"));
}

QString decibel(double snr)
{
    return trueMinus(QLocale().toString(snr, 'f', 1));
}

QString volt(double volt)
{
    return withUnit(QLocale().toString(volt, 'f', 2), tr("V"));
}

QString number(int number)
{
    return QLocale().toString(number);
}

QString letter(SpaceState state)
{
    if (state == SpaceState::Reserved)
        return tr("R");
    return state == SpaceState::Maintenance ? tr("M") : QString();
}

} // namespace parking::ui::labels
