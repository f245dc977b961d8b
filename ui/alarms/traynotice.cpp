#include "alarms/traynotice.h"

#include <QGuiApplication>
#include <QTimer>
#include <QWidget>

#include <utility>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kTakenIn = 1s;

} // namespace

TrayNotice::TrayNotice(QWidget &window) : QObject(&window), m_window(window)
{
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive)
                    hide();
            });
}

bool TrayNotice::isSeen() const
{
    return QGuiApplication::applicationState() == Qt::ApplicationActive && m_window.isVisible()
        && !m_window.isMinimized();
}

void TrayNotice::tell(const QString &words)
{
    if (isSeen() || !QSystemTrayIcon::isSystemTrayAvailable()
        || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_icon) {
        m_icon = std::make_unique<QSystemTrayIcon>(QGuiApplication::windowIcon());
        connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &TrayNotice::open);
        connect(m_icon.get(), &QSystemTrayIcon::activated, this, &TrayNotice::open);
        m_icon->show();
    }
    m_icon->setToolTip(words);
    m_words = words;
    // Where a tray takes icons in by and by, words before that are lost.
    QTimer::singleShot(m_icon->geometry().isEmpty() ? kTakenIn : 0s, this, [this] {
        if (m_icon && !m_words.isEmpty())
            m_icon->showMessage(tr("Smart Parking"), std::exchange(m_words, {}),
                                QSystemTrayIcon::Critical);
    });
}

/// The icon may stand in a signal of its own.
void TrayNotice::hide()
{
    if (m_icon) {
        m_icon->hide();
        m_icon.release()->deleteLater();
    }
}

void TrayNotice::open()
{
    hide();
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    Q_EMIT opened();
}

} // namespace parking::ui
