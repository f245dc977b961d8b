#include "app/session.h"

#include "base/literals.h"
#include "lamps/lampview.h"

#include <QCoreApplication>
#include <QProcess>

namespace parking::ui {

Session::Session(const Doors &doors, OperatorWindow &window)
    : m_desk{&doors.engine,      doors.reads,      window.model(),
             window.situation(), window.notices(), doors.actor},
      m_feed(doors.engine, doors.clock, window.model(), window.situation()),
      m_spaces(m_desk, window.spaces()),
      m_bookings(m_desk, window.bookings(), window.spaces().inspector().bookings()),
      m_devices(m_desk, doors.longReads ? *doors.longReads : doors.reads, window.devices()),
      m_lamps(m_desk, window.spaces().inspector().lamp(), window.downlinks(),
              window.devices().device().lamp()),
      m_walk(m_desk, window.walk()), m_health(m_desk, window.health()),
      m_alarms(m_desk, window.alarms())
{
    if (doors.awaitsSite)
        m_feed.awaitSite();
    SpacesPage &page = window.spaces();
    connect(&page, &SpacesPage::resendRequested, &m_lamps, &LampsDesk::resend);
    connect(&page.map(), &MapPage::layerChanged, &m_lamps,
            [this](MapLayer layer) { m_lamps.showOnMap(layer == MapLayer::Lamps); });
    connect(&page, &SpacesPage::retryRequested, &m_feed, &LiveFeed::retry);
    connect(&page, &SpacesPage::migrateRequested, &m_feed, &LiveFeed::migrate);
    connect(&page, &SpacesPage::demoRequested, this, &Session::startDemo);
    connect(&m_alarms, &AlarmsDesk::bookingFound, &window,
            [&window](const domain::Booking &booking) {
                window.showPage(u"bookings"_s);
                window.bookings().open(booking);
            });
    connect(&m_feed, &LiveFeed::failed, this,
            [this](const Error &error) { m_desk.notices.tell(error); });
}

void Session::startDemo()
{
    if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--demo"_s}))
        m_desk.notices.tell(Error{u"DEMO"_s, u"cannot start the demo"_s});
}

} // namespace parking::ui
