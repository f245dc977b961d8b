#pragma once

#include "theme/theme.h"

#include <QFrame>
#include <QKeySequence>
#include <QTimer>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;

namespace parking::ui {

/// What was done, with what follows from it (Undo): 8 s at the bottom of its parent, longer while
/// hovered or focused. One at a time. It rises where a button or a field lies below it: nothing
/// that acts is covered.
class Toast : public QFrame {
    Q_OBJECT

public:
    explicit Toast(const Theme &theme, QWidget *parent);

    struct Action {
        QString text;
        QKeySequence keys; ///< that do the same
        std::function<void()> run;
    };
    void show(const QString &text, const std::optional<Action> &action = {});
    QString text() const;

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override; ///< what moves in its window

private:
    void place();
    QRect firstInTheWay(const QRect &box, int (QRect::*edge)() const = &QRect::top) const;

    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_timer;
    QTimer m_moved; ///< something in its window did
    std::optional<Action> m_action;
};

} // namespace parking::ui
