// The hours of a site's day, also where its clock is set and where it does not differ from UTC by
// whole hours, and how many spaces are booked in each.

#include "base/literals.h"
#include "domain/localtime.h"
#include "read/bookedhours.h"
#include "store/bookingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

namespace {

UtcTime moment(const char *iso)
{
    return *fromIso(QString::fromLatin1(iso));
}

} // namespace

class TestBookedHours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hoursOfADay_data();
    void hoursOfADay();
    void countsStopAtTheEnd_data() { test::TestDatabases::addRows(); }
    void countsStopAtTheEnd();

private:
    test::TestDatabases m_databases;
};

void TestBookedHours::hoursOfADay_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("long"); ///< those that last no hour: "local time=minutes"
    const auto row = [](const char *name, const char *zone, const QDate &day, int count,
                        const char *other) {
        QTest::newRow(name) << QString::fromLatin1(zone) << day << count
                            << QString::fromLatin1(other);
    };
    row("a plain day", "Europe/Paris", {2026, 6, 1}, 24, "");
    row("Paris, spring", "Europe/Paris", {2026, 3, 29}, 23, "");
    row("Paris, autumn", "Europe/Paris", {2026, 10, 25}, 25, "");
    row("New York, spring", "America/New_York", {2026, 3, 8}, 23, "");
    row("New York, autumn", "America/New_York", {2026, 11, 1}, 25, "");
    row("half an hour", "Australia/Lord_Howe", {2026, 6, 1}, 24, "");
    row("half an hour, spring", "Australia/Lord_Howe", {2026, 10, 4}, 23, "01:00=90");
    row("half an hour, autumn", "Australia/Lord_Howe", {2026, 4, 5}, 24, "01:00=90");
    row("three quarters", "Asia/Kathmandu", {2026, 6, 1}, 24, "");
}

void TestBookedHours::hoursOfADay()
{
    QFETCH(QString, zone);
    QFETCH(QDate, day);
    const QTimeZone there = domain::zoneOf(zone);
    const UtcTime from = fromDateTime(day.startOfDay(there));
    const UtcTime to = fromDateTime(day.addDays(1).startOfDay(there));
    QList<UtcTime> hours = read::clockHours(from, to, there);
    QTEST(int(hours.size()), "count");
    hours.append(to);
    QStringList others;
    for (qsizetype i = 1; i < hours.size(); ++i) {
        const QTime time = domain::localOf(hours[i - 1], there).time();
        QCOMPARE(time.minute(), 0);
        if (hours[i] - hours[i - 1] != 1h)
            others.append(
                u"%1=%2"_s.arg(time.toString(u"HH:mm"_s)).arg((hours[i] - hours[i - 1]) / 1min));
    }
    QTEST(others.join(u' '), "long");
}

/// Of a day and of a part of one, where somebody is there only later.
void TestBookedHours::countsStopAtTheEnd()
{
    QFETCH(store::Dialect, dialect);
    const auto db = m_databases.open(dialect);
    VERIFY_OK(db);
    const auto site = store::SiteStore(**db).first();
    VERIFY_OK(site);
    domain::Space space;
    space.id = domain::SpaceId::create();
    space.siteId = site->id;
    space.code = space.name = u"A-1"_s;
    VERIFY_OK(store::SpaceStore(**db).create(space, systemNow()));
    const auto book = [&](const char *from, const char *to) {
        domain::Booking booking;
        booking.id = domain::BookingId::create();
        booking.spaceId = space.id;
        booking.start = moment(from);
        booking.end = moment(to);
        booking.email = u"ann@example.org"_s;
        VERIFY_OK(store::BookingStore(**db).insert({booking}));
    };
    const QTimeZone howe = domain::zoneOf(u"Australia/Lord_Howe"_s);
    book("2026-10-03T15:20:00Z", "2026-10-03T15:50:00Z"); // 01:50 to 02:50, where 02:00 is 02:30
    book("2026-10-04T13:00:00Z", "2026-10-04T14:00:00Z"); // the next day
    const auto day = read::bookedHours(**db, moment("2026-10-03T13:30:00Z"),
                                       moment("2026-10-04T13:00:00Z"), howe);
    VERIFY_OK(day);
    QCOMPARE(day->size(), 23);
    for (const read::BookedHour &hour : *day)
        QCOMPARE(hour.booked, int(hour.span.start == moment("2026-10-03T14:30:00Z")));
    const auto part = read::bookedHours(**db, moment("2026-10-03T14:00:00Z"),
                                        moment("2026-10-03T15:20:00Z"), howe);
    VERIFY_OK(part);
    QCOMPARE(part->size(), 2); // 00:30 and 01:00
    QCOMPARE(part->at(0).span.length(), Milliseconds(30min));
    QCOMPARE(part->at(1).span.length(), Milliseconds(50min));
    QVERIFY(part->at(0).booked == 0 && part->at(1).booked == 0);
}

PARKING_TEST(TestBookedHours)
#include "tst_bookedhours.moc"
