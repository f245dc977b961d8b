// ChirpStack's events: the derived examples, field rules, times, and hostile messages.

#include "base/literals.h"
#include "chirpstack/event.h"
#include "testmain.h"
#include "testpaths.h"

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
    QFile file(test::dataPath(u"chirpstack/%1.json"_s.arg(QLatin1StringView(name))));
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
        QCOMPARE(up->head.key, u"3ac7e3c4-4401-4b8d-9386-a5c902f9202d"_s);
        QCOMPARE(toIso(up->head.time), u"2025-11-23T10:56:01.123Z"_s); // cut
        QCOMPARE(up->head.device.profileName, u"bay-sensor"_s);
        QCOMPARE(up->head.device.tags.value(u"bay"_s), u"17"_s);
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
        QCOMPARE(domain::head(*parsed).device.devEui.toString(), u"0102030405060708"_s);
        QCOMPARE(domain::head(*parsed).key.size(), 36);
    }

    /// The level means nothing beside the flags, and 0 where there are none.
    void battery_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<double>("percent"); // -1: not known
        QFile file(test::dataPath(u"chirpstack/status.jsonl"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> sent = file.readAll().split('\n');
        QTest::newRow("known") << sent.value(0) << 78.74016;
        QTest::newRow("external power") << sent.value(1) << -1.0;
        QTest::newRow("unavailable") << sent.value(2) << -1.0;
        const auto row = [&](const char *name, const char *from, const char *to) {
            QTest::newRow(name) << QByteArray(sent.value(0)).replace(from, to) << -1.0;
        };
        row("external power and a level", "Source\":false", "Source\":true");
        row("unavailable and a level", "Unavailable\":false", "Unavailable\":true");
        row("level 0", "78.74016", "0.0");
        row("level null", "78.74016", "null");
        row("level absent", ",\"batteryLevel\":78.74016", "");
        row("level 255", "78.74016", "255");
    }

    void battery()
    {
        QFETCH(QByteArray, payload);
        QFETCH(double, percent);
        const QByteArray topic =
            "application/7b9b7956-5551-4ff8-b522-814e9736fd08/device/58a0cb0000000001/event/status";
        const auto event =
            chirpstack::parseEvent(topic, payload, *fromIso(u"2026-11-25T20:28:00Z"));
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const auto *status = std::get_if<domain::DeviceStatus>(&*event);
        QVERIFY(status);
        QCOMPARE(status->batteryPercent.value_or(-1), percent);
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
            gateways.append(
                QJsonObject{{u"gatewayId"_s, u"aa"_s}, {u"rssi"_s, one.rssi}, {u"snr"_s, one.snr}});
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
        const QString server = u"2025-11-23T10:56:01.121Z"_s; // cut of the first nsTime
        QTest::newRow("believed") << u"2025-11-23T10:56:01+00:00"_s << u"2025-11-23T10:56:01.000Z"_s
                                  << false;
        QTest::newRow("59 s ahead")
            << u"2025-11-23T10:57:00+00:00"_s << u"2025-11-23T10:57:00.000Z"_s << false;
        QTest::newRow("an hour ahead") << u"2025-11-23T11:56:00+00:00"_s << server << true;
        QTest::newRow("eight days behind") << u"2025-11-15T10:56:00Z"_s << server << true;
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

    /// Without nsTime: the gateways' clocks, then that of the reception.
    void otherClocks_data()
    {
        QTest::addColumn<QString>("time"); // of the event; empty: none
        QTest::addColumn<QByteArray>("rxInfo");
        QTest::addColumn<QString>("taken"); // empty: BAD_TIME
        QTest::addColumn<bool>("suspect");
        const auto row = [](const char *title, const char *time, const char *rxInfo,
                            const char *taken, bool suspect = true) {
            QTest::newRow(title) << QString::fromLatin1(time) << QByteArray(rxInfo)
                                 << QString::fromLatin1(taken) << suspect;
        };
        const char *const k1980 = "1980-01-21T23:17:20.234+00:00";
        const char *const kOwn = "2025-11-23T10:56:01.000Z";
        const char *const kGateway = R"([{"gwTime":"2025-11-23T10:55:59.7+00:00"}])";
        const char *const kHeard = "2025-11-23T10:55:59.700Z";
        const char *const kArrival = "2025-11-23T10:56:02.000Z";
        row("1980 and a gateway's", k1980, kGateway, kHeard);
        row("1980 and a gateway's of an older server", k1980,
            R"([{"time":"2025-11-23T10:55:59.700Z"}])", kHeard);
        row("1980 and two gateways'", k1980,
            R"([{"gwTime":"2025-11-23T10:55:58Z"},{"gwTime":"2025-11-23T10:55:59.7Z"}])", kHeard);
        row("1980 and a gateway's in 1980", k1980, R"([{"gwTime":"1980-01-21T23:17:20Z"}])",
            kArrival);
        row("1980 and a gateway's that is possible", k1980,
            R"([{"gwTime":"2099-01-01T00:00:00Z"},{"gwTime":"2025-11-23T10:55:59.7Z"}])", kHeard);
        row("1980 and no reception", k1980, "[]", kArrival);
        row("1969 and no reception", "1969-12-31T23:59:59Z", "[]", kArrival);
        row("0001 and no reception", "0001-01-01T00:00:00Z", "[]", kArrival);
        row("none and a gateway's", "", kGateway, kHeard);
        row("none and no reception", "", "[]", kArrival);
        row("good beside a gateway's that is behind", kOwn,
            R"([{"gwTime":"2025-11-23T08:00:00Z"}])", kOwn, false);
        row("good beside nsTime in 1980", kOwn, R"([{"nsTime":"1980-01-06T00:00:00Z"}])", kOwn,
            false);
        row("good beside nsTime of two years ago", kOwn, R"([{"nsTime":"2023-11-23T10:56:01Z"}])",
            kOwn);
        row("hour ahead and a gateway's", "2025-11-23T11:56:00Z", kGateway, kHeard);
        row("two years old and a gateway's", "2023-11-23T10:56:00Z", kGateway, kHeard);
        row("1980 and nsTime before the gateway's", k1980,
            R"([{"gwTime":"2025-11-23T10:55:00Z","nsTime":"2025-11-23T10:55:59.7Z"}])", kHeard);
        row("hour ahead with nsTime, a gateway's is behind", "2025-11-23T11:56:00Z",
            R"([{"gwTime":"2025-11-23T10:55:59Z","nsTime":"2025-11-23T11:56:00Z"}])", "");
        row("hour ahead and a gateway's in words", "2025-11-23T11:56:00Z", R"([{"gwTime":"noon"}])",
            "");
        row("9999", "9999-12-31T23:59:59Z", "[]", "");
    }

    void otherClocks()
    {
        QFETCH(QString, time);
        QFETCH(QByteArray, rxInfo);
        QFETCH(QString, taken);
        QFETCH(bool, suspect);
        QJsonObject up = uplinkObject();
        up[u"rxInfo"] = QJsonDocument::fromJson(rxInfo).array();
        if (time.isEmpty())
            up.remove(u"time");
        else
            up[u"time"] = time;
        const auto event = parse("up", bytes(up));
        if (taken.isEmpty()) {
            QVERIFY(!event);
            QCOMPARE(event.error().code, u"BAD_TIME"_s);
            QCOMPARE(event.error().details.value(u"time").toString(), toIso(*fromIso(time)));
            return;
        }
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(toIso(domain::head(*event).time), taken);
        QCOMPARE(domain::head(*event).timeSuspect, suspect);
        if (taken == toIso(kReceived))
            return;
        const auto again = chirpstack::parseEvent(kTopic + "up", bytes(up), kReceived + 1min);
        QVERIFY(again); // a redelivery is the same reading
        QCOMPARE(domain::head(*again).time, domain::head(*event).time);
        QCOMPARE(domain::head(*again).key, domain::head(*event).key);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("code");
        const QString json = u"BAD_JSON"_s;
        const QString field = u"BAD_FIELD"_s;
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
        QTest::newRow("fPort 256") << changed(u"fPort", 256) << field;
        QTest::newRow("fPort object") << changed(u"fPort", QJsonObject()) << field;
        QTest::newRow("data not base64") << changed(u"data", u"***"_s) << field;
        QTest::newRow("data number") << changed(u"data", 5) << field;
        QTest::newRow("time without zone") << changed(u"time", u"2025-11-23T10:56:01"_s) << field;
        QTest::newRow("time 30 February") << changed(u"time", u"2025-02-30T10:56:01Z"_s) << field;
        QTest::newRow("deviceInfo null") << changed(u"deviceInfo", QJsonValue()) << field;
        QTest::newRow("deviceInfo array") << changed(u"deviceInfo", QJsonArray()) << field;
        const auto device = [](const QJsonValue &eui) {
            QJsonObject up = uplinkObject();
            QJsonObject info = up.value(u"deviceInfo").toObject();
            info[u"devEui"] = eui;
            up[u"deviceInfo"] = info;
            return bytes(up);
        };
        QTest::newRow("devEui short") << device(u"01020304"_s) << field;
        QTest::newRow("devEui no hex") << device(u"zz02030405060708"_s) << field;
        QTest::newRow("devEui number") << device(7) << field;
        QTest::newRow("devEui of another device")
            << device(u"0102030405060709"_s) << u"EUI_MISMATCH"_s;
        const auto old = [](const QString &time) {
            QJsonObject up = uplinkObject();
            up[u"time"] = time;
            up[u"rxInfo"] = QJsonArray();
            return bytes(up);
        };
        QTest::newRow("9999") << old(u"9999-12-31T23:59:59Z"_s) << u"BAD_TIME"_s;
        QTest::newRow("401 days old") << old(u"2024-10-18T10:00:00Z"_s) << u"BAD_TIME"_s;
        QTest::newRow("11 min ahead") << old(u"2025-11-23T11:07:03Z"_s) << u"BAD_TIME"_s;
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

    /// Nothing but the frame, its port, its time and whose it is can cost an uplink.
    void spare_data()
    {
        QTest::addColumn<QByteArray>("member"); // of the event; two names: of a member of it
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("note"); // empty: none
        const auto row = [](const char *title, const char *member, const char *value,
                            const QString &note) {
            QTest::newRow(title) << QByteArray(member) << QByteArray(value) << note;
        };
        const auto tag = u"deviceInfo.tags.bay dropped: not a text"_s;
        row("tag null", "deviceInfo.tags", R"({"bay":null,"site":"north"})", {});
        row("tag number", "deviceInfo.tags", R"({"bay":17,"site":"north"})", tag);
        row("tag object", "deviceInfo.tags", R"({"bay":{"a":[null]},"site":"north"})", tag);
        row("tag array", "deviceInfo.tags", R"({"site":"north","bay":[]})", tag);
        row("tag with U+0000", "deviceInfo.tags", R"({"bay":"1\u00007","site":"north"})",
            u"deviceInfo.tags.bay dropped: U+0000 in it"_s);
        row("tag named by control characters", "deviceInfo.tags",
            R"({"\u0000\n":1,"site":"north"})", u"deviceInfo.tags.?? dropped: not a text"_s);
        row("no tags", "deviceInfo.tags", "null", {});
        row("tags array", "deviceInfo.tags", "[]", u"deviceInfo.tags dropped: not an object"_s);
        row("name null", "deviceInfo.deviceName", "null", {});
        row("name number", "deviceInfo.deviceName", "17",
            u"deviceInfo.deviceName dropped: not a text"_s);
        row("name with U+0000", "deviceInfo.deviceName", R"("bay\u0000")",
            u"deviceInfo.deviceName dropped: U+0000 in it"_s);
        row("profile object", "deviceInfo.deviceProfileName", "{}",
            u"deviceInfo.deviceProfileName dropped: not a text"_s);
        row("class number", "deviceInfo.deviceClassEnabled", "1",
            u"deviceInfo.deviceClassEnabled dropped: not a text"_s);
        row("tenant number", "deviceInfo.tenantName", "1", {});
        row("variables", "deviceInfo.variables", R"({"a":[1]})", {});
        row("fCnt text", "fCnt", R"("1")", u"fCnt dropped: not a number"_s);
        row("fCnt negative", "fCnt", "-1", u"fCnt dropped: not a whole number in 0..4294967295"_s);
        row("fCnt half", "fCnt", "0.5", u"fCnt dropped: not a whole number in 0..4294967295"_s);
        row("fCnt 2^32", "fCnt", "4294967296",
            u"fCnt dropped: not a whole number in 0..4294967295"_s);
        row("dr text", "dr", R"("SF7")", u"dr dropped: not a number"_s);
        row("confirmed text", "confirmed", R"("no")", u"confirmed dropped: not true or false"_s);
        row("adr text", "adr", R"("no")", {});
        row("deduplicationId number", "deduplicationId", "5",
            u"deduplicationId dropped: not a text"_s);
        row("object array", "object", "[]", u"object dropped: not an object"_s);
        row("object with U+0000", "object", R"({"\\u0000":"\\\u0000"})",
            u"object dropped: U+0000 in it"_s);
        row("rxInfo object", "rxInfo", "{}", u"rxInfo dropped: not an array"_s);
        row("rxInfo of numbers", "rxInfo", "[1]",
            u"rxInfo dropped: holds something else than objects"_s);
        row("rssi text", "rxInfo", R"([{"gatewayId":"aa","rssi":"-36"}])",
            u"rxInfo.rssi dropped: not a number"_s);
        row("snr object", "rxInfo", R"([{"gatewayId":"aa","snr":{}}])",
            u"rxInfo.snr dropped: not a number"_s);
        row("gateway number", "rxInfo", R"([{"gatewayId":1}])",
            u"rxInfo.gatewayId dropped: not a text"_s);
        row("nsTime in words", "rxInfo", R"([{"nsTime":"noon"}])",
            u"rxInfo.nsTime dropped: not an RFC 3339 time"_s);
        row("location of a gateway", "rxInfo", R"([{"location":7,"metadata":[null]}])", {});
        row("txInfo null", "txInfo", "null", {});
        row("txInfo array", "txInfo", "[1]", u"txInfo dropped: not an object"_s);
        row("frequency text", "txInfo", R"({"frequency":"868.1"})",
            u"txInfo.frequency dropped: not a number"_s);
        row("modulation number", "txInfo", R"({"modulation":1})", {});
        row("region number", "regionConfigId", "868", {});
    }

    void spare()
    {
        QFETCH(QByteArray, member);
        QFETCH(QByteArray, value);
        QFETCH(QString, note);
        QByteArray payload = example("ev_up");
        const QList<QByteArray> names = member.split('.');
        // The last of two counts, so the member is said again where its object begins ... or ends.
        if (names.size() == 2)
            payload.replace("\"deviceClassEnabled\":\"CLASS_A\",\"tags\":{\"site\":\"north\","
                            "\"bay\":\"17\"}",
                            '"' + names[1] + "\":" + value);
        else
            payload = payload.trimmed().chopped(1) + ",\"" + member + "\":" + value + '}';
        const auto event = parse("up", payload);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const auto &up = std::get<domain::Uplink>(*event);
        QCOMPARE(up.notes.join(u'|'), note);
        QCOMPARE(up.fPort, 2);
        QCOMPARE(up.payload.toHex(), QByteArray("0167ff00"));
        QCOMPARE(toIso(up.head.time), u"2025-11-23T10:56:01.123Z"_s);
        if (names.last() == "tags" && value.startsWith('{')) // the others hold
            QCOMPARE(up.head.device.tags.value(u"site"_s), u"north"_s);
        if (member == "rxInfo" && !note.isEmpty() && !note.contains(u"Time"))
            QVERIFY(up.gateways.isEmpty()); // never one that says 0 dBm for what it did not say
        if (note.contains(u"U+0000") && up.object)
            QVERIFY(!up.object->object().contains(QString(QChar(u'\0'))));
    }

    void manyNotesAreCounted()
    {
        QByteArray tags = "\"t\":1,";
        QByteArray payload = example("ev_up");
        payload.replace("\"site\":\"north\",",
                        tags.repeated(1000) + QByteArray("\"") + QByteArray(10'000, 'n') + "\":1,");
        const auto event = parse("up", payload);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const QStringList notes = std::get<domain::Uplink>(*event).notes;
        QCOMPARE(notes.size(), 5);
        QCOMPARE(notes.last(), u"997 more dropped"_s);
        QVERIFY(notes.join(u'\n').size() < 1000);
    }

    void objectLosesOnlyItsZeros()
    {
        QByteArray payload = example("ev_up").trimmed().chopped(1);
        payload += R"(,"object":{"a\u0000":"\\u0000","b":"\\\u0000\n","occupied":true}})";
        const auto event = parse("up", payload);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(std::get<domain::Uplink>(*event).object->utf8(),
                 QByteArray(R"({"a\ufffd":"\\u0000","b":"\\\ufffd\n","occupied":true})"));
    }

    /// What nobody reads must be JSON too: the parser on its own would only count brackets.
    void passedOver_data()
    {
        QTest::addColumn<QByteArray>("value"); // of a member that no event has
        QTest::addColumn<QString>("code"); // empty: the event is read
        const QString json = u"BAD_JSON"_s;
        QTest::newRow("all kinds")
            << QByteArray(R"({"a":[1,-2.5e3,true,false,null,"\u00e9\n"],"b":{}})") << QString();
        QTest::newRow("integer of 40 digits") << QByteArray(40, '7') << QString();
        QTest::newRow("white space") << QByteArray(" [ 1 , { } ,\n\t2 ] ") << QString();
        QTest::newRow("64 deep") << QByteArray(63, '[') + QByteArray(63, ']') << QString();
        QTest::newRow("65 deep") << QByteArray(64, '[') + QByteArray(64, ']') << json;
        QTest::newRow("number beyond a double") << QByteArray("1e400") << json;
        QTest::newRow("leading zero") << QByteArray("007") << json;
        QTest::newRow("no digits behind the point") << QByteArray("1.") << json;
        QTest::newRow("NaN") << QByteArray("[NaN]") << json;
        QTest::newRow("word") << QByteArray("truth") << json;
        QTest::newRow("null and more") << QByteArray("nullx") << json;
        QTest::newRow("nothing") << QByteArray() << json;
        QTest::newRow("comma at the end") << QByteArray("[1,]") << json;
        QTest::newRow("comma missing") << QByteArray("[1 2]") << json;
        QTest::newRow("colon missing") << QByteArray(R"({"a" 1})") << json;
        QTest::newRow("name without quotes") << QByteArray("{a:1}") << json;
        QTest::newRow("brackets crossed") << QByteArray(R"({"a":[1})") << json;
        QTest::newRow("unknown escape") << QByteArray(R"("\q")") << json;
        QTest::newRow("unknown escape in a name") << QByteArray(R"({"\q":1})") << json;
        QTest::newRow("half a surrogate pair") << QByteArray(R"("\ud83d")") << json;
        QTest::newRow("line feed in a text") << QByteArray("\"a\nb\"") << json;
    }

    void passedOver()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        QByteArray payload = example("ev_up").trimmed();
        payload.insert(1, "\"zzz\":" + value + ',');
        const auto event = parse("up", payload);
        QCOMPARE(event ? QString() : event.error().code, code);
    }

    void objectIsKeptAsSent()
    {
        QByteArray payload = example("ev_up");
        const QByteArray object = R"({"big":9007199254740993,"a" : {"occupied":[1.0]}})";
        const qsizetype from = payload.indexOf("{\"occupied\"");
        payload.replace(from, payload.indexOf('}', from) + 1 - from, object + ' ');
        const auto event = parse("up", payload);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(std::get<domain::Uplink>(*event).object->utf8(), object);
    }

    void lastOfTwoCounts()
    {
        QByteArray payload = example("ev_up").trimmed();
        payload.insert(payload.size() - 1, R"(,"fPort":9,"f\u0050ort":7,"rxInfo":[])");
        const auto event = parse("up", payload);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(std::get<domain::Uplink>(*event).fPort, 7);
        QVERIFY(std::get<domain::Uplink>(*event).gateways.isEmpty());
    }

    void byteOrderMarkIsNoText()
    {
        QVERIFY(parse("up", "\xef\xbb\xbf" + example("ev_up")));
        QVERIFY(!parse("up", "\xef\xbb" + example("ev_up")));
    }

    void readerKeepsNothing()
    {
        chirpstack::EventReader reader;
        const QByteArray good = example("ev_up");
        const auto alone = parse("up", good);
        QVERIFY(alone);
        const QByteArray bad[] = {good.left(good.size() / 2), QByteArray(5000, '['), "{}",
                                  QByteArray(good).replace("bay-017", "bay-\xff\xfe"),
                                  "{\"a\":\"" + QByteArray(1 << 20, 'x') + "\"}"};
        for (const QByteArray &payload : bad) {
            QVERIFY(!reader.read(kTopic + "up", payload, kReceived));
            const auto event = reader.read(kTopic + "up", good, kReceived);
            QVERIFY(event);
            QVERIFY(*event == *alone);
        }
    }

    void problemsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char *from, const char *to, const QString &detail) {
            QTest::newRow(qPrintable(detail)) << QByteArray(from) << QByteArray(to) << detail;
        };
        row("\"fPort\":2", "\"fPort\":\"2\"", u"fPort: not a number"_s);
        row("\"fPort\":2", "\"fPort\":256", u"fPort: not a whole number in 0..255"_s);
        row("\"devEui\":\"0102", "\"devEui\":\"zz02", u"deviceInfo.devEui: not 16 hex digits"_s);
        row("\"data\":\"AWf/AA==\"", "\"data\":\"?\"", u"data: not base64"_s);
    }

    void problemsAreNamed()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, detail);
        const auto event = parse("up", example("ev_up").replace(from, to));
        QVERIFY(!event);
        QCOMPARE(event.error().detail, detail);
    }

    void topics_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << u"BAD_TOPIC"_s;
        QTest::newRow("a gateway's") << QByteArray("eu868/gateway/aa/event/up") << u"BAD_TOPIC"_s;
        QTest::newRow("bad EUI") << QByteArray("application/a/device/xyz/event/up")
                                 << u"BAD_TOPIC"_s;
        QTest::newRow("unknown event") << QByteArray(kTopic + "integration") << u"UNKNOWN_EVENT"_s;
        const QString bad = u"BAD_TOPIC"_s;
        QTest::newRow("only slashes") << QByteArray("/////") << bad;
        QTest::newRow("65,535 slashes") << QByteArray(65'535, '/') << bad;
        QTest::newRow("slash at the end") << QByteArray(kTopic + "up/") << bad;
        QTest::newRow("slash in the middle")
            << QByteArray(kTopic).replace("/device", "//device") + "up" << bad;
        QTest::newRow("something behind") << QByteArray(kTopic + "up/more") << bad;
        QTest::newRow("no application id")
            << QByteArray("application//device/0102030405060708/event/up") << bad;
        QTest::newRow("prefix without a slash") << QByteArray("garage" + kTopic + "up") << bad;
        QTest::newRow("begins in the middle")
            << kTopic.sliced(kTopic.indexOf("device")) + "up" << bad;
        QTest::newRow("one application less") << kTopic.sliced(kTopic.indexOf('/')) + "up" << bad;
        QTest::newRow("another device at the end")
            << QByteArray(kTopic + "up/application/a/device/0102030405060709/event/up")
            << u"EUI_MISMATCH"_s;
        QTest::newRow("unknown event behind a prefix")
            << QByteArray("garage/" + kTopic + "integration") << u"UNKNOWN_EVENT"_s;
    }

    void prefixes_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("a word") << QByteArray("garage/");
        QTest::newRow("three words") << QByteArray("city/north/chirpstack/");
        QTest::newRow("a slash") << QByteArray("/");
        QTest::newRow("empty words") << QByteArray("///");
        QTest::newRow("words of the topic") << QByteArray("application/device/event/application/");
        QTest::newRow("another device")
            << QByteArray("application/a/device/0102030405060709/event/up/");
        QTest::newRow("no UTF-8") << QByteArray("\xff\xfe/");
        QTest::newRow("60,000 bytes") << QByteArray(60'000, 'x') + '/';
        QTest::newRow("30,000 words") << QByteArray("x/").repeated(30'000);
    }

    void prefixes()
    {
        QFETCH(QByteArray, prefix);
        const auto event =
            chirpstack::parseEvent(prefix + kTopic + "up", example("ev_up"), kReceived);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        QCOMPARE(domain::head(*event).device.devEui.toString(), u"0102030405060708"_s);
    }

    void topics()
    {
        QFETCH(QByteArray, topic);
        QFETCH(QString, code);
        const auto event = chirpstack::parseEvent(topic, example("ev_up"), kReceived);
        QVERIFY(!event);
        QCOMPARE(event.error().code, code);
        QVERIFY(event.error().detail.size() < 300);
    }
};

PARKING_TEST(tst_Event)
#include "tst_event.moc"
