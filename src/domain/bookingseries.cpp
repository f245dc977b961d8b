#include "domain/bookingseries.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace parking::domain {

namespace {

using namespace std::chrono_literals;

constexpr int kDaysOfWeek = 7;
constexpr int kLatestYear = 9000; // far behind it the databases' dates end

Error broken(const QString &field, QLatin1StringView rule, const QString &message,
             const QJsonValue &limit = {})
{
    Error error = errors::validation(field, message);
    error.details.insert(u"rule"_s, rule);
    if (!limit.isNull())
        error.details.insert(u"limit"_s, limit);
    return error;
}

/// The wall's clock as if it were UTC.
QDateTime wallOf(UtcTime time, const QTimeZone &zone)
{
    const QDateTime local = localOf(time, zone);
    return {local.date(), local.time(), Qt::UTC};
}

QDateTime later(const QDateTime &wall, Milliseconds length)
{
    return wall.addMSecs(length.count());
}

/// From this clock time on, so long by the clock.
SeriesOccurrence occurrenceAt(const QDateTime &wall, Milliseconds length, const QTimeZone &zone,
                              Twice twice, Milliseconds longest)
{
    const auto chosen = [twice](const LocalMoment &moment) {
        return twice == Twice::Second && moment.second ? *moment.second : moment.time;
    };
    const LocalMoment start = momentOf(wall, zone);
    const LocalMoment end = momentOf(later(wall, length), zone);
    SeriesOccurrence made;
    made.date = wall.date();
    made.span = {chosen(start), chosen(end)};
    made.isMoved = start.isMoved || end.isMoved;
    if (made.span.end <= made.span.start) // its clock time is jumped over: it is as long as usual
        made.span.end = made.span.start + length;
    if (made.span.length() > longest && length <= longest) {
        made.span.end = made.span.start + longest;
        made.isCapped = true;
    }
    return made;
}

Result<> checkDays(const SeriesRule &rule)
{
    if (rule.weekdays.isEmpty())
        return broken(u"weekdays"_s, problem::kBadSeries, u"on which days of the week?"_s);
    for (const int day : rule.weekdays) {
        if (day < 1 || day > kDaysOfWeek || rule.weekdays.count(day) > 1)
            return broken(u"weekdays"_s, problem::kBadSeries,
                          u"days of the week, each once: 1 (Monday) to 7"_s);
    }
    if (rule.everyWeeks < 1 || rule.everyWeeks > kSeriesWeeksMost)
        return broken(u"every"_s, problem::kBadSeries,
                      u"every 1 to %1 weeks"_s.arg(kSeriesWeeksMost), kSeriesWeeksMost);
    if (rule.exceptions.size() > kSeriesExceptionsMost)
        return broken(u"except"_s, problem::kBadSeries,
                      u"at most %1 exceptions"_s.arg(kSeriesExceptionsMost), kSeriesExceptionsMost);
    return {};
}

/// The days on which a rule that is valid calls, exceptions apart; one more than is allowed at
/// most.
QList<QDate> daysOf(const SeriesRule &rule)
{
    QList<QDate> days;
    const QDate monday = rule.from.addDays(1 - rule.from.dayOfWeek());
    int counted = 0;
    for (QDate week = monday;; week = week.addDays(qint64(kDaysOfWeek) * rule.everyWeeks)) {
        for (int day = 1; day <= kDaysOfWeek; ++day) {
            const QDate date = week.addDays(day - 1);
            if (!rule.weekdays.contains(day) || date < rule.from)
                continue;
            if ((rule.until && date > *rule.until) || (rule.count > 0 && counted == rule.count)
                || days.size() > kSeriesMost)
                return days;
            ++counted;
            if (!rule.exceptions.contains(date))
                days.append(date);
        }
    }
}

QJsonArray datesOf(const QList<QDate> &dates)
{
    QJsonArray texts;
    for (const QDate &date : dates)
        texts.append(date.toString(Qt::ISODate));
    return texts;
}

} // namespace

// --- The rule ------------------------------------------------------------------------------------

Result<> validate(const SeriesRule &rule)
{
    if (!rule.from.isValid() || rule.from.year() < 1970 || rule.from.year() > kLatestYear)
        return broken(u"from"_s, problem::kNoTime, u"from which day on?"_s);
    if (!rule.start.isValid())
        return broken(u"start_time"_s, problem::kNoTime, u"from when on?"_s);
    if (rule.length <= 0ms)
        return broken(u"end_time"_s, problem::kEndBeforeStart,
                      u"End time must be after start time"_s);
    if (rule.length > kLongestBooking)
        return broken(u"end_time"_s, problem::kBookingTooLong,
                      u"Maximum reservation duration is 24 hours"_s, qint64(kLongestBooking / 1s));
    if (Result<> done = checkDays(rule); !done)
        return done;
    if (rule.until && (!rule.until->isValid() || *rule.until < rule.from))
        return broken(u"until"_s, problem::kBadSeries, u"its last day lies before its first"_s);
    if (rule.count < 0 || rule.count > kSeriesMost)
        return broken(u"count"_s, problem::kSeriesTooLong,
                      u"at most %1 bookings"_s.arg(kSeriesMost), kSeriesMost);
    if (!rule.until && rule.count == 0)
        return broken(u"until"_s, problem::kSeriesNoEnd, u"until when, or how often?"_s);
    return {};
}

Result<QList<SeriesOccurrence>> expand(const SeriesRule &rule, const QTimeZone &zone,
                                       Milliseconds longest)
{
    if (Result<> done = validate(rule); !done)
        return done.error();
    const QList<QDate> days = daysOf(rule);
    if (days.isEmpty())
        return broken(u"until"_s, problem::kSeriesEmpty, u"no day falls into the series"_s);
    if (days.size() > kSeriesMost)
        return broken(u"until"_s, problem::kSeriesTooLong,
                      u"at most %1 bookings"_s.arg(kSeriesMost), kSeriesMost);
    QList<SeriesOccurrence> made;
    for (const QDate &day : days)
        made.append(occurrenceAt(QDateTime(day, rule.start, Qt::UTC), rule.length, zone, rule.twice,
                                 longest));
    return made;
}

SeriesRule weeklyLike(const BookingSpan &span, const QTimeZone &zone)
{
    const QDateTime start = wallOf(span.start, zone);
    SeriesRule rule;
    rule.from = start.date();
    rule.start = start.time();
    rule.length = Milliseconds(start.msecsTo(wallOf(span.end, zone)));
    rule.weekdays = {start.date().dayOfWeek()};
    const LocalMoment moment = momentOf(start, zone);
    if (moment.second && *moment.second == span.start)
        rule.twice = Twice::Second;
    return rule;
}

QJsonObject toJson(const SeriesRule &rule)
{
    QJsonArray weekdays;
    for (const int day : rule.weekdays)
        weekdays.append(day);
    QJsonObject json{{u"from"_s, rule.from.toString(Qt::ISODate)},
                     {u"start"_s, rule.start.toString(u"HH:mm:ss"_s)},
                     {u"minutes"_s, double(rule.length.count()) / 60'000.0},
                     {u"weekdays"_s, weekdays},
                     {u"every"_s, rule.everyWeeks},
                     {u"except"_s, datesOf(rule.exceptions)},
                     {u"twice"_s, rule.twice == Twice::Second ? u"second"_s : u"first"_s}};
    if (rule.until)
        json.insert(u"until"_s, rule.until->toString(Qt::ISODate));
    if (rule.count > 0)
        json.insert(u"count"_s, rule.count);
    return json;
}

Result<SeriesRule> seriesRuleFrom(const QJsonObject &json)
{
    const auto date = [](const QJsonValue &value) {
        return QDate::fromString(value.toString(), Qt::ISODate);
    };
    SeriesRule rule;
    rule.from = date(json.value(u"from"));
    rule.start = QTime::fromString(json.value(u"start").toString(), u"HH:mm:ss"_s);
    rule.length = Milliseconds(qint64(json.value(u"minutes").toDouble() * 60'000.0));
    for (const QJsonValue &day : json.value(u"weekdays").toArray())
        rule.weekdays.append(day.toInt());
    rule.everyWeeks = json.value(u"every").toInt(1);
    if (json.contains(u"until"))
        rule.until = date(json.value(u"until"));
    rule.count = json.value(u"count").toInt();
    for (const QJsonValue &day : json.value(u"except").toArray())
        rule.exceptions.append(date(day));
    rule.twice = json.value(u"twice").toString() == u"second" ? Twice::Second : Twice::First;
    if (Result<> done = validate(rule); !done)
        return done.error();
    return rule;
}

// --- Changes -------------------------------------------------------------------------------------

QString nameOf(SeriesScope scope)
{
    switch (scope) {
    case SeriesScope::One:
        return u"one"_s;
    case SeriesScope::Following:
        return u"following"_s;
    case SeriesScope::All:
        return u"all"_s;
    }
    return {};
}

std::optional<SeriesScope> seriesScopeFromString(QStringView text)
{
    for (const SeriesScope scope : {SeriesScope::One, SeriesScope::Following, SeriesScope::All}) {
        if (text == nameOf(scope))
            return scope;
    }
    return std::nullopt;
}

BookingDraft changedAlike(const Booking &other, const Booking &before, const BookingDraft &after,
                          const QTimeZone &zone, Milliseconds longest)
{
    BookingDraft draft = other;
    const auto take = [&](auto member) {
        if (after.*member != before.*member)
            draft.*member = after.*member;
    };
    take(&BookingDraft::spaceId);
    take(&BookingDraft::email);
    take(&BookingDraft::phone);
    take(&BookingDraft::plate);
    take(&BookingDraft::title);
    take(&BookingDraft::reason);
    if (after.span() == before.span())
        return draft;
    const QDateTime from = wallOf(after.start, zone);
    const Milliseconds length(from.msecsTo(wallOf(after.end, zone)));
    QDateTime start = wallOf(other.start, zone);
    if (after.start != before.start) {
        const qint64 days = wallOf(before.start, zone).date().daysTo(from.date());
        start = {start.date().addDays(days), from.time(), Qt::UTC};
    }
    const BookingSpan span = occurrenceAt(start, length, zone, Twice::First, longest).span;
    if (after.start != before.start)
        draft.start = span.start;
    draft.end = span.end;
    return draft;
}

// --- What keeps a series from its space ----------------------------------------------------------

Error seriesNotAvailable(SpaceId space, const QList<SeriesConflict> &conflicts)
{
    Error error = spaceNotAvailable(space, {});
    QJsonArray inTheWay;
    for (const SeriesConflict &one : conflicts)
        inTheWay.append(QJsonObject{{u"date"_s, one.date.toString(Qt::ISODate)},
                                    {u"id"_s, one.conflict.id.toString()},
                                    {u"space_id"_s, one.conflict.spaceId.toString()},
                                    {u"start"_s, toIso(one.conflict.span.start)},
                                    {u"end"_s, toIso(one.conflict.span.end)}});
    error.details.insert(u"conflicts"_s, inTheWay);
    return error;
}

QList<SeriesConflict> seriesConflictsOf(const Error &error)
{
    const QJsonArray told = error.details.value(u"conflicts").toArray();
    const QList<BookingConflict> conflicts = conflictsOf(error);
    QList<SeriesConflict> found;
    for (qsizetype i = 0; i < told.size(); ++i) {
        const QDate date =
            QDate::fromString(told.at(i).toObject().value(u"date").toString(), Qt::ISODate);
        if (date.isValid())
            found.append({date, conflicts.at(i)});
    }
    return found;
}

Error onDay(Error error, QDate date)
{
    error.details.insert(u"date"_s, date.toString(Qt::ISODate));
    return error;
}

} // namespace parking::domain
