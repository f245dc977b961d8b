#include "devices/devicespage.h"

#include "base/literals.h"
#include "devices/fleettable.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kPace = 5s; ///< between two looks at what moved
constexpr int kDetailLooks = 6; ///< of these one is at the device too
constexpr int kNarrow = 1100; ///< of the page; a table of commands needs more beside the list
constexpr int kTwoPanes = 760; ///< below, what is chosen stands in the list's place

} // namespace

DevicesPage::DevicesPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                         QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme),
      m_list(new FleetList(situation, theme, this)), m_pane(new QWidget(this)),
      m_back(new QPushButton(theme.icon(u"chevron-left"_s), tr("All devices"), m_pane)),
      m_right(new QStackedWidget(m_pane)), m_device(new DeviceView(situation, theme, m_right)),
      m_inbox(new InboxView(model, situation, theme, m_right)),
      m_gateway(new GatewayView(situation, theme, m_right)),
      m_trips(new TripView(situation, theme, m_right)), m_nothing(new NoticePage(theme, m_right))
{
    for (QWidget *view : {static_cast<QWidget *>(m_nothing), static_cast<QWidget *>(m_device),
                          static_cast<QWidget *>(m_inbox), static_cast<QWidget *>(m_gateway),
                          static_cast<QWidget *>(m_trips)})
        m_right->addWidget(view);
    m_nothing->setContent({.icon = u"devices"_s,
                           .title = tr("Nothing is chosen"),
                           .text = tr("Choose a device at the left: what it measured, and when its "
                                      "battery will be empty, stands here.")});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(makePane(), 1);
    setFocusProxy(&m_list->search());
    connect(m_list, &FleetList::changed, this, [this] { ask(true); });
    connect(m_list, &FleetList::moreWanted, this, [this] { ask(false); });
    connect(m_list, &FleetList::deviceChosen, this, &DevicesPage::onDevice);
    connect(m_list, &FleetList::gatewayChosen, this, &DevicesPage::onGateway);
    connect(m_list, &FleetList::inboxToggled, this, [this](bool open) {
        m_inboxOpen = open;
        m_tripsOpen = m_tripsOpen && !open;
        m_isListAsked = m_isListAsked && !open;
        if (open)
            m_list->setCommandsOpen(false);
        updateRight();
        if (open)
            Q_EMIT inboxWanted();
    });
    connect(m_list, &FleetList::commandsToggled, this, [this](bool open) {
        m_commandsOpen = open && m_commands;
        if (m_commandsOpen) {
            m_isListAsked = false;
            m_tripsOpen = false;
            m_list->setInboxOpen(false);
        }
        updateRight();
    });
    connect(m_inbox, &InboxView::walkWanted, this, [this] { setWalkOpen(true); });
    connect(m_inbox, &InboxView::wanted, this, &DevicesPage::inboxWanted);
    connect(m_inbox, &InboxView::detailWanted, this, &DevicesPage::detailWanted);
    connect(m_device, &DeviceView::detailWanted, this, &DevicesPage::detailWanted);
    connect(m_device, &DeviceView::bindWanted, this, [this](const domain::FleetDevice &device) {
        openInbox();
        m_inbox->choose(device.device.devEui);
    });
    connect(m_gateway, &GatewayView::deviceChosen, this, &DevicesPage::showDevice);
    connect(m_trips, &TripView::deviceChosen, this, &DevicesPage::showDevice);
    connect(m_list, &FleetList::tripsWanted, this, &DevicesPage::tripsWanted);
    connect(&situation, &Situation::nowChanged, this, &DevicesPage::refresh);
    updateRight();
}

QWidget *DevicesPage::makePane()
{
    m_back->setProperty("kind", u"quiet"_s);
    connect(m_back, &QPushButton::clicked, this, &DevicesPage::backToList);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 0);
    head->addWidget(m_back);
    head->addStretch(1);
    auto *layout = new QVBoxLayout(m_pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_right, 1);
    // The row that is chosen already, too.
    connect(&m_list->table(), &QAbstractItemView::clicked, this, &DevicesPage::openChosen);
    connect(&m_list->table(), &QAbstractItemView::activated, this, &DevicesPage::openChosen);
    return m_pane;
}

// --- Asking --------------------------------------------------------------------------------------

void DevicesPage::ask(bool isNew)
{
    m_isNewQuestion = m_isNewQuestion || isNew;
    if (!isVisible())
        return;
    m_asked.start();
    ++m_question;
    if (m_list->view() == FleetList::Gateways)
        Q_EMIT gatewaysWanted();
    else
        Q_EMIT fleetWanted(m_list->filter(), m_list->sort(), m_list->limit());
    updateRight();
}

void DevicesPage::refresh()
{
    if (!isVisible() || (m_asked.isValid() && Milliseconds(m_asked.elapsed()) < kPace))
        return;
    ++m_looks;
    const bool isDetailed = m_looks % kDetailLooks == 0;
    if (m_list->view() != FleetList::Gateways || isDetailed) // gateways cost a read of a week
        ask(false);
    else
        m_asked.start();
    if (m_inboxOpen)
        Q_EMIT inboxWanted();
    else if (isDetailed && m_right->currentWidget() == m_device)
        m_device->refresh();
}

void DevicesPage::refreshNow()
{
    ask(true);
    if (m_inboxOpen)
        Q_EMIT inboxWanted();
    if (m_device->device())
        Q_EMIT detailWanted(*m_device->device());
}

void DevicesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask(false);
    if (m_inboxOpen)
        Q_EMIT inboxWanted();
}

void DevicesPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// --- Answers -------------------------------------------------------------------------------------

void DevicesPage::setPage(const domain::FleetPage &page)
{
    m_fresh = page.counts.fresh;
    m_list->setPage(page, std::exchange(m_isNewQuestion, false));
    if (m_device->isFailed())
        m_device->refresh(); // the database is back
    else
        followHeard(page);
    if (m_sought)
        findSought();
    updateRight();
}

/// What stands beside the list is no older than the list says.
void DevicesPage::followHeard(const domain::FleetPage &page)
{
    const std::optional<domain::DeviceDetail> &detail = m_device->detail();
    if (!detail || m_right->currentWidget() != m_device)
        return;
    for (const domain::FleetDevice &row : page.rows) {
        const domain::Device &shown = detail->fleet.device;
        if (row.device.devEui == shown.devEui && row.device.lastHeard > shown.lastHeard)
            Q_EMIT detailWanted(shown.devEui);
    }
}

/// Of many devices the list may not have it yet: then it is looked for by its EUI, once.
void DevicesPage::findSought()
{
    const domain::DevEui eui = *m_sought;
    if (m_list->rows().rowOf(eui) >= 0) {
        m_sought.reset();
        m_list->table().choose(eui);
        onDevice(eui);
    } else if (m_list->search().text() != eui.toString()) {
        m_list->seek(eui);
    } else {
        m_sought.reset();
    }
}

void DevicesPage::setInbox(const domain::FleetPage &page)
{
    const bool hadFocus = m_inbox->isAncestorOf(QApplication::focusWidget());
    m_inbox->setDevices(page.rows, page.total);
    if (hadFocus && page.rows.isEmpty()) // what is left there are buttons for other things
        m_list->table().setFocus(Qt::OtherFocusReason);
}

void DevicesPage::setGateways(const QList<domain::GatewayDetail> &gateways)
{
    m_gateways = gateways;
    m_list->setGateways(gateways);
    if (const auto id = m_list->chosenGateway())
        onGateway(*id);
}

void DevicesPage::setTrips(const QList<domain::LadderTrip> &trips, bool silenceTells)
{
    m_trips->setTrips(trips, silenceTells);
    m_list->setInboxOpen(false);
    m_list->setCommandsOpen(false);
    m_tripsOpen = true;
    m_isListAsked = false;
    updateRight();
}

void DevicesPage::setDetail(const domain::DeviceDetail &detail)
{
    m_device->setDetail(detail);
    m_inbox->setDetail(detail);
}

void DevicesPage::setFailed(const QString &words)
{
    m_list->setFailed(words);
    if (m_device->device())
        m_device->setFailed(words);
}

// --- What is looked at ---------------------------------------------------------------------------

bool DevicesPage::isInboxOpen() const
{
    return m_inboxOpen;
}

void DevicesPage::openInbox()
{
    setWalkOpen(false);
    m_list->setInboxOpen(true);
}

void DevicesPage::setCommands(QWidget *view)
{
    m_commands = view;
    m_right->addWidget(view);
    updateRight();
}

void DevicesPage::setWalk(QWidget *view)
{
    m_walk = view;
    m_right->addWidget(view);
    updateRight();
}

void DevicesPage::setWalkOpen(bool open)
{
    m_walkOpen = open && m_walk;
    updateRight();
}

void DevicesPage::openCommands()
{
    setWalkOpen(false);
    m_list->setView(FleetList::Lamps);
    m_list->setCommandsOpen(true);
}

void DevicesPage::showDevice(domain::DevEui eui)
{
    seek(eui, FleetList::Sensors);
}

void DevicesPage::showLamp(domain::DevEui eui)
{
    seek(eui, FleetList::Lamps);
}

void DevicesPage::seek(domain::DevEui eui, FleetList::View view)
{
    m_sought = eui;
    m_isListAsked = false;
    setWalkOpen(false);
    m_list->setInboxOpen(false);
    m_list->setCommandsOpen(false);
    m_list->setView(view);
}

void DevicesPage::onDevice(domain::DevEui eui)
{
    const int row = m_list->rows().rowOf(eui);
    if (row < 0)
        return;
    m_list->setInboxOpen(false);
    m_list->setCommandsOpen(false);
    m_tripsOpen = false;
    // Whoever goes through the list by keys stays there, to tick; Enter, or a click, opens.
    const bool goesThrough = !m_sought && m_list->table().hasFocus();
    m_isListAsked = goesThrough || (m_isListAsked && m_device->device() == eui);
    m_device->show(m_list->rows().row(row));
    updateRight();
}

void DevicesPage::onGateway(const QString &id)
{
    for (const domain::GatewayDetail &gateway : std::as_const(m_gateways)) {
        if (gateway.id == id)
            m_gateway->setGateway(gateway);
    }
    m_list->setInboxOpen(false);
    m_tripsOpen = false;
    updateRight();
}

void DevicesPage::updateRight()
{
    QWidget *wanted = m_nothing;
    if (m_walkOpen)
        wanted = m_walk;
    else if (m_inboxOpen)
        wanted = m_inbox;
    else if (m_tripsOpen)
        wanted = m_trips;
    else if (m_commandsOpen)
        wanted = m_commands;
    else if (m_list->view() == FleetList::Gateways)
        wanted = m_list->chosenGateway() ? static_cast<QWidget *>(m_gateway) : m_nothing;
    else if (m_device->device())
        wanted = m_device;
    // What is not shown asks for no room.
    for (int i = 0; i < m_right->count(); ++i) {
        const auto policy =
            m_right->widget(i) == wanted ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        m_right->widget(i)->setSizePolicy(policy, policy);
    }
    m_right->setCurrentWidget(wanted);
    arrange();
}

/// Where there is no room for both, the list, or in its place what was chosen of it.
void DevicesPage::arrange()
{
    const int list = m_theme.scaled(width() < kNarrow ? 372 : 384);
    const int least = m_right->currentWidget() == m_commands
        ? m_theme.scaled(kNarrow)
        : qMax(m_theme.scaled(kTwoPanes), list + m_right->minimumSizeHint().width());
    const bool areBoth = !m_walkOpen && width() >= least;
    const bool isChosen = m_walkOpen || (m_right->currentWidget() != m_nothing && !m_isListAsked);
    m_list->setMinimumWidth(areBoth ? list : 0);
    m_list->setMaximumWidth(areBoth ? list : QWIDGETSIZE_MAX);
    m_list->setVisible(areBoth || !isChosen);
    m_pane->setVisible(areBoth || isChosen);
    m_back->setVisible(!areBoth && !m_walkOpen);
    setFocusProxy(m_list->isHidden() ? static_cast<QWidget *>(m_back) : &m_list->search());
}

/// Of one of them: a window that becomes narrow goes on with that one.
QSize DevicesPage::minimumSizeHint() const
{
    const int wide = qMax(m_list->minimumSizeHint().width(), m_right->minimumSizeHint().width());
    return {wide, QWidget::minimumSizeHint().height()};
}

void DevicesPage::openChosen()
{
    m_isListAsked = false;
    updateRight();
}

void DevicesPage::backToList()
{
    cancel();
    m_isListAsked = true;
    updateRight();
    m_list->search().setFocus();
}

bool DevicesPage::cancel()
{
    if (!m_inboxOpen && !m_tripsOpen && !m_commandsOpen) {
        if (!m_list->isHidden() || m_walkOpen)
            return false;
        m_isListAsked = true;
        updateRight();
        return true;
    }
    m_tripsOpen = false;
    m_list->setInboxOpen(false);
    m_list->setCommandsOpen(false);
    updateRight();
    return true;
}

QList<QWidget *> DevicesPage::panes() const
{
    return {&m_list->table(), m_right};
}

} // namespace parking::ui
