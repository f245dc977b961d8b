#pragma once

#include "settings/settings.h"

namespace parking::ui {

/// What the window was started with.
struct CommandLine {
    bool demo = false;
    bool kiosk = false; ///< a screen for the public
    QString review; ///< an archive to look at; empty: none
    QString shots; ///< a folder for pictures; empty: none are taken
    QStringList warnings; ///< of the settings, for whoever sees no stderr
    settings::Settings settings;
};

/// Answers --help and --version itself and ends the program then. The error's detail is for the
/// person who typed.
Result<CommandLine> readCommandLine();

} // namespace parking::ui
