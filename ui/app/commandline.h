#pragma once

#include "settings/commandline.h"

namespace parking::ui {

/// What the window was started with.
struct CommandLine {
    bool demo = false;
    bool kiosk = false; ///< a screen for the public
    QString review; ///< an archive to look at; empty: none
    QString shots; ///< a folder for pictures; empty: none are taken
    QStringList warnings; ///< of the settings, for whoever sees no stderr
    settings::Settings settings;
    settings::CommandLine words; ///< of settings
    QList<settings::Effective> table; ///< all settings, as they were found
};

/// Answers --help and --version itself and ends the program then. The error's detail is for the
/// person who typed.
Result<CommandLine> readCommandLine();

} // namespace parking::ui
