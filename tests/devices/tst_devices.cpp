// Golden vectors of the vendors and of the plan, and frames that must never read as "free".

#include "base/encoding.h"
#include "base/literals.h"
#include "devices/devicetype.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using domain::Occupancy;

namespace {

devices::Frame frame(int fPort, const char *hex)
{
    return {.fPort = fPort, .payload = fromHex(QString::fromLatin1(hex)).valueOr({}), .object = {}};
}

const devices::DeviceType &type(const char *name)
{
    const devices::DeviceType *found = devices::findType(QString::fromLatin1(name));
    Q_ASSERT(found);
    return *found;
}

} // namespace

class tst_Devices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void browan_data()
    {
        QTest::addColumn<int>("fPort");
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<bool>("occupied");
        QTest::addColumn<double>("volt");
        QTest::addColumn<double>("celsius");
        QTest::newRow("vendor, occupied")
            << 102 << QByteArray("01bb340400dc7801") << true << 3.6 << 20.0;
        QTest::newRow("vendor, free")
            << 102 << QByteArray("080b232fffffffff") << false << 3.6 << 3.0;
        QTest::newRow("plan's two bytes") << 1 << QByteArray("01bb") << true << 1.87 << qQNaN();
    }

    void browan()
    {
        QFETCH(int, fPort);
        QFETCH(QByteArray, hex);
        QFETCH(bool, occupied);
        QFETCH(double, volt);
        QFETCH(double, celsius);
        const auto decoded = type("browan_tabs").decode(frame(fPort, hex.constData()));
        QVERIFY(decoded);
        QCOMPARE(decoded->occupancy,
                 std::optional(occupied ? Occupancy::Occupied : Occupancy::Free));
        QCOMPARE(decoded->batteryVolt.value_or(-1), volt);
        if (!qIsNaN(celsius))
            QCOMPARE(decoded->tempCelsius.value_or(-1), celsius);
    }

    void eventCountIsThreeBytes()
    {
        const auto decoded = type("browan_tabs").decode(frame(102, "01bb340400dc7801"));
        QVERIFY(decoded);
        QCOMPARE(decoded->extra.value(u"eventCount").toInt(), 96'476);
        QCOMPARE(decoded->extra.value(u"minutesSinceEvent").toInt(), 4);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("fPort");
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *title, const char *name, int fPort, const char *hex,
                            const char *reason) {
            QTest::newRow(title) << QByteArray(name) << fPort << QByteArray(hex)
                                 << QString::fromLatin1(reason);
        };
        row("browan, empty", "browan_tabs", 102, "", "EMPTY");
        row("browan, cut", "browan_tabs", 102, "00bb3404", "TOO_SHORT");
        row("browan, too long", "browan_tabs", 102, "00bb340400dc780100", "WRONG_LENGTH");
        row("browan, another port", "browan_tabs", 5, "00bb340400dc7801", "WRONG_PORT");
        row("browan, config that is none", "browan_tabs", 204, "00", "WRONG_LENGTH");
        row("busylight, empty", "kuando_busylight", 15, "", "EMPTY");
        row("busylight, cut", "kuando_busylight", 15, "d0ffffff", "TOO_SHORT");
        row("busylight, another port", "kuando_busylight", 1,
            "d0ffffff1e00000008000000060000000000ffff00290c01", "WRONG_PORT");
        row("heltec status, empty", "heltec_status", 1, "", "EMPTY");
        row("heltec status, cut", "heltec_status", 1, "0005", "TOO_SHORT");
        row("heltec status, another port", "heltec_status", 2, "000502", "WRONG_PORT");
        row("heltec display, empty", "heltec_display", 1, "", "EMPTY");
        row("no object", "chirpstack_object", 1, "01", "NO_OBJECT");
    }

    void refused()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, fPort);
        QFETCH(QByteArray, hex);
        QFETCH(QString, reason);
        const auto decoded = type(name.constData()).decode(frame(fPort, hex.constData()));
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, u"DECODE_FAILED"_s);
        QCOMPARE(decoded.error().details.value(u"reason").toString(), reason);
    }

    void configRepliesSayNothingAboutOccupancy()
    {
        const auto decoded =
            type("browan_tabs").decode(frame(204, "00000000000000000000000000000000"));
        QVERIFY(decoded);
        QVERIFY(!decoded->occupancy);
    }

    void busylightEcho()
    {
        const auto decoded =
            type("kuando_busylight")
                .decode(frame(15, "d0ffffff1e00000008000000060000000000ffff00290c01"));
        QVERIFY(decoded);
        QVERIFY(decoded->display);
        QCOMPARE(decoded->display->rgb, std::optional<quint32>(0x00ff00));
        QCOMPARE(decoded->display->details.value(u"rssiDbm").toInt(), -48);
        QCOMPARE(decoded->display->details.value(u"snrDb").toInt(), 30);
        QCOMPARE(decoded->display->details.value(u"downlinksReceived").toInt(), 8);
        QCOMPARE(decoded->display->details.value(u"software").toDouble(), 4.1);
        QVERIFY(!decoded->occupancy);
    }

    void encode_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("fPort");
        QTest::addColumn<QString>("hex");
        const auto row = [](const char *title, const char *name, const char *state, int fPort,
                            const char *hex) {
            QTest::newRow(title) << QByteArray(name) << QString::fromLatin1(state) << fPort
                                 << QString::fromLatin1(hex);
        };
        row("busylight green", "kuando_busylight", "FREE", 15, "0000ffff00");
        row("busylight red", "kuando_busylight", "OCCUPIED", 15, "ff0000ff00");
        row("busylight orange, blue before green", "kuando_busylight", "MAINTENANCE", 15,
            "ff00a5ff00");
        row("the plan's bytes", "kuando_busylight_plan", "OCCUPIED", 1, "00ff000000");
        row("heltec colour", "heltec_display", "RESERVED", 1, "ffff00");
        row("heltec free", "heltec_status", "FREE", 1, "01");
        row("heltec reserved", "heltec_status", "RESERVED", 1, "03");
        row("heltec has no maintenance", "heltec_status", "MAINTENANCE", 1, "02");
    }

    void encode()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, state);
        QFETCH(int, fPort);
        QFETCH(QString, hex);
        const auto value = domain::spaceStateFromString(state);
        QVERIFY(value);
        const auto made = type(name.constData()).encode(*value, domain::displayColour(state));
        QVERIFY(made);
        QCOMPARE(made->fPort, fPort);
        QCOMPARE(toHex(made->payload), hex);
    }

    void resolution_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<quint64>("eui");
        QTest::addColumn<bool>("object");
        QTest::addColumn<QString>("expected");
        const quint64 browan = 0x58a0cb0000000001;
        const QString none;
        QTest::newRow("setting first")
            << u"heltec_status"_s << u"browan_tabs"_s << browan << true << u"heltec_status"_s;
        QTest::newRow("then the profile")
            << none << u"Kuando_Busylight"_s << browan << true << u"kuando_busylight"_s;
        QTest::newRow("then the prefix")
            << none << u"something"_s << browan << true << u"browan_tabs"_s;
        QTest::newRow("then the object")
            << none << none << quint64(1) << true << u"chirpstack_object"_s;
        QTest::newRow("else nothing") << none << none << quint64(1) << false << none;
    }

    void resolution()
    {
        QFETCH(QString, setting);
        QFETCH(QString, profile);
        QFETCH(quint64, eui);
        QFETCH(bool, object);
        QFETCH(QString, expected);
        std::optional<JsonText> decoded;
        if (object)
            decoded = JsonText({{u"occupied"_s, true}});
        const devices::DeviceType *found =
            devices::resolveType({setting, profile, domain::DevEui(eui), decoded});
        QCOMPARE(found ? QString::fromLatin1(found->name) : QString(), expected);
    }
};

PARKING_TEST(tst_Devices)
#include "tst_devices.moc"
