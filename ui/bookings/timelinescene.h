#pragma once

#include "bookings/timelineaxis.h"
#include "domain/booking.h"
#include "domain/spacestate.h"

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QSet>
#include <QStringList>

namespace parking::ui {

/// A space as a row; rows of one group follow each other.
struct TimelineSpace {
    domain::SpaceId id;
    QString code;
    QString group; ///< its title: "Basement 1 · Zone A"
    domain::SpaceState state = domain::SpaceState::Free;
    domain::Confidence confidence = domain::Confidence::Fresh;
    QString building = {};
    QStringList features = {};

    bool operator==(const TimelineSpace &) const = default;
};

/// Which bookings are shown.
enum class TimelineShow : quint8 { Any, Upcoming, Running, Over, NoShow, Cancelled, Attention };
/// Any leaves out what was cancelled: it holds no space.
bool isShown(domain::BookingPhase phase, TimelineShow show);
/// Somebody should do something: a car stays too long, or stands where another should.
bool needsAttention(domain::BookingPhase phase);
/// The phase as far as it is known: where the space's sensor has fallen silent, nobody knows
/// whether the car is still there, or whether anybody came.
domain::BookingPhase asKnown(domain::BookingPhase phase, domain::Confidence heard);

/// Heights in pixels.
struct TimelineMetrics {
    double row = 32;
    double group = 30;
    double block = 24;
};

/// A line of the timeline: a group's head, or a space.
struct TimelineLine {
    int group = -1;
    int space = -1; ///< -1: the head
    double top = 0; ///< pixels from the first line's top
    double height = 0;
};

/// A line, whatever else is shown.
struct TimelineRow {
    domain::SpaceId space; ///< null: the group's head
    QString group; ///< empty: none is meant

    bool operator==(const TimelineRow &) const = default;
};

struct TimelineHit {
    enum class Part : quint8 { None, Group, Row, Start, Body, End };

    Part part = Part::None;
    int line = -1;
    int booking = -1; ///< Start, Body, End
    UtcTime time; ///< of the point

    bool isBooking() const { return booking >= 0; }
};

/// Spaces booked in pieces of time.
struct TimelineStrip {
    QList<UtcTime> borders; ///< one more than counts
    QList<int> counts;
    int most = 0;
};

/// What lies where on the timeline: rows of spaces in groups, their bookings, and the pixels in
/// which they are seen. Points are pixels of the part that shows hours and rows. Knows no widget
/// and paints nothing; what it is asked while painting costs by what is seen.
class TimelineScene {
public:
    void setSpaces(const QList<TimelineSpace> &spaces);
    bool setStatus(const domain::SpaceId &space, domain::SpaceState state,
                   domain::Confidence confidence); ///< true: the row looks different
    /// Of unknown spaces they are left out.
    void setBookings(const QList<domain::Booking> &bookings);
    void setPolicy(const domain::BookingPolicy &policy);
    void setNow(UtcTime now) { m_now = now; } ///< lines stay as they are: nothing jumps
    void setDays(QDate first, int days, const QTimeZone &zone);
    void setShow(TimelineShow show);
    void setOnlyBooked(bool only);
    /// Rows that are shown whether they have bookings or not.
    void setPinned(const QSet<domain::SpaceId> &spaces);
    void setFolded(int group, bool folded);
    void setMetrics(const TimelineMetrics &metrics);
    void resize(const QSizeF &pixels);

    UtcTime now() const { return m_now; }
    const domain::BookingPolicy &policy() const { return m_policy; }
    bool isOnlyBooked() const { return m_onlyBooked; }
    const TimelineMetrics &metrics() const { return m_metrics; }
    const QList<TimelineSpace> &spaces() const { return m_spaces; }
    const QStringList &groups() const { return m_groups; }
    int groupOf(int space) const { return m_groupOf[space]; }
    bool isFolded(int group) const { return m_folded.contains(m_groups[group]); }
    const QList<domain::Booking> &bookings() const { return m_bookings; } ///< by space, then start
    const domain::Booking &booking(int index) const { return m_bookings[index]; }
    domain::BookingPhase phase(int booking) const;
    int indexOf(const domain::BookingId &id) const { return m_indexOf.value(id, -1); }
    int indexOf(const domain::SpaceId &id) const { return m_spaceOf.value(id, -1); }
    int spaceOf(int booking) const { return indexOf(m_bookings[booking].spaceId); }

    const TimelineAxis &axis() const { return m_axis; }
    void zoom(double x, double factor);
    void fit();
    void scrollTo(double x, double y); ///< held inside
    double offset() const { return m_offset; }
    double maximalOffset() const;
    QSizeF size() const { return m_size; }
    void bringIntoView(int booking);
    void bringIntoView(int line, const domain::BookingSpan &span);
    void bringLineIntoView(int line);

    const QList<TimelineLine> &lines() const { return m_lines; }
    int firstSeen() const { return lineAt(0); } ///< -1: there are no lines
    int endSeen() const; ///< behind the last one
    int lineAt(double y) const; ///< pixels; -1: none
    int lineOf(int space) const { return m_lineOf.value(space, -1); }
    int lineOf(const TimelineRow &row) const; ///< -1: it is not shown
    double topOf(int line) const { return m_lines[line].top - m_offset; }
    /// The head that stands over the rows at the top, and where: the next one pushes it away.
    std::optional<std::pair<int, double>> stickyGroup() const;

    QList<int> seen(int space) const; ///< bookings that are shown of it, by start
    domain::BookingSpan drawn(int booking) const; ///< of the block, without what came after its end
    /// What is drawn behind the end of a booking whose car stayed; empty: it did not.
    std::optional<domain::BookingSpan> over(int booking) const;
    QRectF boxOf(int line, const domain::BookingSpan &span) const;
    QRectF boxOf(int booking) const; ///< null: its row is not shown
    TimelineHit hitAt(const QPointF &point) const;
    bool isMovable(int booking) const; ///< it is active and not over
    /// The nearest block in that direction: -1 or 1 each; itself where there is none.
    int neighbour(int booking, int right, int down) const;
    int firstBooking() const; ///< of the shown ones, from what is seen on; -1: none

    /// Active ones in that time but `except`, by start.
    QList<int> inTheWay(int space, const domain::BookingSpan &span,
                        const domain::BookingId &except) const;
    QList<domain::BookingSpan> taken(int space, const domain::BookingId &except) const;
    /// The time of which all bookings are to be told: the shown days, and what reaches into them.
    domain::BookingSpan known() const;
    const TimelineStrip &strip() const;

private:
    struct Range {
        int first = 0;
        int end = 0;
    };

    void layOut();
    bool hasShown(int space) const;
    Range range(int space) const { return m_ranges.value(space); }
    int firstReaching(int space, UtcTime time) const;
    int inLine(int line, UtcTime centre) const;

    TimelineAxis m_axis;
    TimelineMetrics m_metrics;
    QSizeF m_size;
    double m_offset = 0;
    UtcTime m_now;
    domain::BookingPolicy m_policy;
    TimelineShow m_show = TimelineShow::Any;
    bool m_onlyBooked = false;
    QSet<domain::SpaceId> m_pinned;
    QList<TimelineSpace> m_spaces;
    QStringList m_groups;
    QList<int> m_groupOf; ///< by space
    QHash<domain::SpaceId, int> m_spaceOf;
    QSet<QString> m_folded;
    QList<domain::Booking> m_given; ///< also those of spaces that are not shown now
    QList<domain::Booking> m_bookings;
    QList<UtcTime> m_reach; ///< the latest moment that blocks of the row reach, up to this one
    QList<Range> m_ranges; ///< by space, into m_bookings
    QHash<domain::BookingId, int> m_indexOf;
    QList<TimelineLine> m_lines;
    QHash<int, int> m_lineOf; ///< by space
    mutable TimelineStrip m_strip;
    mutable Milliseconds m_stripStep{0}; ///< of m_strip; 0: to be made
};

} // namespace parking::ui
