#pragma once

#include "base/error.h"
#include "theme/theme.h"
#include "widgets/noticepage.h"

#include <QMainWindow>

class QApplication;

namespace parking::ui {

/// The window of a program that cannot start: which setting is wrong, where it stands, what is
/// allowed. It opens nothing else.
class RefusalWindow : public QMainWindow {
    Q_OBJECT

public:
    RefusalWindow(const Error &error, Theme &theme);

    static NoticePage::Content contentOf(const Error &error); ///< without actions

Q_SIGNALS:
    void retryRequested(); ///< what was wrong may be mended
};

/// Shows it until the person closes it or begins anew. Gives the program's exit code. Where
/// pictures are taken nobody looks, and nothing is shown.
int showRefusal(QApplication &application, const Error &error);

} // namespace parking::ui
