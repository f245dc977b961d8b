// Hex and base64 from people and servers: all of it or an error, nothing guessed.

#include "base/encoding.h"
#include "base/literals.h"
#include "testmain.h"

#include <QTest>

using namespace parking;

Q_DECLARE_METATYPE(parking::TextEncoding)

class tst_Encoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hex_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::addColumn<QByteArray>("bytes");
        const auto good = [](const char *name, const char *text, const QByteArray &bytes) {
            QTest::newRow(name) << QString::fromUtf8(text) << true << bytes;
        };
        const auto bad = [](const char *name, const char *text) {
            QTest::newRow(name) << QString::fromUtf8(text) << false << QByteArray();
        };
        good("nothing", "", "");
        good("lower case", "01bbff", "\x01\xbb\xff");
        good("upper case", "01BBFF", "\x01\xbb\xff");
        good("zero bytes", "0000", QByteArray(2, '\0'));
        bad("odd length", "01b");
        bad("no digit", "0g");
        bad("prefix", "0x01");
        bad("separators", "01:bb");
        bad("blanks", "01 bb");
        bad("line end", "01\n");
        bad("wide digits", "\xef\xbc\x91\xef\xbc\x92");
    }

    void hex()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        QFETCH(QByteArray, bytes);
        const auto read = fromHex(text);
        QCOMPARE(bool(read), good);
        if (good) {
            QCOMPARE(*read, bytes);
            QCOMPARE(toHex(*read), text.toLower());
        } else {
            QCOMPARE(read.error().code, u"VALIDATION_ERROR"_s);
            QCOMPARE(read.error().detail, u"Invalid hex string: "_s + text);
        }
    }

    void base64_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::addColumn<QByteArray>("bytes");
        const auto good = [](const char *name, const char *text, const QByteArray &bytes) {
            QTest::newRow(name) << QString::fromUtf8(text) << true << bytes;
        };
        const auto bad = [](const char *name, const char *text) {
            QTest::newRow(name) << QString::fromUtf8(text) << false << QByteArray();
        };
        good("nothing", "", "");
        good("three bytes", "Zm9v", "foo");
        good("one byte, padded", "Zg==", "f");
        good("one byte, not padded", "Zg", "f");
        good("two bytes, padded", "Zm8=", "fo");
        good("two bytes, not padded", "Zm8", "fo");
        good("standard alphabet", "+/+/", "\xfb\xff\xbf");
        good("URL-safe alphabet", "-_-_", "\xfb\xff\xbf");
        good("both alphabets", "+_-/", "\xfb\xff\xbf");
        bad("one letter alone", "Z");
        bad("five letters", "Zm9vZ");
        bad("too little padding", "Zg=");
        bad("too much padding", "Zm9v=");
        bad("three paddings", "Z===");
        bad("only padding", "====");
        bad("padding inside", "Zg==Zg==");
        bad("blank", "Zm 9v");
        bad("line end", "Zm9v\n");
        bad("not ASCII", "Zm9\xc3\xa4");
    }

    void base64()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        QFETCH(QByteArray, bytes);
        const auto read = fromBase64(text);
        QCOMPARE(bool(read), good);
        if (good) {
            QCOMPARE(*read, bytes);
            QCOMPARE(fromBase64(toBase64(bytes)).valueOr({}), bytes);
        } else {
            QCOMPARE(read.error().code, u"VALIDATION_ERROR"_s);
            QCOMPARE(read.error().detail, u"Invalid base64 string: "_s + text);
        }
    }

    void oneIntoTheOther()
    {
        QCOMPARE(hexToBase64(u"01BB").valueOr({}), u"Abs="_s);
        QCOMPARE(base64ToHex(u"Abs").valueOr({}), u"01bb"_s);
        QVERIFY(!hexToBase64(u"Abs="));
        QVERIFY(!base64ToHex(u"?"));
        for (int length = 0; length < 258; ++length) {
            QByteArray bytes;
            for (int i = 0; i < length; ++i)
                bytes.append(char(255 - i));
            QCOMPARE(fromHex(toHex(bytes)).valueOr("-"), bytes);
            QCOMPARE(fromBase64(toBase64(bytes)).valueOr("-"), bytes);
        }
    }

    void longTextsAreCutInMessages()
    {
        const auto read = fromHex(QString(100'000, u'z'));
        QVERIFY(!read);
        QVERIFY(read.error().detail.size() < 200);
        QVERIFY(read.error().detail.endsWith(u"..."_s));
    }

    void detect_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<TextEncoding>("encoding");
        const auto row = [](const char *name, const char *text, TextEncoding encoding) {
            QTest::newRow(name) << QString::fromLatin1(text) << encoding;
        };
        row("nothing", "", TextEncoding::Unknown);
        row("hex", "01bb", TextEncoding::Hex);
        row("base64 of hex letters reads as hex", "abcd", TextEncoding::Hex);
        row("odd number of hex letters", "abc", TextEncoding::Base64);
        row("base64", "Abs=", TextEncoding::Base64);
        row("words", "hello world", TextEncoding::Unknown);
    }

    void detect()
    {
        QFETCH(QString, text);
        QFETCH(TextEncoding, encoding);
        QCOMPARE(detectEncoding(text), encoding);
    }
};

PARKING_TEST(tst_Encoding)
#include "tst_encoding.moc"
