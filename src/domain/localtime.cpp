#include "domain/localtime.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"

#include <QRegularExpression>

namespace parking::domain {

namespace {

using namespace std::chrono_literals;

Milliseconds offsetAt(const QTimeZone &zone, UtcTime time)
{
    return std::chrono::seconds(zone.offsetFromUtc(toDateTime(time)));
}

Error wrong(const QString &field, QLatin1StringView rule, const QString &message)
{
    Error error = errors::validation(field, message);
    error.details.insert(u"rule"_s, rule);
    return error;
}

/// `2026-03-29T14:30` with seconds or without; invalid for all else.
QDateTime localFrom(const QString &text)
{
    static const QRegularExpression form(
        u"\\A([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    const QString seconds = match.captured(3).isEmpty() ? u":00"_s : match.captured(3);
    const QTime time = QTime::fromString(match.captured(2) + seconds, u"HH:mm:ss"_s);
    return match.hasMatch() && date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC)
                                                                : QDateTime();
}

/// With an offset or Z; seconds may be absent.
std::optional<UtcTime> momentFrom(const QString &text)
{
    static const QRegularExpression form(
        u"\\A([0-9-]{10})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString seconds = match.captured(3).isEmpty() ? u":00"_s : match.captured(3);
    return fromIso(match.captured(1) + u'T' + match.captured(2) + seconds + match.captured(4));
}

} // namespace

LocalMoment momentOf(const QDateTime &local, const QTimeZone &zone)
{
    // The wall's time as if it were UTC; the true moment lies within a day of it.
    const UtcTime wall = fromDateTime(QDateTime(local.date(), local.time(), Qt::UTC));
    const Milliseconds before = offsetAt(zone, wall - 24h);
    const Milliseconds after = offsetAt(zone, wall + 24h);
    const auto isShown = [&](UtcTime time) { return time + offsetAt(zone, time) == wall; };
    const UtcTime byBefore = wall - before;
    const UtcTime byAfter = wall - after;
    if (isShown(byBefore)) {
        const bool isTwice = byAfter > byBefore && isShown(byAfter);
        return {byBefore, isTwice ? std::optional(byAfter) : std::nullopt, false};
    }
    if (isShown(byAfter))
        return {byAfter, std::nullopt, false};
    return {byBefore, std::nullopt, true};
}

Result<UtcTime> momentOf(const QDateTime &local, const QTimeZone &zone, Twice choice)
{
    const LocalMoment found = momentOf(local, zone);
    if (!found.second || choice == Twice::First)
        return found.time;
    if (choice == Twice::Second)
        return *found.second;
    Error error =
        wrong(u"time"_s, problem::kTimeTwice,
              u"the clock shows %1 twice that day"_s.arg(local.time().toString(u"HH:mm"_s)));
    error.details.insert(u"first"_s, toIso(found.time));
    error.details.insert(u"second"_s, toIso(*found.second));
    return error;
}

QDateTime localOf(UtcTime time, const QTimeZone &zone)
{
    return toDateTime(time).toTimeZone(zone);
}

QTimeZone zoneOf(const QString &name)
{
    const QTimeZone zone(name.toLatin1()); // without a name it is this computer's
    return zone.isValid() && !name.isEmpty() ? zone : QTimeZone::utc();
}

Result<UtcTime> parseMoment(const QString &field, const QString &text, const QTimeZone &zone,
                            Twice choice)
{
    if (const std::optional<UtcTime> moment = momentFrom(text))
        return *moment;
    const QDateTime local = localFrom(text);
    if (!local.isValid())
        return wrong(field, problem::kNoTime,
                     u"a time as 2026-03-29T14:30, with Z or an offset or without"_s);
    Result<UtcTime> moment = momentOf(local, zone, choice);
    if (moment)
        return moment;
    Error error = wrong(field, problem::kTimeTwice,
                        u"the clock shows this time twice; tell it with its offset"_s);
    error.details.insert(u"first"_s, moment.error().details.value(u"first"));
    error.details.insert(u"second"_s, moment.error().details.value(u"second"));
    return error;
}

} // namespace parking::domain
