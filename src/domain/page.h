#pragma once

#include "domain/booking.h"
#include "domain/device.h"
#include "domain/downlink.h"
#include "domain/spacestate.h"

/// What people look lists through with: pages and filters. Given filters are joined by AND.
namespace parking::domain {

/// A24: limit 1..1000, offset 0 or more.
struct PageRequest {
    int limit = 100;
    int offset = 0;
};

/// VALIDATION_ERROR for a limit or offset outside its range.
Result<> validate(const PageRequest &page);

template <class T>
struct Page {
    QList<T> rows;
    qint64 total = 0; ///< rows that match the filter, on all pages
};

/// A25.
struct SpaceFilter {
    std::optional<QString> building = {};
    std::optional<QString> floor = {};
    std::optional<QString> zone = {};
    std::optional<SpaceState> state = {};
    QString text = {}; ///< part of code or name, case-insensitive; empty: any
    bool includeDeleted = false;
};

struct DeviceFilter {
    std::optional<DeviceKind> kind = {};
    bool unassignedOnly = false;
    QString text = {}; ///< part of EUI or name
};

/// A25, A64.
struct BookingFilter {
    std::optional<SpaceId> spaceId = {};
    QString email = {}; ///< the whole address, in any case; empty: any
    std::optional<BookingStatus> status = {};
    std::optional<UtcTime> from = {}; ///< ends at or after
    std::optional<UtcTime> to = {}; ///< starts at or before
    QString text = {}; ///< part of e-mail, plate, title or the space's code; empty: any
    std::optional<BookingSeriesId> seriesId = {};
};

enum class BookingOrder : quint8 { Start, End, Space, Email, Status };

struct BookingSort {
    BookingOrder by = BookingOrder::Start;
    bool descending = true;
};

struct DownlinkFilter {
    std::optional<DownlinkState> state = {};
    bool openOnly = false;
    bool troubleOnly = false; ///< failed or expired
    std::optional<DevEui> devEui = {};
    std::optional<SpaceId> spaceId = {};
    QString text = {}; ///< part of the space's code, the EUI or the detail
    std::optional<UtcTime> since = {}; ///< decided at or after
};

/// Totals by outcome and delays of what a filter finds.
struct DownlinkTotals {
    std::array<qint64, 9> byState = {}; ///< index: DownlinkState
    std::optional<double> toChirpStackP50Ms; ///< decided to queued
    std::optional<double> toChirpStackP95Ms;
    std::optional<double> toAirP50Ms; ///< decided to txack
    std::optional<double> toAirP95Ms;

    bool operator==(const DownlinkTotals &) const = default;
};

/// Newest first.
struct DownlinkPage : Page<Downlink> {
    DownlinkTotals totals;
};

} // namespace parking::domain
