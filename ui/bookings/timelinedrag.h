#pragma once

#include "bookings/timelinescene.h"

namespace parking::ui {

/// Where and when somebody wants a booking.
struct TimelineWish {
    domain::SpaceId space;
    domain::BookingSpan span;

    bool operator==(const TimelineWish &) const = default;
};

/// What stands against a wish, and where it would fit.
struct TimelineFinding {
    QList<domain::BookingSpan> inTheWay; ///< by start
    std::optional<domain::BookingSpan> fit; ///< the nearest time on the same space
    std::optional<domain::SpaceId>
        other; ///< the nearest space that is free then: of its group first

    bool operator==(const TimelineFinding &) const = default;
};
/// `except`: the booking that is moved; null: a new one.
TimelineFinding look(const TimelineScene &scene, const TimelineWish &wish,
                     const domain::BookingId &except = {});

/// The hand on a timeline: a booking that is made, moved or made longer, by mouse or by keys, with
/// what is in its way and where it would fit. Nothing is changed before drop() gives the wish.
/// Pure; points are TimelineScene's.
class TimelineDrag {
public:
    enum class Kind : quint8 { Create, Move, Start, End };
    enum class Problem : quint8 {
        None,
        Taken, ///< see finding()
        Past, ///< it would be over already
    };

    explicit TimelineDrag(const TimelineScene &scene) : m_scene(scene) { }

    /// False: no drag begins here.
    bool press(const QPointF &point);
    /// Snaps to 15 min, `fine` to 1. True: what is shown changed. Begins after a few pixels.
    bool drag(const QPointF &point, bool fine);
    /// The same by keys, from where the last ones brought it. False: it cannot be moved.
    bool nudge(int booking, Kind kind, Milliseconds by, int rows = 0);
    /// The bookings changed meanwhile: what is in the way is looked for again; what cannot be moved
    /// any more is let go, and so is what somebody else moved. That one is given, as it was taken,
    /// where something was wished of it already.
    std::optional<domain::Booking> refresh();
    /// Ends it. Empty: nothing changed, or there is a problem.
    std::optional<TimelineWish> drop();
    void cancel();

    bool isPressed() const { return m_pressed; } ///< also before it has begun
    bool isActive() const { return m_active; }
    Kind kind() const { return m_kind; }
    const domain::BookingId &booking() const { return m_before.id; } ///< null: a new one
    /// As it was seen where the hand is: the wish is one of this row.
    const domain::Booking &before() const { return m_before; }
    const TimelineWish &wish() const { return m_wish; }
    Problem problem() const { return m_problem; }
    /// While an end moves its fit is as far as it may move, and no other space is told.
    const TimelineFinding &finding() const { return m_finding; }

private:
    bool take(int booking, Kind kind);
    bool setWish(const TimelineWish &wish);
    domain::BookingSpan created(UtcTime time, Milliseconds step) const;
    domain::BookingSpan moved(UtcTime start) const;
    domain::BookingSpan resized(UtcTime time, Milliseconds step) const;
    int spaceAt(double y) const;
    void look();

    const TimelineScene &m_scene;
    bool m_pressed = false;
    bool m_active = false;
    Kind m_kind = Kind::Create;
    QPointF m_from;
    domain::Booking m_before; ///< its id is null at a new one
    UtcTime m_anchor; ///< Create: the first point
    Milliseconds m_grip{0}; ///< Move: from its start to the point
    TimelineWish m_wish;
    Problem m_problem = Problem::None;
    TimelineFinding m_finding;
};

} // namespace parking::ui
