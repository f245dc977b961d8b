#include "devices/axisticks.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

enum class Unit { Minute, Day, Month };

struct Step {
    Unit unit;
    int count;
};
constexpr Step kSteps[] = {
    {Unit::Minute, 1},   {Unit::Minute, 5},   {Unit::Minute, 10},  {Unit::Minute, 15},
    {Unit::Minute, 30},  {Unit::Minute, 60},  {Unit::Minute, 120}, {Unit::Minute, 180},
    {Unit::Minute, 360}, {Unit::Minute, 720}, {Unit::Day, 1},      {Unit::Day, 2},
    {Unit::Day, 7},      {Unit::Day, 14},     {Unit::Month, 1},    {Unit::Month, 2},
    {Unit::Month, 3},    {Unit::Month, 6},    {Unit::Month, 12},   {Unit::Month, 24},
    {Unit::Month, 60},   {Unit::Month, 120}};

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::ChartView", text);
}

/// The border at or before a moment.
QDateTime borderBefore(const QDateTime &moment, const Step &step)
{
    const QDate day = moment.date();
    if (step.unit == Unit::Minute) {
        const int minutes = moment.time().hour() * 60 + moment.time().minute();
        const int border = minutes / step.count * step.count;
        return {day, QTime(border / 60, border % 60)};
    }
    if (step.unit == Unit::Day)
        return day.addDays(-(day.toJulianDay() % step.count)).startOfDay();
    const int months = (day.year() * 12 + day.month() - 1) / step.count * step.count;
    return QDate(months / 12, months % 12 + 1, 1).startOfDay();
}

QDateTime next(const QDateTime &border, const Step &step)
{
    if (step.unit == Unit::Minute)
        return borderBefore(border.addSecs(step.count * 60), step) > border
            ? borderBefore(border.addSecs(step.count * 60), step)
            : border.addSecs(step.count * 60);
    if (step.unit == Unit::Day)
        return border.date().addDays(step.count).startOfDay();
    return border.date().addMonths(step.count).startOfDay();
}

QString textOf(const QDateTime &border, const Step &step)
{
    const QLocale locale;
    if (step.unit == Unit::Minute && border.time() != QTime(0, 0)) {
        QString form = locale.timeFormat(QLocale::ShortFormat);
        form.remove(u":ss"_s);
        return locale.toString(border.time(), form);
    }
    if (step.unit != Unit::Month)
        return locale.toString(border.date(), tr("d MMM"));
    return step.count >= 12 ? locale.toString(border.date(), u"yyyy"_s)
                            : locale.toString(border.date(), tr("MMM yyyy"));
}

} // namespace

QList<double> valueTicks(double low, double high, int most)
{
    if (!(high > low)) {
        low -= std::max(std::abs(low) * 0.05, 0.5);
        high = low + 2 * std::max(std::abs(high) * 0.05, 0.5);
    }
    const double rough = (high - low) / std::max(most - 1, 1);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 4.0, 5.0, 10.0, 20.0, 40.0}) {
        const double step = factor * power;
        const double first = std::floor(low / step + 1e-9) * step;
        const int count = int(std::ceil((high - first) / step - 1e-9)) + 1;
        if (count > most)
            continue;
        QList<double> ticks;
        for (int i = 0; i < count; ++i)
            ticks.append(first + i * step);
        return ticks;
    }
    return {low, high};
}

QStringList valueLabels(const QList<double> &ticks)
{
    int digits = 0;
    if (ticks.size() > 1) {
        const double step = ticks[1] - ticks[0];
        while (digits < 3
               && std::abs(step * std::pow(10, digits) - std::round(step * std::pow(10, digits)))
                   > 1e-6)
            ++digits;
    }
    QStringList labels;
    for (const double tick : ticks)
        labels.append(QLocale().toString(tick, 'f', digits).replace(u'-', QChar(0x2212)));
    return labels;
}

QList<TimeTick> timeTicks(UtcTime from, UtcTime to, int most)
{
    const QDateTime first = toDateTime(from).toLocalTime();
    const QDateTime last = toDateTime(to).toLocalTime();
    for (const Step &step : kSteps) {
        const qint64 seconds = first.secsTo(last);
        const qint64 length = step.unit == Unit::Minute ? step.count * 60
            : step.unit == Unit::Day                    ? step.count * 86'400LL
                                                        : step.count * 2'592'000LL;
        if (seconds / length > most)
            continue;
        QList<TimeTick> ticks;
        QDateTime border = borderBefore(first, step);
        if (border < first)
            border = next(border, step);
        for (; border <= last && ticks.size() <= most; border = next(border, step))
            ticks.append({fromDateTime(border.toUTC()), textOf(border, step)});
        if (ticks.size() <= most)
            return ticks;
    }
    return {};
}

} // namespace parking::ui
