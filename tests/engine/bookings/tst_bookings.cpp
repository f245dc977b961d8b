// What the station makes of bookings: spaces held and given back, who came, who did not, who is in
// the way; after restarts and with other programs on the same database.

#include "domain/problems.h"
#include "engine/engine.h"
#include "hostilemessages.h"
#include "station.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Booking;
using domain::BookingStatus;
using domain::SpaceState;
using test::Station;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers

QString sensor(int number)
{
    return u"e8e1e1000000010%1"_s.arg(number);
}

} // namespace

class tst_Bookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBookingHoldsItsSpace_data() { test::TestDatabases::addRows(); }
    void aBookingHoldsItsSpace();
    void whoComesHasArrived_data() { test::TestDatabases::addRows(); }
    void whoComesHasArrived();
    void whoDoesNotComeGivesItBack_data() { test::TestDatabases::addRows(); }
    void whoDoesNotComeGivesItBack();
    void whoIsMovedIsNoNoShow_data() { test::TestDatabases::addRows(); }
    void whoIsMovedIsNoNoShow();
    void whoIsInTheWayIsTold();
    void whoIsInTheWayIsToldAtOnce_data();
    void whoIsInTheWayIsToldAtOnce();
    void whoStaysIsTold();
    void aSilentSensorClaimsNothing();
    void aWalkInHasArrived();
    void aWalkInIsLookedAtOnce();
    void aRestartMissesNothing();
    void othersBookToo();
    void thePolicyIsEffectiveAtOnce();
    void whatIsBookedOutlivesAStricterPolicy();
    void personsAreForgottenInTime_data() { test::TestDatabases::addRows(); }
    void personsAreForgottenInTime();
    void requestsAreRepeated();
    void takenBackInOneStep_data() { test::TestDatabases::addRows(); }
    void takenBackInOneStep();
    void takenBackUnderAStricterPolicy();
    void movedWhileItRuns();
    void nobodyElsesWorkIsTakenBack();
    void oneAddressIsOneHoweverItIsSpelt_data() { test::TestDatabases::addRows(); }
    void oneAddressIsOneHoweverItIsSpelt();

private:
    void start(store::Dialect dialect);
    void open();
    /// Turns the clock, a second at a time where something may follow.
    void turnTo(UtcTime time);
    Result<engine::BookingAnswer> book(int space, Milliseconds from, Milliseconds length);
    Booking stored(domain::BookingId id)
    {
        const auto database = store::Database::open({.url = m_url});
        return database ? store::BookingStore(**database).find(id).valueOr({}) : Booking();
    }
    SpaceState state(int space)
    {
        return m_station->told(m_spaces[space]).value_or(SpaceState::Maintenance);
    }
    void say(int space, bool occupied) { m_station->park(sensor(space), occupied, m_clock->now()); }

    test::TestDatabases m_databases;
    QTemporaryDir m_folder;
    QString m_url;
    QList<domain::SpaceId> m_spaces; ///< the last one has no sensor
    std::shared_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<Station> m_station;
};

void tst_Bookings::open()
{
    m_station = std::make_unique<Station>(
        m_url, [this](engine::EngineOptions &options) { options.clock = m_clock; },
        m_folder.path());
    VERIFY_OK((*m_station)->start());
    const auto isReady = [this] {
        m_clock->turn(1s);
        return (*m_station)->isIdle();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), kPatience);
    m_clock->turn(1s);
}

void tst_Bookings::start(store::Dialect dialect)
{
    m_station.reset();
    m_clock = std::make_shared<test::TurnedClock>(systemNow() - 24h);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    open();
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/Paris"_s;
    m_spaces.clear();
    for (int i = 0; i < 3; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = u"A-%1"_s.arg(i);
        if (i < 2)
            space.sensorEui = *domain::DevEui::parse(sensor(i));
        site.spaces.append(space);
        m_spaces.append(space.id);
    }
    VERIFY_OK((*m_station)->spaces().createSite(site));
}

void tst_Bookings::turnTo(UtcTime time)
{
    while (m_clock->now() < time) {
        m_clock->turn(std::min<Milliseconds>(time - m_clock->now(), 20s));
        QCoreApplication::processEvents();
    }
}

Result<engine::BookingAnswer> tst_Bookings::book(int space, Milliseconds from, Milliseconds length)
{
    engine::BookingRequest request{.actor = u"ann"_s};
    request.draft.spaceId = m_spaces[space];
    request.draft.start = m_clock->now() + from;
    request.draft.end = request.draft.start + length;
    request.draft.email = u"ann@example.org"_s;
    return (*m_station)->bookings().create(request);
}

void tst_Bookings::aBookingHoldsItsSpace()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    const auto made = book(2, 16min, 17min);
    VERIFY_OK(made);
    const Booking booking = made->booking;
    turnTo(booking.start - 15min - 1s);
    QVERIFY(state(2) != SpaceState::Reserved);
    turnTo(booking.start - 15min);
    QVERIFY(state(2) == SpaceState::Reserved);
    QVERIFY(m_station->status(m_spaces[2])->reason == domain::StateReason::ReservationSoon);
    turnTo(booking.start);
    QVERIFY(m_station->status(m_spaces[2])->reason == domain::StateReason::Reservation);
    turnTo(booking.end - 1ms);
    QVERIFY(state(2) == SpaceState::Reserved); // no sensor: nobody is a no-show
    QVERIFY(stored(booking.id).unverifiedAt.has_value());
    turnTo(booking.end);
    QVERIFY(state(2) == SpaceState::Free);
    QVERIFY(stored(booking.id).status == BookingStatus::Completed);
    // The history tells it.
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    QStringList notes;
    const auto changes = store::ChangeStore(**database).recent(m_spaces[2], 10).valueOr({});
    for (const domain::StateChange &change : changes)
        notes.prepend(change.source + u": "_s + change.note);
    QCOMPARE(notes.first(), u"reservation: booking soon"_s);
    QCOMPARE(notes.last(), u"reservation: booking ended"_s);
}

void tst_Bookings::whoComesHasArrived()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    say(0, false);
    const auto made = book(0, 16min, 20min);
    VERIFY_OK(made);
    const Booking booking = made->booking;
    turnTo(booking.start + 2min);
    QVERIFY(state(0) == SpaceState::Reserved);
    say(0, true);
    const UtcTime came = m_clock->now();
    const auto hasArrived = [&] {
        m_clock->turn(1s);
        return stored(booking.id).arrivedAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasArrived(), kPatience);
    QCOMPARE(stored(booking.id).arrivedAt, std::optional(came));
    QVERIFY(state(0) == SpaceState::Occupied);
    QVERIFY(m_station->status(m_spaces[0])->reservedForSomeone);
    // It is still there at the end.
    QSignalSpy alerts(&*(*m_station).operator->(), &engine::Engine::bookingsAlerted);
    turnTo(booking.start + 10min);
    say(0, true); // a heartbeat
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    turnTo(booking.end);
    const auto overstays = [&] {
        m_clock->turn(1s);
        return stored(booking.id).overstayAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(overstays(), kPatience);
    QVERIFY(stored(booking.id).status == BookingStatus::Completed);
    QCOMPARE(alerts.size(), 1);
    say(0, false);
    const auto hasLeft = [&] {
        m_clock->turn(1s);
        return stored(booking.id).leftAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasLeft(), kPatience);
}

void tst_Bookings::whoDoesNotComeGivesItBack()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    say(0, false);
    const auto made = book(0, 16min, 20min);
    VERIFY_OK(made);
    const Booking booking = made->booking;
    VERIFY_ERROR(book(0, 20min, 1h), "SPACE_NOT_AVAILABLE");
    turnTo(booking.start + 15min - 1ms);
    QVERIFY(state(0) == SpaceState::Reserved);
    QVERIFY(stored(booking.id).status == BookingStatus::Active);
    const auto isGivenBack = [&] {
        m_clock->turn(1s);
        return stored(booking.id).status == BookingStatus::NoShow;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isGivenBack(), kPatience);
    QVERIFY(state(0) == SpaceState::Free);
    VERIFY_OK(book(0, 0min, 1h));
}

/// Somebody stands on the space: the booking is moved to a free one when its grace time is over.
void tst_Bookings::whoIsMovedIsNoNoShow()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    say(0, true);
    say(1, false);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(0) == SpaceState::Occupied), kPatience);
    const auto made = book(0, 17min, 2h);
    VERIFY_OK(made);
    const Booking booking = made->booking;
    turnTo(booking.start);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), stored(booking.id).blockedAt.has_value()),
                             kPatience);
    // A stranger was there meanwhile.
    for (const bool isTaken : {true, false}) {
        turnTo(booking.start + (isTaken ? 5min : 12min));
        say(1, isTaken);
        QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), (*m_station)->isIdle()), kPatience);
    }
    turnTo(booking.start + 25min);
    domain::BookingDraft there = booking;
    there.spaceId = m_spaces[1];
    VERIFY_OK((*m_station)->bookings().change(booking.id, there, u"ann"_s));
    turnTo(m_clock->now() + 1min);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), (*m_station)->isIdle()), kPatience);
    QVERIFY(stored(booking.id).status == BookingStatus::Active);
    QVERIFY(!stored(booking.id).arrivedAt); // nobody came
    QVERIFY(state(1) == SpaceState::Reserved);
    say(1, true);
    const UtcTime came = m_clock->now();
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), stored(booking.id).arrivedAt == came), kPatience);
}

void tst_Bookings::whoIsInTheWayIsTold()
{
    start(store::Dialect::Sqlite);
    say(0, true);
    say(1, true); // nobody is sent there
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_clock->turn(1s), state(0) == SpaceState::Occupied && state(1) == SpaceState::Occupied),
        kPatience);
    const auto made = book(0, 17min, 1h);
    VERIFY_OK(made);
    QSignalSpy alerts(&*(*m_station).operator->(), &engine::Engine::bookingsAlerted);
    turnTo(made->booking.start);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), !alerts.isEmpty()), kPatience);
    const auto alert = alerts.first().first().value<QList<engine::BookingAlert>>().first();
    QVERIFY(alert.kind == engine::BookingAlert::Kind::Blocked);
    QVERIFY(alert.instead.has_value());
    QCOMPARE(alert.instead->code, u"A-2"_s);
    turnTo(made->booking.start + 16min);
    QVERIFY(stored(made->booking.id).status == BookingStatus::Active);
    QVERIFY(!stored(made->booking.id).arrivedAt);

    // Health tells it as long as the sensor does, and takes it back.
    const auto check = [this] { return m_station->check(u"bookings"_s); };
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), check().problem == u"BOOKINGS_AMISS"), kPatience);
    QCOMPARE(check().detail, u"A-0 is blocked"_s);
    say(0, false);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(0) != SpaceState::Occupied), kPatience);
    VERIFY_OK((*m_station)->bookings().cancel(made->booking.id, {}, u"ann"_s));
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), check().problem.isEmpty()), kPatience);
}

void tst_Bookings::whoIsInTheWayIsToldAtOnce_data()
{
    QTest::addColumn<int>("grace");
    QTest::addColumn<int>("length");
    QTest::newRow("by the usual rules") << 15 << 60;
    QTest::newRow("nobody is waited for") << 0 << 60;
    QTest::newRow("no longer than the grace time") << 15 << 15;
}

/// The start comes between two moments until which all was heard: the next one of them decides, not
/// the end of the grace time, nor that of the booking.
void tst_Bookings::whoIsInTheWayIsToldAtOnce()
{
    QFETCH(int, grace);
    QFETCH(int, length);
    start(store::Dialect::Sqlite);
    domain::BookingPolicy policy;
    policy.grace = std::chrono::minutes(grace);
    VERIFY_OK((*m_station)->bookings().setPolicy(policy));
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(0) == SpaceState::Occupied), kPatience);
    const auto made = book(0, 17min + 300ms, std::chrono::minutes(length));
    VERIFY_OK(made);
    const UtcTime begins = made->booking.start;
    QSignalSpy alerts(&*(*m_station).operator->(), &engine::Engine::bookingsAlerted);
    turnTo(begins - 2s);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QVERIFY(alerts.isEmpty());
    while (alerts.isEmpty() && m_clock->now() < begins + 5s) {
        m_clock->turn(100ms);
        QCoreApplication::processEvents();
    }
    QCOMPARE(alerts.size(), 1);
    QCOMPARE(stored(made->booking.id).blockedAt, std::optional(begins));
}

/// A car that is still there after its booking is told in Health.
void tst_Bookings::whoStaysIsTold()
{
    start(store::Dialect::Sqlite);
    say(0, false);
    m_clock->turn(1s);
    const auto made = book(0, 1min, 30min);
    VERIFY_OK(made);
    turnTo(made->booking.start + 1min);
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), stored(made->booking.id).arrivedAt.has_value()),
                             kPatience);
    turnTo(made->booking.end + 10s);
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_clock->turn(1s), m_station->check(u"bookings"_s).detail == u"the car on A-0 overstays"),
        kPatience);
}

/// Of a blocked space whose sensor has fallen silent since nobody knows whether a car is there.
void tst_Bookings::aSilentSensorClaimsNothing()
{
    start(store::Dialect::Sqlite);
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(0) == SpaceState::Occupied), kPatience);
    const auto made = book(0, 17min, 20h);
    VERIFY_OK(made);
    turnTo(made->booking.start);
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_clock->turn(1s), m_station->check(u"bookings"_s).detail == u"A-0 is blocked"),
        kPatience);
    m_clock->set(m_clock->now() + 8h); // longer than any such sensor may be silent
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), m_station->problem(u"bookings"_s) == u"-"),
                             kPatience);
    QVERIFY(stored(made->booking.id).blockedAt.has_value());
    // Beside one that is known it is told as unknown.
    say(1, true);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(1) == SpaceState::Occupied), kPatience);
    const auto other = book(1, 17min, 2h);
    VERIFY_OK(other);
    turnTo(other->booking.start);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s),
                              m_station->check(u"bookings"_s).detail
                                  == u"A-1 is blocked, 1 not known, their sensors are silent"),
                             kPatience);
    say(0, true); // it speaks again
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_clock->turn(1s),
         m_station->check(u"bookings"_s).detail == u"A-0 is blocked, A-1 is blocked"),
        kPatience);
}

/// Booked from now on for a car that has just been parked.
void tst_Bookings::aWalkInHasArrived()
{
    start(store::Dialect::Sqlite);
    say(0, false);
    m_clock->turn(1min);
    say(0, true);
    const UtcTime came = m_clock->now();
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(0) == SpaceState::Occupied), kPatience);
    const auto made = book(0, 0min, 1h);
    VERIFY_OK(made);
    const auto hasArrived = [&] {
        m_clock->turn(1s);
        return stored(made->booking.id).arrivedAt == came;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasArrived(), kPatience);
    const auto ended = (*m_station)->bookings().endEarly(made->booking.id, u"ann"_s);
    VERIFY_OK(ended);
    QVERIFY(ended->endedEarlyAt.has_value());
    QVERIFY(!m_station->status(m_spaces[0])->reservedForSomeone);
}

/// It is booked from a whole minute on, which has passed: what there is to say is said at once.
void tst_Bookings::aWalkInIsLookedAtOnce()
{
    start(store::Dialect::Sqlite);
    say(0, true);
    m_clock->turn(3min);
    say(1, true); // within the lead time; the other one was there before that
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), state(1) == SpaceState::Occupied), kPatience);
    turnTo(m_clock->now() + 14min + 30s);
    const auto blocked = book(0, -40s, 1h);
    const auto arrived = book(1, -40s, 1h);
    QVERIFY(blocked && arrived);
    turnTo(m_clock->now() + 3s);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QVERIFY(stored(blocked->booking.id).blockedAt);
    QVERIFY(stored(arrived->booking.id).arrivedAt);
}

/// The station is away while somebody comes, the grace time ends and another booking ends.
void tst_Bookings::aRestartMissesNothing()
{
    start(store::Dialect::Sqlite);
    say(0, false);
    say(1, false);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), (*m_station)->isIdle()), kPatience);
    const auto first = book(0, 20min, 2h);
    const auto second = book(1, 20min, 2h);
    const auto third = book(2, 0min, 30min);
    QVERIFY(first && second && third);
    (*m_station)->stop();
    m_station.reset();
    m_clock->turn(45min);
    open();
    QVERIFY(stored(third->booking.id).status == BookingStatus::Completed);
    QVERIFY(stored(second->booking.id).status == BookingStatus::NoShow);
    QVERIFY(stored(first->booking.id).status == BookingStatus::NoShow);
    QVERIFY(state(0) == SpaceState::Free);
}

/// Without an engine, as parkctl does: the station hears of it.
void tst_Bookings::othersBookToo()
{
    start(store::Dialect::Postgres);
    const auto other = std::make_unique<Station>(m_url, [this](engine::EngineOptions &options) {
        options.clock = m_clock;
        test::asViewer(options);
    });
    VERIFY_OK((*other)->start());
    engine::BookingRequest request{.actor = u"ben"_s};
    request.draft.spaceId = m_spaces[1];
    request.draft.start = m_clock->now() + 16min;
    request.draft.end = m_clock->now() + 30min;
    request.draft.email = u"ben@example.org"_s;
    const auto made = (*other)->bookings().create(request);
    VERIFY_OK(made);
    const auto isHeld = [&] {
        m_clock->turn(1s);
        return state(1) == SpaceState::Reserved;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isHeld(), kPatience);
    QVERIFY(m_clock->now() < made->booking.start);
    VERIFY_OK((*other)->bookings().cancel(made->booking.id, u"ill"_s, u"ben"_s));
    const auto isFree = [&] {
        m_clock->turn(1s);
        return state(1) != SpaceState::Reserved;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isFree(), kPatience);
}

void tst_Bookings::thePolicyIsEffectiveAtOnce()
{
    start(store::Dialect::Sqlite);
    VERIFY_OK(book(2, 30min, 1h));
    m_clock->turn(1s);
    QVERIFY(state(2) != SpaceState::Reserved);
    domain::BookingPolicy policy;
    policy.lead = 3600s;
    policy.activePerEmail = 1;
    VERIFY_OK((*m_station)->bookings().setPolicy(policy));
    m_clock->turn(1s);
    QVERIFY(state(2) == SpaceState::Reserved);
    const auto second = book(1, 30min, 1h);
    VERIFY_ERROR(second, "VALIDATION_ERROR");
    QCOMPARE(second.error().details.value(u"rule").toString(), u"TOO_MANY_BOOKINGS"_s);
    policy.lead = 0s;
    VERIFY_OK((*m_station)->bookings().setPolicy(policy));
    m_clock->turn(1s);
    QVERIFY(state(2) == SpaceState::Free);
    // Another program finds it in the settings.
    (*m_station)->stop();
    m_station.reset();
    open();
    QCOMPARE((*m_station)->bookings().policy(), policy);
}

/// Hours and lengths that were allowed once stay: words change, and what was done is taken back.
void tst_Bookings::whatIsBookedOutlivesAStricterPolicy()
{
    start(store::Dialect::Sqlite);
    const auto made = book(2, 0min, 2h);
    VERIFY_OK(made);
    engine::Bookings &bookings = (*m_station)->bookings();
    domain::BookingPolicy policy;
    policy.longest = 1h;
    policy.hours[QString()] = {}; // closed
    VERIFY_OK(bookings.setPolicy(policy));
    const auto ruleOf = [](const auto &answer) {
        return answer ? QString() : answer.error().details.value(u"rule").toString();
    };
    QCOMPARE(ruleOf(book(1, 0min, 30min)), u"OUTSIDE_OPENING_HOURS"_s);
    domain::BookingDraft draft = made->booking;
    draft.title = u"Visit"_s;
    draft.plate = u"AB 1"_s;
    const auto changed = bookings.change(made->booking.id, draft, u"ann"_s);
    VERIFY_OK(changed);
    VERIFY_OK(bookings.restore(
        {.standing = {changed->booking}, .wanted = {changed->before}, .actor = u"ann"_s}));
    const auto cancelled = bookings.cancel(made->booking.id, {}, u"ann"_s);
    VERIFY_OK(cancelled);
    VERIFY_OK(bookings.restore(
        {.standing = {*cancelled}, .wanted = {changed->before}, .actor = u"ann"_s}));
    QCOMPARE(domain::BookingDraft(stored(made->booking.id)), domain::BookingDraft(made->booking));
    draft.end += 1min;
    QCOMPARE(ruleOf(bookings.change(made->booking.id, draft, u"ann"_s)), u"BOOKING_TOO_LONG"_s);
}

/// So many days after the end, by the site's policy; what runs or ended later keeps its person.
void tst_Bookings::personsAreForgottenInTime()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    const auto past = [this](Milliseconds ago) {
        Booking booking;
        booking.id = domain::BookingId::create();
        booking.spaceId = m_spaces[2];
        booking.start = m_clock->now() - ago - 1h;
        booking.end = m_clock->now() - ago;
        booking.email = u"ann@example.org"_s;
        booking.phone = u"+33612345678"_s;
        booking.plate = u"HH-AB 123"_s;
        booking.title = u"Visit"_s;
        return booking;
    };
    const Booking old = past(49h);
    const Booking recent = past(46h);
    engine::Bookings &bookings = (*m_station)->bookings();
    VERIFY_OK(bookings.addPast({old, recent}));
    const auto running = book(1, 0min, 3h);
    VERIFY_OK(running);
    m_clock->turn(61min);
    QCOMPARE(stored(old.id).email, old.email); // the site keeps them for ever
    domain::BookingPolicy policy;
    policy.personalDays = 2;
    VERIFY_OK(bookings.setPolicy(policy));
    m_clock->turn(61min);
    const Booking blank = stored(old.id);
    QCOMPARE(blank.email + blank.phone + blank.plate, QString());
    QCOMPARE(blank.title, old.title);
    QCOMPARE(blank.span(), old.span());
    QCOMPARE(stored(recent.id).email + stored(recent.id).phone + stored(recent.id).plate,
             recent.email + recent.phone + recent.plate);
    QCOMPARE(stored(running->booking.id).email, running->booking.email);
}

void tst_Bookings::requestsAreRepeated()
{
    start(store::Dialect::Sqlite);
    engine::BookingRequest request{.requestId = QUuid::createUuid().toString(), .actor = u"ann"_s};
    request.draft.spaceId = m_spaces[0];
    request.draft.start = m_clock->now() + 1h;
    request.draft.end = m_clock->now() + 2h;
    request.draft.email = u"ann@example.org"_s;
    const auto first = (*m_station)->bookings().create(request);
    VERIFY_OK(first);
    const auto second = (*m_station)->bookings().create(request);
    VERIFY_OK(second);
    QVERIFY(second->isRepeated && !first->isRepeated);
    QCOMPARE(second->booking, first->booking);
}

/// What was cancelled, moved or ended early is as it was, and stays the same booking.
void tst_Bookings::takenBackInOneStep()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    const auto made = book(2, 0min, 1h);
    VERIFY_OK(made);
    const Booking first = made->booking;
    engine::Bookings &bookings = (*m_station)->bookings();
    const auto takeBack = [&](const Booking &standing, const Booking &wanted) {
        return bookings.restore({.standing = {standing}, .wanted = {wanted}, .actor = u"ann"_s});
    };
    const auto cancelled = bookings.cancel(first.id, u"ill"_s, u"ann"_s);
    VERIFY_OK(cancelled);
    VERIFY_OK(takeBack(*cancelled, first));
    QVERIFY(stored(first.id).status == BookingStatus::Active);
    QVERIFY(stored(first.id).cancelReason.isEmpty());
    m_clock->turn(1s);
    QVERIFY(state(2) == SpaceState::Reserved);

    domain::BookingDraft other = first;
    other.end += 30min;
    const auto moved = bookings.change(first.id, other, u"ann"_s);
    VERIFY_OK(moved);
    QCOMPARE(domain::BookingDraft(moved->before), domain::BookingDraft(first));
    VERIFY_OK(takeBack(moved->booking, moved->before));
    QCOMPARE(stored(first.id).end, first.end);

    turnTo(first.start + 10min);
    const auto ended = bookings.endEarly(first.id, u"ann"_s);
    VERIFY_OK(ended);
    QVERIFY(ended->endedEarlyAt.has_value());
    m_clock->turn(1s);
    QVERIFY(state(2) == SpaceState::Free);
    VERIFY_OK(takeBack(*ended, first));
    QVERIFY(stored(first.id).status == BookingStatus::Active);
    QVERIFY(!stored(first.id).endedEarlyAt);
    m_clock->turn(1s);
    QVERIFY(state(2) == SpaceState::Reserved);

    const auto again = bookings.endEarly(first.id, u"ann"_s);
    VERIFY_OK(again);
    turnTo(first.end);
    VERIFY_ERROR(takeBack(*again, first), "RECORD_NOT_FOUND"); // its time is over
}

/// What stood stands again, also where it would not be booked any more.
void tst_Bookings::takenBackUnderAStricterPolicy()
{
    start(store::Dialect::Sqlite);
    engine::Bookings &bookings = (*m_station)->bookings();
    const auto made = book(2, 1h, 6h);
    VERIFY_OK(made);
    const Booking first = made->booking;
    domain::BookingDraft shorter = first;
    shorter.end -= 5h;
    const auto shortened = bookings.change(first.id, shorter, u"ann"_s);
    VERIFY_OK(shortened);
    domain::BookingPolicy policy = bookings.policy();
    policy.longest = 2h;
    VERIFY_OK(bookings.setPolicy(policy));
    VERIFY_ERROR(bookings.change(first.id, first, u"ann"_s), "VALIDATION_ERROR"); // a new wish
    VERIFY_OK(bookings.restore(
        {.standing = {shortened->booking}, .wanted = {shortened->before}, .actor = u"ann"_s}));
    QCOMPARE(stored(first.id).end, first.end);

    // Not into what somebody else has by now.
    const auto again = bookings.change(first.id, shorter, u"ann"_s);
    VERIFY_OK(again);
    VERIFY_OK(book(2, 3h, 1h));
    const auto refused = bookings.restore(
        {.standing = {again->booking}, .wanted = {again->before}, .actor = u"ann"_s});
    VERIFY_ERROR(refused, "SPACE_NOT_AVAILABLE");
    QCOMPARE(stored(first.id).end, shorter.end);
}

/// Whoever is sent to another space while the booking runs has no grace time there; and whoever
/// had come has come when it is back.
void tst_Bookings::movedWhileItRuns()
{
    start(store::Dialect::Sqlite);
    engine::Bookings &bookings = (*m_station)->bookings();
    const auto made = book(0, 0min, 2h);
    VERIFY_OK(made);
    const Booking first = made->booking;
    turnTo(first.start + 2min);
    say(1, false);
    say(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    turnTo(first.start + 20min);
    const Booking arrived = stored(first.id);
    QVERIFY(arrived.arrivedAt);
    domain::BookingDraft other = first;
    other.spaceId = m_spaces[1];
    const auto moved = bookings.change(first.id, other, u"ann"_s);
    VERIFY_OK(moved);
    turnTo(first.start + 40min);
    QVERIFY(stored(first.id).status == BookingStatus::Active); // no no-show at once
    QVERIFY(!stored(first.id).arrivedAt && !stored(first.id).blockedAt);
    VERIFY_OK(bookings.restore(
        {.standing = {moved->booking}, .wanted = {moved->before}, .actor = u"ann"_s}));
    QCOMPARE(stored(first.id).arrivedAt, arrived.arrivedAt);
    VERIFY_OK(bookings.change(first.id, other, u"ann"_s));
    say(1, true);
    const auto hasArrived = [&] {
        m_clock->turn(1s);
        return stored(first.id).arrivedAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasArrived(), kPatience);
}

void tst_Bookings::nobodyElsesWorkIsTakenBack()
{
    start(store::Dialect::Sqlite);
    engine::Bookings &bookings = (*m_station)->bookings();
    const auto takeBack = [&](const Booking &standing, const Booking &wanted) {
        return bookings.restore({.standing = {standing}, .wanted = {wanted}, .actor = u"ann"_s});
    };
    const auto made = book(2, 1h, 1h);
    VERIFY_OK(made);
    const Booking first = made->booking;
    domain::BookingDraft other = first;
    other.title = u"Visit"_s;
    const auto moved = bookings.change(first.id, other, u"ann"_s);
    VERIFY_OK(moved);
    other.plate = u"AB 123"_s;
    VERIFY_OK(bookings.change(first.id, other, u"ben"_s));
    const auto refused = takeBack(moved->booking, moved->before);
    VERIFY_ERROR(refused, "CHANGED_MEANWHILE");
    QCOMPARE(refused.error().details.value(u"actor").toString(), u"ben"_s);
    QCOMPARE(stored(first.id).plate, u"AB 123"_s);

    // Who ended it early is named, as who changed it is.
    const auto running = book(1, 0min, 1h);
    VERIFY_OK(running);
    domain::BookingDraft titled = running->booking;
    titled.title = u"Visit"_s;
    const auto retitled = bookings.change(running->booking.id, titled, u"ann"_s);
    VERIFY_OK(retitled);
    turnTo(running->booking.start + 10min);
    VERIFY_OK(bookings.endEarly(running->booking.id, u"ben"_s));
    const auto ended = takeBack(retitled->booking, retitled->before);
    VERIFY_ERROR(ended, "CHANGED_MEANWHILE");
    QCOMPARE(ended.error().details.value(u"actor").toString(), u"ben"_s);
    QVERIFY(stored(running->booking.id).endedEarlyAt);

    const auto cancelled = bookings.cancel(first.id, {}, u"ann"_s);
    VERIFY_OK(cancelled);
    const auto instead = book(2, 90min, 1h);
    VERIFY_OK(instead);
    Booking active = *cancelled;
    active.status = BookingStatus::Active;
    VERIFY_ERROR(takeBack(*cancelled, active), "SPACE_NOT_AVAILABLE");
    QVERIFY(stored(first.id).status == BookingStatus::Cancelled);

    // What became of it by the clock was nobody's change.
    turnTo(instead->booking.end + 1min);
    QVERIFY(stored(instead->booking.id).status == BookingStatus::Completed);
    Booking gone = instead->booking;
    gone.status = BookingStatus::Cancelled;
    VERIFY_ERROR(takeBack(instead->booking, gone), "RECORD_NOT_FOUND");
}

/// What comes back is held against what the address may have, all of it together.
void tst_Bookings::oneAddressIsOneHoweverItIsSpelt()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    engine::Bookings &bookings = (*m_station)->bookings();
    QList<Booking> made;
    QList<Booking> cancelled;
    for (const QString &email : {u"ann@example.org"_s, u"Ann@Example.org"_s}) {
        engine::BookingRequest request{.actor = u"ann"_s};
        request.draft.spaceId = m_spaces[made.size()];
        request.draft.start = m_clock->now() + 2h;
        request.draft.end = request.draft.start + 1h;
        request.draft.email = email;
        const auto answer = bookings.create(request);
        VERIFY_OK(answer);
        made.append(answer->booking);
        const auto gone = bookings.cancel(answer->booking.id, u"ill"_s, u"ann"_s);
        VERIFY_OK(gone);
        cancelled.append(*gone);
    }
    domain::BookingPolicy policy = bookings.policy();
    policy.activePerEmail = 1;
    VERIFY_OK(bookings.setPolicy(policy));
    const auto refused =
        bookings.restore({.standing = cancelled, .wanted = made, .actor = u"ann"_s});
    QVERIFY(!refused);
    QCOMPARE(domain::ruleOf(refused.error()), problem::kTooManyBookings);
    VERIFY_OK(bookings.restore(
        {.standing = {cancelled.first()}, .wanted = {made.first()}, .actor = u"ann"_s}));
}

PARKING_TEST(tst_Bookings)
#include "tst_bookings.moc"
