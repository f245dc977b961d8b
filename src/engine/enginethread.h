#pragma once

#include "engine/engine.h"

#include <QFuture>
#include <QPromise>
#include <QThread>

namespace parking::engine {

/// The window's only door to the engine: a thread with an Engine in it. Signals of the Engine are
/// forwarded as they are (queued into the receiver's thread).
class EngineThread : public QObject {
    Q_OBJECT

public:
    explicit EngineThread(EngineOptions options, QObject *parent = nullptr);
    ~EngineThread() override; ///< stops the engine and waits for its thread

    void start();
    void stop();

    /// Runs `fn(Engine &)` in the engine's thread. The future is cancelled when the engine ends
    /// before it came to that. Never wait for it in the GUI thread: continue with `.then(this,
    /// ...)`.
    template <class Function>
    auto ask(Function fn) -> QFuture<std::invoke_result_t<Function, Engine &>>
    {
        using Answer = std::invoke_result_t<Function, Engine &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        QFuture<Answer> future = promise->future();
        QMetaObject::invokeMethod(
            m_engine,
            [engine = m_engine, promise, fn = std::move(fn)]() mutable {
                if constexpr (std::is_void_v<Answer>)
                    fn(*engine);
                else
                    promise->addResult(fn(*engine));
                promise->finish();
            },
            Qt::QueuedConnection);
        return future;
    }

Q_SIGNALS:
    void started();
    void failed(const parking::Error &error); ///< start() of the engine refused
    void spacesChanged(const QList<parking::domain::SpaceStatus> &statuses);
    void layoutChanged();
    void healthChanged(const parking::domain::Health &health);
    void downlinksMoved(const QList<parking::domain::Downlink> &rows);
    void ready();
    void idle();

private:
    QThread m_thread;
    Engine *m_engine; ///< lives in m_thread
};

} // namespace parking::engine
