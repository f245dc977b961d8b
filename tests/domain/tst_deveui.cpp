// Device addresses: 16 hex digits, nothing that only looks like them.

#include "base/literals.h"
#include "domain/deveui.h"
#include "testmain.h"

#include <QSet>
#include <QTest>

using namespace parking;
using namespace parking::domain;

class tst_DevEui : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void read_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("parses");
        QTest::addColumn<bool>("normalizes");
        const auto row = [](const char *name, const char *text, bool parses, bool normalizes) {
            QTest::newRow(name) << QString::fromUtf8(text) << parses << normalizes;
        };
        row("lower case", "58a0cb00001c07e4", true, true);
        row("upper case", "58A0CB00001C07E4", true, true);
        row("mixed case", "58a0CB00001c07E4", true, true);
        row("colons", "58:a0:cb:00:00:1c:07:e4", false, true);
        row("dashes", "58-A0-CB-00-00-1C-07-E4", false, true);
        row("blanks", " 58a0cb00 001c07e4 ", false, true);
        row("tab", "58a0cb00001c07e4\t", false, false);
        row("nothing", "", false, false);
        row("only separators", ":-: -", false, false);
        row("15 digits", "58a0cb00001c07e", false, false);
        row("17 digits", "58a0cb00001c07e44", false, false);
        row("no digit", "58a0cb00001c07eg", false, false);
        row("prefix", "0x58a0cb00001c07", false, false);
        row("sign", "+8a0cb00001c07e4", false, false);
        row("wide digit", "58a0cb00001c07e\xef\xbc\x94", false, false);
    }

    void read()
    {
        QFETCH(QString, text);
        QFETCH(bool, parses);
        QFETCH(bool, normalizes);
        const auto parsed = DevEui::parse(text);
        const auto normalized = DevEui::normalize(text);
        QCOMPARE(bool(parsed), parses);
        QCOMPARE(bool(normalized), normalizes);
        for (const auto &eui : {parsed, normalized}) {
            if (eui)
                QCOMPARE(eui->toString(), u"58a0cb00001c07e4"_s);
            else
                QCOMPARE(eui.error().code, u"VALIDATION_ERROR"_s);
        }
        if (!normalizes) // as it was given, not as it was tidied up
            QVERIFY(normalized.error().detail.endsWith(u"Invalid DevEUI format: "_s + text));
    }

    void ends_data()
    {
        QTest::addColumn<quint64>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << quint64(0) << u"0000000000000000"_s;
        QTest::newRow("one") << quint64(1) << u"0000000000000001"_s;
        QTest::newRow("largest") << ~quint64(0) << u"ffffffffffffffff"_s;
    }

    void ends()
    {
        QFETCH(quint64, value);
        QFETCH(QString, text);
        QCOMPARE(DevEui(value).toString(), text);
        QCOMPARE(DevEui::parse(text).valueOr(DevEui(42)).value(), value);
        QCOMPARE(DevEui(value).isNull(), value == 0);
    }

    void comparesAndHashesByValue()
    {
        const DevEui a = DevEui::parse(u"58a0cb00001c07e4").valueOr({});
        const DevEui b = DevEui::parse(u"58A0CB00001C07E4").valueOr({});
        QCOMPARE(a, b);
        QCOMPARE((QSet<DevEui>{a, b}).size(), 1);
        QVERIFY(DevEui(1) < DevEui(2));
        QVERIFY(DevEui(1) < DevEui(0x8000000000000000)); // unsigned
    }

    void longTextsAreCutInMessages()
    {
        const auto eui = DevEui::normalize(QString(100'000, u'f'));
        QVERIFY(!eui);
        QVERIFY(eui.error().detail.size() < 200);
    }
};

PARKING_TEST(tst_DevEui)
#include "tst_deveui.moc"
