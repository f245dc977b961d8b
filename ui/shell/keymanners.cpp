#include "shell/keymanners.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace parking::ui {

namespace {

/// In a text field that has nothing to take back, or to do again.
bool isIdle(const QObject *field, const QKeyEvent &key)
{
    const bool isUndo = key.matches(QKeySequence::Undo);
    if (!isUndo && !key.matches(QKeySequence::Redo))
        return false;
    if (const auto *line = qobject_cast<const QLineEdit *>(field))
        return isUndo ? !line->isUndoAvailable() : !line->isRedoAvailable();
    if (const auto *text = qobject_cast<const QPlainTextEdit *>(field))
        return isUndo ? !text->document()->isUndoAvailable() : !text->document()->isRedoAvailable();
    return false;
}

} // namespace

KeyManners::KeyManners(QWidget &window) : QObject(&window), m_window(window)
{
    qApp->installEventFilter(this);
}

bool KeyManners::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey =
        event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (!isKey || !watched->isWidgetType()
        || static_cast<QWidget *>(watched)->window() != &m_window)
        return false;
    auto *key = static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        if (!isIdle(watched, *key))
            return false;
        event->ignore(); // the shortcut is the window's then
        return true;
    }
    auto *button = qobject_cast<QAbstractButton *>(watched);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!button || !isEnter || key->modifiers().testFlag(Qt::ControlModifier))
        return false;
    if (!key->isAutoRepeat())
        button->click();
    return true;
}

} // namespace parking::ui
