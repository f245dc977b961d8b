#include "app/operatorwindow.h"

#include "base/literals.h"

#include <QCloseEvent>

#include <algorithm>

namespace parking::ui {

namespace {

int failing(const domain::Health &health)
{
    return int(std::count_if(health.checks.cbegin(), health.checks.cend(),
                             [](const domain::HealthCheck &check) {
                                 return check.level == domain::HealthLevel::Unhealthy;
                             }));
}

} // namespace

OperatorWindow::OperatorWindow(SiteModel &model, Situation &situation, Notices &notices,
                               Theme &theme)
    : MainWindow(model, situation, notices, theme),
      m_spaces(new SpacesPage(model, situation, theme)),
      m_downlinks(new DownlinksPage(model, situation, theme))
{
    const QString map = u"map"_s;
    const QString health = u"health"_s;
    setPages(
        {{.id = map,
          .icon = u"map"_s,
          .title = tr("Map"),
          .widget = m_spaces,
          .commands = spacesCommands(),
          .panes = m_spaces->panes(),
          .cancel = [this] { return m_spaces->cancel(); }},
         {.id = u"downlinks"_s, .icon = u"lamp"_s, .title = tr("Downlinks"), .widget = m_downlinks},
         {.id = health,
          .icon = u"health"_s,
          .title = tr("Health"),
          .widget = new HealthPage(situation, theme),
          .badge = [&situation] { return failing(situation.health()); }}});

    connect(this, &MainWindow::healthRequested, this, [this, health] { showPage(health); });
    const auto reveal = [this, map](const domain::SpaceId &space) {
        showPage(map);
        m_spaces->reveal(space);
    };
    connect(this, &MainWindow::spaceChosen, this, reveal);
    connect(m_downlinks, &DownlinksPage::spaceChosen, this, reveal);
    connect(m_spaces, &SpacesPage::noted, &notices,
            [&notices](const QString &text) { notices.tell(text); });
    connect(&m_spaces->map(), &MapPage::pictureRefused, &notices,
            [&notices](const Error &error) { notices.tell(error); });
}

void OperatorWindow::closeEvent(QCloseEvent *event)
{
    if (!m_spaces->map().view().hasDraft()) {
        MainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    showPage(u"map"_s);
    m_spaces->map().leave([this] { close(); });
}

QList<WindowCommand> OperatorWindow::spacesCommands()
{
    const auto mayEdit = [this] { return m_spaces->mayEdit(); };
    return {{.text = tr("Import spaces from a CSV file"),
             .icon = u"import"_s,
             .run = [this] { Q_EMIT m_spaces->importRequested(); },
             .isPossible = mayEdit},
            {.text = tr("Add spaces"),
             .icon = u"plus"_s,
             .run = [this] { Q_EMIT m_spaces->addSpacesRequested(); },
             .isPossible = mayEdit},
            {.text = tr("Resend colour to all lamps of this floor"),
             .icon = u"lamp"_s,
             .run = [this] { m_spaces->askFloorLamps(); },
             .isPossible =
                 [this] {
                     return m_spaces->mayEdit() && !m_spaces->map().view().place().floor.isEmpty();
                 }}};
}

} // namespace parking::ui
