#pragma once

#include "engine/enginethread.h"
#include "sim/demo.h"

#include <QTemporaryDir>

namespace parking::ui {

/// The demo: a simulated car park behind a real engine, in a folder that goes with it.
class Demo : public QObject {
    Q_OBJECT

public:
    Demo();

    /// Turns the engine's options to the demo's database and its ChirpStack, which is started here.
    Result<> prepare(engine::EngineOptions &options);
    /// When the engine has started: history first, as fast as the database takes it, then messages
    /// as time passes.
    void run(engine::EngineThread &engine);

private:
    QTemporaryDir m_folder;
    sim::Demo m_site;
};

} // namespace parking::ui
