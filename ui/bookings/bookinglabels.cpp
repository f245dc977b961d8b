#include "bookings/bookinglabels.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

using domain::BookingPhase;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::labels", text);
}

const QChar kNarrowSpace(0x202f);

QDateTime localOf(UtcTime time, const QTimeZone &zone)
{
    return toDateTime(time).toTimeZone(zone);
}

} // namespace

QString text(BookingPhase phase)
{
    switch (phase) {
    case BookingPhase::Upcoming:
        return tr("Upcoming");
    case BookingPhase::Soon:
        return tr("Soon, the space is held");
    case BookingPhase::Awaited:
        return tr("Running, nobody came yet");
    case BookingPhase::Arrived:
        return tr("Arrived");
    case BookingPhase::Blocked:
        return tr("Blocked by somebody else");
    case BookingPhase::Unverified:
        return tr("Running, not verified");
    case BookingPhase::Ended:
        return tr("Its time is over");
    case BookingPhase::Overstay:
        return tr("Over, the car is still there");
    case BookingPhase::Completed:
        return tr("Completed");
    case BookingPhase::Cancelled:
        return tr("Cancelled");
    case BookingPhase::NoShow:
        return tr("No-show");
    }
    return {};
}

QString text(domain::BookingStatus status)
{
    switch (status) {
    case domain::BookingStatus::Active:
        return tr("Active");
    case domain::BookingStatus::Completed:
        return tr("Completed");
    case domain::BookingStatus::Cancelled:
        return tr("Cancelled");
    case domain::BookingStatus::NoShow:
        return tr("No-show");
    }
    return {};
}

QString text(TimelineShow show)
{
    switch (show) {
    case TimelineShow::Any:
        return tr("Any status");
    case TimelineShow::Upcoming:
        return tr("Upcoming");
    case TimelineShow::Running:
        return tr("Running");
    case TimelineShow::Over:
        return tr("Completed");
    case TimelineShow::NoShow:
        return tr("No-show");
    case TimelineShow::Cancelled:
        return tr("Cancelled");
    case TimelineShow::Attention:
        return tr("Needs attention");
    }
    return {};
}

QString brief(BookingPhase phase)
{
    switch (phase) {
    case BookingPhase::Arrived:
        return tr("arrived");
    case BookingPhase::Blocked:
        return tr("blocked");
    case BookingPhase::Unverified:
        return tr("not verified");
    case BookingPhase::NoShow:
        return tr("no-show");
    case BookingPhase::Cancelled:
        return tr("cancelled");
    default:
        return {};
    }
}

QString who(const domain::Booking &booking, bool readOnly)
{
    if (readOnly)
        return tr("Booked");
    if (!booking.title.isEmpty())
        return booking.title;
    return booking.email.isEmpty() ? tr("Booked") : booking.email; // blanked after its days
}

// --- Times ---------------------------------------------------------------------------------------

QString clock(UtcTime time, const QTimeZone &zone)
{
    const QLocale locale;
    QString form = locale.timeFormat(QLocale::ShortFormat);
    form.remove(u":ss"_s); // the C locale's short form has seconds
    return locale.toString(localOf(time, zone).time(), form);
}

QString clockOn(UtcTime time, QDate day, const QTimeZone &zone)
{
    const QDate own = localOf(time, zone).date();
    return own == day
        ? clock(time, zone)
        : tr("%1 %2").arg(
            QLocale().toString(own, qAbs(own.daysTo(day)) < 7 ? tr("ddd") : tr("d MMM")),
            clock(time, zone));
}

QString range(const domain::BookingSpan &span, const QTimeZone &zone)
{
    return tr("%1 – %2").arg(clock(span.start, zone),
                             clockOn(span.end, localOf(span.start, zone).date(), zone));
}

QString length(Milliseconds length)
{
    const int minutes = int(length / std::chrono::minutes(1));
    const int hours = minutes / 60;
    const auto withUnit = [](int number, const QString &unit) {
        return QString::number(number) + kNarrowSpace + unit;
    };
    const QString rest = withUnit(minutes % 60, tr("min"));
    if (hours == 0)
        return rest;
    const QString whole = withUnit(hours, tr("h"));
    return minutes % 60 == 0 ? whole : tr("%1 %2").arg(whole, rest);
}

QString axis(const TimelineTick &tick, Milliseconds step, const QTimeZone &zone)
{
    const QLocale locale;
    const QDateTime local = localOf(tick.time, zone);
    const bool isHalfDay =
        locale.timeFormat(QLocale::ShortFormat).contains(u'a', Qt::CaseInsensitive);
    QString words = step < std::chrono::hours(1) ? clock(tick.time, zone)
                                                 : local.toString(isHalfDay ? u"h AP"_s : u"HH"_s);
    if (tick.isTwice)
        words += u' ' + zone.abbreviation(toDateTime(tick.time));
    return words;
}

QString day(QDate day)
{
    return QLocale().toString(day, tr("dddd d MMMM yyyy"));
}

QString shortDay(QDate day)
{
    return QLocale().toString(day, tr("ddd d MMM"));
}

QString over(Milliseconds length)
{
    return tr("%1 over").arg(labels::length(length));
}

QString ofSpaces(int count)
{
    return QCoreApplication::translate("labels", QT_TRANSLATE_N_NOOP("labels", "of %n spaces"),
                                       nullptr, count);
}

// --- How it stands ---

namespace {

/// A time to come, in minutes that have begun.
QString inTime(Milliseconds time)
{
    return length(std::max<Milliseconds>(std::chrono::ceil<std::chrono::minutes>(time),
                                         std::chrono::minutes(1)));
}

/// Of one that runs and nobody came to, as far as is known.
QString awaited(const domain::Booking &booking, const domain::BookingPolicy &policy, UtcTime now,
                const SpaceKnown &known)
{
    if (!known.hasSensor)
        return tr("running; no sensor tells who came");
    if (known.heard != domain::Confidence::Fresh)
        return tr("running, not verified: the sensor is silent");
    const auto due = domain::noShowDue(booking, policy);
    if (!due)
        return tr("nobody came yet");
    return *due > now ? tr("nobody came yet, no-show in %1").arg(inTime(*due - now))
                      : tr("nobody came yet, no-show soon");
}

} // namespace

QString standing(const domain::Booking &booking, const domain::BookingPolicy &policy, UtcTime now,
                 const SpaceKnown &known, const QTimeZone &zone)
{
    const bool isHeard = known.hasSensor && known.heard == domain::Confidence::Fresh;
    switch (domain::phaseOf(booking, policy, now)) {
    case BookingPhase::Upcoming:
        return tr("begins in %1").arg(inTime(booking.start - now));
    case BookingPhase::Soon:
        return tr("held for it, begins in %1").arg(inTime(booking.start - now));
    case BookingPhase::Awaited:
        return awaited(booking, policy, now, known);
    case BookingPhase::Arrived:
        return tr("arrived at %1").arg(clock(*booking.arrivedAt, zone));
    case BookingPhase::Blocked:
        if (!isHeard)
            return tr("was blocked at %1; the sensor is silent since")
                .arg(clock(*booking.blockedAt, zone));
        return known.instead.isEmpty() ? tr("blocked, and no free space near is known")
                                       : tr("blocked: offer %1").arg(known.instead);
    case BookingPhase::Unverified:
        return tr("running, not verified");
    case BookingPhase::Overstay:
        if (!isHeard)
            return tr("the car stayed; the sensor is silent since");
        return tr("the car is still there, %1").arg(over(now - booking.end));
    default:
        return text(domain::phaseOf(booking, policy, now)).toLower();
    }
}

QString waiting(const domain::Health &health, const QTimeZone &zone)
{
    for (const domain::HealthCheck &check : health.checks) {
        if (check.name == u"database" && check.level == domain::HealthLevel::Unhealthy)
            return check.since == UtcTime()
                ? tr("The database does not answer. Bookings wait until it is back.")
                : tr("The database does not answer since %1. Bookings wait until it is back.")
                      .arg(clock(check.since, zone));
    }
    return {};
}

// --- Sentences -----------------------------------------------------------------------------------

QString describe(const TimelineScene &scene, int booking, bool readOnly)
{
    const domain::Booking &row = scene.booking(booking);
    const QTimeZone &zone = scene.axis().zone();
    QStringList words{scene.spaces()[scene.spaceOf(booking)].code,
                      range(scene.drawn(booking), zone), who(row, readOnly),
                      text(scene.phase(booking))};
    if (const auto after = scene.over(booking); after && !row.leftAt)
        words.append(over(after->length()));
    return words.join(u", "_s);
}

QString describeLine(const TimelineScene &scene, int line)
{
    const TimelineLine &at = scene.lines()[line];
    const QString &group = scene.groups()[at.group];
    if (at.space < 0)
        return scene.isFolded(at.group) ? tr("%1, folded").arg(group)
                                        : tr("%1, unfolded").arg(group);
    const TimelineSpace &space = scene.spaces()[at.space];
    QStringList times;
    for (const int booking : scene.seen(at.space))
        times.append(range(scene.drawn(booking), scene.axis().zone()));
    const bool isKnown = space.confidence == domain::Confidence::Fresh;
    return QStringList{space.code, isKnown ? text(space.state) : tr("not known now"), group,
                       times.isEmpty() ? tr("no booking is seen here")
                                       : tr("booked %1").arg(times.join(u", "_s))}
        .join(u", "_s);
}

QString taken(const TimelineScene &scene, const TimelineWish &wish, const TimelineFinding &finding)
{
    if (finding.inTheWay.isEmpty())
        return {};
    const QTimeZone &zone = scene.axis().zone();
    const QDate day = localOf(wish.span.start, zone).date();
    const domain::BookingSpan &first = finding.inTheWay.first();
    const QString code = scene.spaces().value(scene.indexOf(wish.space)).code;
    return first.start <= wish.span.start
        ? tr("%1 is booked until %2").arg(code, clockOn(first.end, day, zone))
        : tr("%1 is booked from %2").arg(code, clockOn(first.start, day, zone));
}

Told obstacle(const TimelineScene &scene, const TimelineDrag &drag)
{
    using Kind = TimelineDrag::Kind;
    if (drag.problem() == TimelineDrag::Problem::None)
        return {};
    if (drag.problem() == TimelineDrag::Problem::Past)
        return {tr("This time is over"),
                {tr("A booking cannot end before now."), tr("Esc puts it back.")}};
    const TimelineWish &wish = drag.wish();
    const TimelineFinding &finding = drag.finding();
    const QTimeZone &zone = scene.axis().zone();
    const QDate day = localOf(wish.span.start, zone).date();
    const QString code = scene.spaces().value(scene.indexOf(wish.space)).code;
    Told told{taken(scene, wish, finding), {}};
    if (drag.kind() == Kind::End && finding.fit)
        told.lines = {tr("It can last until %1 here.").arg(clockOn(finding.fit->end, day, zone)),
                      tr("Esc puts it back.")};
    else if (drag.kind() == Kind::Start && finding.fit)
        told.lines = {tr("It can begin at %1 here.").arg(clockOn(finding.fit->start, day, zone)),
                      tr("Esc puts it back.")};
    else if (finding.fit && finding.other)
        told.lines = {
            tr("Nearest fit: %1 from %2,").arg(code, clockOn(finding.fit->start, day, zone)),
            tr("or %1 at %2. Esc puts it back.")
                .arg(scene.spaces()[scene.indexOf(*finding.other)].code,
                     clockOn(wish.span.start, day, zone))};
    else if (finding.fit)
        told.lines = {
            tr("Nearest fit: %1 from %2.").arg(code, clockOn(finding.fit->start, day, zone)),
            tr("Esc puts it back.")};
    else if (finding.other)
        told.lines = {
            tr("Nearest fit: %1.").arg(scene.spaces()[scene.indexOf(*finding.other)].code),
            tr("Esc puts it back.")};
    else
        told.lines = {tr("Nothing near is free then."), tr("Esc puts it back.")};
    return told;
}

QString refusal(const Error &error, const QTimeZone &zone)
{
    using namespace problem;
    const QString rule = error.details.value(u"rule"_s).toString();
    const QJsonValue limit = error.details.value(u"limit"_s);
    const auto moment = [&] {
        const auto time = fromIso(limit.toString());
        return time ? tr("%1, %2").arg(shortDay(localOf(*time, zone).date()), clock(*time, zone))
                    : QString();
    };
    if (rule == kEndBeforeStart)
        return tr("The end has to be later than the start.");
    if (rule == kBookingTooLong)
        return tr("A booking can last %1 at most.")
            .arg(length(std::chrono::seconds(limit.toInteger())));
    if (rule == kBookingInPast)
        return tr("This time is over. Choose one from now on.");
    if (rule == kBookingTooFarAhead)
        return moment().isEmpty() ? tr("This is too far ahead.")
                                  : tr("Bookings can begin until %1.").arg(moment());
    if (rule == kOutsideOpeningHours)
        return tr("The building is closed then.");
    if (rule == kReasonNeeded)
        return tr("This space is for those who need it. Say why it is booked.");
    if (rule == kTooManyBookings)
        return tr("This address holds as many bookings as one may.");
    if (rule == kBadEmail)
        return tr("Enter an e-mail address such as name@example.com.");
    if (rule == kBadPhone)
        return tr("A phone number has 10 to 15 digits, with + or without.");
    if (rule == kBadText)
        return tr("This text is too long.");
    if (rule == kNoTime)
        return tr("This is no time. Times look like 15:30.");
    return labels::text(error);
}

} // namespace parking::ui::labels
