#include "bookings/clocktext.h"

#include "base/literals.h"

#include <QRegularExpression>

namespace parking::ui {

namespace {

std::optional<QTime> timeOf(int hour, int minute)
{
    const QTime time(hour, minute);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

/// "2h", "90", "1:30", "2h30" in minutes; -1: it is none.
int lengthOf(const QString &text)
{
    static const QRegularExpression form(
        u"\\A(?:(\\d{1,2})\\s*(?:h|:)\\s*(\\d{1,2})?|(\\d{1,4})\\s*(?:m|min)?)\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return -1;
    return match.captured(3).isEmpty() ? match.captured(1).toInt() * 60 + match.captured(2).toInt()
                                       : match.captured(3).toInt();
}

} // namespace

std::optional<QTime> parseClock(const QString &text, QTime reference)
{
    const QString typed = text.trimmed().toLower();
    if (typed.startsWith(u'+')) {
        const int minutes = lengthOf(typed.mid(1).trimmed());
        return minutes < 0 || !reference.isValid() ? std::nullopt
                                                   : std::optional(reference.addSecs(minutes * 60));
    }
    static const QRegularExpression form(
        u"\\A(?:(\\d{1,2})(?:\\s*[:.h]\\s*(\\d{2}))?|(\\d{1,2})(\\d{2}))\\s*(am|pm|a\\.m\\.|p\\.m\\.)?\\z"_s);
    const QRegularExpressionMatch match = form.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    const bool isPlain = !match.captured(3).isEmpty();
    int hour = (isPlain ? match.captured(3) : match.captured(1)).toInt();
    const int minute = (isPlain ? match.captured(4) : match.captured(2)).toInt();
    if (const QString half = match.captured(5); !half.isEmpty()) {
        if (hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (half.startsWith(u'p') ? 12 : 0);
    }
    return timeOf(hour, minute);
}

} // namespace parking::ui
