// Words of others, before they reach a log or a screen.

#include "base/literals.h"
#include "base/plaintext.h"
#include "testmain.h"

#include <QTest>

using namespace parking;

class tst_PlainText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void texts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        const auto row = [](const char *name, const QString &text, const QString &plain) {
            QTest::newRow(name) << text << plain;
        };
        row("nothing", {}, {});
        row("words", u"no such device"_s, u"no such device"_s);
        row("beyond ASCII", u"Gerät \U0001F697 \u05d7\u05e0\u05d9"_s,
            u"Gerät \U0001F697 \u05d7\u05e0\u05d9"_s);
        row("line breaks", u"a\r\nb\nc\u2028d\u2029e\u0085f"_s, u"a b c d e f"_s);
        row("what a terminal obeys", u"\x1b[2J\x1b]0;title\ahello\b\x7f\u009b1m"_s,
            u"[2J ]0;title hello 1m"_s);
        row("U+0000", u"a"_s + QChar(0) + u"b"_s, u"a b"_s);
        row("another direction", u"a\u202egpj.exe\u202c \u2066b\u2069 \u200fc"_s,
            u"a gpj.exe b c"_s);
        row("nothing to be seen", u"a\u200bb\ufeffc\u00add"_s, u"a b c d"_s);
        row("half a sign", u"a"_s + QChar(0xd83d) + u"b"_s + QChar(0xde97), u"a b"_s);
        row("blanks", u"  a \t  b  "_s, u"a b"_s);
    }

    void texts()
    {
        QFETCH(QString, text);
        QFETCH(QString, plain);
        QCOMPARE(plainText(text), plain);
    }

    void longOnesAreCut()
    {
        QCOMPARE(plainText(u"12345"_s, 5), u"12345"_s);
        QCOMPARE(plainText(u"123456"_s, 5), u"1234\u2026"_s);
        QCOMPARE(plainText(u"123\U0001F697\U0001F697"_s, 5), u"123\u2026"_s);
        QCOMPARE(plainText(QString(10'000'000, u'x'), 300).size(), 300);
        QCOMPARE(plainText(QString(10'000'000, u'\n') + u"x"_s, 300), QString());
    }
};

PARKING_TEST(tst_PlainText)
#include "tst_plaintext.moc"
