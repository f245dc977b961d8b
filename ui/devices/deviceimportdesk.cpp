#include "devices/deviceimportdesk.h"

#include "desk/openfile.h"
#include "domain/problems.h"
#include "engine/spaces/listedimport.h"
#include "labels.h"

namespace parking::ui {

using domain::DeviceChange;
using engine::DevicePlan;
using Of = DeviceImportDialog::Of;

namespace {

/// Why ChirpStack's list could not be read, and what to do.
QString whyNotRead(const Error &error)
{
    if (error.code == problem::kChirpStackNotSetUp)
        return DeviceImportDesk::tr("No ChirpStack is set up here. Enter its address and a key in "
                                    "Settings.");
    if (error.code == problem::kChirpStackNoDevice)
        return DeviceImportDesk::tr("The key is of one tenant, which ChirpStack tells only by its "
                                    "devices, and none that was heard here is of it. Wait for the "
                                    "first uplink, or use an administrator’s key.");
    if (error.code == problem::kChirpStackUnauthorized)
        return DeviceImportDesk::tr("ChirpStack refuses the key. Enter another one in Settings.");
    return DeviceImportDesk::tr("ChirpStack’s devices could not be read: %1")
        .arg(labels::text(error));
}

} // namespace

DeviceImportDesk::DeviceImportDesk(const Desk &desk, const Desk &slow, DevicesPage &page)
    : m_desk(desk), m_slow(slow), m_page(page)
{
    connect(&page.list(), &FleetList::importWanted, this, &DeviceImportDesk::chooseFile);
    connect(&page.inbox(), &InboxView::listWanted, this, &DeviceImportDesk::readList);
}

// --- What it would do ----------------------------------------------------------------------------

void DeviceImportDesk::chooseFile()
{
    openFile(m_desk.notices, m_page.window(), tr("Import devices"),
             tr("Tables (*.csv *.txt);;All files (*)"),
             [this](const QByteArray &bytes, const QString &path) { planFile(bytes, path); });
}

void DeviceImportDesk::planFile(const QByteArray &csv, const QString &source)
{
    m_slow.ask(
        this, [csv](store::Database &database) { return engine::planDevices(database, csv); },
        [this, source](const DevicePlan &plan) { preview(Of::File, source, plan); });
}

void DeviceImportDesk::readList()
{
    m_page.inbox().setListing(true);
    m_desk.wishLater<domain::Directory>(
        this, [](engine::Engine &engine, auto told) { engine.directory().read(told); },
        [this](const domain::Directory &directory) {
            m_page.inbox().setListing(false);
            if (m_page.isVisible())
                planList(directory);
        },
        [this](const Error &error) {
            m_page.inbox().setListing(false);
            m_desk.notices.tell(whyNotRead(error));
        });
}

void DeviceImportDesk::planList(const domain::Directory &directory)
{
    const QString devices = tr("%n devices", nullptr, int(directory.devices.size()));
    QString source = tr("ChirpStack: %1 in %2")
                         .arg(devices, tr("%n applications", nullptr, directory.applications));
    if (directory.notUnderstood > 0)
        source += u' ' + tr("(%n entries could not be read)", nullptr, directory.notUnderstood);
    m_slow.ask(
        this,
        [listed = directory.devices](store::Database &database) {
            return engine::planListed(database, listed);
        },
        [this, source](const DevicePlan &plan) { preview(Of::NetworkServer, source, plan); });
}

void DeviceImportDesk::preview(Of of, const QString &source, const DevicePlan &plan)
{
    if (!m_page.isVisible())
        return; // nobody asked for a question on another page
    auto *dialog = new DeviceImportDialog(of, source, plan.result, m_page.theme(), m_page.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, of, plan] { import(of, plan); });
    dialog->open();
}

// --- What it does --------------------------------------------------------------------------------

/// What was shown, or nothing: somebody may have changed devices since.
void DeviceImportDesk::import(Of of, const DevicePlan &plan)
{
    const int count = plan.result.created + plan.result.updated;
    const QString told = of == Of::File ? tr("%n devices imported", nullptr, count)
                                        : tr("%n devices bound by their names", nullptr, count);
    m_desk.wish(
        this,
        [change = plan.change, before = plan.before, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().changeDevices(change, before, actor);
        },
        [this, told, change = plan.change](const DeviceChange &before) {
            m_page.refreshNow();
            m_desk.notices.tellDone(told, step(before, change), step(change, before));
        },
        [this](const Error &error) {
            m_page.refreshNow();
            if (error.code == problem::kChangedMeanwhile)
                m_desk.notices.tell(tr("Nothing was imported: the devices changed meanwhile. "
                                       "Try again."));
            else
                m_desk.notices.tell(error);
        });
}

Notices::Step DeviceImportDesk::step(const DeviceChange &change, const DeviceChange &expected)
{
    return [this, change, expected](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [change, expected, actor = m_desk.actor](engine::Engine &engine) {
                return engine.spaces().changeDevices(change, expected, actor);
            },
            [this, answer](const DeviceChange &) {
                m_page.refreshNow();
                answer({});
            },
            answer);
    };
}

} // namespace parking::ui
