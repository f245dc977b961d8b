#pragma once

#include "base/time.h"

#include <QList>
#include <QString>

#include <optional>

/// Readings of one device, made small enough for a picture. Pure.
namespace parking::domain {

/// What one column of a picture holds of a measured value.
struct Band {
    UtcTime time; ///< the mean of its measurements' times
    double low = 0;
    double high = 0;
    double mean = 0;
    int count = 0;

    bool operator==(const Band &) const = default;
};

struct Curve {
    QString name; ///< a gateway's id, where there are several
    QList<Band> bands; ///< oldest first; columns without a measurement are left out

    bool operator==(const Curve &) const = default;
};

/// Takes measurements in whatever order and keeps the least, the greatest and the mean of each
/// column.
class BandMaker {
public:
    BandMaker(UtcTime from, UtcTime to, int columns);

    void add(UtcTime time, double value); ///< outside [from, to): nothing
    QList<Band> bands() const;
    qint64 count() const { return m_count; }

private:
    struct Sum {
        double low = 0, high = 0, value = 0;
        double after = 0; ///< sum of milliseconds since m_from
        int count = 0;
    };

    UtcTime m_from;
    Milliseconds m_span;
    QList<Sum> m_columns;
    qint64 m_count = 0;
};

/// A curve in the pieces that may be drawn as one line: where nothing was measured for longer than
/// `gap` it ends.
QList<QList<Band>> pieces(const QList<Band> &bands, Milliseconds gap);
/// What counts as a gap between bands: three times their usual distance, and `limit` at least.
Milliseconds gapOf(const QList<Band> &bands, Milliseconds limit);

/// Frames that were sent and did not arrive, by the counter that each one bears. A join starts the
/// counter anew, and how many frames it lost before is nobody's to know; a leap that LoRaWAN does
/// not allow (16,384) tells nothing either.
class FrameCounter {
public:
    explicit FrameCounter(std::optional<UtcTime> lastJoin = {}) : m_lastJoin(lastJoin) { }

    /// The next frame by time; gives how many are missing before it. The first one misses none.
    int lostBefore(UtcTime time, quint32 fCnt);

private:
    std::optional<UtcTime> m_lastJoin;
    std::optional<UtcTime> m_time;
    quint32 m_fCnt = 0;
};

struct LossBar {
    UtcTime from = {};
    UtcTime to = {};
    int received = 0;
    int lost = 0;

    /// Of all frames that were sent, 0..1; empty: nothing was heard, so that nothing is known.
    std::optional<double> share() const
    {
        return received > 0 ? std::optional(double(lost) / (received + lost)) : std::nullopt;
    }
    bool operator==(const LossBar &) const = default;
};

/// The width of bars over so long: five minutes to four weeks, at most 60 of them where that
/// suffices.
Milliseconds barWidth(Milliseconds span);

/// All charts of a device over one range of time.
struct DeviceCharts {
    UtcTime from;
    UtcTime to;
    Curve battery = {}; ///< volt
    QList<Curve> rssi = {}; ///< dBm, by gateway, the one with most uplinks first
    QList<Curve> snr = {}; ///< dB, in the same order
    int otherGateways = 0; ///< that heard it too
    Curve interval = {}; ///< minutes since the uplink before
    Curve dataRate = {};
    QList<LossBar> loss = {};
    qint64 uplinks = 0;
    qint64 lost = 0;
    std::optional<UtcTime> newest = {}; ///< in all; empty: nothing is stored of it

    bool operator==(const DeviceCharts &) const = default;
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::DeviceCharts)
