#pragma once

#include "base/clock.h"
#include "store/database.h"
#include "store/transaction.h"

#include <QObject>

#include <functional>
#include <memory>

namespace parking::engine {

/// True for what may mend by itself: a server that restarts, a full disk. All else (a URL that is
/// none, tables that are missing or too new) needs somebody to do something.
bool mayMend(const Error &error);

/// The engine's connection. It opens by itself, again and again after it was lost, with growing
/// pauses, and is the one place that notices the loss: whoever wants the database asks with() or
/// transact().
class DatabaseLink : public QObject {
    Q_OBJECT

public:
    using Step = std::function<Result<>(store::Database &)>;

    DatabaseLink(store::DatabaseOptions options, Clock &clock, QObject *parent = nullptr);
    ~DatabaseLink() override;

    /// What must be read before the connection counts as up, after each connect, in the order of
    /// these calls. An error puts it off.
    void beforeUp(Step step) { m_steps.append(std::move(step)); }

    /// Connects, or begins trying to. Errors are those that waiting cannot mend (mayMend);
    /// MIGRATION_NEEDED and DATABASE_TOO_NEW are among them. An SQLite file gets its tables
    /// unasked, a PostgreSQL database, which may be others', does not.
    Result<> open();
    void close();
    /// Makes or updates the tables, on a connection of its own.
    Result<> migrate();

    bool isUp() const { return m_up && m_database->isOpen(); }

    /// Runs `fn(store::Database &)`, which gives a Result. While the connection is away:
    /// DATABASE_ERROR with details {wait}.
    template <class Fn>
    auto with(Fn fn) -> std::invoke_result_t<Fn, store::Database &>
    {
        if (!isThere())
            return away();
        auto result = fn(*m_database);
        (void)isThere();
        return result;
    }

    /// The same in one transaction, which is rolled back when `fn` gives an error.
    template <class Fn>
    auto transact(Fn fn) -> std::invoke_result_t<Fn, store::Database &>
    {
        return with([&](store::Database &database) {
            return store::transact(database, [&] { return fn(database); });
        });
    }

    /// For work that nobody waits for: says in the log what failed, unless the whole connection is
    /// away, which was said.
    void log(const Result<> &result);
    template <class T>
    void log(const Result<T> &result)
    {
        if (!result)
            log(Result<>(result.error()));
    }

Q_SIGNALS:
    void up();
    /// The connection is gone, or could not be made. isUp() is false already.
    void lost(const parking::Error &error);

private:
    Result<> connectNow();
    Result<> prepare();
    void lose(const Error &error);
    bool isThere();
    static Error away();

    const store::DatabaseOptions m_options;
    Clock &m_clock;
    QList<Step> m_steps;
    std::unique_ptr<store::Database> m_database;
    bool m_up = false;
    bool m_closed = true;
    Milliseconds m_pause;
    ClockTimer m_retry;
};

} // namespace parking::engine
