#pragma once

#include "base/clock.h"
#include "engine/enginethread.h"
#include "models/sitemodel.h"
#include "models/situation.h"

namespace parking::ui {

/// Fills SiteModel and Situation from the running engine, by the clock that is handed in. It is the
/// only part of a window that knows where states come from: what shows them would show an archive's
/// just so.
class LiveFeed : public QObject {
    Q_OBJECT

public:
    /// All outlive it. Begins with the engine.
    LiveFeed(engine::EngineThread &engine, Clock &clock, SiteModel &model, Situation &situation);

    /// A site is being made: one without spaces is not told as what there is.
    void awaitSite() { m_awaitsSite = true; }
    void retry(); ///< after a refusal
    void migrate(); ///< makes the tables that the refusal missed, then as retry()

Q_SIGNALS:
    void failed(const parking::Error &error); ///< the site could not be read

private:
    void load();
    void tick();

    engine::EngineThread &m_engine;
    Clock &m_clock;
    SiteModel &m_model;
    Situation &m_situation;
    ClockTimer m_second;
    bool m_awaitsSite = false;
};

} // namespace parking::ui
