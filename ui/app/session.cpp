#include "app/session.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "read/changes.h"
#include "read/downlinks.h"
#include "read/lamps.h"
#include "spaces/spacesdialogs.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QProcess>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kHistoryRows = 200;
constexpr int kLookSeconds = 5;
constexpr qint64 kLargestFile = 64 * 1024 * 1024;

} // namespace

Session::Session(const Doors &doors, SiteModel &model, MainWindow &window, const QString &actor)
    : m_engine(doors.engine), m_reads(doors.reads), m_model(model), m_window(window),
      m_actor(actor), m_second(this)
{
    engine::EngineThread &engine = m_engine;
    connect(&engine, &engine::EngineThread::layoutChanged, this, &Session::loadSnapshot);
    connect(&engine, &engine::EngineThread::spacesChanged, &model, &SiteModel::apply);
    connect(&engine, &engine::EngineThread::healthChanged, &window, &MainWindow::showHealth);
    connect(&engine, &engine::EngineThread::failed, &window, &MainWindow::showRefusal);
    connect(&engine, &engine::EngineThread::started, &window, &MainWindow::setStarted);
    connect(&window, &MainWindow::retryRequested, &engine, &engine::EngineThread::start);
    connect(&window, &MainWindow::migrateRequested, this, &Session::migrate);
    connect(&window, &MainWindow::importRequested, this, &Session::chooseFile);
    connect(&window, &MainWindow::addSpacesRequested, this, &Session::addSpaces);
    connect(&window, &MainWindow::demoRequested, this, [this] {
        if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--demo"_s}))
            m_window.showError({u"DEMO"_s, u"cannot start the demo"_s});
    });
    connect(&window, &MainWindow::historyWanted, this, &Session::loadHistory);
    connect(&window, &MainWindow::lampWanted, this, &Session::loadLamp);
    connect(&window, &MainWindow::resendRequested, this, &Session::resend);
    connect(&window, &MainWindow::typeAccepted, this,
            [this](const domain::DevEui &device, const QString &type, const QString &before) {
                setDeviceType(device, type, before, true);
            });
    connect(&window.downlinksPage(), &DownlinksPage::wanted, this, &Session::loadDownlinks);
    connect(&engine, &engine::EngineThread::downlinksMoved, this, &Session::onDownlinks);
    connect(&window, &MainWindow::overrideRequested, this, &Session::requestOverride);
    connect(&window, &MainWindow::overrideCleared, this, &Session::clearOverrides);
    connect(&window, &MainWindow::placementsEdited, this, &Session::editPlacements);
    connect(&window, &MainWindow::floorEdited, this, &Session::editFloor);
    connect(&engine, &engine::EngineThread::healthChanged, this,
            [this](const domain::Health &health) { m_isStation = health.ingesting; });
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_window.setNow(systemNow());
        if (++m_seconds % kLookSeconds != 0)
            return;
        if (!m_isStation) // a viewer hears of no commands: it looks for itself
            m_window.downlinksPage().refresh();
        if (const auto space = m_window.inspector().shownSpace())
            loadLamp(*space);
    });
    m_second.start(1s);
    window.setNow(systemNow());
}

void Session::loadSnapshot()
{
    m_engine.ask([](engine::Engine &engine) { return engine.snapshot(); })
        .then(this, [this](const Result<domain::SiteSnapshot> &snapshot) {
            if (!snapshot) {
                m_window.showError(snapshot.error());
                return;
            }
            m_model.load(*snapshot);
            Q_EMIT loaded();
        });
}

void Session::loadHistory(domain::SpaceId space)
{
    m_reads
        .ask([space](store::Database &database) {
            return read::recentChanges(database, space, kHistoryRows);
        })
        .then(this, [this, space](const Result<QList<domain::StateChange>> &changes) {
            if (changes)
                m_window.inspector().setHistory(space, *changes);
            else
                m_window.showError(changes.error());
        });
}

void Session::loadLamp(domain::SpaceId space)
{
    m_reads
        .ask(
            [space](store::Database &database) { return read::lamp(database, space, systemNow()); })
        .then(this, [this, space](const Result<std::optional<domain::LampStatus>> &lamp) {
            if (lamp)
                m_window.inspector().setLamp(space, *lamp);
        });
}

void Session::loadDownlinks(const domain::DownlinkFilter &filter)
{
    m_reads
        .ask([filter](store::Database &database) {
            return read::downlinks(database, filter, DownlinksPage::kShown);
        })
        .then(this, [this](const Result<domain::DownlinkPage> &page) {
            if (page)
                m_window.downlinksPage().setPage(*page);
            else
                m_window.downlinksPage().setFailed(labels::text(page.error()));
        });
}

void Session::onDownlinks(const QList<domain::Downlink> &rows)
{
    m_window.downlinksPage().refresh();
    const auto shown = m_window.inspector().shownSpace();
    const bool concerned = shown
        && std::any_of(rows.cbegin(), rows.cend(),
                       [&](const domain::Downlink &row) { return row.spaceId == *shown; });
    if (concerned)
        loadLamp(*shown);
}

void Session::resend(const QSet<domain::SpaceId> &spaces)
{
    m_engine
        .ask([spaces = spaces.values(), actor = m_actor](engine::Engine &engine) {
            return engine.resendLamps(spaces, actor);
        })
        .then(this, [this](const Result<int> &made) {
            if (!made)
                m_window.showError(made.error());
            else if (*made == 0)
                m_window.showNote(
                    tr("Nothing to send: no lamp there, or its command waits already."));
            else
                m_window.showNote(tr("%n colours are sent again", nullptr, *made));
        });
}

void Session::setDeviceType(domain::DevEui device, const QString &type, const QString &before,
                            bool tell)
{
    m_engine
        .ask([device, type](engine::Engine &engine) { return engine.setDeviceType(device, type); })
        .then(this, [=, this](const Result<> &done) {
            if (!done)
                return m_window.showError(done.error());
            if (const auto shown = m_window.inspector().shownSpace())
                loadLamp(*shown);
            if (!tell)
                return;
            m_window.showDone(
                type.isEmpty()
                    ? tr("The type of this lamp is chosen by its profile now")
                    : tr("This lamp is commanded as %1 now").arg(labels::deviceType(type)),
                [=, this] { setDeviceType(device, before, type, false); },
                [=, this] { setDeviceType(device, type, before, false); });
        });
}

void Session::requestOverride(const OverrideRequest &request)
{
    domain::Override value;
    value.state = request.state;
    value.reason = request.reason;
    value.actor = m_actor;
    const QString what = labels::text(value.state).toLower();
    const int row = request.spaces.size() == 1 ? m_model.rowOf(*request.spaces.cbegin()) : -1;
    const QString text = row >= 0 ? tr("%1 set to %2").arg(m_model.space(row).code, what)
                                  : tr("%1 spaces set to %2").arg(request.spaces.size()).arg(what);
    setOverrides(domain::overridesOf(request.spaces.values(), value),
                 [text](const domain::Overrides &) { return text; });
}

void Session::clearOverrides(const QSet<domain::SpaceId> &spaces)
{
    setOverrides(
        domain::overridesOf(spaces.values(), std::nullopt), [](const domain::Overrides &before) {
            const auto count = std::count_if(before.cbegin(), before.cend(),
                                             [](const auto &value) { return bool(value); });
            return tr("Override taken back on %n spaces", nullptr, int(count));
        });
}

void Session::setOverrides(const domain::Overrides &values,
                           const std::function<QString(const domain::Overrides &)> &told)
{
    m_engine
        .ask([values, actor = m_actor](engine::Engine &engine) {
            return engine.setOverrides(values, actor);
        })
        .then(this, [=, this](const Result<domain::Overrides> &before) {
            if (!before)
                return m_window.showError(before.error());
            if (told)
                m_window.showDone(
                    told(*before), [=, this, was = *before] { setOverrides(stillPossible(was)); },
                    [=, this] { setOverrides(stillPossible(values)); });
        });
}

domain::Overrides Session::stillPossible(domain::Overrides values) const
{
    values.removeIf([this](const auto &entry) { return m_model.rowOf(entry.key()) < 0; });
    for (std::optional<domain::Override> &value : values) {
        if (value && value->until && *value->until <= m_model.now())
            value.reset();
    }
    return values;
}

void Session::editPlacements(const Placements &edited)
{
    Placements before;
    for (auto it = edited.cbegin(); it != edited.cend(); ++it) {
        if (const int row = m_model.rowOf(it.key()); row >= 0)
            before.insert(it.key(), m_model.space(row).placement);
    }
    if (before.isEmpty())
        return;
    savePlacements(edited, [=, this] {
        m_window.showDone(
            tr("%n spaces moved", nullptr, int(before.size())),
            [this, before] { savePlacements(before); }, [this, edited] { savePlacements(edited); });
    });
}

void Session::savePlacements(Placements placements, const std::function<void()> &saved)
{
    placements.removeIf([this](const auto &entry) { return m_model.rowOf(entry.key()) < 0; });
    m_engine.ask([placements](engine::Engine &engine) { return engine.savePlacements(placements); })
        .then(this, [this, saved](const Result<> &done) {
            if (!done)
                m_window.showError(done.error());
            else if (saved)
                saved();
        });
}

void Session::editFloor(const domain::Floor &floor)
{
    domain::Floor before = floor;
    before.picture.clear();
    before.pictureType.clear();
    for (const domain::Floor &known : m_model.floors()) {
        if (known.id == floor.id)
            before = known;
    }
    saveFloor(floor, [=, this] {
        m_window.showDone(
            tr("Picture of %1 set").arg(floor.name), [this, before] { saveFloor(before); },
            [this, floor] { saveFloor(floor); });
    });
}

void Session::saveFloor(const domain::Floor &floor, const std::function<void()> &saved)
{
    m_engine.ask([floor](engine::Engine &engine) { return engine.saveFloor(floor); })
        .then(this, [this, saved](const Result<> &done) {
            if (!done)
                m_window.showError(done.error());
            else if (saved)
                saved();
        });
}

void Session::migrate()
{
    m_engine.ask([](engine::Engine &engine) { return engine.migrate(); })
        .then(this, [this](const Result<> &done) {
            if (done)
                m_engine.start();
            else
                m_window.showRefusal(done.error());
        });
}

void Session::chooseFile()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import spaces"), {},
                                   tr("Tables (*.csv *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestFile) {
            m_window.showError({u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())});
            return;
        }
        importSpaces(file.readAll(), path);
    });
    dialog->open();
}

void Session::addSpaces()
{
    auto *dialog = new AddSpacesDialog(m_window.theme(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { importSpaces(dialog->csv(), tr("Typed in")); });
    dialog->open();
}

void Session::importSpaces(const QByteArray &csv, const QString &source)
{
    const auto run = [this, csv](bool dryRun, auto then) {
        m_engine.ask([csv, dryRun](engine::Engine &e) { return e.importSpaces(csv, dryRun); })
            .then(this, [this, then](const Result<engine::ImportResult> &result) {
                if (result)
                    then(*result);
                else
                    m_window.showError(result.error());
            });
    };
    run(true, [=, this](const engine::ImportResult &preview) {
        auto *dialog = new ImportDialog(source, preview, m_window.theme(), &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [=, this] {
            run(false, [this](const engine::ImportResult &done) {
                m_window.showNote(
                    done.isGood() ? tr("%n spaces imported", nullptr, done.created + done.updated)
                                  : tr("Nothing was imported: the spaces changed meanwhile. "
                                       "Try again."));
            });
        });
        dialog->open();
    });
}

} // namespace parking::ui
