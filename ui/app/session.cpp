#include "app/session.h"

#include "alarms/traynotice.h"
#include "base/literals.h"
#include "lamps/lampview.h"

#include <QCoreApplication>
#include <QProcess>

namespace parking::ui {

Session::Session(const Doors &doors, OperatorWindow &window)
    : m_desk{&doors.engine,      doors.reads,      window.model(),
             window.situation(), window.notices(), doors.actor},
      m_feed(doors.engine, doors.clock, window.model(), window.situation()),
      m_spaces(m_desk, window.spaces()), m_alarms(m_desk, window.alarms()), m_window(window),
      m_longReads(doors.longReads ? *doors.longReads : doors.reads), m_own(doors.settings),
      m_reconnect(doors.reconnect)
{
    if (doors.awaitsSite)
        m_feed.awaitSite();
    SpacesPage &page = window.spaces();
    connect(&page, &SpacesPage::retryRequested, &m_feed, &LiveFeed::retry);
    connect(&page, &SpacesPage::migrateRequested, &m_feed, &LiveFeed::migrate);
    connect(&page, &SpacesPage::demoRequested, this, &Session::startDemo);
    connect(&m_alarms, &AlarmsDesk::bookingFound, &window,
            [&window](const domain::Booking &booking) {
                window.showPage(u"bookings"_s);
                window.bookings().open(booking);
            });
    auto *tray = new TrayNotice(window);
    connect(&m_alarms, &AlarmsDesk::criticalTold, tray, &TrayNotice::tell);
    connect(tray, &TrayNotice::opened, &window, &OperatorWindow::openAlarms);
    connect(&m_feed, &LiveFeed::failed, this,
            [this](const Error &error) { m_desk.notices.tell(error); });
    connect(&window, &MainWindow::pageMade, this, &Session::open);
    for (const Page &made : window.pages()) {
        if (window.isMade(made.id))
            open(made.id);
    }
}

/// The sections of the map's inspector stand before the desks that answer them.
void Session::open(const QString &page)
{
    Inspector &inspector = m_window.spaces().inspector();
    if (page == u"bookings") {
        m_bookings.emplace(m_desk, m_window.bookings(), inspector.bookings());
        inspector.bookings().ask();
    } else if (page == u"devices") {
        m_devices.emplace(m_desk, m_longReads, m_window.devices());
        m_walk.emplace(m_desk, m_window.walk());
        openLamps();
    } else if (page == u"health") {
        m_health.emplace(m_desk, m_window.health());
    } else if (page == u"settings") {
        m_settings.emplace(m_desk, m_own, m_window.settings(), m_reconnect);
    } else if (page == u"spaces") {
        m_spaceList.emplace(m_desk, m_longReads, m_window.spaceList());
    } else if (page == u"events") {
        m_events.emplace(m_desk, m_window.events());
    }
}

void Session::tellSaved(const SavedSettings &saved)
{
    m_window.settings(); // made
    m_settings->tellSaved(saved);
}

void Session::openLamps()
{
    SpacesPage &spaces = m_window.spaces();
    m_lamps.emplace(m_desk, spaces.inspector().lamp(), m_window.downlinks(),
                    m_window.devices().device().lamp());
    LampsDesk *desk = &*m_lamps;
    connect(&spaces, &SpacesPage::resendRequested, desk, &LampsDesk::resend);
    const auto show = [desk](MapLayer layer) { desk->showOnMap(layer == MapLayer::Lamps); };
    connect(&spaces.map(), &MapPage::layerChanged, desk, show);
    show(spaces.map().layer());
    spaces.inspector().lamp().ask();
}

void Session::startDemo()
{
    if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--demo"_s}))
        m_desk.notices.tell(Error{u"DEMO"_s, u"cannot start the demo"_s});
}

} // namespace parking::ui
