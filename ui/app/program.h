#pragma once

#include "app/commandline.h"
#include "app/firstrunwindow.h"
#include "app/operatorwindow.h"

namespace parking::engine {
class EngineThread;
}

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

    /// "Save and connect": what runs ends, and the same window comes back on these settings. Later,
    /// from the event loop: who asks for it may be a part of the window. Who edits a layout is
    /// asked first; while an export runs nothing ends. A demo stays as it is.
    void reconnect(const settings::Loaded &loaded);
    /// The same with what the files, the environment and the command line say now. An error changes
    /// nothing.
    Result<> reload();

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
    void begin(const settings::Loaded &loaded); ///< anew
    void addSpaces(const SetupResult &result);

    const CommandLine &m_line;
    Theme &m_theme;
    std::unique_ptr<FirstRunWindow> m_firstRun;
    std::unique_ptr<Running> m_running;
};

} // namespace parking::ui
