// parkctl bookings: list, create, move, cancel, end, free.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/localtime.h"
#include "domain/problems.h"
#include "engine/bookings/bookingwork.h"
#include "engine/station/peers.h"
#include "read/bookings.h"
#include "store/bookingstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::SpaceId;

/// What a command works with.
struct Desk {
    const Parser &parser;
    store::Database &database;
    engine::MovementRules rules; ///< lamps are the station's: they follow when it is told
    QTimeZone zone;

    UtcTime now() const { return systemNow() + rules.clockAhead; }
};

QJsonValue orNull(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const Booking &b, const QString &code)
{
    return {{u"id"_s, b.id.toString()},
            {u"space"_s, code},
            {u"spaceId"_s, b.spaceId.toString()},
            {u"start"_s, toIso(b.start)},
            {u"end"_s, toIso(b.end)},
            {u"email"_s, b.email},
            {u"phone"_s, orNull(b.phone)},
            {u"plate"_s, orNull(b.plate)},
            {u"title"_s, orNull(b.title)},
            {u"reason"_s, orNull(b.reason)},
            {u"status"_s, domain::nameOf(b.status)},
            {u"requestId"_s, orNull(b.requestId)},
            {u"actor"_s, b.actor},
            {u"cancelReason"_s, orNull(b.cancelReason)},
            {u"arrivedAt"_s, orNull(b.arrivedAt)},
            {u"blockedAt"_s, orNull(b.blockedAt)},
            {u"unverifiedAt"_s, orNull(b.unverifiedAt)},
            {u"noShowAt"_s, orNull(b.noShowAt)},
            {u"endedEarlyAt"_s, orNull(b.endedEarlyAt)},
            {u"overstayAt"_s, orNull(b.overstayAt)},
            {u"leftAt"_s, orNull(b.leftAt)},
            {u"createdAt"_s, toIso(b.createdAt)}};
}

/// `{"error": {"code", "message", ...}}` on stdout with all that the error tells, its code on
/// stderr.
int refuse(const Error &error)
{
    QJsonObject json = error.details;
    json.insert(u"code"_s, error.code);
    json.insert(u"message"_s, error.detail);
    printJson({{u"error"_s, json}});
    return fail(error);
}

Result<QString> codeOf(store::Database &database, SpaceId id)
{
    const Result<domain::Space> space = store::SpaceStore(database).find(id);
    return space ? Result<QString>(space->code) : space.error();
}

int tell(store::Database &database, const Booking &booking, QJsonObject more = {})
{
    // A space that was deleted meanwhile has its booking still.
    QJsonObject json = toJson(booking, codeOf(database, booking.spaceId).valueOr({}));
    for (auto it = more.begin(); it != more.end(); ++it)
        json.insert(it.key(), it.value());
    printJson(json);
    return kOk;
}

/// The option as a moment; `value` stays where it was not given.
Result<> readTime(const Desk &desk, const char *option, const QString &field, UtcTime &value)
{
    if (!desk.parser.isSet(QLatin1StringView(option)))
        return {};
    const Result<UtcTime> time = domain::parseMoment(field, desk.parser.words(option), desk.zone);
    if (!time)
        return time.error();
    value = *time;
    return {};
}

void readText(const Parser &parser, const char *option, QString &value)
{
    if (parser.isSet(QLatin1StringView(option)))
        value = parser.words(option);
}

/// What was given on the command line, over `draft`.
Result<> readDraft(const Desk &desk, BookingDraft &draft)
{
    if (desk.parser.isSet(u"space"_s)) {
        const auto space = store::SpaceStore(desk.database).findByCode(desk.parser.words("space"));
        if (!space)
            return space.error();
        draft.spaceId = space->id;
    }
    if (Result<> done = readTime(desk, "from", u"start_time"_s, draft.start); !done)
        return done;
    if (Result<> done = readTime(desk, "to", u"end_time"_s, draft.end); !done)
        return done;
    readText(desk.parser, "email", draft.email);
    readText(desk.parser, "phone", draft.phone);
    readText(desk.parser, "plate", draft.plate);
    readText(desk.parser, "title", draft.title);
    readText(desk.parser, "reason", draft.reason);
    return {};
}

/// `work(Movement &)` in a movement of its own; running engines hear of the spaces.
template <class Work>
auto inMovement(const Desk &desk, Work work) -> std::invoke_result_t<Work, engine::Movement &>
{
    QList<SpaceId> moved;
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

QString actor()
{
    return u"parkctl"_s;
}

Error withAlternatives(const Desk &desk, const Error &error, const BookingDraft &draft,
                       BookingId except = {})
{
    if (error.code != problem::kSpaceNotAvailable)
        return error;
    const auto found = read::bookingAlternatives(desk.database, draft, desk.now(), except);
    return domain::spaceNotAvailable(draft.spaceId, domain::conflictsOf(error), found.valueOr({}));
}

QJsonObject toJson(const QList<domain::BookingWarning> &warnings)
{
    QJsonArray words;
    for (const domain::BookingWarning warning : warnings) {
        if (warning == domain::BookingWarning::Maintenance) {
            words.append(u"MAINTENANCE"_s);
            complain(u"the space is under maintenance then"_s);
        }
    }
    return {{u"warnings"_s, words}};
}

// --- The verbs -----------------------------------------------------------------------------------

int create(const Desk &desk)
{
    for (const char *needed : {"space", "from", "to", "email"}) {
        if (!desk.parser.isSet(QLatin1StringView(needed))) {
            complain(u"create: --%1 is needed"_s.arg(QLatin1StringView(needed)));
            return kUsage;
        }
    }
    engine::BookingRequest request{.requestId = desk.parser.words("request-id"), .actor = actor()};
    if (Result<> done = readDraft(desk, request.draft); !done)
        return refuse(done.error());
    const auto work = [&](engine::Movement &movement) { return engine::book(movement, request); };
    auto answer = inMovement(desk, work);
    if (!answer && answer.error().code == problem::kDuplicate && !request.requestId.isEmpty())
        answer = inMovement(desk, work); // the same request came twice at once
    if (!answer)
        return refuse(withAlternatives(desk, answer.error(), request.draft));
    QJsonObject more = toJson(answer->warnings);
    more.insert(u"repeated"_s, answer->isRepeated);
    return tell(desk.database, answer->booking, more);
}

int move(const Desk &desk, BookingId id)
{
    const Result<Booking> before = store::BookingStore(desk.database).find(id);
    if (!before)
        return refuse(before.error());
    BookingDraft draft = *before;
    if (Result<> done = readDraft(desk, draft); !done)
        return refuse(done.error());
    // Only its beginning was told: it is as long as before.
    if (desk.parser.isSet(u"from"_s) && !desk.parser.isSet(u"to"_s))
        draft.end = draft.start + before->span().length();
    const auto answer = inMovement(desk, [&](engine::Movement &movement) {
        return engine::changeBooking(movement, id, draft, actor());
    });
    if (!answer)
        return refuse(withAlternatives(desk, answer.error(), draft, id));
    return tell(desk.database, answer->booking, toJson(answer->warnings));
}

int cancel(const Desk &desk, BookingId id)
{
    const auto booking = inMovement(desk, [&](engine::Movement &movement) {
        return engine::cancelBooking(movement, id, desk.parser.words("reason"), actor());
    });
    return booking ? tell(desk.database, *booking) : refuse(booking.error());
}

int endEarly(const Desk &desk, BookingId id)
{
    const auto booking = inMovement(desk, [&](engine::Movement &movement) {
        return engine::endBooking(movement, id, actor());
    });
    return booking ? tell(desk.database, *booking) : refuse(booking.error());
}

/// `limit` and `offset`; empty: stderr says what is wrong.
std::optional<domain::PageRequest> pageOf(const Parser &parser)
{
    domain::PageRequest page;
    if (parser.isSet(u"limit"_s)) {
        const auto limit = parser.number("limit", 1, 1000);
        if (!limit)
            return std::nullopt;
        page.limit = *limit;
    }
    if (parser.isSet(u"offset"_s)) {
        const auto offset = parser.number("offset", 0, 1'000'000'000);
        if (!offset)
            return std::nullopt;
        page.offset = *offset;
    }
    return page;
}

Result<domain::BookingFilter> filterOf(const Desk &desk)
{
    domain::BookingFilter filter{.email = desk.parser.words("email"),
                                 .text = desk.parser.words("find")};
    BookingDraft given;
    if (Result<> done = readDraft(desk, given); !done)
        return done.error();
    if (desk.parser.isSet(u"space"_s))
        filter.spaceId = given.spaceId;
    if (desk.parser.isSet(u"from"_s))
        filter.from = given.start;
    if (desk.parser.isSet(u"to"_s))
        filter.to = given.end;
    return filter;
}

int list(const Desk &desk)
{
    const auto page = pageOf(desk.parser);
    if (!page)
        return kUsage;
    auto filter = filterOf(desk);
    if (!filter)
        return refuse(filter.error());
    if (desk.parser.isSet(u"status"_s)) {
        filter->status = domain::bookingStatusFromString(desk.parser.words("status"));
        if (!filter->status) {
            complain(u"--status takes active, completed, cancelled or no_show"_s);
            return kUsage;
        }
    }
    const auto site = store::SiteStore(desk.database).first();
    if (!site)
        return refuse(site.error());
    const auto spaces = store::SpaceStore(desk.database).all(site->id);
    const auto found = read::bookings(desk.database, *filter, {}, *page);
    if (!spaces || !found)
        return refuse(spaces ? found.error() : spaces.error());
    QHash<SpaceId, QString> codes;
    for (const domain::Space &space : *spaces)
        codes.insert(space.id, space.code);
    QJsonArray rows;
    const auto clock = [&](UtcTime time) {
        return domain::localOf(time, desk.zone).toString(u"yyyy-MM-dd HH:mm"_s);
    };
    for (const Booking &one : found->rows) {
        const QString code = codes.value(one.spaceId);
        rows.append(toJson(one, code));
        if (!desk.parser.isSet(u"json"_s))
            print(u"%1  %2  %3 - %4  %5  %6  %7"_s.arg(
                one.id.toString(), code.leftJustified(12), clock(one.start), clock(one.end),
                domain::nameOf(one.status).leftJustified(9), one.email, one.title));
    }
    if (desk.parser.isSet(u"json"_s))
        printJson({{u"total"_s, found->total}, {u"bookings"_s, rows}});
    else
        print(u"%1 of %2"_s.arg(rows.size()).arg(found->total));
    return kOk;
}

int listFree(const Desk &desk)
{
    const auto page = pageOf(desk.parser);
    if (!page)
        return kUsage;
    if (!desk.parser.isSet(u"from"_s) || !desk.parser.isSet(u"to"_s)) {
        complain(u"free: from when to when? --from, --to"_s);
        return kUsage;
    }
    BookingDraft wanted;
    if (Result<> done = readDraft(desk, wanted); !done)
        return refuse(done.error());
    if (wanted.end <= wanted.start) {
        complain(u"free: --to lies behind --from"_s);
        return kUsage;
    }
    const auto word = [&](const char *option) {
        return desk.parser.isSet(QLatin1StringView(option))
            ? std::optional(desk.parser.words(option))
            : std::nullopt;
    };
    const read::FreeSpaceFilter filter{.building = word("building"),
                                       .floor = word("floor"),
                                       .zone = word("zone"),
                                       .features = desk.parser.values(u"feature"_s)};
    const auto spaces = read::freeSpaces(desk.database, wanted.span(), filter, page->limit);
    if (!spaces)
        return refuse(spaces.error());
    QJsonArray rows;
    for (const read::FreeSpace &space : *spaces) {
        rows.append(QJsonObject{{u"space"_s, space.code},
                                {u"spaceId"_s, space.id.toString()},
                                {u"state"_s, domain::nameOf(space.state)}});
        if (!desk.parser.isSet(u"json"_s))
            print(u"%1  %2"_s.arg(space.code.leftJustified(12), domain::nameOf(space.state)));
    }
    if (desk.parser.isSet(u"json"_s))
        printJson({{u"spaces"_s, rows}});
    return kOk;
}

int onBooking(const Desk &desk, const QString &verb, const QString &word)
{
    const auto id = BookingId::parse(word);
    if (!id) {
        complain(u"%1: which booking? its id, as list tells"_s.arg(verb));
        return kUsage;
    }
    if (verb == u"move")
        return move(desk, *id);
    return verb == u"cancel" ? cancel(desk, *id) : endEarly(desk, *id);
}

void addOptions(Parser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1StringView(name), QLatin1StringView(text), QLatin1StringView(value)});
    };
    option("space", "The space, by its code.", "CODE");
    option("from", "When it begins: 2026-09-02T14:30, by the site's clock, or with Z or an offset.",
           "TIME");
    option("to", "When it ends.", "TIME");
    option("email", "Whose it is.", "ADDRESS");
    option("phone", "With the country's code.", "NUMBER");
    option("plate", "Of the car.", "TEXT");
    option("title", "What is shown of it.", "TEXT");
    option("reason", "create, move: why this space; cancel: why it is cancelled.", "TEXT");
    option("request-id", "create: the same request again gets the first answer.", "UUID");
    option("status", "list: active, completed, cancelled or no_show.", "STATUS");
    option("find", "list: part of e-mail, plate, title or code.", "TEXT");
    option("building", "free: in this building.", "NAME");
    option("floor", "free: on this floor.", "NAME");
    option("zone", "free: in this zone.", "NAME");
    option("feature", "free: with this feature; may be given again.", "NAME");
    option("limit", "list, free: so many, 1 to 1000; 100 by default.", "N");
    option("offset", "list: without the first N.", "N");
    parser.addOption({u"json"_s, u"Result as JSON."_s});
}

Result<Desk> deskOf(const Parser &parser, store::Database &database)
{
    const auto policy = engine::readBookingPolicy(database);
    const auto site = store::SiteStore(database).first();
    const auto there = store::serverTime(database);
    if (!policy)
        return policy.error();
    if (!site || !there)
        return site ? there.error() : site.error();
    Desk desk{parser, database, {}, domain::zoneOf(site->timeZone)};
    engine::setBookingPolicy(desk.rules, *policy);
    if (*there)
        desk.rules.clockAhead = **there - systemNow();
    return desk;
}

} // namespace

int runBookings(const QStringList &words)
{
    Parser parser("bookings",
                  "Bookings of spaces: list, make, move, cancel, end, find free spaces.", true);
    parser.takeWords();
    parser.addPositionalArgument(u"list|create|move ID|cancel ID|end ID|free"_s, {});
    addOptions(parser);
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const bool isOnOne = verb == u"move" || verb == u"cancel" || verb == u"end";
    const bool isKnown = isOnOne || verb == u"list" || verb == u"create" || verb == u"free";
    if (!isKnown || parser.positionalArguments().size() != (isOnOne ? 2 : 1)) {
        complain(u"usage: parkctl bookings list|create|move ID|cancel ID|end ID|free [options]"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return refuse(database.error());
    const Result<Desk> desk = deskOf(parser, **database);
    if (!desk)
        return refuse(desk.error());
    if (isOnOne)
        return onBooking(*desk, verb, parser.positionalArguments().at(1));
    if (verb == u"list")
        return list(*desk);
    return verb == u"create" ? create(*desk) : listFree(*desk);
}

} // namespace parking::cli
