// A day of bookings at more than 600 times its pace: 500 spaces, 800 bookings made, moved and
// cancelled at two stations on one PostgreSQL while cars come and go; the one that keeps the clock
// is killed at noon, the other goes on, and later the dead one comes back. All along, and in the
// evening, a plain model tells what must have become of each booking, space and lamp.
//
// PostgreSQL, the MQTT broker and both stations (turnedstation.cpp: the engine of `parkctl ingest`,
// made from settings) are processes of their own, with their journals and connections; ChirpStack's
// REST side is the simulated one. The test turns the stations' clocks, some minutes at a time: a
// clock that only runs faster would squeeze into milliseconds what computers need real ones for (a
// grace time of 15 min would last a second and a half, a transaction would take a minute), and a
// setting for it has no place in what people install. What sensors say until the next step is with
// the station before that has come, as it would be in a day of its own pace.

#include "base/literals.h"
#include "bookedmodel.h"
#include "devices/displayframe.h"
#include "domain/resolve.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "read/lamps.h"
#include "sim/restfront.h"
#include "sim/traffic.h"
#include "station.h"
#include "stationprocess.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "store/displaystore.h"
#include "store/statestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

#include <utility>

using namespace parking;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingId;
using domain::BookingStatus;
using domain::SpaceId;
using test::BookedModel;
using test::StationProcess;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only
constexpr int kSpaces = 500;
constexpr int kBookings = 800;
constexpr auto kStep = 5min; // bookings begin and end at whole steps, as do lead and grace time
constexpr auto kDawn = 6h;
constexpr auto kNoon = 12h;
constexpr auto kLastBooking = 17h;
constexpr auto kEvening = 23h; // all of them are over
constexpr Milliseconds kLooks[] = {10h, 14h, 17h, kEvening}; // at states and lamps
constexpr auto kBlur = kStep + 1min; // what is due has been done after so long
constexpr auto kMostTurned = 60s; // between two steps, for what was in doubt at a death
constexpr auto kLate = 20min; // until the dead program comes back with what it had kept
constexpr Milliseconds kAfterLate = 6h; // longer than what was booked then lasts
constexpr BookedModel::Rules kRules{15min, 15min, 150min}; // the defaults; a Browan TABS' silence

/// One lamp in three is enough to look at.
sim::SimSite makeSite()
{
    sim::SimSite site = sim::makeSite(kSpaces, 7);
    for (int i = 0; i < site.spaces.size(); ++i) {
        if (i % 3 != 0)
            site.spaces[i].displayEui.reset();
    }
    return site;
}

QJsonObject words(const BookedModel::Entry &entry)
{
    return {{u"space"_s, entry.space.toString()},
            {u"start"_s, toMillis(entry.span.start)},
            {u"end"_s, toMillis(entry.span.end)}};
}

} // namespace

class TestBookedDay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allIsRightAllDay();
    void cleanupTestCase();

private:
    std::unique_ptr<StationProcess> open(int folder);
    StationProcess *ingesting() const;
    StationProcess &anybody();
    void createSite();
    void pass(const char *how, Milliseconds time);
    void turn(Milliseconds time) { pass("turn", time); }
    void goOnUntil(UtcTime end);
    void step();
    void say(UtcTime until);
    void publish(const sim::SimMessage &message);
    bool isTakenIn() const;
    QString unrest() const; ///< what a wait still waits for, in words
    bool isQuiet();
    void waitFor(const std::function<bool()> &condition);
    void people();
    void book();
    void move();
    void cancel();
    bool note(const QJsonObject &answer, const BookedModel::Entry &wanted, BookingId except);
    void readOpen();
    void die();
    void readLastWish();
    void comeBack();
    void look();
    void judgeLamps();
    void judgeBookings();
    void judgeHistory();
    bool isUncertain(SpaceId space, UtcTime time) const;
    BookingId someUpcoming();
    BookedModel::Entry somewhere();

    test::TestDatabases m_databases;
    test::Mosquitto m_broker{{.logsMessages = false}};
    test::Parkctl m_homes[2];
    QString m_url;
    std::unique_ptr<store::Database> m_database; ///< to look, beside the programs
    UtcTime m_midnight;
    UtcTime m_next; ///< the step that comes
    std::shared_ptr<test::TurnedClock> m_clock;
    const sim::SimSite m_site = makeSite();
    sim::LampNetwork m_lamps{m_site, 7, {.delayScale = 0, .lossy = 0}};
    std::unique_ptr<sim::RestFront> m_rest;
    std::unique_ptr<sim::Traffic> m_traffic;
    std::optional<sim::SimMessage> m_coming;
    std::unique_ptr<mqtt::MqttClient> m_sensors;
    std::array<std::unique_ptr<StationProcess>, 2> m_programs;
    int m_dead = -1;
    BookedModel::Entry m_lastWish; ///< whose answer nobody gets
    const QString m_lastRequest = QUuid::createUuid().toString();
    qint64 m_owed = 0; ///< so many records the station has when it knows all
    QSet<domain::DownlinkId> m_open; ///< rows of the ledger that are under way
    QSet<SpaceId> m_lateSpaces; ///< of which the dead one kept a word
    QRandomGenerator m_random;
    BookedModel m_model{kRules};
    int m_made = 0;
    int m_moved = 0;
    int m_cancelled = 0;
    int m_refused = 0;
    int m_states = 0;
    int m_lampsSeen = 0;
};

// --- Programs ------------------------------------------------------------------------------------

std::unique_ptr<StationProcess> TestBookedDay::open(int folder)
{
    const QUrl rest = m_rest->url();
    return std::make_unique<StationProcess>(
        m_homes[folder], m_clock->now(),
        QStringList{u"DATA_DIR="_s + m_homes[folder].dataDir(), u"DATABASE_URL="_s + m_url,
                    u"MQTT_URL="_s + m_broker.url().toString(),
                    u"JOURNAL_SYNC=never"_s, // no power cuts here
                    u"CHIRPSTACK_HOST="_s + rest.host(),
                    u"CHIRPSTACK_PORT="_s + QString::number(rest.port()),
                    u"CHIRPSTACK_API_KEY=key"_s, u"DOWNLINKS_PER_MINUTE=0"_s});
}

/// All clocks show the same time; what each station does in it is done.
void TestBookedDay::pass(const char *how, Milliseconds time)
{
    *how == 't' ? m_clock->turn(time) : m_clock->leap(time);
    for (const auto &one : m_programs) {
        if (one)
            one->send({{QString::fromLatin1(how), qint64(time.count())}});
    }
    for (const auto &one : m_programs) {
        const QJsonObject moved = one ? one->answer()[u"downlinks"].toObject() : QJsonObject();
        for (auto it = moved.begin(); it != moved.end(); ++it) {
            const domain::DownlinkId id = *domain::DownlinkId::parse(it.key());
            if (it->toBool())
                m_open.insert(id);
            else
                m_open.remove(id);
        }
    }
}

StationProcess *TestBookedDay::ingesting() const
{
    for (const auto &one : m_programs) {
        if (one && one->isIngesting())
            return one.get();
    }
    return nullptr;
}

/// Either program takes what people want.
StationProcess &TestBookedDay::anybody()
{
    const auto &first = m_programs[m_random.bounded(2)];
    return *(first ? first : m_programs[0] ? m_programs[0] : m_programs[1]);
}

/// From a desk that is there for that alone.
void TestBookedDay::createSite()
{
    test::Station desk(m_url, [this](engine::EngineOptions &options) {
        test::asViewer(options);
        options.clock = m_clock;
    });
    VERIFY_OK(desk->start());
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1ms), desk->isConnected()), kPatience);
    VERIFY_OK(desk->spaces().createSite({m_site.site, m_site.floors, m_site.spaces, {}}));
    desk->stop();
}

void TestBookedDay::initTestCase()
{
    bool isGiven = false;
    const quint32 given = qEnvironmentVariable("PARKING_SEED").toUInt(&isGiven);
    const quint32 seed = isGiven ? given : QRandomGenerator::global()->generate();
    qInfo("PARKING_SEED=%u", seed);
    m_random.seed(seed);
    VERIFY_OK(m_broker.start());
    const auto url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    m_url = *url;
    auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    m_database = std::move(*database);
    m_midnight = std::chrono::floor<std::chrono::days>(systemNow()) - 24h;
    m_clock = std::make_shared<test::TurnedClock>(m_midnight + kDawn - 5min);
    m_rest = std::make_unique<sim::RestFront>(m_lamps, u"key"_s, [this] { return m_clock->now(); });
    VERIFY_OK(m_rest->start());
    sim::TrafficOptions options;
    options.start = m_midnight + kDawn;
    options.late = 0; // a word that comes after the decision changes nothing any more
    options.rejoins = 0;
    m_traffic = std::make_unique<sim::Traffic>(m_site, seed, options);
    mqtt::MqttOptions sensors;
    sensors.url = m_broker.url();
    sensors.clientId = u"sensors"_s;
    m_sensors = std::make_unique<mqtt::MqttClient>(sensors, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(m_sensors->start());
    createSite();
    m_programs[0] = open(0);
    const auto isReady = [this] {
        turn(200ms);
        return m_programs[0]->isIngesting() && m_programs[0]->hasTakenAll()
            && m_sensors->info().state == mqtt::ConnectionState::Connected;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), kPatience);
    m_programs[1] = open(1);
    QTRY_VERIFY_WITH_TIMEOUT((turn(200ms), m_programs[1]->isConnected()), kPatience);
    QVERIFY(m_clock->now() < m_midnight + kDawn);
    m_next = m_midnight + kDawn;
    m_owed = m_programs[0]->appended();
}

void TestBookedDay::cleanupTestCase()
{
    for (auto &program : m_programs)
        program.reset();
}

// --- The world -----------------------------------------------------------------------------------

void TestBookedDay::publish(const sim::SimMessage &message)
{
    QVERIFY(m_sensors->publish(message.topic, message.payload));
    ++m_owed;
}

/// What sensors say until then.
void TestBookedDay::say(UtcTime until)
{
    for (;;) {
        if (!m_coming)
            m_coming = m_traffic->next();
        if (m_coming->time > until || m_coming->deliverAt > until)
            return;
        const sim::SimMessage message = *std::exchange(m_coming, {});
        publish(message);
        if (message.kind == sim::SimMessage::Kind::Uplink && message.device >= 0)
            m_model.heard(m_site.spaces[message.device].id, message.time,
                          message.occupancy == domain::Occupancy::Occupied);
    }
}

/// By events, not by pauses: the timer only ends a wait in which nothing comes.
void TestBookedDay::waitFor(const std::function<bool()> &condition)
{
    QTimer beat;
    beat.start(2);
    QElapsedTimer waited;
    waited.start();
    const UtcTime most = m_clock->now() + kMostTurned;
    while (!condition()) {
        QVERIFY2(waited.elapsed() < kPatience, qPrintable(unrest()));
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        turn(m_clock->now() < most ? 5ms : 0ms); // what waits a moment for more
    }
}

QString TestBookedDay::unrest() const
{
    const StationProcess *station = ingesting();
    const qint64 taken = station ? station->appended() : -1;
    return u"it does not come to rest at %1: %2 of %3 messages are taken in, %4 commands open"_s
        .arg(toIso(m_clock->now()), QString::number(taken), QString::number(m_owed),
             QString::number(m_open.size()));
}

bool TestBookedDay::isTakenIn() const
{
    const StationProcess *station = ingesting();
    return station && station->appended() >= m_owed;
}

/// Nothing is under way, to lamps either.
bool TestBookedDay::isQuiet()
{
    for (const sim::SimMessage &message : m_lamps.step(m_clock->now()))
        publish(message);
    return isTakenIn() && m_open.isEmpty();
}

void TestBookedDay::step()
{
    say(m_next);
    waitFor([this] { return isQuiet(); });
    pass("leap", m_next - m_clock->now());
    m_next += kStep;
    int turns = 0; // a look of the clock may be one turn away
    waitFor([&] { return ++turns > 2 && isQuiet(); });
}

void TestBookedDay::goOnUntil(UtcTime end)
{
    while (m_next <= end && !QTest::currentTestFailed()) {
        if (m_clock->now() < m_midnight + kLastBooking)
            people();
        step();
        for (const Milliseconds when : kLooks) {
            if (m_next == m_midnight + when + kStep)
                look();
        }
    }
}

// --- People --------------------------------------------------------------------------------------

BookedModel::Entry TestBookedDay::somewhere()
{
    const UtcTime start = m_next + kStep * (7 + m_random.bounded(24));
    return {m_site.spaces[m_random.bounded(kSpaces)].id,
            {start, start + kStep * (4 + m_random.bounded(29))}};
}

/// One of which nothing has begun; null: none was found.
BookingId TestBookedDay::someUpcoming()
{
    const QList<BookingId> ids = m_model.entries().keys();
    for (int tries = 0; tries < 40 && !ids.isEmpty(); ++tries) {
        const BookingId id = ids[m_random.bounded(ids.size())];
        const auto &entry = m_model.entries()[id];
        if (!entry.isCancelled && entry.span.start > m_clock->now() + kRules.lead + kBlur)
            return id;
    }
    return {};
}

/// It was done, or refused, as the model knows there is room.
bool TestBookedDay::note(const QJsonObject &answer, const BookedModel::Entry &wanted,
                         BookingId except)
{
    auto room = m_model.roomFor(wanted, except, m_clock->now(), kBlur);
    if (isUncertain(wanted.space, m_clock->now()))
        room = BookedModel::Room::Unsure;
    const auto id = domain::BookingId::parse(answer[u"id"].toString());
    if (id) {
        [&] { QVERIFY(room != BookedModel::Room::Taken); }();
        m_model.book(*id, wanted);
        return true;
    }
    ++m_refused;
    [&] { QCOMPARE(answer[u"error"].toString(), u"SPACE_NOT_AVAILABLE"_s); }();
    [&] { QVERIFY(room != BookedModel::Room::Clear); }();
    return false;
}

void TestBookedDay::book()
{
    const BookedModel::Entry wanted = somewhere();
    m_made += note(anybody().ask({{u"book"_s, words(wanted)}}), wanted, {});
}

void TestBookedDay::move()
{
    const BookingId id = someUpcoming();
    if (id.isNull())
        return;
    BookedModel::Entry wanted = somewhere();
    if (m_random.bounded(2) == 0)
        wanted.space = m_model.entries()[id].space;
    m_moved +=
        note(anybody().ask({{u"move"_s, id.toString()}, {u"to"_s, words(wanted)}}), wanted, id);
}

void TestBookedDay::cancel()
{
    const BookingId id = someUpcoming();
    if (id.isNull())
        return;
    QCOMPARE(anybody().ask({{u"cancel"_s, id.toString()}})[u"error"].toString(), QString());
    ++m_cancelled;
    m_model.cancel(id);
}

/// So many wishes as the hour calls for.
void TestBookedDay::people()
{
    const qint64 steps = std::max<qint64>(1, (m_midnight + kLastBooking - m_clock->now()) / kStep);
    for (double left = double(kBookings - m_made) / double(steps); left > 0; left -= 1) {
        if (m_random.generateDouble() < left)
            book();
    }
    move();
    if (m_random.bounded(3) != 0)
        cancel();
}

// --- Noon ----------------------------------------------------------------------------------------

/// SIGKILL, around a booking that it was asked for, and with words in its journal that may be in no
/// database yet.
void TestBookedDay::die()
{
    m_dead = m_programs[0] && m_programs[0]->isIngesting() ? 0 : 1;
    StationProcess &station = *m_programs[m_dead];
    QVERIFY(station.isIngesting());
    const UtcTime before = m_clock->now();
    say(m_next);
    for (const domain::Space &space : std::as_const(m_site.spaces)) {
        if (m_model.lastWord(space.id) > before)
            m_lateSpaces.insert(space.id);
    }
    const qint64 appended = station.appended();
    waitFor([&] { return station.appended() > appended || m_lateSpaces.isEmpty(); });
    m_lastWish = somewhere();
    station.send({{u"book"_s, words(m_lastWish)}, {u"request"_s, m_lastRequest}});
    QThread::usleep(m_random.bounded(60'000)); // the one pause: whenever death comes
    station.kill();
    m_programs[m_dead].reset();
}

/// Once the other one has the lock, the dead one's transaction has ended, this way or that.
void TestBookedDay::readLastWish()
{
    const auto known = store::BookingStore(*m_database).ofRequest(m_lastRequest);
    VERIFY_OK(known);
    if (*known)
        m_model.book((*known)->id, m_lastWish);
    qInfo("what was asked for in the moment of death %s", *known ? "was done" : "was not done");
}

/// What became of the commands that were under way only the database tells.
void TestBookedDay::readOpen()
{
    m_open.clear();
    VERIFY_OK(m_database->each(
        u"SELECT id FROM downlinks WHERE state IN ('pending', 'sending', 'queued')"_s, {},
        [this](const QSqlQuery &row) {
            m_open.insert(*domain::DownlinkId::parse(row.value(0).toString()));
        }));
}

void TestBookedDay::comeBack()
{
    m_programs[m_dead] = open(m_dead);
    const auto isBack = [this] {
        turn(20ms);
        return m_programs[m_dead]->isConnected() && m_programs[m_dead]->isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), kPatience);
    QVERIFY(!m_programs[m_dead]->isIngesting()); // the other one is the station now
}

/// What the dead one had kept came when all was decided: of the bookings that it was about nothing
/// is claimed.
bool TestBookedDay::isUncertain(SpaceId space, UtcTime time) const
{
    const UtcTime noon = m_midnight + kNoon;
    const Milliseconds most = m_lateSpaces.contains(space) ? kAfterLate : Milliseconds(5min);
    return noon - kBlur <= time && time <= noon + most;
}

// --- The day -------------------------------------------------------------------------------------

void TestBookedDay::allIsRightAllDay()
{
    QElapsedTimer timer;
    timer.start();
    const UtcTime noon = m_midnight + kNoon;
    goOnUntil(noon);
    if (QTest::currentTestFailed())
        return;
    die();
    const StationProcess &other = *m_programs[1 - m_dead];
    const auto isTakenOver = [&] {
        turn(200ms);
        return other.isIngesting() && other.hasTakenAll();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isTakenOver(), kPatience);
    QVERIFY(m_clock->now() < noon + 4min);
    m_owed = other.appended();
    readLastWish();
    readOpen();
    while (m_next <= m_clock->now())
        m_next += kStep;
    goOnUntil(noon + kLate);
    if (QTest::currentTestFailed())
        return;
    comeBack();
    goOnUntil(m_midnight + kEvening);
    if (QTest::currentTestFailed())
        return;
    judgeBookings();
    judgeHistory();
    const double hours = double((m_clock->now() - m_midnight - kDawn).count()) / 3'600'000;
    qInfo(
        "%d made, %d moved, %d cancelled, %d refused; %d states and %d lamps were right; %.1f h in "
        "%.1f s, %.0f times",
        m_made, m_moved, m_cancelled, m_refused, m_states, m_lampsSeen, hours,
        double(timer.elapsed()) / 1000, hours * 3'600'000 / double(timer.elapsed()));
}

// --- What must be so -----------------------------------------------------------------------------

/// Each space is as its sensor and its bookings call for.
void TestBookedDay::look()
{
    const UtcTime now = m_clock->now();
    QList<SpaceId> ids;
    for (const domain::Space &space : std::as_const(m_site.spaces))
        ids.append(space.id);
    const auto statuses = store::StateStore(*m_database).statuses(ids);
    VERIFY_OK(statuses);
    QCOMPARE(statuses->size(), kSpaces);
    int reserved = 0;
    for (const store::StatusRow &row : *statuses) {
        const SpaceId id = row.status.id;
        if (m_model.isAtBoundary(id, now, kBlur) || isUncertain(id, now))
            continue;
        const domain::SpaceState wanted = m_model.stateAt(id, now);
        QVERIFY2(row.status.state == wanted,
                 qPrintable(u"%1 is %2, not %3"_s.arg(
                     id.toString(), domain::nameOf(row.status.state), domain::nameOf(wanted))));
        reserved += wanted == domain::SpaceState::Reserved;
        ++m_states;
    }
    QVERIFY(reserved > 0 || now > m_midnight + kLastBooking + 1h);
    judgeLamps();
}

void TestBookedDay::judgeLamps()
{
    const auto displays = store::DisplayStore(*m_database).find();
    const auto displayed = store::StateStore(*m_database).displayed();
    VERIFY_OK(displays);
    VERIFY_OK(displayed);
    int lamps = 0;
    for (const store::DisplayedState &one : *displayed) {
        if (read::whyUnknown(one, m_clock->now())
            || m_model.isAtBoundary(one.status.id, m_clock->now(), kBlur)
            || isUncertain(one.status.id, m_clock->now()))
            continue; // a lamp says nothing of what nobody knows
        const domain::Display display = displays->value(one.displayEui);
        const auto wanted = devices::wantedFrame(display, {}, false,
                                                 m_model.stateAt(one.status.id, m_clock->now()));
        QVERIFY2(wanted && m_lamps.applied(one.displayEui) == wanted->payload,
                 qPrintable(u"the lamp of %1 shows %2"_s.arg(
                     one.code, QString::fromLatin1(m_lamps.applied(one.displayEui).toHex()))));
        ++lamps;
    }
    QVERIFY(lamps > 20);
    m_lampsSeen += lamps;
}

void TestBookedDay::judgeBookings()
{
    QVERIFY(m_made >= kBookings * 9 / 10);
    QVERIFY(m_moved > 50 && m_cancelled > 40);
    QHash<BookingStatus, int> counts;
    store::BookingStore store(*m_database);
    int arrived = 0;
    int judged = 0;
    for (auto it = m_model.entries().cbegin(); it != m_model.entries().cend(); ++it) {
        const auto booking = store.find(it.key());
        VERIFY_OK(booking);
        QCOMPARE(booking->spaceId, it->space);
        QCOMPARE(booking->span(), it->span);
        ++counts[booking->status];
        const QByteArray what = u"%1 from %2 to %3 is %4"_s
                                    .arg(it.key().toString(), toIso(booking->start),
                                         toIso(booking->end), domain::nameOf(booking->status))
                                    .toUtf8();
        if (it->isCancelled) {
            QVERIFY2(booking->status == BookingStatus::Cancelled, what);
            continue;
        }
        const bool isLate = m_lateSpaces.contains(it->space)
            && (isUncertain(it->space, booking->start) || isUncertain(it->space, booking->end));
        if (isLate)
            continue;
        ++judged;
        const auto fate = m_model.fates(it->space, m_clock->now()).value(it.key());
        QVERIFY2(booking->status == fate.status, what);
        QVERIFY2(booking->arrivedAt == fate.arrived, what);
        QVERIFY2(booking->blockedAt.has_value() == fate.isBlocked, what);
        arrived += fate.arrived.has_value();
    }
    qInfo("%d completed, %d of them after an arrival, %d no-shows, %d cancelled",
          counts[BookingStatus::Completed], arrived, counts[BookingStatus::NoShow],
          counts[BookingStatus::Cancelled]);
    QVERIFY2(judged > (m_made - m_cancelled) / 2, qPrintable(QString::number(judged)));
    QVERIFY(counts[BookingStatus::Completed] > 50);
    QVERIFY(counts[BookingStatus::NoShow] > 20);
    QVERIFY(arrived > 20);
    QCOMPARE(counts[BookingStatus::Active], 0);
    const auto rows = m_database->count(u"SELECT count(*) FROM reservations"_s);
    QCOMPARE(rows.valueOr(-1), m_model.entries().size()); // and none that nobody made
    const auto overlaps = m_database->count(
        u"SELECT count(*) FROM reservations a JOIN reservations b ON a.space_id = b.space_id "
        "AND a.id < b.id AND a.status <> 'cancelled' AND b.status <> 'cancelled' "
        "AND a.start_time < coalesce(b.ended_early_at, b.no_show_at, b.end_time) "
        "AND b.start_time < coalesce(a.ended_early_at, a.no_show_at, a.end_time)"_s);
    VERIFY_OK(overlaps);
    QCOMPARE(*overlaps, 0);
}

/// Each change follows the one before, and at any time the last one tells the space's state.
void TestBookedDay::judgeHistory()
{
    store::ChangeStore store(*m_database);
    int changes = 0;
    int samples = 0;
    for (const domain::Space &space : std::as_const(m_site.spaces)) {
        const auto told = store.between(space.id, m_midnight, m_clock->now() + 1h);
        VERIFY_OK(told);
        changes += int(told->size());
        for (qsizetype i = 1; i < told->size(); ++i)
            QVERIFY2(told->at(i).previous == told->at(i - 1).current
                         || (!told->at(i).previous && !told->at(i - 1).isKnown()),
                     qPrintable(space.code));
        for (UtcTime time = m_midnight + kDawn + 30min; time < m_midnight + kEvening;
             time += 10min) {
            if (m_model.isAtBoundary(space.id, time, kBlur) || isUncertain(space.id, time))
                continue;
            domain::SpaceState state = domain::SpaceState::Free;
            for (const domain::StateChange &change : *told) {
                if (change.time <= time)
                    state = change.current;
            }
            QVERIFY2(state == m_model.stateAt(space.id, time),
                     qPrintable(u"%1 was %2 at %3, not %4"_s.arg(
                         space.code, domain::nameOf(state), toIso(time),
                         domain::nameOf(m_model.stateAt(space.id, time)))));
            ++samples;
        }
    }
    QVERIFY(changes > 1000);
    qInfo("%d changes tell the state of %d moments", changes, samples);
}

PARKING_TEST(TestBookedDay)
#include "tst_bookedday.moc"
