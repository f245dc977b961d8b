#pragma once

#include "domain/booking.h"

#include <QJsonObject>

/// Bookings for people who stand before a space and want it now.
namespace parking::domain {

/// E-mail of bookings for those who tell none, from sites.settings `{"bookings": {"walkInContact":
/// "desk@example.com"}}`; empty: they have to tell one.
QString walkInContact(const QJsonObject &siteSettings);
/// The site's settings with this one; VALIDATION_ERROR unless it is an address or empty.
Result<QJsonObject> withWalkInContact(QJsonObject siteSettings, const QString &email);

/// Ends that are worth a click: half an hour to eight hours from now, on whole quarters of an hour.
/// What comes next on the space, and the longest stay, cut them short: then that end is the last.
QList<UtcTime> walkInEnds(UtcTime now, const std::optional<UtcTime> &next,
                          const BookingPolicy &policy);

} // namespace parking::domain
