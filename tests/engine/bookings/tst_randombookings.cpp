// Random bookings, moves, cancels and cars under a clock that is set, a station that sleeps and one
// that is started anew, held against a plain model, on both databases.

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
    void judge();
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

void TestRandomBookings::book(std::optional<BookingId> moved)
{
    const UtcTime start = std::chrono::ceil<std::chrono::minutes>(now())
        + std::chrono::minutes(20 + m_random.bounded(120));
    const BookedModel::Entry wanted{
        m_spaces[m_random.bounded(kSpaces)],
        {start, start + std::chrono::minutes(5 + m_random.bounded(120))}};
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
    m_model->book(answer->booking.id, wanted);
    ++(moved ? m_moved : m_made);
}

void TestRandomBookings::people()
{
    if (m_random.bounded(8) == 0)
        book({});
    QList<BookingId> upcoming; // nothing of them has begun
    for (auto it = m_model->entries().cbegin(); it != m_model->entries().cend(); ++it) {
        if (!it->isCancelled && it->span.start > std::max(now(), m_latest) + kRules.lead + kBlur)
            upcoming.append(it.key());
    }
    std::sort(upcoming.begin(), upcoming.end(), [this](const auto &a, const auto &b) {
        return m_model->entries()[a].span.start < m_model->entries()[b].span.start;
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

void TestRandomBookings::oneMinute()
{
    trouble();
    m_latest = std::max(m_latest, now());
    cars();
    takeIn();
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
        const QByteArray what =
            u"%1 from %2 to %3 is %4"_s.arg(m_spaces.indexOf(it->space))
                .arg(toIso(booking->start), toIso(booking->end), domain::nameOf(booking->status))
                .toUtf8();
        QVERIFY2(booking->spaceId == it->space && booking->span() == it->span, what);
        if (it->isCancelled) {
            QVERIFY2(booking->status == BookingStatus::Cancelled, what);
            continue;
        }
        const auto fate = m_model->fates(it->space, m_latest).value(it.key());
        QVERIFY2(booking->status == fate.status, what);
        QVERIFY2(booking->arrivedAt == fate.arrived, what);
        QVERIFY2(booking->blockedAt.has_value() == fate.isBlocked, what);
    }
    const auto statuses = store::StateStore(*m_database).statuses(m_spaces);
    VERIFY_OK(statuses);
    for (const store::StatusRow &row : *statuses)
        QVERIFY(row.status.state == m_model->stateAt(row.status.id, m_latest));
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
    m_made = m_moved = m_cancelled = m_steps = m_starts = 0;
    const UtcTime evening = now() + std::chrono::hours(kHours);
    while (now() < evening && !QTest::currentTestFailed())
        oneMinute();
    m_clock->leap(6h); // all of them are over
    m_latest = std::max(m_latest, now());
    takeIn();
    judge();
    qInfo(
        "%d made, %d moved, %d cancelled; the clock was set %d times, the station started %d times",
        m_made, m_moved, m_cancelled, m_steps, m_starts);
    QVERIFY(m_made > 30 && m_moved > 3 && m_cancelled > 1);
    QVERIFY(m_steps > 3 && m_starts > 2);
    (*m_station)->stop();
}

PARKING_TEST(TestRandomBookings)
#include "tst_randombookings.moc"
