#include "health/healthdesk.h"

#include "labels.h"
#include "read/outages.h"
#include "read/screens.h"

namespace parking::ui {

HealthDesk::HealthDesk(const Desk &desk, HealthPage &page) : m_desk(desk), m_page(page)
{
    connect(&page, &HealthPage::outagesWanted, this, &HealthDesk::loadOutages);
    connect(&page, &HealthPage::screensWanted, this, &HealthDesk::loadScreens);
}

void HealthDesk::loadOutages()
{
    m_desk.ask(
        this,
        [](store::Database &database) {
            return read::recentOutages(database, HealthPage::kOutages);
        },
        [this](const QList<domain::Outage> &outages) { m_page.setOutages(outages); },
        [this](const Error &error) { m_page.setOutagesFailed(labels::text(error)); });
}

/// Where it fails the page says so otherwise: what was last told would grow older unseen, so it
/// goes.
void HealthDesk::loadScreens()
{
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::screens(database, now);
        },
        [this](const read::Screens &screens) { m_page.setScreens(screens.rows, screens.at); },
        [this](const Error &) { m_page.setScreens({}, {}); });
}

} // namespace parking::ui
