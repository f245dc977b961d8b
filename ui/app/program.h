#pragma once

#include "app/commandline.h"
#include "app/firstrunwindow.h"
#include "app/operatorwindow.h"
#include "settings/settingsdesk.h"

namespace parking::ui {

class Demo;

/// The operator's program: the first run where there is nothing to run on, else what runs: engine,
/// feed, desks and window, as one that can be made anew from other settings.
class Program : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    Program(const CommandLine &line, Theme &theme);
    ~Program() override; ///< what runs ends in order

    /// Shows the first window. The error is of a wrong setting that cannot be mended here, or of a
    /// demo that cannot be made.
    Result<> begin();

    /// Before reload(): asks about what would be lost with the window; `savedKeys` are not.
    /// `answer` gets why nothing can be connected anew now, or that the person stays; empty: it may
    /// be.
    void prepare(const QStringList &savedKeys, const std::function<void(const QString &)> &answer);
    /// "Save and connect": what runs ends, and the same window comes back on what the files, the
    /// environment and the command line say now; it tells what was `saved`, and whether that
    /// connects. Later, from the event loop: who asks for it may be a part of the window. What runs
    /// is waited for in sight of the person. A demo stays as it is. An error changes nothing.
    Result<> reload(const std::optional<SavedSettings> &saved = std::nullopt);

    OperatorWindow *window(); ///< null: not yet
    engine::EngineThread *engine(); ///< as window()
    FirstRunWindow *firstRun() { return m_firstRun.get(); } ///< null: not now

Q_SIGNALS:
    void started(); ///< a window on an engine is shown, also after a reconnect
    void failed(); ///< the engine could not start; the window says why

private:
    struct Running;

    void setUp(const settings::Source &given, const SetupNeed &need);
    void finish(const SetupResult &result);
    Result<> run(const settings::Loaded &loaded, bool demo);
    void begin(const settings::Loaded &loaded, const std::optional<SavedSettings> &saved); ///< anew
    void addSpaces(const SetupResult &result);

    const CommandLine &m_line;
    Theme &m_theme;
    std::unique_ptr<FirstRunWindow> m_firstRun;
    std::unique_ptr<Running> m_running;
};

} // namespace parking::ui
