#include "engine/ingest/retriedletters.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/ingest/arrivaltimes.h"
#include "store/sqlstate.h"
#include "store/transaction.h"

namespace parking::engine {

namespace {

constexpr int kAtOnce = 200;

IngestItem itemOf(const store::DeadLetter &letter, const Bindings &bindings, UtcTime now)
{
    journal::JournalRecord record;
    record.message = {letter.topic, letter.payload, 1, false, false};
    // Set aside by a wrong clock: when it arrived is not known then.
    record.receivedAt = letter.code == problem::kBadTime ? now : letter.receivedAt;
    return prepare(record, bindings, now);
}

store::DeadLetter withError(store::DeadLetter letter, const QString &code, const QString &detail,
                            const QString &sqlState = {})
{
    letter.code = code;
    letter.detail = detail;
    letter.sqlState = sqlState;
    return letter;
}

} // namespace

Result<RetriedLetters> retryLetters(store::Database &database, const Bindings &bindings,
                                    const MovementRules &rules, UtcTime now)
{
    store::IngestStore store(database);
    const Result<QList<store::DeadLetter>> asked = store.asked(kAtOnce);
    if (!asked)
        return asked.error();
    RetriedLetters retried;
    retried.more = asked->size() == kAtOnce;
    const auto refuse = [&](const store::DeadLetter &letter) {
        ++retried.refused;
        return store.refuseAgain(letter);
    };
    for (const store::DeadLetter &letter : *asked) {
        IngestItem item = itemOf(letter, bindings, now);
        if (const Result<bool> settled = settleArrivalTimes(database, {&item, 1}); !settled)
            return settled.error();
        Result<> done;
        if (!letter.isWhole()) {
            done = refuse(withError(letter, letter.code, u"only its first 64 KiB are kept"_s));
        } else if (item.deadLetter) {
            done = refuse(withError(letter, item.deadLetter->code, item.deadLetter->detail));
        } else if (auto outcome = writeLetter(database, fold({&item, 1}), rules, now, letter.id)) {
            retried.outcomes.append(std::move(*outcome));
        } else if (store::failureKind(outcome.error()) == store::FailureKind::Wait) {
            done = outcome.error();
        } else {
            const Error &error = outcome.error();
            const QString state = error.details.value(u"sqlstate"_s).toString().left(5);
            done = refuse(withError(letter, error.code.left(50), error.detail.left(500), state));
        }
        if (!done)
            return done.error();
    }
    return retried;
}

} // namespace parking::engine
