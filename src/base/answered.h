#pragma once

#include <QFutureWatcher>

namespace parking {

/// Runs `fn(value)`, or `fn()` for a future without one, when the future is done; never when it was
/// cancelled or `context` went before. Thread: that of `context`.
///
/// Not QFuture::then(context): in Qt 6.4 it asserts when the context goes while the answer comes.
/// This watcher goes with its context, in their own thread.
template <class T, class Function>
void whenAnswered(const QFuture<T> &future, QObject *context, Function fn)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, fn = std::move(fn)]() mutable {
                         watcher->deleteLater();
                         if (watcher->isCanceled())
                             return;
                         if constexpr (std::is_void_v<T>)
                             fn();
                         else
                             fn(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace parking
