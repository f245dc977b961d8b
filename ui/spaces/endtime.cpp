#include "spaces/endtime.h"

#include "base/literals.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace parking::ui {

namespace {

constexpr int kMostUnits = 10'000; ///< of "+N"

QDateTime localOf(UtcTime time)
{
    return toDateTime(time).toLocalTime();
}

std::optional<UtcTime> inUtc(const QDateTime &local)
{
    return local.isValid() ? std::optional(fromMillis(local.toMSecsSinceEpoch())) : std::nullopt;
}

std::optional<UtcTime> parseSpan(const QString &text, UtcTime now)
{
    static const QRegularExpression form(u"^\\+\\s*(\\d{1,5})\\s*(min|m|h|d)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    const int number = match.captured(1).toInt();
    if (!match.hasMatch() || number == 0 || number > kMostUnits)
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    if (unit == u"d") // a day has 23 or 25 hours when the clock changes
        return inUtc(localOf(now).addDays(number));
    return now
        + (unit == u"h" ? Milliseconds(std::chrono::hours(number))
                        : Milliseconds(std::chrono::minutes(number)));
}

QTime parseClock(const QString &text)
{
    static const QRegularExpression form(u"^(\\d{1,2})[:.]?(\\d{2})$"_s);
    const QRegularExpressionMatch match = form.match(text);
    return match.hasMatch() ? QTime(match.captured(1).toInt(), match.captured(2).toInt()) : QTime();
}

/// With or without its year, which is then this one or, for a day that is past, the next.
QDate parseDay(const QString &text, const QDate &today)
{
    for (const QString &form :
         {u"yyyy-MM-dd"_s, u"d.M.yyyy"_s, u"d MMM yyyy"_s, u"d MMMM yyyy"_s}) {
        if (const QDate day = QLocale().toDate(text, form); day.isValid())
            return day;
    }
    for (const QString &form : {u"d.M. yyyy"_s, u"d.M yyyy"_s, u"d MMM yyyy"_s, u"d MMMM yyyy"_s}) {
        for (const int year : {today.year(), today.year() + 1}) {
            const QDate day = QLocale().toDate(u"%1 %2"_s.arg(text).arg(year), form);
            if (day.isValid() && day >= today)
                return day;
        }
    }
    return {};
}

} // namespace

std::optional<UtcTime> parseEndTime(const QString &text, UtcTime now)
{
    const QString typed = text.simplified();
    if (const auto span = parseSpan(typed, now))
        return span;
    const QDateTime local = localOf(now);
    if (const QTime clock = parseClock(typed); clock.isValid()) {
        const QDateTime today(local.date(), clock);
        return inUtc(today > local ? today : QDateTime(local.date().addDays(1), clock));
    }
    if (const QDate day = parseDay(typed, local.date()); day.isValid())
        return inUtc(day.startOfDay());
    const QTime clock = parseClock(typed.section(u' ', -1));
    const QDate day = parseDay(typed.section(u' ', 0, -2).remove(u','), local.date());
    return clock.isValid() && day.isValid() ? inUtc(QDateTime(day, clock)) : std::nullopt;
}

QString endTimeText(UtcTime time)
{
    return localOf(time).toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace parking::ui
