// Bookings: never two at once, whoever writes; pages, and questions that an index answers.

#include "store/bookingstore.h"

#include "base/literals.h"
#include "read/bookings.h"
#include "store/sensorwords.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QLibrary>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSqlDriver>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <thread>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingId;
using domain::BookingStatus;
using domain::SpaceId;

namespace {

UtcTime minute(int number)
{
    return at("2026-09-02T10:00:00Z") + std::chrono::minutes(number);
}

Booking booking(SpaceId space, int from, int to)
{
    Booking made;
    made.id = BookingId::create();
    made.spaceId = space;
    made.start = minute(from);
    made.end = minute(to);
    made.email = text("Ann@example.org");
    made.actor = text("Ben");
    made.createdAt = made.updatedAt = kNow;
    return made;
}

/// Every column but those that the clock writes.
Booking full(SpaceId space)
{
    Booking made = booking(space, 0, 60);
    made.phone = text("+33612345678");
    made.plate = text("HH-AB 123");
    made.title = text("Visitor ß");
    made.reason = text("wheelchair");
    made.requestId = newKey();
    made.cancelReason = text("none");
    return made;
}

QList<SpaceId> makeSpaces(Database &db, int count)
{
    QList<domain::Space> spaces;
    QList<SpaceId> ids;
    for (int i = 0; i < count; ++i) {
        domain::Space space = makeSpace(firstSite(db), u"A-%1"_s.arg(i, 4, 10, QChar(u'0')));
        space.building = text("House");
        space.floor = QString::number(i % 4);
        space.zone = i % 8 < 4 ? text("North") : text("South");
        if (i % 10 == 0)
            space.features = {text("charging"), text("wide")};
        spaces.append(space);
        ids.append(space.id);
    }
    const Result<> done = transact(db, [&] { return SpaceStore(db).createMany(spaces, kNow); });
    return done ? ids : QList<SpaceId>();
}

/// As a program does: under the lock of the space.
Result<> book(Database &db, const QList<Booking> &bookings)
{
    return transact(db, [&]() -> Result<> {
        QList<SpaceId> spaces;
        for (const Booking &one : bookings)
            spaces.append(one.spaceId);
        const auto locked = StateStore(db).lock(spaces);
        return locked ? BookingStore(db).insert(bookings) : Result<>(locked.error());
    });
}

Result<> update(Database &db, const QList<Booking> &bookings)
{
    return transact(db, [&] { return BookingStore(db).update(bookings); });
}

} // namespace

class TestBookingStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas_data() { TestDatabases::addRows(); }
    void comesBackAsItWas();
    void neverDouble_data() { TestDatabases::addRows(); }
    void neverDouble();
    void aHandIsRefusedToo_data() { TestDatabases::addRows(); }
    void aHandIsRefusedToo();
    void twoSwapTheirSpaces_data() { TestDatabases::addRows(); }
    void twoSwapTheirSpaces();
    void fiftyAtOnce();
    void oneRequestIsOneBooking_data() { TestDatabases::addRows(); }
    void oneRequestIsOneBooking();
    void whatHoldsSpaces_data() { TestDatabases::addRows(); }
    void whatHoldsSpaces();
    void pages_data() { TestDatabases::addRows(); }
    void pages();
    void freeSpaces_data() { TestDatabases::addRows(); }
    void freeSpaces();
    void whatIsOfferedIsAllowed_data() { TestDatabases::addRows(); }
    void whatIsOfferedIsAllowed();
    void blockedOnesAreSentWhereItIsFree_data() { TestDatabases::addRows(); }
    void blockedOnesAreSentWhereItIsFree();
    void manyBlockedOnesAreSentAsOne_data() { TestDatabases::addRows(); }
    void manyBlockedOnesAreSentAsOne();
    void eachHourIsCounted_data() { TestDatabases::addRows(); }
    void eachHourIsCounted();
    void personsAreBlanked_data() { TestDatabases::addRows(); }
    void personsAreBlanked();
    void anIndexAnswers_data() { TestDatabases::addRows(); }
    void anIndexAnswers();
    void randomWork_data() { TestDatabases::addRows(); }
    void randomWork();

private:
    TestDatabases m_databases;
};

void TestBookingStore::comesBackAsItWas()
{
    OPEN_ROW_DATABASE(db);
    const SpaceId space = makeSpaces(db, 1).first();
    Booking one = full(space);
    VERIFY_OK(book(db, {one}));
    BookingStore store(db);
    QCOMPARE(store.find(one.id).valueOr({}), one);
    one.arrivedAt = minute(1);
    one.blockedAt = minute(2);
    one.unverifiedAt = minute(3);
    one.noShowAt = minute(4);
    one.overstayAt = minute(5);
    one.leftAt = minute(6);
    one.status = BookingStatus::NoShow;
    one.updatedAt = kNow + 1s;
    VERIFY_OK(store.writeByClock({one}));
    QCOMPARE(store.find(one.id).valueOr({}), one);
    one.endedEarlyAt = minute(7);
    one.status = BookingStatus::Completed;
    one.email = text("other@example.org");
    one.arrivedAt.reset();
    one.updatedAt = kNow + 2s; // else the database tells it, as for a hand (A35)
    VERIFY_OK(update(db, {one}));
    QCOMPARE(store.find(one.id).valueOr({}), one);
    VERIFY_ERROR(store.find(BookingId::create()), "RECORD_NOT_FOUND");
}

void TestBookingStore::neverDouble()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 2);
    const Booking first = booking(spaces[0], 0, 60);
    VERIFY_OK(book(db,
                   {first, booking(spaces[0], 60, 120), booking(spaces[0], 180, 200),
                    booking(spaces[0], 200, 220), booking(spaces[1], 0, 60)}));
    const Result<> refused = book(db, {booking(spaces[0], 30, 210)});
    VERIFY_ERROR(refused, "SPACE_NOT_AVAILABLE");
    const auto inTheWay = domain::conflictsOf(refused.error());
    QCOMPARE(inTheWay.size(), 3); // of four
    QCOMPARE(inTheWay.first().id, first.id);
    QCOMPARE(inTheWay.first().span, first.span());
    QCOMPARE(refused.error().details.value(u"space_id").toString(), spaces[0].toString());
    VERIFY_OK(book(db, {booking(spaces[0], 120, 180)})); // it fits exactly

    // What is not active holds nothing.
    Booking cancelled = first;
    cancelled.status = BookingStatus::Cancelled;
    VERIFY_OK(update(db, {cancelled}));
    VERIFY_OK(book(db, {booking(spaces[0], 10, 20)}));
    VERIFY_ERROR(update(db, {first}), "SPACE_NOT_AVAILABLE"); // and does not come back
    // Two of one order, and half of an order.
    VERIFY_ERROR(book(db, {booking(spaces[1], 100, 160), booking(spaces[1], 130, 190)}),
                 "SPACE_NOT_AVAILABLE");
    VERIFY_ERROR(book(db, {booking(spaces[1], 300, 360), booking(spaces[0], 15, 60)}),
                 "SPACE_NOT_AVAILABLE");
    QCOMPARE(db.count(text("SELECT count(*) FROM reservations WHERE start_time >= :t"),
                      {{text("t"), db.bind(minute(100))}})
                 .valueOr(-1),
             3);
}

/// Past every rule of the program.
void TestBookingStore::aHandIsRefusedToo()
{
    OPEN_ROW_DATABASE(db);
    const SpaceId space = makeSpaces(db, 1).first();
    const Booking first = booking(space, 0, 60);
    const Booking second = booking(space, 60, 120);
    VERIFY_OK(book(db, {first, second}));
    const auto set = [&](const QString &sets, const Booking &which) {
        return db.run(
            u"UPDATE reservations SET %1 WHERE id = '%2'"_s.arg(sets, which.id.toString()));
    };
    const QString hour = db.isPostgres() ? text("interval '1 minute'") : text("60000");
    VERIFY_ERROR(set(u"end_time = end_time + "_s + hour, first), "DATABASE_ERROR");
    VERIFY_ERROR(set(u"start_time = start_time - "_s + hour, second), "DATABASE_ERROR");
    VERIFY_ERROR(set(text("end_time = start_time"), first), "DATABASE_ERROR");
    const QString day = db.isPostgres() ? text("start_time + interval '24 hours 1 millisecond'")
                                        : text("start_time + 86400001");
    VERIFY_ERROR(set(u"end_time = "_s + day, second), "DATABASE_ERROR");
    VERIFY_ERROR(set(text("status = 'confirmed'"), first), "DATABASE_ERROR");
    VERIFY_OK(set(text("status = 'cancelled'"), first));
    VERIFY_OK(set(u"start_time = start_time - "_s + hour, second));
    VERIFY_ERROR(set(text("status = 'active'"), first), "DATABASE_ERROR");
}

void TestBookingStore::twoSwapTheirSpaces()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 2);
    Booking first = booking(spaces[0], 0, 60);
    Booking second = booking(spaces[1], 30, 90);
    VERIFY_OK(book(db, {first, second}));
    std::swap(first.spaceId, second.spaceId);
    VERIFY_OK(update(db, {first, second}));
    QCOMPARE(BookingStore(db).find(first.id)->spaceId, spaces[1]);
    QVERIFY(BookingStore(db).find(first.id)->status == BookingStatus::Active);
    QCOMPARE(BookingStore(db).find(second.id)->spaceId, spaces[0]);
    // A third one is in the way of one of them: neither moves.
    VERIFY_OK(book(db, {booking(spaces[1], 60, 120)}));
    std::swap(first.spaceId, second.spaceId);
    VERIFY_ERROR(update(db, {first, second}), "SPACE_NOT_AVAILABLE");
    QCOMPARE(BookingStore(db).find(first.id)->spaceId, spaces[1]);
    QVERIFY(BookingStore(db).find(first.id)->status == BookingStatus::Active);
}

/// On PostgreSQL one slot is wanted by fifty at the same moment.
void TestBookingStore::fiftyAtOnce()
{
    constexpr int kPrograms = 50;
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto opened = Database::open({.url = *url});
    VERIFY_OK(opened);
    const SpaceId space = makeSpaces(**opened, 1).first();
    std::barrier ready(kPrograms);
    std::atomic<int> won = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> programs;
    for (int i = 0; i < kPrograms; ++i) {
        programs.emplace_back([&, i] {
            const auto own = Database::open({.url = *url});
            ready.arrive_and_wait();
            if (!own)
                return;
            const Result<> done = book(**own, {booking(space, i % 7, 60 + i % 5)});
            if (done)
                ++won;
            else if (done.error().code == u"SPACE_NOT_AVAILABLE"
                     && domain::conflictsOf(done.error()).size() == 1)
                ++refused;
        });
    }
    for (std::thread &program : programs)
        program.join();
    QCOMPARE(won.load(), 1);
    QCOMPARE(refused.load(), kPrograms - 1);
}

void TestBookingStore::oneRequestIsOneBooking()
{
    OPEN_ROW_DATABASE(db);
    const SpaceId space = makeSpaces(db, 1).first();
    Booking one = full(space);
    VERIFY_OK(book(db, {one}));
    BookingStore store(db);
    QCOMPARE(store.ofRequest(one.requestId).valueOr({}), std::optional(one));
    QCOMPARE(store.ofRequest(one.requestId.toUpper()).valueOr({}), std::optional(one));
    QVERIFY(!store.ofRequest(newKey()).valueOr(one));
    VERIFY_ERROR(store.ofRequest(text("mine")), "VALIDATION_ERROR");
    Booking again = booking(space, 100, 110);
    again.requestId = one.requestId;
    const Result<> twice = book(db, {again});
    VERIFY_ERROR(twice, "DUPLICATE_RESOURCE");
    VERIFY_OK(book(db, {booking(space, 200, 210), booking(space, 210, 220)})); // none is not one
}

void TestBookingStore::whatHoldsSpaces()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 3);
    const Booking first = booking(spaces[0], 0, 60);
    const Booking second = booking(spaces[0], 60, 120);
    Booking other = booking(spaces[1], 90, 100);
    VERIFY_OK(book(db, {first, second, other}));
    BookingStore store(db);
    const auto next = [&](int now, const QList<SpaceId> &which = {}) {
        QMap<QString, QString> found;
        const auto all = store.next(which, minute(now)).valueOr({});
        for (auto it = all.begin(); it != all.end(); ++it)
            found.insert(it.key().toString(), it->id);
        return found;
    };
    const auto expected = [&](std::initializer_list<Booking> bookings) {
        QMap<QString, QString> found;
        for (const Booking &one : bookings)
            found.insert(one.spaceId.toString(), one.id.toString());
        return found;
    };
    QCOMPARE(next(-10), expected({first, other}));
    QCOMPARE(next(59), expected({first, other}));
    QCOMPARE(next(60), expected({second, other}));
    QCOMPARE(next(60, {spaces[1], spaces[2]}), expected({other}));
    QCOMPARE(next(120), expected({}));

    const domain::BookingPolicy policy;
    const auto boundary = [&](int now) {
        const auto found = store.nextBoundary(policy, minute(now)).valueOr({});
        return found ? int((*found - minute(0)) / 1min) : -1000;
    };
    QCOMPARE(boundary(-60), -15); // lead
    QCOMPARE(boundary(-15), 0); // start
    QCOMPARE(boundary(0), 15); // grace
    QCOMPARE(boundary(15), 45); // lead of the second
    QCOMPARE(boundary(45), 60);
    QCOMPARE(boundary(105), 120);
    QCOMPARE(boundary(120), -1000);

    const auto live = [&](int until, const QList<SpaceId> &which = {}) {
        return store.live(minute(until), which).valueOr({}).size();
    };
    QCOMPARE(live(-1), 0);
    QCOMPARE(live(0), 1);
    QCOMPARE(live(60), 2);
    QCOMPARE(live(90), 3);
    QCOMPARE(live(90, {spaces[1]}), 1);
    other.status = BookingStatus::Completed;
    other.arrivedAt = minute(91);
    other.overstayAt = other.end;
    VERIFY_OK(store.writeByClock({other}));
    QCOMPARE(live(-1), 1); // its car is there
    QCOMPARE(store.arrivals({spaces[1]}, minute(91)).valueOr({}).value(spaces[1]),
             QList{minute(91)});
    QVERIFY(store.arrivals({spaces[1]}, minute(92)).valueOr({}).isEmpty());
    other.leftAt = minute(130);
    VERIFY_OK(store.writeByClock({other}));
    QCOMPARE(live(-1), 0);

    QCOMPARE(store.activeOf(text("ann@EXAMPLE.org"), minute(0)).valueOr(-1), 2);
    QCOMPARE(store.activeOf(text("ann@example.org"), minute(60)).valueOr(-1), 1);
    QCOMPARE(store.activeOf(text("ann@example.org"), minute(0), first.id).valueOr(-1), 1);
}

void TestBookingStore::pages()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 2);
    Booking first = booking(spaces[1], 0, 60);
    Booking second = booking(spaces[0], 30, 120);
    Booking third = booking(spaces[1], 60, 90);
    second.email = text("ben@example.org");
    second.plate = text("HH-100%");
    third.title = text("Übergabe");
    VERIFY_OK(book(db, {first, second, third}));
    third.status = BookingStatus::Cancelled;
    VERIFY_OK(update(db, {third}));
    const auto found = [&](const domain::BookingFilter &filter, domain::BookingSort sort = {}) {
        QString letters;
        const auto page = BookingStore(db).page(filter, sort);
        for (const Booking &one : page ? page->rows : QList<Booking>())
            letters += one.id == first.id ? u'1' : one.id == second.id ? u'2' : u'3';
        return letters;
    };
    using Order = domain::BookingOrder;
    QCOMPARE(found({}), text("321")); // A64: the latest start first
    QCOMPARE(found({}, {Order::Start, false}), text("123"));
    QCOMPARE(found({}, {Order::End, false}), text("132"));
    QCOMPARE(found({}, {Order::Space, false}), text("213"));
    QCOMPARE(found({}, {Order::Email, true}), text("231"));
    QCOMPARE(found({}, {Order::Status, true}), text("321"));
    QCOMPARE(found({.spaceId = spaces[0]}), text("2"));
    QCOMPARE(found({.email = text("ANN@example.org")}), text("31"));
    QCOMPARE(found({.status = BookingStatus::Active}), text("21"));
    QCOMPARE(found({.from = minute(90)}), text("32")); // A64: ends at or after
    QCOMPARE(found({.to = minute(30)}), text("21")); // starts at or before
    QCOMPARE(found({.from = minute(61), .to = minute(59)}), text("2"));
    QCOMPARE(found({.text = text("100%")}), text("2"));
    QCOMPARE(found({.text = text("übergabe")}), text("3"));
    QCOMPARE(found({.text = text("a-0001")}), text("31"));
    const auto listed = [&](const domain::BookingSearch &search,
                            domain::Persons persons = domain::Persons::Shown) {
        QString letters;
        const auto page = BookingStore(db).list(search, {Order::Start, false}, {}, persons);
        for (const Booking &one : page ? page->rows : QList<Booking>())
            letters += one.id == first.id ? u'1' : one.id == second.id ? u'2' : u'3';
        return letters;
    };
    QCOMPARE(listed({}), text("123"));
    QCOMPARE(listed({{}, text("a-0001"), {}, {}}), text("13"));
    QCOMPARE(listed({{}, {}, text("BEN@"), {}}), text("2"));
    QCOMPARE(listed({{}, {}, text("übergabe"), {}}), text("3"));
    QCOMPARE(listed({{}, {}, {}, text("h h1-00%")}), text("2"));
    QCOMPARE(listed({{}, text("A-0001"), text("ben@"), text("HH")}), QString());
    QCOMPARE(listed({{.status = BookingStatus::Cancelled}, {}, {}, {}}), text("3"));
    QCOMPARE(listed({{}, text("A-0001"), text("ben"), text("HH")}, domain::Persons::Hidden),
             text("13")); // what is not shown is not looked for
    const auto list = BookingStore(db).list({}, {Order::Email, false}, {.limit = 1, .offset = 1},
                                            domain::Persons::Hidden);
    VERIFY_OK(list);
    QCOMPARE(list->total, 3);
    QCOMPARE(list->byStatus[size_t(BookingStatus::Active)], 2);
    QCOMPARE(list->byStatus[size_t(BookingStatus::Cancelled)], 1);
    QCOMPARE(list->rows.size(), 1);
    QVERIFY(list->rows.first().email.isEmpty());
    QCOMPARE(list->rows.first().id, second.id); // by start
    QCOMPARE(list->codes.value(spaces[0]), text("A-0000"));
    const auto looked = [&](const QString &words, int now, int limit = 10) {
        QString letters;
        for (const Booking &one : BookingStore(db).found(words, minute(now), limit).valueOr({}))
            letters += one.id == first.id ? u'1' : one.id == second.id ? u'2' : u'3';
        return letters;
    };
    QCOMPARE(looked(text("EXAMPLE"), 0), text("12")); // not the cancelled one
    QCOMPARE(looked(text("example"), 60), text("21")); // what runs first
    QCOMPARE(looked(text("example"), 200), text("21")); // the latest first
    QCOMPARE(looked(text("example"), 0, 1), text("1"));
    QCOMPARE(looked(text("hh 100"), 0), text("2"));
    QCOMPARE(looked(text("h-h1"), 0), text("2"));
    QCOMPARE(looked(text("a-0001"), 0), text("1"));
    QCOMPARE(looked(text("_"), 0), QString());
    QCOMPARE(looked(text("- -"), 0), QString());
    const auto page = BookingStore(db).page({}, {}, {.limit = 1, .offset = 1});
    VERIFY_OK(page);
    QCOMPARE(page->total, 3);
    QCOMPARE(page->rows, QList{second});
    QCOMPARE(BookingStore(db).between({minute(60), minute(61)}).valueOr({}), QList{second});
    Booking nobodys = second;
    for (QString *words : {&nobodys.email, &nobodys.phone, &nobodys.plate, &nobodys.title,
                           &nobodys.reason, &nobodys.requestId, &nobodys.actor})
        words->clear();
    QVERIFY(nobodys != second);
    QCOMPARE(
        BookingStore(db).between({minute(60), minute(61)}, domain::Persons::Hidden).valueOr({}),
        QList{nobodys});
}

void TestBookingStore::freeSpaces()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 16);
    VERIFY_OK(book(
        db, {booking(spaces[0], 0, 60), booking(spaces[0], 90, 120), booking(spaces[4], 0, 60)}));
    const auto codes = [&](int from, int to, const read::FreeSpaceFilter &filter) {
        QStringList found;
        for (const auto &one : read::freeSpaces(db, {minute(from), minute(to)}, filter).valueOr({}))
            found.append(one.code.right(2));
        return found.join(u' ');
    };
    const read::FreeSpaceFilter floor{.building = text("House"), .floor = text("0")};
    QCOMPARE(codes(60, 90, floor), text("00 04 08 12"));
    QCOMPARE(codes(59, 90, floor), text("08 12"));
    QCOMPARE(codes(60, 91, floor), text("04 08 12"));
    read::FreeSpaceFilter some = floor;
    some.zone = text("North");
    QCOMPARE(codes(60, 90, some), text("00 08"));
    QCOMPARE(codes(60, 90, {.features = {text("wide"), text("charging")}}), text("00 10"));
    QCOMPARE(codes(60, 90, {.features = {text("wide"), text("covered")}}), QString());
    QCOMPARE(codes(0, 1, {}).size(), qsizetype(14 * 3 - 1));

    // Closed spaces are not offered, those that somebody stands on come last.
    VERIFY_OK(db.run(text("UPDATE spaces SET override_state = 'MAINTENANCE', override_since = :t, "
                          "override_until = :u WHERE code = 'A-0008'"),
                     {{text("t"), db.bind(kNow)}, {text("u"), db.bind(minute(60))}}));
    VERIFY_OK(db.run(text("UPDATE spaces SET state = 'OCCUPIED' WHERE code = 'A-0000'")));
    QCOMPARE(codes(60, 90, floor), text("04 08 12 00"));
    QCOMPARE(codes(59, 61, {.floor = text("0")}), text("12"));

    QCOMPARE(read::nextFree(db, spaces[0], minute(10), 30min).valueOr({}), minute(60));
    QCOMPARE(read::nextFree(db, spaces[0], minute(10), 31min).valueOr({}), minute(120));
    QCOMPARE(read::nextFree(db, spaces[1], minute(10), 31min).valueOr({}), minute(10));
    const auto instead =
        read::bookingAlternatives(db, booking(spaces[4], 30, 60), minute(0)).valueOr({});
    QCOMPARE(instead.size(), 2); // 08 is closed, 00 is booked
    QCOMPARE(instead[0].span, domain::BookingSpan({minute(60), minute(90)}));
    QCOMPARE(instead[1].code, text("A-0012"));

    QCOMPARE(read::bookedPerHour(db, minute(-60), 4).valueOr({}), (QList{0, 2, 1, 0}));
}

/// What is told instead would be taken, too: free then, in opening hours, without a reason.
void TestBookingStore::whatIsOfferedIsAllowed()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 16); // of floor 0: 00, 04, 08, 12
    const auto setPolicy = [&](const domain::BookingPolicy &policy) {
        SiteStore sites(db);
        auto site = sites.first();
        if (!site)
            return Result<>(site.error());
        site->settings.insert(text("bookings"), domain::toJson(policy));
        return sites.update(*site);
    };
    const auto offered = [&](const Booking &draft, int now = 0) {
        QStringList found;
        for (const auto &one : read::bookingAlternatives(db, draft, minute(now)).valueOr({}))
            found.append(one.code.right(2) + u' ' + toIso(one.span.start).mid(5, 11));
        return found;
    };
    constexpr int kDay = 1440;
    QList<Booking> days; // each from 10:00 to 10:00
    for (int day = 0; day < 6; ++day)
        days.append(booking(spaces[0], day * kDay, (day + 1) * kDay));
    VERIFY_OK(book(db, days));
    QCOMPARE(offered(booking(spaces[0], 120, 180)).value(0), text("00 09-08T10:00"));

    domain::BookingPolicy policy;
    for (auto &day : policy.hours[text("House")].days)
        day = domain::OpeningHours::Span{7 * 60, 22 * 60};
    VERIFY_OK(setPolicy(policy));
    QCOMPARE(offered(booking(spaces[0], 120, 780)).value(0), text("00 09-08T10:00"));
    QCOMPARE(offered(booking(spaces[0], 60, 780)).value(0), text("00 09-08T10:00"));
    VERIFY_OK(book(db, {booking(spaces[4], 0, 660)})); // until 21:00
    QCOMPARE(offered(booking(spaces[4], 120, 360)).value(0), text("04 09-03T07:00"));

    // Who has no reason is not offered a space that needs one; zone and plan say what is near.
    VERIFY_OK(db.run(text("UPDATE spaces SET features = '[\"accessible\"]' WHERE id = :id"),
                     {{text("id"), spaces[8].toString()}}));
    VERIFY_OK(db.run(text("UPDATE spaces SET zone = 'North'")));
    policy.hours.clear();
    VERIFY_OK(setPolicy(policy));
    Booking draft = booking(spaces[4], 30, 60);
    QCOMPARE(offered(draft).mid(1), QStringList{text("12 09-02T10:30")});
    draft.reason = text("a wheelchair");
    QCOMPARE(offered(draft).mid(1), QStringList({text("08 09-02T10:30"), text("12 09-02T10:30")}));
    const double metres[] = {0, 30, 10}; // 04, 08, 12
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(db.run(text("UPDATE spaces SET x = :x, y = 0, w = 2.5, h = 5, rotation = 0 "
                              "WHERE id = :id"),
                         {{text("x"), metres[i]}, {text("id"), spaces[4 * (i + 1)].toString()}}));
    QCOMPARE(offered(draft).mid(1), QStringList({text("12 09-02T10:30"), text("08 09-02T10:30")}));
}

/// Who finds a stranger on their space is sent to one that is free, each to another.
void TestBookingStore::blockedOnesAreSentWhereItIsFree()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 20); // of floor 0: 00, 04, 08, 12, 16
    VERIFY_OK(db.run(text("UPDATE spaces SET zone = 'North'")));
    VERIFY_OK(db.run(text("UPDATE spaces SET state = 'OCCUPIED' WHERE code = 'A-0008'")));
    const QList<Booking> blocked{booking(spaces[0], 0, 60), booking(spaces[4], 0, 60),
                                 booking(spaces[12], 0, 60)};
    VERIFY_OK(book(db, blocked));
    const auto offers = read::offeredInstead(db, blocked, minute(10));
    VERIFY_OK(offers);
    QCOMPARE(offers->size(), 3);
    QVERIFY(offers->at(0).has_value());
    QCOMPARE(offers->at(0)->code, text("A-0016"));
    QCOMPARE(offers->at(0)->span, domain::BookingSpan({minute(10), minute(60)}));
    QVERIFY(!offers->at(1)); // the only free one is promised
    QVERIFY(!offers->at(2));
    // Nobody knows of one whose sensor never spoke, whatever was stored at its import.
    VERIFY_OK(db.run(text("UPDATE spaces SET sensor_eui = '58a0cb0000001c07' WHERE code = "
                          "'A-0016'")));
    const auto unheard = read::offeredInstead(db, blocked, minute(10));
    VERIFY_OK(unheard);
    QVERIFY(!unheard->at(0));
}

/// All of them at once as one after the other, by what is asked for a single one.
void TestBookingStore::manyBlockedOnesAreSentAsOne()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 160);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    VERIFY_OK(db.run(text("UPDATE spaces SET x = 2.5, y = 3, w = 2.5, h = 5, rotation = 0 "
                          "WHERE code < 'A-0060'")));
    VERIFY_OK(
        db.run(text("UPDATE spaces SET override_state = 'MAINTENANCE', "
                    "override_since = :since, override_until = :until WHERE code > 'A-0150'"),
               {{text("since"), db.bind(minute(-60))}, {text("until"), db.bind(minute(15))}}));
    QList<Booking> blocked;
    QList<Booking> others;
    for (const SpaceId &space : spaces) {
        if (random.bounded(3) == 0)
            VERIFY_OK(db.run(text("UPDATE spaces SET state = 'OCCUPIED' WHERE id = :id"),
                             {{text("id"), space.toString()}}));
        if (random.bounded(4) == 0)
            blocked.append(booking(space, random.bounded(20), random.bounded(30, 200)));
        else if (random.bounded(3) == 0)
            others.append(booking(space, random.bounded(200), random.bounded(200, 300)));
    }
    blocked.first().reason = text("a wheelchair");
    VERIFY_OK(book(db, blocked + others));
    const UtcTime now = minute(10);
    const auto offers = read::offeredInstead(db, blocked, now);
    VERIFY_OK(offers);
    QCOMPARE(offers->size(), blocked.size());
    QSet<SpaceId> offered;
    for (qsizetype i = 0; i < blocked.size(); ++i) {
        Booking rest = blocked[i];
        rest.start = std::max(rest.start, now);
        std::optional<SpaceId> expected;
        for (const auto &space : read::freeSpacesNear(db, rest, 1000).valueOr({})) {
            if (!expected && space.state == domain::SpaceState::Free && !offered.contains(space.id))
                expected = space.id;
        }
        QCOMPARE(offers->at(i).has_value(), expected.has_value());
        if (!expected)
            continue;
        QCOMPARE(offers->at(i)->spaceId, *expected);
        QCOMPARE(offers->at(i)->span, rest.span());
        offered.insert(*expected);
    }
    QVERIFY(!offered.isEmpty());
}

/// Against a count by hand, for bookings that begin and end whenever they like.
void TestBookingStore::eachHourIsCounted()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 12);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QList<Booking> all;
    for (const SpaceId &space : spaces) {
        for (int from = random.bounded(-1500, -1000); from < 2000; from += random.bounded(70)) {
            const int to = from + random.bounded(1, random.bounded(10) == 0 ? 1440 : 100);
            Booking one = booking(space, from, to);
            const int what = random.bounded(6);
            if (what == 0)
                one.status = BookingStatus::Cancelled;
            if (what == 1 && to - from > 2) {
                one.status = BookingStatus::Completed;
                one.endedEarlyAt = minute(from + 1 + (to - from) / 2);
            } else if (what == 2) {
                one.status = BookingStatus::Completed;
            } else if (what == 3) {
                one.status = BookingStatus::NoShow;
                one.noShowAt = minute(std::min(from + 15, to));
            }
            all.append(one);
            if (one.status != BookingStatus::Cancelled)
                from = int((one.heldUntil() - minute(0)) / 1min);
        }
    }
    VERIFY_OK(book(db, all));
    VERIFY_OK(transact(db, [&] { return BookingStore(db).writeByClock(all); })); // no-shows
    for (const int begin : {0, 17, -333}) {
        QList<int> expected;
        for (int hour = 0; hour < 60; ++hour) {
            const domain::BookingSpan one{minute(begin + hour * 60),
                                          minute(begin + hour * 60 + 60)};
            QSet<SpaceId> booked;
            for (const Booking &b : std::as_const(all)) {
                if (b.status != BookingStatus::Cancelled
                    && one.overlaps(domain::BookingSpan{b.start, b.heldUntil()}))
                    booked.insert(b.spaceId);
            }
            expected.append(int(booked.size()));
        }
        QCOMPARE(read::bookedPerHour(db, minute(begin), 60).valueOr({}), expected);
    }
    QVERIFY(read::bookedPerHour(db, minute(0), 0)->isEmpty());
}

void TestBookingStore::personsAreBlanked()
{
    OPEN_ROW_DATABASE(db);
    const SpaceId space = makeSpaces(db, 1).first();
    Booking old = full(space);
    Booking open = booking(space, 60, 90);
    VERIFY_OK(book(db, {old, open}));
    old.status = BookingStatus::Completed;
    VERIFY_OK(update(db, {old}));
    BookingStore store(db);
    QCOMPARE(store.blankPersonal(old.end).valueOr(-1), 0);
    QCOMPARE(store.blankPersonal(minute(500)).valueOr(-1), 1); // an active one is needed
    const Booking blank = store.find(old.id).valueOr({});
    QVERIFY((blank.email + blank.phone + blank.plate).isEmpty());
    QCOMPARE(blank.title, old.title);
    QCOMPARE(store.find(open.id)->email, open.email);
    QCOMPARE(store.blankPersonal(minute(500)).valueOr(-1), 0);
}

namespace {

/// Plans of all statements that this SQLite connection has prepared and that name reservations.
QStringList sqlitePlans(Database &db)
{
    QStringList statements;
    for (const QString &name : QSqlDatabase::connectionNames()) {
        const QSqlDatabase connection = QSqlDatabase::database(name, false);
        if (connection.driverName() != u"QSQLITE" || connection.databaseName() != db.sqlitePath())
            continue;
        QLibrary sqlite(text("sqlite3"), 0);
        using Next = void *(*)(void *, void *);
        using Sql = const char *(*)(void *);
        const auto next = reinterpret_cast<Next>(sqlite.resolve("sqlite3_next_stmt"));
        const auto sql = reinterpret_cast<Sql>(sqlite.resolve("sqlite3_sql"));
        const QVariant handle = connection.driver()->handle();
        void *const file =
            handle.isValid() ? *static_cast<void *const *>(handle.constData()) : nullptr;
        if (!next || !sql || !file)
            return {text("SCAN: SQLite's library does not tell")};
        for (void *one = next(file, nullptr); one; one = next(file, one))
            statements.append(QString::fromUtf8(sql(one)));
    }
    QStringList plans; // of what is read; what a statement makes itself is no table
    for (const QString &statement : std::as_const(statements)) {
        QStringList own{text("SCAN (")};
        if (!statement.startsWith(u"SELECT") || !statement.contains(u"reservations"))
            continue;
        QString plain = statement;
        plain.replace(QRegularExpression(text(":[a-z_]+")), text("NULL"));
        const Result<> done =
            db.each(u"EXPLAIN QUERY PLAN "_s + plain, {}, [&](const QSqlQuery &row) {
                const QString step = row.value(3).toString();
                if (step.startsWith(u"CO-ROUTINE "))
                    own.append(u"SCAN "_s + step.section(u' ', 1));
                const bool isOwn = std::any_of(own.cbegin(), own.cend(), [&](const QString &one) {
                    return one.endsWith(u'(') ? step.startsWith(one) : step == one;
                });
                if (!isOwn)
                    plans.append(step);
            });
        if (!done)
            plans.append(text("SCAN: ") + done.error().detail);
    }
    return plans;
}

} // namespace

/// Questions that come often, over many spaces and bookings: no table is read from one end to the
/// other.
void TestBookingStore::anIndexAnswers()
{
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 5000);
    VERIFY_OK(db.run(text("UPDATE spaces SET floor = substr(code, 5)"))); // a hundred
    QList<Booking> many;
    for (int i = 0; i < 6000; ++i) {
        const int from = i / 100 * 600;
        Booking one = booking(spaces[i % 100], from, from + 60);
        one.email = u"p%1@example.org"_s.arg(i);
        one.status = from < 30'000 ? BookingStatus::Completed : BookingStatus::Active;
        many.append(one);
    }
    VERIFY_OK(book(db, many));
    VERIFY_OK(db.runScript(text("ANALYZE")));
    BookingStore store(db);
    const UtcTime now = minute(30'000);
    const Result<> asked = transact(db, [&]() -> Result<> {
        const bool all = store.next({}, now) && store.next({spaces[0]}, now)
            && store.live(now + 15min) && store.live(now + 15min, {spaces[3]})
            && store.nextBoundary({}, now) && store.arrivals({spaces[0]}, now)
            && store.activeOf(many.first().email, now) && store.ofRequest(newKey())
            && store.conflicts(spaces[1], {now, now + 1h}) && store.between({now, now + 24h})
            && store.page({.from = now, .to = now + 24h}) && store.page({.spaceId = spaces[2]})
            && store.page({.email = many.last().email}) && store.ofSpace(spaces[1], now, 5)
            && store.amiss(now)
            && read::freeSpaces(db, {now, now + 1h},
                                {.building = text("House"), .floor = text("11")})
            && read::nextFree(db, spaces[4], now, 2h)
            && read::bookingAlternatives(db, booking(spaces[5], 30'000, 30'060), now)
            && read::bookedPerHour(db, now - 12h, 24);
        const auto scansOf = [&](const QString &table) {
            return db.isPostgres() ? db.count(text("SELECT seq_scan FROM pg_stat_xact_user_tables "
                                                   "WHERE relname = :table"),
                                              {{text("table"), table}})
                                   : Result<qint64>(0);
        };
        const auto spaceScans = scansOf(text("spaces"));
        // A page of a list has the codes of its spaces, which may be all of them.
        if (!all || !store.list({{.from = now, .to = now + 24h}, {}, {}, {}}, {}, {}))
            return Error{text("TEST"), text("a question failed")};
        const auto scans = scansOf(text("reservations"));
        return scans && spaceScans && *scans + *spaceScans == 0
            ? Result<>()
            : Result<>(Error{
                text("TEST"),
                u"%1 scans, %2 of spaces"_s.arg(scans.valueOr(-1)).arg(spaceScans.valueOr(-1))});
    });
    VERIFY_OK(asked);
    if (db.isPostgres())
        return;
    const QStringList plans = sqlitePlans(db);
    QVERIFY(plans.size() > 15);
    // An index that is read from one end to the other is as long as its table, unless it holds
    // a few of its rows only.
    const QStringList allowed{text("SCAN json_each "),
                              text("SCAN r USING INDEX idx_reservations_overstay")};
    for (const QString &plan : plans) {
        const bool isAllowed =
            std::any_of(allowed.cbegin(), allowed.cend(),
                        [&plan](const QString &one) { return plan.startsWith(one); });
        QVERIFY2(!plan.contains(u"SCAN") || isAllowed, qPrintable(plan));
    }
}

/// Bookings, moves and cancels drawn from a seed, against a list in memory.
void TestBookingStore::randomWork()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    OPEN_ROW_DATABASE(db);
    const QList<SpaceId> spaces = makeSpaces(db, 3);
    BookingStore store(db);
    QList<Booking> model;
    const auto isFree = [&](const QList<Booking> &wanted) {
        for (const Booking &one : wanted) {
            for (const Booking &other : wanted) {
                if (&one != &other && one.spaceId == other.spaceId
                    && one.span().overlaps(other.span()))
                    return false;
            }
            for (const Booking &other : model) {
                const bool isWanted = std::any_of(wanted.cbegin(), wanted.cend(),
                                                  [&](const auto &w) { return w.id == other.id; });
                if (!isWanted && other.status == BookingStatus::Active
                    && other.spaceId == one.spaceId && other.span().overlaps(one.span()))
                    return false;
            }
        }
        return true;
    };
    const auto draw = [&] {
        const int from = random.bounded(600);
        return booking(spaces[random.bounded(3)], from, from + random.bounded(1, 90));
    };
    int refusals = 0;
    for (int step = 0; step < 120; ++step) {
        const int what = random.bounded(10);
        QList<Booking> wanted;
        if (model.isEmpty() || what < 5) {
            wanted = {draw()};
            const bool fits = isFree(wanted);
            QCOMPARE(bool(book(db, wanted)), fits);
            if (fits)
                model.append(wanted.first());
            refusals += !fits;
            continue;
        }
        const int which = random.bounded(int(model.size()));
        wanted = {model[which]};
        if (what < 7) { // elsewhere
            const Booking other = draw();
            wanted[0].spaceId = other.spaceId;
            wanted[0].start = other.start;
            wanted[0].end = other.end;
        } else if (what < 9) {
            wanted[0].status = BookingStatus::Cancelled;
        } else { // two change places
            const int second = random.bounded(int(model.size()));
            if (second == which)
                continue;
            wanted.append(model[second]);
            std::swap(wanted[0].spaceId, wanted[1].spaceId);
        }
        for (Booking &one : wanted)
            one.updatedAt = kNow + std::chrono::seconds(step + 1);
        QList<Booking> active;
        std::copy_if(wanted.cbegin(), wanted.cend(), std::back_inserter(active),
                     [](const Booking &one) { return one.status == BookingStatus::Active; });
        const bool fits = isFree(active);
        QCOMPARE(bool(update(db, wanted)), fits);
        refusals += !fits;
        for (const Booking &one : std::as_const(wanted)) {
            for (Booking &known : model) {
                if (fits && known.id == one.id)
                    known = one;
            }
        }
    }
    QVERIFY(refusals > 5);
    for (const Booking &one : std::as_const(model))
        QCOMPARE(store.find(one.id).valueOr({}), one);
    QCOMPARE(store.page({})->total, model.size());
}

PARKING_TEST(TestBookingStore)
#include "tst_bookingstore.moc"
