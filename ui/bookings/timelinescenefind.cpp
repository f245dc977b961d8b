// What is found among the bookings of a timeline: neighbours, and what is taken.

#include "bookings/timelinescene.h"

#include <algorithm>
#include <utility>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingSpan;
using domain::BookingStatus;

namespace {

constexpr double kBar = 6; ///< pixels; a narrower piece of the strip tells nothing

} // namespace

// --- Neighbours ----------------------------------------------------------------------------------

/// The shown booking of a row whose middle is nearest to `centre`.
int TimelineScene::inLine(int line, UtcTime centre) const
{
    int best = -1;
    Milliseconds least = Milliseconds::max();
    const int space = m_lines[line].space;
    if (space < 0)
        return -1;
    const int end = range(space).end;
    for (int i = firstReaching(space, m_axis.from()); i < end; ++i) {
        const BookingSpan span = drawn(i);
        if (span.start >= m_axis.to())
            break;
        if (!isShown(phase(i), m_show))
            continue;
        const UtcTime middle = span.start + span.length() / 2;
        const Milliseconds far = middle < centre ? centre - middle : middle - centre;
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

int TimelineScene::neighbour(int booking, int right, int down) const
{
    const int space = spaceOf(booking);
    const int line = lineOf(space);
    if (line < 0)
        return booking;
    if (right != 0) {
        for (int i = booking + right; i >= range(space).first && i < range(space).end; i += right) {
            if (m_bookings[i].start >= m_axis.to() || drawn(i).end <= m_axis.from())
                break;
            if (isShown(phase(i), m_show))
                return i;
        }
        return booking;
    }
    const BookingSpan span = drawn(booking);
    for (int i = line + down; i >= 0 && i < m_lines.size(); i += down) {
        if (const int found = inLine(i, span.start + span.length() / 2); found >= 0)
            return found;
    }
    return booking;
}

int TimelineScene::firstBooking() const
{
    for (const auto from : {std::max(firstSeen(), 0), 0}) {
        for (int line = from; line < m_lines.size(); ++line) {
            if (const int found = inLine(line, std::clamp(m_now, m_axis.from(), m_axis.to()));
                found >= 0)
                return found;
        }
    }
    return -1;
}

// --- What is taken -------------------------------------------------------------------------------

QList<int> TimelineScene::inTheWay(int space, const BookingSpan &span,
                                   const domain::BookingId &except) const
{
    QList<int> found;
    const int end = range(space).end;
    for (int i = firstReaching(space, span.start); i < end && m_bookings[i].start < span.end; ++i) {
        const Booking &row = m_bookings[i];
        if (row.status == BookingStatus::Active && row.id != except && row.span().overlaps(span))
            found.append(i);
    }
    return found;
}

QList<BookingSpan> TimelineScene::taken(int space, const domain::BookingId &except) const
{
    QList<BookingSpan> spans;
    for (int i = range(space).first; i < range(space).end; ++i) {
        if (m_bookings[i].status == BookingStatus::Active && m_bookings[i].id != except)
            spans.append(m_bookings[i].span());
    }
    return spans;
}

int TimelineScene::lineOf(const TimelineRow &row) const
{
    if (!row.space.isNull())
        return lineOf(indexOf(row.space));
    const auto isHead = [&](const TimelineLine &line) {
        return line.space < 0 && m_groups[line.group] == row.group;
    };
    const auto found = row.group.isEmpty() ? m_lines.cend()
                                           : std::find_if(m_lines.cbegin(), m_lines.cend(), isHead);
    return found == m_lines.cend() ? -1 : int(found - m_lines.cbegin());
}

BookingSpan TimelineScene::known() const
{
    return {m_axis.from() - domain::kLongestBooking, m_axis.to() + domain::kLongestBooking};
}

const TimelineStrip &TimelineScene::strip() const
{
    constexpr Milliseconds kSteps[] = {1h, 3h, 6h, 24h};
    Milliseconds step = 24h;
    for (auto i = std::rbegin(kSteps); i != std::rend(kSteps); ++i) {
        if (m_axis.pixelsPerHour() * double(*i / 1h) >= kBar)
            step = *i;
    }
    if (step == m_stripStep)
        return m_strip;
    m_stripStep = step;
    m_strip = {.borders = m_axis.borders(step), .counts = {}, .most = 0};
    m_strip.borders.append(m_axis.to());
    const int pieces = int(m_strip.borders.size()) - 1;
    m_strip.counts.fill(0, pieces);
    const auto pieceAt = [this](UtcTime time) {
        const auto &all = m_strip.borders;
        return int(std::upper_bound(all.cbegin(), all.cend(), time) - all.cbegin()) - 1;
    };
    for (int space = 0; space < m_spaces.size(); ++space) {
        int counted = -1; // the last piece in which this space was counted
        for (int i = range(space).first; i < range(space).end; ++i) {
            const Booking &row = m_bookings[i];
            if (row.status == BookingStatus::Cancelled || row.heldUntil() <= m_axis.from()
                || row.start >= m_axis.to() || row.heldUntil() <= row.start)
                continue;
            const int last = std::min(pieceAt(row.heldUntil() - 1ms), pieces - 1);
            for (int piece = std::max(pieceAt(row.start), counted + 1); piece <= last; ++piece) {
                ++m_strip.counts[piece];
                counted = piece;
            }
        }
    }
    for (const int count : std::as_const(m_strip.counts))
        m_strip.most = std::max(m_strip.most, count);
    return m_strip;
}

} // namespace parking::ui
