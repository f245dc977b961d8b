// Random bookings and walk-ins, moved, changed while they run, ended early and cancelled, what is
// taken back, overrides and cars, under a clock that is set, a station that sleeps and one that is
// started anew, held against a plain model, on both databases.

#include "bookedmodel.h"
#include "engine/engine.h"
#include "hostilemessages.h"
#include "station.h"
#include "store/bookingstore.h"
#include "store/statestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::BookingId;
using domain::BookingStatus;
using test::BookedModel;
using test::Station;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only
constexpr int kSpaces = 6; // the last one has no sensor
constexpr int kHours = 20;
constexpr auto kStep = 1min; // bookings begin and end at whole minutes
constexpr auto kBlur = 3 * kStep; // after so long what is due has been done
constexpr BookedModel::Rules kRules{15min, 15min, 150min}; // the defaults; a Browan TABS' silence

QString sensor(int number)
{
    return u"e8e1e1000000010%1"_s.arg(number);
}

} // namespace

class TestRandomBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allIsAsTheModelSays_data() { test::TestDatabases::addRows(); }
    void allIsAsTheModelSays();

private:
    void open();
    void takeIn();
    void oneMinute();
    void trouble();
    void people();
    void cars();
    void book(std::optional<BookingId> moved);
    void changeUpcoming();
    void changeRunning();
    void walkIn();
    void setOverride();
    void ask(const BookedModel::Entry &wanted, std::optional<BookingId> moved);
    void takeBack(const engine::BookingAnswer &answer, const BookedModel::Entry &had);
    QList<BookingId> idsOf(const std::function<bool(const BookingId &)> &which) const;
    void judge();
    void judgeStates();
    UtcTime now() const { return m_clock->now(); }

    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_url;
    std::unique_ptr<store::Database> m_database;
    std::shared_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<Station> m_station;
    QList<domain::SpaceId> m_spaces;
    QList<bool> m_taken;
    QRandomGenerator m_random;
    std::unique_ptr<BookedModel> m_model;
    UtcTime m_latest; ///< of all times that the clock showed
    int m_made = 0;
    int m_moved = 0;
    int m_cancelled = 0;
    int m_changed = 0; ///< while they ran
    int m_ended = 0; ///< early
    int m_walkIns = 0;
    int m_takenBack = 0;
    int m_overrides = 0;
    int m_states = 0; ///< that were looked at
    int m_steps = 0; ///< of the clock
    int m_starts = 0;
};

void TestRandomBookings::open()
{
    m_station = std::make_unique<Station>(
        m_url, [this](engine::EngineOptions &options) { options.clock = m_clock; },
        m_folder->path());
    VERIFY_OK((*m_station)->start());
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), (*m_station)->isIdle()), kPatience);
    ++m_starts;
}

/// What sensors said is known, and what follows from it by now.
void TestRandomBookings::takeIn()
{
    QElapsedTimer waited;
    waited.start();
    while (!(*m_station)->isIdle()) {
        QVERIFY(waited.elapsed() < kPatience);
        QCoreApplication::processEvents();
        m_clock->turn(5ms);
    }
    for (int i = 0; i < 2; ++i) {
        m_clock->turn(1s);
        QCoreApplication::processEvents();
    }
}

/// The computer's clock is set, or sleeps, or the station is started anew.
void TestRandomBookings::trouble()
{
    switch (m_random.bounded(60)) {
    case 0:
        m_clock->set(now() + std::chrono::seconds(m_random.bounded(1, 3000)));
        ++m_steps;
        break;
    case 1:
        m_clock->set(now() - std::chrono::seconds(m_random.bounded(1, 100)));
        ++m_steps;
        break;
    case 2:
        m_clock->leap(std::chrono::seconds(m_random.bounded(1, 3000)));
        ++m_steps;
        break;
    case 3:
        (*m_station)->stop();
        m_station.reset();
        m_clock->turn(std::chrono::seconds(m_random.bounded(1, 2000)));
        open();
        break;
    default:
        return;
    }
    m_clock->turn(31s); // a clock that was set is noticed within half a minute
}

/// A car comes or goes, or the sensor only says that it lives. Each word is later than the last.
void TestRandomBookings::cars()
{
    for (int i = 0; i + 1 < kSpaces; ++i) {
        const bool moves = m_random.bounded(25) == 0;
        const auto last = m_model->lastWord(m_spaces[i]);
        const bool isSilent = i == 4 && m_random.bounded(4) != 0; // this one fails now and then
        const bool isDue = !last || now() - *last > 10min;
        if ((!moves && !isDue) || isSilent || (last && now() <= *last))
            continue;
        m_taken[i] = m_taken[i] != moves;
        const UtcTime time = std::chrono::floor<std::chrono::milliseconds>(now());
        m_station->park(sensor(i), m_taken[i], time);
        m_model->heard(m_spaces[i], time, m_taken[i]);
    }
}

/// It is done, or refused, as the model knows there is room.
void TestRandomBookings::ask(const BookedModel::Entry &wanted, std::optional<BookingId> moved)
{
    engine::BookingRequest request{.actor = u"ann"_s};
    request.draft.spaceId = wanted.space;
    request.draft.start = wanted.span.start;
    request.draft.end = wanted.span.end;
    request.draft.email = u"ann@example.org"_s;
    engine::Bookings &bookings = (*m_station)->bookings();
    const auto answer =
        moved ? bookings.change(*moved, request.draft, u"ben"_s) : bookings.create(request);
    const auto room = m_model->roomFor(wanted, moved.value_or(BookingId()), m_latest, kBlur);
    if (!answer) {
        QCOMPARE(answer.error().code, u"SPACE_NOT_AVAILABLE"_s);
        QVERIFY(room != BookedModel::Room::Clear);
        return;
    }
    QVERIFY(room != BookedModel::Room::Taken);
    const BookedModel::Entry had = moved ? m_model->entries()[*moved] : BookedModel::Entry();
    m_model->book(answer->booking.id, wanted);
    const bool hasBegun = moved && wanted.span.start <= now();
    ++(!moved ? m_made : hasBegun ? m_changed : m_moved);
    if (moved && m_random.bounded(4) == 0)
        takeBack(*answer, had);
}

/// At once: all is as it was.
void TestRandomBookings::takeBack(const engine::BookingAnswer &answer,
                                  const BookedModel::Entry &had)
{
    VERIFY_OK(
        (*m_station)
            ->bookings()
            .restore({.standing = {answer.booking}, .wanted = {answer.before}, .actor = u"fay"_s}));
    m_model->book(answer.booking.id, had);
    ++m_takenBack;
}

void TestRandomBookings::book(std::optional<BookingId> moved)
{
    const UtcTime start = std::chrono::ceil<std::chrono::minutes>(now())
        + std::chrono::minutes(20 + m_random.bounded(120));
    ask({m_spaces[m_random.bounded(kSpaces)],
         {start, start + std::chrono::minutes(5 + m_random.bounded(120))}},
        moved);
}

/// From now on.
void TestRandomBookings::walkIn()
{
    const UtcTime start = std::chrono::floor<std::chrono::minutes>(now());
    const int made = m_made;
    ask({m_spaces[m_random.bounded(kSpaces)],
         {start, start + std::chrono::minutes(5 + m_random.bounded(120))}},
        {});
    m_walkIns += m_made - made;
}

/// In the order of their starts, so that a seed draws the same again.
QList<BookingId>
TestRandomBookings::idsOf(const std::function<bool(const BookingId &)> &which) const
{
    QList<BookingId> ids;
    for (auto it = m_model->entries().cbegin(); it != m_model->entries().cend(); ++it) {
        if (!it->isCancelled && which(it.key()))
            ids.append(it.key());
    }
    std::sort(ids.begin(), ids.end(), [this](const auto &a, const auto &b) {
        const auto &one = m_model->entries()[a];
        const auto &other = m_model->entries()[b];
        return one.span.start == other.span.start
            ? m_spaces.indexOf(one.space) < m_spaces.indexOf(other.space)
            : one.span.start < other.span.start;
    });
    return ids;
}

void TestRandomBookings::changeUpcoming()
{
    const QList<BookingId> upcoming = idsOf([this](const BookingId &id) {
        return m_model->entries()[id].span.start > std::max(now(), m_latest) + kBlur;
    });
    if (upcoming.isEmpty())
        return;
    const BookingId one = upcoming[m_random.bounded(upcoming.size())];
    const int what = m_random.bounded(30);
    if (what == 0) {
        VERIFY_OK((*m_station)->bookings().cancel(one, u"ill"_s, u"cy"_s));
        m_model->cancel(one);
        ++m_cancelled;
    } else if (what < 3) {
        book(one);
    }
}

/// Longer, shorter, elsewhere, over, or cancelled.
void TestRandomBookings::changeRunning()
{
    const QList<BookingId> running = idsOf([this](const BookingId &id) {
        const auto &entry = m_model->entries()[id];
        return entry.span.start + kStep <= now() && entry.span.end > m_latest + kBlur
            && m_model->fates(entry.space, m_latest).value(id).status == BookingStatus::Active;
    });
    if (running.isEmpty())
        return;
    const BookingId one = running[m_random.bounded(running.size())];
    BookedModel::Entry wanted = m_model->entries()[one];
    switch (m_random.bounded(60)) {
    case 0: {
        const auto ended = (*m_station)->bookings().endEarly(one, u"dee"_s);
        VERIFY_OK(ended);
        QCOMPARE(ended->endedEarlyAt, std::optional(now()));
        m_model->endEarly(one, now());
        ++m_ended;
        break;
    }
    case 1:
        VERIFY_OK((*m_station)->bookings().cancel(one, u"ill"_s, u"cy"_s));
        m_model->cancel(one);
        ++m_cancelled;
        break;
    case 2:
    case 3:
        wanted.span.end = std::chrono::ceil<std::chrono::minutes>(m_latest)
            + std::chrono::minutes(5 + m_random.bounded(120));
        ask(wanted, one);
        break;
    case 4:
    case 5:
        wanted.space = m_spaces[m_random.bounded(kSpaces)];
        if (wanted.space == m_model->entries()[one].space)
            break;
        wanted.movedHere = now();
        wanted.arrived.reset();
        ask(wanted, one);
        break;
    default:
        break;
    }
}

/// Set, replaced or taken back.
void TestRandomBookings::setOverride()
{
    const domain::SpaceId space = m_spaces[m_random.bounded(kSpaces)];
    std::optional<domain::Override> value;
    if (m_random.bounded(3) != 0) {
        const domain::SpaceState states[] = {domain::SpaceState::Maintenance,
                                             domain::SpaceState::Occupied,
                                             domain::SpaceState::Free};
        value.emplace();
        value->state = states[m_random.bounded(3)];
        if (m_random.bounded(4) != 0)
            value->until = now() + std::chrono::minutes(1 + m_random.bounded(90));
    }
    VERIFY_OK((*m_station)->spaces().setOverrides({{space, value}}, u"eve"_s));
    m_model->set(space, now(),
                 value ? BookedModel::Override{value->state, value->until}
                       : BookedModel::Override());
    ++m_overrides;
}

void TestRandomBookings::people()
{
    m_latest = std::max(m_latest, now());
    m_model->remember(m_latest);
    if (m_random.bounded(8) == 0)
        book({});
    if (m_random.bounded(25) == 0)
        walkIn();
    changeUpcoming();
    changeRunning();
    if (m_random.bounded(20) == 0)
        setOverride();
}

void TestRandomBookings::oneMinute()
{
    trouble();
    m_latest = std::max(m_latest, now());
    cars();
    takeIn();
    judgeStates();
    people();
    m_clock->leap(kStep);
    m_latest = std::max(m_latest, now());
}

void TestRandomBookings::judge()
{
    store::BookingStore store(*m_database);
    for (auto it = m_model->entries().cbegin(); it != m_model->entries().cend(); ++it) {
        const auto booking = store.find(it.key());
        VERIFY_OK(booking);
        const auto orNone = [](std::optional<UtcTime> time) {
            return time ? toIso(*time) : u"-"_s;
        };
        const auto fate = m_model->fates(it->space, m_latest).value(it.key());
        const QByteArray what =
            u"%1 from %2 to %3 is %4, arrived %5 (%6), blocked %7 (%8), unverified %9, moved here "
            "%10"_s.arg(m_spaces.indexOf(it->space))
                .arg(toIso(booking->start), toIso(booking->end), domain::nameOf(booking->status),
                     orNone(booking->arrivedAt), orNone(fate.arrived), orNone(booking->blockedAt),
                     fate.isBlocked ? u"yes"_s : u"no"_s, orNone(booking->unverifiedAt))
                .arg(orNone(it->movedHere))
                .toUtf8();
        QVERIFY2(booking->spaceId == it->space && booking->span() == it->span, what);
        if (it->isCancelled) {
            QVERIFY2(booking->status == BookingStatus::Cancelled, what);
            continue;
        }
        QVERIFY2(booking->status == fate.status, what);
        QVERIFY2(booking->arrivedAt == fate.arrived, what);
        QVERIFY2(booking->blockedAt.has_value() == fate.isBlocked, what);
        QVERIFY2(booking->endedEarlyAt == it->endedEarly, what);
    }
    judgeStates();
}

/// While no clock is behind.
void TestRandomBookings::judgeStates()
{
    if (now() < m_latest)
        return;
    const auto statuses = store::StateStore(*m_database).statuses(m_spaces);
    VERIFY_OK(statuses);
    for (const store::StatusRow &row : *statuses) {
        const domain::SpaceId space = row.status.id;
        if (m_model->isAtBoundary(space, now(), kBlur))
            continue;
        const domain::SpaceState wanted = m_model->stateAt(space, now());
        QVERIFY2(row.status.state == wanted,
                 qPrintable(u"%1 is %2, not %3, at %4"_s.arg(m_spaces.indexOf(space))
                                .arg(domain::nameOf(row.status.state), domain::nameOf(wanted),
                                     toIso(now()))));
        ++m_states;
    }
}

void TestRandomBookings::allIsAsTheModelSays()
{
    QFETCH(store::Dialect, dialect);
    bool isGiven = false;
    const quint32 given = qEnvironmentVariable("PARKING_SEED").toUInt(&isGiven);
    const quint32 seed = isGiven ? given : QRandomGenerator::global()->generate();
    qInfo("PARKING_SEED=%u", seed);
    m_random.seed(seed);
    m_station.reset();
    m_model = std::make_unique<BookedModel>(kRules);
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_shared<test::TurnedClock>(std::chrono::floor<std::chrono::days>(systemNow())
                                                  - 48h);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    open();
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/Paris"_s;
    m_spaces.clear();
    m_taken.fill(false, kSpaces);
    for (int i = 0; i < kSpaces; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = u"A-%1"_s.arg(i);
        if (i + 1 < kSpaces)
            space.sensorEui = *domain::DevEui::parse(sensor(i));
        site.spaces.append(space);
        m_spaces.append(space.id);
    }
    VERIFY_OK((*m_station)->spaces().createSite(site));
    auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    m_database = std::move(*database);
    m_latest = now();
    m_made = m_moved = m_cancelled = m_changed = m_ended = m_walkIns = 0;
    m_takenBack = m_overrides = m_states = m_steps = m_starts = 0;
    const UtcTime evening = now() + std::chrono::hours(kHours);
    while (now() < evening && !QTest::currentTestFailed())
        oneMinute();
    m_clock->leap(6h); // all of them are over
    m_latest = std::max(m_latest, now());
    takeIn();
    judge();
    qInfo("%d made, %d of them walk-ins, %d moved, %d changed while they ran, %d ended early, %d "
          "cancelled, %d taken back, %d overrides; the clock was set %d times, the station started "
          "%d times; %d states were right",
          m_made, m_walkIns, m_moved, m_changed, m_ended, m_cancelled, m_takenBack, m_overrides,
          m_steps, m_starts, m_states);
    QVERIFY(m_made > 30 && m_moved > 3 && m_cancelled > 1 && m_walkIns > 3 && m_changed > 1);
    QVERIFY(m_steps > 3 && m_starts > 2 && m_overrides > 10 && m_states > 1000);
    (*m_station)->stop();
}

PARKING_TEST(TestRandomBookings)
#include "tst_randombookings.moc"
