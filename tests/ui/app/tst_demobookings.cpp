// The demo's booked day, at whatever hour it is begun: what the station makes of its history.

#include "app/demobookings.h"
#include "base/literals.h"
#include "domain/localtime.h"
#include "read/bookings.h"
#include "sim/demo.h"
#include "station.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingStatus;

class TestDemoBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDayIsBooked_data();
    void theDayIsBooked();

private:
    test::TestDatabases m_databases;
};

void TestDemoBookings::theDayIsBooked_data()
{
    QTest::addColumn<QString>("time");
    for (const char *time : {"00:02", "03:00", "09:00", "14:00", "18:40", "21:35", "23:50"})
        QTest::newRow(time) << QString::fromLatin1(time);
}

void TestDemoBookings::theDayIsBooked()
{
    QFETCH(QString, time);
    const auto url = m_databases.migratedUrl(store::Dialect::Sqlite);
    VERIFY_OK(url);
    const QTimeZone zone = domain::zoneOf(sim::makeSite(1, 7).site.timeZone);
    const UtcTime now =
        fromDateTime(QDateTime(QDate(2026, 9, 14), QTime::fromString(time, u"HH:mm"_s), zone));
    sim::Demo demo(500, 7, now);
    const domain::SiteSnapshot site = demo.site();
    const auto clock = std::make_shared<test::TurnedClock>(now - 5s);
    test::Station station(*url, [&](engine::EngineOptions &options) { options.clock = clock; });
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT((clock->turn(1s), station->isIdle()), 60'000);
    VERIFY_OK(station->spaces().createSite(site));
    QList<journal::JournalRecord> records;
    for (const sim::SimMessage &message : demo.history(2))
        records.append({{}, message.deliverAt, {message.topic, message.payload, 1, false, false}});
    VERIFY_OK(station->arrival().ingestHistory(records));

    QList<ui::DemoVisit> visits;
    for (const sim::BookedVisit &one : demo.visits())
        visits.append({site.spaces[one.device].code, one.span});
    VERIFY_OK(ui::bookVisits(*station.operator->(), visits, u"demo"_s));
    clock->turn(2s);

    const QDate today = domain::localOf(now, zone).date();
    const domain::BookingSpan day{
        fromMillis(today.startOfDay(zone).toMSecsSinceEpoch()),
        fromMillis(today.addDays(1).startOfDay(zone).toMSecsSinceEpoch())};
    const auto db = store::Database::open({.url = *url});
    VERIFY_OK(db);
    const auto found = read::bookingsBetween(**db, day);
    VERIFY_OK(found);
    int arrived = 0;
    int noShows = 0;
    int overstays = 0;
    int blocked = 0;
    int later = 0;
    for (const Booking &one : *found) {
        arrived += one.arrivedAt.has_value();
        noShows += one.status == BookingStatus::NoShow;
        overstays += one.overstayAt && !one.leftAt;
        blocked += one.status == BookingStatus::Active && one.blockedAt && one.start <= now;
        later += one.start > now;
        QVERIFY(one.end > now || one.status != BookingStatus::Active);
    }
    qInfo("%d bookings: %d arrived, %d no-shows, %d overstay, %d blocked, %d to come",
          int(found->size()), arrived, noShows, overstays, blocked, later);
    QVERIFY(found->size() >= 40 && found->size() <= 80);
    QVERIFY(arrived >= 3);
    QVERIFY(noShows >= 1);
    QVERIFY(overstays >= 1 || time == u"00:02"); // nothing has ended yet that day
    QVERIFY(blocked >= 1);
    QVERIFY(later >= 1 || time > u"21:00");
}

PARKING_TEST(TestDemoBookings)
#include "tst_demobookings.moc"
