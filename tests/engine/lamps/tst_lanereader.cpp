// What the lanes learn from the database.

#include "base/literals.h"
#include "engine/lamps/lampsettings.h"
#include "engine/lamps/lanereader.h"
#include "store/devicestore.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkState;
using engine::LaneReader;
using engine::Lanes;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);
constexpr DevEui kLamp(0x202020abcdef0001);

} // namespace

class TestLaneReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void openRowsComeAtAStart();
    void aJoinMakesItsItemDoubtful();
    void rowsOfOthersAreNews();
    void typesAreAsTheyAreNow();

private:
    Downlink add(DownlinkState state);

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    domain::SpaceId m_space = domain::SpaceId::create();
    std::unique_ptr<Lanes> m_lanes;
};

void TestLaneReader::init()
{
    auto database = m_databases.open(store::Dialect::Sqlite);
    VERIFY_OK(database);
    m_database = std::move(*database);
    m_lanes = std::make_unique<Lanes>(0, 10s);
    domain::Space space;
    space.id = m_space;
    space.siteId = store::SiteStore(*m_database).first().valueOr(domain::Site()).id;
    space.code = space.name = u"A-1"_s;
    space.displayEui = kLamp;
    VERIFY_OK(store::SpaceStore(*m_database).create(space, kNow));
}

Downlink TestLaneReader::add(DownlinkState state)
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = kLamp;
    row.spaceId = m_space;
    row.frame.deviceType = u"kuando_busylight"_s;
    row.frame.payload = "12345";
    row.state = state;
    row.decidedAt = kNow;
    if (state == DownlinkState::Queued) {
        row.attempts = 1;
        row.queueItemId = row.id.toString();
        row.queuedAt = kNow;
    }
    QList<Downlink> rows{row};
    const Result<> done = store::DownlinkStore(*m_database).insert(rows);
    return done ? rows.first() : Downlink();
}

void TestLaneReader::openRowsComeAtAStart()
{
    add(DownlinkState::Sent);
    const Downlink queued = add(DownlinkState::Queued);
    const Downlink pending = add(DownlinkState::Pending);
    VERIFY_OK(LaneReader(*m_database, *m_lanes).readAll());
    QVERIFY(m_lanes->lamps().contains(kLamp));
    QVERIFY(m_lanes->find(queued) && m_lanes->find(pending));
    QCOMPARE(m_lanes->waiting(), 1);
    QVERIFY(!m_lanes->hasStranger());
}

/// ChirpStack emptied the queue, or did so before: a look comes at once.
void TestLaneReader::aJoinMakesItsItemDoubtful()
{
    add(DownlinkState::Queued);
    const Lanes::Allowance plenty{.requests = 9, .posts = 9};
    const Steady::time_point now(1h);
    VERIFY_OK(LaneReader(*m_database, *m_lanes).readAll());
    QVERIFY(m_lanes->next(now, plenty).looks.isEmpty());
    m_lanes->clear();
    VERIFY_OK(store::DeviceStore(*m_database)
                  .touch({{.devEui = kLamp, .kind = domain::DeviceKind::Display, .lastJoin = kNow}},
                         kNow));
    VERIFY_OK(LaneReader(*m_database, *m_lanes).readAll());
    QCOMPARE(m_lanes->next(now, plenty).looks.size(), 1);
}

void TestLaneReader::rowsOfOthersAreNews()
{
    LaneReader reader(*m_database, *m_lanes);
    Downlink queued = add(DownlinkState::Queued);
    VERIFY_OK(reader.readAll());
    QVERIFY(reader.news().valueOr({queued}).isEmpty());
    const Downlink pending = add(DownlinkState::Pending); // parkctl downlinks send
    queued.state = DownlinkState::Superseded; // parkctl downlinks flush
    queued.problem = u"FLUSHED"_s;
    VERIFY_OK(store::DownlinkStore(*m_database).update({queued}));
    const auto news = reader.news();
    VERIFY_OK(news);
    QCOMPARE(news->size(), 2);
    QCOMPARE(news->at(0).id, pending.id);
    QCOMPARE(news->at(1).id, queued.id);
    QVERIFY(news->at(1).state == DownlinkState::Superseded);
    for (const Downlink &row : *news)
        m_lanes->put(row);
    QVERIFY(reader.news().valueOr({queued}).isEmpty());
}

/// An operator, or the profile in ChirpStack, may change them at any time.
void TestLaneReader::typesAreAsTheyAreNow()
{
    LaneReader reader(*m_database, *m_lanes);
    const Downlink row = add(DownlinkState::Pending);
    VERIFY_OK(reader.readAll());
    QCOMPARE(m_lanes->lifetime(kLamp), Milliseconds(1h)); // twice a Busylight's half hour
    VERIFY_OK(engine::storeDeviceType(*m_database, kLamp, u"heltec_display"_s, u"Anna"_s, kNow));
    QCOMPARE(m_lanes->lifetime(kLamp), Milliseconds(1h));
    VERIFY_OK(reader.readLampsOf({row}));
    QCOMPARE(m_lanes->lifetime(kLamp), Milliseconds(2h));
    domain::Display display = m_lanes->lamps().value(kLamp);
    display.deviceClass = u"CLASS_C"_s;
    VERIFY_OK(store::DisplayStore(*m_database).save({display}));
    VERIFY_OK(reader.readLampsOf({row}));
    QCOMPARE(m_lanes->lifetime(kLamp), Milliseconds(2min));
}

PARKING_TEST(TestLaneReader)
#include "tst_lanereader.moc"
