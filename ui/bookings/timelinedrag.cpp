#include "bookings/timelinedrag.h"

#include "domain/bookingfit.h"

#include <QHash>

#include <algorithm>
#include <tuple>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::BookingSpan;

namespace {

constexpr double kBegins = 4; ///< pixels; less is a click

UtcTime snappedUp(UtcTime time, Milliseconds step)
{
    return TimelineAxis::snappedDown(time + step - 1ms, step);
}

/// A booking cannot begin before this minute.
UtcTime earliest(const TimelineScene &scene)
{
    return TimelineAxis::snappedDown(scene.now(), TimelineAxis::kFineSnap);
}

domain::BookingPlace placeOf(const TimelineScene &scene, int space)
{
    domain::BookingPlace place;
    place.building = scene.spaces()[space].building;
    place.timeZone = QString::fromLatin1(scene.axis().zone().id());
    return place;
}

/// The nearest one, where it is open then: that needs no reason before those that do, unless the
/// wanted one does; of its group before others, free now before those that are taken now.
std::optional<domain::SpaceId> findOther(const TimelineScene &scene, int space,
                                         const TimelineWish &wish, const domain::BookingId &except)
{
    const int group = scene.groupOf(space);
    const auto needsReason = [&](int i) {
        return domain::needsReason(scene.policy(), scene.spaces()[i].features);
    };
    const bool isReasonKnown = needsReason(space);
    QHash<QString, bool> open; // by building
    const auto isOpen = [&](int i) {
        const QString &building = scene.spaces()[i].building;
        if (!open.contains(building))
            open.insert(
                building,
                domain::isAllowed(wish.span, scene.policy(), placeOf(scene, i), scene.now()));
        return open.value(building);
    };
    int best = -1;
    std::tuple<bool, bool, bool, int, bool> least;
    for (int i = 0; i < scene.spaces().size(); ++i) {
        const domain::SpaceState state = scene.spaces()[i].state;
        if (i == space || state == domain::SpaceState::Maintenance)
            continue;
        const std::tuple rank(!isReasonKnown && needsReason(i), scene.groupOf(i) != group,
                              state != domain::SpaceState::Free, std::abs(i - space), i < space);
        if ((best >= 0 && rank >= least) || !isOpen(i)
            || !scene.inTheWay(i, wish.span, except).isEmpty())
            continue;
        best = i;
        least = rank;
    }
    return best < 0 ? std::nullopt : std::optional(scene.spaces()[best].id);
}

/// The nearest time that the rules allow; empty where it may be one of which the bookings are not
/// known.
std::optional<BookingSpan> findTime(const TimelineScene &scene, int space, const TimelineWish &wish,
                                    const domain::BookingId &except)
{
    const BookingSpan known = scene.known();
    const auto fit = domain::nearestAllowed(scene.taken(space, except), wish.span,
                                            std::max(earliest(scene), known.start), scene.policy(),
                                            placeOf(scene, space), scene.now());
    return fit && fit->end <= known.end ? fit : std::nullopt;
}

} // namespace

TimelineFinding look(const TimelineScene &scene, const TimelineWish &wish,
                     const domain::BookingId &except)
{
    TimelineFinding finding;
    const int space = scene.indexOf(wish.space);
    if (space < 0)
        return finding;
    for (const int found : scene.inTheWay(space, wish.span, except))
        finding.inTheWay.append(scene.booking(found).span());
    if (finding.inTheWay.isEmpty())
        return finding;
    finding.fit = findTime(scene, space, wish, except);
    finding.other = findOther(scene, space, wish, except);
    return finding;
}

bool TimelineDrag::press(const QPointF &point)
{
    using Part = TimelineHit::Part;
    cancel();
    const TimelineHit hit = m_scene.hitAt(point);
    switch (hit.part) {
    case Part::None:
    case Part::Group:
        return false;
    case Part::Row:
        m_kind = Kind::Create;
        m_wish = {m_scene.spaces()[m_scene.lines()[hit.line].space].id, {hit.time, hit.time}};
        break;
    case Part::Start:
    case Part::Body:
    case Part::End:
        if (!take(hit.booking,
                  hit.part == Part::Start     ? Kind::Start
                      : hit.part == Part::End ? Kind::End
                                              : Kind::Move))
            return false;
        break;
    }
    m_anchor = hit.time;
    m_grip = hit.time - m_wish.span.start;
    m_from = point;
    m_pressed = true;
    return true;
}

bool TimelineDrag::take(int booking, Kind kind)
{
    if (!m_scene.isMovable(booking))
        return false;
    m_kind = kind;
    m_before = m_scene.booking(booking);
    m_wish = {m_before.spaceId, m_before.span()};
    return true;
}

bool TimelineDrag::drag(const QPointF &point, bool fine)
{
    if (!m_pressed)
        return false;
    const QPointF way = point - m_from;
    if (!m_active && std::max(std::abs(way.x()), std::abs(way.y())) < kBegins)
        return false;
    const bool begins = !m_active;
    m_active = true;
    const Milliseconds step = fine ? TimelineAxis::kFineSnap : TimelineAxis::kSnap;
    const UtcTime time = m_scene.axis().timeAt(point.x());
    TimelineWish wish = m_wish;
    switch (m_kind) {
    case Kind::Create:
        wish.span = created(time, step);
        break;
    case Kind::Move:
        wish.span = moved(TimelineAxis::snapped(time - m_grip, step));
        // Up or down alone leaves its times as they are, also where they are not on the grid.
        if (std::abs(way.x()) < kBegins)
            wish.span = m_before.span();
        if (const int space = spaceAt(point.y()); space >= 0)
            wish.space = m_scene.spaces()[space].id;
        break;
    case Kind::Start:
    case Kind::End:
        wish.span = resized(TimelineAxis::snapped(time, step), step);
        break;
    }
    return setWish(wish) || begins;
}

bool TimelineDrag::nudge(int booking, Kind kind, Milliseconds by, int rows)
{
    if (!m_active || m_before.id != m_scene.booking(booking).id || m_kind != kind) {
        cancel();
        if (!take(booking, kind))
            return false;
        m_active = true;
    }
    TimelineWish wish = m_wish;
    if (kind == Kind::Move)
        wish.span = moved(wish.span.start + by);
    else
        wish.span = resized((kind == Kind::Start ? wish.span.start : wish.span.end) + by,
                            TimelineAxis::kSnap);
    int line = m_scene.lineOf(m_scene.indexOf(wish.space));
    for (; rows != 0 && line >= 0; line += rows) {
        const int next = line + rows;
        if (next < 0 || next >= m_scene.lines().size())
            break;
        if (const int space = m_scene.lines()[next].space; space >= 0) {
            wish.space = m_scene.spaces()[space].id;
            break;
        }
    }
    setWish(wish);
    return true;
}

/// The row under the pointer; -1 over a head, where the last row stays.
int TimelineDrag::spaceAt(double y) const
{
    const int line = m_scene.lineAt(std::clamp(y, 0.0, m_scene.size().height() - 1));
    return line < 0 ? -1 : m_scene.lines()[line].space;
}

// --- Times ---------------------------------------------------------------------------------------

/// From the first point to this one, in whole steps and at least one.
BookingSpan TimelineDrag::created(UtcTime time, Milliseconds step) const
{
    const Milliseconds longest = m_scene.policy().longest;
    BookingSpan span{TimelineAxis::snappedDown(std::min(m_anchor, time), step),
                     snappedUp(std::max(m_anchor, time), step)};
    span.end = std::max(span.end, span.start + step);
    if (span.end > earliest(m_scene))
        span.start = std::max(span.start, earliest(m_scene));
    if (span.length() <= longest)
        return span;
    return time < m_anchor ? BookingSpan{span.end - longest, span.end}
                           : BookingSpan{span.start, span.start + longest};
}

/// As long as it was. What has begun stays where it is.
BookingSpan TimelineDrag::moved(UtcTime start) const
{
    if (m_before.start <= m_scene.now())
        return m_before.span();
    const Milliseconds length = m_before.span().length();
    if (start + length > earliest(m_scene))
        start = std::max(start, earliest(m_scene));
    return {start, start + length};
}

BookingSpan TimelineDrag::resized(UtcTime time, Milliseconds step) const
{
    BookingSpan span = m_before.span();
    if (m_kind == Kind::Start) {
        const UtcTime first = std::max(earliest(m_scene), span.end - m_scene.policy().longest);
        span.start = std::clamp(time, std::min(first, span.end - step), span.end - step);
        return span;
    }
    const UtcTime least = std::max(span.start + step, earliest(m_scene) + 1min);
    const UtcTime most = latestEnd(span.start, m_scene.policy());
    span.end = std::clamp(time, std::min(least, most), most);
    return span;
}

// --- What is in the way --------------------------------------------------------------------------

bool TimelineDrag::setWish(const TimelineWish &wish)
{
    if (wish == m_wish && m_kind != Kind::Create)
        return false;
    const bool isOther = wish != m_wish;
    m_wish = wish;
    look();
    return isOther;
}

void TimelineDrag::look()
{
    m_problem = m_wish.span.end <= m_scene.now() ? Problem::Past : Problem::None;
    m_finding = {};
    if (m_problem == Problem::Past)
        return;
    m_finding = ui::look(m_scene, m_wish, m_before.id);
    if (m_finding.inTheWay.isEmpty())
        return;
    m_problem = Problem::Taken;
    const bool hasBegun = !m_before.id.isNull() && m_before.start <= m_scene.now();
    if (hasBegun || m_kind == Kind::End || m_kind == Kind::Start)
        m_finding.fit.reset();
    if (m_kind != Kind::End && m_kind != Kind::Start)
        return;
    m_finding.other.reset();
    BookingSpan fit = m_wish.span;
    if (m_kind == Kind::End)
        fit.end = m_finding.inTheWay.first().start;
    else
        fit.start = m_finding.inTheWay.last().end;
    if (fit.start < fit.end)
        m_finding.fit = fit;
}

// --- The end -------------------------------------------------------------------------------------

std::optional<domain::Booking> TimelineDrag::refresh()
{
    if (!m_pressed && !m_active)
        return std::nullopt;
    if (!m_before.id.isNull()) {
        const int index = m_scene.indexOf(m_before.id);
        if (index < 0 || !m_scene.isMovable(index)) {
            cancel();
            return std::nullopt;
        }
        const domain::Booking &stands = m_scene.booking(index);
        if (stands.spaceId != m_before.spaceId || stands.span() != m_before.span()) {
            const auto overtaken = m_active ? std::optional(m_before) : std::nullopt;
            cancel();
            return overtaken;
        }
        m_before = stands; // what else is told of it is not the hand's
    }
    if (m_active)
        look();
    return std::nullopt;
}

std::optional<TimelineWish> TimelineDrag::drop()
{
    const bool isNew = m_before.id.isNull();
    const bool isSame = !isNew && m_wish == TimelineWish{m_before.spaceId, m_before.span()};
    std::optional<TimelineWish> wish;
    if (m_active && m_problem == Problem::None && !isSame)
        wish = m_wish;
    cancel();
    return wish;
}

void TimelineDrag::cancel()
{
    m_pressed = false;
    m_active = false;
    m_before = {};
    m_wish = {};
    m_problem = Problem::None;
    m_finding = {};
}

} // namespace parking::ui
