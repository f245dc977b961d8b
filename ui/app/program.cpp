#include "app/program.h"

#include "app/demo.h"
#include "app/endingcover.h"
#include "app/firstspaces.h"
#include "app/pastwork.h"
#include "app/review.h"
#include "app/session.h"
#include "app/shots.h"
#include "app/unsaved.h"
#include "app/windowmemory.h"
#include "base/literals.h"
#include "base/person.h"
#include "settings/engineoptions.h"
#include "settings/ownsettings.h"

#include <QApplication>
#include <QDir>
#include <QProcessEnvironment>
#include <QShortcut>
#include <QUrl>

#include <cstdio>

namespace parking::ui {

namespace {

/// A database's host, or its file; empty: there are several.
QString placeOf(const QString &databaseUrl)
{
    const QUrl url(databaseUrl);
    if (!url.isValid())
        return {};
    if (url.host().isEmpty())
        return url.path();
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

} // namespace

/// What lives on one set of settings, in the order in which it is made.
struct Program::Running {
    Running(const engine::EngineOptions &options, std::unique_ptr<Demo> demoToRun,
            const settings::CommandLine &words, const QList<settings::Effective> &table,
            const Reconnect &reconnect, Theme &theme)
        : demo(std::move(demoToRun)), own(words, table), database(placeOf(options.databaseUrl)),
          window(model, situation, notices, theme), reads(options.databaseUrl),
          longReads(options.databaseUrl), engine(options),
          person(personName(QProcessEnvironment::systemEnvironment(), u"operator"_s)),
          session({engine, reads, clock, person, demo != nullptr, &longReads, demo ? nullptr : &own,
                   reconnect},
                  window),
          past({options.databaseUrl, longReads, clock, person}, window)
    {
        situation.setRole(demo ? QObject::tr("Demo") : QObject::tr("Operator"), false);
    }

    ~Running()
    {
        if (memory)
            memory->save();
        engine.stop();
    }

    /// Without waiting: `ended` is called when nothing of it uses journal or database any more.
    /// `context` outlives it.
    void end(QObject *context, const std::function<void()> &ended)
    {
        isEnding = true;
        window.setDone();
        // What is under the cover acts no more, by keys neither: its wishes would meet the new
        // settings.
        window.centralWidget()->setEnabled(false);
        for (QShortcut *keys : window.findChildren<QShortcut *>())
            keys->setEnabled(false);
        auto *cover = new EndingCover(database, window.theme(), &window);
        QObject::connect(cover, &EndingCover::quitWanted, &window, [this] {
            window.hide(); // what hangs is given up some seconds later (EngineThread::stop)
            QApplication::exit();
        });
        const auto one = [this, ended] {
            if (--running == 0)
                ended(); // this goes with it
        };
        QObject::connect(&engine, &engine::EngineThread::ended, context, one, Qt::QueuedConnection);
        for (read::ReadThread *thread : {&reads, &longReads})
            QObject::connect(thread, &read::ReadThread::ended, context, one, Qt::QueuedConnection);
        engine.end();
        reads.end();
        longReads.end();
    }

    std::unique_ptr<Demo> demo;
    settings::OwnSettings own;
    const QString database; ///< where it is, for people
    bool isEnding = false;
    int running = 3; ///< threads, while it ends
    SystemClock clock;
    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
    read::ReadThread reads;
    read::ReadThread longReads;
    engine::EngineThread engine;
    const QString person;
    Session session;
    PastWork past;
    std::unique_ptr<Shots> shots;
    std::unique_ptr<WindowMemory> memory;
};

Program::Program(const CommandLine &line, Theme &theme) : m_line(line), m_theme(theme) { }

Program::~Program() = default;

OperatorWindow *Program::window()
{
    return m_running ? &m_running->window : nullptr;
}

engine::EngineThread *Program::engine()
{
    return m_running ? &m_running->engine : nullptr;
}

Result<> Program::begin()
{
    if (m_line.wrong || (!m_line.demo && m_line.shots.isEmpty())) {
        const Result<QList<settings::Source>> sources = settings::sourcesOf(m_line.words);
        if (!sources)
            return sources.error();
        const settings::Source given = settings::givenValues(*sources);
        const settings::OwnFiles own = settings::ownFiles(m_line.words.iniFile);
        const bool hasData = !QDir(settings::defaultDataDir()).isEmpty();
        const SetupNeed need =
            setupNeed(given, m_line.wrong, readDraft(draftFiles(own)).has_value(), hasData);
        if (need.isNeeded) {
            setUp(given, need);
            return {};
        }
        if (m_line.wrong)
            return *m_line.wrong;
    }
    return run({m_line.settings, m_line.table, m_line.warnings}, m_line.demo);
}

// --- First run -----------------------------------------------------------------------------------

void Program::setUp(const settings::Source &given, const SetupNeed &need)
{
    m_firstRun =
        std::make_unique<FirstRunWindow>(given, settings::ownFiles(m_line.words.iniFile), m_theme);
    connect(&m_firstRun->page(), &FirstRunPage::finished, this, &Program::finish,
            Qt::QueuedConnection); // the page goes with it
    m_firstRun->show();
    if (!need.key.isEmpty())
        m_firstRun->page().openAt(need.key, need.allowed);
    else
        m_firstRun->lookAround();
}

/// Writes what was chosen, reads all of it again as the next start would, and goes on with it.
void Program::finish(const SetupResult &result)
{
    if (!m_firstRun)
        return;
    const settings::OwnFiles own = settings::ownFiles(m_line.words.iniFile);
    const bool isDemo = result.way == SetupWay::Demo;
    settings::Loaded chosen;
    if (!isDemo) {
        if (const Result<> written = settings::writeSettings(own, result.changes); !written)
            return m_firstRun->page().tell(written.error().detail);
        const Result<settings::Loaded> loaded = settings::load(m_line.words);
        if (!loaded)
            return m_firstRun->page().tell(loaded.error().detail);
        chosen = *loaded;
        removeDraft(draftFiles(own));
    }
    if (const Result<> running = run(chosen, isDemo); !running)
        return m_firstRun->page().tell(running.error().detail);
    m_firstRun.reset(); // the other window is shown by now
    addSpaces(result);
}

/// What the last step of setting up asked for, once there is a site to put it in.
void Program::addSpaces(const SetupResult &result)
{
    if (result.way == SetupWay::Demo || result.spaces == FirstSpaces::Later)
        return;
    OperatorWindow *window = &m_running->window;
    if (result.spaces == FirstSpaces::Heard) {
        // Behind the start, in the engine's thread.
        makeFirstSpaces(m_running->engine, result.heard, m_running->person, window->notices(),
                        window);
        return;
    }
    const bool isCsv = result.spaces == FirstSpaces::Csv;
    const auto ask = [window, isCsv] {
        if (isCsv)
            Q_EMIT window->spaces().importRequested();
        else
            Q_EMIT window->spaces().addSpacesRequested();
    };
    // Queued: it opens another page.
    connect(&window->model(), &SiteModel::loaded, window, ask,
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

// --- What runs -----------------------------------------------------------------------------------

Result<> Program::run(const settings::Loaded &loaded, bool isDemo)
{
    engine::EngineOptions options = settings::engineOptions(loaded.settings);
    options.version = QApplication::applicationVersion();
    std::unique_ptr<Demo> demo;
    if (isDemo) {
        demo = std::make_unique<Demo>();
        if (const Result<> prepared = demo->prepare(options); !prepared)
            return prepared;
    }
    const Reconnect reconnect{
        [this](const QStringList &keys, const auto &answer) { prepare(keys, answer); },
        [this](const SavedSettings &saved) {
            if (const Result<> done = reload(saved); !done)
                m_running->notices.tell(done.error());
        }};
    auto running = std::make_unique<Running>(options, std::move(demo), m_line.words, loaded.table,
                                             reconnect, m_theme);
    Running &r = *running;
    if (r.demo)
        connect(&r.engine, &engine::EngineThread::started, r.demo.get(),
                [&r] { r.demo->run(r.engine); });
    if (!m_line.shots.isEmpty())
        r.shots = std::make_unique<Shots>(r.window, m_line.shots);
    connect(&r.engine, &engine::EngineThread::failed, this,
            [this, hasShots = r.shots != nullptr](const Error &error) {
                std::fprintf(stderr, "smart-parking: %s\n", error.detail.toUtf8().constData());
                Q_EMIT failed();
                if (hasShots)
                    QApplication::exit(1);
            });
    const auto look = [](const QString &archive) { startReview(archive); };
    connect(&r.past, &PastWork::archiveWanted, &r.window, look);
    connect(&r.window, &MainWindow::archiveDropped, &r.window, look);
    // The window of what ended goes when the new one stands.
    if (!r.demo && !r.shots) { // these neither read nor write it
        r.memory = std::make_unique<WindowMemory>(r.window);
        r.memory->restore();
    }
    r.window.show();
    if (m_running) {
        m_running->memory.reset();
        m_running->window.hide();
    }
    m_running = std::move(running);
    if (!loaded.warnings.isEmpty())
        r.notices.tell(loaded.warnings.join(u'\n'));
    r.engine.start();
    Q_EMIT started();
    return {};
}

void Program::prepare(const QStringList &savedKeys,
                      const std::function<void(const QString &)> &answer)
{
    Running &r = *m_running;
    if (r.past.isExporting())
        return answer(tr("An export runs and is not cut off. Save again when it is done."));
    const QString stayed = tr("You stayed here: the connections are as they were.");
    const auto askPages = [this, &r, savedKeys, answer, stayed] {
        QStringList lost = unsavedIn(r.window, savedKeys);
        if (r.past.reviews() > 0)
            lost.append(tr("The review that is open; its bookmarks are kept"));
        if (lost.isEmpty())
            return answer({});
        askToLose(
            r.window, {tr("Connect anew? The window begins afresh."), tr("Save and connect"), lost},
            [answer] { answer({}); }, [answer, stayed] { answer(stayed); });
    };
    MapPage &map = r.window.spaces().map();
    if (map.view().hasDraft())
        r.window.showPage(u"map"_s);
    map.leave(askPages, [answer, stayed] { answer(stayed); });
}

Result<> Program::reload(const std::optional<SavedSettings> &saved)
{
    const Result<settings::Loaded> loaded = settings::load(m_line.words);
    if (!loaded)
        return loaded.error();
    QMetaObject::invokeMethod(
        this, [this, loaded = *loaded, saved] { begin(loaded, saved); }, Qt::QueuedConnection);
    return {};
}

/// What runs ends before the other begins: they would want the same journal.
void Program::begin(const settings::Loaded &loaded, const std::optional<SavedSettings> &saved)
{
    if (!m_running || m_running->demo || m_running->isEnding)
        return;
    if (m_running->memory)
        m_running->memory->save();
    m_running->end(this, [this, loaded, saved] {
        if (const Result<> done = run(loaded, false); !done)
            return m_running->notices.tell(done.error());
        if (saved)
            m_running->session.tellSaved(*saved);
    });
}

} // namespace parking::ui
