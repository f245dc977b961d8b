#pragma once

#include "app/commandline.h"

class QApplication;

namespace parking::ui {

/// Runs a screen for the public until it is asked to end. Gives the program's exit code.
int runKiosk(QApplication &application, const CommandLine &line);

} // namespace parking::ui
