#pragma once

#include "base/error.h"
#include "domain/recording.h"

#include <QString>

/// What a review says of the past.
namespace parking::ui::labels {

/// "1 to 30 Sep 2026", "10 Sep 2026"; `to` is exclusive.
QString period(UtcTime from, UtcTime to);
QString nothingRecorded(Milliseconds length); ///< "Nothing recorded for 9 h 24 min"
/// "25 Sep, 02:12 – 11:36 · the broker could not be reached"
QString placeOf(const domain::RecordingGap &gap);

/// Why a file cannot be reviewed, and what to do.
QString refusal(const Error &error);

} // namespace parking::ui::labels
