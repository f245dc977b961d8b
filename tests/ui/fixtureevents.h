#pragma once

#include "domain/event.h"
#include "domain/spacedevices.h"

namespace parking::fixture {

/// What happened at the harbour's site in the last minutes before kNow, newest first: of each kind.
QList<domain::SiteEvent> events();
/// An uplink of eight bytes that a built-in type reads, at B1-145.
domain::SiteEvent uplink();
domain::SiteEvent letter(); ///< a message that was set aside
/// So many uplinks more, one each second before `until`.
QList<domain::SiteEvent> uplinks(int count, UtcTime until);
/// The devices of some spaces of the site, and two newcomers.
domain::SpaceDevices spaceDevices();

} // namespace parking::fixture
