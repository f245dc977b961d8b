#include "base/time.h"

#include "base/literals.h"

#include <QTimeZone>

namespace parking {

namespace {

/// Reads exactly `count` digits at `at`; -1 when there is anything else.
int digits(QStringView text, qsizetype at, int count)
{
    if (at + count > text.size())
        return -1;
    int value = 0;
    for (qsizetype i = at; i < at + count; ++i) {
        const char16_t c = text[i].unicode();
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c - u'0');
    }
    return value;
}

/// Writes the last `count` decimal digits of `value`.
void putDigits(QChar *out, int count, unsigned value)
{
    for (int i = count - 1; i >= 0; --i, value /= 10)
        out[i] = QChar(u'0' + value % 10);
}

/// Offset in minutes of `Z` or `+hh:mm`; empty for anything else.
std::optional<int> zoneMinutes(QStringView zone)
{
    if (zone == u"Z" || zone == u"z")
        return 0;
    if (zone.size() != 6 || zone[3] != u':' || (zone[0] != u'+' && zone[0] != u'-'))
        return std::nullopt;
    const int hours = digits(zone, 1, 2);
    const int minutes = digits(zone, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return std::nullopt;
    return (zone[0] == u'-' ? -1 : 1) * (hours * 60 + minutes);
}

} // namespace

UtcTime systemNow()
{
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

QString toIso(UtcTime time)
{
    using namespace std::chrono;
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    // Written digit by digit: two of these are part of every uplink.
    QString text = u"0000-00-00T00:00:00.000Z"_s;
    QChar *const out = text.data();
    putDigits(out, 4, unsigned(qBound(0, int(date.year()), 9999)));
    putDigits(out + 5, 2, unsigned(date.month()));
    putDigits(out + 8, 2, unsigned(date.day()));
    putDigits(out + 11, 2, unsigned(clock.hours().count()));
    putDigits(out + 14, 2, unsigned(clock.minutes().count()));
    putDigits(out + 17, 2, unsigned(clock.seconds().count()));
    putDigits(out + 20, 3, unsigned(clock.subseconds().count()));
    return text;
}

std::optional<UtcTime> fromIso(QStringView text)
{
    // yyyy-mm-ddThh:mm:ss
    if (text.size() < 20 || text[4] != u'-' || text[7] != u'-'
        || (text[10] != u'T' && text[10] != u't') || text[13] != u':' || text[16] != u':')
        return std::nullopt;
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (year < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    using namespace std::chrono;
    const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(qMax(month, 0))),
                              std::chrono::day(unsigned(qMax(day, 0)))};
    if (!date.ok())
        return std::nullopt;

    qsizetype at = 19;
    int millis = 0;
    if (text[at] == u'.') {
        ++at;
        int count = 0;
        for (; at < text.size() && text[at] >= u'0' && text[at] <= u'9'; ++at, ++count) {
            if (count < 3)
                millis = millis * 10 + (text[at].unicode() - u'0');
        }
        if (count == 0 || count > 9)
            return std::nullopt;
        for (; count < 3; ++count)
            millis *= 10;
    }
    const std::optional<int> zone = zoneMinutes(text.mid(at));
    if (!zone)
        return std::nullopt;
    return time_point_cast<milliseconds>(sys_days(date)) + std::chrono::hours(hour)
        + std::chrono::minutes(minute) + seconds(second) + milliseconds(millis)
        - std::chrono::minutes(*zone);
}

QDateTime toDateTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(time), Qt::UTC);
}

UtcTime fromDateTime(const QDateTime &time)
{
    return fromMillis(time.toMSecsSinceEpoch());
}

} // namespace parking
