#pragma once

#include "cli/command.h"

/// Parts of parkctl alarms that have a file of their own. They give exit codes.
namespace parking::cli {

/// Sends one notice that is no alarm, now, past the station's queue.
int testOutlet(const Parser &parser, const settings::Settings &settings, bool byMail);
/// What went out, or waits.
int listNotices(const Parser &parser, store::Database &database, int limit);
/// What the site's alarms go by: shows it, or changes KEY=VALUE pairs.
int alarmLimits(const Parser &parser, store::Database &database, const QStringList &pairs);

} // namespace parking::cli
