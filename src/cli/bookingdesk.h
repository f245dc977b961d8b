#pragma once

#include "cli/command.h"
#include "domain/localtime.h"
#include "engine/bookings/serieswork.h"
#include "engine/station/peers.h"
#include "store/transaction.h"

/// What the verbs of `parkctl bookings` work with.
namespace parking::cli {

struct BookingDesk {
    const Parser &parser;
    store::Database &database;
    engine::MovementRules rules; ///< lamps are the station's: they follow when it is told
    QTimeZone zone;

    UtcTime now() const { return systemNow() + rules.clockAhead; }
    QString actor() const { return QStringLiteral("parkctl"); }
};

Result<BookingDesk> bookingDesk(const Parser &parser, store::Database &database);

QJsonObject toJson(const domain::Booking &booking, const QString &code);
/// `{"warnings": [...]}`; stderr says them in words.
QJsonObject toJson(const QList<domain::BookingWarning> &warnings);

/// `{"error": {"code", "message", ...}}` on stdout with all that the error tells, its code on
/// stderr.
int refuse(const Error &error);
/// The booking on one line, with `more`.
int tell(store::Database &database, const domain::Booking &booking, QJsonObject more = {});
/// The spaces' codes; a space that was deleted meanwhile has none.
Result<QHash<domain::SpaceId, QString>> spaceCodes(store::Database &database);

/// What was given on the command line, over `draft`.
Result<> readDraft(const BookingDesk &desk, domain::BookingDraft &draft);
/// The same without the times.
Result<> readWords(const BookingDesk &desk, domain::BookingDraft &draft);
/// `limit` and `offset`; empty: stderr says what is wrong.
std::optional<domain::PageRequest> pageOf(const Parser &parser);
/// list, export: space, times, e-mail, words, series.
Result<domain::BookingFilter> filterOf(const BookingDesk &desk);
/// And the status; false: stderr says what is wrong.
bool readStatus(const Parser &parser, domain::BookingFilter &filter);

/// SPACE_NOT_AVAILABLE with what would fit instead.
Error withAlternatives(const BookingDesk &desk, const Error &error,
                       const domain::BookingDraft &draft, domain::BookingId except = {});

/// `parkctl bookings series VERB [ID]`
int runSeries(const BookingDesk &desk, const QStringList &words);
void addSeriesOptions(Parser &parser);

/// `parkctl bookings export FILE`, `import FILE`
int exportBookings(const BookingDesk &desk, const QString &path);
int importBookings(const BookingDesk &desk, const QString &path);
void addFileOptions(Parser &parser);

/// `parkctl bookings policy [KEY=VALUE ...]`; shows it, also when it was set.
int bookingPolicy(const BookingDesk &desk, const QStringList &pairs);
/// `policy --set KEY=VALUE` with a key of the policy is the same as `policy KEY=VALUE`.
QStringList policyWords(QStringList words);

/// `work(Movement &)` in a movement of its own; running engines hear of the spaces.
template <class Work>
auto inMovement(const BookingDesk &desk, Work work)
    -> std::invoke_result_t<Work, engine::Movement &>
{
    QList<domain::SpaceId> moved;
    auto answer =
        store::transact(desk.database, [&]() -> std::invoke_result_t<Work, engine::Movement &> {
            engine::Movement movement(desk.database, desk.rules, systemNow());
            auto done = work(movement);
            if (!done)
                return done;
            for (const engine::MovingSpace &space : movement.spaces())
                moved.append(space.row.id);
            if (const Result<engine::Moved> finished = movement.finish(); !finished)
                return finished.error();
            return done;
        });
    if (answer)
        engine::tellSpacesMoved(desk.database, moved);
    return answer;
}

} // namespace parking::cli
