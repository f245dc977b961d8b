#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace parking::ui {

class OperatorWindow;

/// What is typed in the window's pages and not saved, one line each; the settings of these keys are
/// just being saved. The layout that is edited has a question of its own (MapPage::leave).
QStringList unsavedIn(OperatorWindow &window, const QStringList &savedKeys = {});

struct LossQuestion {
    QString text;
    QString goOn; ///< the button that loses it
    QStringList lost;
};
/// Names what would be lost; one of the two is called once.
void askToLose(QWidget &parent, const LossQuestion &question, const std::function<void()> &goOn,
               const std::function<void()> &stay = nullptr);

} // namespace parking::ui
