#pragma once

#include "domain/booking.h"
#include "domain/snapshot.h"

/// Bookings of the fixture's Monday, around kNow.
namespace parking::fixture {

/// In rows of North: all phases, 34 of them.
QList<domain::Booking> harbourBookings();
/// `count` bookings, two or three to a space, over all spaces of a site.
QList<domain::Booking> manyBookings(const domain::SiteSnapshot &site, int count);

} // namespace parking::fixture
