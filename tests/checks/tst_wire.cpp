// The few MQTT packets of a look at a broker, and what hostile bytes do to their reader.

#include "base/literals.h"
#include "mqtt/wire.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::mqtt::wire;

class TestWire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connects();
    void packetsComeInPieces();
    void hostileBytes_data();
    void hostileBytes();
    void deliveries();
};

void TestWire::connects()
{
    // MQTT 3.1.1, figure 3.6: protocol name, level 4, flags user, password and clean session.
    QCOMPARE(connectPacket(Version::V311, {u"id"_s, u"u"_s, u"pw"_s}, 60).toHex(' '),
             "10 15 00 04 4d 51 54 54 04 c2 00 3c 00 02 69 64 00 01 75 00 02 70 77");
    QCOMPARE(connectPacket(Version::V5, {u"id"_s, {}, u"pw"_s}, 60).toHex(' '),
             "10 0f 00 04 4d 51 54 54 05 02 00 3c 00 00 02 69 64");
    QCOMPARE(subscribePacket(Version::V311, u"a/#"_s).toHex(' '), "82 08 00 01 00 03 61 2f 23 01");
}

void TestWire::packetsComeInPieces()
{
    const QByteArray bytes = QByteArray::fromHex("20020000"
                                                 "9003000101");
    PacketReader reader(1000);
    QList<Packet> packets;
    for (const char byte : bytes) {
        reader.take(QByteArray(1, byte));
        while (const auto packet = reader.next())
            packets.append(*packet);
    }
    QCOMPARE(packets.size(), 2);
    QCOMPARE(connAckCode(packets[0]), 0);
    QCOMPARE(grantedQos(Version::V311, packets[1]), 1);
    QVERIFY(!reader.isBroken());
}

void TestWire::hostileBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("longer than allowed") << QByteArray::fromHex("30ffff7f");
    QTest::newRow("a length without end") << QByteArray::fromHex("30ffffffffff");
    QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
}

void TestWire::hostileBytes()
{
    QFETCH(const QByteArray, bytes);
    PacketReader reader(1000);
    reader.take(bytes);
    while (const auto packet = reader.next()) {
        QVERIFY(!connAckCode(*packet));
        QVERIFY(!grantedQos(Version::V5, *packet));
        (void)delivered(Version::V5, *packet);
    }
    QVERIFY(!reader.next());
}

void TestWire::deliveries()
{
    PacketReader reader(1000);
    reader.take(QByteArray::fromHex("320900026162000700"
                                    "6869")); // QoS 1, id 7, no properties
    const auto packet = reader.next();
    QVERIFY(packet);
    const auto got = delivered(Version::V5, *packet);
    QVERIFY(got);
    QCOMPARE(got->message.topic, "ab");
    QCOMPARE(got->message.payload, "hi");
    QCOMPARE(got->message.qos, 1);
    QCOMPARE(got->id, 7);
    for (qsizetype cut = 0; cut < 6; ++cut)
        QVERIFY(!delivered(Version::V5, {3, 2, packet->body.left(cut)}));
}

PARKING_TEST(TestWire)
#include "tst_wire.moc"
