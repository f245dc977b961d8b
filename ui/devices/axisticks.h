#pragma once

#include "base/time.h"

#include <QList>
#include <QString>

/// Where the lines and words of a chart's axes stand. Pure.
namespace parking::ui {

/// Round numbers that hold low and high between them: the first and the last are the axis.
QList<double> valueTicks(double low, double high, int most = 5);
/// With as few digits behind the point as tell all of them apart.
QStringList valueLabels(const QList<double> &ticks);

struct TimeTick {
    UtcTime time;
    QString text;
};

/// Calendar borders of the computer's zone in [from, to], at most so many: minutes, hours, days,
/// months or years, whichever is the finest that is few enough.
QList<TimeTick> timeTicks(UtcTime from, UtcTime to, int most);

} // namespace parking::ui
