#include "hostilemessages.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace parking::test {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QString kEui = u"e8e1e10001020304"_s; // a Browan TABS by its prefix

/// Vendor's frame on port 102: status, battery, temperature, minutes (2), events (3).
QByteArray frame(bool occupied)
{
    return QByteArray::fromHex(occupied ? "010b1a0500030000" : "000b1a0500030000");
}

QJsonObject uplink(const QString &devEui, const QByteArray &data, UtcTime time)
{
    const QJsonObject gateway{{u"gatewayId"_s, u"0016c001f153a14c"_s},
                              {u"nsTime"_s, toIso(time)},
                              {u"rssi"_s, -87},
                              {u"snr"_s, 7.5}};
    return {{u"deduplicationId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
            {u"time"_s, toIso(time)},
            {u"deviceInfo"_s,
             QJsonObject{{u"applicationId"_s, u"ca739e26-7b67-4f14-b69e-d568c22a5a75"_s},
                         {u"deviceName"_s, u"bay"_s},
                         {u"deviceProfileName"_s, u"browan_tabs"_s},
                         {u"devEui"_s, devEui}}},
            {u"fCnt"_s, 7},
            {u"fPort"_s, 102},
            {u"data"_s, QString::fromLatin1(data.toBase64())},
            {u"rxInfo"_s, QJsonArray{gateway}}};
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Collects messages that differ from a good one in one place.
class Collector {
public:
    explicit Collector(UtcTime now) : m_now(now) { }

    QList<HostileMessage> messages;

    QJsonObject good() const { return uplink(kEui, frame(true), m_now); }
    QString at(Milliseconds offset) const { return toIso(m_now + offset); }

    void raw(const char *name, const QByteArray &payload, const char *outcome)
    {
        messages.append({name, uplinkTopic(kEui), payload, outcome, {}});
    }
    void topic(const char *name, const QByteArray &topic, const char *outcome)
    {
        messages.append({name, topic, bytes(good()), outcome, {}});
    }
    void with(const char *name, const char16_t *member, const QJsonValue &value,
              const char *outcome, const char *note = "")
    {
        QJsonObject object = good();
        object.insert(QString::fromUtf16(member), value);
        messages.append({name, uplinkTopic(kEui), bytes(object), outcome, note});
    }
    void withGateway(const char *name, const char16_t *member, const QJsonValue &value,
                     const char *outcome, const char *note = "")
    {
        QJsonObject gateway = good()[u"rxInfo"].toArray().first().toObject();
        gateway.insert(QString::fromUtf16(member), value);
        with(name, u"rxInfo", QJsonArray{gateway}, outcome, note);
    }
    void withDevice(const char *name, const char16_t *member, const QJsonValue &value,
                    const char *outcome, const char *note = "")
    {
        QJsonObject device = good()[u"deviceInfo"].toObject();
        device.insert(QString::fromUtf16(member), value);
        with(name, u"deviceInfo", device, outcome, note);
    }
    void withFrame(const char *name, int port, const QByteArray &hex, const char *note)
    {
        QJsonObject object = good();
        object.insert(u"fPort"_s, port);
        object.insert(u"data"_s, QString::fromLatin1(QByteArray::fromHex(hex).toBase64()));
        messages.append({name, uplinkTopic(kEui), bytes(object), "READING", note});
    }
    void stranger(const char *name, const char *note)
    {
        const QString devEui = u"0102030405060799"_s; // nobody's prefix
        QJsonObject object = uplink(devEui, frame(true), m_now);
        QJsonObject device = object[u"deviceInfo"].toObject();
        device.insert(u"deviceProfileName"_s, u"PIR bays"_s);
        object.insert(u"deviceInfo"_s, device);
        messages.append({name, uplinkTopic(devEui), bytes(object), "READING", note});
    }
    void withTime(const char *name, const QString &time, const char *outcome)
    {
        QJsonObject object = good();
        object.insert(u"time"_s, time);
        object.remove(u"rxInfo"_s); // no second clock
        messages.append({name, uplinkTopic(kEui), bytes(object), outcome, {}});
    }

private:
    UtcTime m_now;
};

void brokenJson(Collector &c)
{
    const QByteArray good = bytes(c.good());
    c.raw("empty", {}, "BAD_JSON");
    c.raw("one byte", "{", "BAD_JSON");
    c.raw("only a zero byte", QByteArray(1, '\0'), "BAD_JSON");
    c.raw("null", "null", "BAD_JSON");
    c.raw("array", "[]", "BAD_JSON");
    c.raw("text", "\"up\"", "BAD_JSON");
    c.raw("number", "1e400", "BAD_JSON");
    c.raw("cut in the middle", good.left(good.size() / 2), "BAD_JSON");
    c.raw("last brace missing", good.left(good.size() - 1), "BAD_JSON");
    c.raw("garbage behind", good + "]", "BAD_JSON");
    c.raw("two objects", good + good, "BAD_JSON");
    c.raw("NaN", QByteArray(good).replace("7.5", "NaN"), "BAD_JSON");
    c.raw("Infinity", QByteArray(good).replace("7.5", "-Infinity"), "BAD_JSON");
    c.raw("bad UTF-8", QByteArray(good).replace("bay", "b\xff\xfey"), "BAD_JSON");
    c.raw("half a character", QByteArray(good).replace("bay", "b\xc3"), "BAD_JSON");
    c.raw("byte order mark of UTF-16", QByteArray("\xff\xfe{\0}\0", 6), "BAD_JSON");
    c.raw("100,000 arrays deep", QByteArray(100'000, '['), "BAD_JSON");
    c.raw("65 objects deep", QByteArray("{\"a\":").repeated(65) + "1" + QByteArray(65, '}'),
          "BAD_JSON");
    c.raw("10 MiB of text", "{\"a\":\"" + QByteArray(10 << 20, 'x') + "\"}", "BAD_JSON");
    c.raw("protobuf that is cut", QByteArray::fromHex("0a2433616337653363340a"), "BAD_JSON");
    c.raw("protobuf without a device", QByteArray::fromHex("40665208010b1a0500030000"),
          "BAD_FIELD");
    c.raw("protobuf of 100,000 groups", QByteArray(100'000, '\x0b'), "BAD_JSON");
    c.raw("empty object", "{}", "BAD_FIELD");
}

void wrongTypes(Collector &c)
{
    c.with("fCnt text", u"fCnt", u"7"_s, "READING", "fCnt");
    c.with("fCnt negative", u"fCnt", -1, "READING", "fCnt");
    c.with("fCnt half", u"fCnt", 0.5, "READING", "fCnt");
    c.with("fCnt 2^32", u"fCnt", 4294967296.0, "READING", "fCnt");
    c.with("fCnt 1e300", u"fCnt", 1e300, "READING", "fCnt");
    c.with("fPort 256", u"fPort", 256, "BAD_FIELD");
    c.with("fPort object", u"fPort", QJsonObject(), "BAD_FIELD");
    c.with("data number", u"data", 5, "BAD_FIELD");
    c.with("data no base64", u"data", u"***"_s, "BAD_FIELD");
    c.with("data hex with a zero", u"data", u"AA\u0000A"_s, "BAD_FIELD");
    c.with("object array", u"object", QJsonArray(), "READING", "object");
    c.with("rxInfo object", u"rxInfo", QJsonObject(), "READING", "rxInfo");
    c.with("rxInfo of numbers", u"rxInfo", QJsonArray{1, 2}, "READING", "rxInfo");
    c.with("txInfo array", u"txInfo", QJsonArray{1}, "READING", "txInfo");
    c.with("confirmed text", u"confirmed", u"no"_s, "READING", "confirmed");
    c.with("deduplicationId number", u"deduplicationId", 5, "READING", "deduplicationId");
    c.with("deviceInfo null", u"deviceInfo", QJsonValue(), "BAD_FIELD");
    c.with("deviceInfo array", u"deviceInfo", QJsonArray(), "BAD_FIELD");
    c.withDevice("EUI short", u"devEui", u"01020304"_s, "BAD_FIELD");
    c.withDevice("EUI no hex", u"devEui", u"zz02030405060708"_s, "BAD_FIELD");
    c.withDevice("EUI number", u"devEui", 7, "BAD_FIELD");
    c.withDevice("EUI of another device", u"devEui", u"0102030405060799"_s, "EUI_MISMATCH");
    c.withDevice("name number", u"deviceName", 17, "READING", "deviceName");
    c.withDevice("tag null", u"tags", QJsonObject{{u"bay"_s, QJsonValue()}}, "READING");
    c.withDevice("tag number", u"tags", QJsonObject{{u"bay"_s, 17}}, "READING", "tags.bay");
    c.withDevice("tag named by U+0000", u"tags", QJsonObject{{u"b\u0000y"_s, 17}}, "READING",
                 "tags.b?y");
    c.withDevice("tags array", u"tags", QJsonArray{1}, "READING", "tags");
    c.withGateway("rssi text", u"rssi", u"-87"_s, "READING", "rssi");
    c.withGateway("snr object", u"snr", QJsonObject(), "READING", "snr");
    c.withGateway("gateway id number", u"gatewayId", 1, "READING", "gatewayId");
}

void wrongTimes(Collector &c)
{
    c.withTime("time in 1969", u"1969-12-31T23:59:59Z"_s, "READING");
    c.withTime("time of a clock that was never set", u"1980-01-06T00:00:00Z"_s, "READING");
    c.withTime("time in 9999", u"9999-12-31T23:59:59Z"_s, "BAD_TIME");
    c.withTime("401 days ago", c.at(-24h * 401), "BAD_TIME");
    c.withTime("11 min ahead", c.at(11min), "BAD_TIME");
    c.withTime("30 February", u"2026-02-30T00:00:00Z"_s, "BAD_FIELD");
    c.withTime("without zone", u"2026-02-20T00:00:00"_s, "BAD_FIELD");
    c.withTime("words", u"yesterday"_s, "BAD_FIELD");
    c.with("no clock at all", u"time", QJsonValue(), "READING");
    c.with("clock an hour fast", u"time", c.at(1h), "READING");
}

void wrongTopics(Collector &c)
{
    c.topic("topic of another EUI", "application/a/device/0102030405060799/event/up",
            "EUI_MISMATCH");
    c.topic("EUI no hex in topic", "application/a/device/hello/event/up", "BAD_TOPIC");
    c.topic("unknown event", "application/a/device/" + kEui.toLatin1() + "/event/dance",
            "UNKNOWN_EVENT");
    c.topic("upper-case event", "application/a/device/" + kEui.toLatin1() + "/event/UP",
            "UNKNOWN_EVENT");
    c.topic("log that is none", "application/a/device/" + kEui.toLatin1() + "/event/log",
            "NOTHING");
}

void strangeValues(Collector &c)
{
    c.withGateway("rssi 12 dBm", u"rssi", 12, "READING", "rssi");
    c.withGateway("rssi -32768 dBm", u"rssi", -32768, "READING", "rssi");
    c.withGateway("snr 900 dB", u"snr", 900.0, "READING", "snr");
    c.with(
        "300 gateways", u"rxInfo",
        [&] {
            QJsonArray many;
            for (int i = 0; i < 300; ++i)
                many.append(c.good()[u"rxInfo"].toArray().first());
            return many;
        }(),
        "READING");
    c.with("no gateway", u"rxInfo", QJsonArray(), "READING");
    c.with("unknown members", u"zzz", QJsonObject{{u"a"_s, QJsonArray{1, 2, 3}}}, "READING");
    c.stranger("device of no known type", "no device type fits");
    c.withFrame("empty frame", 102, "", "decode");
    c.withFrame("frame too short", 102, "010b1a", "decode");
    c.withFrame("frame too long", 102, "010b1a05000300000102030405060708090a0b0c0d0e0f", "decode");
    c.withFrame("port 0", 0, "010b1a0500030000", "decode");
    c.with("key that is no UUID", u"deduplicationId", u"'; DROP TABLE spaces; --"_s, "READING");
    c.withDevice("name like SQL", u"deviceName", u"x'); DELETE FROM devices; --"_s, "READING");
    c.withDevice("name like an array", u"deviceName", u"{NULL,\"a\\\\\",}"_s, "READING");
    c.withDevice("name of 10,000 characters", u"deviceName", QString(10'000, u'n'), "READING");
    c.with("emoji in the object", u"object", QJsonObject{{u"\U0001F697"_s, u"\U0001F697"_s}},
           "READING");
}

/// U+0000, which no database takes: left out where people or codecs choose the text. Elsewhere it
/// parses and the database refuses the row.
void poison(Collector &c)
{
    const QString zero = u"a\u0000b"_s;
    c.with("U+0000 in object", u"object", QJsonObject{{u"k"_s, zero}}, "READING", "object");
    c.with("U+0000 in a key of object", u"object", QJsonObject{{zero, 1}}, "READING", "object");
    c.withDevice("U+0000 in the name", u"deviceName", zero, "READING", "deviceName");
    c.withGateway("U+0000 in the gateway's id", u"gatewayId", zero, "DATABASE");
}

} // namespace

QByteArray uplinkTopic(const QString &devEui)
{
    return "application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/" + devEui.toLatin1()
        + "/event/up";
}

QByteArray goodUplink(const QString &devEui, bool occupied, UtcTime time)
{
    return bytes(uplink(devEui, frame(occupied), time));
}

QList<HostileMessage> hostileMessages(UtcTime now)
{
    Collector collector(now);
    brokenJson(collector);
    wrongTypes(collector);
    wrongTimes(collector);
    wrongTopics(collector);
    strangeValues(collector);
    poison(collector);
    return collector.messages;
}

} // namespace parking::test
