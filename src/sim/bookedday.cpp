#include "sim/bookedday.h"

#include "sim/random.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <optional>

namespace parking::sim {

using namespace std::chrono_literals;
using domain::BookingSpan;

namespace {

constexpr auto kQuarter = 15min;
constexpr auto kFirstHour = 6h + 30min; ///< people book for the day
constexpr auto kLastHour = 20h + 30min;
constexpr auto kLongest = 9h;
constexpr int kNoShows = 3;

UtcTime quarterBefore(UtcTime time)
{
    return time - time.time_since_epoch() % kQuarter;
}

UtcTime quarterAfter(UtcTime time)
{
    return quarterBefore(time + kQuarter - 1ms);
}

/// A car on a space.
struct Stay {
    UtcTime from;
    std::optional<UtcTime> until; ///< empty: it is still there
    bool isSeen = false; ///< its coming was; else it stood there when the history began
};

class Planner {
public:
    Planner(const BookedDay &day, const QList<SimMessage> &history) : m_day(day), m_random(11)
    {
        for (const int device : day.devices)
            m_stays.insert(device, {});
        QList<SimMessage> words = history;
        std::stable_sort(words.begin(), words.end(),
                         [](const SimMessage &a, const SimMessage &b) { return a.time < b.time; });
        QSet<int> heard;
        for (const SimMessage &word : std::as_const(words)) {
            if (word.kind == SimMessage::Kind::Uplink && m_stays.contains(word.device))
                note(word, heard);
        }
    }

    QList<BookedVisit> plan()
    {
        addBlocked();
        addOverstay();
        for (int i = 0; i < kNoShows; ++i)
            addNoShow(m_day.now - 80min - i * 3h);
        addPast(kBookedVisits - int(m_visits.size()) - wantedLater());
        addLater(kBookedVisits - int(m_visits.size()));
        std::sort(m_visits.begin(), m_visits.end(), [](const auto &a, const auto &b) {
            return std::pair(a.span.start, a.device) < std::pair(b.span.start, b.device);
        });
        return m_visits;
    }

private:
    void note(const SimMessage &word, QSet<int> &heard)
    {
        QList<Stay> &stays = m_stays[word.device];
        const bool isThere = !stays.isEmpty() && !stays.last().until;
        const bool isFirst = !heard.contains(word.device);
        heard.insert(word.device);
        if (word.occupancy == domain::Occupancy::Occupied && !isThere)
            stays.append({word.time, std::nullopt, !isFirst});
        else if (word.occupancy == domain::Occupancy::Free && isThere)
            stays.last().until = word.time;
    }

    bool isOpen(int device, const BookingSpan &span) const
    {
        return std::none_of(m_visits.cbegin(), m_visits.cend(), [&](const BookedVisit &one) {
            return one.device == device && one.span.overlaps(span);
        });
    }

    bool isBooked(int device) const
    {
        return std::any_of(m_visits.cbegin(), m_visits.cend(),
                           [device](const BookedVisit &one) { return one.device == device; });
    }

    /// Does a car stand there, or come, in this time?
    bool isUsed(int device, const BookingSpan &span) const
    {
        const QList<Stay> &stays = m_stays[device];
        return std::any_of(stays.cbegin(), stays.cend(), [&](const Stay &stay) {
            return stay.from < span.end && stay.until.value_or(UtcTime::max()) > span.start;
        });
    }

    bool add(int device, const BookingSpan &span)
    {
        if (span.length() < kQuarter || !span.overlaps(m_day.day) || !isOpen(device, span))
            return false;
        m_visits.append({device, span});
        return true;
    }

    /// Somebody stands there since before it was theirs.
    void addBlocked()
    {
        const UtcTime start = quarterBefore(m_day.now - 5min);
        for (const int device : m_day.devices) {
            const QList<Stay> &stays = m_stays[device];
            if (!stays.isEmpty() && !stays.last().until && stays.last().from < start - 1h
                && add(device, {start, start + 105min}))
                return;
        }
    }

    /// They came in time, and are there after their time.
    void addOverstay()
    {
        for (const int device : m_day.devices) {
            const QList<Stay> &stays = m_stays[device];
            if (stays.isEmpty() || stays.last().until || !stays.last().isSeen)
                continue;
            const UtcTime from = stays.last().from;
            if (from < m_day.now - 6h || from > m_day.now - 50min || isBooked(device))
                continue;
            if (add(device, {quarterBefore(from + 10min), quarterBefore(m_day.now - 5min)}))
                return;
        }
    }

    void addNoShow(UtcTime about)
    {
        const UtcTime start = quarterBefore(about);
        const BookingSpan span{start, start + 105min}; // it is seen also after midnight
        for (const int device : m_day.devices) {
            if (!isBooked(device) && !isUsed(device, {start - 20min, span.end})
                && add(device, span))
                return;
        }
    }

    /// Of what is left of the day's bookings, by how much of it is left.
    int wantedLater() const
    {
        const double left = double((m_day.day.start + kLastHour - m_day.now).count());
        const double all = double(Milliseconds(kLastHour - kFirstHour).count());
        return int(std::lround(kBookedVisits * 0.8 * std::clamp(left / all, 0.05, 1.0)));
    }

    /// Who came, and when they left again, as if they had booked.
    void addPast(int wanted)
    {
        QList<BookedVisit> visits;
        for (const int device : m_day.devices) {
            for (const Stay &stay : std::as_const(m_stays[device])) {
                const UtcTime start = quarterBefore(stay.from + 10min);
                const UtcTime end = quarterAfter(stay.until.value_or(m_day.now + 45min));
                if (stay.isSeen && start < m_day.now && end - start <= kLongest
                    && end - start >= 2 * kQuarter)
                    visits.append({device, {start, end}});
            }
        }
        while (wanted > 0 && !visits.isEmpty()) {
            const BookedVisit one = visits.takeAt(m_random.below(int(visits.size())));
            wanted -= add(one.device, one.span) ? 1 : 0;
        }
    }

    void addLater(int wanted)
    {
        const UtcTime first =
            std::max(quarterAfter(m_day.now + 5min), m_day.day.start + kFirstHour);
        const UtcTime last =
            std::max(first, std::min(m_day.day.start + kLastHour, m_day.day.end - 3h));
        const int slots = int((last - first) / kQuarter) + 1;
        for (int tries = 0; wanted > 0 && tries < 2000; ++tries) {
            const int device = m_day.devices[m_random.below(int(m_day.devices.size()))];
            const UtcTime start = first + m_random.below(slots) * kQuarter;
            const bool isSoon = start < m_day.now + 90min;
            if (isSoon && isUsed(device, {m_day.now - 1min, m_day.now}))
                continue;
            const BookingSpan span{start, start + (2 + m_random.below(9)) * kQuarter};
            wanted -= span.start < m_day.day.end && add(device, span) ? 1 : 0;
        }
    }

    const BookedDay &m_day;
    Random m_random;
    QHash<int, QList<Stay>> m_stays;
    QList<BookedVisit> m_visits;
};

} // namespace

QList<BookedVisit> bookedVisits(const BookedDay &day, const QList<SimMessage> &history)
{
    return day.devices.isEmpty() ? QList<BookedVisit>() : Planner(day, history).plan();
}

} // namespace parking::sim
