#include "devices/devicesdesk.h"

#include "base/literals.h"
#include "desk/devicework.h"
#include "desk/savefile.h"
#include "devices/devicelabels.h"
#include "devices/labelsheet.h"
#include "devices/replacedialog.h"
#include "engine/spaces/deviceimport.h"
#include "labels.h"
#include "read/devicecharts.h"
#include "read/fleet.h"

namespace parking::ui {

using domain::DeviceChange;
using domain::FleetDevice;

namespace {

/// The device of its kind.
std::optional<domain::DevEui> &halfOf(domain::Binding &binding, const FleetDevice &device)
{
    return device.device.kind == domain::DeviceKind::Display ? binding.display : binding.sensor;
}

} // namespace

DevicesDesk::DevicesDesk(const Desk &desk, read::ReadThread &charts, DevicesPage &page)
    : m_desk(desk), m_charts{desk.engine,    charts,       desk.model,
                             desk.situation, desk.notices, desk.actor},
      m_page(page), m_imports(desk, m_charts, page), m_causes(desk.model)
{
    connect(&page, &DevicesPage::fleetWanted, this, &DevicesDesk::loadFleet);
    connect(&page, &DevicesPage::inboxWanted, this, &DevicesDesk::loadInbox);
    connect(&page, &DevicesPage::gatewaysWanted, this, &DevicesDesk::loadGateways);
    connect(&page, &DevicesPage::tripsWanted, this, &DevicesDesk::loadTrips);
    connect(&page.trips(), &TripView::saveWanted, this,
            [this](const QString &name, const QByteArray &bytes) {
                save(name, [bytes] { return bytes; });
            });
    connect(&page, &DevicesPage::detailWanted, this, &DevicesDesk::loadDetail);
    connect(&page.device(), &DeviceView::chartsWanted, this, &DevicesDesk::loadCharts);
    connect(&page.device(), &DeviceView::retireWanted, this,
            [this](const FleetDevice &device, bool retired) { retire(device, retired); });
    connect(&page.device(), &DeviceView::replaceWanted, this, &DevicesDesk::askReplacement);
    connect(&page.device(), &DeviceView::saveWanted, this,
            [this](const QString &name, const QByteArray &bytes) {
                save(name, [bytes] { return bytes; });
            });
    connect(&page.inbox(), &InboxView::bindRequested, this, &DevicesDesk::bind);
    connect(&page.inbox(), &InboxView::ignoreRequested, this,
            [this](const FleetDevice &device) { retire(device, true, true); });
    connect(&page.list(), &FleetList::exportWanted, this, &DevicesDesk::exportFleet);
    connect(&page.list(), &FleetList::retireRequested, this, &DevicesDesk::retireMany);
    connect(&page.list(), &FleetList::exportTickedWanted, this,
            [this](const QList<FleetDevice> &devices) {
                save(tr("devices.csv"), [devices] { return engine::csvOf(devices); });
            });
    connect(&page.list(), &FleetList::labelsWanted, this,
            [this](const QList<FleetDevice> &devices) {
                save(tr("labels.pdf"), [devices] {
                    QList<DeviceLabel> labels;
                    for (const FleetDevice &device : devices)
                        labels.append(labelOf(device));
                    return labelSheet(labels);
                });
            });
}

// --- Questions -----------------------------------------------------------------------------------

void DevicesDesk::loadFleet(const domain::FleetFilter &filter, const domain::FleetSort &sort,
                            int limit)
{
    const quint64 question = m_page.question();
    m_desk.ask(
        this,
        [=, now = m_desk.situation.now(), explained = explained()](store::Database &database) {
            return read::fleetPage(database, filter, sort, {.limit = limit}, now, explained);
        },
        [this, question](const domain::FleetPage &page) {
            if (question == m_page.question())
                m_page.setPage(page);
        },
        [this, question](const Error &error) {
            if (question == m_page.question())
                m_page.setFailed(labels::text(error));
        });
}

void DevicesDesk::loadInbox()
{
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::fleetPage(database, {.state = domain::DeviceState::New},
                                   {domain::FleetOrder::FirstHeard, true},
                                   {.limit = InboxView::kShown}, now);
        },
        [this](const domain::FleetPage &page) { m_page.setInbox(page); },
        [this](const Error &error) { m_page.inbox().setFailed(labels::text(error)); });
}

void DevicesDesk::loadGateways()
{
    if (m_readsGateways)
        return;
    m_readsGateways = true;
    m_charts.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::gateways(database, now);
        },
        [this](const QList<domain::GatewayDetail> &gateways) {
            m_readsGateways = false;
            m_page.setGateways(gateways);
        },
        [this](const Error &error) {
            m_readsGateways = false;
            m_page.setFailed(labels::text(error));
        });
}

void DevicesDesk::loadTrips()
{
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::fleet(database, now);
        },
        [this, explained = explained()](const QList<FleetDevice> &all) {
            m_page.setTrips(domain::ladderTrips(all, explained),
                            domain::silenceTells(all, explained));
        });
}

/// Spaces whose sensors are silent for a cause that the map names once.
QSet<domain::SpaceId> DevicesDesk::explained() const
{
    QSet<domain::SpaceId> spaces;
    for (const domain::CommonCause &cause : m_causes.causes())
        spaces.unite({cause.spaces.cbegin(), cause.spaces.cend()});
    return spaces;
}

void DevicesDesk::loadDetail(domain::DevEui device)
{
    m_charts.ask(
        this,
        [device, now = m_desk.situation.now()](store::Database &database) {
            return read::deviceDetail(database, device, now);
        },
        [this](const domain::DeviceDetail &detail) { m_page.setDetail(detail); },
        [this](const Error &error) { m_page.device().setFailed(labels::text(error)); });
}

void DevicesDesk::loadCharts(domain::DevEui device, UtcTime from, UtcTime to)
{
    const quint64 question = ++m_chartQuestion;
    m_charts.ask(
        this,
        [=](store::Database &database) {
            return read::deviceCharts(
                database,
                {.device = device, .from = from, .to = to, .columns = DeviceView::kColumns});
        },
        [this, question](const domain::DeviceCharts &charts) {
            if (question == m_chartQuestion)
                m_page.device().setCharts(charts);
        },
        [this, question](const Error &error) {
            if (question == m_chartQuestion)
                m_page.device().setFailed(labels::text(error));
        });
}

// --- Wishes --------------------------------------------------------------------------------------

/// Nobody else has it, as whoever binds it sees, and it is in use.
void DevicesDesk::bind(const FleetDevice &device, const domain::SpaceId &space)
{
    const int row = m_desk.model.rowOf(space);
    const QString code = row < 0 ? QString() : m_desk.model.space(row).code;
    DeviceWish wish{.seen = bindingsOf(m_desk.model, {space}),
                    .told = tr("%1 is bound to %2").arg(labels::name(device.device), code)};
    addBound(wish, device, space);
    change(wish);
}

/// Beside what is seen there.
void DevicesDesk::addBound(DeviceWish &wish, const FleetDevice &device,
                           const domain::SpaceId &space) const
{
    domain::Binding binding = wish.seen.bindings.value(space);
    halfOf(binding, device) = device.device.devEui;
    wish.change.bindings.insert(space, binding);
    wish.change.retired.insert(device.device.devEui, std::nullopt);
    wish.seen.retired.insert(device.device.devEui, device.retiredAt);
}

void DevicesDesk::askReplacement(const FleetDevice &device)
{
    m_desk.ask(
        this,
        [kind = device.device.kind, now = m_desk.situation.now()](store::Database &database) {
            return read::fleetPage(database, {.kind = kind, .state = domain::DeviceState::New},
                                   {domain::FleetOrder::FirstHeard, true},
                                   {.limit = InboxView::kShown}, now);
        },
        [this, device](const domain::FleetPage &page) {
            if (page.rows.isEmpty()) {
                m_desk.notices.tell(tr("No new device was heard that could replace it. It appears "
                                       "when its first uplink arrives."));
                return;
            }
            auto *dialog = new ReplaceDialog(device, page.rows, m_desk.situation.now(),
                                             m_page.theme(), m_page.window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this,
                    [this, device, dialog, seen = seenOf(device)] {
                        replace(device, dialog->chosen(), seen);
                    });
            dialog->open();
        });
}

/// Its space, which has it, and whether it is in use.
DeviceChange DevicesDesk::seenOf(const FleetDevice &device) const
{
    DeviceChange seen;
    seen.retired.insert(device.device.devEui, device.retiredAt);
    if (!device.device.spaceId)
        return seen;
    domain::Binding binding = bindingOf(m_desk.model, *device.device.spaceId);
    halfOf(binding, device) = device.device.devEui;
    seen.bindings.insert(*device.device.spaceId, binding);
    return seen;
}

/// The space keeps its history; the old one is out of use, and its word does not count any more.
void DevicesDesk::replace(const FleetDevice &old, const FleetDevice &with, const DeviceChange &seen)
{
    if (!old.device.spaceId)
        return;
    DeviceWish wish{
        .seen = seen,
        .told = tr("%1 is replaced by %2 on %3")
                    .arg(labels::name(old.device), labels::name(with.device), old.place.code)};
    addBound(wish, with, *old.device.spaceId);
    if (old.device.lastHeard)
        wish.change.retired.insert(old.device.devEui, m_desk.situation.now());
    change(wish);
}

void DevicesDesk::addRetired(DeviceWish &wish, const FleetDevice &device, bool retire) const
{
    const domain::DevEui eui = device.device.devEui;
    const DeviceChange seen = seenOf(device);
    wish.change.retired.insert(eui, retire ? std::optional(m_desk.situation.now()) : std::nullopt);
    wish.seen.retired.insert(eui, device.retiredAt);
    if (!retire || !device.device.spaceId)
        return;
    const domain::SpaceId &space = *device.device.spaceId;
    domain::Binding stands = wish.seen.bindings.value(space, seen.bindings.value(space));
    domain::Binding wanted = wish.change.bindings.value(space, stands);
    halfOf(stands, device) = eui;
    halfOf(wanted, device).reset();
    wish.seen.bindings.insert(space, stands);
    wish.change.bindings.insert(space, wanted);
}

/// All of them or none; who was never heard has nothing to retire.
void DevicesDesk::retireMany(const QList<FleetDevice> &devices, bool retire)
{
    DeviceWish wish;
    for (const FleetDevice &device : devices) {
        if (device.retiredAt.has_value() != retire && (device.device.lastHeard || !retire))
            addRetired(wish, device, retire);
    }
    const int count = int(wish.change.retired.size());
    if (count == 0)
        return;
    m_page.list().rows().untickAll();
    wish.told = retire ? tr("%n devices are retired", nullptr, count)
                       : tr("%n devices are in use again", nullptr, count);
    change(wish);
}

void DevicesDesk::retire(const FleetDevice &device, bool retire, bool isIgnored)
{
    DeviceWish wish;
    addRetired(wish, device, retire);
    const QString told = isIgnored ? tr("%1 is ignored: it is among the retired devices")
        : retire                   ? tr("%1 is retired")
                                   : tr("%1 is in use again");
    wish.told = told.arg(labels::name(device.device));
    change(wish);
}

void DevicesDesk::change(const DeviceWish &wish)
{
    changeDevices(m_desk, this, wish, [this] { m_page.refreshNow(); });
}

// --- Files ---------------------------------------------------------------------------------------

void DevicesDesk::save(const QString &name, const std::function<QByteArray()> &bytes)
{
    saveFile(m_desk.notices, m_page.window(), name, bytes);
}

void DevicesDesk::exportFleet()
{
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::fleet(database, now);
        },
        [this](const QList<FleetDevice> &all) {
            save(tr("devices.csv"), [all] { return engine::csvOf(all); });
        });
}

} // namespace parking::ui
