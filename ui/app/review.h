#pragma once

#include <QString>

class QApplication;

namespace parking::ui {

/// Shows an archive until its window is closed. Gives the program's exit code; a file that is no
/// archive, or none of this version, is told in words.
int runReview(QApplication &application, const QString &path);

/// Another program of this kind that shows this archive. False: it cannot be started.
bool startReview(const QString &path);

} // namespace parking::ui
