// What is mailed: pure ASCII, short lines, and nothing of a text becomes a head.

#include "base/literals.h"
#include "mail/message.h"
#include "testmain.h"

#include <QTest>

#include <algorithm>

using namespace parking;
using mail::Message;

class TestMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_data();
    void addresses();
    void linesAreShortAndPlain_data();
    void linesAreShortAndPlain();
};

void TestMessage::addresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("plain") << u"night.desk+parking@example.org"_s << true;
    QTest::newRow("one label") << u"root@localhost"_s << true;
    QTest::newRow("none") << QString() << false;
    QTest::newRow("no domain") << u"desk@"_s << false;
    QTest::newRow("no local part") << u"@example.org"_s << false;
    QTest::newRow("two") << u"a@b.org,c@d.org"_s << false;
    QTest::newRow("a command") << u"a@b.org>\r\nRCPT TO:<c@d.org"_s << false;
    QTest::newRow("a line's end") << u"a@b.org\n"_s << false;
    QTest::newRow("a blank") << u"a b@c.org"_s << false;
    QTest::newRow("a name") << u"Desk <a@b.org>"_s << false;
    QTest::newRow("beyond ASCII") << u"büro@example.org"_s << false;
    QTest::newRow("too long") << QString(250, u'a') + u"@example.org"_s << false;
}

void TestMessage::addresses()
{
    QFETCH(const QString, text);
    QTEST(mail::isAddress(text), "isGood");
}

void TestMessage::linesAreShortAndPlain_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("a head") << u"x\r\nBcc: all@example.org\r\n\r\nbody"_s << u"\r\n.\r\nQUIT\r\n"_s;
    QTest::newRow("long") << QString(5000, u'x') << QString(20'000, u'y');
    QTest::newRow("beyond ASCII") << QString::fromUtf8("Tiefgarage ").repeated(20)
                                  << QString::fromUtf8("Fühler schweigen\n").repeated(50);
    QTest::newRow("beyond 16 bits") << QString::fromUtf8("\xf0\x9f\x9a\x97").repeated(90)
                                    << QString::fromUtf8("\xf0\x9f\x9a\x97\n");
    QTest::newRow("half a sign") << QString(QChar(0xd83d)) << QString(QChar(0xde97));
}

void TestMessage::linesAreShortAndPlain()
{
    QFETCH(const QString, subject);
    QFETCH(const QString, text);
    const QByteArray bytes = mail::toBytes({.from = u"parking@example.org"_s,
                                            .to = {u"a@example.org"_s, u"b@example.org"_s},
                                            .subject = subject,
                                            .text = text,
                                            .id = u"e0b7"_s,
                                            .date = *fromIso(u"2026-03-02T04:05:06Z")});
    QVERIFY(std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return c > 0; }));
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    QVERIFY(end > 0);
    for (const QByteArray &line : bytes.split('\n')) {
        QVERIFY2(line.size() <= 79, line.constData());
        QVERIFY2(line.isEmpty() || line.endsWith('\r'), line.constData());
    }
    const QByteArray head = bytes.left(end + 2);
    QVERIFY(head.startsWith("Date: Mon, 02 Mar 2026 04:05:06 +0000\r\nFrom: parking@example.org\r\n"
                            "To: a@example.org,\r\n b@example.org\r\nSubject: "));
    QVERIFY(head.contains("\r\nMessage-ID: <e0b7@example.org>\r\n"));
    QCOMPARE(head.count("\r\nTo:") + head.count("\r\nBcc:") + head.count("\r\nSubject:"), 2);
    const QByteArray body = QByteArray::fromBase64(bytes.mid(end + 4));
    QCOMPARE(body, QString(text).replace(u'\n', u"\r\n"_s).toUtf8());
}

PARKING_TEST(TestMessage)
#include "tst_message.moc"
