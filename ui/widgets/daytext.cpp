#include "widgets/daytext.h"

#include "base/literals.h"

#include <QLocale>
#include <QRegularExpression>

namespace parking::ui {

namespace {

/// By any of the forms, in the locale's words or in English ones.
QDate dateOf(const QString &text, const QStringList &forms)
{
    for (const QLocale &locale : {QLocale(), QLocale::c()}) {
        for (const QString &form : forms) {
            if (const QDate day = locale.toDate(text, form); day.isValid())
                return day;
        }
    }
    return {};
}

/// "Fri 28 Nov": the name says nothing that the number does not.
QString withoutName(const QString &text)
{
    static const QRegularExpression name(u"^\\p{L}+[.,]?\\s+(?=\\d)"_s);
    return QString(text).remove(name);
}

} // namespace

std::optional<QDate> parseDayText(const QString &typed, QDate shown, QDate most)
{
    const QString text = withoutName(typed.simplified());
    const auto isPossible = [&most](const QDate &day) {
        return day.isValid() && (!most.isValid() || day <= most);
    };
    const QDate whole =
        dateOf(text, {u"yyyy-MM-dd"_s, u"d.M.yyyy"_s, u"d MMM yyyy"_s, u"d MMMM yyyy"_s});
    if (whole.isValid())
        return isPossible(whole) ? std::optional(whole) : std::nullopt;
    std::optional<QDate> nearest;
    const auto offer = [&](const QDate &day) {
        const auto way = [&shown](const QDate &to) { return qAbs(shown.daysTo(to)); };
        if (isPossible(day) && (!nearest || way(day) < way(*nearest)))
            nearest = day;
    };
    for (const int year : {shown.year(), shown.year() + 1, shown.year() - 1})
        offer(dateOf(u"%1 %2"_s.arg(text).arg(year),
                     {u"d.M. yyyy"_s, u"d.M yyyy"_s, u"d MMM yyyy"_s, u"d MMMM yyyy"_s}));
    static const QRegularExpression number(u"^(\\d{1,2})\\.?$"_s);
    if (const auto match = number.match(text); match.hasMatch())
        offer(QDate(shown.year(), shown.month(), match.captured(1).toInt()));
    return nearest;
}

} // namespace parking::ui
