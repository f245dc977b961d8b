#pragma once

#include "domain/bookingseries.h"
#include "domain/page.h"
#include "store/database.h"

namespace parking::store {

/// A series and what is left of it.
struct SeriesSummary {
    domain::BookingSeries series = {};
    domain::SpaceId spaceId = {}; ///< of its next booking, or of the last one
    int bookings = 0; ///< in any status
    int ahead = 0; ///< active, and not over
    std::optional<UtcTime> next = {}; ///< when the first of those begins
    UtcTime last = {}; ///< when the last one of all begins

    bool operator==(const SeriesSummary &) const = default;
};

/// Series of bookings, in the table booking_series; their bookings are BookingStore's.
/// Errors besides the database's: RECORD_NOT_FOUND, DUPLICATE_RESOURCE (the same request).
class SeriesStore {
public:
    explicit SeriesStore(Database &database) : m_db(database) { }

    Result<> insert(const domain::BookingSeries &series);
    Result<domain::BookingSeries> find(domain::BookingSeriesId id);
    /// The series that this request made; empty: none yet. VALIDATION_ERROR for an id that is no
    /// UUID.
    Result<std::optional<domain::BookingSeries>> ofRequest(const QString &requestId);
    /// The newest first.
    Result<domain::Page<SeriesSummary>> page(UtcTime now, const domain::PageRequest &page = {});

private:
    Database &m_db;
};

} // namespace parking::store
