// What a reading keeps of an uplink: values inside their range; a note for each that is dropped.

#include "base/literals.h"
#include "domain/limits.h"
#include "testmain.h"

#include <QTest>

#include <limits>

using namespace parking;
using namespace parking::domain;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Uplink uplink(int rssi, double snr)
{
    Uplink made;
    made.head.key = u"key"_s;
    made.head.device.devEui = DevEui(0x58a0cb00001c07e4);
    made.head.time = *fromIso(u"2026-09-14T14:00:00Z");
    made.fCnt = 7;
    made.fPort = 102;
    made.dr = 5;
    made.payload = QByteArray("\x01\xbb");
    GatewayReception best;
    best.gatewayId = u"0016c001f1530001"_s;
    best.rssiDbm = rssi;
    best.snrDb = snr;
    GatewayReception second;
    second.gatewayId = u"0016c001f1530002"_s;
    second.rssiDbm = -90;
    made.gateways = {best, second};
    return made;
}

} // namespace

class tst_Limits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void radio_data()
    {
        QTest::addColumn<int>("rssi");
        QTest::addColumn<double>("snr");
        QTest::addColumn<bool>("rssiKept");
        QTest::addColumn<bool>("snrKept");
        QTest::newRow("ordinary") << -80 << 7.5 << true << true;
        QTest::newRow("lowest") << -200 << -32.0 << true << true;
        QTest::newRow("highest") << 0 << 32.0 << true << true;
        QTest::newRow("rssi above") << 1 << 7.5 << false << true;
        QTest::newRow("rssi below") << -201 << 7.5 << false << true;
        QTest::newRow("snr above") << -80 << 32.25 << true << false;
        QTest::newRow("snr below") << -80 << -32.25 << true << false;
        QTest::newRow("snr is no number") << -80 << kNaN << true << false;
    }

    void radio()
    {
        QFETCH(int, rssi);
        QFETCH(double, snr);
        QFETCH(bool, rssiKept);
        QFETCH(bool, snrKept);
        const Reading reading = makeReading(uplink(rssi, snr), {}, {});
        QCOMPARE(reading.rssiDbm, rssiKept ? std::optional(rssi) : std::nullopt);
        QCOMPARE(reading.snrDb, snrKept ? std::optional(snr) : std::nullopt);
        QCOMPARE(reading.notes.size(), int(!rssiKept) + int(!snrKept));
        QCOMPARE(reading.gatewayId, u"0016c001f1530001"_s);
    }

    void decoded_data()
    {
        QTest::addColumn<double>("volt");
        QTest::addColumn<double>("percent");
        QTest::addColumn<double>("celsius");
        QTest::addColumn<QString>("dropped"); // the first words of each note
        const auto row = [](const char *name, double volt, double percent, double celsius,
                            const char *dropped) {
            QTest::newRow(name) << volt << percent << celsius << QString::fromLatin1(dropped);
        };
        row("ordinary", 3.6, 50, 20, "");
        row("lowest", 0, 0, -50, "");
        row("highest", 9.99, 100, 100, "");
        row("volt below", -0.01, 50, 20, "battery volt");
        row("volt above", 10, 50, 20, "battery volt");
        row("percent above", 3.6, 100.1, 20, "battery percent");
        row("percent below", 3.6, -1, 20, "battery percent");
        row("too cold", 3.6, 50, -50.1, "temperature");
        row("too hot", 3.6, 50, 100.1, "temperature");
        row("no numbers", kNaN, kNaN, kNaN, "battery volt|battery percent|temperature");
    }

    void decoded()
    {
        QFETCH(double, volt);
        QFETCH(double, percent);
        QFETCH(double, celsius);
        QFETCH(QString, dropped);
        Decoded frame;
        frame.deviceType = u"browan_tabs"_s;
        frame.occupancy = Occupancy::Occupied;
        frame.batteryVolt = volt;
        frame.batteryPercent = percent;
        frame.tempCelsius = celsius;
        const Reading reading = makeReading(uplink(-80, 7), frame, {});
        const QStringList wanted = dropped.split(u'|', Qt::SkipEmptyParts);
        QCOMPARE(reading.notes.size(), wanted.size());
        for (qsizetype i = 0; i < wanted.size(); ++i)
            QVERIFY2(reading.notes[i].startsWith(wanted[i]), qPrintable(reading.notes[i]));
        const auto kept = [&](const char *name) {
            return !wanted.contains(QLatin1StringView(name));
        };
        QCOMPARE(reading.batteryVolt.has_value(), kept("battery volt"));
        QCOMPARE(reading.batteryPercent.has_value(), kept("battery percent"));
        QCOMPARE(reading.tempCelsius.has_value(), kept("temperature"));
        QCOMPARE(reading.occupancy, std::optional(Occupancy::Occupied)); // the rest is kept
        QCOMPARE(reading.deviceType, u"browan_tabs"_s);
    }

    void noteSaysWhatWasDropped()
    {
        QCOMPARE(makeReading(uplink(12, 7), {}, {}).notes,
                 QStringList{u"rssi 12 outside -200..0 dropped"_s});
    }

    void notesOfMessageAndFrameAreKept()
    {
        Uplink heard = uplink(12, 7);
        heard.notes = {u"dr dropped"_s};
        Decoded frame;
        frame.notes = {u"occupancy 3"_s};
        const QStringList notes = makeReading(heard, frame, {}).notes;
        QCOMPARE(notes.size(), 3);
        QCOMPARE(notes.first(), u"dr dropped"_s);
        QCOMPARE(notes.last(), u"occupancy 3"_s);
    }

    void restIsCopied()
    {
        const Uplink given = uplink(-80, 7);
        const UtcTime received = given.head.time + Milliseconds(250);
        const Reading reading = makeReading(given, {}, received);
        QCOMPARE(reading.eventKey, given.head.key);
        QCOMPARE(reading.devEui, given.head.device.devEui);
        QCOMPARE(toMillis(reading.time), toMillis(given.head.time));
        QCOMPARE(toMillis(reading.receivedAt), toMillis(received));
        QCOMPARE(reading.fCnt, given.fCnt);
        QCOMPARE(reading.fPort, given.fPort);
        QCOMPARE(reading.dr, given.dr);
        QCOMPARE(reading.payload, given.payload);
        QCOMPARE(reading.gateways.size(), 2);
        QVERIFY(!reading.occupancy); // nothing was decoded: nothing is claimed
        QVERIFY(reading.deviceType.isEmpty());
    }

    void nobodyHeardIt()
    {
        Uplink given = uplink(-80, 7);
        given.gateways.clear();
        const Reading reading = makeReading(given, {}, {});
        QVERIFY(!reading.rssiDbm);
        QVERIFY(!reading.snrDb);
        QVERIFY(reading.gatewayId.isEmpty());
        QVERIFY(reading.notes.isEmpty());
    }
};

PARKING_TEST(tst_Limits)
#include "tst_limits.moc"
