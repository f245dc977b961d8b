#pragma once

#include <QObject>

class QWidget;

namespace parking::ui {

/// What keys do in all of a window: Enter presses the button that has the focus, and Ctrl+Z is the
/// window's where a text field has nothing of its own to take back, as after it was saved: once a
/// press, for who holds it to empty the field means no act of the window.
class KeyManners : public QObject {
    Q_OBJECT

public:
    explicit KeyManners(QWidget &window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget &m_window;
};

} // namespace parking::ui
