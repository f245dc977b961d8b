#include "engine/enginethread.h"

#include "base/literals.h"
#include "base/logging.h"

#include <cstdlib>
#include <utility>

namespace parking::engine {

namespace {

/// Far longer than Engine::stop() takes. A server that answers nobody would let a window that was
/// closed stay behind unseen, with its journal.
constexpr std::chrono::seconds kLongest{30};
constexpr std::chrono::milliseconds kMoment{5000};

} // namespace

EngineThread::EngineThread(EngineOptions options, QObject *parent)
    : QObject(parent), m_engine(new Engine(std::move(options)))
{
    m_thread.setObjectName(u"engine"_s);
    m_engine->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_engine, &QObject::deleteLater);
}

EngineThread::~EngineThread()
{
    stop();
}

void EngineThread::start()
{
    if (m_isEnding)
        return;
    m_thread.start();
    QMetaObject::invokeMethod(
        m_engine,
        [this, engine = m_engine] {
            const Result<> done = engine->start();
            if (done)
                Q_EMIT started();
            else
                Q_EMIT failed(done.error());
        },
        Qt::QueuedConnection);
}

void EngineThread::end()
{
    if (std::exchange(m_isEnding, true))
        return;
    m_patience.setRemainingTime(kLongest);
    if (!m_thread.isRunning()) {
        QMetaObject::invokeMethod(this, &EngineThread::ended, Qt::QueuedConnection);
        return;
    }
    QMetaObject::invokeMethod(
        m_engine,
        [this, engine = m_engine] {
            engine->stop();
            Q_EMIT ended();
        },
        Qt::QueuedConnection);
}

void EngineThread::stop()
{
    if (!m_thread.isRunning())
        return;
    end();
    QMetaObject::invokeMethod(
        m_engine, [] { QThread::currentThread()->quit(); }, Qt::QueuedConnection);
    // Who was told to end long ago, and has, still needs a moment for it.
    m_patience.setRemainingTime(std::max<qint64>(m_patience.remainingTime(), kMoment.count()));
    if (m_thread.wait(m_patience))
        return;
    qCCritical(lcEngine) << "ended by force: the database does not answer";
    std::_Exit(EXIT_FAILURE); // what is not committed is in the journal, or with the broker
}

} // namespace parking::engine
