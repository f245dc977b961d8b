#pragma once

#include "base/time.h"

#include <QString>

/// Times to come, and times of the past, in words; defined beside those that are past.
namespace parking::ui::labels {

/// Of a past moment that is looked at: "42 s before", "just then".
QString before(Milliseconds age);

bool isSameDay(UtcTime a, UtcTime b); ///< in the computer's zone
QString until(UtcTime end, UtcTime now); ///< "until 16:30", "until Sat 28 Nov, 08:00"

} // namespace parking::ui::labels
