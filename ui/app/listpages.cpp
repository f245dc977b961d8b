// The pages "Spaces" and "Events" of the operator's window.

#include "app/operatorwindow.h"
#include "base/literals.h"

namespace parking::ui {

SpaceListPage &OperatorWindow::spaceList()
{
    make(u"spaces"_s);
    return *m_spaceList;
}

void OperatorWindow::importSpaces()
{
    showPage(u"spaces"_s);
    spaceList().openImport();
}

void OperatorWindow::addSpaces()
{
    const MapPlace place = m_spaces->map().view().place();
    showPage(u"spaces"_s);
    spaceList().newSpace({place.building, place.floor, {}});
}

EventsPage &OperatorWindow::events()
{
    make(u"events"_s);
    return *m_events;
}

QWidget *OperatorWindow::makeSpaceList()
{
    m_spaceList = new SpaceListPage(model(), situation(), theme());
    connect(m_spaceList, &SpaceListPage::showAsked, this, &OperatorWindow::reveal);
    connect(m_spaceList, &SpaceListPage::resendAsked, m_spaces, &SpacesPage::resendRequested);
    connect(m_spaceList, &SpaceListPage::maintenanceAsked, this,
            [this](const QSet<domain::SpaceId> &spaces) {
                domain::Override value;
                value.state = domain::SpaceState::Maintenance;
                Q_EMIT m_spaces->inspector().overrideRequested({spaces, value});
            });
    return m_spaceList;
}

QWidget *OperatorWindow::makeEvents()
{
    m_events = new EventsPage(model(), situation(), theme());
    connect(m_events, &EventsPage::showAsked, this, &OperatorWindow::reveal);
    connect(m_events, &EventsPage::deviceAsked, this, [this](domain::DevEui device) {
        showPage(u"devices"_s);
        devices().showDevice(device);
    });
    return m_events;
}

QList<WindowCommand> OperatorWindow::spaceListCommands()
{
    const auto mayEdit = [this] { return m_spaces->mayEdit(); };
    return {{.text = tr("New spaces, one or many in a row"),
             .icon = u"plus"_s,
             .run = [this] { addSpaces(); },
             .isPossible = mayEdit},
            {.text = tr("Floors and zones: name, order, merge"),
             .icon = u"layers"_s,
             .run =
                 [this] {
                     showPage(u"spaces"_s);
                     spaceList().openPlaces();
                 },
             .isPossible = mayEdit}};
}

} // namespace parking::ui
