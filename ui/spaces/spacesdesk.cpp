#include "spaces/spacesdesk.h"

#include "base/literals.h"
#include "labels.h"
#include "read/changes.h"
#include "read/sensors.h"
#include "spaces/spacesdialogs.h"

#include <QFile>
#include <QFileDialog>

namespace parking::ui {

namespace {

constexpr int kHistoryRows = 200;
constexpr qint64 kLargestFile = 64 * 1024 * 1024;

} // namespace

SpacesDesk::SpacesDesk(const Desk &desk, SpacesPage &page) : m_desk(desk), m_page(page)
{
    connect(&page.inspector().history(), &SpaceHistory::wanted, this, &SpacesDesk::loadHistory);
    connect(&page.inspector().sensor(), &SensorSection::wanted, this, &SpacesDesk::loadSensor);
    connect(&page.inspector().sensor(), &SensorSection::typeChosen, this,
            &SpacesDesk::chooseSensorType);
    connect(&page.inspector(), &Inspector::overrideRequested, this, &SpacesDesk::requestOverride);
    connect(&page.inspector(), &Inspector::overrideCleared, this, &SpacesDesk::clearOverrides);
    connect(&page.map(), &MapPage::placementsEdited, this, &SpacesDesk::editPlacements);
    connect(&page.map(), &MapPage::floorEdited, this, &SpacesDesk::editFloor);
    connect(&page, &SpacesPage::importRequested, this, &SpacesDesk::chooseFile);
    connect(&page, &SpacesPage::addSpacesRequested, this, &SpacesDesk::addSpaces);
}

void SpacesDesk::loadHistory(const domain::SpaceId &space)
{
    m_desk.ask(
        this,
        [space](store::Database &database) {
            return read::recentChanges(database, space, kHistoryRows);
        },
        [this, space](const QList<domain::StateChange> &changes) {
            m_page.inspector().history().setChanges(space, changes);
        });
}

// --- Sensors -------------------------------------------------------------------------------------

void SpacesDesk::loadSensor(const domain::SpaceId &space)
{
    m_desk.ask(
        this, [space](store::Database &database) { return read::sensor(database, space); },
        [this, space](const std::optional<domain::SensorStatus> &sensor) {
            m_page.inspector().sensor().setSensor(space, sensor);
        },
        [](const Error &) {}); // asked again with the next uplink
}

void SpacesDesk::chooseSensorType(const QList<domain::DevEui> &devices, const QString &type)
{
    engine::SensorTypes types;
    for (const domain::DevEui &device : devices)
        types.insert(device, type);
    setSensorTypes(types, [=, this](const engine::SensorTypes &before) {
        const QString text = type.isEmpty()
            ? tr("%n sensors are read by their profile from now on", nullptr, int(types.size()))
            : tr("%n sensors are read as %1 from their next uplink on", nullptr, int(types.size()))
                  .arg(labels::deviceType(type));
        m_desk.notices.tellDone(
            text, [=, this] { setSensorTypes(before); }, [=, this] { setSensorTypes(types); });
    });
}

void SpacesDesk::setSensorTypes(
    const engine::SensorTypes &types,
    const std::function<void(const engine::SensorTypes &before)> &stored)
{
    m_desk.wish(
        this, [types](engine::Engine &engine) { return engine.spaces().setSensorTypes(types); },
        [this, stored](const engine::SensorTypes &before) {
            m_page.inspector().sensor().ask();
            if (stored)
                stored(before);
        });
}

// --- Overrides -----------------------------------------------------------------------------------

void SpacesDesk::requestOverride(const OverrideRequest &request)
{
    domain::Override value;
    value.state = request.state;
    value.reason = request.reason;
    value.actor = m_desk.actor;
    const QString what = labels::text(value.state).toLower();
    const int row = request.spaces.size() == 1 ? m_desk.model.rowOf(*request.spaces.cbegin()) : -1;
    const QString text = row >= 0 ? tr("%1 set to %2").arg(m_desk.model.space(row).code, what)
                                  : tr("%1 spaces set to %2").arg(request.spaces.size()).arg(what);
    setOverrides(domain::overridesOf(request.spaces.values(), value),
                 [text](const domain::Overrides &) { return text; });
}

void SpacesDesk::clearOverrides(const QSet<domain::SpaceId> &spaces)
{
    setOverrides(
        domain::overridesOf(spaces.values(), std::nullopt), [](const domain::Overrides &before) {
            const auto count = std::count_if(before.cbegin(), before.cend(),
                                             [](const auto &value) { return value.has_value(); });
            return tr("Override taken back on %n spaces", nullptr, int(count));
        });
}

void SpacesDesk::setOverrides(const domain::Overrides &values,
                              const std::function<QString(const domain::Overrides &)> &told)
{
    m_desk.wish(
        this,
        [values, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().setOverrides(values, actor);
        },
        [=, this](const domain::Overrides &before) {
            if (told)
                m_desk.notices.tellDone(
                    told(before), [=, this] { setOverrides(stillPossible(before)); },
                    [=, this] { setOverrides(stillPossible(values)); });
        });
}

domain::Overrides SpacesDesk::stillPossible(domain::Overrides values) const
{
    values.removeIf([this](const auto &entry) { return m_desk.model.rowOf(entry.key()) < 0; });
    for (std::optional<domain::Override> &value : values) {
        if (value && value->until && *value->until <= m_desk.situation.now())
            value.reset();
    }
    return values;
}

// --- Layout --------------------------------------------------------------------------------------

void SpacesDesk::editPlacements(const Placements &edited)
{
    Placements before;
    for (auto it = edited.cbegin(); it != edited.cend(); ++it) {
        if (const int row = m_desk.model.rowOf(it.key()); row >= 0)
            before.insert(it.key(), m_desk.model.space(row).placement);
    }
    if (before.isEmpty())
        return;
    savePlacements(edited, [=, this] {
        m_desk.notices.tellDone(
            tr("%n spaces moved", nullptr, int(before.size())),
            [this, before] { savePlacements(before); }, [this, edited] { savePlacements(edited); });
    });
}

void SpacesDesk::savePlacements(Placements placements, const std::function<void()> &saved)
{
    placements.removeIf([this](const auto &entry) { return m_desk.model.rowOf(entry.key()) < 0; });
    m_desk.wish(
        this,
        [placements](engine::Engine &engine) { return engine.spaces().savePlacements(placements); },
        [saved] {
            if (saved)
                saved();
        });
}

void SpacesDesk::editFloor(const domain::Floor &floor)
{
    domain::Floor before = floor;
    before.picture.clear();
    before.pictureType.clear();
    for (const domain::Floor &known : m_desk.model.floors()) {
        if (known.id == floor.id)
            before = known;
    }
    saveFloor(floor, [=, this] {
        m_desk.notices.tellDone(
            tr("Picture of %1 set").arg(floor.name), [this, before] { saveFloor(before); },
            [this, floor] { saveFloor(floor); });
    });
}

void SpacesDesk::saveFloor(const domain::Floor &floor, const std::function<void()> &saved)
{
    m_desk.wish(
        this, [floor](engine::Engine &engine) { return engine.spaces().saveFloor(floor); },
        [saved] {
            if (saved)
                saved();
        });
}

// --- Imports -------------------------------------------------------------------------------------

void SpacesDesk::chooseFile()
{
    auto *dialog = new QFileDialog(m_page.window(), tr("Import spaces"), {},
                                   tr("Tables (*.csv *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestFile) {
            m_desk.notices.tell(Error{u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())});
            return;
        }
        importSpaces(file.readAll(), path);
    });
    dialog->open();
}

void SpacesDesk::addSpaces()
{
    auto *dialog = new AddSpacesDialog(m_page.theme(), m_page.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { importSpaces(dialog->csv(), tr("Typed in")); });
    dialog->open();
}

void SpacesDesk::importSpaces(const QByteArray &csv, const QString &source)
{
    const auto run = [this, csv](bool dryRun, auto done) {
        m_desk.wish(
            this, [=](engine::Engine &engine) { return engine.spaces().importCsv(csv, dryRun); },
            done);
    };
    run(true, [=, this](const domain::ImportResult &preview) {
        auto *dialog = new ImportDialog(source, preview, m_page.theme(), m_page.window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [=, this] {
            run(false, [this](const domain::ImportResult &done) {
                m_desk.notices.tell(
                    done.isGood() ? tr("%n spaces imported", nullptr, done.created + done.updated)
                                  : tr("Nothing was imported: the spaces changed meanwhile. "
                                       "Try again."));
            });
        });
        dialog->open();
    });
}

} // namespace parking::ui
