#pragma once

#include "settings/settings.h"

namespace parking::settings {

/// What a program's command line says about settings.
struct CommandLine {
    QString iniFile = {}; ///< --config; empty: the platform's
    QStringList pairs = {}; ///< KEY=VALUE or KEY=@FILE of each --set
    Source others = {}; ///< options that stand for a setting of their own
};

/// What a program's surroundings give, and above it its command line. CONFIGURATION for a file that
/// cannot be read.
Result<QList<Source>> sourcesOf(const CommandLine &line);

/// The effective settings of a program: its surroundings', and above them the command line's.
/// A value `@FILE` is what the file holds, without a line break at its end (64 KiB at most): words
/// of a command line are seen by everybody on the computer. Secrets among them are warned of.
/// CONFIGURATION as load(), for a file that cannot be read, and for an INI file that cannot be read
/// or a --set that names no setting: elsewhere unknown keys are other programs', here a slip of the
/// pen meant one of ours.
Result<Loaded> load(const CommandLine &line);

} // namespace parking::settings
