#pragma once

#include "base/time.h"
#include "widgets/noticepage.h"

#include <QElapsedTimer>
#include <QTimer>

namespace parking::ui {

/// Lies over a window whose engine is ending: nothing can be done there any more. It stays blank
/// for as long as that usually takes, then says what is waited for, and for how long.
class EndingCover : public NoticePage {
    Q_OBJECT

public:
    /// `database`: where it is, without a password.
    EndingCover(const QString &database, const Theme &theme, QWidget *window);

Q_SIGNALS:
    void quitWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; ///< as large as its parent
    void keyPressEvent(QKeyEvent *event) override; ///< none reaches the window

private:
    void tell();

    const QString m_database;
    QElapsedTimer m_time;
    QTimer m_second;
};

} // namespace parking::ui
