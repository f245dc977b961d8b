// Tables and calendars that ask for bookings.

#include "domain/bookingseries.h"
#include "engine/bookings/bookingcsv.h"
#include "engine/bookings/bookingical.h"
#include "fuzzing.h"

using namespace parking;

namespace {

const domain::SpaceId kSpace(QUuid(QStringLiteral("{6b2f3c1e-0000-4000-8000-000000000001}")));
const QString kCode = QStringLiteral("A-1");

void check(const Result<domain::BookingImportPlan> &plan)
{
    if (!plan) {
        fuzz::promise(!plan.error().code.isEmpty(), "an error has a code");
        return;
    }
    fuzz::promise(plan->rows.size() <= domain::kBookingImportMost, "there is a bound");
    for (const domain::BookingImportProblem &one : plan->problems)
        fuzz::promise(one.line > 0 && !one.code.isEmpty(), "a problem has a line and a code");
    for (const domain::BookingImportRow &row : plan->rows) {
        fuzz::promise(row.line > 0, "a booking has a line");
        fuzz::promise(row.draft.spaceId == kSpace, "it is of a space that there is");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const QTimeZone zone = domain::zoneOf(QStringLiteral("Europe/Paris"));
    check(engine::readBookingsCsv(bytes, {{kCode, kSpace}}, zone));
    check(engine::readBookingsIcal(bytes, {{{kCode, kSpace}}, zone, {}}));
    return 0;
}
