#pragma once

#include "app/operatorwindow.h"

#include <QSettings>
#include <QTimer>

namespace parking::ui {

/// The window as it was left: where and how large it is, its theme, its page and the place on its
/// map. In a file of the person's own, written soon after each change: also who is ended, or loses
/// power, finds it so.
class WindowMemory : public QObject {
    Q_OBJECT

public:
    explicit WindowMemory(OperatorWindow &window, QObject *parent = nullptr);

    /// The place comes as soon as the site is known, unless somebody went elsewhere before.
    void restore();
    void save();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void restorePlace();

    OperatorWindow &m_window;
    QSettings m_file;
    QTimer m_pause;
    MapPlace m_wanted; ///< to be shown with the site; the site itself: nothing
};

} // namespace parking::ui
