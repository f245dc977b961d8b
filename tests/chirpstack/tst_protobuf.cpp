// Events in protobuf: the same values as in JSON, and hostile messages.

#include "base/literals.h"
#include "chirpstack/event.h"
#include "testmain.h"
#include "testpaths.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

namespace {

const QByteArray kTopic =
    "application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/0102030405060708/event/";
const UtcTime kReceived = *fromIso(u"2025-11-23T10:56:02Z");

QByteArray fileOf(const QString &name)
{
    QFile file(test::dataPath(u"chirpstack/"_s + name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray uplink()
{
    return fileOf(u"ev_up.pb"_s);
}

// --- The wire: https://protobuf.dev/programming-guides/encoding ---

QByteArray varint(quint64 value)
{
    QByteArray bytes;
    for (; value > 0x7f; value >>= 7)
        bytes += char(value | 0x80);
    return bytes + char(value);
}

QByteArray number(int field, quint64 value)
{
    return varint(quint64(field) << 3) + varint(value);
}

QByteArray bytes(int field, const QByteArray &value)
{
    return varint(quint64(field) << 3 | 2) + varint(quint64(value.size())) + value;
}

QByteArray fixed64(int field, double value)
{
    return varint(quint64(field) << 3 | 1)
        + QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
}

/// Struct with one member.
QByteArray object(const QByteArray &name, const QByteArray &value)
{
    return bytes(1, bytes(1, name) + bytes(2, value));
}

QByteArray nested(int depth) // objects in each other
{
    QByteArray inner;
    for (int i = 1; i < depth; ++i)
        inner = object("a", bytes(5, inner));
    return inner;
}

Result<domain::Event> parse(const QByteArray &payload)
{
    return chirpstack::parseEvent(kTopic + "up", payload, kReceived);
}

} // namespace

class tst_Protobuf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameAsJson_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QByteArray>("protobuf");
        QTest::addColumn<QByteArray>("json");
        for (const char *name :
             {"up", "join", "ack", "nack", "txack", "log", "status", "location"}) {
            const QString file = u"ev_"_s + QLatin1StringView(name);
            const QByteArray kind = qstrcmp(name, "nack") == 0 ? "ack" : name;
            QTest::newRow(name) << kTopic + kind << fileOf(file + u".pb"_s)
                                << fileOf(file + u".json"_s);
        }
        int line = 0;
        for (const QByteArray &text : fileOf(u"protobuf.jsonl"_s).split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(text).object();
            const QByteArray topic = row.value(u"topic").toString().toLatin1();
            if (topic.isEmpty())
                continue;
            QTest::addRow("captured %d, %s", ++line,
                          topic.sliced(topic.lastIndexOf('/') + 1).constData())
                << topic << QByteArray::fromBase64(row.value(u"protobuf").toString().toLatin1())
                << row.value(u"json").toString().toUtf8();
        }
        QVERIFY(line >= 15);
    }

    void sameAsJson()
    {
        QFETCH(QByteArray, topic);
        QFETCH(QByteArray, protobuf);
        QFETCH(QByteArray, json);
        const UtcTime received =
            topic.startsWith(kTopic) ? kReceived : *fromIso(u"2026-11-25T20:46:00Z");
        auto event = chirpstack::parseEvent(topic, protobuf, received);
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const auto wanted = chirpstack::parseEvent(topic, json, received);
        QVERIFY2(wanted, wanted ? "" : qPrintable(wanted.error().detail));
        QVERIFY(!domain::head(*event).timeSuspect);
        QVERIFY(!domain::head(*event).device.tags.isEmpty());
        if (!json.contains("\"deduplicationId\":\"") || json.contains("\"deduplicationId\":\"\"")) {
            // Keys over the payload are its own.
            const auto again = chirpstack::parseEvent(topic, protobuf, received + 1h);
            QVERIFY(again);
            QVERIFY(*again == *event);
            std::visit([&](auto &e) { e.head.key = domain::head(*wanted).key; }, *event);
        }
        if (const auto *up = std::get_if<domain::Uplink>(&*event)) {
            const auto &other = std::get<domain::Uplink>(*wanted);
            QCOMPARE(up->payload, other.payload);
            QCOMPARE(up->object.has_value(), other.object.has_value());
            if (up->object)
                QCOMPARE(up->object->object(), other.object->object());
            QVERIFY(up->gateways == other.gateways);
        }
        QCOMPARE(domain::head(*event).time, domain::head(*wanted).time);
        QCOMPARE(domain::head(*event).device.tags, domain::head(*wanted).device.tags);
        QVERIFY(*event == *wanted);
    }

    void values()
    {
        const auto event = parse(uplink());
        QVERIFY2(event, event ? "" : qPrintable(event.error().detail));
        const auto &up = std::get<domain::Uplink>(*event);
        QCOMPARE(up.head.key, u"3ac7e3c4-4401-4b8d-9386-a5c902f9202d"_s);
        QCOMPARE(toIso(up.head.time), u"2025-11-23T10:56:01.123Z"_s); // cut
        QCOMPARE(up.head.device.deviceClass, u"CLASS_A"_s);
        QCOMPARE(up.fPort, 2);
        QCOMPARE(up.payload.toHex(), QByteArray("0167ff00"));
        QCOMPARE(up.frequencyHz, qint64(868'100'000));
        QCOMPARE(up.gateways.size(), 2);
        QCOMPARE(up.gateways[0].rssiDbm, -36);
        QCOMPARE(up.gateways[1].rssiDbm, -118);
        QCOMPARE(up.object->object().value(u"temperature").toDouble(), 21.5);
        QVERIFY(up.object->object().value(u"name").isNull());
        QVERIFY(!up.encrypted);
        QVERIFY(up.notes.isEmpty());
    }

    void changed_data()
    {
        QTest::addColumn<QByteArray>("added"); // to a good uplink; the last of two counts
        QTest::addColumn<QString>("code"); // empty: read
        QTest::addColumn<QString>("note");
        const auto row = [](const char *title, const QByteArray &added, const char *code,
                            const QString &note = {}) {
            QTest::newRow(title) << added << QString::fromLatin1(code) << note;
        };
        const QByteArray zero("a\0b", 3);
        row("nothing", {}, "");
        row("unknown number", number(99, 7), "");
        row("unknown text of 64 KiB", bytes(1000, QByteArray(64 * 1024, 'x')), "");
        row("20,000 unknown fields", number(99, 7).repeated(20'000), "");
        row("fPort 255", number(8, 255), "");
        row("fPort 256", number(8, 256), "BAD_FIELD");
        row("fPort that is a text", bytes(8, "7"), "");
        row("dr 256", number(6, 256), "", u"dr dropped: not a whole number in 0..255"_s);
        row("data that is a number", number(10, 7), "");
        row("EUI short", bytes(3, bytes(8, "0102")), "BAD_FIELD");
        row("EUI no hex", bytes(3, bytes(8, "zz02030405060708")), "BAD_FIELD");
        row("EUI empty", bytes(3, bytes(8, "")), "BAD_FIELD");
        row("EUI of another device", bytes(3, bytes(8, "0102030405060709")), "EUI_MISMATCH");
        row("EUI in capitals", bytes(3, bytes(8, "0102030405060708")), "");
        row("class that does not exist", bytes(3, number(10, 7)), "",
            u"deviceInfo.deviceClassEnabled dropped: unknown"_s);
        row("negative class", bytes(3, number(10, quint64(-1))), "",
            u"deviceInfo.deviceClassEnabled dropped: unknown"_s);
        row("name that is no UTF-8", bytes(3, bytes(7, "\xff\xfe")), "");
        row("tag that is no UTF-8", bytes(3, bytes(9, bytes(1, "\xff") + bytes(2, "\xfe"))), "");
        row("object that is no UTF-8", bytes(11, object("\xff", bytes(3, "\xfe"))), "");
        row("EUI that is no UTF-8", bytes(3, bytes(8, "\xff\xfe")), "BAD_FIELD");
        row("name with U+0000", bytes(3, bytes(7, zero)), "",
            u"deviceInfo.deviceName dropped: U+0000 in it"_s);
        row("tag with U+0000", bytes(3, bytes(9, bytes(1, zero) + bytes(2, zero))), "",
            u"deviceInfo.tags.a?b dropped: U+0000 in it"_s);
        row("tag without a name", bytes(3, bytes(9, {})), "");
        row("tag that is a number", bytes(3, number(9, 7)), "");
        row("5,000 tags", bytes(3, bytes(9, bytes(1, "n") + bytes(2, "v")).repeated(5'000)), "");
        row("object with U+0000", bytes(11, object(zero, bytes(3, zero))), "",
            u"object dropped: U+0000 in it"_s);
        row("object 60 deep", bytes(11, nested(60)), "");
        row("object 65 deep", bytes(11, nested(65)), "BAD_JSON");
        row("object 1,000 deep", bytes(11, nested(1'000)), "BAD_JSON");
        row("NaN in the object", bytes(11, object("n", fixed64(2, qQNaN()))), "");
        row("infinity in the object", bytes(11, object("n", fixed64(2, qInf()))), "");
        row("value of no kind", bytes(11, object("n", {})), "");
        row("time whose nanoseconds are negative", bytes(2, number(2, quint64(-1))), "BAD_FIELD");
        row("time whose nanoseconds are a second", bytes(2, number(2, 1'000'000'000)), "BAD_FIELD");
        row("time beyond the years", bytes(2, number(1, quint64(1) << 62)), "BAD_FIELD");
        row("time before the years", bytes(2, number(1, quint64(1) << 63)), "BAD_FIELD");
        row("time in 9999, the server's is right", bytes(2, number(1, 253'402'300'799)), "");
        row("gateway's time beyond the years",
            bytes(12, bytes(1, "aa") + bytes(17, number(1, quint64(1) << 62))), "",
            u"rxInfo.nsTime dropped: no time"_s);
        row("snr that is no number", bytes(12, bytes(1, "aa") + QByteArray::fromHex("3d0000c07f")),
            "", u"rxInfo.snr dropped: not a number"_s);
        row("rssi of 2^31", bytes(12, number(6, quint64(1) << 31)), "");
        row("300 gateways", bytes(12, bytes(1, "aa")).repeated(300), "");
        row("field 0", QByteArray("\0\0", 2), "BAD_JSON");
        row("wire type 7", QByteArray("\x0f"), "BAD_JSON");
        row("end of a group that did not begin", QByteArray("\x0c"), "BAD_JSON");
        row("group that does not end", QByteArray("\x0b"), "BAD_JSON");
        row("100,000 groups", QByteArray(100'000, '\x0b'), "BAD_JSON");
        row("length beyond the end", QByteArray("\x52\x7f") + "x", "BAD_JSON");
        row("length of 2^31", QByteArray::fromHex("528080808008"), "BAD_JSON");
        row("length of 2^63", QByteArray::fromHex("52ffffffffffffffff7f"), "BAD_JSON");
        row("number of eleven bytes", QByteArray::fromHex("40ffffffffffffffffffff01"), "BAD_JSON");
        row("9 MiB", bytes(1000, QByteArray(9 << 20, 'x')), "BAD_JSON");
        row("JSON behind it", fileOf(u"ev_up.json"_s), "BAD_JSON");
    }

    void changed()
    {
        QFETCH(QByteArray, added);
        QFETCH(QString, code);
        QFETCH(QString, note);
        const auto event = parse(uplink() + added);
        QCOMPARE(event ? QString() : event.error().code, code);
        if (!event) {
            QVERIFY(event.error().detail.size() < 300);
            return;
        }
        const auto &up = std::get<domain::Uplink>(*event);
        QCOMPARE(up.notes.join(u'|'), note);
        QCOMPARE(up.payload.toHex(), QByteArray("0167ff00"));
        QVERIFY(!up.head.device.tags.contains(QString(QChar(u'\0'))));
        if (up.object) {
            QVERIFY(!up.object->utf8().contains("\\u0000"));
            QJsonParseError error;
            QJsonDocument::fromJson(up.object->utf8(), &error);
            QCOMPARE(error.error, QJsonParseError::NoError);
        }
    }

    void whatJsonCannotSayIsNull()
    {
        const auto event = parse(uplink() + bytes(11, object("n", fixed64(2, qInf())))
                                 + bytes(11, object("m", fixed64(2, qQNaN())))
                                 + bytes(11, object("i", fixed64(2, 3600))));
        QVERIFY(event);
        const QJsonObject json = std::get<domain::Uplink>(*event).object->object();
        QVERIFY(json.contains(u"n") && json.value(u"n").isNull());
        QVERIFY(json.contains(u"m") && json.value(u"m").isNull());
        QCOMPARE(json.value(u"i").toDouble(), 3600.0);
        QCOMPARE(json.value(u"temperature").toDouble(), 21.5); // objects are merged
    }

    void endToEndEncrypted()
    {
        const auto event = parse(uplink() + bytes(15, bytes(1, "key")));
        QVERIFY(event);
        QVERIFY(std::get<domain::Uplink>(*event).encrypted);
    }

    /// Wherever it is cut: refused, or an uplink that says less.
    void cut()
    {
        const QByteArray whole = uplink();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const auto event = parse(whole.first(size));
            if (!event)
                continue;
            const auto &up = std::get<domain::Uplink>(*event);
            QVERIFY(up.payload.isEmpty() || up.payload.toHex() == "0167ff00");
            QCOMPARE(up.head.device.devEui.toString(), u"0102030405060708"_s);
        }
        QCOMPARE(parse({}).error().code, u"BAD_JSON"_s);
    }

    void randomBytes()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 5'000; ++i) {
            QByteArray payload(random.bounded(1, 300), '\0');
            for (char &byte : payload)
                byte = char(random.bounded(256));
            const auto event = parse(payload);
            QVERIFY(!event);
            QVERIFY(event.error().code == u"BAD_JSON" || event.error().code == u"BAD_FIELD");
        }
    }

    void oneByteChanged()
    {
        QRandomGenerator random(2);
        const QByteArray whole = uplink();
        for (int i = 0; i < 5'000; ++i) {
            QByteArray payload = whole;
            payload[random.bounded(payload.size())] = char(random.bounded(256));
            const auto event = parse(payload); // whatever it is, it is no crash
            QVERIFY(event || !event.error().code.isEmpty());
        }
    }

    /// Each message says for itself what it is.
    void recognisedPerMessage()
    {
        chirpstack::EventReader reader;
        const QByteArray json = fileOf(u"ev_up.json"_s);
        const QByteArray messages[] = {uplink(), json, "\r\n\t " + json, "\xef\xbb\xbf" + json,
                                       uplink()};
        for (const QByteArray &message : messages)
            QVERIFY(reader.read(kTopic + "up", message, kReceived));
        QVERIFY(!reader.read(kTopic + "up", "\xef\xbb\xbf" + uplink(), kReceived));
        QVERIFY(!reader.read(kTopic + "up", ' ' + uplink(), kReceived));
    }
};

PARKING_TEST(tst_Protobuf)
#include "tst_protobuf.moc"
