#include "cli/bookingdesk.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "read/bookings.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <QJsonArray>

namespace parking::cli {

using domain::Booking;
using domain::BookingDraft;
using domain::SpaceId;

namespace {

QJsonValue orNull(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

/// The option as a moment; `value` stays where it was not given.
Result<> readTime(const BookingDesk &desk, const char *option, const QString &field, UtcTime &value)
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

} // namespace

Result<BookingDesk> bookingDesk(const Parser &parser, store::Database &database)
{
    const auto policy = engine::readBookingPolicy(database);
    const auto site = store::SiteStore(database).first();
    const auto there = store::serverTime(database);
    if (!policy)
        return policy.error();
    if (!site || !there)
        return site ? there.error() : site.error();
    BookingDesk desk{parser, database, {}, domain::zoneOf(site->timeZone)};
    engine::setBookingPolicy(desk.rules, *policy);
    if (*there)
        desk.rules.clockAhead = **there - systemNow();
    return desk;
}

// --- What is told --------------------------------------------------------------------------------

QJsonObject toJson(const Booking &b, const QString &code)
{
    return {{u"id"_s, b.id.toString()},
            {u"series"_s, b.seriesId.isNull() ? QJsonValue() : b.seriesId.toString()},
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

int refuse(const Error &error)
{
    QJsonObject json = error.details;
    json.insert(u"code"_s, error.code);
    json.insert(u"message"_s, error.detail);
    printJson({{u"error"_s, json}});
    return fail(error);
}

int tell(store::Database &database, const Booking &booking, QJsonObject more)
{
    const Result<domain::Space> space = store::SpaceStore(database).find(booking.spaceId);
    // A space that was deleted meanwhile has its booking still.
    QJsonObject json = toJson(booking, space ? space->code : QString());
    for (auto it = more.begin(); it != more.end(); ++it)
        json.insert(it.key(), it.value());
    printJson(json);
    return kOk;
}

Result<QHash<SpaceId, QString>> spaceCodes(store::Database &database)
{
    const auto site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    QHash<SpaceId, QString> codes;
    for (const domain::Space &space : *spaces)
        codes.insert(space.id, space.code);
    return codes;
}

// --- What was given ------------------------------------------------------------------------------

Result<> readWords(const BookingDesk &desk, BookingDraft &draft)
{
    if (desk.parser.isSet(u"space"_s)) {
        const auto space = store::SpaceStore(desk.database).findByCode(desk.parser.words("space"));
        if (!space)
            return space.error();
        draft.spaceId = space->id;
    }
    readText(desk.parser, "email", draft.email);
    readText(desk.parser, "phone", draft.phone);
    readText(desk.parser, "plate", draft.plate);
    readText(desk.parser, "title", draft.title);
    readText(desk.parser, "reason", draft.reason);
    return {};
}

Result<> readDraft(const BookingDesk &desk, BookingDraft &draft)
{
    if (Result<> done = readWords(desk, draft); !done)
        return done;
    if (Result<> done = readTime(desk, "from", u"start_time"_s, draft.start); !done)
        return done;
    return readTime(desk, "to", u"end_time"_s, draft.end);
}

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

Result<domain::BookingFilter> filterOf(const BookingDesk &desk)
{
    const auto wrong = [](const QString &option, const QString &message) {
        return Error{problem::kValidation, message, {{u"field"_s, option}}};
    };
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
    if (desk.parser.isSet(u"series"_s)) {
        filter.seriesId = domain::BookingSeriesId::parse(desk.parser.words("series"));
        if (!filter.seriesId)
            return wrong(u"series"_s, u"a UUID"_s);
    }
    return filter;
}

bool readStatus(const Parser &parser, domain::BookingFilter &filter)
{
    if (!parser.isSet(u"status"_s))
        return true;
    filter.status = domain::bookingStatusFromString(parser.words("status"));
    if (!filter.status)
        complain(u"--status takes active, completed, cancelled or no_show"_s);
    return filter.status.has_value();
}

Error withAlternatives(const BookingDesk &desk, const Error &error, const BookingDraft &draft,
                       domain::BookingId except)
{
    if (error.code != problem::kSpaceNotAvailable)
        return error;
    const auto found = read::bookingAlternatives(desk.database, draft, desk.now(), except);
    return domain::spaceNotAvailable(draft.spaceId, domain::conflictsOf(error), found.valueOr({}));
}

} // namespace parking::cli
