#include "spaces/spacesdesk.h"

#include "base/literals.h"
#include "desk/floororder.h"
#include "desk/openfile.h"
#include "domain/errors.h"
#include "labels.h"
#include "read/changes.h"
#include "read/sensors.h"
#include "spaces/spacesdialogs.h"
#include "timelabels.h"

namespace parking::ui {

namespace {

constexpr int kHistoryRows = 200;

} // namespace

SpacesDesk::SpacesDesk(const Desk &desk, SpacesPage &page) : m_desk(desk), m_page(page)
{
    connect(&page.inspector().history(), &SpaceHistory::wanted, this, &SpacesDesk::loadHistory);
    connect(&page.inspector().sensor(), &SensorSection::wanted, this, &SpacesDesk::loadSensor);
    connect(&page.inspector().sensor(), &SensorSection::typeChosen, this,
            &SpacesDesk::chooseSensorType);
    connect(&page.inspector(), &Inspector::overrideRequested, this, &SpacesDesk::requestOverride);
    connect(&page.inspector(), &Inspector::overrideCleared, this, &SpacesDesk::clearOverrides);
    connect(&page.map(), &MapPage::layoutEdited, this, &SpacesDesk::editLayout);
    connect(&page.map(), &MapPage::floorsOrdered, this,
            [this](const QString &building, const QStringList &topFirst) {
                orderFloors(m_desk, this, building, topFirst);
            });
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
    m_desk.wish(
        this, [types](engine::Engine &engine) { return engine.spaces().setSensorTypes(types); },
        [=, this](const engine::SensorTypes &before) {
            m_page.inspector().sensor().ask();
            const QString text = type.isEmpty()
                ? tr("%n sensors are read by their profile from now on", nullptr, int(types.size()))
                : tr("%n sensors are read as %1 from their next uplink on", nullptr,
                     int(types.size()))
                      .arg(labels::deviceType(type));
            m_desk.notices.tellDone(text, sensorTypesStep(before), sensorTypesStep(types));
        });
}

Notices::Step SpacesDesk::sensorTypesStep(const engine::SensorTypes &types)
{
    return [=, this](const Notices::Answer &answer) {
        m_desk.wish(
            this, [types](engine::Engine &engine) { return engine.spaces().setSensorTypes(types); },
            [this, answer](const engine::SensorTypes &) {
                m_page.inspector().sensor().ask();
                answer({});
            },
            answer);
    };
}

// --- Overrides -----------------------------------------------------------------------------------

void SpacesDesk::requestOverride(const OverrideRequest &request)
{
    domain::Override value = request.value;
    value.actor = m_desk.actor;
    const bool isNew = value.since == UtcTime();
    const QString what = labels::text(value.state).toLower();
    const int row = request.spaces.size() == 1 ? m_desk.model.rowOf(*request.spaces.cbegin()) : -1;
    const QString code = row >= 0 ? m_desk.model.space(row).code : QString();
    QString text = row < 0 ? tr("%1 spaces set to %2").arg(request.spaces.size()).arg(what)
        : isNew            ? tr("%1 set to %2").arg(code, what)
                           : tr("%1: reason or end changed").arg(code);
    if (value.until && isNew)
        text = tr("%1 %2").arg(text, labels::until(*value.until, m_desk.situation.now()));
    setOverrides(
        domain::overridesOf(request.spaces.values(), value),
        [text](const domain::Overrides &) { return text; },
        [this](const Result<> &result) {
            if (!m_page.inspector().setAnswer(result) && !result)
                m_desk.notices.tell(result.error());
        },
        isNew ? std::nullopt
              : std::optional(domain::overridesOf(request.spaces.values(), request.standing)));
}

void SpacesDesk::clearOverrides(const QSet<domain::SpaceId> &spaces)
{
    const auto told = [](const domain::Overrides &before) {
        const auto count = std::count_if(before.cbegin(), before.cend(),
                                         [](const auto &value) { return value.has_value(); });
        return tr("Override taken back on %n spaces", nullptr, int(count));
    };
    setOverrides(domain::overridesOf(spaces.values(), std::nullopt), told,
                 [this](const Result<> &result) {
                     if (!result)
                         m_desk.notices.tell(result.error());
                 });
}

void SpacesDesk::setOverrides(const domain::Overrides &values,
                              const std::function<QString(const domain::Overrides &)> &told,
                              const Notices::Answer &answer,
                              const std::optional<domain::Overrides> &expected)
{
    m_desk.wish(
        this,
        [values, expected, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().setOverrides(values, actor, expected);
        },
        [=, this](const domain::Overrides &before) {
            m_desk.notices.tellDone(told(before), overridesStep(before, values),
                                    overridesStep(values, before));
            answer({});
        },
        answer);
}

Notices::Step SpacesDesk::overridesStep(const domain::Overrides &values,
                                        const domain::Overrides &expected)
{
    return [=, this](const Notices::Answer &answer) {
        const domain::Overrides possible = stillPossible(values);
        if (possible.isEmpty()) {
            answer(domain::errors::notFound(u"Space"_s, {}));
            return;
        }
        m_desk.wish(
            this,
            [possible, stands = stillPossible(expected),
             actor = m_desk.actor](engine::Engine &engine) {
                return engine.spaces().setOverrides(possible, actor, stands);
            },
            [answer](const domain::Overrides &) { answer({}); }, answer);
    };
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

void SpacesDesk::editLayout(const domain::LayoutChange &change)
{
    const domain::LayoutChange before = standing(change);
    const int moved = int(before.placements.size());
    QString text = tr("%n spaces moved", nullptr, moved);
    if (change.floor && moved > 0)
        text = tr("Layout of %1 saved").arg(change.floor->name);
    else if (change.floor)
        text = (change.floor->picture.isEmpty() ? tr("Picture of %1 removed")
                                                : tr("Picture of %1 set"))
                   .arg(change.floor->name);
    saveLayout(change, [=, this](const Result<> &result) {
        if (result) {
            const auto step = [this](const domain::LayoutChange &value) {
                return [=, this](const Notices::Answer &answer) { saveLayout(value, answer); };
            };
            m_desk.notices.tellDone(text, step(before), step(change));
        }
        m_page.map().setSaved(result);
    });
}

domain::LayoutChange SpacesDesk::standing(const domain::LayoutChange &change) const
{
    domain::LayoutChange before;
    for (auto it = change.placements.cbegin(); it != change.placements.cend(); ++it) {
        if (const int row = m_desk.model.rowOf(it.key()); row >= 0)
            before.placements.insert(it.key(), m_desk.model.space(row).placement);
    }
    if (!change.floor)
        return before;
    before.floor = change.floor; // a floor that had no row keeps one, without a picture
    before.floor->picture.clear();
    before.floor->pictureType.clear();
    for (const domain::Floor &known : m_desk.model.floors()) {
        if (known.id == change.floor->id)
            before.floor = known;
    }
    return before;
}

void SpacesDesk::saveLayout(domain::LayoutChange change, const Notices::Answer &answer)
{
    change.placements.removeIf(
        [this](const auto &entry) { return m_desk.model.rowOf(entry.key()) < 0; });
    if (change.isEmpty()) {
        answer(domain::errors::notFound(u"Space"_s, {}));
        return;
    }
    m_desk.wish(
        this, [change](engine::Engine &engine) { return engine.spaces().saveLayout(change); },
        [answer] { answer({}); }, answer);
}

// --- Imports -------------------------------------------------------------------------------------

void SpacesDesk::chooseFile()
{
    openFile(m_desk.notices, m_page.window(), tr("Import spaces"),
             tr("Tables (*.csv *.txt);;All files (*)"),
             [this](const QByteArray &bytes, const QString &path) { importSpaces(bytes, path); });
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
                if (done.isGood())
                    m_desk.notices.tellFinal(
                        tr("%n spaces imported", nullptr, done.created + done.updated));
                else
                    m_desk.notices.tell(tr("Nothing was imported: the spaces changed meanwhile. "
                                           "Try again."));
            });
        });
        dialog->open();
    });
}

} // namespace parking::ui
