// Series of bookings on both databases: all or nothing, and changed one by one, from one on, or
// all.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/bookings/serieswork.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "store/seriesstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::engine;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingStatus;
using domain::SeriesScope;

namespace {

/// Thursday, 1 October 2026, 08:00 in Paris, where the clock is set back on the 25th.
const UtcTime kNow = *fromIso(u"2026-10-01T06:00:00Z");

QDate day(int number)
{
    return QDate(2026, 10, 1).addDays(number - 1);
}

QStringList starts(const QList<Booking> &bookings)
{
    QStringList texts;
    for (const Booking &one : bookings)
        texts.append(domain::localOf(one.start, domain::zoneOf(u"Europe/Paris"_s))
                         .toString(u"MM-dd HH:mm"_s));
    return texts;
}

} // namespace

class tst_SeriesOfBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsLocalTime_data() { test::TestDatabases::addRows(); }
    void keepsLocalTime();
    void allOrNothing_data() { test::TestDatabases::addRows(); }
    void allOrNothing();
    void aDayThatBreaksARule();
    void requestsAreRepeated_data() { test::TestDatabases::addRows(); }
    void requestsAreRepeated();
    void oneAddressHoldsSoMany();
    void oneFollowingAll_data() { test::TestDatabases::addRows(); }
    void oneFollowingAll();
    void ownBookingsAreInNobodysWay_data() { test::TestDatabases::addRows(); }
    void ownBookingsAreInNobodysWay();
    void changesAreAllOrNothing_data() { test::TestDatabases::addRows(); }
    void changesAreAllOrNothing();
    void aStricterPolicyStopsNoWords();
    void whatIsOverStays_data() { test::TestDatabases::addRows(); }
    void whatIsOverStays();
    void cancelled_data() { test::TestDatabases::addRows(); }
    void cancelled();
    void theStateFollows_data() { test::TestDatabases::addRows(); }
    void theStateFollows();
    void aLongOne_data() { test::TestDatabases::addRows(); }
    void aLongOne();
    void listed_data() { test::TestDatabases::addRows(); }
    void listed();
    void overClockChanges_data();
    void overClockChanges();

private:
    /// A site, in Paris unless told, with the spaces.
    void prepare(store::Dialect dialect, const QString &zone = u"Europe/Paris"_s);
    store::Database &db() { return *m_database; }
    template <class Work>
    auto inMovement(Work work) -> std::invoke_result_t<Work, Movement &>
    {
        return store::transact(db(), [&]() -> std::invoke_result_t<Work, Movement &> {
            Movement movement(db(), m_rules, m_now);
            auto done = work(movement);
            if (!done)
                return done;
            if (const Result<Moved> finished = movement.finish(); !finished)
                return finished.error();
            return done;
        });
    }
    /// Thursdays from ten to eleven.
    SeriesRequest request(int count) const;
    Result<SeriesAnswer> book(const SeriesRequest &request)
    {
        return inMovement([&](Movement &movement) { return bookSeries(movement, request); });
    }
    Result<SeriesAnswer> change(const SeriesChange &change)
    {
        return inMovement([&](Movement &movement) { return changeSeries(movement, change); });
    }
    /// One booking on A-0 at this local hour.
    Result<BookingAnswer> bookOne(QDate date, int hour);
    QList<Booking> stored(domain::BookingSeriesId id)
    {
        return store::BookingStore(db()).ofSeries(id).valueOr({});
    }
    qint64 count(const QString &table)
    {
        return db().count(u"SELECT count(*) FROM "_s + table).valueOr(-1);
    }

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    QList<domain::SpaceId> m_spaces;
    MovementRules m_rules;
    UtcTime m_now;
};

void tst_SeriesOfBookings::init()
{
    m_rules = {};
    m_now = kNow;
}

void tst_SeriesOfBookings::prepare(store::Dialect dialect, const QString &zone)
{
    auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    m_database = std::move(*opened);
    m_spaces.clear();
    VERIFY_OK(store::transact(db(), [&]() -> Result<> {
        store::SiteStore sites(db());
        auto site = sites.first();
        if (!site)
            return site.error();
        site->timeZone = zone;
        if (Result<> done = sites.update(*site); !done)
            return done;
        QList<domain::Space> spaces;
        for (int i = 0; i < 2; ++i) {
            domain::Space space;
            space.id = domain::SpaceId::create();
            space.siteId = site->id;
            space.code = space.name = u"A-%1"_s.arg(i);
            space.building = u"House"_s;
            spaces.append(space);
            m_spaces.append(space.id);
        }
        return store::SpaceStore(db()).createMany(spaces, kNow);
    }));
}

SeriesRequest tst_SeriesOfBookings::request(int count) const
{
    SeriesRequest made{.actor = u"ben"_s};
    made.draft.spaceId = m_spaces.value(0);
    made.draft.email = u"ann@example.org"_s;
    made.draft.title = u"Visit"_s;
    made.rule.from = day(1);
    made.rule.start = QTime(10, 0);
    made.rule.length = 1h;
    made.rule.weekdays = {4};
    made.rule.count = count;
    return made;
}

Result<BookingAnswer> tst_SeriesOfBookings::bookOne(QDate date, int hour)
{
    BookingRequest one{.actor = u"eve"_s};
    one.draft.spaceId = m_spaces[0];
    one.draft.email = u"eve@example.org"_s;
    one.draft.start =
        domain::momentOf(QDateTime(date, QTime(hour, 0)), domain::zoneOf(u"Europe/Paris"_s)).time;
    one.draft.end = one.draft.start + 1h;
    return inMovement([&](Movement &movement) { return engine::book(movement, one); });
}

void tst_SeriesOfBookings::keepsLocalTime()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(5));
    VERIFY_OK(made);
    const QList<Booking> bookings = stored(made->series.id);
    QCOMPARE(bookings, made->bookings);
    QCOMPARE(starts(bookings),
             (QStringList{u"10-01 10:00"_s, u"10-08 10:00"_s, u"10-15 10:00"_s, u"10-22 10:00"_s,
                          u"10-29 10:00"_s}));
    QCOMPARE(bookings.last().start - bookings.first().start, 4 * 168h + 1h);
    for (const Booking &one : bookings) {
        QCOMPARE(one.seriesId, made->series.id);
        QCOMPARE(one.actor, u"ben"_s);
        QCOMPARE(one.status, BookingStatus::Active);
        QCOMPARE(one.span().length(), Milliseconds(1h));
    }
    QCOMPARE(store::SeriesStore(db()).find(made->series.id).valueOr({}), made->series);
    QCOMPARE(made->series.rule, request(5).rule);
}

void tst_SeriesOfBookings::allOrNothing()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto second = bookOne(day(8), 10);
    const auto fourth = bookOne(day(22), 9);
    VERIFY_OK(second);
    VERIFY_OK(fourth);
    VERIFY_OK(bookOne(day(15), 11)); // adjacent: not in the way
    SeriesRequest wanted = request(5);
    wanted.rule.start = QTime(9, 30); // on the 22nd until ten, on the 8th from ten on
    const auto refused = book(wanted);
    VERIFY_ERROR(refused, "SPACE_NOT_AVAILABLE");
    const QList<domain::SeriesConflict> conflicts = domain::seriesConflictsOf(refused.error());
    QCOMPARE(conflicts.size(), 2);
    QCOMPARE(conflicts[0].date, day(8));
    QCOMPARE(conflicts[0].conflict.id, second->booking.id);
    QCOMPARE(conflicts[1].date, day(22));
    QCOMPARE(conflicts[1].conflict.span, fourth->booking.span());
    QCOMPARE(count(u"booking_series"_s), 0);
    QCOMPARE(count(u"reservations"_s), 3);
    // Without these days it fits.
    wanted.rule.exceptions = {day(8), day(22)};
    const auto made = book(wanted);
    VERIFY_OK(made);
    QCOMPARE(stored(made->series.id).size(), 3);
}

void tst_SeriesOfBookings::aDayThatBreaksARule()
{
    prepare(store::Dialect::Sqlite);
    m_rules.bookings.aheadDays = 20;
    const auto refused = book(request(5));
    VERIFY_ERROR(refused, "VALIDATION_ERROR");
    QCOMPARE(refused.error().details.value(u"rule").toString(), u"BOOKING_TOO_FAR_AHEAD"_s);
    QCOMPARE(refused.error().details.value(u"date").toString(), u"2026-10-22"_s);
    QCOMPARE(count(u"reservations"_s), 0);
    SeriesRequest endless = request(0);
    const auto noEnd = book(endless);
    VERIFY_ERROR(noEnd, "VALIDATION_ERROR");
    QCOMPARE(noEnd.error().details.value(u"rule").toString(), u"SERIES_NO_END"_s);
    SeriesRequest nobody = request(2);
    nobody.draft.spaceId = domain::SpaceId::create();
    VERIFY_ERROR(book(nobody), "RECORD_NOT_FOUND");
}

void tst_SeriesOfBookings::requestsAreRepeated()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    SeriesRequest wanted = request(3);
    wanted.requestId = u"{7A1B6F3E-0000-4000-8000-000000000001}"_s;
    const auto first = book(wanted);
    VERIFY_OK(first);
    QVERIFY(!first->isRepeated);
    wanted.draft.title = u"Another"_s;
    const auto again = book(wanted);
    VERIFY_OK(again);
    QVERIFY(again->isRepeated);
    QCOMPARE(again->series, first->series);
    QCOMPARE(again->bookings, first->bookings);
    QCOMPARE(count(u"reservations"_s), 3);
    wanted.requestId = u"7"_s;
    VERIFY_ERROR(book(wanted), "VALIDATION_ERROR");
}

void tst_SeriesOfBookings::oneAddressHoldsSoMany()
{
    prepare(store::Dialect::Sqlite);
    m_rules.bookings.activePerEmail = 3;
    const auto refused = book(request(4));
    VERIFY_ERROR(refused, "VALIDATION_ERROR");
    QCOMPARE(refused.error().details.value(u"rule").toString(), u"TOO_MANY_BOOKINGS"_s);
    VERIFY_OK(book(request(3)));
}

void tst_SeriesOfBookings::oneFollowingAll()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(5));
    VERIFY_OK(made);
    // One: the second, to the other space.
    SeriesChange wanted{
        .booking = made->bookings[1].id, .draft = made->bookings[1], .actor = u"eve"_s};
    wanted.draft.spaceId = m_spaces[1];
    const auto one = change(wanted);
    VERIFY_OK(one);
    QCOMPARE(one->bookings.size(), 1);
    QVERIFY(stored(made->series.id)[0] == made->bookings[0]);
    QCOMPARE(stored(made->series.id)[1].spaceId, m_spaces[1]);
    // From the third on: half an hour later, and longer, over the clock change.
    wanted = {.booking = made->bookings[2].id,
              .draft = made->bookings[2],
              .scope = SeriesScope::Following,
              .actor = u"eve"_s};
    wanted.draft.start += 30min;
    wanted.draft.end += 1h;
    const auto following = change(wanted);
    VERIFY_OK(following);
    QCOMPARE(starts(stored(made->series.id)),
             (QStringList{u"10-01 10:00"_s, u"10-08 10:00"_s, u"10-15 10:30"_s, u"10-22 10:30"_s,
                          u"10-29 10:30"_s}));
    QCOMPARE(stored(made->series.id).last().span().length(), Milliseconds(90min));
    QCOMPARE(stored(made->series.id).last().actor, u"eve"_s);
    QCOMPARE(stored(made->series.id).first().actor, u"ben"_s);
    // All: the title alone; each keeps its time and space.
    const QList<Booking> before = stored(made->series.id);
    wanted = {
        .booking = before[3].id, .draft = before[3], .scope = SeriesScope::All, .actor = u"eve"_s};
    wanted.draft.title = u"Moved in"_s;
    const auto all = change(wanted);
    VERIFY_OK(all);
    QCOMPARE(all->bookings.size(), 5);
    const QList<Booking> after = stored(made->series.id);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(after[i].title, u"Moved in"_s);
        QCOMPARE(after[i].span(), before[i].span());
        QCOMPARE(after[i].spaceId, before[i].spaceId);
    }
    // One that is in no series.
    const auto alone = bookOne(day(2), 10);
    VERIFY_OK(alone);
    wanted = {.booking = alone->booking.id, .draft = alone->booking, .scope = SeriesScope::All};
    VERIFY_ERROR(change(wanted), "RECORD_NOT_FOUND");
}

/// Each takes the place of the next one.
void tst_SeriesOfBookings::ownBookingsAreInNobodysWay()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(4));
    VERIFY_OK(made);
    SeriesChange wanted{
        .booking = made->bookings[0].id, .draft = made->bookings[0], .scope = SeriesScope::All};
    wanted.draft.start += 168h;
    wanted.draft.end += 168h;
    const auto moved = change(wanted);
    VERIFY_OK(moved);
    QCOMPARE(starts(stored(made->series.id)),
             (QStringList{u"10-08 10:00"_s, u"10-15 10:00"_s, u"10-22 10:00"_s, u"10-29 10:00"_s}));
    for (const Booking &one : stored(made->series.id))
        QCOMPARE(one.status, BookingStatus::Active);
}

void tst_SeriesOfBookings::changesAreAllOrNothing()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(4));
    VERIFY_OK(made);
    const auto other = bookOne(day(15), 12);
    VERIFY_OK(other);
    SeriesChange wanted{
        .booking = made->bookings[1].id, .draft = made->bookings[1], .scope = SeriesScope::All};
    wanted.draft.end += 90min;
    const auto refused = change(wanted);
    VERIFY_ERROR(refused, "SPACE_NOT_AVAILABLE");
    const QList<domain::SeriesConflict> conflicts = domain::seriesConflictsOf(refused.error());
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(conflicts.first().date, day(15));
    QCOMPARE(conflicts.first().conflict.id, other->booking.id);
    QCOMPARE(stored(made->series.id), made->bookings);
}

void tst_SeriesOfBookings::aStricterPolicyStopsNoWords()
{
    prepare(store::Dialect::Sqlite);
    const auto made = book(request(3));
    VERIFY_OK(made);
    m_rules.bookings.longest = 30min;
    m_rules.bookings.hours[u"House"_s] = {}; // closed
    SeriesChange wanted{
        .booking = made->bookings[0].id, .draft = made->bookings[0], .scope = SeriesScope::All};
    wanted.draft.title = u"Visit"_s;
    VERIFY_OK(change(wanted));
    for (const Booking &one : stored(made->series.id))
        QCOMPARE(one.title, u"Visit"_s);
    wanted.draft.end += 1min;
    VERIFY_ERROR(change(wanted), "VALIDATION_ERROR");
}

/// What is over, runs or was cancelled keeps its times when all are moved.
void tst_SeriesOfBookings::whatIsOverStays()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(5));
    VERIFY_OK(made);
    const QList<Booking> &before = made->bookings;
    VERIFY_OK(inMovement([&](Movement &movement) {
        return cancelBooking(movement, before[3].id, u"away"_s, u"eve"_s);
    }));
    m_now = before[1].start + 10min; // the first is over, the second runs
    SeriesChange wanted{.booking = before[2].id, .draft = before[2], .scope = SeriesScope::All};
    wanted.draft.start += 1h;
    wanted.draft.end += 1h;
    const auto moved = change(wanted);
    VERIFY_OK(moved);
    QCOMPARE(moved->bookings.size(), 2);
    QCOMPARE(starts(stored(made->series.id)),
             (QStringList{u"10-01 10:00"_s, u"10-08 10:00"_s, u"10-15 11:00"_s, u"10-22 10:00"_s,
                          u"10-29 11:00"_s}));
    wanted = {.booking = before[0].id, .draft = before[0], .scope = SeriesScope::All};
    VERIFY_ERROR(change(wanted), "RECORD_NOT_FOUND");
    wanted = {.booking = before[3].id, .draft = before[3], .scope = SeriesScope::Following};
    VERIFY_ERROR(change(wanted), "RECORD_NOT_FOUND");
}

void tst_SeriesOfBookings::cancelled()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto made = book(request(5));
    VERIFY_OK(made);
    const auto statuses = [&] {
        QString letters;
        for (const Booking &one : stored(made->series.id))
            letters += domain::nameOf(one.status).at(0);
        return letters;
    };
    const auto cancel = [&](int index, SeriesScope scope) {
        const SeriesCancel wanted{.booking = made->bookings[index].id,
                                  .scope = scope,
                                  .reason = u"away"_s,
                                  .actor = u"eve"_s};
        return inMovement([&](Movement &movement) { return cancelSeries(movement, wanted); });
    };
    VERIFY_OK(cancel(1, SeriesScope::One));
    QCOMPARE(statuses(), u"acaaa"_s);
    const auto following = cancel(3, SeriesScope::Following);
    VERIFY_OK(following);
    QCOMPARE(following->size(), 2);
    QCOMPARE(statuses(), u"acacc"_s);
    QCOMPARE(stored(made->series.id).last().cancelReason, u"away"_s);
    QCOMPARE(stored(made->series.id).last().actor, u"eve"_s);
    VERIFY_ERROR(cancel(1, SeriesScope::All), "RECORD_NOT_FOUND");
    VERIFY_OK(cancel(2, SeriesScope::All));
    QCOMPARE(statuses(), u"ccccc"_s);
    const SeriesCancel tooMuch{
        .booking = made->bookings[0].id, .scope = SeriesScope::All, .reason = QString(201, u'x')};
    VERIFY_ERROR(inMovement([&](Movement &movement) { return cancelSeries(movement, tooMuch); }),
                 "VALIDATION_ERROR");
}

/// The first one begins soon: its space is held at once, and given back.
void tst_SeriesOfBookings::theStateFollows()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    SeriesRequest wanted = request(3);
    wanted.rule.start = QTime(8, 10);
    const auto made = book(wanted);
    VERIFY_OK(made);
    const auto told = [&] {
        QStringList found;
        const Result<> done =
            db().each(u"SELECT new_state, source, note, actor FROM state_changes ORDER BY id"_s, {},
                      [&](const QSqlQuery &row) {
                          found.append(u"%1 %2 %3 %4"_s.arg(
                              row.value(0).toString(), row.value(1).toString(),
                              row.value(2).toString(), row.value(3).toString()));
                      });
        return done ? found : QStringList{done.error().detail};
    };
    QCOMPARE(told(), QStringList{u"RESERVED reservation booked ben"_s});
    const SeriesCancel all{
        .booking = made->bookings[1].id, .scope = SeriesScope::All, .actor = u"eve"_s};
    VERIFY_OK(inMovement([&](Movement &movement) { return cancelSeries(movement, all); }));
    QCOMPARE(told(),
             (QStringList{u"RESERVED reservation booked ben"_s,
                          u"FREE reservation booking cancelled eve"_s}));
}

/// As many as a series may have, each day of a year: made, moved and cancelled at once.
void tst_SeriesOfBookings::aLongOne()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    SeriesRequest wanted = request(domain::kSeriesMost);
    wanted.rule.weekdays = {1, 2, 3, 4, 5, 6, 7};
    wanted.rule.start = QTime(9, 0);
    wanted.rule.length = 24h;
    const auto made = book(wanted);
    VERIFY_OK(made);
    QCOMPARE(made->bookings.size(), domain::kSeriesMost);
    QCOMPARE(made->unusual.size(), 1); // the day that has 25 hours
    QCOMPARE(made->unusual.first().date, day(24));
    QVERIFY(made->unusual.first().isCapped);
    SeriesChange change{
        .booking = made->bookings[0].id, .draft = made->bookings[0], .scope = SeriesScope::All};
    change.draft.start += 1h;
    change.draft.end += 1h;
    VERIFY_OK(this->change(change));
    QCOMPARE(starts(stored(made->series.id)).last(), u"10-01 10:00"_s);
}

void tst_SeriesOfBookings::listed()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const auto first = book(request(3));
    VERIFY_OK(first);
    m_now += 168h;
    SeriesRequest later = request(2);
    later.rule.from = day(9);
    later.rule.weekdays = {5};
    const auto second = book(later);
    VERIFY_OK(second);
    m_now += 6h; // of the first one booking is ahead
    const auto page = store::SeriesStore(db()).page(m_now);
    VERIFY_OK(page);
    QCOMPARE(page->total, 2);
    QCOMPARE(page->rows[0].series, second->series);
    QCOMPARE(page->rows[1].series, first->series);
    QCOMPARE(page->rows[1].bookings, 3);
    QCOMPARE(page->rows[1].ahead, 1);
    QCOMPARE(page->rows[1].spaceId, m_spaces[0]);
    QVERIFY(page->rows[1].next == first->bookings[2].start);
    QCOMPARE(page->rows[1].last, first->bookings[2].start);
    const auto found = store::BookingStore(db()).page({.seriesId = second->series.id});
    VERIFY_OK(found);
    QCOMPARE(found->total, 2);
}

void tst_SeriesOfBookings::overClockChanges_data()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QDate>("change");
    QTest::addColumn<QTime>("from"); // what the series is booked for
    QTest::addColumn<QTime>("until");
    QTest::addColumn<int>("minutes"); // so long it lasts on the day of the change
    const auto row = [](const char *name, const char *zone, QDate change, QTime from, QTime until,
                        int minutes) {
        for (const auto dialect : {store::Dialect::Sqlite, store::Dialect::Postgres})
            QTest::addRow("%s, %s", name, dialect == store::Dialect::Sqlite ? "sqlite" : "postgres")
                << dialect << QString::fromLatin1(zone) << change << from << until << minutes;
    };
    row("Paris, spring", "Europe/Paris", {2026, 3, 29}, {1, 0}, {4, 0}, 120);
    row("Paris, autumn", "Europe/Paris", {2026, 10, 25}, {1, 0}, {4, 0}, 240);
    row("New York, spring", "America/New_York", {2026, 3, 8}, {1, 0}, {4, 0}, 120);
    row("New York, autumn", "America/New_York", {2026, 11, 1}, {0, 0}, {4, 0}, 300);
    row("Lord Howe, spring", "Australia/Lord_Howe", {2026, 10, 4}, {1, 0}, {4, 0}, 150);
    row("Lord Howe, autumn", "Australia/Lord_Howe", {2026, 4, 5}, {1, 0}, {4, 0}, 210);
}

/// The clock on the wall stays; what the database keeps, and holds others to, is elapsed time.
void tst_SeriesOfBookings::overClockChanges()
{
    QFETCH(store::Dialect, dialect);
    QFETCH(QString, zone);
    QFETCH(QDate, change);
    QFETCH(QTime, from);
    QFETCH(QTime, until);
    QFETCH(int, minutes);
    prepare(dialect, zone);
    const QTimeZone there = domain::zoneOf(zone);
    m_now = fromDateTime(QDateTime(change.addDays(-8), QTime(12, 0), there));
    SeriesRequest weekly = request(3);
    weekly.rule.from = change.addDays(-7);
    weekly.rule.weekdays = {7};
    weekly.rule.start = from;
    weekly.rule.length = std::chrono::milliseconds(from.msecsTo(until));
    const auto made = book(weekly);
    VERIFY_OK(made);
    const QList<Booking> days = stored(made->series.id);
    QCOMPARE(days.size(), 3);
    for (const Booking &one : days) {
        QCOMPARE(domain::localOf(one.start, there).time(), from);
        QCOMPARE(domain::localOf(one.end, there).time(), until);
    }
    QCOMPARE(days[1].span().length(), Milliseconds(std::chrono::minutes(minutes)));
    QCOMPARE(days[0].span().length(), days[2].span().length());
    // Half-open on that day too: before and after it there is room, within it there is none.
    const auto bookAt = [&](UtcTime start, Milliseconds length) {
        BookingRequest one{.actor = u"eve"_s};
        one.draft = days[1];
        one.draft.email = u"eve@example.org"_s;
        one.draft.start = start;
        one.draft.end = start + length;
        return inMovement([&](Movement &movement) { return engine::book(movement, one); });
    };
    VERIFY_OK(bookAt(days[1].start - 1h, 1h));
    VERIFY_OK(bookAt(days[1].end, 1h));
    VERIFY_ERROR(bookAt(days[1].start + 30min, 30min), "SPACE_NOT_AVAILABLE");
    VERIFY_ERROR(bookAt(days[1].end - 1min, 30min), "SPACE_NOT_AVAILABLE");
}

PARKING_TEST(tst_SeriesOfBookings)
#include "tst_seriesofbookings.moc"
