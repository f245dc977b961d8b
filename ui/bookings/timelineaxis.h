#pragma once

#include "base/time.h"

#include <QDate>
#include <QList>
#include <QTimeZone>

namespace parking::ui {

/// A line across the hours.
struct TimelineTick {
    UtcTime time;
    bool isDay = false; ///< a local day begins
    bool isStrong = false; ///< every second one
    bool isTwice = false; ///< the clock on the wall shows this time twice that day

    bool operator==(const TimelineTick &) const = default;
};

/// The hours of a timeline: some local days of the site, and the pixels in which they are seen.
/// Even in elapsed time, so that a day with a clock change is 23 or 25 hours wide and no booking
/// changes its length. `x` is in pixels of what is seen. Pure.
class TimelineAxis {
public:
    static constexpr double kPixelsPerStep = 64;
    static constexpr double kFinest = 4 * kPixelsPerStep; ///< pixels an hour: 15 min per 64
    static constexpr double kCoarsest = kPixelsPerStep / 24; ///< a day per 64
    static constexpr Milliseconds kSnap = std::chrono::minutes(15);
    static constexpr Milliseconds kFineSnap = std::chrono::minutes(1);

    TimelineAxis();

    const QTimeZone &zone() const { return m_zone; }
    /// `days` local days from `first` on; the scale stays.
    void setDays(QDate first, int days, const QTimeZone &zone);
    QDate first() const { return m_first; }
    int days() const { return m_days; }
    UtcTime from() const { return m_from; }
    UtcTime to() const { return m_to; }

    double width() const { return m_width; } ///< of what is seen
    void setWidth(double pixels); ///< fits again, unless somebody zoomed
    double offset() const { return m_offset; }
    double maximalOffset() const;
    void scrollTo(double offset); ///< held inside
    double pixelsPerHour() const { return m_scale; }
    /// One day: its working hours; more: all of it. And does so again when the width changes.
    void fit();
    /// The moment at `x` keeps its place. Where all days are narrower than what is seen, days are
    /// added at both sides.
    void zoom(double x, double factor);
    void bringIntoView(UtcTime from, UtcTime to); ///< moves no further than it must

    double xOf(UtcTime time) const;
    UtcTime timeAt(double x) const; ///< held inside the days
    UtcTime seenFrom() const { return timeAt(0); }
    UtcTime seenTo() const { return timeAt(m_width); }

    QDateTime local(UtcTime time) const; ///< what the clock on the site's wall shows
    QDate dayOf(UtcTime time) const { return local(time).date(); }
    int minuteOfDay(UtcTime time) const; ///< by that clock
    /// Borders of pieces of `step` by that clock, all days; `step` divides a day. First one:
    /// from().
    QList<UtcTime> borders(Milliseconds step) const;
    Milliseconds tickStep() const; ///< between two labels
    const QList<TimelineTick> &ticks() const; ///< of all days

    static UtcTime snapped(UtcTime time, Milliseconds step);
    static UtcTime snappedDown(UtcTime time, Milliseconds step);

private:
    double contentWidth() const;
    void setScale(double pixelsPerHour);
    void addDays(int count);
    QList<TimelineTick> makeTicks(Milliseconds step) const;

    QTimeZone m_zone;
    QDate m_first;
    int m_days = 1;
    UtcTime m_from;
    UtcTime m_to;
    double m_width = 0;
    double m_offset = 0;
    double m_scale = kPixelsPerStep;
    bool m_fitted = true;
    mutable QList<TimelineTick> m_ticks;
    mutable Milliseconds m_ticksStep{0}; ///< of m_ticks; 0: to be made
};

} // namespace parking::ui
