#include "engine/enginethread.h"

#include "base/literals.h"

namespace parking::engine {

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

void EngineThread::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        m_engine,
        [engine = m_engine] {
            engine->stop();
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

} // namespace parking::engine
