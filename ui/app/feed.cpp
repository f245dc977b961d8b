#include "app/feed.h"

#include "base/answered.h"

namespace parking::ui {

using namespace std::chrono_literals;
using engine::Engine;
using engine::EngineThread;

LiveFeed::LiveFeed(EngineThread &engine, Clock &clock, SiteModel &model, Situation &situation)
    : m_engine(engine), m_clock(clock), m_model(model), m_situation(situation), m_second(clock)
{
    connect(&engine.engine(), &Engine::layoutChanged, this, &LiveFeed::load);
    connect(&engine.engine(), &Engine::spacesChanged, &model, &SiteModel::apply);
    connect(&engine.engine(), &Engine::healthChanged, &situation, &Situation::setHealth);
    connect(&engine, &EngineThread::failed, &situation,
            [&situation](const Error &error) { situation.setRefusal(error); });
    connect(&engine, &EngineThread::started, &situation,
            [&situation] { situation.setRefusal(std::nullopt); });
    connect(&m_second, &ClockTimer::timeout, this, &LiveFeed::tick);
    m_second.start(1s);
    tick();
}

void LiveFeed::tick()
{
    m_model.setNow(m_clock.now());
    m_situation.setNow(m_clock.now());
}

void LiveFeed::load()
{
    whenAnswered(m_engine.ask([](Engine &running) { return running.spaces().snapshot(); }), this,
                 [this](const Result<domain::SiteSnapshot> &snapshot) {
                     if (!snapshot)
                         Q_EMIT failed(snapshot.error());
                     else if (!m_awaitsSite || !snapshot->spaces.isEmpty())
                         m_model.load(*snapshot);
                 });
}

void LiveFeed::retry()
{
    m_engine.start();
}

void LiveFeed::migrate()
{
    whenAnswered(m_engine.ask([](Engine &running) { return running.migrate(); }), this,
                 [this](const Result<> &done) {
                     if (done)
                         m_engine.start();
                     else
                         m_situation.setRefusal(done.error());
                 });
}

} // namespace parking::ui
