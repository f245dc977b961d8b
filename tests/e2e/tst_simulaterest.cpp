// `parkctl simulate --rest`: the real program opens ChirpStack's REST side and publishes what
// becomes of the commands.

#include "base/literals.h"
#include "chirpstack/event.h"
#include "chirpstack/restclient.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "parkctl.h"
#include "sim/site.h"
#include "testmain.h"

#include <QMutex>
#include <QTcpServer>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 30'000; // ms; far more than it takes, for slow computers
constexpr int kSpaces = 30;
constexpr int kSeed = 1;

} // namespace

class tst_SimulateRest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsGoOnTheAir()
    {
        const Result<> broker = m_broker.start();
        QVERIFY2(broker, broker ? "" : qPrintable(broker.error().detail));
        mqtt::MqttOptions options;
        options.url = m_broker.url();
        options.clientId = u"listener"_s;
        options.topics = {u"application/+/device/+/event/txack"_s,
                          u"application/+/device/+/event/ack"_s};
        mqtt::MqttClient listener(options, [this](const mqtt::MqttMessage &message) {
            const QMutexLocker lock(&m_mutex);
            m_heard.append(message);
        });
        QVERIFY(listener.start());
        QTRY_VERIFY_WITH_TIMEOUT(listener.info().state == mqtt::ConnectionState::Connected,
                                 kPatience);

        const int port = test::freePort();
        m_parkctl.setEnvironment(u"CHIRPSTACK_API_KEY"_s, u"right"_s);
        QProcess process;
        m_parkctl.prepare(process,
                          {u"simulate"_s, u"--mqtt"_s, m_broker.url().toString(), u"--spaces"_s,
                           QString::number(kSpaces), u"--seed"_s, QString::number(kSeed),
                           u"--rest"_s, QString::number(port), u"--ignoring"_s, u"0"_s,
                           u"--losing"_s, u"0"_s, u"--json"_s});
        process.start();
        QVERIFY(test::waitForPort(port, kPatience));

        const domain::DevEui lamp = anyLamp();
        QVERIFY(!lamp.isNull());
        const Result<QString> refused = post(port, u"wrong"_s, lamp);
        QVERIFY(!refused && refused.error().code == u"CHIRPSTACK_UNAUTHORIZED");
        const Result<QString> item = post(port, u"right"_s, lamp);
        QVERIFY2(item, item ? "" : qPrintable(item.error().detail));
        QTRY_VERIFY_WITH_TIMEOUT(hears<domain::TxAck>(lamp, *item), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(hears<domain::Ack>(lamp, *item), kPatience);

        process.terminate();
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitCode(), 0);
        const QJsonObject counts = test::oneLine(QString::fromUtf8(process.readAllStandardOutput()))
                                       .value(u"downlinks")
                                       .toObject();
        QCOMPARE(counts.value(u"accepted").toInt(), 1);
        QCOMPARE(counts.value(u"transmitted").toInt(), 1);
    }

    void aPortInUseIsTold()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const test::Finished done = m_parkctl.run(
            {u"simulate"_s, u"--mqtt"_s, u"mqtt://127.0.0.1:%1"_s.arg(test::freePort()),
             u"--rest"_s, QString::number(taken.serverPort())});
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(done.err.contains(QString::number(taken.serverPort())), done);
    }

private:
    static domain::DevEui anyLamp()
    {
        for (const domain::Space &space : sim::makeSite(kSpaces, kSeed).spaces) {
            if (space.displayEui)
                return *space.displayEui;
        }
        return {};
    }

    static Result<QString> post(int port, const QString &key, domain::DevEui device)
    {
        chirpstack::RestClient client(
            {.base = QUrl(u"http://127.0.0.1:%1"_s.arg(port)), .apiKey = key, .caFile = {}});
        std::optional<Result<QString>> answer;
        client.enqueue(device,
                       {.fPort = 15,
                        .data = QByteArray::fromHex("ff0000ff00"),
                        .confirmed = true,
                        .expiresAt = systemNow() + 60s,
                        .flushQueue = true},
                       [&](const Result<QString> &result) { answer = result; });
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, kPatience);
        return answer.value_or(Error{u"NO_ANSWER"_s, {}, {}});
    }

    template <class T>
    bool hears(domain::DevEui device, const QString &item)
    {
        const QMutexLocker lock(&m_mutex);
        return std::any_of(m_heard.cbegin(), m_heard.cend(), [&](const mqtt::MqttMessage &one) {
            const auto event = chirpstack::parseEvent(one.topic, one.payload, systemNow());
            const T *found = event ? std::get_if<T>(&*event) : nullptr;
            return found && found->queueItemId == item && found->head.device.devEui == device;
        });
    }

    test::Mosquitto m_broker;
    test::Parkctl m_parkctl;
    QMutex m_mutex;
    QList<mqtt::MqttMessage> m_heard; ///< of the arrival thread
};

PARKING_TEST(tst_SimulateRest)
#include "tst_simulaterest.moc"
