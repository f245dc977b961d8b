#include "health/healthdesk.h"

#include "labels.h"
#include "read/outages.h"

namespace parking::ui {

HealthDesk::HealthDesk(const Desk &desk, HealthPage &page) : m_desk(desk), m_page(page)
{
    connect(&page, &HealthPage::outagesWanted, this, &HealthDesk::loadOutages);
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

} // namespace parking::ui
