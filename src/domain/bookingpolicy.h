#pragma once

#include "base/result.h"
#include "base/time.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <QTime>

#include <array>
#include <optional>

namespace parking::domain {

/// A building's hours, by local days; a car may stand there in between, it comes and goes in them.
struct OpeningHours {
    struct Span {
        int from = 0; ///< minutes since midnight, 0..1440
        int to = 1440; ///< later than `from`

        bool operator==(const Span &) const = default;
    };
    std::array<std::optional<Span>, 7> days; ///< Monday first; empty: closed

    bool operator==(const OpeningHours &) const = default;
};

/// How a site books, from sites.settings `{"bookings": {"leadSeconds": 900, "graceMinutes": 15,
/// "longestMinutes": 1440, "aheadDays": 0, "activePerEmail": 0, "hours": {"Building A": {"mon":
/// "07:00-22:00", ...}}, "reasonFor": ["accessible", "charging"], "personalDays": 0}}`.
struct BookingPolicy {
    Milliseconds lead = std::chrono::seconds(900); ///< so long before it a space is held
    Milliseconds grace = std::chrono::minutes(15); ///< so long it waits; 0: for ever
    Milliseconds longest = std::chrono::hours(24);
    int aheadDays = 0; ///< it may begin so many days from now at most; 0: whenever
    int activePerEmail = 0; ///< bookings that one address may hold; 0: any number
    QMap<QString, OpeningHours> hours; ///< by building; one that is not here is always open
    QStringList reasonFor = {QStringLiteral("accessible"), QStringLiteral("charging")};
    int personalDays = 0; ///< after the end e-mail, phone and plate are blanked; 0: never

    bool operator==(const BookingPolicy &) const = default;
};

inline constexpr Milliseconds kLongestBooking = std::chrono::hours(24); // A19
inline constexpr Milliseconds kLongestLead = std::chrono::seconds(3600);

/// Unknown members are left alone, missing ones keep their defaults. VALIDATION_ERROR for the first
/// that is wrong.
Result<BookingPolicy> parseBookingPolicy(const QJsonObject &siteSettings);

/// The member `bookings` of sites.settings: everything that parseBookingPolicy() reads.
QJsonObject toJson(const BookingPolicy &policy);

/// Is this building open at this local moment? `atEnd`: the moment is the end of a stay, so that a
/// minute past closing is not meant.
bool isOpen(const BookingPolicy &policy, const QString &building, const QDateTime &local,
            bool atEnd = false);

} // namespace parking::domain
