// What somebody types at the console of a lamp, and what may be removed from its queue.

#include "base/literals.h"
#include "domain/lampcommand.h"
#include "domain/lampqueue.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;

Q_DECLARE_METATYPE(parking::domain::PayloadForm)

class tst_LampCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void payloads_data();
    void payloads();
    void ports_data();
    void ports();
    void whatMayBeOnTheAirStays_data();
    void whatMayBeOnTheAirStays();
};

void tst_LampCommand::payloads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<PayloadForm>("form");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("rule");
    const auto good = [](const char *name, const QString &text, PayloadForm form, const char *hex) {
        QTest::newRow(name) << text << form << QByteArray::fromHex(hex) << QString();
    };
    const auto bad = [](const char *name, const QString &text, PayloadForm form,
                        const QString &rule) {
        QTest::newRow(name) << text << form << QByteArray() << rule;
    };
    using enum PayloadForm;
    good("hex", u"ff00A5"_s, Hex, "ff00a5");
    good("hex with blanks, colons and dashes", u" FF 00:a5-64\t00 "_s, Hex, "ff00a56400");
    good("the most", QString(484, u'a'), Hex, QByteArray(484, 'a'));
    good("base64", u"/wClZAA="_s, Base64, "ff00a56400");
    good("base64 for addresses, without padding", u"_wClZAA"_s, Base64, "ff00a56400");
    good("base64 in two lines", u"/wCl\nZAA="_s, Base64, "ff00a56400");
    bad("nothing", {}, Hex, u"NO_PAYLOAD"_s);
    bad("blanks alone", u"  "_s, Base64, u"NO_PAYLOAD"_s);
    bad("padding alone", u"=="_s, Base64, u"BAD_BASE64"_s);
    bad("half a byte", u"FF0"_s, Hex, u"ODD_HEX"_s);
    bad("a letter that is none", u"FG"_s, Hex, u"BAD_HEX"_s);
    bad("a prefix of programmers", u"0xFF"_s, Hex, u"BAD_HEX"_s);
    bad("hex is no base64", u"FF 00 A"_s, Base64, u"BAD_BASE64"_s);
    bad("one letter of base64", u"A"_s, Base64, u"BAD_BASE64"_s);
    bad("a letter that base64 has not", u"/wC!"_s, Base64, u"BAD_BASE64"_s);
    bad("a letter of another alphabet", u"Жж"_s, Hex, u"BAD_HEX"_s);
    bad("too long", QString(486, u'a'), Hex, u"PAYLOAD_TOO_LONG"_s);
}

void tst_LampCommand::payloads()
{
    QFETCH(QString, text);
    QFETCH(PayloadForm, form);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, rule);
    const Result<QByteArray> read = readPayload(text, form);
    QCOMPARE(read.hasValue(), rule.isEmpty());
    if (read)
        QCOMPARE(*read, bytes);
    else
        QCOMPARE(read.error().details.value(u"rule").toString(), rule);
}

void tst_LampCommand::ports_data()
{
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("good");
    QTest::newRow("none") << 0 << false; // what a text that is no number gives, too
    QTest::newRow("first") << 1 << true;
    QTest::newRow("last") << 223 << true;
    QTest::newRow("LoRaWAN's own") << 224 << false;
    QTest::newRow("negative") << -1 << false;
    QTest::newRow("what eight bits would make 1 of") << 257 << false;
}

void tst_LampCommand::ports()
{
    QFETCH(int, port);
    QFETCH(bool, good);
    LampCommand command;
    command.kind = LampCommand::Kind::Raw;
    command.fPort = port;
    command.payload = "x";
    QCOMPARE(validate(command).hasValue(), good);
    command.kind = LampCommand::Kind::State; // the type's own port holds
    QVERIFY(validate(command).hasValue());
}

void tst_LampCommand::whatMayBeOnTheAirStays_data()
{
    QTest::addColumn<QString>("deviceClass");
    QTest::addColumn<bool>("isListening");
    QTest::addColumn<bool>("isPending");
    QTest::addColumn<bool>("isAtGateway");
    QTest::addColumn<bool>("stays");
    QTest::newRow("class A, quiet") << u"CLASS_A"_s << false << false << false << false;
    QTest::newRow("class A, heard just now") << u"CLASS_A"_s << true << false << false << true;
    QTest::newRow("class A, not acknowledged yet")
        << u"CLASS_A"_s << false << true << false << true;
    QTest::newRow("class A, its frame is made") << u"CLASS_A"_s << false << false << true << true;
    QTest::newRow("class B") << u"CLASS_B"_s << false << false << false << true;
    QTest::newRow("class C") << u"CLASS_C"_s << false << false << false << true;
    QTest::newRow("nobody knows the class") << QString() << false << false << false << true;
}

void tst_LampCommand::whatMayBeOnTheAirStays()
{
    QFETCH(QString, deviceClass);
    QFETCH(bool, isListening);
    QFETCH(bool, isPending);
    QFETCH(bool, isAtGateway);
    QFETCH(bool, stays);
    LampQueueItem item;
    item.isPending = isPending;
    item.isAtGateway = isAtGateway;
    QCOMPARE(mayBeOnAir({LampQueueItem(), item}, deviceClass, isListening), stays);
    QVERIFY(!mayBeOnAir({}, deviceClass, isListening)); // nothing is removed of nothing
}

PARKING_TEST(tst_LampCommand)
#include "tst_lampcommand.moc"
