#pragma once

#include "store/database.h"

#include <QFuture>
#include <QPromise>
#include <QThread>

#include <functional>
#include <memory>

namespace parking::read {

/// Long reads for the window, past the engine: a thread with a connection of its own that writes
/// nothing, so that a page never holds up ingest. It connects with the first question and again
/// after the connection was lost.
///
/// Thread: that of its owner asks; questions run one after the other in this one.
class ReadThread : public QObject {
    Q_OBJECT

public:
    /// What each new connection needs before it is asked anything.
    using Prepare = std::function<Result<>(store::Database &)>;

    explicit ReadThread(QString databaseUrl, Prepare prepare = nullptr, QObject *parent = nullptr);
    ~ReadThread() override; ///< waits for the question that runs; the others are cancelled

    /// Answers what is asked now, and nothing any more: ended() tells when.
    void end();

    /// Runs `fn(store::Database &)`, which gives a Result<T>. DATABASE_ERROR when the database
    /// cannot be reached. The future is cancelled when the thread ends before it came to that.
    template <class Function>
    auto ask(Function fn) -> QFuture<std::invoke_result_t<Function, store::Database &>>
    {
        using Answer = std::invoke_result_t<Function, store::Database &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        QFuture<Answer> future = promise->future();
        if (m_isEnding)
            return future;
        QMetaObject::invokeMethod(
            m_reader,
            [reader = m_reader, promise, fn = std::move(fn)]() mutable {
                const Result<store::Database *> database = reader->connected();
                promise->addResult(database ? fn(**database) : Answer(database.error()));
                promise->finish();
            },
            Qt::QueuedConnection);
        return future;
    }

Q_SIGNALS:
    void ended();

private:
    /// Lives in the thread, and its connection with it.
    class Reader : public QObject {
    public:
        Reader(QString url, Prepare prepare) : m_url(std::move(url)), m_prepare(std::move(prepare))
        {
        }
        Result<store::Database *> connected();

    private:
        QString m_url;
        Prepare m_prepare;
        std::unique_ptr<store::Database> m_database;
    };

    QThread m_thread;
    bool m_isEnding = false;
    Reader *m_reader;
};

} // namespace parking::read
