#pragma once

#include "devices/devicetype.h"

namespace parking::devices {

/// The type of a display by its hints; null when none fits or it takes no commands.
const DeviceType *displayType(const domain::Display &display);

/// The frame that tells `word` in the site's colours, or the dark one while the station is blind
/// and the site wants dark lamps then. Empty without a type.
std::optional<domain::LampFrame> wantedFrame(const domain::Display &display,
                                             const domain::DisplayPolicy &policy, bool isDark,
                                             const domain::LampWord &word);

/// Does a lamp that shows it blink? Of raw bytes nobody knows.
bool isBlinking(const domain::LampFrame &frame);

} // namespace parking::devices
