#include "devices/devicecontents.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace parking::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::DeviceView", text);
}

constexpr double kAhead = 1.15; ///< a little beyond the likely end
constexpr Milliseconds kFarthest = std::chrono::days(1826);
constexpr Milliseconds kLeastAhead = std::chrono::days(60);

ChartLine lineOf(const QList<domain::Band> &bands, const DeviceOutlook &outlook, int series = 0,
                 const QString &name = {})
{
    return {name, series, domain::pieces(bands, domain::gapOf(bands, outlook.silence))};
}

/// With the range, and with why it is empty where it is.
ChartContent begun(const domain::DeviceCharts &charts, const QList<domain::Band> &bands)
{
    ChartContent content;
    content.from = charts.from;
    content.to = charts.to;
    if (!bands.isEmpty())
        return content;
    content.empty = !charts.newest ? tr("It was never heard.")
        : charts.uplinks == 0      ? tr("No readings in this period. The last one was on %1.")
                                    .arg(labels::dayAndClock(*charts.newest))
                              : tr("It tells nothing of this.");
    return content;
}

QString inUnit(double value, int digits, const QString &unit)
{
    return QLocale().toString(value, 'f', digits).replace(u'-', QChar(0x2212)) + QChar(0x202f)
        + unit;
}

void addForecast(ChartContent &content, const DeviceOutlook &outlook)
{
    const domain::EndForecast &end = *outlook.trend.end;
    if (end.likely <= outlook.now)
        return;
    const Milliseconds ahead =
        std::clamp(Milliseconds(qint64(double((end.likely - outlook.now).count()) * kAhead)),
                   kLeastAhead, kFarthest);
    content.to = std::max(content.to, outlook.now + ahead);
    content.forecast = ChartForecast{.from = outlook.now,
                                     .value = outlook.trend.voltNow,
                                     .likely = end.likely,
                                     .earliest = end.earliest,
                                     .latest = end.latest,
                                     .title = tr("Likely end: %1").arg(labels::monthOf(end.likely)),
                                     .text = labels::span(end)};
}

} // namespace

ChartContent batteryChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook)
{
    ChartContent content = begun(charts, charts.battery.bands);
    content.lines = {lineOf(charts.battery.bands, outlook)};
    content.format = [](double volt) { return labels::volt(volt); };
    content.today = outlook.now;
    if (outlook.figures.replaceBelowVolt > 0) {
        const double limit = outlook.figures.replaceBelowVolt;
        content.limit = ChartLimit{limit, tr("Replace below %1").arg(inUnit(limit, 1, tr("V")))};
        content.least = limit - 0.1;
        content.most = limit + 0.5;
    }
    if (outlook.withForecast && content.limit && outlook.trend.end)
        addForecast(content, outlook);
    return content;
}

ChartContent signalChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook,
                         bool isSnr)
{
    const QList<domain::Curve> &curves = isSnr ? charts.snr : charts.rssi;
    ChartContent content =
        begun(charts, curves.isEmpty() ? QList<domain::Band>() : curves.first().bands);
    for (int i = 0; i < curves.size(); ++i)
        content.lines.append(lineOf(curves[i].bands, outlook, i, labels::gateway(curves[i].name)));
    content.least = isSnr ? -10 : -120;
    content.most = isSnr ? 10 : -80;
    content.format = [isSnr](double value) {
        return isSnr ? inUnit(value, 1, tr("dB")) : inUnit(value, 0, tr("dBm"));
    };
    return content;
}

ChartContent lossChart(const domain::DeviceCharts &charts, const DeviceOutlook &)
{
    ChartContent content = begun(charts, {});
    if (charts.uplinks > 0)
        content.empty.clear();
    content.bars = charts.loss;
    content.fromZero = true;
    content.least = 0;
    content.most = 4;
    content.format = [](double share) { return inUnit(share, 1, QLocale().percent()); };
    return content;
}

ChartContent intervalChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook)
{
    ChartContent content = begun(charts, charts.interval.bands);
    content.lines = {lineOf(charts.interval.bands, outlook)};
    content.fromZero = true;
    content.format = [](double minutes) {
        return labels::age(Milliseconds(qint64(minutes * 60'000)));
    };
    return content;
}

ChartContent dataRateChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook)
{
    ChartContent content = begun(charts, charts.dataRate.bands);
    content.lines = {lineOf(charts.dataRate.bands, outlook)};
    content.least = 0;
    content.most = 5;
    content.format = [](double rate) { return tr("DR %1").arg(QLocale().toString(rate, 'g', 2)); };
    return content;
}

} // namespace parking::ui
