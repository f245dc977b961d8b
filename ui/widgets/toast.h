#pragma once

#include "theme/theme.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace parking::ui {

/// What was done, with Undo: 8 s at the bottom of its parent, longer while hovered or focused.
/// One at a time.
class Toast : public QFrame {
    Q_OBJECT

public:
    explicit Toast(const Theme &theme, QWidget *parent);

    void show(const QString &text, std::function<void()> undo = {});
    QString text() const;

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void place();

    QLabel *m_text;
    QPushButton *m_undo;
    QTimer m_timer;
    std::function<void()> m_action;
};

} // namespace parking::ui
