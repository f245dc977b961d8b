#pragma once

#include "base/time.h"

#include <QString>

/// Times to come in words; defined beside those that are past.
namespace parking::ui::labels {

QString until(UtcTime end, UtcTime now); ///< "until 16:30", "until Sat 28 Nov, 08:00"

} // namespace parking::ui::labels
