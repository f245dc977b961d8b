#include "labels.h"

#include "timelabels.h"

#include "base/literals.h"
#include "shownzone.h"

#include <QCoreApplication>
#include <QJsonArray>
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

/// Of a space that is to be booked, or of those that are to be deleted.
QString notAvailable(const Error &error)
{
    QStringList codes;
    for (const QJsonValue &code : error.details.value(u"codes").toArray())
        codes.append(code.toString());
    if (codes.isEmpty())
        return tr("The space is booked at that time.");
    return codes.size() == 1
        ? tr("%1 is booked: cancel or move its bookings first.").arg(codes.first())
        : tr("%1 are booked: cancel or move their bookings first.").arg(codes.join(u", "_s));
}

/// Whose it is, where somebody else has it.
QString taken(const Error &error)
{
    const QString resource = error.details.value(u"resource").toString();
    if (resource == u"Sensor")
        return tr("Another space has this sensor.");
    if (resource == u"Display")
        return tr("Another space has this lamp.");
    if (!resource.startsWith(u"Space"))
        return tr("This exists already.");
    const QString code = error.details.value(u"identifier").toString();
    return code.isEmpty() ? tr("A code is taken by another space.")
                          : tr("The code %1 is taken by another space.").arg(code);
}

QString gone(const QString &resource)
{
    if (resource == u"Reservation")
        return tr("This booking is over, or somebody cancelled it.");
    if (resource == u"Series")
        return tr("These bookings are over, or somebody cancelled them.");
    if (resource == u"Message")
        return tr("This message is gone: it was tried again or deleted meanwhile.");
    if (resource == u"Device" || resource == u"Display")
        return tr("This device is not there any more.");
    if (resource.compare(u"alarm", Qt::CaseInsensitive) == 0)
        return tr("This alarm is not there any more.");
    return tr("This space is gone: someone else deleted it meanwhile.");
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
        return tr("This table cannot be read: %1").arg(error.detail);
    if (error.code == u"BAD_CALENDAR")
        return tr("This calendar cannot be read: %1").arg(error.detail);
    if (error.code == u"DATA_FOLDER" || error.code == u"JOURNAL_FOLDER")
        return tr("The data folder cannot be used. Check that it exists and may be written.");
    if (error.code == u"SPACE_NOT_AVAILABLE")
        return notAvailable(error);
    if (error.code == u"DUPLICATE_RESOURCE")
        return taken(error);
    if (error.code == u"RECORD_NOT_FOUND")
        return gone(error.details.value(u"resource").toString());
    if (error.code == u"CHANGED_MEANWHILE") {
        const QString actor = error.details.value(u"actor").toString();
        return actor.isEmpty() ? tr("Somebody changed it since.")
                               : tr("%1 changed it since.").arg(actor);
    }
    if (error.code == u"DATABASE_ERROR")
        return tr("The database does not answer. Please try again when it is back.");
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
    if (error.code == u"NO_COLOURS")
        return tr("This type shows signs of its own for each state and takes no colours.");
    if (error.code == u"LAMP_BUSY")
        return tr("A request about this lamp is under way. Try again in a moment.");
    if (error.code == u"MAY_BE_ON_AIR")
        return tr("Nothing was removed: a command may be on the air. Without it the lamp would "
                  "drop the next one. It ends by itself, when it is transmitted or expires.");
    if (error.code == u"CHIRPSTACK_ONLY_STATION")
        return tr("Only the station’s own window can look into ChirpStack’s queue.");
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
    if (change.source == u"engine" && change.note == u"override ended")
        return tr("override ended");
    if (change.source == u"engine" && change.note == u"the sensor left")
        return tr("its sensor was taken away");
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
            .arg(cause.gatewayId, past, moment(cause.since, now));
    return tr("Nothing is heard from there for %1, since %2, and no gateway is lost. Something on "
              "the spot disturbs or covers the sensors.")
        .arg(past, moment(cause.since, now));
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

QString silenceLimit(const domain::SpaceStatus &status)
{
    using Origin = domain::SilenceLimit::Origin;
    if (status.silentAfter.count() == 0)
        return {};
    const QString every = age(status.heardEvery);
    if (status.limitFrom == Origin::Learnt)
        return tr("expected every %1, learnt").arg(every);
    if (status.limitFrom == Origin::DataSheet)
        return tr("expected every %1").arg(every);
    return tr("silent after %1").arg(age(status.silentAfter));
}

QString ago(Milliseconds past)
{
    return past < 2s ? tr("just now") : tr("%1 ago").arg(age(past));
}

QString before(Milliseconds past)
{
    return past < 2s ? tr("just then") : tr("%1 before").arg(age(past));
}

QString clock(UtcTime time)
{
    const QLocale locale;
    QString form = locale.timeFormat(QLocale::ShortFormat);
    form.remove(u":ss"_s); // the C locale's short form has seconds
    return locale.toString(local(time).time(), form);
}

QString dayAndClock(UtcTime time)
{
    return tr("%1, %2").arg(QLocale().toString(local(time).date(), tr("d MMM")), clock(time));
}

QString moment(UtcTime time, UtcTime now)
{
    return now - time < std::chrono::hours(24) ? clock(time) : dayAndClock(time);
}

bool isSameDay(UtcTime a, UtcTime b)
{
    return local(a).date() == local(b).date();
}

QString until(UtcTime end, UtcTime now)
{
    const QDate day = local(end).date();
    const QDate today = local(now).date();
    if (day == today)
        return tr("until %1").arg(clock(end));
    const QString form = day.year() == today.year() ? tr("ddd d MMM") : tr("ddd d MMM yyyy");
    return tr("until %1, %2").arg(QLocale().toString(day, form), clock(end));
}

QString range(UtcTime start, UtcTime end)
{
    return tr("%1 – %2").arg(clock(start), clock(end));
}

QString since(const domain::SpaceStatus &status, UtcTime now)
{
    const std::optional<UtcTime> begin = status.knownSince();
    if (!begin)
        return {};
    if (status.certainty(status.confidence(now)) == domain::Confidence::Stale)
        return tr("for %1 when last heard").arg(age(*status.lastHeard - *begin));
    const QString past = tr("for %1").arg(age(now - *begin));
    std::optional<UtcTime> end;
    if (status.reason == domain::StateReason::Override)
        end = status.inputs.operatorOverride ? status.inputs.operatorOverride->until : end;
    else if (status.state == SpaceState::Reserved && status.inputs.reservation)
        end = status.inputs.reservation->end;
    return end ? tr("%1, %2").arg(past, until(*end, now)) : past;
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

QString deviceType(const QString &type)
{
    if (type == u"kuando_busylight")
        return tr("Kuando Busylight");
    if (type == u"kuando_busylight_plan")
        return tr("Kuando Busylight, five bytes on port 1");
    if (type == u"heltec_display")
        return tr("Heltec display, RGB");
    if (type == u"heltec_status")
        return tr("Heltec display, status codes");
    if (type == u"browan_tabs")
        return tr("Browan TABS");
    if (type == u"chirpstack_object")
        return tr("ChirpStack’s own codec");
    return type;
}

QString letter(SpaceState state)
{
    if (state == SpaceState::Reserved)
        return tr("R");
    return state == SpaceState::Maintenance ? tr("M") : QString();
}

} // namespace parking::ui::labels
