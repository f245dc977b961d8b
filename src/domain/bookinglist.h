#pragma once

#include "domain/page.h"

#include <QHash>

/// The list of bookings, as people look it through.
namespace parking::domain {

/// Parts of texts beside what BookingFilter asks, in any case; empty: any.
struct BookingSearch : BookingFilter {
    QString code = {}; ///< of the space
    QString person = {}; ///< e-mail or title
    QString plate = {}; ///< whatever blanks and dashes stand in either
};

/// With how many of each status the search finds.
struct BookingPage : Page<Booking> {
    std::array<qint64, 4> byStatus = {}; ///< index: BookingStatus
    QHash<SpaceId, QString> codes; ///< of the rows' spaces, also of those that were taken away
};

/// One that was looked for by a text.
struct BookingFound {
    Booking booking;
    QString code; ///< of its space, also of one that was taken away

    bool operator==(const BookingFound &) const = default;
};

/// A booking that somebody should see to. Its space's sensor may have fallen silent since: who
/// tells of it looks at that.
struct BookingAmiss {
    Booking booking;
    QString code; ///< of its space
    bool isBlocked = false; ///< somebody else stands there; else its car is still there
    /// With a blocked one: a free space near for what is left of it.
    std::optional<BookingAlternative> instead;

    bool operator==(const BookingAmiss &) const = default;
};

} // namespace parking::domain
