// parkctl bookings export FILE, import FILE: tables and calendars.

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/bookingdesk.h"
#include "domain/problems.h"
#include "engine/bookings/bookingfiles.h"
#include "engine/bookings/importwork.h"

#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

namespace parking::cli {

namespace {

using domain::Booking;

/// Persons stand in it: nobody else may read it.
Result<> write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(bytes) != bytes.size() || !file.commit())
        return Error{problem::kBadFile, u"%1: %2"_s.arg(path, file.errorString())};
    return {};
}

bool isCalendar(const BookingDesk &desk, const QString &path)
{
    return desk.parser.isSet(u"ical"_s) || path.endsWith(u".ics", Qt::CaseInsensitive);
}

void tellJson(const BookingDesk &desk, const domain::BookingImportResult &result, bool dryRun)
{
    QJsonArray problems;
    for (const domain::BookingImportProblem &one : result.problems)
        problems.append(QJsonObject{{u"line"_s, one.line},
                                    {u"uid"_s, one.uid.isEmpty() ? QJsonValue() : one.uid},
                                    {u"code"_s, one.code},
                                    {u"message"_s, one.text}});
    const auto codes = spaceCodes(desk.database);
    QJsonArray created;
    for (const Booking &one : result.created)
        created.append(QJsonObject{{u"id"_s, one.id.toString()},
                                   {u"space"_s, codes.valueOr({}).value(one.spaceId)},
                                   {u"start"_s, toIso(one.start)},
                                   {u"end"_s, toIso(one.end)}});
    printJson({{u"created"_s, result.created.size()},
               {u"unchanged"_s, result.unchanged},
               {u"skipped"_s, result.skipped},
               {u"dryRun"_s, dryRun},
               {u"bookings"_s, created},
               {u"problems"_s, problems}});
}

void tellWords(const domain::BookingImportResult &result, bool dryRun)
{
    for (const domain::BookingImportProblem &one : result.problems)
        complain(u"line %1: %2: %3%4"_s.arg(
            QString::number(one.line), one.code, plainText(one.text),
            one.uid.isEmpty() ? QString() : u" (UID %1)"_s.arg(plainText(one.uid))));
    if (result.isGood())
        print(u"%1 created, %2 unchanged, %3 skipped%4"_s.arg(result.created.size())
                  .arg(result.unchanged)
                  .arg(result.skipped)
                  .arg(dryRun ? u" (dry run)"_s : QString()));
}

} // namespace

void addFileOptions(Parser &parser)
{
    parser.addOptions(
        {{u"ical"_s, u"export: a calendar (RFC 5545), as where FILE ends with .ics."_s},
         {u"with-persons"_s,
          u"export of a calendar: with title, e-mail, phone, plate and reason."_s},
         {u"dry-run"_s, u"import: check only, write nothing."_s}});
}

int exportBookings(const BookingDesk &desk, const QString &path)
{
    auto filter = filterOf(desk);
    if (!filter)
        return refuse(filter.error());
    if (!readStatus(desk.parser, *filter))
        return kUsage;
    auto file = engine::BookingFile::Table;
    if (isCalendar(desk, path))
        file = desk.parser.isSet(u"with-persons"_s) ? engine::BookingFile::CalendarWithPersons
                                                    : engine::BookingFile::Calendar;
    const auto bytes = engine::exportBookings(desk.database, *filter, file, desk.now());
    if (!bytes)
        return refuse(bytes.error());
    const Result<> done = write(path, *bytes);
    return done ? kOk : refuse(done.error());
}

int importBookings(const BookingDesk &desk, const QString &path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes)
        return refuse(bytes.error());
    const auto plan = engine::planBookingImport(desk.database, *bytes, desk.parser.words("email"));
    if (!plan)
        return refuse(plan.error());
    const bool dryRun = desk.parser.isSet(u"dry-run"_s);
    const auto result = inMovement(desk, [&](engine::Movement &movement) {
        return engine::importBookings(movement, *plan, dryRun, desk.actor());
    });
    if (!result)
        return refuse(result.error());
    if (desk.parser.isSet(u"json"_s))
        tellJson(desk, *result, dryRun);
    else
        tellWords(*result, dryRun);
    return result->isGood() ? kOk : kFailed;
}

} // namespace parking::cli
