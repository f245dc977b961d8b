#pragma once

#include "base/time.h"

#include <QList>
#include <QtGlobal>

#include <optional>

/// When a battery will be empty, as far as that can be known. Pure; times in, times out.
namespace parking::domain {

/// How a cell's voltage goes. Lithium thionyl chloride stays flat until near its end, alkaline
/// cells slope all their life.
enum class Chemistry : quint8 { Unknown, LithiumThionyl, Alkaline };

/// What is known of a type's cell and of what the device takes from it.
struct CellFigures {
    Chemistry chemistry = Chemistry::Unknown;
    double capacityMilliampHours = 0; ///< nominal; 0: not known
    double replaceBelowVolt = 0; ///< the device may stop below; 0: not known
    double standbyMicroamp = 0; ///< all that it takes while it sends nothing
    double transmitMilliamp = 0;
    double receiveMilliamp = 0;
    const char *source = ""; ///< of the figures, for people
};

struct BatteryPoint {
    UtcTime time;
    double volt = 0;

    bool operator==(const BatteryPoint &) const = default;
};

/// The end of a battery: likely then, and not before or after, as far as can be said.
struct EndForecast {
    UtcTime likely;
    UtcTime earliest;
    std::optional<UtcTime> latest; ///< empty: no end to it can be told

    bool operator==(const EndForecast &) const = default;
};

/// What the voltage of the last 180 days tells.
struct BatteryTrend {
    enum class Verdict : quint8 {
        TooFew, ///< fewer than kTrendDays days, or all of them close together
        NoTrend, ///< it may as well be flat
        Falling,
    };

    Verdict verdict = Verdict::TooFew;
    int days = 0; ///< on which something was measured
    double voltNow = 0; ///< by the line; with at least kTrendDays days
    double voltPerDay = 0;
    double steepest = 0; ///< volt a day: 95 % of such measurements give a line between these
    double flattest = 0;
    std::optional<EndForecast> end; ///< with Falling, where a limit is known and near enough

    bool operator==(const BatteryTrend &) const = default;
};

inline constexpr int kTrendDays = 14; ///< at least
inline constexpr std::chrono::days kTrendWindow{180};
inline constexpr std::chrono::days kForecastHorizon{3650}; ///< nobody tells what lies beyond

/// Theil and Sen's line through the means of days: the median of the slopes between all pairs,
/// which a few wrong values do not move. Its interval is Sen's, by the variance of Kendall's
/// statistic, with ties taken out and made wider where neighbouring days go together (warm and cold
/// weeks do so, and are no ageing). A fall counts as one when the interval leaves out a flat line.
/// Cells fall faster towards their end: where the last 90, 45 or 24 days fall, by their own
/// interval, and faster than the line before, they count alone (measured in tst_battery). A lithium
/// thionyl cell is taken to fall only when its end is within a year: what is slower is weather.
BatteryTrend batteryTrend(const QList<BatteryPoint> &points, const CellFigures &figures,
                          UtcTime now);

/// Time on the air of an uplink, with 13 bytes of LoRaWAN about its payload; empty for a data rate
/// that is no LoRa one of EU868. Source: Semtech AN1200.13, 4; LoRaWAN Regional Parameters, EU868.
std::optional<std::chrono::microseconds> airtime(int dataRate, int payloadBytes);

/// How much a device had to do.
struct BatteryUse {
    UtcTime since; ///< its first uplink: before that nothing is known
    qint64 uplinks = 0; ///< since then
    double uplinksPerDay = 0; ///< lately
    int dataRate = 0; ///< usual one, EU868
    int payloadBytes = 0; ///< usual size
};

/// The second estimate: charge used, against the cell's capacity.
struct ChargeEstimate {
    double usedMilliampHours = 0;
    double milliampHoursPerDay = 0; ///< lately
    double capacityMilliampHours = 0; ///< what of it can be had
    EndForecast end; ///< of a cell that was new at BatteryUse::since
    UtcTime since = {}; ///< that

    bool operator==(const ChargeEstimate &) const = default;
};

/// From uplinks, data rate and time on the air; empty where the figures say too little. Data sheets
/// leave open a quarter of it in either direction.
std::optional<ChargeEstimate> chargeEstimate(const CellFigures &figures, const BatteryUse &use,
                                             UtcTime now);

} // namespace parking::domain
