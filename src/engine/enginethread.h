#pragma once

#include "engine/engine.h"

#include <QDeadlineTimer>
#include <QFuture>
#include <QPromise>
#include <QThread>

namespace parking::engine {

/// The window's only door to the engine: a thread with an Engine in it.
class EngineThread : public QObject {
    Q_OBJECT

public:
    explicit EngineThread(EngineOptions options, QObject *parent = nullptr);
    ~EngineThread() override; ///< stops the engine and waits for its thread

    void start();
    /// Waits for the engine's end, which is the process's own where something hangs.
    void stop();
    /// As stop(), and waits for nothing: ended() tells. From now on nothing is asked of it any
    /// more.
    void end();

    /// To connect to its signals, which come queued into the receiver's thread; nothing of it may
    /// be called from another thread than its own: that is what ask() is for.
    const Engine &engine() const { return *m_engine; }

    /// Runs `fn(Engine &)` in the engine's thread. The future is cancelled when the engine ends, or
    /// is told to, before it came to that. Never wait for it in the GUI thread: continue with
    /// whenAnswered().
    template <class Function>
    auto ask(Function fn) -> QFuture<std::invoke_result_t<Function, Engine &>>
    {
        using Answer = std::invoke_result_t<Function, Engine &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        QFuture<Answer> future = promise->future();
        if (m_isEnding)
            return future;
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

    /// As ask(), for what is answered later: `fn(Engine &, told)`; `told(const Result<T> &)` is
    /// called once in the engine's thread. The future is cancelled when it is dropped uncalled.
    template <class T, class Function>
    QFuture<Result<T>> askLater(Function fn)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        QFuture<Result<T>> future = promise->future();
        if (m_isEnding)
            return future;
        QMetaObject::invokeMethod(
            m_engine,
            [engine = m_engine, promise = std::move(promise), fn = std::move(fn)]() mutable {
                fn(*engine, [promise = std::move(promise)](const Result<T> &result) {
                    promise->addResult(result);
                    promise->finish();
                });
            },
            Qt::QueuedConnection);
        return future;
    }

Q_SIGNALS:
    void started();
    void failed(const parking::Error &error); ///< start() of the engine refused
    void ended(); ///< what end() asked for is done: the journal is free, the database left

private:
    QThread m_thread;
    bool m_isEnding = false;
    QDeadlineTimer m_patience; ///< of stop(), from the first word on
    Engine *m_engine; ///< lives in m_thread
};

} // namespace parking::engine
