#include "bookings/timelinescene.h"

#include <algorithm>
#include <cmath>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingPhase;
using domain::BookingSpan;
using domain::BookingStatus;

namespace {

constexpr double kEdge = 6; ///< pixels in which an end is taken
constexpr double kEdgesFrom = 24; ///< a narrower block has no ends
constexpr double kMargin = 64; ///< pixels below the last row
constexpr double kNowEdge = 24; ///< pixels that are seen before now at least

/// Until when something is drawn of it; as long as a car stays, without end.
UtcTime reachOf(const Booking &booking)
{
    const UtcTime end = std::max(booking.end, booking.heldUntil());
    if (!booking.overstayAt)
        return end;
    return booking.leftAt ? std::max(end, *booking.leftAt) : UtcTime::max();
}

/// Where not all hours of a day are seen, those around now are.
void showNow(TimelineAxis &axis, UtcTime now)
{
    const double x = axis.xOf(now);
    const bool isSeen = kNowEdge <= x && x <= axis.width() * 3 / 4;
    if (axis.days() == 1 && axis.from() <= now && now < axis.to() && !isSeen)
        axis.scrollTo(axis.offset() + x - axis.width() / 3);
}

} // namespace

bool needsAttention(BookingPhase phase)
{
    return phase == BookingPhase::Overstay || phase == BookingPhase::Blocked;
}

BookingPhase asKnown(BookingPhase phase, domain::Confidence heard)
{
    if (heard == domain::Confidence::Fresh)
        return phase;
    return phase == BookingPhase::Overstay ? BookingPhase::Completed
        : phase == BookingPhase::Blocked || phase == BookingPhase::Awaited
        ? BookingPhase::Unverified
        : phase;
}

bool isShown(BookingPhase phase, TimelineShow show)
{
    switch (show) {
    case TimelineShow::Any:
        return phase != BookingPhase::Cancelled;
    case TimelineShow::Upcoming:
        return phase == BookingPhase::Upcoming || phase == BookingPhase::Soon;
    case TimelineShow::Running:
        return phase == BookingPhase::Awaited || phase == BookingPhase::Arrived
            || phase == BookingPhase::Blocked || phase == BookingPhase::Unverified;
    case TimelineShow::Over:
        return phase == BookingPhase::Completed || phase == BookingPhase::Overstay
            || phase == BookingPhase::Ended;
    case TimelineShow::NoShow:
        return phase == BookingPhase::NoShow;
    case TimelineShow::Cancelled:
        return phase == BookingPhase::Cancelled;
    case TimelineShow::Attention:
        return needsAttention(phase);
    }
    return false;
}

// --- What is shown -------------------------------------------------------------------------------

void TimelineScene::setSpaces(const QList<TimelineSpace> &spaces)
{
    m_spaces = spaces;
    m_groups.clear();
    m_groupOf.clear();
    m_spaceOf.clear();
    for (int i = 0; i < m_spaces.size(); ++i) {
        if (m_groups.isEmpty() || m_groups.last() != m_spaces[i].group)
            m_groups.append(m_spaces[i].group);
        m_groupOf.append(int(m_groups.size()) - 1);
        m_spaceOf.insert(m_spaces[i].id, i);
    }
    setBookings(m_given);
}

bool TimelineScene::setStatus(const domain::SpaceId &space, domain::SpaceState state,
                              domain::Confidence confidence)
{
    const int index = indexOf(space);
    if (index < 0)
        return false;
    TimelineSpace &row = m_spaces[index];
    if (row.state == state && row.confidence == confidence)
        return false;
    row.state = state;
    row.confidence = confidence;
    return true;
}

void TimelineScene::setBookings(const QList<Booking> &bookings)
{
    m_given = bookings;
    QList<std::pair<int, int>> order; // space, index
    for (int i = 0; i < bookings.size(); ++i) {
        if (const int space = indexOf(bookings[i].spaceId); space >= 0)
            order.append({space, i});
    }
    std::sort(order.begin(), order.end(), [&bookings](const auto &a, const auto &b) {
        if (a.first != b.first)
            return a.first < b.first;
        const Booking &left = bookings[a.second];
        const Booking &right = bookings[b.second];
        return left.start != right.start ? left.start < right.start : left.id < right.id;
    });
    m_bookings.clear();
    m_bookings.reserve(order.size());
    m_reach.clear();
    m_indexOf.clear();
    m_ranges.fill({}, m_spaces.size());
    for (const auto &[space, given] : std::as_const(order)) {
        const int index = int(m_bookings.size());
        Range &range = m_ranges[space];
        if (range.end == 0)
            range = {index, index};
        m_bookings.append(bookings[given]);
        const UtcTime reach = reachOf(m_bookings.last());
        m_reach.append(range.end > range.first ? std::max(m_reach.last(), reach) : reach);
        m_indexOf.insert(m_bookings.last().id, index);
        range.end = index + 1;
    }
    layOut();
}

void TimelineScene::setPolicy(const domain::BookingPolicy &policy)
{
    m_policy = policy;
    layOut();
}

void TimelineScene::setDays(QDate first, int days, const QTimeZone &zone)
{
    m_axis.setDays(first, days, zone);
    layOut();
}

void TimelineScene::setShow(TimelineShow show)
{
    m_show = show;
    layOut();
}

void TimelineScene::setOnlyBooked(bool only)
{
    m_onlyBooked = only;
    layOut();
}

void TimelineScene::setPinned(const QSet<domain::SpaceId> &spaces)
{
    if (m_pinned == spaces)
        return;
    m_pinned = spaces;
    layOut();
}

void TimelineScene::setFolded(int group, bool folded)
{
    if (folded)
        m_folded.insert(m_groups[group]);
    else
        m_folded.remove(m_groups[group]);
    layOut();
}

void TimelineScene::setMetrics(const TimelineMetrics &metrics)
{
    m_metrics = metrics;
    layOut();
}

void TimelineScene::resize(const QSizeF &pixels)
{
    m_size = pixels;
    const double scale = m_axis.pixelsPerHour();
    m_axis.setWidth(pixels.width());
    if (m_axis.pixelsPerHour() != scale) // it fitted itself
        showNow(m_axis, m_now);
    scrollTo(m_axis.offset(), m_offset);
}

BookingPhase TimelineScene::phase(int booking) const
{
    return asKnown(phaseOf(m_bookings[booking], m_policy, m_now),
                   m_spaces[spaceOf(booking)].confidence);
}

/// Is something of it to be seen on these days?
bool TimelineScene::hasShown(int space) const
{
    const int end = range(space).end;
    for (int i = firstReaching(space, m_axis.from()); i < end; ++i) {
        if (m_bookings[i].start >= m_axis.to())
            return false;
        if (isShown(phase(i), m_show))
            return true;
    }
    return false;
}

void TimelineScene::layOut()
{
    m_stripStep = 0ms;
    m_lines.clear();
    m_lineOf.clear();
    double top = 0;
    int group = -1;
    for (int i = 0; i < m_spaces.size(); ++i) {
        if (m_onlyBooked && !m_pinned.contains(m_spaces[i].id) && !hasShown(i))
            continue;
        if (m_groupOf[i] != group) {
            group = m_groupOf[i];
            m_lines.append({group, -1, top, m_metrics.group});
            top += m_metrics.group;
        }
        if (isFolded(group))
            continue;
        m_lineOf.insert(i, int(m_lines.size()));
        m_lines.append({group, i, top, m_metrics.row});
        top += m_metrics.row;
    }
    scrollTo(m_axis.offset(), m_offset);
}

// --- Where it lies -------------------------------------------------------------------------------

double TimelineScene::maximalOffset() const
{
    if (m_lines.isEmpty())
        return 0;
    const double bottom = m_lines.last().top + m_lines.last().height;
    return bottom <= m_size.height() ? 0 : bottom + kMargin - m_size.height();
}

void TimelineScene::scrollTo(double x, double y)
{
    m_axis.scrollTo(x);
    m_offset = std::clamp(std::round(y), 0.0, std::ceil(maximalOffset()));
}

void TimelineScene::zoom(double x, double factor)
{
    const int days = m_axis.days();
    m_axis.zoom(x, factor);
    m_stripStep = 0ms;
    if (m_axis.days() != days)
        layOut();
}

void TimelineScene::fit()
{
    m_axis.fit();
    showNow(m_axis, m_now);
    m_stripStep = 0ms;
}

int TimelineScene::lineAt(double y) const
{
    const double at = y + m_offset;
    const auto behind =
        std::upper_bound(m_lines.cbegin(), m_lines.cend(), at,
                         [](double value, const TimelineLine &line) { return value < line.top; });
    if (behind == m_lines.cbegin())
        return -1;
    const int line = int(behind - m_lines.cbegin()) - 1;
    return at < m_lines[line].top + m_lines[line].height ? line : -1;
}

int TimelineScene::endSeen() const
{
    const int last = lineAt(m_size.height());
    return last < 0 ? int(m_lines.size()) : last + 1;
}

std::optional<std::pair<int, double>> TimelineScene::stickyGroup() const
{
    const int first = firstSeen();
    if (first < 0)
        return std::nullopt;
    const int group = m_lines[first].group;
    double top = 0;
    for (int line = first + 1; line < m_lines.size() && topOf(line) < m_metrics.group; ++line) {
        if (m_lines[line].space < 0)
            top = topOf(line) - m_metrics.group;
    }
    return std::pair(group, top);
}

/// The first booking of a row of which something may be drawn after `time`.
int TimelineScene::firstReaching(int space, UtcTime time) const
{
    const Range all = range(space);
    const auto begin = m_reach.cbegin() + all.first;
    const auto end = m_reach.cbegin() + all.end;
    return int(std::upper_bound(begin, end, time) - m_reach.cbegin());
}

QList<int> TimelineScene::seen(int space) const
{
    QList<int> found;
    const UtcTime from = m_axis.seenFrom();
    const UtcTime to = m_axis.seenTo();
    const int end = range(space).end;
    for (int i = firstReaching(space, from); i < end; ++i) {
        if (m_bookings[i].start >= to)
            break;
        if (reachOf(m_bookings[i]) > from && isShown(phase(i), m_show))
            found.append(i);
    }
    return found;
}

BookingSpan TimelineScene::drawn(int booking) const
{
    const Booking &row = m_bookings[booking];
    return {row.start, row.endedEarlyAt.value_or(row.end)};
}

std::optional<BookingSpan> TimelineScene::over(int booking) const
{
    const Booking &row = m_bookings[booking];
    if (!row.overstayAt || (!row.leftAt && phase(booking) != BookingPhase::Overstay))
        return std::nullopt;
    const BookingSpan span{drawn(booking).end, row.leftAt.value_or(m_now)};
    return span.start < span.end ? std::optional(span) : std::nullopt;
}

QRectF TimelineScene::boxOf(int line, const BookingSpan &span) const
{
    const double left = m_axis.xOf(span.start);
    const double gap = (m_metrics.row - m_metrics.block) / 2;
    return {left, topOf(line) + gap, std::max(m_axis.xOf(span.end) - left, 4.0), m_metrics.block};
}

QRectF TimelineScene::boxOf(int booking) const
{
    const int line = booking < 0 ? -1 : lineOf(spaceOf(booking));
    return line < 0 ? QRectF() : boxOf(line, drawn(booking));
}

void TimelineScene::bringIntoView(int booking)
{
    if (const int line = lineOf(spaceOf(booking)); line >= 0)
        bringIntoView(line, drawn(booking));
}

void TimelineScene::bringIntoView(int line, const BookingSpan &span)
{
    m_axis.bringIntoView(span.start, span.end);
    bringLineIntoView(line);
}

void TimelineScene::bringLineIntoView(int line)
{
    const double top = topOf(line) - m_metrics.group; // under the head that stays
    const double bottom = topOf(line) + m_lines[line].height;
    if (top < 0)
        scrollTo(m_axis.offset(), m_offset + top);
    else if (bottom > m_size.height())
        scrollTo(m_axis.offset(), m_offset + bottom - m_size.height());
}

bool TimelineScene::isMovable(int booking) const
{
    const Booking &row = m_bookings[booking];
    return row.status == BookingStatus::Active && row.end > m_now;
}

TimelineHit TimelineScene::hitAt(const QPointF &point) const
{
    using Part = TimelineHit::Part;
    TimelineHit hit{.time = m_axis.timeAt(point.x())};
    if (const auto sticky = stickyGroup();
        sticky && point.y() >= 0 && point.y() < sticky->second + m_metrics.group) {
        hit.part = Part::Group;
        const auto isHead = [&sticky](const TimelineLine &line) {
            return line.group == sticky->first;
        };
        hit.line = int(std::find_if(m_lines.cbegin(), m_lines.cend(), isHead) - m_lines.cbegin());
        return hit;
    }
    hit.line = lineAt(point.y());
    if (hit.line < 0)
        return hit;
    const int space = m_lines[hit.line].space;
    hit.part = space < 0 ? Part::Group : Part::Row;
    if (space < 0)
        return hit;
    const QList<int> blocks = seen(space);
    for (auto i = blocks.crbegin(); i != blocks.crend(); ++i) { // later ones lie above
        const QRectF box = boxOf(*i);
        if (!box.contains(point))
            continue;
        hit.booking = *i;
        const bool hasEnds = box.width() >= kEdgesFrom && isMovable(*i);
        hit.part = hasEnds && point.x() < box.left() + kEdge && m_bookings[*i].start > m_now
            ? Part::Start
            : hasEnds && point.x() > box.right() - kEdge ? Part::End
                                                         : Part::Body;
        return hit;
    }
    return hit;
}

} // namespace parking::ui
