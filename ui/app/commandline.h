#pragma once

#include "settings/commandline.h"

#include <optional>

namespace parking::ui {

/// What the window was started with.
struct CommandLine {
    bool demo = false;
    bool kiosk = false; ///< a screen for the public
    QString review; ///< an archive to look at; empty: none
    QString shots; ///< a folder for pictures; empty: none are taken
    QStringList warnings; ///< of the settings, for whoever sees no stderr
    settings::CommandLine words; ///< what it says about settings, to read them again
    std::optional<Error> wrong; ///< why the settings could not be loaded; `settings` are none then
    settings::Settings settings;
    QList<settings::Effective> table; ///< all settings, as they were found
};

/// Prints what --help or --version asks for and ends the program then; for that no display is
/// needed, so it comes before the application.
void answerQuestions(int argc, char **argv);

/// Wrong settings are `wrong` where the window may mend them: not for a screen, the demo or
/// pictures. Answers --help and --version itself and ends the program then. The error's detail is
/// for the person who typed.
Result<CommandLine> readCommandLine();

} // namespace parking::ui
