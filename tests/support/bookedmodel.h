#pragma once

#include "domain/booking.h"
#include "domain/spacestate.h"

#include <QHash>
#include <QMap>

#include <algorithm>

namespace parking::test {

/// What must become of bookings and of the spaces that they hold, said once more and plainly: who
/// booked what, and what each sensor said when. It knows no database, no clock and none of the code
/// that it holds to account.
class BookedModel {
public:
    struct Rules {
        Milliseconds lead;
        Milliseconds grace;
        Milliseconds silence; ///< a longer one is none of a sensor that works
    };
    struct Entry {
        domain::SpaceId space;
        domain::BookingSpan span;
        bool isCancelled = false;
        std::optional<UtcTime> endedEarly = {};
        std::optional<UtcTime> movedHere = {}; ///< while it ran: nobody waited for it here before
        std::optional<UtcTime> arrived = {}; ///< as it was found once, see remember()
    };
    /// What an operator set; no state: taken back.
    struct Override {
        std::optional<domain::SpaceState> state;
        std::optional<UtcTime> until;
    };
    /// Of a booking, by a moment.
    struct Fate {
        domain::BookingStatus status = domain::BookingStatus::Active;
        std::optional<UtcTime> arrived = {};
        bool isBlocked = false;
    };
    enum class Room { Clear, Taken, Unsure };

    explicit BookedModel(const Rules &rules) : m_rules(rules) { }

    void heard(domain::SpaceId space, UtcTime time, bool isOccupied)
    {
        m_words[space].insert(time, isOccupied);
    }
    void book(domain::BookingId id, const Entry &entry) { m_entries.insert(id, entry); }
    void cancel(domain::BookingId id) { m_entries[id].isCancelled = true; }
    void endEarly(domain::BookingId id, UtcTime time) { m_entries[id].endedEarly = time; }
    void set(domain::SpaceId space, UtcTime time, const Override &what)
    {
        m_overrides[space].insert(time, what);
    }
    const QHash<domain::BookingId, Entry> &entries() const { return m_entries; }

    std::optional<UtcTime> lastWord(domain::SpaceId space) const
    {
        const QMap<UtcTime, bool> words = m_words.value(space);
        return words.isEmpty() ? std::nullopt : std::optional(words.lastKey());
    }

    /// Who has arrived by now has: one that is booked later, for an earlier time, does not get the
    /// car, and neither does another one when this one is cancelled.
    void remember(UtcTime now)
    {
        const QList<domain::BookingId> ids = m_entries.keys();
        for (const domain::BookingId &id : ids) {
            Entry &entry = m_entries[id];
            if (!entry.isCancelled && !entry.endedEarly && !entry.arrived)
                entry.arrived = fates(entry.space, now).value(id).arrived;
        }
    }

    /// Of the bookings of a space that were not cancelled: the first one has each car first.
    QHash<domain::BookingId, Fate> fates(domain::SpaceId space, UtcTime now) const
    {
        QHash<domain::BookingId, Fate> fates;
        QList<UtcTime> cars = arrivals(space);
        for (const Entry &entry : m_entries) {
            if (entry.space == space && entry.arrived)
                cars.removeOne(*entry.arrived);
        }
        for (const domain::BookingId &id : bookingsOf(space)) {
            const Fate fate = fateOf(m_entries[id], m_words.value(space), cars, now);
            if (fate.arrived)
                cars.removeOne(*fate.arrived);
            fates.insert(id, fate);
        }
        return fates;
    }

    /// Is nothing there in the way? Unsure: within `blur` of the moment that gives a space back.
    Room roomFor(const Entry &wanted, domain::BookingId except, UtcTime now,
                 Milliseconds blur) const
    {
        const auto there = fates(wanted.space, now);
        bool isUnsure = false;
        for (auto it = there.cbegin(); it != there.cend(); ++it) {
            const domain::BookingSpan span = m_entries[it.key()].span;
            if (it.key() == except || !span.overlaps(wanted.span))
                continue;
            if (it->status == domain::BookingStatus::Active)
                return Room::Taken;
            const bool isMissed = it->status == domain::BookingStatus::NoShow;
            if (!m_entries[it.key()].endedEarly) // that is at once
                isUnsure |= now <= (isMissed ? span.start + m_rules.grace : span.end) + blur;
        }
        return isUnsure ? Room::Unsure : Room::Clear;
    }

    domain::SpaceState stateAt(domain::SpaceId space, UtcTime time) const
    {
        if (const auto set = overrideAt(space, time))
            return *set;
        const QMap<UtcTime, bool> words = m_words.value(space);
        const auto after = words.upperBound(time);
        if (after != words.cbegin() && *std::prev(after))
            return domain::SpaceState::Occupied;
        const auto there = fates(space, time);
        for (auto it = there.cbegin(); it != there.cend(); ++it) {
            const domain::BookingSpan span = m_entries[it.key()].span;
            if (it->status == domain::BookingStatus::Active && span.start - m_rules.lead <= time)
                return domain::SpaceState::Reserved;
        }
        return domain::SpaceState::Free;
    }

    /// Has a booking of the space had a moment shortly before, that a station may just be at?
    bool isAtBoundary(domain::SpaceId space, UtcTime time, Milliseconds blur) const
    {
        const QMap<UtcTime, Override> overrides = m_overrides.value(space);
        for (const Override &set : overrides) {
            if (set.until && *set.until <= time && time <= *set.until + blur)
                return true;
        }
        const QList<domain::BookingId> ids = bookingsOf(space);
        return std::any_of(ids.cbegin(), ids.cend(), [&](const domain::BookingId &id) {
            const domain::BookingSpan span = m_entries[id].span;
            const UtcTime moments[] = {span.start - m_rules.lead, span.start,
                                       span.start + m_rules.grace, span.end};
            return std::any_of(std::begin(moments), std::end(moments), [&](UtcTime moment) {
                return moment <= time && time <= moment + blur;
            });
        });
    }

private:
    std::optional<domain::SpaceState> overrideAt(domain::SpaceId space, UtcTime time) const
    {
        const QMap<UtcTime, Override> overrides = m_overrides.value(space);
        const auto after = overrides.upperBound(time);
        if (after == overrides.cbegin())
            return std::nullopt;
        const Override &set = *std::prev(after);
        return !set.until || time < *set.until ? set.state : std::nullopt;
    }

    /// In the order of their starts.
    QList<domain::BookingId> bookingsOf(domain::SpaceId space) const
    {
        QList<domain::BookingId> ids;
        for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
            if (it->space == space && !it->isCancelled)
                ids.append(it.key());
        }
        std::sort(ids.begin(), ids.end(), [this](const auto &a, const auto &b) {
            return m_entries[a].span.start < m_entries[b].span.start;
        });
        return ids;
    }

    /// Changes to occupied; a space was free before its sensor was heard.
    QList<UtcTime> arrivals(domain::SpaceId space) const
    {
        QList<UtcTime> found;
        bool wasOccupied = false;
        const QMap<UtcTime, bool> words = m_words.value(space);
        for (auto word = words.cbegin(); word != words.cend(); ++word) {
            if (*word && !wasOccupied)
                found.append(word.key());
            wasOccupied = *word;
        }
        return found;
    }

    /// Since the car that stands there then, or since that time.
    static UtcTime standingSince(const QMap<UtcTime, bool> &words, UtcTime time)
    {
        UtcTime since = time;
        bool wasOccupied = false;
        for (auto word = words.cbegin(); word != words.cend() && word.key() <= time; ++word) {
            if (*word && !wasOccupied)
                since = word.key();
            wasOccupied = *word;
        }
        return wasOccupied ? since : time;
    }

    Fate fateOf(const Entry &entry, const QMap<UtcTime, bool> &words, const QList<UtcTime> &cars,
                UtcTime now) const
    {
        if (!entry.endedEarly || now < *entry.endedEarly)
            return clockFateOf(entry, words, cars, now);
        Fate fate = clockFateOf(entry, words, cars, *entry.endedEarly);
        fate.status = domain::BookingStatus::Completed;
        return fate;
    }

    Fate clockFateOf(const Entry &entry, const QMap<UtcTime, bool> &words,
                     const QList<UtcTime> &cars, UtcTime now) const
    {
        const UtcTime due = entry.span.start + m_rules.grace;
        const bool mayBeMissed = due < entry.span.end;
        const auto firstIn = [&](UtcTime from, UtcTime to) -> std::optional<UtcTime> {
            for (const UtcTime car : cars) {
                if (from <= car && car < to && car <= now)
                    return car;
            }
            return std::nullopt;
        };
        Fate fate;
        if (entry.movedHere) {
            const UtcTime since = standingSince(words, *entry.movedHere);
            fate.arrived = entry.arrived
                ? entry.arrived
                : firstIn(std::max(entry.span.start - m_rules.lead, since), entry.span.end);
            fate.status = now < entry.span.end ? domain::BookingStatus::Active
                                               : domain::BookingStatus::Completed;
            return fate;
        }
        const UtcTime early = mayBeMissed ? due + Milliseconds(1) : entry.span.end;
        fate.arrived = entry.arrived && *entry.arrived <= now
            ? entry.arrived
            : firstIn(entry.span.start - m_rules.lead, early);
        const bool cameByStart = fate.arrived && *fate.arrived <= entry.span.start;
        fate.isBlocked =
            now >= entry.span.start && !cameByStart && isTaken(words, entry.span.start);
        if (mayBeMissed && !fate.arrived && !fate.isBlocked && due <= now
            && wasFreeAndFresh(words, entry.span.start, due)) {
            fate.status = domain::BookingStatus::NoShow;
            return fate;
        }
        if (!fate.arrived && (now > due || fate.isBlocked))
            fate.arrived = firstIn(early, entry.span.end);
        if (now >= entry.span.end)
            fate.status = domain::BookingStatus::Completed;
        return fate;
    }

    bool isTaken(const QMap<UtcTime, bool> &words, UtcTime time) const
    {
        const auto after = words.upperBound(time);
        return after != words.cbegin() && *std::prev(after)
            && time - std::prev(after).key() <= m_rules.silence;
    }

    /// Heard often enough all the while, and free in the end.
    bool wasFreeAndFresh(const QMap<UtcTime, bool> &words, UtcTime from, UtcTime to) const
    {
        auto next = words.upperBound(from);
        if (next == words.cbegin())
            return false;
        UtcTime last = std::prev(next).key();
        bool isOccupied = *std::prev(next);
        if (from - last > m_rules.silence)
            return false;
        for (; next != words.cend() && next.key() <= to; ++next) {
            if (next.key() - last > m_rules.silence)
                return false;
            last = next.key();
            isOccupied = *next;
        }
        return to - last <= m_rules.silence && !isOccupied;
    }

    Rules m_rules;
    QHash<domain::BookingId, Entry> m_entries;
    QHash<domain::SpaceId, QMap<UtcTime, Override>> m_overrides; ///< by the time they were set
    QHash<domain::SpaceId, QMap<UtcTime, bool>> m_words; ///< of each sensor, by event time
};

} // namespace parking::test
