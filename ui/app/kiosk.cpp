#include "app/kiosk.h"

#include "app/kioskfeed.h"
#include "app/screenreport.h"
#include "base/literals.h"
#include "base/logging.h"
#include "base/servicenotify.h"
#include "base/terminationsignal.h"
#include "kiosk/kioskwindow.h"

#include <QApplication>
#include <QDir>

namespace parking::ui {

namespace {

Direction directionOf(const QString &word)
{
    if (word == u"up")
        return Direction::Up;
    if (word == u"down")
        return Direction::Down;
    return word == u"ahead" ? Direction::Ahead : Direction::None;
}

KioskOptions optionsOf(const settings::Settings &settings)
{
    KioskOptions options;
    options.place.building = settings.kioskBuilding;
    options.place.ownFloor = settings.kioskFloor;
    for (auto it = settings.kioskArrows.cbegin(); it != settings.kioskArrows.cend(); ++it)
        options.place.arrows.insert(it.key(), directionOf(*it));
    options.screen = settings.kioskScreen;
    options.languages = settings.kioskLanguages;
    options.passwordHash = settings.kioskPasswordHash;
    options.memoryFile =
        QDir(settings.dataDir).filePath(u"kiosk-%1.json"_s.arg(settings.kioskScreen));
    options.trustsClock = isClockTrusted();
    return options;
}

/// The service manager starts a screen anew that paints no more.
void feedWatchdog(QObject *context)
{
    notifyService("READY=1");
    const auto pause = watchdogPause();
    if (!pause)
        return;
    auto *timer = new QTimer(context);
    QObject::connect(timer, &QTimer::timeout, context, [] { notifyService("WATCHDOG=1"); });
    timer->start(*pause);
}

} // namespace

int runKiosk(QApplication &application, const CommandLine &line)
{
    QApplication::setQuitOnLastWindowClosed(false); // a screen is unplugged, and the window with it
    SystemClock clock;
    Theme theme(application);
    theme.setChoice(ThemeChoice::Dark);
    SiteModel model;
    Situation situation;
    situation.setRole({}, true);
    KioskWindow window(model, situation, clock, theme, optionsOf(line.settings));
    read::ReadThread reads(line.settings.databaseUrl);
    KioskFeed feed(reads, clock, model, situation);
    QString told;
    QObject::connect(&feed, &KioskFeed::failed, &window, [&told](const Error &error) {
        if (std::exchange(told, error.detail) != error.detail)
            qCWarning(lcUi).noquote() << error.code << error.detail;
    });
    QObject::connect(&situation, &Situation::nowChanged, &window,
                     [&] { window.tell(feed.hasLooked(), feed.tryingAgainIn()); });
    QObject::connect(&feed, &KioskFeed::looked, &window, &KioskWindow::takeLook);
    ScreenReport report(reads, clock, window.view(), line.settings.dataDir);
    QObject::connect(&feed, &KioskFeed::looked, &report, &ScreenReport::tell);
    QObject::connect(&window, &KioskWindow::exitAllowed, &application,
                     [] { QApplication::exit(0); });
    const TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, &application,
                     [] { QApplication::exit(0); });
    window.showOnScreen();
    feed.begin();
    feedWatchdog(&window);
    const int code = QApplication::exec();
    notifyService("STOPPING=1");
    return code;
}

} // namespace parking::ui
