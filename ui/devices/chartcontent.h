#pragma once

#include "domain/devicecharts.h"

#include <QList>
#include <QString>

#include <functional>

namespace parking::ui {

/// A line of a chart, with its band, in pieces: gaps are gaps.
struct ChartLine {
    QString name; ///< at its end; empty: none
    int series = 0; ///< which of the theme's three
    QList<QList<domain::Band>> pieces;
};

/// What is expected to come: a dashed line within its uncertainty.
struct ChartForecast {
    UtcTime from;
    double value = 0;
    UtcTime likely; ///< there it meets the limit
    UtcTime earliest;
    std::optional<UtcTime> latest;
    QString title; ///< of the card at the end
    QString text;
};

struct ChartLimit {
    double value = 0;
    QString words;
};

/// What a chart shows, as values: no widget, no colours.
struct ChartContent {
    UtcTime from;
    UtcTime to;
    QList<ChartLine> lines;
    QList<domain::LossBar> bars; ///< in place of lines
    std::optional<ChartLimit> limit;
    std::optional<ChartForecast> forecast;
    std::optional<UtcTime> today;
    bool fromZero = false;
    double least = 0; ///< of the value axis, where it is not from zero: this is always in it
    double most = 0; ///< equal to `least`: nothing is demanded
    QString empty; ///< said in the middle where nothing was measured
    std::function<QString(double)> format; ///< a value, in words
};

/// The ends of the value axis that hold all of it.
std::pair<double, double> valueRange(const ChartContent &content);

/// What a line had at this time: the nearest band of the piece that goes through it, or ends within
/// `reach`. In a gap: nothing.
std::optional<domain::Band> bandAt(const ChartLine &line, UtcTime time, Milliseconds reach);

/// As a table: times in the first column, a column for each line (low, mean and high where they
/// differ); of bars received, lost and the share.
QList<QStringList> tableOf(const ChartContent &content);
QStringList tableHead(const ChartContent &content);

/// The same as CSV: times as ISO, numbers with a point, texts that a spreadsheet would run
/// disarmed.
QByteArray csvOf(const ChartContent &content);

} // namespace parking::ui
