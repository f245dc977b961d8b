// What the dispatcher does when ChirpStack, the network or other people do not do as they should.

#include "hostilemessages.h"
#include "lampfixture.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "store/downlinkstore.h"
#include "testmain.h"
#include "testprocess.h"

#include <QSemaphore>
#include <QTest>

Q_DECLARE_METATYPE(parking::test::RestFailure)

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkOutcome;
using domain::DownlinkState;
using store::Dialect;

class TestDispatcher : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    // 401: the key, or the device?
    void aFewRegisteredLampsAreSet();
    void aSensorShowsThatTheKeyIsGood();
    void aDeletedKeyLosesNothing();
    void aKeyThatMayOnlyReadIsTold_data();
    void aKeyThatMayOnlyReadIsTold();
    void anAdministratorsKeyKnowsNoSuchDevice();
    void anIdleSiteStaysWellWhenItsDeviceIsGone();

    // Pauses
    void nothingIsAskedBeforeRetryAfter_data();
    void nothingIsAskedBeforeRetryAfter();
    void pausesGrowWhileOnlyPostsFail();
    void aFrameThatIsHeldBackHasNotFailed();

    // Comparing again
    void aFailedLampIsComparedAgain_data();
    void aFailedLampIsComparedAgain();
    void aLampThatAlwaysFailsIsTriedLaterAndLater();
    void allLampsAreComparedAfterAnOutage();

    // After a start
    void keptEventsAreTakenInFirst();
    void aDeadBrokerDoesNotStopLamps();

    // What health is told
    void nothingIsKnownBeforeAnAnswer();
    void anIdleSiteIsLookedAtSoon();
    void latencyIsOfOneRequest();
};

// --- 401 -----------------------------------------------------------------------------------------

/// Hundreds of lamps were imported, a few are registered; the key is a tenant's.
void TestDispatcher::aFewRegisteredLampsAreSet()
{
    constexpr int kMany = 80;
    m_site = lampSite(kMany);
    m_rest->setDevices({lamp(kMany - 1)});
    startUnheard();
    QVERIFY(settled(kMany - 1, DownlinkState::Queued));
    const auto allFailed = [this] {
        for (int n = 0; n < kMany - 1; ++n) {
            if (stateOf(n) != DownlinkState::Failed)
                return false;
        }
        return true;
    };
    QTRY_VERIFY_WITH_TIMEOUT(allFailed(), kPatience);
    QCOMPARE(last(0)->problem, u"CHIRPSTACK_UNAUTHORIZED"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

/// No lamp is known to ChirpStack, but a sensor that speaks through it is.
void TestDispatcher::aSensorShowsThatTheKeyIsGood()
{
    m_site = lampSite(1);
    m_rest->setDevices({sensor(0)});
    m_rest->failAll(RestFailure::Unavailable503);
    m_areHeard = false;
    startBare();
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(last(0) && last(0)->frame.payload == kRed, kPatience);
    m_rest->failAll({});
    QVERIFY(settled(0, DownlinkState::Failed));
    QCOMPARE(last(0)->problem, u"CHIRPSTACK_UNAUTHORIZED"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

void TestDispatcher::aDeletedKeyLosesNothing()
{
    start(Dialect::Sqlite);
    m_rest->setKeyDeleted(true);
    for (int n = 0; n < kSpaces; ++n)
        m_station->park(n, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_KEY"_s, kPatience);
    // From now on only questions are asked with it, no commands.
    const int asked = m_rest->requests("GET");
    const qsizetype posted = m_rest->posts().size();
    QTRY_VERIFY_WITH_TIMEOUT(m_rest->requests("GET") > asked + 2 * kSpaces, kPatience);
    QCOMPARE(m_rest->posts().size(), posted);
    for (int n = 0; n < kSpaces; ++n)
        QCOMPARE(stateOf(n), DownlinkState::Pending);
    m_rest->setKeyDeleted(false);
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

void TestDispatcher::aKeyThatMayOnlyReadIsTold_data()
{
    QTest::addColumn<int>("lamps");
    QTest::newRow("one") << 1;
    QTest::newRow("several") << kSpaces;
}

/// It shows every queue and takes no command: nothing fails for good, and people are told why.
void TestDispatcher::aKeyThatMayOnlyReadIsTold()
{
    QFETCH(int, lamps);
    m_site = lampSite(lamps);
    m_rest->setKeyReadOnly(true);
    startBare();
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_READ_ONLY"_s, kPatience);
    QCOMPARE(m_station->check().level, domain::HealthLevel::Unhealthy);
    for (int n = 0; n < lamps; ++n)
        QVERIFY(settled(n, DownlinkState::Pending)); // it is tried now and then
    m_rest->setKeyReadOnly(false);
    for (int n = 0; n < lamps; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

/// Its queue is an empty list there, and a POST fails inside the server's database.
void TestDispatcher::anAdministratorsKeyKnowsNoSuchDevice()
{
    m_rest->setTenantKey(false);
    m_rest->setDevices({lamp(1)});
    m_site = lampSite(2);
    startBare();
    QVERIFY(settled(0, DownlinkState::Failed));
    QCOMPARE(last(0)->problem, u"CHIRPSTACK_NO_DEVICE"_s);
    QCOMPARE(posts(0).size(), 1);
    QVERIFY(settled(1, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

void TestDispatcher::anIdleSiteStaysWellWhenItsDeviceIsGone()
{
    m_site = lampSite(2);
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->idleLook = 500ms; };
    startUnheard();
    QVERIFY(settled(0, DownlinkState::Queued));
    QVERIFY(settled(1, DownlinkState::Queued));
    m_rest->setDevices({lamp(7)}); // both were removed at ChirpStack
    const int asked = m_rest->requests("GET");
    QTRY_VERIFY_WITH_TIMEOUT(m_rest->requests("GET") > asked + 6, kPatience);
    QCOMPARE(m_station->problem(), QString());
    m_rest->setKey(u"another"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_KEY"_s, kPatience);
}

// --- Pauses --------------------------------------------------------------------------------------

void TestDispatcher::nothingIsAskedBeforeRetryAfter_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"POST", "GET", "DELETE"})
        QTest::newRow(method) << QByteArray(method);
}

void TestDispatcher::nothingIsAskedBeforeRetryAfter()
{
    QFETCH(QByteArray, method);
    start(Dialect::Sqlite);
    if (method == "DELETE") { // an old server, known to be one
        m_rest->setOldServer(true);
        m_station->park(0, true);
        QVERIFY(settled(0, DownlinkState::Queued));
        m_station->park(0, false);
        QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
        QVERIFY(settled(0, DownlinkState::Queued));
    }
    m_rest->forgetPosts();
    m_rest->setRetryAfter(2s);
    if (method == "POST")
        m_rest->failNext({RestFailure::TooMany429});
    else
        m_rest->failNextReads({RestFailure::TooMany429});
    if (method == "GET")
        m_rest->failNext({RestFailure::Garbage});
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_rest->requests(method) > 0, kPatience);
    m_station->park(1, true); // others wait as well
    QVERIFY(settled(0, DownlinkState::Queued));
    QVERIFY(settled(1, DownlinkState::Queued));
    std::optional<UtcTime> asked;
    for (const SeenRequest &request : m_rest->seen()) {
        if (asked)
            QVERIFY2(request.time >= *asked + 2s - 50ms, request.method.constData());
        else if (request.method == method)
            asked = request.time;
    }
    QVERIFY(asked);
    QCOMPARE(m_rest->items(lamp(0).toString()).last().data, kRed);
}

/// Looking into queues works while every POST fails: no storm of POSTs.
void TestDispatcher::pausesGrowWhileOnlyPostsFail()
{
    start(Dialect::Sqlite);
    m_rest->failPosts(RestFailure::Unavailable503);
    for (int n = 0; n < kSpaces; ++n)
        m_station->park(n, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_rest->posts().size() >= kSpaces + 6, kPatience);
    const QList<SeenPost> posts = m_rest->posts();
    QVERIFY(posts[kSpaces + 5].time - posts[kSpaces - 1].time > 500ms);
    QCOMPARE(m_station->problem(), u"CHIRPSTACK_UNAVAILABLE"_s);
    m_rest->failPosts({});
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
}

/// An old server; a pause begins between a lamp's DELETE and its POST.
void TestDispatcher::aFrameThatIsHeldBackHasNotFailed()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->rest.timeout = 10s; };
    start(Dialect::Sqlite);
    m_rest->setOldServer(true);
    m_rest->setRetryAfter(3s);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->park(0, false); // shows what kind of server it is
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_rest->holdDeletes(true);
    const int deletes = m_rest->requests("DELETE");
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->requests("DELETE"), deletes + 1, kPatience);
    m_rest->failNext({RestFailure::TooMany429});
    m_station->park(1, true);
    QTRY_COMPARE_WITH_TIMEOUT(last(1)->problem, u"CHIRPSTACK_BUSY"_s, kPatience);
    m_rest->holdDeletes(false);
    QVERIFY(settled(0, DownlinkState::Pending));
    QCOMPARE(posts(0).size(), 3);
    const auto answerOf = [this](int n) {
        const auto chain = store::DownlinkStore(*m_database).chain(*last(n));
        return chain ? chain->last().outcome : std::nullopt;
    };
    QCOMPARE(answerOf(0), DownlinkOutcome::HeldBack);
    QCOMPARE(answerOf(1), DownlinkOutcome::Busy);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 4);
    QCOMPARE(answerOf(0), DownlinkOutcome::Queued);
}

// --- Comparing again -----------------------------------------------------------------------------

void TestDispatcher::aFailedLampIsComparedAgain_data()
{
    QTest::addColumn<QList<RestFailure>>("failures");
    QTest::newRow("400") << QList<RestFailure>{RestFailure::BadRequest400};
    QTest::newRow("404") << QList<RestFailure>{RestFailure::NotFound404};
    QTest::newRow("500") << QList<RestFailure>(5, RestFailure::Internal500);
    QTest::newRow("expired") << QList<RestFailure>();
}

void TestDispatcher::aFailedLampIsComparedAgain()
{
    QFETCH(QList<RestFailure>, failures);
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->comparePause = 200ms; };
    start(Dialect::Sqlite);
    m_rest->failNext(failures);
    m_station->park(0, true);
    if (failures.isEmpty()) {
        QVERIFY(settled(0, DownlinkState::Queued));
        tellExpired(*m_rest->takeOldest(lamp(0).toString()));
    }
    QTRY_VERIFY_WITH_TIMEOUT(last(0)->cause == DownlinkCause::Reconcile
                                 && stateOf(0) == DownlinkState::Queued,
                             kPatience);
    QCOMPARE(last(0)->frame.payload, kRed);
    QCOMPARE(posts(0).size(), std::max<qsizetype>(failures.size(), 1) + 1);
    for (int n = 1; n < kSpaces; ++n)
        QCOMPARE(posts(n).size(), 0);
}

void TestDispatcher::aLampThatAlwaysFailsIsTriedLaterAndLater()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->comparePause = 300ms; };
    start(Dialect::Sqlite);
    m_rest->setDevices({lamp(1), lamp(2), lamp(3), lamp(4), lamp(5)});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 5, kPatience);
    QVERIFY(posts(0)[4].time - posts(0)[3].time >= 2300ms);
    QCOMPARE(m_station->problem(), QString());
}

/// What lamps show may have got lost meanwhile: each is compared, changes go first.
void TestDispatcher::allLampsAreComparedAfterAnOutage()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->comparePause = 200ms; };
    start(Dialect::Sqlite);
    m_rest->failAll(RestFailure::Unavailable503);
    m_station->park(5, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_UNAVAILABLE"_s, kPatience);
    VERIFY_OK(m_database->run(u"UPDATE displays SET evidence = 'none' WHERE dev_eui <> :red"_s,
                              {{u"red"_s, lamp(5).toString()}}));
    m_rest->forgetPosts();
    m_rest->failAll({});
    for (int n = 0; n < kSpaces; ++n)
        QTRY_COMPARE_WITH_TIMEOUT(posts(n).size(), 1, kPatience);
    QCOMPARE(m_rest->posts().first().devEui, lamp(5).toString());
    QCOMPARE(posts(0).first().data, kGreen);
    QCOMPARE(last(0)->cause, DownlinkCause::Reconcile);
    QCOMPARE(last(5)->cause, DownlinkCause::Change);
}

// --- After a start -------------------------------------------------------------------------------

/// A station dies with a POST under way; while it is down, gateways transmit the item and a car
/// leaves. The broker keeps both events for it.
void TestDispatcher::keptEventsAreTakenInFirst()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    m_adjust = [&](engine::EngineOptions &options) {
        options.mqtt.emplace();
        options.mqtt->url = broker.url();
        options.mqtt->topics = {u"application/+/device/+/event/+"_s};
        options.chirpstack->rest.timeout = 300ms;
    };
    m_site = lampSite(2);
    startBare(Dialect::Postgres);
    QTRY_VERIFY_WITH_TIMEOUT(broker.log().contains(u"Sending SUBACK"_s), kPatience);
    for (int n : {0, 1}) {
        QVERIFY(settled(n, DownlinkState::Queued));
        m_station->txAck(*m_rest->takeOldest(lamp(n).toString()));
        QVERIFY(settled(n, DownlinkState::Sent));
    }
    m_rest->forgetPosts();
    m_rest->failNext({RestFailure::NoAnswerAfter});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    (*m_station)->stop();
    QCOMPARE(stateOf(0), DownlinkState::Sending);
    const StandInItem item = *m_rest->takeOldest(lamp(0).toString());

    mqtt::MqttOptions options;
    options.url = broker.url();
    options.clientId = u"chirpstack"_s;
    mqtt::MqttClient chirpstack(options, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(chirpstack.start());
    QTRY_COMPARE_WITH_TIMEOUT(chirpstack.info().state, mqtt::ConnectionState::Connected, kPatience);
    const QByteArray body = "\"downlinkId\":1,\"queueItemId\":\"" + item.id.toLatin1()
        + "\",\"fCntDown\":1,\"gatewayId\":\"0016c001f153a14c\",\"txInfo\":{}";
    QVERIFY(chirpstack.publish("application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/"
                                   + lamp(0).toString().toLatin1() + "/event/txack",
                               lampEvent(lamp(0), "txack", body, systemNow())));
    QTRY_COMPARE_WITH_TIMEOUT(chirpstack.inFlight(), 0, kPatience);
    // Nobody's request can be on its way any more: a look would come at once.
    const UtcTime posted = *last(0)->postedAt;
    QTRY_VERIFY_WITH_TIMEOUT(systemNow() > posted + 400ms, kPatience);
    restart();
    QVERIFY(settled(0, DownlinkState::Sent));
    QCOMPARE(last(0)->queueItemId, item.id);
    m_station->park(1, true); // the dispatcher works
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 1);
}

void TestDispatcher::aDeadBrokerDoesNotStopLamps()
{
    m_adjust = [](engine::EngineOptions &options) {
        options.mqtt.emplace();
        options.mqtt->url = QUrl(u"mqtt://127.0.0.1:%1"_s.arg(test::freePort()));
    };
    m_site = lampSite(1);
    startBare();
    QVERIFY(settled(0, DownlinkState::Queued));
}

// --- What health is told -------------------------------------------------------------------------

void TestDispatcher::nothingIsKnownBeforeAnAnswer()
{
    m_site = lampSite(0);
    startBare();
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_NOT_ASKED"_s, kPatience);
    QVERIFY(!m_station->check().latencyMs);
}

/// Lamps that show what they should: after a start nothing is to be sent.
void TestDispatcher::anIdleSiteIsLookedAtSoon()
{
    start(Dialect::Sqlite);
    restart();
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), QString(), kPatience);
    QCOMPARE(m_rest->posts().size(), 0);
    QCOMPARE(m_rest->requests("GET"), 1);
    QVERIFY(m_station->check().latencyMs);
}

/// A slow answer is slow also when another request began meanwhile.
void TestDispatcher::latencyIsOfOneRequest()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->rest.timeout = 10s; };
    start(Dialect::Sqlite);
    QSemaphore seen;
    QSemaphore go;
    m_rest->onEnqueued([&](const StandInItem &) {
        m_rest->failNext({RestFailure::NoAnswer}); // the other one tells nothing
        seen.release();
        go.tryAcquire(1, kPatience);
    });
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(seen.available(), 1, kPatience);
    const UtcTime began = systemNow();
    QTRY_VERIFY_WITH_TIMEOUT(systemNow() > began + 1000ms, kPatience);
    m_station->park(1, true);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(1), DownlinkState::Sending, kPatience);
    go.release();
    QVERIFY(settled(0, DownlinkState::Queued));
    QTRY_VERIFY_WITH_TIMEOUT(m_station->check().latencyMs.value_or(0) > 900, kPatience);
}

PARKING_TEST(TestDispatcher)
#include "tst_dispatcher.moc"
