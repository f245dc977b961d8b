#include "app/operatorwindow.h"

#include "alarms/alarmlabels.h"
#include "app/keyhints.h"
#include "app/unsaved.h"
#include "base/literals.h"
#include "shell/bell.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QShortcut>

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
      m_alarms(new AlarmsPanel(model, situation, theme, centralWidget()))
{
    connect(&situation, &Situation::healthChanged, this,
            [this, &situation] { m_series.add(situation.health()); });
    setPages({{.id = u"map"_s,
               .icon = u"map"_s,
               .title = tr("Map"),
               .make = [this] { return m_spaces; },
               .commands = spacesCommands(),
               .keys = mapKeys(),
               .panes = [this] { return m_spaces->panes(); },
               .cancel = [this] { return m_spaces->cancel(); }},
              {.id = u"bookings"_s,
               .icon = u"bookings"_s,
               .title = tr("Bookings"),
               .make = [this] { return makeBookings(); },
               .badge = [this] { return m_bookings ? m_bookings->attention() : 0; },
               .commands = bookingsCommands(),
               .keys = bookingsKeys(),
               .panes = [this] { return m_bookings->panes(); },
               .find = [this](const QString &text,
                              const Findings &answer) { bookings().search(text, answer); },
               .cancel = [this] { return m_bookings->cancel(); }},
              {.id = u"spaces"_s,
               .icon = u"spaces"_s,
               .title = tr("Spaces"),
               .make = [this] { return makeSpaceList(); },
               .commands = spaceListCommands(),
               .keys = spaceListKeys(),
               .panes = [this] { return m_spaceList->panes(); },
               .cancel = [this] { return m_spaceList->cancel(); }},
              {.id = u"devices"_s,
               .icon = u"devices"_s,
               .title = tr("Devices"),
               .make = [this] { return makeDevices(); },
               .badge = [this] { return m_alarms->deviceCount(); },
               .commands = devicesCommands(),
               .keys = devicesKeys(),
               .panes = [this] { return m_devices->panes(); },
               .cancel = [this] { return cancelDevices(); }},
              {.id = u"overrides"_s,
               .icon = u"wrench"_s,
               .title = tr("Overrides"),
               .make = [this] { return makeOverrides(); },
               .cancel = [this] { return m_overrides->cancel(); }},
              {.id = u"events"_s,
               .icon = u"events"_s,
               .title = tr("Events"),
               .make = [this] { return makeEvents(); },
               .keys = eventsKeys(),
               .panes = [this] { return m_events->panes(); },
               .cancel = [this] { return m_events->cancel(); }},
              {.id = u"health"_s,
               .icon = u"health"_s,
               .title = tr("Health"),
               .make = [this] { return makeHealth(); },
               .badge = [&situation] { return failing(situation.health()); },
               .commands = healthCommands() + pastCommands(),
               .cancel = [this] { return m_health->cancel(); }},
              {.id = u"settings"_s,
               .icon = u"settings"_s,
               .title = tr("Settings"),
               .make =
                   [this] {
                       return m_settings =
                                  new SettingsPage(this->model(), this->situation(), this->theme());
                   },
               .keys = settingsKeys(),
               .panes = [this] { return m_settings->panes(); },
               .cancel = [this] { return m_settings->cancel(); },
               .isApart = true}});
    connectAlarms();
    connectSpaces();
    connect(this, &MainWindow::healthRequested, this, [this] { showPage(u"health"_s); });
    connect(this, &MainWindow::spaceChosen, this, &OperatorWindow::reveal);
    connect(
        this, &MainWindow::floorChosen, this,
        [this](const QString &building, const QString &floor) {
            showPage(u"map"_s);
            m_spaces->map().leave([=, this] { m_spaces->map().view().show({building, floor}); });
            m_spaces->map().view().setFocus();
        });
}

// --- Pages ---------------------------------------------------------------------------------------

void OperatorWindow::connectSpaces()
{
    const auto tell = [this](const QString &text) { notices().tell(text); };
    connect(m_spaces, &SpacesPage::noted, this, tell);
    connect(m_spaces, &SpacesPage::importRequested, this, &OperatorWindow::importSpaces);
    connect(m_spaces, &SpacesPage::addSpacesRequested, this, &OperatorWindow::addSpaces);
    BookingSection &booked = m_spaces->inspector().bookings();
    connect(&booked, &BookingSection::opened, this, &OperatorWindow::openBooking);
    connect(&booked.walkIn(), &WalkInForm::moreAsked, this,
            [this](const domain::BookingDraft &draft) {
                showPage(u"bookings"_s);
                m_bookings->begin(draft);
            });
    connect(&m_spaces->map(), &MapPage::pictureRefused, this,
            [this](const Error &error) { notices().tell(error); });
}

QWidget *OperatorWindow::makeBookings()
{
    m_bookings = new BookingsPage(model(), situation(), theme());
    connect(m_bookings, &BookingsPage::chosen, this, &OperatorWindow::openBooking);
    connect(m_bookings, &BookingsPage::noted, this,
            [this](const QString &text) { notices().tell(text); });
    return m_bookings;
}

QWidget *OperatorWindow::makeDevices()
{
    m_devices = new DevicesPage(model(), situation(), theme());
    m_downlinks = new DownlinksPage(model(), situation(), theme());
    m_walk = new WalkPage(model(), situation(), theme());
    m_devices->setCommands(m_downlinks);
    m_devices->setWalk(m_walk);
    connect(m_walk, &WalkPage::left, this, [this] { m_devices->setWalkOpen(false); });
    connect(&m_devices->device(), &DeviceView::spaceChosen, this, &OperatorWindow::reveal);
    connect(m_downlinks, &DownlinksPage::spaceChosen, this, &OperatorWindow::reveal);
    connect(m_downlinks, &DownlinksPage::lampChosen, m_devices, &DevicesPage::showLamp);
    return m_devices;
}

QWidget *OperatorWindow::makeOverrides()
{
    m_overrides = new OverridesPage(model(), situation(), theme());
    connect(m_overrides, &OverridesPage::spaceChosen, this, &OperatorWindow::reveal);
    connect(m_overrides, &OverridesPage::changeRequested, this,
            [this](const domain::SpaceId &space) {
                showPage(u"map"_s);
                m_spaces->changeOverride(space);
            });
    connect(m_overrides, &OverridesPage::overrideCleared, &m_spaces->inspector(),
            &Inspector::overrideCleared);
    return m_overrides;
}

QWidget *OperatorWindow::makeHealth()
{
    m_health = new HealthPage(model(), situation(), theme());
    connect(m_health, &HealthPage::unheardChosen, this, &OperatorWindow::reveal);
    connect(m_health, &HealthPage::lampsChosen, this, &OperatorWindow::showLampsAmiss);
    m_health->setSeries(m_series);
    connect(m_health, &HealthPage::lettersChosen, this, [this] { showPage(u"events"_s); });
    connect(m_health, &HealthPage::settingsChosen, this, [this](const QString &check) {
        static const QHash<QString, SettingGroup> groups{
            {u"database"_s, SettingGroup::Database},     {u"mqtt"_s, SettingGroup::Broker},
            {u"chirpstack"_s, SettingGroup::ChirpStack}, {u"lamps"_s, SettingGroup::Lamps},
            {u"mail"_s, SettingGroup::Alarms},           {u"webhook"_s, SettingGroup::Alarms},
            {u"bookings"_s, SettingGroup::Bookings},     {u"retention"_s, SettingGroup::Storage}};
        showPage(u"settings"_s);
        if (const auto group = groups.constFind(check); group != groups.cend())
            settings().showGroup(*group);
    });
    connect(m_health, &HealthPage::copied, this,
            [this](const QString &what) { notices().tell(what); });
    return m_health;
}

BookingsPage &OperatorWindow::bookings()
{
    make(u"bookings"_s);
    return *m_bookings;
}

DevicesPage &OperatorWindow::devices()
{
    make(u"devices"_s);
    return *m_devices;
}

DownlinksPage &OperatorWindow::downlinks()
{
    make(u"devices"_s);
    return *m_downlinks;
}

WalkPage &OperatorWindow::walk()
{
    make(u"devices"_s);
    return *m_walk;
}

OverridesPage &OperatorWindow::overrides()
{
    make(u"overrides"_s);
    return *m_overrides;
}

HealthPage &OperatorWindow::health()
{
    make(u"health"_s);
    return *m_health;
}

SettingsPage &OperatorWindow::settings()
{
    make(u"settings"_s);
    return *m_settings;
}

void OperatorWindow::reveal(const domain::SpaceId &space)
{
    showPage(u"map"_s);
    m_spaces->reveal(space);
}

void OperatorWindow::openBooking(const domain::Booking &booking)
{
    showPage(u"bookings"_s);
    m_bookings->open(booking);
}

void OperatorWindow::showCommands()
{
    showPage(u"devices"_s);
    m_devices->openCommands();
}

void OperatorWindow::showWalk()
{
    showPage(u"devices"_s);
    m_devices->setWalkOpen(true);
}

void OperatorWindow::showLampsAmiss()
{
    showCommands();
    m_downlinks->showAmiss();
}

/// What is chosen in the view goes first, then the view.
bool OperatorWindow::cancelDevices()
{
    if (m_devices->isWalkOpen())
        return m_walk->cancel();
    return (m_devices->isCommandsOpen() && m_downlinks->cancel()) || m_devices->cancel();
}

// --- Alarms --------------------------------------------------------------------------------------

void OperatorWindow::connectAlarms()
{
    const auto toggle = [this] { m_alarms->isOpen() ? m_alarms->close() : openAlarms(); };
    auto *key = new QShortcut(Qt::Key_F8, this);
    key->setAutoRepeat(false);
    connect(key, &QShortcut::activated, this, toggle);
    connect(&bell(), &QPushButton::clicked, this, toggle);
    connect(m_alarms, &AlarmsPanel::opened, this, [this] { bell().setChecked(true); });
    connect(m_alarms, &AlarmsPanel::closed, this, [this] { bell().setChecked(false); });
    connect(m_alarms, &AlarmsPanel::changed, this, [this] {
        bell().setCount(m_alarms->count(), m_alarms->acknowledged());
        updateBadges();
    });
    connect(m_alarms, &AlarmsPanel::remedyAsked, this, &OperatorWindow::mend);
    connect(m_alarms, &AlarmsPanel::memberChosen, this, &OperatorWindow::showMember);
    connect(m_alarms, &AlarmsPanel::allAsked, this, [this] {
        m_alarms->close();
        showPage(u"devices"_s);
    });
}

void OperatorWindow::openAlarms()
{
    const QRect top = topBar();
    const int x = bell().mapTo(centralWidget(), bell().rect().center()).x();
    const int status = 28 + 8; // the line at the bottom stays readable
    const int room = centralWidget()->height() - top.bottom() - 1 - status;
    m_alarms->openAt({x, top.bottom() + 1}, std::min(room, height() - 80), &bell());
}

void OperatorWindow::resizeEvent(QResizeEvent *event)
{
    MainWindow::resizeEvent(event);
    if (m_alarms->isOpen())
        m_alarms->close(); // its tip would not be at the bell any more
}

/// To the place where it is mended. Bookings are looked for first: their desk opens them.
void OperatorWindow::mend(const domain::Alarm &alarm)
{
    m_alarms->close();
    switch (remedyOf(alarm)) {
    case AlarmRemedy::ShowOnMap:
        showMembers(alarm);
        break;
    case AlarmRemedy::PlanVisit:
        showPage(u"devices"_s);
        Q_EMIT m_devices->tripsWanted();
        break;
    case AlarmRemedy::OpenDevices:
        showPage(u"devices"_s);
        break;
    case AlarmRemedy::OpenBooking:
        break;
    case AlarmRemedy::OpenLamps:
        showLampsAmiss();
        break;
    case AlarmRemedy::Health:
        showPage(u"health"_s);
        break;
    }
}

/// What sensors have in common the map rings by itself.
void OperatorWindow::showMembers(const domain::Alarm &alarm)
{
    QSet<domain::SpaceId> spaces;
    for (const domain::AlarmMember &member : alarm.members) {
        if (!member.space.isNull())
            spaces.insert(member.space);
    }
    showPage(u"map"_s);
    if (spaces.isEmpty())
        return;
    m_spaces->reveal(alarm.members.first().space);
    if (spaces.size() > 1)
        m_spaces->map().view().select(spaces);
}

void OperatorWindow::showMember(const domain::AlarmMember &member)
{
    m_alarms->close();
    if (!member.space.isNull()) {
        showPage(u"map"_s);
        m_spaces->reveal(member.space);
        return;
    }
    showPage(u"devices"_s);
    m_devices->showDevice(member.device);
}

void OperatorWindow::closeEvent(QCloseEvent *event)
{
    if (!m_isDone && m_spaces->map().view().hasDraft()) {
        event->ignore();
        showPage(u"map"_s);
        m_spaces->map().leave([this] { close(); });
        return;
    }
    QStringList lost = m_isDone ? QStringList() : unsavedIn(*this);
    if (const QString work = m_work && !m_isDone ? m_work() : QString(); !work.isEmpty())
        lost.append(work);
    if (lost.isEmpty()) {
        MainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    askToLose(*this, {tr("Close Smart Parking?"), tr("Close"), lost}, [this] {
        setDone();
        close();
    });
}

/// B is the map's like M and L, but the map knows no bookings.
void OperatorWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_alarms->isOpen())
        m_alarms->close();
    else if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier
             && m_spaces->map().view().hasFocus() && canBookSelected())
        bookSelected();
    else
        MainWindow::keyPressEvent(event);
}

bool OperatorWindow::canBookSelected() const
{
    const MapView &view = m_spaces->map().view();
    return m_spaces->mayEdit() && !view.isEditing() && view.selection().size() == 1;
}

void OperatorWindow::bookSelected()
{
    const domain::SpaceId space = *m_spaces->map().view().selection().cbegin();
    showPage(u"bookings"_s);
    m_bookings->bookSpace(space);
}

QList<WindowCommand> OperatorWindow::spacesCommands()
{
    MapView &view = m_spaces->map().view();
    const auto mayEdit = [this] { return m_spaces->mayEdit(); };
    const auto hasSelection = [this, &view] {
        return m_spaces->mayEdit() && !view.selection().isEmpty();
    };
    QList<WindowCommand> commands{
        {.text = tr("Set maintenance"),
         .icon = u"wrench"_s,
         .keys = Qt::Key_M,
         .run =
             [this, &view] {
                 showPage(u"map"_s);
                 Q_EMIT view.maintenanceRequested(view.selection());
             },
         .isPossible = hasSelection},
        {.text = tr("Resend the lamp's colour"),
         .icon = u"lamp"_s,
         .keys = Qt::Key_L,
         .run = [&view] { Q_EMIT view.resendRequested(view.selection()); },
         .isPossible = hasSelection},
        {.text = tr("Import spaces from a CSV file"),
         .icon = u"import"_s,
         .run = [this] { importSpaces(); },
         .isPossible = mayEdit},
        {.text = tr("Resend colour to all lamps of this floor"),
         .icon = u"lamp"_s,
         .run = [this] { m_spaces->askFloorLamps(); },
         .isPossible = [this,
                        &view] { return m_spaces->mayEdit() && !view.place().floor.isEmpty(); }}};
    for (const MapLayer layer : kMapLayers)
        commands.append({.text = tr("Colours of the map: %1").arg(nameOf(layer)),
                         .icon = u"layers"_s,
                         .run = [this, layer] {
                             showPage(u"map"_s);
                             m_spaces->map().setLayer(layer);
                         }});
    return commands;
}

QList<WindowCommand> OperatorWindow::bookingsCommands()
{
    return {{.text = tr("New booking"),
             .icon = u"plus"_s,
             .keys = Qt::CTRL | Qt::Key_N,
             .run =
                 [this] {
                     showPage(u"bookings"_s);
                     m_bookings->newBooking();
                 },
             .isPossible = [this] { return m_spaces->mayEdit(); }},
            {.text = tr("Book the selected space"),
             .icon = u"bookings"_s,
             .keys = Qt::Key_B,
             .run = [this] { bookSelected(); },
             .isPossible = [this] { return canBookSelected(); }}};
}

QList<WindowCommand> OperatorWindow::devicesCommands()
{
    return {{.text = tr("New devices that were heard"),
             .icon = u"devices"_s,
             .run =
                 [this] {
                     showPage(u"devices"_s);
                     m_devices->openInbox();
                 }},
            {.text = tr("Walk from space to space, and test their sensors"),
             .icon = u"map"_s,
             .run = [this] { showWalk(); }},
            {.text = tr("Commands to lamps, and what became of them"),
             .icon = u"lamp"_s,
             .run = [this] { showCommands(); }}};
}

QList<WindowCommand> OperatorWindow::pastCommands()
{
    return {{.text = tr("Review: the site at a moment of the past"),
             .icon = u"history"_s,
             .run = [this] { Q_EMIT pastWanted(); }},
            {.text = tr("Export an archive of a period"),
             .icon = u"copy"_s,
             .run = [this] { Q_EMIT exportWanted(); }},
            {.text = tr("Open an archive"), .icon = u"history"_s, .run = [this] {
                 Q_EMIT archiveWanted();
             }}};
}

QList<WindowCommand> OperatorWindow::healthCommands()
{
    return {{.text = tr("Copy the report of Health"),
             .icon = u"copy"_s,
             .run = [this] { health().copyReport(); }},
            {.text = tr("Lamps that do not show what they should"),
             .icon = u"lamp"_s,
             .run = [this] { showLampsAmiss(); }}};
}

} // namespace parking::ui
