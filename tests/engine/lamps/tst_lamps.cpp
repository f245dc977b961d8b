#include "chirpstackstandin.h"
#include "engine/engine.h"
#include "lampstation.h"
#include "read/downlinks.h"
#include "read/lamps.h"
#include "store/devicestore.h"
#include "store/downlinkstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkState;
using domain::SpaceState;
using engine::Engine;
using store::Dialect;
using test::ChirpStackStandIn;
using test::RestFailure;
using namespace parking::test::lamps;

Q_DECLARE_METATYPE(parking::test::RestFailure)
Q_DECLARE_METATYPE(parking::domain::DownlinkState)

/// The dispatcher with a real database and ChirpStack's stand-in behind HTTP.
class TestLamps : public QObject, LampBench {
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }
    void cleanup() { finish(); }

    void aChangeBecomesAnItemAndIsFollowed_data() { test::TestDatabases::addRows(); }
    void aChangeBecomesAnItemAndIsFollowed();
    void aTxAckMayComeBeforeTheAnswer_data() { test::TestDatabases::addRows(); }
    void aTxAckMayComeBeforeTheAnswer();
    void failuresAreSettled_data();
    void failuresAreSettled();
    void aRefusedKeyPausesAll();
    void anUnknownDeviceFailsAlone();
    void onlyTheNewestColourIsSent_data() { test::TestDatabases::addRows(); }
    void onlyTheNewestColourIsSent();
    void aFlushedItemIsSuperseded();
    void anOldServerIsEmptiedByDelete();
    void aRestartLooksUpWhatWasUnderWay_data() { test::TestDatabases::addRows(); }
    void aRestartLooksUpWhatWasUnderWay();
    void aStartSendsOnlyDifferences_data() { test::TestDatabases::addRows(); }
    void aStartSendsOnlyDifferences();
    void aJoinForgetsTheColour();
    void aLampThatDoesNotFollow();
    void aLampWithAnotherLayout();
    void endsToldByChirpStack_data();
    void endsToldByChirpStack();
    void theGatewayLimitsTheRate();
    void anOperatorMaySendAnew();
    void rowsOfOthersAreSentToo();
    void withoutAKeyNothingIsWanted();
    void onlyTheStationWithTheLockSends();
    void soonBlinksUntilItBegins_data() { test::TestDatabases::addRows(); }
    void soonBlinksUntilItBegins();
};

void TestLamps::aChangeBecomesAnItemAndIsFollowed()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    m_station->park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(1).size(), 1);
    const test::SeenPost post = posts(1).first();
    QCOMPARE(post.data, kRed);
    QCOMPARE(post.fPort, 15);
    QVERIFY(post.flushQueue && !post.confirmed);
    QVERIFY(post.expiresAt && *post.expiresAt > post.time + 100s);
    Downlink row = *last(1);
    QCOMPARE(row.queueItemId, post.itemId);
    QCOMPARE(row.cause, DownlinkCause::Change);
    QCOMPARE(row.frame.state, SpaceState::Occupied);
    QVERIFY(row.receivedAt && row.queuedAt && *row.queuedAt >= row.decidedAt);
    QCOMPARE(row.attempts, 1);
    QCOMPARE(display(1).shown->payload, kGreen);

    m_station->txAck(*m_rest->takeOldest(lamp(1).toString()));
    QVERIFY(settled(1, DownlinkState::Sent));
    QCOMPARE(last(1)->gatewayId, u"0016c001f153a14c"_s);
    QCOMPARE(display(1).evidence, domain::Evidence::Sent);
    QCOMPARE(display(1).shown->payload, kRed);

    m_station->tell(lamp(1), "up", upBody(15, kuandoStatus(255, 0, 0)));
    QVERIFY(settled(1, DownlinkState::Echoed));
    QCOMPARE(display(1).evidence, domain::Evidence::Echoed);
    QCOMPARE(display(1).deviceClass, u"CLASS_C"_s);
    const auto chain = store::DownlinkStore(*m_database).chain(*last(1));
    VERIFY_OK(chain);
    QStringList kinds;
    for (const domain::DownlinkEvent &one : *chain)
        kinds.append(domain::nameOf(one.kind));
    QCOMPARE(kinds, QStringList({u"post"_s, u"answer"_s, u"txack"_s, u"echo"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);

    const auto told = read::lamp(*m_database, m_site.spaces[1].id, systemNow());
    VERIFY_OK(told);
    QVERIFY(told->has_value());
    QCOMPARE((*told)->wanted->payload, kRed);
    QCOMPARE((*told)->chain.size(), 4);
}

void TestLamps::aTxAckMayComeBeforeTheAnswer()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    QSemaphore seen;
    QSemaphore go;
    test::StandInItem item;
    m_rest->onEnqueued([&](const test::StandInItem &enqueued) {
        item = enqueued;
        seen.release();
        go.tryAcquire(1, kPatience); // the answer leaves after the txack was taken in
    });
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(seen.available(), 1, kPatience);
    m_station->txAck(item);
    const auto isStored = [&] {
        const auto events = store::DownlinkStore(*m_database).eventsOfItem(item.id);
        return events && !events->isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isStored(), kPatience);
    QCOMPARE(stateOf(0), DownlinkState::Sending);
    go.release();
    QVERIFY(settled(0, DownlinkState::Sent));
    QCOMPARE(display(0).evidence, domain::Evidence::Sent);
    QCOMPARE(posts(0).size(), 1);
    QVERIFY(last(0)->sentAt.has_value());
}

void TestLamps::failuresAreSettled_data()
{
    QTest::addColumn<QList<RestFailure>>("failures");
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<int>("posts");
    const auto row = [](const char *name, const QList<RestFailure> &failures, DownlinkState state,
                        int posts) { QTest::newRow(name) << failures << state << posts; };
    const auto queued = DownlinkState::Queued;
    const auto failed = DownlinkState::Failed;
    row("400", {RestFailure::BadRequest400}, failed, 1);
    row("404", {RestFailure::NotFound404}, failed, 1);
    row("401 with text, key and device are good", {RestFailure::Unauthorized401WithText}, queued,
        2);
    row("401 without text, both are good", {RestFailure::Unauthorized401Empty}, queued, 2);
    row("429", {RestFailure::TooMany429}, queued, 2);
    row("500 once", {RestFailure::Internal500}, queued, 2);
    row("500 five times", QList<RestFailure>(5, RestFailure::Internal500), failed, 5);
    row("503 three times", QList<RestFailure>(3, RestFailure::Unavailable503), queued, 4);
    row("garbage", {RestFailure::Garbage}, queued, 2);
    row("garbage, and it was taken", {RestFailure::GarbageAfter}, queued, 1);
    row("half an answer", {RestFailure::HalfAnswer}, queued, 2);
    row("half an answer, and it was taken", {RestFailure::HalfAnswerAfter}, queued, 1);
    row("no answer", {RestFailure::NoAnswer}, queued, 2);
    row("no answer, and it was taken", {RestFailure::NoAnswerAfter}, queued, 1);
    row("closed", {RestFailure::CloseWithoutAnswer}, queued, 2);
    row("closed, and it was taken", {RestFailure::CloseAfter}, queued, 1);
    row("redirected", {RestFailure::Redirect}, queued, 2);
    row("one after the other",
        {RestFailure::Unavailable503, RestFailure::NoAnswer, RestFailure::Internal500,
         RestFailure::GarbageAfter},
        queued, 4);
}

void TestLamps::failuresAreSettled()
{
    QFETCH(QList<RestFailure>, failures);
    QFETCH(DownlinkState, state);
    QFETCH(int, posts);
    start(Dialect::Sqlite);
    m_rest->failNext(failures);
    m_station->park(2, true);
    QVERIFY(settled(2, state));
    QCOMPARE(this->posts(2).size(), posts);
    const Downlink row = *last(2);
    QCOMPARE(row.attempts, posts);
    QCOMPARE(row.problem.isEmpty(), state == DownlinkState::Queued);
    QCOMPARE(m_rest->items(lamp(2).toString()).size(), state == DownlinkState::Queued ? 1 : 0);
    if (state == DownlinkState::Queued)
        QCOMPARE(m_rest->items(lamp(2).toString()).first().id, row.queueItemId);
    // Every POST is in the ledger, and how it ended.
    const auto chain = store::DownlinkStore(*m_database).chain(row);
    VERIFY_OK(chain);
    QCOMPARE(std::count_if(chain->cbegin(), chain->cend(),
                           [](const auto &e) { return e.kind == domain::DownlinkEventKind::Post; }),
             posts);
}

void TestLamps::aRefusedKeyPausesAll()
{
    start(Dialect::Sqlite);
    m_rest->setKey(u"another"_s);
    m_station->park(0, true);
    m_station->park(1, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_KEY"_s, kPatience);
    for (int n : {0, 1}) {
        QVERIFY(last(n).has_value());
        QVERIFY(stateOf(n) == DownlinkState::Pending || stateOf(n) == DownlinkState::Sending);
    }
    m_rest->setKey(u"test-key"_s); // renewed
    QVERIFY(settled(0, DownlinkState::Queued));
    QVERIFY(settled(1, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

void TestLamps::anUnknownDeviceFailsAlone()
{
    start(Dialect::Sqlite);
    m_rest->setDevices({lamp(1), lamp(2), lamp(3)});
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Failed));
    QCOMPARE(last(0)->problem, u"CHIRPSTACK_UNAUTHORIZED"_s);
    m_station->park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

void TestLamps::onlyTheNewestColourIsSent()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    m_rest->failAll(RestFailure::Unavailable503);
    const UtcTime base = systemNow() - 60s;
    for (int i = 0; i < 7; ++i) {
        m_station->park(3, i % 2 == 0, base + std::chrono::seconds(i));
        QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_UNAVAILABLE"_s, kPatience);
    m_rest->failAll({});
    QVERIFY(settled(3, DownlinkState::Queued));
    QCOMPARE(last(3)->frame.payload, kRed);
    const auto items = m_rest->items(lamp(3).toString());
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.first().data, kRed);
    const auto open = store::DownlinkStore(*m_database).open({lamp(3)});
    VERIFY_OK(open);
    QCOMPARE(open->size(), 1); // the others gave way
}

void TestLamps::aFlushedItemIsSuperseded()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Downlink first = *last(0);
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    const auto old = store::DownlinkStore(*m_database).find(first.id);
    VERIFY_OK(old);
    QCOMPARE(old->state, DownlinkState::Superseded);
    const auto items = m_rest->items(lamp(0).toString());
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.first().data, kGreen);
    QCOMPARE(m_rest->requests("DELETE"), 0);
}

void TestLamps::anOldServerIsEmptiedByDelete()
{
    start(Dialect::Sqlite);
    m_rest->setOldServer(true);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->park(0, false);
    // The stale red item is found, the queue emptied, green sent anew.
    const auto isGreenAlone = [&] {
        const auto items = m_rest->items(lamp(0).toString());
        return items.size() == 1 && items.first().data == kGreen && posts(0).size() == 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isGreenAlone(), kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(m_rest->requests("DELETE"), 1);
    m_station->park(0, true);
    const auto isRedAlone = [&] {
        const auto items = m_rest->items(lamp(0).toString());
        return items.size() == 1 && items.first().data == kRed;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isRedAlone(), kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 4); // DELETE went first this time
    QCOMPARE(m_rest->requests("DELETE"), 2);
}

void TestLamps::aRestartLooksUpWhatWasUnderWay()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    m_rest->failNext({RestFailure::NoAnswerAfter});
    m_station->park(4, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(4).size(), 1, kPatience);
    (*m_station)->stop();
    m_station.reset();
    QCOMPARE(stateOf(4), DownlinkState::Sending);
    m_station = std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port());
    VERIFY_OK((*m_station)->start());
    QVERIFY(settled(4, DownlinkState::Queued));
    QCOMPARE(posts(4).size(), 1);
    QCOMPARE(last(4)->queueItemId, posts(4).first().itemId);
}

void TestLamps::aStartSendsOnlyDifferences()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    for (int n = 0; n < kSpaces; ++n) {
        m_station->park(n, true);
        QVERIFY(settled(n, DownlinkState::Queued));
        m_station->txAck(*m_rest->takeOldest(lamp(n).toString()));
        QVERIFY(settled(n, DownlinkState::Sent));
    }
    (*m_station)->stop();
    m_station.reset();
    // Meanwhile somebody moves a state: an operator's program on the same database.
    QVERIFY(m_database
                ->run(u"UPDATE spaces SET state = 'MAINTENANCE', state_reason = 'override', "
                      "override_state = 'MAINTENANCE', override_since = :now WHERE code = 'A-5'"_s,
                      {{u"now"_s, m_database->bind(systemNow())}})
                .hasValue());
    const qsizetype before = m_rest->posts().size();
    m_station = std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port());
    VERIFY_OK((*m_station)->start());
    QTRY_COMPARE_WITH_TIMEOUT(posts(5).size(), 2, kPatience);
    QVERIFY(settled(5, DownlinkState::Queued));
    QCOMPARE(posts(5).last().data, kOrange);
    QCOMPARE(last(5)->cause, DownlinkCause::Reconcile);
    QCOMPARE(m_rest->posts().size(), before + 1);
}

void TestLamps::aJoinForgetsTheColour()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->txAck(*m_rest->takeOldest(lamp(0).toString()));
    QVERIFY(settled(0, DownlinkState::Sent));
    m_station->tell(lamp(0), "join", "\"devAddr\":\"00189440\"", systemNow() + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(last(0)->cause, DownlinkCause::Join);
    QCOMPARE(posts(0).last().data, kRed);
    QCOMPARE(display(0).evidence, domain::Evidence::None);
    QVERIFY(!display(0).shown.has_value());
}

void TestLamps::aLampThatDoesNotFollow()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->txAck(*m_rest->takeOldest(lamp(0).toString()), systemNow() - 120s);
    QVERIFY(settled(0, DownlinkState::Sent));
    // Three echoes of the old colour bring three more tries, the fourth none.
    for (int echo = 1; echo <= 4; ++echo) {
        m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(0, 255, 0)),
                        systemNow() - 100s + 20s * echo);
        QTRY_COMPARE_WITH_TIMEOUT(display(0).mismatches, echo, kPatience);
        QCOMPARE(display(0).problem, u"NOT_FOLLOWING"_s);
        QCOMPARE(display(0).shownColour, std::optional(domain::Rgb{0, 255, 0}));
        if (echo > 3)
            break;
        QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1 + echo, kPatience);
        QVERIFY(settled(0, DownlinkState::Queued));
        QCOMPARE(last(0)->cause, DownlinkCause::Mismatch);
        m_station->txAck(*m_rest->takeOldest(lamp(0).toString()),
                         systemNow() - 100s + 20s * echo + 5s);
        QVERIFY(settled(0, DownlinkState::Sent));
    }
    QVERIFY((*m_station)->isIdle());
    QCOMPARE(posts(0).size(), 4);
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(255, 0, 0)), systemNow());
    QVERIFY(settled(0, DownlinkState::Echoed));
    QCOMPARE(display(0).problem, QString());
    QCOMPARE(display(0).mismatches, 0);
}

void TestLamps::aLampWithAnotherLayout()
{
    start(Dialect::Sqlite);
    VERIFY_OK((*m_station)->lamps().setDeviceType(lamp(0), u"kuando_busylight_plan"_s));
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(!posts(0).isEmpty() && posts(0).last().data.toHex() == "00ff000000",
                             kPatience);
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(0, 0, 0)));
    QTRY_COMPARE_WITH_TIMEOUT(display(0).problem, u"WRONG_LAYOUT"_s, kPatience);
    QCOMPARE(display(0).suggestedType, u"kuando_busylight"_s);
    transmit(0);
    VERIFY_OK((*m_station)->lamps().setDeviceType(lamp(0), display(0).suggestedType));
    QCOMPARE(display(0).problem, QString());
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).last().data, kRed, kPatience);
    QCOMPARE(posts(0).last().fPort, 15);
    VERIFY_ERROR((*m_station)->lamps().setDeviceType(lamp(0), u"nothing"_s), "VALIDATION_ERROR");
}

void TestLamps::endsToldByChirpStack_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<QString>("problem");
    QTest::newRow("expired")
        << QByteArray("log")
        << QByteArray(R"("level":"ERROR","code":"EXPIRED","description":"Device queue-item )"
                      R"(discarded because it has expired","context":{"queue_item_id":"ITEM"})")
        << DownlinkState::Expired << u"EXPIRED"_s;
    QTest::newRow("too long for the data rate")
        << QByteArray("log")
        << QByteArray(R"("level":"ERROR","code":"DOWNLINK_PAYLOAD_SIZE","description":"x",)"
                      R"("context":{"queue_item_id":"ITEM"})")
        << DownlinkState::Failed << u"REFUSED_BY_NETWORK"_s;
    QTest::newRow("acknowledged") << QByteArray(
        "ack") << QByteArray(R"("queueItemId":"ITEM","acknowledged":true,"fCntDown":2)")
                                  << DownlinkState::Acked << QString();
    QTest::newRow("not acknowledged")
        << QByteArray("ack")
        << QByteArray(R"("queueItemId":"ITEM","acknowledged":false,"fCntDown":2)")
        << DownlinkState::Failed << u"NOT_ACKNOWLEDGED"_s;
    QTest::newRow("a gateway's refusal: it stays")
        << QByteArray("log")
        << QByteArray(R"("level":"ERROR","code":"DOWNLINK_GATEWAY","description":"TOO_LATE",)"
                      R"("context":{"queue_item_id":"ITEM"})")
        << DownlinkState::Queued << QString();
}

void TestLamps::endsToldByChirpStack()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, body);
    QFETCH(DownlinkState, state);
    QFETCH(QString, problem);
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->tell(lamp(0), kind, body.replace("ITEM", last(0)->queueItemId.toLatin1()));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QVERIFY(settled(0, state));
    QCOMPARE(last(0)->problem, problem);
}

void TestLamps::theGatewayLimitsTheRate()
{
    start(Dialect::Sqlite, 2);
    // All lamps are to be set. Two go at once, the next after half a minute: what is there now are
    // those two.
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->posts().size(), 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT((*m_station)->health().downlinksWaiting, kSpaces - 2, kPatience);
    QCOMPARE(m_rest->posts().size(), 2);
}

void TestLamps::anOperatorMaySendAnew()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->txAck(*m_rest->takeOldest(lamp(0).toString()));
    QVERIFY(settled(0, DownlinkState::Sent));
    const auto made = (*m_station)->lamps().resend({m_site.spaces[0].id}, u"ann"_s);
    VERIFY_OK(made);
    QCOMPARE(*made, 1);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(last(0)->cause, DownlinkCause::Operator);
    QCOMPARE(last(0)->actor, u"ann"_s);
    QCOMPARE(posts(0).last().data, kRed);
}

/// `parkctl downlinks send` and other desktops write rows; the station looks for them.
void TestLamps::rowsOfOthersAreSentToo()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    Downlink row = *last(0);
    row.id = domain::DownlinkId::create();
    row.devEui = lamp(5);
    row.state = DownlinkState::Pending;
    row.queueItemId.clear();
    QList<Downlink> rows{row};
    VERIFY_OK(store::DownlinkStore(*m_database).insert(rows));
    QTRY_COMPARE_WITH_TIMEOUT(posts(5).size(), 1, kPatience);
    QVERIFY(settled(5, DownlinkState::Queued));
}

void TestLamps::withoutAKeyNothingIsWanted()
{
    const auto url = m_databases.migratedUrl(Dialect::Sqlite);
    VERIFY_OK(url);
    m_station = std::make_unique<LampStation>(*url, m_folder->path(), 0);
    VERIFY_OK((*m_station)->start());
    VERIFY_OK((*m_station)->spaces().createSite(m_site));
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto page = read::downlinks(**database, {}, 10);
    VERIFY_OK(page);
    QCOMPARE(page->total, 0);
    VERIFY_ERROR((*m_station)->lamps().resend({m_site.spaces[0].id}, {}), "CHIRPSTACK_NOT_SET_UP");
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_NOT_SET_UP"_s, kPatience);
    QCOMPARE(m_station->check().level, domain::HealthLevel::Degraded); // there are lamps
}

void TestLamps::onlyTheStationWithTheLockSends()
{
    start(Dialect::Postgres);
    QTemporaryDir folder;
    LampStation standby(m_url, folder.path(), m_rest->port());
    VERIFY_OK(standby->start());
    QVERIFY(!standby->isIdle()); // no lock
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    // The first one ends; the other takes over and does not repeat what is queued.
    (*m_station)->stop();
    QTRY_VERIFY_WITH_TIMEOUT(standby->isIdle(), kPatience);
    standby.park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 1);
    QCOMPARE(posts(1).size(), 1);
    standby->stop();
}

/// Where the site wants that. The state is RESERVED all the while.
void TestLamps::soonBlinksUntilItBegins()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    const QByteArray yellow = QByteArray::fromHex("ff00ffff00");
    const QByteArray blinking = QByteArray::fromHex("ff00ff3232");
    engine::BookingRequest request{.actor = u"ann"_s};
    request.draft.spaceId = m_site.spaces[1].id;
    request.draft.start = systemNow() + 10min;
    request.draft.end = request.draft.start + 1h;
    request.draft.email = u"ann@example.org"_s;
    const auto made = (*m_station)->bookings().create(request);
    VERIFY_OK(made);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(1).last().data, yellow); // unless somebody wants it, nothing blinks
    transmit(1);
    domain::DisplayPolicy policy;
    policy.whenSoon = domain::LampsWhenSoon::Blink;
    VERIFY_OK((*m_station)->lamps().setDisplayPolicy(policy));
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).size(), 2, kPatience);
    QCOMPARE(posts(1).last().data, blinking);
    transmit(1);
    QCOMPARE(display(1).shown->payload, blinking);
    const auto told = read::lamp(*m_database, request.draft.spaceId, systemNow());
    VERIFY_OK(told);
    QCOMPARE((*told)->wanted->payload, blinking);
    m_station->tell(lamp(1), "up", upBody(15, kuandoStatus(255, 255, 0, 5)));
    QVERIFY(settled(1, DownlinkState::Echoed));
    QCOMPARE(m_rest->posts().size(), 2); // of no other lamp, and not again

    domain::BookingDraft now = request.draft;
    now.start = systemNow();
    VERIFY_OK((*m_station)->bookings().change(made->booking.id, now, u"ann"_s));
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).size(), 3, kPatience);
    QCOMPARE(posts(1).last().data, yellow);
    QCOMPARE(last(1)->frame.state, SpaceState::Reserved);
    // One that goes on blinking did not take it.
    transmit(1);
    m_station->tell(lamp(1), "up", upBody(15, kuandoStatus(255, 255, 0, 5)), systemNow() + 30s);
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).size(), 4, kPatience);
    QCOMPARE(last(1)->cause, DownlinkCause::Mismatch);
}

PARKING_TEST(TestLamps)
#include "tst_lamps.moc"
