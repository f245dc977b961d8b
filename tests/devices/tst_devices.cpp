// Golden vectors of the vendors and of the plan, and frames that must never read as "free".

#include "base/encoding.h"
#include "base/literals.h"
#include "devices/devicetype.h"
#include "devices/displayframe.h"
#include "devices/framelayout.h"
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
        QTest::newRow("battery value that is none")
            << 102 << QByteArray("0100340400dc7801") << true << -1.0 << 20.0;
        QTest::newRow("plan's one byte") << 1 << QByteArray("00") << false << -1.0 << qQNaN();
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
        row("browan, status of two bytes", "browan_tabs", 102, "01bb", "TOO_SHORT");
        row("browan, status of one byte", "browan_tabs", 102, "01", "TOO_SHORT");
        row("browan, no port", "browan_tabs", 0, "01bb", "WRONG_PORT");
        row("browan, cut on another port", "browan_tabs", 1, "01bb34", "WRONG_PORT");
        row("browan, seven bytes on another port", "browan_tabs", 5, "01bb340400dc78",
            "WRONG_PORT");
        row("browan, door", "browan_tabs", 100, "010b1a0500030000", "WRONG_PORT");
        row("browan, door, short", "browan_tabs", 100, "01", "WRONG_PORT");
        row("browan, climate", "browan_tabs", 103, "080b1a3cffffffff", "WRONG_PORT");
        row("browan, light, lighter", "browan_tabs", 104, "12fb360c6200", "WRONG_PORT");
        row("browan, light, darker", "browan_tabs", 104, "11fb360c6200", "WRONG_PORT");
        row("browan, sound", "browan_tabs", 105, "010b1a3c", "WRONG_PORT");
        row("browan, leak", "browan_tabs", 106, "110b362836", "WRONG_PORT");
        row("browan, no leak", "browan_tabs", 106, "000b362836", "WRONG_PORT");
        row("browan, tracker", "browan_tabs", 136, "010b1a00000000000000", "WRONG_PORT");
        row("browan, button", "browan_tabs", 147, "010b", "WRONG_PORT");
        row("browan, one byte where nothing comes", "browan_tabs", 199, "00", "WRONG_PORT");
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

    void object_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("occupancy"); // empty: nothing said
        QTest::addColumn<QString>("notes"); // the first words of each
        const auto row = [](const char *title, const char *json, const QString &occupancy,
                            const QString &notes = {}) {
            QTest::newRow(title) << QByteArray(json) << occupancy << notes;
        };
        const auto free = u"FREE"_s;
        const auto taken = u"OCCUPIED"_s;
        row("true", R"({"occupied":true})", taken);
        row("false", R"({"isOccupied":false})", free);
        row("one of two", R"({"parked":1.0})", taken);
        row("zero of two", R"({"occupied":0.0})", free);
        row("two of two", R"({"occupied":2})", {}, u"occupied 2"_s);
        row("Elsys free", R"({"occupancy":0.0,"vdd":3629.0})", free);
        row("Elsys pending", R"({"occupancy":1.0,"vdd":3629.0})", {}, u"occupancy 1"_s);
        row("Elsys occupied", R"({"occupancy":2.0,"vdd":3629.0})", taken);
        row("Elsys unknown", R"({"occupancy":3.0})", {}, u"occupancy 3"_s);
        row("half", R"({"occupancy":0.5})", {}, u"occupancy 0.5"_s);
        row("negative", R"({"occupied":-1})", {}, u"occupied -1"_s);
        row("Milesight occupied", R"({"occupancy":"occupied"})", taken);
        row("Milesight vacant", R"({"occupancy":"vacant"})", free);
        row("word in capitals", R"({"occupied":" FREE "})", free);
        row("unoccupied", R"({"occupancy":"Unoccupied"})", free);
        row("false in words", R"({"occupied":"false"})", free);
        row("state that is no occupancy", R"({"occupied":"RESERVED"})", {}, u"occupied RESERVED"_s);
        row("unknown word", R"({"occupancy":"perhaps"})", {}, u"occupancy perhaps"_s);
        row("no word", R"({"occupancy":""})", {}, u"occupancy "_s);
        row("number in words", R"({"occupied":"1"})", {}, u"occupied 1"_s);
        row("list", R"({"occupied":[true]})", {}, u"occupied [...]"_s);
        row("object", R"({"occupancy":{"value":1}})", {}, u"occupancy [...]"_s);
        row("null beside an answer", R"({"occupied":null,"occupancy":2})", taken);
        row("unknown beside an answer", R"({"occupied":true,"occupancy":7})", taken,
            u"occupancy 7"_s);
        row("two that agree", R"({"occupied":true,"occupancy":2})", taken);
        row("two that contradict", R"({"occupied":true,"parked":false})", {},
            u"parked false contradicts"_s);
    }

    void object()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, occupancy);
        QFETCH(QString, notes);
        const JsonText object = JsonText::checked(json);
        const devices::DeviceType *fits = devices::resolveType({{}, {}, domain::DevEui(1), object});
        QVERIFY(fits);
        const auto decoded = fits->decode({.fPort = 5, .payload = {}, .object = object});
        QVERIFY(decoded);
        QCOMPARE(decoded->occupancy ? domain::nameOf(*decoded->occupancy) : QString(), occupancy);
        const QStringList wanted = notes.split(u'|', Qt::SkipEmptyParts);
        QCOMPARE(decoded->notes.size(), wanted.size());
        for (qsizetype i = 0; i < wanted.size(); ++i)
            QVERIFY2(decoded->notes[i].startsWith(wanted[i]), qPrintable(decoded->notes[i]));
    }

    void battery_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<double>("volt"); // -1: not said
        QTest::addColumn<double>("percent");
        QTest::addColumn<bool>("noted");
        const auto row = [](const char *json, double volt, double percent, bool noted = false) {
            QTest::newRow(json) << QByteArray(json) << volt << percent << noted;
        };
        row(R"("battery":7.0)", -1, 7);
        row(R"("battery":42.0)", -1, 42);
        row(R"("battery":100)", -1, 100);
        row(R"("battery":0)", -1, 0);
        row(R"("battery":1)", -1, 1);
        row(R"("battery":5)", -1, 5);
        row(R"("battery":55.5)", -1, 55.5);
        row(R"("battery":3.6)", 3.6, -1);
        row(R"("battery":1.5)", 1.5, -1);
        row(R"("battery":4.5)", 4.5, -1);
        row(R"("battery":4.6)", -1, 4.6);
        row(R"("battery":3.0)", -1, -1, true); // 3 V or 3 %
        row(R"("battery":0.87)", -1, -1, true); // a fraction or nearly nothing
        row(R"("battery":3600)", 3.6, -1);
        row(R"("battery":1000)", 1.0, -1);
        row(R"("battery":101)", -1, -1, true);
        row(R"("battery":999)", -1, -1, true);
        row(R"("battery":-1)", -1, -1, true);
        row(R"("battery":65535)", -1, -1, true);
        row(R"("battery":"87")", -1, -1);
        row(R"("battery":null)", -1, -1);
        row(R"("batteryVoltage":3.6)", 3.6, -1);
        row(R"("batteryVolt":3)", 3, -1);
        row(R"("battery_volt":7.2)", 7.2, -1);
        row(R"("batteryVoltage":3600)", 3.6, -1);
        row(R"("battery_mv":2987)", 2.987, -1);
        row(R"("batteryMV":950)", 0.95, -1);
        row(R"("batteryPercent":3)", -1, 3);
        row(R"("battery_percent":3.5)", -1, 3.5);
        row(R"("battery":85,"batteryVoltage":3.6)", 3.6, 85);
        row(R"("battery":3,"batteryVoltage":2.1)", 2.1, -1);
        row(R"("battery":3.6,"batteryPercent":90)", 3.6, 90);
    }

    void battery()
    {
        QFETCH(QByteArray, json);
        QFETCH(double, volt);
        QFETCH(double, percent);
        QFETCH(bool, noted);
        const JsonText object = JsonText::checked(R"({"occupied":true,)" + json + '}');
        const auto decoded =
            type("chirpstack_object").decode({.fPort = 5, .payload = {}, .object = object});
        QVERIFY(decoded);
        QCOMPARE(decoded->batteryVolt.value_or(-1), volt);
        QCOMPARE(decoded->batteryPercent.value_or(-1), percent);
        QCOMPARE(!decoded->notes.isEmpty(), noted);
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

    void soonBlinks()
    {
        domain::DisplayPolicy policy;
        domain::DisplaySettings settings;
        const auto payload = [&](const char *name, domain::LampWord word) {
            const auto frame = devices::lampFrame(type(name), settings, policy, word);
            return frame ? frame->payload.toHex() : QByteArray("none");
        };
        const domain::LampWord soon(domain::SpaceState::Reserved, true);
        QCOMPARE(payload("kuando_busylight", soon), QByteArray("ff00ffff00")); // the default
        policy.whenSoon = domain::LampsWhenSoon::Blink;
        QCOMPARE(payload("kuando_busylight", soon), QByteArray("ff00ff3232"));
        QCOMPARE(payload("kuando_busylight", domain::SpaceState::Reserved),
                 QByteArray("ff00ffff00"));
        QCOMPARE(payload("kuando_busylight", {domain::SpaceState::Occupied, true}),
                 QByteArray("ff0000ff00"));
        // What cannot blink is steady, and an operator's code is what it is.
        QCOMPARE(payload("kuando_busylight_plan", soon), QByteArray("00ffff0000"));
        QCOMPARE(payload("heltec_display", soon), QByteArray("ffff00"));
        QCOMPARE(payload("heltec_status", soon), QByteArray("03"));
        settings.codes[domain::indexOf(domain::SpaceState::Reserved)] =
            QByteArray::fromHex("ff00ff6400");
        QCOMPARE(payload("kuando_busylight", soon), QByteArray("ff00ff6400"));
    }

    /// An echo tells whether the light is steady; its times are in other units.
    void echoesOfBlinking()
    {
        const auto says = [](const char *hex, int on, int off) {
            domain::DisplayEcho echo;
            echo.rgb = 0xffff00;
            echo.details = {{u"on"_s, on}, {u"off"_s, off}};
            const devices::DownlinkFrame frame{15, QByteArray::fromHex(hex)};
            return type("kuando_busylight").confirms(frame, echo);
        };
        QVERIFY(says("ff00ff3232", 5, 5));
        QVERIFY(says("ff00ff3232", 50, 50));
        QVERIFY(!says("ff00ff3232", 255, 0));
        QVERIFY(says("ff00ffff00", 255, 0));
        QVERIFY(!says("ff00ffff00", 5, 5));
        QVERIFY(says("ff00ff0505", 0, 0)); // 0.05 s: the echo cannot tell that
    }

    void whatBlinks()
    {
        const auto is = [](const char *type, int fPort, const char *hex) {
            domain::LampFrame frame;
            frame.deviceType = QString::fromLatin1(type);
            frame.fPort = fPort;
            frame.payload = QByteArray::fromHex(hex);
            return devices::isBlinking(frame);
        };
        QVERIFY(is("kuando_busylight", 15, "ff00ff3232"));
        QVERIFY(is("kuando_busylight", 15, "ff00ff323201"));
        QVERIFY(!is("kuando_busylight", 15, "ff00ffff00"));
        QVERIFY(!is("kuando_busylight", 15, "0501")); // a command, no colour
        QVERIFY(!is("kuando_busylight", 1, "ff00ff3232"));
        QVERIFY(!is("heltec_display", 1, "ffff003232"));
        QVERIFY(!is("", 15, "ff00ff3232")); // raw bytes
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
        QTest::newRow("the other prefix of real sensors")
            << none << u"PIR bays"_s << quint64(0xe8e1e10001000104) << false << u"browan_tabs"_s;
        QTest::newRow("nearly that prefix")
            << none << none << quint64(0xe8e1e00001000104) << false << none;
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

    /// Which bytes a value stands in; nobody can tell of what the codec does not read.
    void layouts_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("fPort");
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("fields");
        const auto row = [](const char *name, const char *type, int fPort, const char *hex,
                            const char *fields) {
            QTest::newRow(name) << QString::fromLatin1(type) << fPort << QByteArray(hex)
                                << QString::fromLatin1(fields);
        };
        row("browan, status", "browan_tabs", 102, "010b340000dc7801",
            "occupancy 0-0, batteryVolt 1-1, tempCelsius 2-2, minutesSinceEvent 3-4, "
            "eventCount 5-7");
        row("browan, short", "browan_tabs", 1, "0164", "occupancy 0-0, batteryVolt 1-1");
        row("browan, settings", "browan_tabs", 204, "00112233445566778899aabbccddeeff", "");
        row("browan, cut off", "browan_tabs", 102, "010b", "");
        row("heltec, status", "heltec_status", 1, "000102", "counter 0-1, status 2-2");
        row("no bytes", "browan_tabs", 102, "", "");
        row("decoded by the network server", "chirpstack_object", 1, "01", "");
        row("no such type", "somebody_elses", 1, "01", "");
    }
    void layouts()
    {
        QFETCH(QString, type);
        QFETCH(int, fPort);
        QFETCH(QByteArray, hex);
        QFETCH(QString, fields);
        QStringList found;
        const devices::Frame read = frame(fPort, hex.constData());
        for (const devices::FrameField &field : devices::layoutOf(type, read)) {
            QVERIFY(field.first >= 0 && field.first <= field.last);
            QVERIFY(field.last < read.payload.size());
            found.append(u"%1 %2-%3"_s.arg(field.name).arg(field.first).arg(field.last));
        }
        QCOMPARE(found.join(u", "_s), fields);
    }
};

PARKING_TEST(tst_Devices)
#include "tst_devices.moc"
