#pragma once

#include "base/error.h"

#include <QObject>
#include <QUndoStack>

#include <functional>

namespace parking::ui {

/// What is told to the person, one notice at a time, and what can be undone. Knows no widget.
class Notices : public QObject {
    Q_OBJECT

public:
    explicit Notices(QObject *parent = nullptr);

    void tell(const QString &text);
    void tell(const Error &error); ///< in the person's words
    /// Tells what was done; `undo` runs when that is wanted, `redo` when it is done again.
    void tellDone(const QString &text, std::function<void()> undo, std::function<void()> redo);

    QUndoStack &steps() { return m_steps; }

Q_SIGNALS:
    void told(const QString &text, bool canUndo);

private:
    QUndoStack m_steps;
};

} // namespace parking::ui
