#include "settings/hourstext.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <array>

namespace parking::ui {

namespace {

constexpr std::array<QLatin1StringView, 7> kDays = {"mon"_L1, "tue"_L1, "wed"_L1, "thu"_L1,
                                                    "fri"_L1, "sat"_L1, "sun"_L1};
constexpr QChar kDash(0x2013);

QString nameOf(int day)
{
    return QLocale().dayName(day + 1, QLocale::ShortFormat);
}

/// By its first letters; -1: none.
int dayOf(const QString &word)
{
    const QString wanted = word.endsWith(u'.') ? word.chopped(1) : word;
    for (int day = 0; day < 7; ++day) {
        for (const QString &name :
             {nameOf(day), QLocale().dayName(day + 1, QLocale::LongFormat),
              QString(kDays[size_t(day)]), QLocale::c().dayName(day + 1, QLocale::LongFormat)}) {
            const QString plain = name.endsWith(u'.') ? name.chopped(1) : name;
            if (wanted.compare(plain, Qt::CaseInsensitive) == 0)
                return day;
        }
    }
    return -1;
}

/// On all days.
QString closed()
{
    return QCoreApplication::translate("parking::ui::Hours", "closed");
}

QString padded(const QString &clock)
{
    return clock.size() == 4 ? u'0' + clock : clock;
}

} // namespace

QString hoursText(const QJsonValue &hours)
{
    if (!hours.isObject())
        return {};
    if (hours.toObject().isEmpty())
        return closed();
    QStringList parts;
    for (int first = 0; first < 7;) {
        const QString span = hours[kDays[size_t(first)]].toString();
        int last = first;
        while (last + 1 < 7 && hours[kDays[size_t(last + 1)]].toString() == span)
            ++last;
        if (!span.isEmpty())
            parts.append((first == last ? nameOf(first) : nameOf(first) + kDash + nameOf(last))
                         + u' ' + QString(span).replace(u'-', kDash));
        first = last + 1;
    }
    return parts.join(u", "_s);
}

std::optional<QJsonValue> hoursOf(const QString &text)
{
    static const QRegularExpression form(
        u"\\A([\\p{L}.]+)(?:\\s*[-\\x{2013}]\\s*([\\p{L}.]+))?\\s+"
        "(\\d{1,2}:\\d{2})\\s*[-\\x{2013}]\\s*(\\d{1,2}:\\d{2})\\z"_s);
    if (text.trimmed().isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    if (text.trimmed().compare(closed(), Qt::CaseInsensitive) == 0)
        return QJsonValue(QJsonObject());
    QJsonObject days;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = form.match(part.trimmed());
        const int first = match.hasMatch() ? dayOf(match.captured(1)) : -1;
        const int last = match.captured(2).isEmpty() ? first : dayOf(match.captured(2));
        if (first < 0 || last < first)
            return std::nullopt;
        for (int day = first; day <= last; ++day) {
            if (days.contains(kDays[size_t(day)]))
                return std::nullopt; // twice
            days.insert(kDays[size_t(day)],
                        padded(match.captured(3)) + u'-' + padded(match.captured(4)));
        }
    }
    return QJsonValue(days);
}

} // namespace parking::ui
