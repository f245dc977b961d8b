#pragma once

#include "models/finding.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>

class QWidget;

namespace parking::ui {

/// Something the window can do, found by its words.
struct WindowCommand {
    QString text;
    QString icon;
    QKeySequence keys = {}; ///< shown beside it; may be empty
    std::function<void()> run;
    std::function<bool()> isPossible = nullptr; ///< empty: always
};

/// Keys, or what the mouse does, and what they do.
struct KeyHint {
    QString keys;
    QString what;
};

/// A row of the window's list of pages. Its place there gives the button, the key (Ctrl+1 ...) and
/// the command that shows it; only `make` is a must beside the three words.
struct Page {
    QString id; ///< stable, for code: "map"
    QString icon;
    QString title;
    /// Asked once: when it is first shown or needed, else after the window's first picture. The
    /// widget becomes the window's; its focus proxy gets the keyboard.
    std::function<QWidget *()> make;
    std::function<int()> badge =
        nullptr; ///< a number on the button, also before it is made; 0 or empty: none
    QList<WindowCommand> commands = {}; ///< what can be done there, for the search
    QList<KeyHint> keys = {}; ///< for F1
    /// Where F6 stops, in reading order, once it is made; empty: the widget.
    std::function<QList<QWidget *>()> panes = nullptr;
    /// Looks for a text; answers once, now or later. Empty: nothing is looked for there.
    std::function<void(const QString &text, const Findings &answer)> find = nullptr;
    std::function<bool()> cancel = nullptr; ///< Esc that nothing else took; true: it did something
    bool isApart = false; ///< at the rail's lower end
};

} // namespace parking::ui
