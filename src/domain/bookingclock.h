#pragma once

#include "domain/booking.h"
#include "domain/spacestate.h"

#include <QList>

/// What becomes of bookings by the clock and by what sensors say. Pure: whoever asks again, later
/// or after a restart, gets the same from the same.
namespace parking::domain {

/// A word of a space's sensor, at its event time.
struct SensorWord {
    UtcTime time;
    Occupancy occupancy = Occupancy::Free;

    bool operator==(const SensorWord &) const = default;
};

/// What is known of a space while its bookings are looked at.
struct BookingFacts {
    bool hasSensor = false;
    /// In order of their times, from the last one before the first booking's lead time on.
    QList<SensorWord> words;
    Milliseconds silentAfter{0}; ///< a longer silence is none of a sensor that works; 0: no limit
    UtcTime heardUntil; ///< whatever was received until then is known; later it is open
    /// Arrivals that other bookings of the space have: such a change is nobody else's.
    QList<UtcTime> used;
};

/// A station that hears nothing completes a booking all the same, so long after its end.
inline constexpr Milliseconds kBookingPatience = std::chrono::minutes(5);

/// The bookings of one space as they are to be at `now`; `bookings` in order of their starts.
///
/// Arrived: a change to occupied at an event time in [start - lead, end), until start + grace where
/// it may be a no-show; the one that runs has it before the one to come. Blocked: occupied at the
/// start by somebody who came before that. No-show: nobody came until start + grace, the space was
/// not blocked, its sensor was fresh all the while and what was received until then is known; where
/// one of these fails it runs on, unverified. A space without a sensor has no no-shows. At its end
/// it is completed, and a car that arrived and is still there overstays until the sensor says free.
QList<Booking> advanceBookings(QList<Booking> bookings, const BookingFacts &facts,
                               const BookingPolicy &policy, UtcTime now);

/// Is there a moment in (before, now] at which advanceBookings() may change this one without a word
/// of the sensor, or does something wait that it could not say? What was not heard yet at a start
/// is part of that: `before` is no later than the moment until which all was heard.
bool isBookingDue(const Booking &booking, const BookingPolicy &policy, UtcTime before, UtcTime now);

/// Is the sensor known to have worked all the time from `from` to `to`?
bool isFreshThrough(const QList<SensorWord> &words, Milliseconds silentAfter, UtcTime from,
                    UtcTime to);

} // namespace parking::domain
