// parkctl bookings series: create, list, move, cancel.

#include "base/literals.h"
#include "cli/bookingdesk.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "store/bookingstore.h"
#include "store/seriesstore.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace parking::cli {

namespace {

using domain::Booking;
using domain::BookingId;
using domain::SeriesRule;
using domain::SeriesScope;

const QStringList kDays{u"mon"_s, u"tue"_s, u"wed"_s, u"thu"_s, u"fri"_s, u"sat"_s, u"sun"_s};

Error wrong(const QString &field, QLatin1StringView rule, const QString &message)
{
    Error error = domain::errors::validation(field, message);
    error.details.insert(u"rule"_s, rule);
    return error;
}

/// What the clock on the wall shows; one that it never shows stays as it was told.
Result<QDateTime> wallTime(const BookingDesk &desk, const char *option, const QString &field)
{
    const QString text = desk.parser.words(option);
    const auto moment = domain::parseMoment(field, text, desk.zone, domain::Twice::First);
    if (!moment)
        return moment.error();
    static const QRegularExpression offset(u"(Z|[+-][0-9]{2}:[0-9]{2})\\z"_s);
    QDateTime wall = domain::localOf(*moment, desk.zone);
    if (!offset.match(text.mid(10)).hasMatch())
        wall = QDateTime::fromString(QString(text).replace(u' ', u'T'), Qt::ISODate);
    return QDateTime(wall.date(), wall.time(), Qt::UTC);
}

Result<QDate> dateOf(const QString &field, const QString &text)
{
    const QDate date = QDate::fromString(text, Qt::ISODate);
    return date.isValid() ? Result<QDate>(date)
                          : wrong(field, problem::kNoTime, u"a day as 2026-12-24"_s);
}

Result<> readDays(const BookingDesk &desk, SeriesRule &rule)
{
    if (!desk.parser.isSet(u"weekdays"_s))
        return {};
    rule.weekdays.clear();
    for (const QString &word : desk.parser.words("weekdays").toLower().split(u',')) {
        const qsizetype day = kDays.indexOf(word.trimmed().left(3));
        if (day < 0)
            return wrong(u"weekdays"_s, problem::kBadSeries, u"as mon,wed,fri"_s);
        if (!rule.weekdays.contains(int(day) + 1))
            rule.weekdays.append(int(day) + 1);
    }
    return {};
}

/// By --from and --to, which are those of its first day, and what says when it comes again.
Result<SeriesRule> ruleOf(const BookingDesk &desk)
{
    const auto from = wallTime(desk, "from", u"start_time"_s);
    const auto to = wallTime(desk, "to", u"end_time"_s);
    if (!from || !to)
        return from ? to.error() : from.error();
    SeriesRule rule;
    rule.from = from->date();
    rule.start = from->time();
    rule.length = Milliseconds(from->msecsTo(*to));
    rule.weekdays = {rule.from.dayOfWeek()};
    if (Result<> done = readDays(desk, rule); !done)
        return done.error();
    if (desk.parser.isSet(u"until"_s)) {
        const Result<QDate> until = dateOf(u"until"_s, desk.parser.words("until"));
        if (!until)
            return until.error();
        rule.until = *until;
    }
    for (const QString &text : desk.parser.values(u"except"_s)) {
        const Result<QDate> day = dateOf(u"except"_s, text);
        if (!day)
            return day.error();
        rule.exceptions.append(*day);
    }
    if (desk.parser.isSet(u"second"_s))
        rule.twice = domain::Twice::Second;
    return rule;
}

QJsonArray rowsOf(const QList<Booking> &bookings, const QHash<domain::SpaceId, QString> &codes)
{
    QJsonArray rows;
    for (const Booking &booking : bookings)
        rows.append(toJson(booking, codes.value(booking.spaceId)));
    return rows;
}

/// A day whose clock times are not as on others.
QJsonObject dayOf(const domain::SeriesOccurrence &day)
{
    return {{u"date"_s, day.date.toString(Qt::ISODate)},
            {u"start"_s, toIso(day.span.start)},
            {u"end"_s, toIso(day.span.end)},
            {u"moved"_s, day.isMoved},
            {u"capped"_s, day.isCapped}};
}

int tell(const BookingDesk &desk, const engine::SeriesAnswer &answer)
{
    const auto codes = spaceCodes(desk.database);
    QJsonObject json = toJson(answer.warnings);
    QJsonArray unusual;
    for (const domain::SeriesOccurrence &day : answer.unusual)
        unusual.append(dayOf(day));
    if (!answer.series.id.isNull())
        json.insert(u"series"_s, answer.series.id.toString());
    json.insert(u"bookings"_s, rowsOf(answer.bookings, codes.valueOr({})));
    json.insert(u"unusual"_s, unusual);
    json.insert(u"repeated"_s, answer.isRepeated);
    printJson(json);
    return kOk;
}

int create(const BookingDesk &desk)
{
    for (const char *needed : {"space", "from", "to", "email"}) {
        if (!desk.parser.isSet(QLatin1StringView(needed))) {
            complain(u"series create: --%1 is needed"_s.arg(QLatin1StringView(needed)));
            return kUsage;
        }
    }
    auto rule = ruleOf(desk);
    if (!rule)
        return refuse(rule.error());
    for (const auto &[option, most, value] :
         {std::tuple("every", domain::kSeriesWeeksMost, &rule->everyWeeks),
          std::tuple("count", domain::kSeriesMost, &rule->count)}) {
        if (!desk.parser.isSet(QLatin1StringView(option)))
            continue;
        const auto number = desk.parser.number(option, 1, most);
        if (!number)
            return kUsage;
        *value = *number;
    }
    engine::SeriesRequest request{
        .rule = *rule, .requestId = desk.parser.words("request-id"), .actor = desk.actor()};
    if (Result<> done = readWords(desk, request.draft); !done)
        return refuse(done.error());
    const auto work = [&](engine::Movement &movement) {
        return engine::bookSeries(movement, request);
    };
    auto answer = inMovement(desk, work);
    if (!answer && answer.error().code == problem::kDuplicate && !request.requestId.isEmpty())
        answer = inMovement(desk, work); // the same request came twice at once
    return answer ? tell(desk, *answer) : refuse(answer.error());
}

int list(const BookingDesk &desk)
{
    const auto page = pageOf(desk.parser);
    if (!page)
        return kUsage;
    const auto found = store::SeriesStore(desk.database).page(desk.now(), *page);
    const auto codes = spaceCodes(desk.database);
    if (!found || !codes)
        return refuse(found ? codes.error() : found.error());
    const auto clock = [&](UtcTime time) {
        return domain::localOf(time, desk.zone).toString(u"yyyy-MM-dd HH:mm"_s);
    };
    QJsonArray rows;
    for (const store::SeriesSummary &one : found->rows) {
        const QString code = codes->value(one.spaceId);
        QJsonObject json{{u"id"_s, one.series.id.toString()},
                         {u"space"_s, code},
                         {u"rule"_s, domain::toJson(one.series.rule)},
                         {u"timeZone"_s, one.series.timeZone},
                         {u"bookings"_s, one.bookings},
                         {u"ahead"_s, one.ahead},
                         {u"next"_s, one.next ? QJsonValue(toIso(*one.next)) : QJsonValue()},
                         {u"last"_s, toIso(one.last)},
                         {u"createdAt"_s, toIso(one.series.createdAt)}};
        rows.append(json);
        if (!desk.parser.isSet(u"json"_s))
            print(u"%1  %2  next %3  last %4  %5 of %6 ahead"_s.arg(
                one.series.id.toString(), code.leftJustified(12),
                one.next ? clock(*one.next) : u"-"_s, clock(one.last), QString::number(one.ahead),
                QString::number(one.bookings)));
    }
    if (desk.parser.isSet(u"json"_s))
        printJson({{u"total"_s, found->total}, {u"series"_s, rows}});
    else
        print(u"%1 of %2"_s.arg(rows.size()).arg(found->total));
    return kOk;
}

int move(const BookingDesk &desk, BookingId id, SeriesScope scope)
{
    const Result<Booking> before = store::BookingStore(desk.database).find(id);
    if (!before)
        return refuse(before.error());
    engine::SeriesChange change{
        .booking = id, .draft = *before, .scope = scope, .actor = desk.actor(), .seen = *before};
    if (Result<> done = readDraft(desk, change.draft); !done)
        return refuse(done.error());
    // Only its beginning was told: it is as long as before.
    if (desk.parser.isSet(u"from"_s) && !desk.parser.isSet(u"to"_s))
        change.draft.end = change.draft.start + before->span().length();
    const auto answer = inMovement(
        desk, [&](engine::Movement &movement) { return engine::changeSeries(movement, change); });
    return answer ? tell(desk, *answer) : refuse(answer.error());
}

int cancel(const BookingDesk &desk, BookingId id, SeriesScope scope)
{
    const engine::SeriesCancel cancel{.booking = id,
                                      .scope = scope,
                                      .reason = desk.parser.words("reason"),
                                      .actor = desk.actor()};
    const auto bookings = inMovement(
        desk, [&](engine::Movement &movement) { return engine::cancelSeries(movement, cancel); });
    if (!bookings)
        return refuse(bookings.error());
    const auto codes = spaceCodes(desk.database);
    printJson({{u"bookings"_s, rowsOf(*bookings, codes.valueOr({}))}});
    return kOk;
}

} // namespace

void addSeriesOptions(Parser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1StringView(name), QLatin1StringView(text), QLatin1StringView(value)});
    };
    option("weekdays", "series create: mon,wed; that of --from by default.", "DAYS");
    option("every", "series create: each so many weeks, 1 to 52.", "N");
    option("until", "series create: its last day.", "DATE");
    option("count", "series create: on so many days, exceptions among them, 1 to 366.", "N");
    option("except", "series create: not on this day; may be given again.", "DATE");
    option("scope", "series move, cancel: one, following or all.", "WHICH");
    option("series", "list: of this series.", "ID");
    parser.addOption({u"second"_s,
                      u"series create: the later one of times that the clock shows "
                      "twice."_s});
}

int runSeries(const BookingDesk &desk, const QStringList &words)
{
    const QString &verb = words.first();
    if (words.size() == 1 && verb == u"create")
        return create(desk);
    if (words.size() == 1 && verb == u"list")
        return list(desk);
    const auto id = BookingId::parse(words.value(1));
    const auto scope = domain::seriesScopeFromString(desk.parser.words("scope"));
    if ((verb != u"move" && verb != u"cancel") || !id) {
        complain(u"usage: parkctl bookings series create|list|move ID|cancel ID [options]; ID is "
                 "one of its bookings"_s);
        return kUsage;
    }
    if (!scope) {
        complain(u"series %1: --scope one, following or all?"_s.arg(verb));
        return kUsage;
    }
    return verb == u"move" ? move(desk, *id, *scope) : cancel(desk, *id, *scope);
}

} // namespace parking::cli
