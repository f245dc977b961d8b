#pragma once

#include "base/answered.h"

#include <QPromise>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace parking {

/// Runs `job` in a thread of its own and `done(its value)` in that of `context`; after `limit` it
/// is `done(late)` instead and the job, which nobody can stop, is left to itself. Never when
/// `context` went before. `job` must own what it works on.
///
/// For work on what strangers made, which may take for ever. What ends for sure belongs into a
/// pool.
template <class T>
void runAside(QObject *context, std::function<T()> job, std::chrono::milliseconds limit, T late,
              std::function<void(T)> done)
{
    QPromise<T> promise;
    promise.start();
    const QFuture<T> future = promise.future();
    const auto isTold = std::make_shared<bool>(false); // in the thread of `context` alone
    whenAnswered(future, context, [isTold, done](T value) {
        if (!std::exchange(*isTold, true))
            done(std::move(value));
    });
    QTimer::singleShot(limit, context, [isTold, done, late = std::move(late)] {
        if (!std::exchange(*isTold, true))
            done(late);
    });
    std::thread([promise = std::move(promise), job = std::move(job)]() mutable {
        promise.addResult(job());
        promise.finish();
    }).detach();
}

} // namespace parking
