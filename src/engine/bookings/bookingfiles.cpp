#include "engine/bookings/bookingfiles.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "engine/bookings/bookingcsv.h"
#include "engine/bookings/bookingical.h"
#include "engine/bookings/bookings.h"
#include "engine/bookings/importwork.h"
#include "engine/station/databaselink.h"
#include "store/bookingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

namespace parking::engine {

namespace {

using domain::Booking;
using domain::SpaceId;

constexpr int kPageMost = 1000;
constexpr qsizetype kExportMost = 1'000'000;

Result<QList<domain::Space>> spacesOf(store::Database &database)
{
    const auto site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    return store::SpaceStore(database).all(site->id);
}

Result<QList<Booking>> allOf(store::Database &database, const domain::BookingFilter &filter)
{
    QList<Booking> found;
    for (;;) {
        const auto page = store::BookingStore(database).page(
            filter, {domain::BookingOrder::Start, false}, {kPageMost, int(found.size())});
        if (!page)
            return page.error();
        found += page->rows;
        if (page->rows.size() < kPageMost)
            return found;
        if (found.size() >= kExportMost)
            return domain::errors::validation(u"from"_s,
                                              u"more than %1 bookings"_s.arg(kExportMost));
    }
}

} // namespace

Result<QByteArray> exportBookings(store::Database &database, const domain::BookingFilter &filter,
                                  BookingFile file, UtcTime now)
{
    const auto spaces = spacesOf(database);
    const auto bookings = allOf(database, filter);
    if (!spaces || !bookings)
        return spaces ? bookings.error() : spaces.error();
    QHash<SpaceId, QString> codes;
    for (const domain::Space &space : *spaces)
        codes.insert(space.id, space.code);
    if (file == BookingFile::Table)
        return csvOf(*bookings, codes);
    const bool isShown = file == BookingFile::CalendarWithPersons;
    return icalOf(*bookings,
                  {codes, isShown ? domain::Persons::Shown : domain::Persons::Hidden, now});
}

Result<domain::BookingImportPlan> planBookingImport(store::Database &database,
                                                    const QByteArray &bytes, const QString &email)
{
    const auto site = store::SiteStore(database).first();
    const auto found = spacesOf(database);
    if (!site || !found)
        return site ? found.error() : site.error();
    QHash<QString, SpaceId> spaces;
    for (const domain::Space &space : *found)
        spaces.insert(space.code, space.id);
    const QTimeZone zone = domain::zoneOf(site->timeZone);
    return isIcal(bytes) ? readBookingsIcal(bytes, {spaces, zone, email})
                         : readBookingsCsv(bytes, spaces, zone);
}

// --- The engine's commands -----------------------------------------------------------------------

Result<QByteArray> Bookings::exportFile(const domain::BookingFilter &filter, BookingFile file)
{
    return m_context.link.with(
        [&](store::Database &database) { return exportBookings(database, filter, file, now()); });
}

Result<domain::BookingImportResult> Bookings::importFile(const BookingImportRequest &request)
{
    const auto result = inMovement([&](Movement &movement) -> Result<domain::BookingImportResult> {
        const auto plan = planBookingImport(movement.database(), request.bytes, request.email);
        if (!plan)
            return plan.error();
        return importBookings(movement, *plan, request.isTrial, request.actor);
    });
    if (result && result->isGood() && !request.isTrial && !result->created.isEmpty())
        Q_EMIT moved(result->created);
    return result;
}

} // namespace parking::engine
