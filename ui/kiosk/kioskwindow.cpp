#include "kiosk/kioskwindow.h"

#include "base/literals.h"
#include "base/logging.h"
#include "theme/theme.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QVBoxLayout>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kShiftPause = 10min;
constexpr int kShiftPixels = 4;
constexpr Milliseconds kMemoryPause = 60s; // small computers have memory cards that wear out
constexpr Milliseconds kExitStays = 30s;

} // namespace

KioskWindow::KioskWindow(SiteModel &model, Situation &situation, Clock &clock, const Theme &theme,
                         const KioskOptions &options)
    : m_clock(clock), m_options(options), m_board(model, situation, options.place),
      m_languages(options.languages, clock), m_lock(options.passwordHash),
      m_view(new KioskView(theme, this)), m_exit(new QWidget(this)), m_exitWords(makeLabel(m_exit)),
      m_password(new QLineEdit(m_exit)), m_shiftTimer(clock, this), m_memoryTimer(clock, this),
      m_exitTimer(clock, this), m_isClockKnown(options.trustsClock)
{
    setWindowFlags(Qt::Window | Qt::FramelessWindowHint);
    setCursor(Qt::BlankCursor);
    m_exit->setAutoFillBackground(true);
    m_exit->setFixedWidth(480);
    m_exit->setBackgroundRole(QPalette::Button);
    setTextStyle(*m_exitWords, "pageTitle"_L1);
    auto *layout = new QVBoxLayout(m_exit);
    layout->addWidget(m_exitWords);
    layout->addWidget(m_password);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaxLength(200);
    m_password->setContextMenuPolicy(Qt::NoContextMenu);
    m_exit->hide();
    connect(m_password, &QLineEdit::returnPressed, this, &KioskWindow::tryPassword);
    connect(&situation, &Situation::nowChanged, this, &KioskWindow::refresh);
    connect(&m_languages, &KioskLanguages::changed, this, &KioskWindow::refresh);
    connect(&m_shiftTimer, &ClockTimer::timeout, this, &KioskWindow::shift);
    connect(&m_memoryTimer, &ClockTimer::timeout, this, &KioskWindow::keepMemory);
    connect(&m_exitTimer, &ClockTimer::timeout, m_exit, &QWidget::hide);
    m_exitTimer.setSingleShot(true);
    m_shiftTimer.start(kShiftPause);
    m_memoryTimer.start(kMemoryPause);
    // A screen that is unplugged, turned or plugged in again.
    connect(qGuiApp, &QGuiApplication::screenAdded, this, &KioskWindow::place);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &KioskWindow::place);
    connect(qGuiApp, &QGuiApplication::primaryScreenChanged, this, &KioskWindow::place);
    if (const auto memory = KioskMemory::read(options.memoryFile, options.place.building)) {
        m_board.remember(*memory);
        m_kept = *memory;
    }
    refresh();
}

Milliseconds KioskWindow::steady() const
{
    return std::chrono::duration_cast<Milliseconds>(m_clock.steady().time_since_epoch());
}

void KioskWindow::takeLook(std::optional<UtcTime> takenIn)
{
    m_board.take(takenIn);
    refresh();
    if (!std::exchange(m_triedToKeep, true))
        keepMemory(); // the rest waits for its timer
}

void KioskWindow::tell(bool isClockKnown, std::optional<int> tryingAgainIn)
{
    m_isClockKnown = isClockKnown || m_options.trustsClock;
    m_tryingAgainIn = tryingAgainIn;
}

void KioskWindow::refresh()
{
    KioskPicture picture = m_board.picture(steady());
    picture.isClockKnown = m_isClockKnown;
    picture.tryingAgainIn = m_tryingAgainIn;
    m_view->setPicture(picture);
}

/// Nobody is bothered by a full disk: the screen goes on, and would begin without numbers.
void KioskWindow::keepMemory()
{
    const std::optional<KioskMemory> memory = m_board.memory();
    if (m_options.memoryFile.isEmpty() || !memory || m_kept == memory)
        return;
    if (memory->write(m_options.memoryFile, m_options.place.building))
        m_kept = memory;
    else if (!std::exchange(m_toldUnkept, true))
        qCWarning(lcUi).noquote() << "cannot keep" << m_options.memoryFile;
}

/// Round a square, so that no pixel shows the same for ever.
void KioskWindow::shift()
{
    static constexpr int kSteps[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    m_shiftStep = (m_shiftStep + 1) % 4;
    m_view->setShift(
        QPoint(kSteps[m_shiftStep][0] * kShiftPixels, kSteps[m_shiftStep][1] * kShiftPixels));
}

void KioskWindow::showOnScreen()
{
    place();
    showFullScreen();
    activateWindow();
}

/// Where the screen is that it is for; on another one as long as that is away.
void KioskWindow::place()
{
    const QList<QScreen *> screens = QGuiApplication::screens();
    QScreen *screen = screens.value(m_options.screen - 1, QGuiApplication::primaryScreen());
    if (!screen)
        return;
    connect(screen, &QScreen::geometryChanged, this, &KioskWindow::place, Qt::UniqueConnection);
    setScreen(screen);
    if (geometry() != screen->geometry())
        setGeometry(screen->geometry());
}

void KioskWindow::resizeEvent(QResizeEvent *event)
{
    m_view->setGeometry(rect());
    m_exit->move((width() - m_exit->width()) / 2, height() / 3);
    QWidget::resizeEvent(event);
}

/// A window that somebody minimised comes back.
bool KioskWindow::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::WindowStateChange && isVisible() && isMinimized())
        QMetaObject::invokeMethod(this, &KioskWindow::showOnScreen, Qt::QueuedConnection);
    return done;
}

void KioskWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isExit = event->key() == Qt::Key_Q
        && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (isExit && m_lock.isUsed())
        askPassword();
    else if (event->key() == Qt::Key_Escape)
        m_exit->hide();
    event->accept();
}

void KioskWindow::closeEvent(QCloseEvent *event)
{
    event->ignore(); // Alt+F4 is a key as any other
}

void KioskWindow::askPassword()
{
    m_exitWords->setText(tr("Password to end this screen"));
    m_password->clear();
    m_exit->adjustSize();
    m_exit->show();
    m_exit->raise();
    m_password->setFocus();
    m_exitTimer.start(kExitStays);
}

void KioskWindow::tryPassword()
{
    const ExitLock::Answer answer = m_lock.open(m_password->text(), steady());
    m_password->clear();
    m_exitTimer.start(kExitStays);
    switch (answer) {
    case ExitLock::Answer::Open:
        m_exit->hide();
        Q_EMIT exitAllowed();
        break;
    case ExitLock::Answer::Wrong:
        m_exitWords->setText(tr("That is not the password. Try again."));
        break;
    case ExitLock::Answer::Waits:
        m_exitWords->setText(tr("Too many tries. Try again in a minute."));
        break;
    }
}

} // namespace parking::ui
