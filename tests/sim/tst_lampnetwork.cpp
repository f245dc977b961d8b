#include "chirpstack/event.h"
#include "chirpstack/restclient.h"
#include "devices/devicetype.h"
#include "sim/lamps.h"
#include "sim/restfront.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::sim;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kStart = fromMillis(1'789'394'400'000);
const QByteArray kRed = QByteArray::fromHex("ff0000ff00");
const QByteArray kBlue = QByteArray::fromHex("00ff00ff00");

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

LampItem item(const QByteArray &data, int fPort = 15, std::optional<UtcTime> expires = {})
{
    return {.id = {}, .fPort = fPort, .data = data, .expiresAt = expires};
}

domain::Event parsed(const SimMessage &message)
{
    const auto event = chirpstack::parseEvent(message.topic, message.payload, message.deliverAt);
    if (!event)
        qFatal("%s: %s", qPrintable(event.error().detail), message.payload.constData());
    return *event;
}

/// A frame that is due after `from` goes out, and its gateway tells of it.
QList<SimMessage> played(LampNetwork &network, UtcTime from)
{
    const QList<SimMessage> sent = network.step(from + 1s);
    return sent + network.step(from + 2s);
}

template <class T>
QList<T> only(const QList<SimMessage> &messages)
{
    QList<T> found;
    for (const SimMessage &message : messages) {
        const domain::Event event = parsed(message);
        if (const T *one = std::get_if<T>(&event))
            found.append(*one);
    }
    return found;
}

} // namespace

/// The simulated network server behind the demo and `parkctl simulate --rest`.
class TestLampNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void playsInOrderAndTellsOfIt();
    void flushKeepsNothing();
    void aFrameThatIsFlushedAtItsGatewayCostsTheNext_data();
    void aFrameThatIsFlushedAtItsGatewayCostsTheNext();
    void aMuteGatewayRepeatsTheFrame();
    void throwsAwayWhatExpired();
    void classALampsListenAfterTheirUplinks();
    void refusesWhatChirpStackRefuses();
    void confirmedItemsAreAcknowledged();
    void lampsRejoinByThemselves();
    void echoesWhatItShows();
    void heltecEchoesItsStatus();
    void ignoringLampsKeepTheirColour();
    void lossyLampsLoseSome();
    void aJoinForgets();
    void aJoinEmptiesTheQueue();
    void isTheSameForTheSameSeed();
    void speaksHttp();

private:
    domain::DevEui lamp(bool heltec = false) const;

    SimSite m_site = makeSite(120, 7);
};

void TestLampNetwork::init()
{
    QVERIFY(!lamp().isNull());
    QVERIFY(!lamp(true).isNull());
}

domain::DevEui TestLampNetwork::lamp(bool heltec) const
{
    for (const domain::Space &space : m_site.spaces) {
        if (space.displayEui && (space.displayEui->value() >> 48 == 0x70b3) == heltec)
            return *space.displayEui;
    }
    return {};
}

void TestLampNetwork::playsInOrderAndTellsOfIt()
{
    LampNetwork network(m_site, 1);
    const auto first = network.enqueue(lamp(), item(kRed), false, kStart);
    const auto second = network.enqueue(lamp(), item(kBlue), false, kStart);
    VERIFY_OK(first);
    VERIFY_OK(second);
    QCOMPARE(network.queue(lamp()).size(), 2);
    QVERIFY(only<domain::TxAck>(network.step(kStart)).isEmpty()); // the way takes its time
    const auto acks = only<domain::TxAck>(played(network, kStart));
    QCOMPARE(acks.size(), 1);
    QCOMPARE(acks[0].queueItemId, *first);
    QCOMPARE(acks[0].head.device.devEui, lamp());
    QCOMPARE(acks[0].head.device.deviceClass, text("CLASS_C"));
    QCOMPARE(acks[0].gatewayId.size(), 16);
    QCOMPARE(network.applied(lamp()), kRed);
    QVERIFY(only<domain::TxAck>(network.step(kStart + 4s)).isEmpty()); // 5 s between downlinks
    QCOMPARE(only<domain::TxAck>(played(network, kStart + 6s)).value(0).queueItemId, *second);
    QCOMPARE(network.applied(lamp()), kBlue);
    QVERIFY(network.queue(lamp()).isEmpty());
    QCOMPARE(network.counts().accepted, 2);
    QCOMPARE(network.counts().transmitted, 2);
}

void TestLampNetwork::flushKeepsNothing()
{
    LampNetwork network(m_site, 1);
    VERIFY_OK(network.enqueue(lamp(), item(kRed), false, kStart));
    const auto newer = network.enqueue(lamp(), item(kBlue), true, kStart);
    VERIFY_OK(newer);
    QCOMPARE(network.queue(lamp()).size(), 1);
    QCOMPARE(network.queue(lamp()).first().id, *newer);
    network.flush(lamp());
    QVERIFY(network.queue(lamp()).isEmpty());
    QVERIFY(only<domain::TxAck>(network.step(kStart + 10s)).isEmpty());
}

void TestLampNetwork::aFrameThatIsFlushedAtItsGatewayCostsTheNext_data()
{
    QTest::addColumn<bool>("flush");
    QTest::newRow("flushed") << true;
    QTest::newRow("left alone") << false;
}

/// Nobody tells of it, and the next frame has the same counter: the lamp drops it.
void TestLampNetwork::aFrameThatIsFlushedAtItsGatewayCostsTheNext()
{
    QFETCH(bool, flush);
    LampNetwork network(m_site, 1, {.lossy = 0});
    VERIFY_OK(network.enqueue(lamp(), item(kRed), true, kStart));
    QCOMPARE(only<domain::TxAck>(played(network, kStart)).size(), 1);
    const UtcTime later = kStart + 10s;
    const auto second = network.enqueue(lamp(), item(kBlue), true, later);
    VERIFY_OK(second);
    network.step(later + 1s); // at the gateway
    QCOMPARE(network.applied(lamp()), kBlue);
    QCOMPARE(network.queue(lamp()).first().fCntDown, quint32(1));
    const auto third = network.enqueue(lamp(), item(kRed), flush, later + 1s);
    VERIFY_OK(third);
    QStringList told;
    for (int s = 2; s < 20; ++s) {
        for (const domain::TxAck &ack : only<domain::TxAck>(network.step(later + s * 1s)))
            told.append(ack.queueItemId);
    }
    QCOMPARE(told, flush ? QStringList{*third} : QStringList({*second, *third}));
    QCOMPARE(network.applied(lamp()), flush ? kBlue : kRed);
    QCOMPARE(network.counts().dropped, flush ? 1 : 0);
    QCOMPARE(network.counts().unheard, flush ? 1 : 0);
}

void TestLampNetwork::aMuteGatewayRepeatsTheFrame()
{
    LampNetwork network(m_site, 1, {.lossy = 0, .mute = 1});
    VERIFY_OK(network.enqueue(lamp(), item(kRed, 15, kStart + 60s), true, kStart));
    QStringList logs;
    for (int second = 1; second < 70; ++second) {
        const auto messages = network.step(kStart + second * 1s);
        QVERIFY(only<domain::TxAck>(messages).isEmpty());
        for (const domain::LogEntry &log : only<domain::LogEntry>(messages))
            logs.append(log.code);
    }
    QCOMPARE(logs, QStringList{text("EXPIRED")});
    QVERIFY(network.counts().transmitted > 8);
    QCOMPARE(network.counts().dropped, network.counts().transmitted - 1);
    QCOMPARE(network.applied(lamp()), kRed);
}

void TestLampNetwork::throwsAwayWhatExpired()
{
    LampNetwork network(m_site, 1);
    const auto old = network.enqueue(lamp(), item(kRed, 15, kStart + 2s), false, kStart);
    VERIFY_OK(old);
    const auto messages = network.step(kStart + 3s);
    QVERIFY(only<domain::TxAck>(messages).isEmpty());
    const auto logs = only<domain::LogEntry>(messages);
    QCOMPARE(logs.size(), 1);
    QCOMPARE(logs[0].code, text("EXPIRED"));
    QCOMPARE(logs[0].context.value(text("queue_item_id")), *old);
    QCOMPARE(network.counts().expired, 1);
    QVERIFY(network.applied(lamp()).isEmpty());
}

void TestLampNetwork::classALampsListenAfterTheirUplinks()
{
    LampNetwork network(m_site, 1, {.classA = true});
    network.step(kStart);
    VERIFY_OK(network.enqueue(lamp(), item(kRed), false, kStart));
    bool transmitted = false;
    bool spoke = false; // a moment ago
    for (int second = 1; second <= 3660 && !transmitted; ++second) {
        const auto messages = network.step(kStart + std::chrono::seconds(second));
        for (const domain::Uplink &uplink : only<domain::Uplink>(messages))
            QCOMPARE(uplink.head.device.deviceClass, text("CLASS_A"));
        for (const domain::TxAck &ack : only<domain::TxAck>(messages)) {
            transmitted = ack.head.device.devEui == lamp();
            QVERIFY(spoke);
        }
        if (second % 3 == 0)
            spoke = false;
        for (const domain::Uplink &uplink : only<domain::Uplink>(messages))
            spoke = spoke || uplink.head.device.devEui == lamp();
    }
    QVERIFY(transmitted);
}

void TestLampNetwork::refusesWhatChirpStackRefuses()
{
    LampNetwork network(m_site, 1);
    VERIFY_ERROR(network.enqueue(lamp(), item(kRed, 0), false, kStart), "VALIDATION_ERROR");
    VERIFY_ERROR(network.enqueue(lamp(), item(kRed, 256), false, kStart), "VALIDATION_ERROR");
    VERIFY_ERROR(network.enqueue(domain::DevEui(1), item(kRed), false, kStart), "RECORD_NOT_FOUND");
    QVERIFY(!network.knows(domain::DevEui(1)));
    QVERIFY(network.queue(domain::DevEui(1)).isEmpty());
}

void TestLampNetwork::confirmedItemsAreAcknowledged()
{
    LampNetwork network(m_site, 1, {.lossy = 0});
    LampItem confirmed = item(kRed);
    confirmed.confirmed = true;
    const auto id = network.enqueue(lamp(), confirmed, false, kStart);
    VERIFY_OK(id);
    const auto behind = network.enqueue(lamp(), item(kBlue), false, kStart);
    VERIFY_OK(behind);
    const auto first = played(network, kStart);
    QCOMPARE(only<domain::TxAck>(first).size(), 1);
    QVERIFY2(only<domain::Ack>(first).isEmpty(), "the lamp's answer takes its time");
    QVERIFY(network.queue(lamp()).first().isPending);
    QCOMPARE(network.queue(lamp()).size(), 2);
    // Pending ones stay when the queue is flushed by a newer item, and nothing overtakes them.
    VERIFY_OK(network.enqueue(lamp(), item(kBlue), true, kStart + 2s));
    QCOMPARE(network.queue(lamp()).first().id, *id);
    QCOMPARE(network.queue(lamp()).size(), 2);
    const auto messages = network.step(kStart + 4s);
    const auto acks = only<domain::Ack>(messages);
    QCOMPARE(acks.size(), 1);
    QVERIFY(acks[0].acknowledged);
    QCOMPARE(acks[0].queueItemId, *id);
    for (const SimMessage &message : messages)
        QVERIFY2(message.time <= kStart + 4s, "nothing is told before it happened");
    QCOMPARE(network.queue(lamp()).size(), 1);
    QVERIFY(!network.queue(lamp()).first().isPending);
}

void TestLampNetwork::lampsRejoinByThemselves()
{
    LampNetwork network(m_site, 1, {.lossy = 0, .rejoins = 20});
    int lamps = 0;
    for (const domain::Space &space : m_site.spaces)
        lamps += space.displayEui.has_value();
    QHash<domain::DevEui, int> joins;
    bool sawDark = false;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        const UtcTime now = kStart + std::chrono::minutes(minute);
        if (minute == 0)
            VERIFY_OK(network.enqueue(lamp(), item(kRed), false, now));
        for (const domain::Join &join : only<domain::Join>(network.step(now))) {
            ++joins[join.head.device.devEui];
            sawDark =
                sawDark || (join.head.device.devEui == lamp() && network.applied(lamp()).isEmpty());
        }
    }
    const qint64 all = network.counts().rejoined;
    QVERIFY2(qAbs(all - 20 * lamps) < 3 * lamps, qPrintable(QString::number(all)));
    QVERIFY(joins.size() == lamps && sawDark);
    LampNetwork still(m_site, 1);
    still.step(kStart);
    QVERIFY(only<domain::Join>(still.step(kStart + std::chrono::hours(23))).isEmpty());
}

void TestLampNetwork::echoesWhatItShows()
{
    LampNetwork network(m_site, 1, {.lossy = 0});
    const auto *type = devices::findType(u"kuando_busylight");
    const auto echo = [&] {
        const domain::Event event = parsed(network.report(lamp(), kStart + 10s));
        const auto &uplink = std::get<domain::Uplink>(event);
        const auto decoded = type->decode({uplink.fPort, uplink.payload, {}});
        return decoded ? decoded->display->rgb : std::nullopt;
    };
    QCOMPARE(echo(), std::optional<quint32>(0));
    VERIFY_OK(network.enqueue(lamp(), item(QByteArray::fromHex("ff00a5ff00")), false, kStart));
    network.step(kStart + 1s);
    QCOMPARE(echo(), std::optional<quint32>(0xffa500));
    // A command on another port reaches the radio and changes nothing.
    VERIFY_OK(network.enqueue(lamp(), item(kBlue, 1), false, kStart + 10s));
    network.step(kStart + 20s);
    QCOMPARE(echo(), std::optional<quint32>(0xffa500));
}

void TestLampNetwork::heltecEchoesItsStatus()
{
    LampNetwork network(m_site, 1, {.lossy = 0});
    VERIFY_OK(network.enqueue(lamp(true), item(QByteArray(1, 2), 1), false, kStart));
    network.step(kStart + 1s);
    const domain::Event event = parsed(network.report(lamp(true), kStart + 2s));
    const auto &uplink = std::get<domain::Uplink>(event);
    QCOMPARE(uplink.payload.toHex(), QByteArray("000102"));
    QCOMPARE(uplink.fPort, 1);
    QCOMPARE(uplink.head.device.profileName, text("heltec_status"));
}

void TestLampNetwork::ignoringLampsKeepTheirColour()
{
    LampNetwork network(m_site, 1, {.ignoring = 1});
    VERIFY_OK(network.enqueue(lamp(), item(kRed), false, kStart));
    QCOMPARE(only<domain::TxAck>(played(network, kStart)).size(), 1);
    QVERIFY(network.applied(lamp()).isEmpty());
}

void TestLampNetwork::lossyLampsLoseSome()
{
    LampNetwork network(m_site, 1, {.delayScale = 0, .lossy = 1});
    for (int i = 0; i < 200; ++i) {
        VERIFY_OK(network.enqueue(lamp(), item(kRed), false, kStart + std::chrono::seconds(i)));
        network.step(kStart + std::chrono::seconds(i));
    }
    QCOMPARE(network.counts().transmitted, 200);
    QVERIFY(network.counts().lost > 10 && network.counts().lost < 100);
}

void TestLampNetwork::aJoinForgets()
{
    LampNetwork network(m_site, 1, {.lossy = 0});
    VERIFY_OK(network.enqueue(lamp(), item(kRed), false, kStart));
    network.step(kStart + 1s);
    QCOMPARE(network.applied(lamp()), kRed);
    const domain::Event event = parsed(network.rejoin(lamp(), kStart + 2s));
    QVERIFY(std::holds_alternative<domain::Join>(event));
    QVERIFY(network.applied(lamp()).isEmpty());
}

/// Also what is at a gateway just then; frames are counted anew.
void TestLampNetwork::aJoinEmptiesTheQueue()
{
    LampNetwork network(m_site, 1, {.lossy = 0});
    VERIFY_OK(network.enqueue(lamp(), item(kRed), true, kStart));
    QCOMPARE(only<domain::TxAck>(played(network, kStart)).size(), 1);
    VERIFY_OK(network.enqueue(lamp(), item(kBlue), true, kStart + 10s));
    network.step(kStart + 11s);
    (void)network.rejoin(lamp(), kStart + 11s);
    QVERIFY(network.queue(lamp()).isEmpty());
    QVERIFY(only<domain::TxAck>(network.step(kStart + 30s)).isEmpty());
    VERIFY_OK(network.enqueue(lamp(), item(kRed), true, kStart + 30s));
    QVERIFY(only<domain::TxAck>(played(network, kStart + 30s)).isEmpty()); // it has not spoken
    (void)network.report(lamp(), kStart + 30s);
    const auto acks = only<domain::TxAck>(played(network, kStart + 30s));
    QCOMPARE(acks.size(), 1);
    QCOMPARE(network.applied(lamp()), kRed);
}

void TestLampNetwork::isTheSameForTheSameSeed()
{
    const auto run = [this](quint64 seed) {
        LampNetwork network(m_site, seed);
        QByteArray all;
        for (int minute = 0; minute < 90; ++minute) {
            (void)network.enqueue(lamp(), item(kRed), true, kStart + std::chrono::minutes(minute));
            for (const SimMessage &message : network.step(kStart + std::chrono::minutes(minute)))
                all += message.topic + message.payload;
        }
        return all;
    };
    QCOMPARE(run(5), run(5));
    QVERIFY(run(5) != run(6));
    QVERIFY(run(5).size() > 10'000);
}

void TestLampNetwork::speaksHttp()
{
    LampNetwork network(m_site, 1);
    RestFront front(network, text("key"));
    VERIFY_OK(front.start());
    const auto ask = [&](const QString &key, domain::DevEui device, int fPort) {
        chirpstack::RestClient client({.base = front.url(), .apiKey = key, .caFile = {}});
        std::optional<Result<QString>> answer;
        client.enqueue(
            device,
            {.fPort = fPort, .data = kRed, .expiresAt = systemNow() + 60s, .flushQueue = true},
            [&](const Result<QString> &result) { answer = result; });
        (void)QTest::qWaitFor([&] { return answer.has_value(); });
        return answer.value_or(Error{text("NO_ANSWER"), {}});
    };
    const Result<QString> id = ask(text("key"), lamp(), 15);
    VERIFY_OK(id);
    QCOMPARE(network.queue(lamp()).first().id, *id);
    QCOMPARE(network.queue(lamp()).first().data, kRed);
    QVERIFY(network.queue(lamp()).first().expiresAt.has_value());
    QCOMPARE(ask(text("wrong"), lamp(), 15).error().code, text("CHIRPSTACK_UNAUTHORIZED"));
    QCOMPARE(ask(text("key"), domain::DevEui(1), 15).error().code, text("CHIRPSTACK_UNAUTHORIZED"));
    QCOMPARE(ask(text("key"), lamp(), 0).error().code, text("CHIRPSTACK_REFUSED"));

    chirpstack::RestClient client({.base = front.url(), .apiKey = text("key"), .caFile = {}});
    std::optional<QList<chirpstack::QueueItem>> items;
    client.queue(lamp(), [&](const auto &result) { items = result.valueOr({}); });
    QTRY_VERIFY(items.has_value());
    QCOMPARE(items->size(), 1);
    QCOMPARE(items->first().id, *id);
    bool flushed = false;
    client.flush(lamp(), [&](const Result<> &result) { flushed = result.hasValue(); });
    QTRY_VERIFY(flushed);
    QVERIFY(network.queue(lamp()).isEmpty());
}

PARKING_TEST(TestLampNetwork)
#include "tst_lampnetwork.moc"
