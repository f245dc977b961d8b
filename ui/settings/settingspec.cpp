#include "settings/settingspec.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace parking::ui {

namespace {

struct Unit {
    const char *sign;
    int seconds;
};
constexpr std::array kUnits{Unit{QT_TRANSLATE_NOOP("parking::ui::Duration", "d"), 86'400},
                            Unit{QT_TRANSLATE_NOOP("parking::ui::Duration", "h"), 3600},
                            Unit{QT_TRANSLATE_NOOP("parking::ui::Duration", "min"), 60},
                            Unit{QT_TRANSLATE_NOOP("parking::ui::Duration", "s"), 1}};

constexpr double kMost = 1e9; // seconds; beyond it nothing here is meant

QString signOf(const Unit &unit)
{
    return QCoreApplication::translate("parking::ui::Duration", unit.sign);
}

} // namespace

QString durationText(qint64 seconds, int unitSeconds)
{
    QStringList parts;
    for (const Unit &unit : kUnits) {
        if (unit.seconds > unitSeconds)
            continue;
        const qint64 count = seconds / unit.seconds;
        seconds -= count * unit.seconds;
        if (count > 0 || (unit.seconds == unitSeconds && seconds == 0))
            parts.append(QString::number(count) + u' ' + signOf(unit));
    }
    return parts.join(u' ');
}

std::optional<qint64> durationOf(const QString &text, int unitSeconds)
{
    static const QRegularExpression part(u"\\G\\s*(\\d+(?:[.,]\\d+)?)\\s*(\\p{L}*)"_s);
    const QString words = text.trimmed();
    double seconds = 0;
    qsizetype at = 0;
    int parts = 0;
    while (at < words.size()) {
        const QRegularExpressionMatch match = part.match(words, at);
        if (!match.hasMatch())
            return std::nullopt;
        int size = match.captured(2).isEmpty() && words.size() == match.capturedEnd() && parts == 0
            ? unitSeconds
            : 0;
        for (const Unit &unit : kUnits) {
            if (match.captured(2).compare(signOf(unit), Qt::CaseInsensitive) == 0
                || match.captured(2).compare(QLatin1StringView(unit.sign), Qt::CaseInsensitive)
                    == 0)
                size = unit.seconds;
        }
        if (size == 0)
            return std::nullopt;
        seconds += match.captured(1).replace(u',', u'.').toDouble() * size;
        at = match.capturedEnd();
        ++parts;
    }
    if (parts == 0 || !(seconds <= kMost) || seconds != std::floor(seconds))
        return std::nullopt;
    return qint64(seconds);
}

} // namespace parking::ui
