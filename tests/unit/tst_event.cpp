// ChirpStack's events: the derived examples, field rules, times, and hostile messages.

#include "chirpstack/event.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

namespace {

const QByteArray kTopic =
    "application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/0102030405060708/event/";
const UtcTime kReceived = *fromIso(u"2025-11-23T10:56:02Z");

QByteArray example(const char *name)
{
    QFile file(
        QStringLiteral(PARKING_TEST_DATA "/chirpstack/%1.json").arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject uplinkObject()
{
    return QJsonDocument::fromJson(example("ev_up")).object();
}

Result<domain::Event> parse(const char *event, const QByteArray &payload)
{
    return chirpstack::parseEvent(kTopic + event, payload, kReceived);
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

class tst_Event : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void uplink()
    {
        const auto event = parse("up", example("ev_up"));
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const auto *up = std::get_if<domain::Uplink>(&*event);
        QVERIFY(up);
        QCOMPARE(up->head.key, QStringLiteral("3ac7e3c4-4401-4b8d-9386-a5c902f9202d"));
        QCOMPARE(toIso(up->head.time), QStringLiteral("2025-11-23T10:56:01.123Z")); // cut
        QCOMPARE(up->head.device.profileName, QStringLiteral("bay-sensor"));
        QCOMPARE(up->head.device.tags.value(QStringLiteral("bay")), QStringLiteral("17"));
        QCOMPARE(up->fPort, 2);
        QCOMPARE(up->payload.toHex(), QByteArray("0167ff00"));
        QCOMPARE(up->gateways.size(), 2);
        QCOMPARE(up->gateways[0].rssiDbm, -36);
        QCOMPARE(up->gateways[0].snrDb, 10.5);
        QCOMPARE(up->gateways[1].snrDb, 0.0); // absent is 0
        QCOMPARE(up->gateways[1].channel, 3);
        QVERIFY(!up->head.timeSuspect);
    }

    void others_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QByteArray>("file");
        for (const char *name : {"join", "ack", "txack", "log", "status", "location"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("ev_") + name;
        QTest::newRow("nack") << QByteArray("ack") << QByteArray("ev_nack");
    }

    void others()
    {
        QFETCH(QByteArray, event);
        QFETCH(QByteArray, file);
        const auto parsed = parse(event.constData(), example(file.constData()));
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().detail));
        QCOMPARE(domain::head(*parsed).device.devEui.toString(),
                 QStringLiteral("0102030405060708"));
        QCOMPARE(domain::head(*parsed).key.size(), 36);
    }

    void bestGatewayHasTheHighestSnrThenRssi()
    {
        QJsonObject up = uplinkObject();
        QJsonArray gateways;
        const struct {
            int rssi;
            double snr;
        } heard[] = {{-90, 5}, {-120, 9}, {-80, 9}};
        for (const auto &one : heard)
            gateways.append(QJsonObject{{QStringLiteral("gatewayId"), QStringLiteral("aa")},
                                        {QStringLiteral("rssi"), one.rssi},
                                        {QStringLiteral("snr"), one.snr}});
        up[u"rxInfo"] = gateways;
        const auto event = parse("up", bytes(up));
        QVERIFY(event);
        const auto &found = std::get<domain::Uplink>(*event).gateways;
        QCOMPARE(found.size(), 3);
        QCOMPARE(found[0].rssiDbm, -80);
        QCOMPARE(found[1].rssiDbm, -120);
    }

    void keyWithoutDeduplicationIdIsStable()
    {
        QJsonObject up = uplinkObject();
        up[u"deduplicationId"] = QString();
        const auto first = parse("up", bytes(up));
        const auto again = parse("up", bytes(up));
        up[u"fCnt"] = 1;
        const auto other = parse("up", bytes(up));
        QVERIFY(first && again && other);
        QCOMPARE(domain::head(*first).key, domain::head(*again).key);
        QVERIFY(domain::head(*first).key != domain::head(*other).key);
    }

    void time_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("taken"); // empty: BAD_TIME
        QTest::addColumn<bool>("suspect");
        const QString server =
            QStringLiteral("2025-11-23T10:56:01.121Z"); // cut of the first nsTime
        QTest::newRow("believed") << QStringLiteral("2025-11-23T10:56:01+00:00")
                                  << QStringLiteral("2025-11-23T10:56:01.000Z") << false;
        QTest::newRow("59 s ahead") << QStringLiteral("2025-11-23T10:57:00+00:00")
                                    << QStringLiteral("2025-11-23T10:57:00.000Z") << false;
        QTest::newRow("an hour ahead")
            << QStringLiteral("2025-11-23T11:56:00+00:00") << server << true;
        QTest::newRow("eight days behind")
            << QStringLiteral("2025-11-15T10:56:00Z") << server << true;
        QTest::newRow("absent") << QString() << server << true;
    }

    void time()
    {
        QFETCH(QString, time);
        QFETCH(QString, taken);
        QFETCH(bool, suspect);
        QJsonObject up = uplinkObject();
        QJsonArray gateways = up.value(u"rxInfo").toArray();
        gateways.removeLast();
        up[u"rxInfo"] = gateways;
        if (time.isEmpty())
            up.remove(u"time");
        else
            up[u"time"] = time;
        const auto event = parse("up", bytes(up));
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(toIso(domain::head(*event).time), taken);
        QCOMPARE(domain::head(*event).timeSuspect, suspect);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("code");
        const QString json = QStringLiteral("BAD_JSON");
        const QString field = QStringLiteral("BAD_FIELD");
        const QByteArray good = example("ev_up");
        QTest::newRow("empty") << QByteArray() << json;
        QTest::newRow("null") << QByteArray("null") << json;
        QTest::newRow("array") << QByteArray("[]") << json;
        QTest::newRow("number") << QByteArray("1") << json;
        QTest::newRow("text") << QByteArray("\"up\"") << json;
        QTest::newRow("cut in the middle") << good.left(good.size() / 2) << json;
        QTest::newRow("cut at the end") << good.left(good.size() - 1) << json;
        QTest::newRow("garbage behind") << QByteArray(good + "x") << json;
        QTest::newRow("NaN") << QByteArray(good).replace("10.5", "NaN") << json;
        QTest::newRow("Infinity") << QByteArray(good).replace("10.5", "Infinity") << json;
        QTest::newRow("bad UTF-8") << QByteArray(good).replace("bay-017", "bay-\xff\xfe") << json;
        QTest::newRow("deep arrays") << QByteArray(100'000, '[') << json;
        QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(65) << json;
        QTest::newRow("10 MiB") << QByteArray("{\"a\":\"" + QByteArray(10 << 20, 'x') + "\"}")
                                << json;
        QTest::newRow("default message without a device") << example("ev_up_default") << field;
        const auto changed = [](QStringView name, const QJsonValue &value) {
            QJsonObject up = uplinkObject();
            up[name] = value;
            return bytes(up);
        };
        QTest::newRow("fCnt text") << changed(u"fCnt", QStringLiteral("1")) << field;
        QTest::newRow("fCnt negative") << changed(u"fCnt", -1) << field;
        QTest::newRow("fCnt half") << changed(u"fCnt", 0.5) << field;
        QTest::newRow("fCnt 2^32") << changed(u"fCnt", 4294967296.0) << field;
        QTest::newRow("fPort 256") << changed(u"fPort", 256) << field;
        QTest::newRow("fPort object") << changed(u"fPort", QJsonObject()) << field;
        QTest::newRow("data not base64") << changed(u"data", QStringLiteral("***")) << field;
        QTest::newRow("data number") << changed(u"data", 5) << field;
        QTest::newRow("object array") << changed(u"object", QJsonArray()) << field;
        QTest::newRow("rxInfo object") << changed(u"rxInfo", QJsonObject()) << field;
        QTest::newRow("rxInfo of numbers") << changed(u"rxInfo", QJsonArray{1}) << field;
        QTest::newRow("confirmed text") << changed(u"confirmed", QStringLiteral("no")) << field;
        QTest::newRow("time without zone")
            << changed(u"time", QStringLiteral("2025-11-23T10:56:01")) << field;
        QTest::newRow("time 30 February")
            << changed(u"time", QStringLiteral("2025-02-30T10:56:01Z")) << field;
        QTest::newRow("deviceInfo null") << changed(u"deviceInfo", QJsonValue()) << field;
        QTest::newRow("deviceInfo array") << changed(u"deviceInfo", QJsonArray()) << field;
        const auto device = [](const QJsonValue &eui) {
            QJsonObject up = uplinkObject();
            QJsonObject info = up.value(u"deviceInfo").toObject();
            info[u"devEui"] = eui;
            up[u"deviceInfo"] = info;
            return bytes(up);
        };
        QTest::newRow("devEui short") << device(QStringLiteral("01020304")) << field;
        QTest::newRow("devEui no hex") << device(QStringLiteral("zz02030405060708")) << field;
        QTest::newRow("devEui number") << device(7) << field;
        QTest::newRow("devEui of another device")
            << device(QStringLiteral("0102030405060709")) << QStringLiteral("EUI_MISMATCH");
        const auto old = [](const QString &time) {
            QJsonObject up = uplinkObject();
            up[u"time"] = time;
            up[u"rxInfo"] = QJsonArray();
            return bytes(up);
        };
        QTest::newRow("1969") << old(QStringLiteral("1969-12-31T23:59:59Z"))
                              << QStringLiteral("BAD_TIME");
        QTest::newRow("9999") << old(QStringLiteral("9999-12-31T23:59:59Z"))
                              << QStringLiteral("BAD_TIME");
        QTest::newRow("401 days old")
            << old(QStringLiteral("2024-10-18T10:00:00Z")) << QStringLiteral("BAD_TIME");
        QTest::newRow("11 min ahead")
            << old(QStringLiteral("2025-11-23T11:07:03Z")) << QStringLiteral("BAD_TIME");
    }

    void refused()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, code);
        const auto event = parse("up", payload);
        QVERIFY(!event);
        QCOMPARE(event.error().code, code);
        QVERIFY(parse("up", example("ev_up"))); // the neighbour is not impressed
    }

    void topics_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("BAD_TOPIC");
        QTest::newRow("a gateway's")
            << QByteArray("eu868/gateway/aa/event/up") << QStringLiteral("BAD_TOPIC");
        QTest::newRow("bad EUI") << QByteArray("application/a/device/xyz/event/up")
                                 << QStringLiteral("BAD_TOPIC");
        QTest::newRow("unknown event")
            << QByteArray(kTopic + "integration") << QStringLiteral("UNKNOWN_EVENT");
    }

    void topics()
    {
        QFETCH(QByteArray, topic);
        QFETCH(QString, code);
        const auto event = chirpstack::parseEvent(topic, example("ev_up"), kReceived);
        QVERIFY(!event);
        QCOMPARE(event.error().code, code);
    }
};

QTEST_GUILESS_MAIN(tst_Event)
#include "tst_event.moc"
