#pragma once

#include "base/result.h"
#include "domain/floorplan.h"

#include <QJsonValue>
#include <QStringList>

/// What people set for the whole site, one value at a time.
namespace parking::domain {

/// {"name"} and {"timeZone"}, else the way to a member of sites.settings: {"lamps", "colours",
/// "FREE"} and {"lamps", "colours"} for all of them, {"bookings", "graceMinutes"}, {"bookings",
/// "hours", "Building A"}. Other members are other people's.
using SitePath = QStringList;

bool isSitePath(const SitePath &path);
/// What holds: as somebody set it, else the default. Undefined for a path that is none, for a
/// building without hours (it is always open), and for what cannot be read.
QJsonValue siteValue(const Site &site, const SitePath &path);
bool isSiteDefault(const Site &site, const SitePath &path); ///< nobody set it
/// The site with this value; undefined: as if nobody had set it. VALIDATION_ERROR in words of the
/// value's own rule.
Result<Site> withSiteValue(Site site, const SitePath &path, const QJsonValue &value);

/// One act of somebody who saw `before` (siteValue(), undefined: nothing).
struct SiteChange {
    SitePath path = {};
    QJsonValue value = {}; ///< undefined: back to the default
    QJsonValue before = {};
};
/// CHANGED_MEANWHILE when something else holds than who wants it saw.
Result<Site> changed(const Site &site, const SiteChange &change);

} // namespace parking::domain
