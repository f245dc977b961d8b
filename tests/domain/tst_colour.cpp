// The plan's colours of states (A52) and their text form (A53).

#include "base/literals.h"
#include "domain/colour.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;

class tst_Colour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofState_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("hex");
        const auto row = [](const char *state, const char *hex) {
            QTest::newRow(*state ? state : "nothing")
                << QString::fromLatin1(state) << QString::fromLatin1(hex);
        };
        row("FREE", "00FF00");
        row("free", "00FF00");
        row("OCCUPIED", "FF0000");
        row("Occupied", "FF0000");
        row("RESERVED", "FFFF00");
        row("MAINTENANCE", "FFA500");
        row("ERROR", "0000FF");
        row("FREE ", "FFFFFF");
        row("UNKNOWN", "FFFFFF");
        row("", "FFFFFF");
    }

    void ofState()
    {
        QFETCH(QString, state);
        QFETCH(QString, hex);
        QCOMPARE(displayColour(state).toHex(), hex);
    }

    void parse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("upper case") << u"FFA500"_s << true;
        QTest::newRow("lower case") << u"ffa500"_s << true;
        QTest::newRow("black") << u"000000"_s << true;
        QTest::newRow("with a sharp") << u"#FFA500"_s << false;
        QTest::newRow("three digits") << u"FFA"_s << false;
        QTest::newRow("five digits") << u"FFA50"_s << false;
        QTest::newRow("eight digits") << u"FFA50000"_s << false;
        QTest::newRow("no digits") << u"ORANGE"_s << false;
        QTest::newRow("nothing") << QString() << false;
    }

    void parse()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        const auto colour = parseRgbHex(text);
        QCOMPARE(bool(colour), good);
        if (good) {
            QCOMPARE(colour->toHex(), text.toUpper());
        } else {
            QCOMPARE(colour.error().code, u"VALIDATION_ERROR"_s);
            QVERIFY(colour.error().detail.contains(u"Invalid hex color: "_s + text));
        }
    }

    void bytesStandInTheirPlaces()
    {
        QCOMPARE(parseRgbHex(u"010203").valueOr({}), (Rgb{1, 2, 3}));
        QCOMPARE((Rgb{0x0a, 0xb0, 0xff}).toHex(), u"0AB0FF"_s);
    }
};

PARKING_TEST(tst_Colour)
#include "tst_colour.moc"
