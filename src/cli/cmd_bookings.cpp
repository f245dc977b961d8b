// parkctl bookings: list, create, move, cancel, end, free, hours; the others are in files of their
// own.

#include "base/literals.h"
#include "cli/bookingdesk.h"
#include "domain/problems.h"
#include "read/bookedhours.h"
#include "read/bookings.h"
#include "store/bookingstore.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;

const QString kVerbs = u"list|create|move ID|cancel ID|end ID|free|hours|series ...|export FILE|"
                       "import FILE|policy [KEY=VALUE ...]"_s;

// --- The verbs -----------------------------------------------------------------------------------

int create(const BookingDesk &desk)
{
    for (const char *needed : {"space", "from", "to", "email"}) {
        if (!desk.parser.isSet(QLatin1StringView(needed))) {
            complain(u"create: --%1 is needed"_s.arg(QLatin1StringView(needed)));
            return kUsage;
        }
    }
    engine::BookingRequest request{.requestId = desk.parser.words("request-id"),
                                   .actor = desk.actor()};
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

int move(const BookingDesk &desk, BookingId id)
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
        return engine::changeBooking(movement, id, draft, desk.actor(), *before);
    });
    if (!answer)
        return refuse(withAlternatives(desk, answer.error(), draft, id));
    return tell(desk.database, answer->booking, toJson(answer->warnings));
}

int cancel(const BookingDesk &desk, BookingId id)
{
    const auto booking = inMovement(desk, [&](engine::Movement &movement) {
        return engine::cancelBooking(movement, id, desk.parser.words("reason"), desk.actor());
    });
    return booking ? tell(desk.database, *booking) : refuse(booking.error());
}

int endEarly(const BookingDesk &desk, BookingId id)
{
    const auto booking = inMovement(desk, [&](engine::Movement &movement) {
        return engine::endBooking(movement, id, desk.actor());
    });
    return booking ? tell(desk.database, *booking) : refuse(booking.error());
}

QString localWords(const BookingDesk &desk, UtcTime time)
{
    return domain::localOf(time, desk.zone).toString(u"yyyy-MM-dd HH:mm"_s);
}

int list(const BookingDesk &desk)
{
    const auto page = pageOf(desk.parser);
    if (!page)
        return kUsage;
    auto filter = filterOf(desk);
    if (!filter)
        return refuse(filter.error());
    if (!readStatus(desk.parser, *filter))
        return kUsage;
    const auto codes = spaceCodes(desk.database);
    const auto found = read::bookings(desk.database, *filter, {}, *page);
    if (!codes || !found)
        return refuse(codes ? found.error() : codes.error());
    QJsonArray rows;
    for (const Booking &one : found->rows) {
        const QString code = codes->value(one.spaceId);
        rows.append(toJson(one, code));
        if (!desk.parser.isSet(u"json"_s))
            print(u"%1  %2  %3 - %4  %5  %6  %7"_s.arg(
                one.id.toString(), code.leftJustified(12), localWords(desk, one.start),
                localWords(desk, one.end), domain::nameOf(one.status).leftJustified(9), one.email,
                one.title));
    }
    if (desk.parser.isSet(u"json"_s))
        printJson({{u"total"_s, found->total}, {u"bookings"_s, rows}});
    else
        print(u"%1 of %2"_s.arg(rows.size()).arg(found->total));
    return kOk;
}

/// From when on one space is not booked for so long.
int nextFree(const BookingDesk &desk)
{
    for (const char *other : {"to", "building", "floor", "zone", "feature"}) {
        if (desk.parser.isSet(QLatin1StringView(other))) {
            complain(u"free --space: not with --%1; how long? --minutes"_s.arg(
                QLatin1StringView(other)));
            return kUsage;
        }
    }
    int minutes = 60;
    if (desk.parser.isSet(u"minutes"_s)) {
        const auto given = desk.parser.number("minutes", 1, 1440);
        if (!given)
            return kUsage;
        minutes = *given;
    }
    BookingDraft wanted;
    wanted.start = desk.now();
    if (Result<> done = readDraft(desk, wanted); !done)
        return refuse(done.error());
    const auto from =
        read::nextFree(desk.database, wanted.spaceId, wanted.start, std::chrono::minutes(minutes));
    if (!from)
        return refuse(from.error());
    if (!desk.parser.isSet(u"json"_s)) {
        print(u"%1  not booked from %2"_s.arg(desk.parser.words("space").leftJustified(12),
                                              localWords(desk, *from)));
        return kOk;
    }
    printJson({{u"space"_s, desk.parser.words("space")},
               {u"spaceId"_s, wanted.spaceId.toString()},
               {u"minutes"_s, minutes},
               {u"from"_s, toIso(*from)}});
    return kOk;
}

/// How many spaces are booked in each hour of the site's clock; the site's day where no times are
/// told.
int listHours(const BookingDesk &desk)
{
    using namespace std::chrono_literals;
    constexpr int kMost = 31 * 24;
    BookingDraft asked;
    const QDate today = domain::localOf(desk.now(), desk.zone).date();
    asked.start = fromDateTime(today.startOfDay(desk.zone));
    if (Result<> done = readDraft(desk, asked); !done)
        return refuse(done.error());
    if (!desk.parser.isSet(u"to"_s)) {
        const QDate day = domain::localOf(asked.start, desk.zone).date();
        asked.end = fromDateTime(day.addDays(1).startOfDay(desk.zone));
    }
    const Milliseconds length = asked.end - asked.start;
    if (length <= 0h || length > kMost * 1h) {
        complain(u"hours: from when to when? 1 to %1 hours"_s.arg(kMost));
        return kUsage;
    }
    const auto hours = read::bookedHours(desk.database, asked.start, asked.end, desk.zone);
    if (!hours)
        return refuse(hours.error());
    QJsonArray rows;
    for (const read::BookedHour &hour : *hours) {
        rows.append(QJsonObject{{u"start"_s, toIso(hour.span.start)},
                                {u"end"_s, toIso(hour.span.end)},
                                {u"booked"_s, hour.booked}});
        if (!desk.parser.isSet(u"json"_s))
            print(u"%1  %2"_s.arg(localWords(desk, hour.span.start)).arg(hour.booked));
    }
    if (desk.parser.isSet(u"json"_s))
        printJson({{u"hours"_s, rows}});
    return kOk;
}

int listFree(const BookingDesk &desk)
{
    if (desk.parser.isSet(u"space"_s))
        return nextFree(desk);
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

int onBooking(const BookingDesk &desk, const QString &verb, const QString &word)
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
    option("space", "The space, by its code; free: from when on nobody has booked it.", "CODE");
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
    option("minutes", "free --space: for so long, 1 to 1440; 60 by default.", "N");
    option("limit", "list, free: so many, 1 to 1000; 100 by default.", "N");
    option("offset", "list: without the first N.", "N");
    parser.addOption({u"json"_s, u"Result as JSON."_s});
}

} // namespace

int runBookings(const QStringList &words)
{
    Parser parser("bookings",
                  "Bookings of spaces: list, make, move, cancel, end, find free spaces.", true);
    parser.takeWords();
    parser.addPositionalArgument(kVerbs, {});
    addOptions(parser);
    addSeriesOptions(parser);
    addFileOptions(parser);
    if (const auto exit = parser.parse(policyWords(words)))
        return *exit;
    const QString verb = parser.verb();
    const QStringList places = parser.positionalArguments().mid(1);
    const bool isOnOne = verb == u"move" || verb == u"cancel" || verb == u"end";
    const bool isKnown =
        isOnOne || verb == u"list" || verb == u"create" || verb == u"free" || verb == u"hours";
    const bool isFile = (verb == u"export" || verb == u"import") && places.size() == 1;
    const bool isPolicy = verb == u"policy";
    const bool isSeries = verb == u"series" && (places.size() == 1 || places.size() == 2);
    if (!isSeries && !isFile && !isPolicy && (!isKnown || places.size() != (isOnOne ? 1 : 0))) {
        complain(u"usage: parkctl bookings %1 [options]"_s.arg(kVerbs));
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return refuse(database.error());
    const Result<BookingDesk> desk = bookingDesk(parser, **database);
    if (!desk)
        return refuse(desk.error());
    if (isSeries)
        return runSeries(*desk, places);
    if (isFile)
        return verb == u"export" ? exportBookings(*desk, places.first())
                                 : importBookings(*desk, places.first());
    if (isPolicy)
        return bookingPolicy(*desk, places);
    if (isOnOne)
        return onBooking(*desk, verb, places.first());
    if (verb == u"list")
        return list(*desk);
    if (verb == u"hours")
        return listHours(*desk);
    return verb == u"create" ? create(*desk) : listFree(*desk);
}

} // namespace parking::cli
