#pragma once

#include "base/id.h"

namespace parking::domain {

using SiteId = Id<struct SiteTag>;
using FloorId = Id<struct FloorTag>;
using SpaceId = Id<struct SpaceTag>;
using DownlinkId = Id<struct DownlinkTag>;
using BookingId = Id<struct BookingTag>;

} // namespace parking::domain
