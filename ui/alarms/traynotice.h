#pragma once

#include <QPointer>
#include <QSystemTrayIcon>

#include <memory>

namespace parking::ui {

/// Tells what is critical by the desktop's own notices while nobody looks at the window. The icon
/// stands in the tray only from a notice until the window is looked at again; where the desktop has
/// no tray nothing is shown, and nothing claimed.
class TrayNotice : public QObject {
    Q_OBJECT

public:
    /// Lives in it.
    explicit TrayNotice(QWidget &window);

    void tell(const QString &words);
    bool isShown() const { return m_icon && m_icon->isVisible(); }

Q_SIGNALS:
    void opened(); ///< somebody wants to see; the window is in front by then

private:
    bool isSeen() const;
    void hide();
    void open();

    QWidget &m_window;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QString m_words; ///< to be shown
};

} // namespace parking::ui
