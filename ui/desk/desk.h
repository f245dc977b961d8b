#pragma once

#include "base/answered.h"
#include "engine/enginethread.h"
#include "models/notices.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "read/readthread.h"

#include <functional>

namespace parking::ui {

/// What the desks of all pages work with. A desk joins one capability's pages and cards, which take
/// values and tell wishes, to the two doors: the engine for wishes, reads for questions.
struct Desk {
    engine::EngineThread *engine; ///< null: an archive or a viewer, so nobody takes wishes
    read::ReadThread &reads;
    SiteModel &model;
    Situation &situation;
    Notices &notices;
    QString actor; ///< who does it, for the record

    /// `fn(engine::Engine &)` gives a Result; `done` gets its value here, an error becomes a
    /// notice. Neither is called when `context` or the engine went before.
    template <class Function, class Done>
    void wish(QObject *context, Function fn, Done done) const
    {
        if (engine)
            answer(engine->ask(std::move(fn)), context, std::move(done), toNotice());
    }

    /// An error goes to `failed(const Error &)`.
    template <class Function, class Done, class Failed>
    void wish(QObject *context, Function fn, Done done, Failed failed) const
    {
        if (engine)
            answer(engine->ask(std::move(fn)), context, std::move(done), std::move(failed));
    }

    /// For what the engine is told later: `fn(engine::Engine &, told)`, where `told` takes a
    /// Result<T>.
    template <class T, class Function, class Done, class Failed>
    void wishLater(QObject *context, Function fn, Done done, Failed failed) const
    {
        if (engine)
            answer(engine->askLater<T>(std::move(fn)), context, std::move(done), std::move(failed));
    }

    /// `fn(store::Database &)` gives a Result; as wish().
    template <class Function, class Done>
    void ask(QObject *context, Function fn, Done done) const
    {
        answer(reads.ask(std::move(fn)), context, std::move(done), toNotice());
    }
    /// An error goes to `failed(const Error &)`.
    template <class Function, class Done, class Failed>
    void ask(QObject *context, Function fn, Done done, Failed failed) const
    {
        answer(reads.ask(std::move(fn)), context, std::move(done), std::move(failed));
    }

private:
    /// Its type is named: one that is deduced is not known above.
    std::function<void(const Error &)> toNotice() const
    {
        return [&notices = notices](const Error &error) { notices.tell(error); };
    }

    template <class T, class Done, class Failed>
    static void answer(const QFuture<Result<T>> &future, QObject *context, Done done, Failed failed)
    {
        whenAnswered(future, context,
                     [done = std::move(done), failed = std::move(failed)](const Result<T> &result) {
                         if (!result)
                             failed(result.error());
                         else if constexpr (std::is_void_v<T>)
                             done();
                         else
                             done(*result);
                     });
    }
};

} // namespace parking::ui
