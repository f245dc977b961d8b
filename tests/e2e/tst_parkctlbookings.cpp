// parkctl bookings: made, moved, cancelled and found from the command line, by the same rules.

#include "base/literals.h"
#include "domain/localtime.h"
#include "mosquitto.h"
#include "parkctl.h"
#include "store/bookingstore.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using test::Finished;
using test::oneLine;

class tst_ParkctlBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBookingIsOneLine_data() { test::TestDatabases::addRows(); }
    void aBookingIsOneLine();
    void conflictsNameWhatWouldFit_data() { test::TestDatabases::addRows(); }
    void conflictsNameWhatWouldFit();
    void availabilityIsAsked_data() { test::TestDatabases::addRows(); }
    void availabilityIsAsked();
    void theSpaceIsHeldAtOnce_data() { test::TestDatabases::addRows(); }
    void theSpaceIsHeldAtOnce();
    void aBookingMovesAndEnds_data() { test::TestDatabases::addRows(); }
    void aBookingMovesAndEnds();
    void whatSomebodyChangesMeanwhileStays_data();
    void whatSomebodyChangesMeanwhileStays();
    void logsHoldNoAddress_data() { test::TestDatabases::addRows(); }
    void logsHoldNoAddress();
    void localTimesAreTheSites();
    void aSeriesIsOneLine_data() { test::TestDatabases::addRows(); }
    void aSeriesIsOneLine();
    void wrongWords_data();
    void wrongWords();

private:
    /// A site with the spaces A-1 to A-3.
    void prepare(store::Dialect dialect);
    Finished run(const QString &words)
    {
        QStringList list = u"bookings "_s.append(words).split(u' ', Qt::SkipEmptyParts);
        return m_parkctl.run(list + QStringList{u"--database"_s, m_url});
    }
    /// From `from` on for `length` minutes, by the computer's clock, which parkctl goes by.
    QString times(int from, int length) const
    {
        const UtcTime start = m_now + std::chrono::minutes(from);
        return u"--from %1 --to %2"_s.arg(toIso(start),
                                          toIso(start + std::chrono::minutes(length)));
    }
    static QJsonObject error(const Finished &done)
    {
        return oneLine(done.out).value(u"error").toObject();
    }

    test::Parkctl m_parkctl;
    test::TestDatabases m_databases;
    QString m_url;
    UtcTime m_now;
};

void tst_ParkctlBookings::prepare(store::Dialect dialect)
{
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    m_now = systemNow();
    QFile csv(m_parkctl.file(u"spaces.csv"_s));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("code,name,building,floor,zone,features\nA-1,One,House,0,North,\n"
              "A-2,Two,House,0,North,\nA-3,Three,House,0,South,charging\n");
    csv.close();
    const Finished done =
        m_parkctl.run({u"spaces"_s, u"import"_s, csv.fileName(), u"--database"_s, m_url});
    VERIFY_SAID(done.exitCode == 0, done);
}

void tst_ParkctlBookings::aBookingIsOneLine()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const QString words = u"create --space A-1 "_s + times(60, 60)
        + u" --email ann@example.org --phone +33612345678 --plate HH-AB-1 --title Visit "
          "--request-id 7a1b6f3e-0000-4000-8000-000000000001 --json"_s;
    const Finished made = run(words);
    VERIFY_SAID(made.exitCode == 0, made);
    const QJsonObject booking = oneLine(made.out);
    QVERIFY(domain::BookingId::parse(booking.value(u"id").toString()));
    QCOMPARE(booking.value(u"space").toString(), u"A-1"_s);
    QCOMPARE(booking.value(u"status").toString(), u"active"_s);
    QCOMPARE(booking.value(u"email").toString(), u"ann@example.org"_s);
    QCOMPARE(booking.value(u"start").toString(), toIso(m_now + 60min));
    QCOMPARE(booking.value(u"repeated").toBool(), false);
    const Finished again = run(words);
    VERIFY_SAID(again.exitCode == 0, again);
    QCOMPARE(oneLine(again.out).value(u"id"), booking.value(u"id"));
    QCOMPARE(oneLine(again.out).value(u"repeated").toBool(), true);

    const Finished listed = run(u"list --space A-1 --status active --json"_s);
    VERIFY_SAID(listed.exitCode == 0, listed);
    QCOMPARE(oneLine(listed.out).value(u"total").toInt(), 1);
    QCOMPARE(oneLine(listed.out).value(u"bookings").toArray().at(0).toObject().value(u"id"),
             booking.value(u"id"));
    QCOMPARE(oneLine(run(u"list --email ben@example.org --json"_s).out).value(u"total").toInt(), 0);

    const QString id = booking.value(u"id").toString();
    const Finished cancelled = run(u"cancel %1 --reason ill"_s.arg(id));
    VERIFY_SAID(cancelled.exitCode == 0, cancelled);
    QCOMPARE(oneLine(cancelled.out).value(u"status").toString(), u"cancelled"_s);
    QCOMPARE(oneLine(cancelled.out).value(u"cancelReason").toString(), u"ill"_s);
    const Finished twice = run(u"cancel %1 --reason ill"_s.arg(id));
    VERIFY_SAID(twice.exitCode == 1, twice);
    QCOMPARE(error(twice).value(u"code").toString(), u"RECORD_NOT_FOUND"_s);
    VERIFY_SAID(twice.err.startsWith(u"RECORD_NOT_FOUND"), twice);
}

void tst_ParkctlBookings::conflictsNameWhatWouldFit()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const Finished first = run(u"create --space A-1 --email ann@example.org "_s + times(60, 60));
    VERIFY_SAID(first.exitCode == 0, first);
    const Finished second = run(u"create --space A-1 --email ben@example.org "_s + times(100, 60));
    VERIFY_SAID(second.exitCode == 1, second);
    const QJsonObject refused = error(second);
    QCOMPARE(refused.value(u"code").toString(), u"SPACE_NOT_AVAILABLE"_s);
    const QJsonArray conflicts = refused.value(u"conflicts").toArray();
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(conflicts.at(0).toObject().value(u"id"), oneLine(first.out).value(u"id"));
    VERIFY_SAID(!(second.out + second.err).contains(u"ann@"), second);
    const QJsonArray instead = refused.value(u"alternatives").toArray();
    QCOMPARE(instead.size(), 2); // A-3 needs a reason
    QCOMPARE(instead.at(0).toObject().value(u"space").toString(), u"A-1"_s);
    QCOMPARE(instead.at(0).toObject().value(u"start").toString(), toIso(m_now + 120min));
    QCOMPARE(instead.at(1).toObject().value(u"space").toString(), u"A-2"_s);
    QCOMPARE(instead.at(1).toObject().value(u"start").toString(), toIso(m_now + 100min));
    QCOMPARE(run(u"create --space A-1 --email ben@example.org "_s + times(120, 60)).exitCode, 0);

    const Finished free = run(u"free --json --floor 0 "_s + times(60, 10));
    VERIFY_SAID(free.exitCode == 0, free);
    QStringList codes;
    for (const QJsonValue &space : oneLine(free.out).value(u"spaces").toArray())
        codes.append(space.toObject().value(u"space").toString());
    QCOMPARE(codes, (QStringList{u"A-2"_s, u"A-3"_s}));
    const Finished charging = run(u"free --feature charging "_s + times(60, 10));
    VERIFY_SAID(charging.out == u"A-3           FREE\n"_s, charging);
}

/// When a space is free next, and how many are booked in each hour.
void tst_ParkctlBookings::availabilityIsAsked()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const UtcTime hour = std::chrono::ceil<std::chrono::hours>(m_now) + 2h;
    const auto book = [&](const QString &space, UtcTime from, UtcTime to) {
        const Finished done =
            run(u"create --space %1 --email ann@example.org --from %2 --to %3"_s.arg(
                space, toIso(from), toIso(to)));
        VERIFY_SAID(done.exitCode == 0, done);
    };
    book(u"A-1"_s, hour, hour + 1h);
    book(u"A-1"_s, hour + 90min, hour + 2h);
    book(u"A-2"_s, hour + 30min, hour + 1h);
    const auto next = [&](const QString &words) {
        const Finished done = run(u"free --space A-1 --json --from %1 "_s.arg(toIso(hour)) + words);
        return oneLine(done.out).value(u"from").toString();
    };
    QCOMPARE(next(u"--minutes 30"_s), toIso(hour + 1h));
    QCOMPARE(next(u"--minutes 31"_s), toIso(hour + 2h));
    QCOMPARE(next({}), toIso(hour + 2h)); // for an hour
    const Finished plain = run(u"free --space A-3 --from %1"_s.arg(toIso(hour)));
    VERIFY_SAID(plain.exitCode == 0, plain);
    QCOMPARE(plain.out,
             u"A-3           not booked from %1\n"_s.arg(
                 domain::localOf(hour, QTimeZone::utc()).toString(u"yyyy-MM-dd HH:mm"_s)));

    const Finished counted =
        run(u"hours --json --from %1 --to %2"_s.arg(toIso(hour), toIso(hour + 3h)));
    VERIFY_SAID(counted.exitCode == 0, counted);
    QStringList hours;
    for (const QJsonValue &one : oneLine(counted.out).value(u"hours").toArray())
        hours.append(u"%1 %2"_s.arg(one.toObject().value(u"start").toString())
                         .arg(one.toObject().value(u"booked").toInt()));
    QCOMPARE(hours,
             QStringList(
                 {toIso(hour) + u" 2"_s, toIso(hour + 1h) + u" 1"_s, toIso(hour + 2h) + u" 0"_s}));
    // Only until then, which is no whole hour.
    const Finished half =
        run(u"hours --from %1 --to %2"_s.arg(toIso(hour + 1h), toIso(hour + 90min)));
    VERIFY_SAID(half.exitCode == 0, half);
    QVERIFY2(half.out.endsWith(u"  0\n") && half.out.count(u'\n') == 1, qPrintable(half.out));
    const Finished today = run(u"hours"_s);
    VERIFY_SAID(today.exitCode == 0, today);
    QCOMPARE(today.out.count(u'\n'), 24);
}

void tst_ParkctlBookings::theSpaceIsHeldAtOnce()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto state = [&] {
        const auto database = store::Database::open({.url = m_url});
        QStringList found;
        const Result<> done = (*database)->each(
            u"SELECT state || ' ' || state_reason FROM spaces WHERE code = 'A-1'"_s, {},
            [&](const QSqlQuery &row) { found.append(row.value(0).toString()); });
        return done ? found.join(u',') : done.error().detail;
    };
    const Finished made = run(u"create --space A-1 --email ann@example.org "_s + times(10, 60));
    VERIFY_SAID(made.exitCode == 0, made);
    QCOMPARE(state(), u"RESERVED reservation_soon"_s);
    const QString id = oneLine(made.out).value(u"id").toString();
    const Finished early = run(u"end "_s + id);
    VERIFY_SAID(early.exitCode == 1, early);
    QCOMPARE(error(early).value(u"rule").toString(), u"BOOKING_NOT_BEGUN"_s);
    QCOMPARE(run(u"cancel "_s + id).exitCode, 0);
    QCOMPARE(state(), u"FREE default"_s);
    // The whole story is told.
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    QStringList told;
    VERIFY_OK((*database)->each(
        u"SELECT new_state, source, note, actor FROM state_changes ORDER BY id"_s, {},
        [&](const QSqlQuery &row) {
            told.append(u"%1 %2 %3 %4"_s.arg(row.value(0).toString(), row.value(1).toString(),
                                             row.value(2).toString(), row.value(3).toString()));
        }));
    QCOMPARE(told,
             (QStringList{u"RESERVED reservation booked parkctl"_s,
                          u"FREE reservation booking cancelled parkctl"_s}));
}

void tst_ParkctlBookings::aBookingMovesAndEnds()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const Finished made = run(u"create --space A-1 --email ann@example.org "_s + times(60, 60));
    VERIFY_SAID(made.exitCode == 0, made);
    const QString id = oneLine(made.out).value(u"id").toString();
    const Finished moved = run(u"move %1 --space A-2 --from %2"_s.arg(id, toIso(m_now - 1min)));
    VERIFY_SAID(moved.exitCode == 0, moved);
    QCOMPARE(oneLine(moved.out).value(u"space").toString(), u"A-2"_s);
    QCOMPARE(oneLine(moved.out).value(u"end").toString(), toIso(m_now + 59min)); // as long
    const Finished ended = run(u"end "_s + id);
    VERIFY_SAID(ended.exitCode == 0, ended);
    QCOMPARE(oneLine(ended.out).value(u"status").toString(), u"completed"_s);
    QVERIFY(fromIso(oneLine(ended.out).value(u"endedEarlyAt").toString()));
    const Finished late = run(u"move %1 --space A-1"_s.arg(id));
    VERIFY_SAID(late.exitCode == 1, late);
    QCOMPARE(error(late).value(u"status").toString(), u"completed"_s);
    const Finished needsWhy = run(u"create --space A-3 --email a@b.org "_s + times(60, 60));
    QCOMPARE(error(needsWhy).value(u"rule").toString(), u"REASON_NEEDED"_s);
}

/// Also on the days when the site's clock is set.
/// What a person is reached by stands in no log: neither in the station's nor in a command's.
void tst_ParkctlBookings::whatSomebodyChangesMeanwhileStays_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("one") << u"move %1"_s;
    QTest::newRow("of a series") << u"series move %1 --scope one"_s;
}

/// It was read before the lock was there. Only PostgreSQL tells when somebody waits for one.
void tst_ParkctlBookings::whatSomebodyChangesMeanwhileStays()
{
    QFETCH(const QString, words);
    prepare(store::Dialect::Postgres);
    const Finished made =
        run(u"create --space A-1 --email ann@example.org --json "_s + times(60, 60));
    VERIFY_SAID(made.exitCode == 0, made);
    const auto id = domain::BookingId::parse(oneLine(made.out).value(u"id").toString());
    QVERIFY(id);
    const auto database = store::Database::open({.url = m_url});
    const auto other = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    VERIFY_OK(other);
    auto transaction = store::Transaction::begin(**database);
    VERIFY_OK(transaction);
    store::BookingStore bookings(**database);
    auto booking = bookings.find(*id);
    VERIFY_OK(booking);
    VERIFY_OK(store::StateStore(**database).lock({booking->spaceId}));
    booking->end += 30min;
    VERIFY_OK(bookings.update({*booking}));
    QProcess process;
    m_parkctl.prepare(
        process,
        (u"bookings "_s + words.arg(id->toString()) + u" --plate HH-AB-1 --database"_s).split(u' ')
            + QStringList{m_url});
    process.start();
    const auto waits = [&other] {
        return (*other)
            ->count(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                    "AND datname = current_database()"_s)
            .valueOr(0);
    };
    QTRY_VERIFY_WITH_TIMEOUT(waits() > 0, 60'000);
    VERIFY_OK(transaction->commit());
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().startsWith("CHANGED_MEANWHILE"));
    const auto stands = bookings.find(*id);
    VERIFY_OK(stands);
    QCOMPARE(stands->end, booking->end);
    QVERIFY(stands->plate.isEmpty());
    const Finished again = run(words.arg(id->toString()) + u" --plate HH-AB-1"_s); // it has seen it
    VERIFY_SAID(again.exitCode == 0, again);
    QCOMPARE(bookings.find(*id)->end, booking->end);
}

void tst_ParkctlBookings::logsHoldNoAddress()
{
    constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    QProcess station;
    m_parkctl.prepare(station,
                      QStringList{u"ingest"_s, u"--database"_s, m_url, u"--mqtt"_s,
                                  broker.url().toString(), u"--set"_s, u"LOG_LEVEL=DEBUG"_s}
                          + m_parkctl.siteWords());
    station.setProcessChannelMode(QProcess::MergedChannels);
    station.start();
    const auto isConnected = [&] {
        const Finished health = m_parkctl.run({u"health"_s, u"--json"_s, u"--database"_s, m_url});
        const QJsonObject told = oneLine(health.out).value(u"station"_s).toObject();
        return told.value(u"mqtt"_s).toString() == u"connected";
    };
    QTRY_VERIFY_WITH_TIMEOUT(isConnected(), kPatience);
    QString logs;
    const auto say = [&](const QString &words) {
        const Finished done = run(words + u" --set LOG_LEVEL=DEBUG"_s);
        logs += done.err;
        return done;
    };
    const QString person =
        u" --email ann@example.org --phone +33612345678 --plate HH-AB-1 --title Visit "_s;
    const Finished made = say(u"create --space A-1"_s + person + times(0, 60));
    VERIFY_SAID(made.exitCode == 0, made);
    const QString id = oneLine(made.out).value(u"id").toString();
    QCOMPARE(say(u"create --space A-1"_s + person + times(10, 60)).exitCode, 1); // it is taken
    QCOMPARE(
        say(u"create --space A-2 --email ann@example.org --phone 0612345678 "_s + times(10, 60))
            .exitCode,
        1); // that is no telephone number
    QCOMPARE(say(u"move %1 --plate HH-AB-2"_s.arg(id)).exitCode, 0);
    QFile table(m_parkctl.file(u"bookings.csv"_s));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("space,start,end,email,plate\nA-1,soon,never,ann@example.org,HH-AB-1\n");
    table.close();
    QCOMPARE(say(u"import "_s + table.fileName()).exitCode, 1);
    QCOMPARE(say(u"end "_s + id).exitCode, 0);
    station.terminate();
    QVERIFY(station.waitForFinished(kPatience));
    logs += QString::fromUtf8(station.readAll());
    QVERIFY2(logs.contains(u"SPACE_NOT_AVAILABLE"), qPrintable(logs)); // they are logs
    QVERIFY2(logs.contains(u"messages taken in"), qPrintable(logs));
    for (const QString &secret : {u"ann@"_s, u"612345678"_s, u"HH-AB"_s})
        QVERIFY2(!logs.contains(secret, Qt::CaseInsensitive), qPrintable(logs));
}

void tst_ParkctlBookings::localTimesAreTheSites()
{
    prepare(store::Dialect::Sqlite);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"UPDATE sites SET time_zone = 'Europe/Paris'"_s));
    // The last Sunday in October of the next year, where 02:30 comes twice.
    const int year = toDateTime(m_now).date().year() + 1;
    QDate day(year, 10, 31);
    day = day.addDays(-(day.dayOfWeek() % 7));
    const QString date = day.toString(Qt::ISODate);
    const Finished noon =
        run(u"create --space A-1 --email a@b.org --from %1T12:00 --to %1T13:00"_s.arg(date));
    VERIFY_SAID(noon.exitCode == 0, noon);
    QCOMPARE(oneLine(noon.out).value(u"start").toString(), date + u"T11:00:00.000Z"_s);
    const Finished twice =
        run(u"create --space A-1 --email a@b.org --from %1T02:30 --to %1T04:00"_s.arg(date));
    VERIFY_SAID(twice.exitCode == 1, twice);
    QCOMPARE(error(twice).value(u"rule").toString(), u"TIME_TWICE"_s);
    QCOMPARE(error(twice).value(u"second").toString(), date + u"T01:30:00.000Z"_s);
    const Finished told =
        run(u"create --space A-1 --email a@b.org --from %1T02:30+01:00 --to %1T04:00"_s.arg(date));
    VERIFY_SAID(told.exitCode == 0, told);
    const Finished listed = run(u"list"_s);
    VERIFY_SAID(listed.out.contains(date + u" 02:30 - "_s + date + u" 04:00"_s), listed);
}

/// Weekly from the first day of February of the next year on, by the clock in Paris.
void tst_ParkctlBookings::aSeriesIsOneLine()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"UPDATE sites SET time_zone = 'Europe/Paris'"_s));
    const QDate first(toDateTime(m_now).date().year() + 1, 2, 1);
    const auto date = [&](int days) { return first.addDays(days).toString(Qt::ISODate); };
    const QString words =
        u"series create --space A-1 --email ann@example.org --from %1T08:00 --to %1T09:30 "
        "--count 10 --except %2 --request-id 7a1b6f3e-0000-4000-8000-000000000002"_s.arg(date(0),
                                                                                         date(7));
    const Finished taken = run(u"create --space A-1 --email ben@example.org --from %1T08:30 "
                               "--to %1T08:45"_s.arg(date(14)));
    VERIFY_SAID(taken.exitCode == 0, taken);
    const Finished refused = run(words);
    VERIFY_SAID(refused.exitCode == 1, refused);
    QCOMPARE(error(refused).value(u"code").toString(), u"SPACE_NOT_AVAILABLE"_s);
    const QJsonArray conflicts = error(refused).value(u"conflicts").toArray();
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(conflicts.at(0).toObject().value(u"date").toString(), date(14));
    QCOMPARE(conflicts.at(0).toObject().value(u"id"), oneLine(taken.out).value(u"id"));
    QCOMPARE(oneLine(run(u"series list --json"_s).out).value(u"total").toInt(-1), 0);

    const Finished made = run(words + u" --except "_s + date(14));
    VERIFY_SAID(made.exitCode == 0, made);
    const QJsonArray bookings = oneLine(made.out).value(u"bookings").toArray();
    QCOMPARE(bookings.size(), 8);
    QCOMPARE(bookings.at(0).toObject().value(u"start").toString(), date(0) + u"T07:00:00.000Z"_s);
    // Ten weeks on it is summer.
    QCOMPARE(bookings.at(7).toObject().value(u"start").toString(), date(63) + u"T06:00:00.000Z"_s);
    const Finished again = run(words);
    QCOMPARE(oneLine(again.out).value(u"repeated").toBool(), true);
    QCOMPARE(oneLine(again.out).value(u"series"), oneLine(made.out).value(u"series"));

    const QString third = bookings.at(2).toObject().value(u"id").toString();
    const Finished moved = run(u"series move %1 --scope following --space A-2"_s.arg(third));
    VERIFY_SAID(moved.exitCode == 0, moved);
    QCOMPARE(oneLine(moved.out).value(u"bookings").toArray().size(), 6);
    QCOMPARE(oneLine(run(u"list --space A-2 --json"_s).out).value(u"total").toInt(), 6);
    const Finished cancelled = run(u"series cancel %1 --scope all --reason away"_s.arg(third));
    VERIFY_SAID(cancelled.exitCode == 0, cancelled);
    const QString series = oneLine(made.out).value(u"series").toString();
    const Finished left = run(u"list --series %1 --status cancelled --json"_s.arg(series));
    QCOMPARE(oneLine(left.out).value(u"total").toInt(), 8);
    const QJsonObject told =
        oneLine(run(u"series list --json"_s).out).value(u"series").toArray().at(0).toObject();
    QCOMPARE(told.value(u"id").toString(), series);
    QCOMPARE(told.value(u"ahead").toInt(-1), 0);
    QCOMPARE(told.value(u"bookings").toInt(-1), 8);
}

void tst_ParkctlBookings::wrongWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("says"); // code, or rule
    const auto row = [](const char *name, const char *words, int exitCode, const char *says) {
        QTest::newRow(name) << QString::fromLatin1(words) << exitCode << QString::fromLatin1(says);
    };
    row("no verb", "", 2, "");
    row("another verb", "make", 2, "");
    row("no times", "create --space A-1 --email a@b.org", 2, "");
    row("no id", "cancel", 2, "");
    row("no such id", "cancel 7a1b6f3e-0000-4000-8000-000000000009", 1, "RECORD_NOT_FOUND");
    row("an id that is none", "cancel me", 2, "");
    row("no such space",
        "create --space Z --email a@b.org --from 2099-01-01T10:00Z "
        "--to 2099-01-01T11:00Z",
        1, "RECORD_NOT_FOUND");
    row("end first",
        "create --space A-1 --email a@b.org --from 2099-01-01T10:00Z "
        "--to 2099-01-01T09:00Z",
        1, "END_BEFORE_START");
    row("too long",
        "create --space A-1 --email a@b.org --from 2099-01-01T10:00Z "
        "--to 2099-01-02T10:01Z",
        1, "BOOKING_TOO_LONG");
    row("long ago",
        "create --space A-1 --email a@b.org --from 2020-01-01T10:00Z "
        "--to 2020-01-01T11:00Z",
        1, "BOOKING_IN_PAST");
    row("no e-mail address",
        "create --space A-1 --email ann --from 2099-01-01T10:00Z "
        "--to 2099-01-01T11:00Z",
        1, "BAD_EMAIL");
    row("no time", "create --space A-1 --email a@b.org --from noon --to 2099-01-01T11:00Z", 1,
        "NO_TIME");
    row("no request",
        "create --space A-1 --email a@b.org --from 2099-01-01T10:00Z "
        "--to 2099-01-01T11:00Z --request-id 1",
        1, "VALIDATION_ERROR");
    row("no status", "list --status confirmed", 2, "");
    row("free without times", "free", 2, "");
    row("free of no space", "free --space Z", 1, "RECORD_NOT_FOUND");
    row("free for how long", "free --space A-1 --to 2099-01-01T09:00Z", 2, "");
    row("free for longer than a day", "free --space A-1 --minutes 1441", 2, "");
    row("hours until before", "hours --from 2099-01-01T10:00Z --to 2099-01-01T10:00Z", 2, "");
    row("hours of years", "hours --from 2099-01-01T10:00Z --to 2100-01-01T10:00Z", 2, "");
    const auto series = [&row](const char *name, const char *words, int exitCode,
                               const char *says) {
        const QByteArray all = QByteArray("series create --space A-1 --email a@b.org --from "
                                          "2099-01-01T10:00 --to 2099-01-01T11:00 ")
            + words;
        row(name, all.constData(), exitCode, says);
    };
    series("a series without an end", "", 1, "SERIES_NO_END");
    series("a series without a day", "--until 2099-01-02 --weekdays mon", 1, "SERIES_EMPTY");
    series("a series of no weekday", "--count 2 --weekdays noon", 1, "BAD_SERIES");
    series("a series until never", "--until soon", 1, "NO_TIME");
    series("a series that is too long", "--count 367", 2, "");
    row("series without a verb", "series", 2, "");
    row("series without a booking", "series move", 2, "");
    row("series without a scope", "series cancel 7a1b6f3e-0000-4000-8000-000000000009", 2, "");
    row("a series' booking that is not there",
        "series cancel 7a1b6f3e-0000-4000-8000-000000000009 --scope all", 1, "RECORD_NOT_FOUND");
}

void tst_ParkctlBookings::wrongWords()
{
    QFETCH(QString, words);
    QFETCH(int, exitCode);
    QFETCH(QString, says);
    if (m_url.isEmpty() || !m_url.startsWith(u"sqlite"))
        prepare(store::Dialect::Sqlite);
    const Finished done = run(words);
    VERIFY_SAID(done.exitCode == exitCode, done);
    const QJsonObject told = error(done);
    VERIFY_SAID(says == told.value(u"rule").toString() || says == told.value(u"code").toString(),
                done);
}

PARKING_TEST(tst_ParkctlBookings)
#include "tst_parkctlbookings.moc"
