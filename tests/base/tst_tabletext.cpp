// Tables as people have them: what they are written in, and what separates their fields.

#include "base/literals.h"
#include "base/tabletext.h"
#include "testmain.h"

#include <QStringEncoder>
#include <QTest>

using namespace parking;

namespace {

const QString kText = u"code;gebäude\nB1-001;Süd €\n"_s;

QByteArray written(QStringConverter::Encoding encoding, bool hasMark)
{
    QStringEncoder encoder(
        encoding, hasMark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    return encoder(kText);
}

} // namespace

class TestTableText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codings_data();
    void codings();
    void wrongCodingsAreRefused();
    void everyByteIsASign();
    void separators_data();
    void separators();
    void separatorIsChosen();
};

void TestTableText::codings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("coding");
    const auto row = [](const char *name, const QByteArray &bytes, TextCoding coding) {
        QTest::newRow(name) << bytes << int(coding);
    };
    row("utf-8", written(QStringConverter::Utf8, false), TextCoding::Utf8);
    row("utf-8 with its mark", written(QStringConverter::Utf8, true), TextCoding::Utf8);
    row("utf-16, little end", written(QStringConverter::Utf16LE, true), TextCoding::Utf16Le);
    row("utf-16, big end", written(QStringConverter::Utf16BE, true), TextCoding::Utf16Be);
    row("little end, no mark", written(QStringConverter::Utf16LE, false), TextCoding::Utf16Le);
    row("big end, no mark", written(QStringConverter::Utf16BE, false), TextCoding::Utf16Be);
    row("windows",
        QByteArray("code;geb\xe4ude\nB1-001;S\xfc"
                   "d \x80\n"),
        TextCoding::Windows1252);
}

void TestTableText::codings()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, coding);
    QCOMPARE(int(guessedCoding(bytes)), coding);
    const Result<QString> text = decoded(bytes, TextCoding(coding));
    QVERIFY(text);
    QCOMPARE(*text, kText);
}

void TestTableText::wrongCodingsAreRefused()
{
    QVERIFY(!decoded("S\xfc"
                     "d",
                     TextCoding::Utf8));
    QVERIFY(!decoded("odd", TextCoding::Utf16Le));
    QVERIFY(!decoded(QByteArray("\x00\xd8\x41\x00", 4), TextCoding::Utf16Le)); // half a sign
    QVERIFY(!decoded(QByteArray("\x41\x00\x00\xdc", 4), TextCoding::Utf16Le)); // its other half
    QVERIFY(!decoded(QByteArray("\x00\x41\xd8\x00", 4), TextCoding::Utf16Be));
    QVERIFY(!decoded(QByteArray("a\0b", 3), TextCoding::Utf8)); // no text has it
    QVERIFY(!decoded(QByteArray("a\0\xe4", 3), TextCoding::Windows1252));
    QVERIFY(decoded("PK", TextCoding::Utf8));
    QVERIFY(decoded("PK\x03\x04", TextCoding::Utf8).error().detail.contains(u"workbook"));
    QCOMPARE(guessedCoding({}), TextCoding::Utf8);
    QCOMPARE(decoded({}, TextCoding::Utf8).valueOr(u"x"_s), QString());
}

void TestTableText::everyByteIsASign()
{
    QByteArray all;
    for (int byte = 1; byte < 256; ++byte)
        all.append(char(byte));
    const Result<QString> text = decoded(all, TextCoding::Windows1252);
    QVERIFY(text);
    QCOMPARE(text->size(), 255);
    QVERIFY(text->isValidUtf16());
    QCOMPARE(text->at(0xe4 - 1), u'ä');
    QCOMPARE(text->at(0x80 - 1), u'€');
    const auto sign = [](TextCoding coding, int byte) {
        return decoded(QByteArray(1, char(byte)), coding).valueOr(QString());
    };
    QCOMPARE(sign(TextCoding::Windows1250, 0xb3), u"ł"_s);
    QCOMPARE(sign(TextCoding::Windows1251, 0xe4), u"д"_s);
    QCOMPARE(sign(TextCoding::Windows1253, 0xe1), u"α"_s);
    QCOMPARE(sign(TextCoding::Windows1254, 0xfe), u"ş"_s);
    QCOMPARE(sign(TextCoding::Windows1257, 0xe0), u"ą"_s);
    for (const TextCoding coding : kTextCodings) {
        if (coding >= TextCoding::Windows1252)
            QCOMPARE(decoded(all, coding).valueOr(QString()).size(), 255);
    }
}

void TestTableText::separators_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QChar>("separator");
    const auto row = [](const char *name, const QString &text, QChar separator) {
        QTest::newRow(name) << text << separator;
    };
    row("comma", u"code,floor\na,b\n"_s, u',');
    row("semicolon", u"code;x\nA;1,5\nB;2,5\n"_s, u';');
    row("tab", u"code\tfloor\nA\tB, C\n"_s, u'\t');
    row("bar", u"code|floor|zone\na|b|c\n"_s, u'|');
    row("in quotes", u"\"a;b;c\",d\n1,2\n"_s, u',');
    row("named", u"sep=;\ncode,with;x\n"_s, u';');
    row("named by nothing", u"sep=\ncode,x\n"_s, u',');
    row("one column", u"code\nA\nB\n"_s, u',');
    row("empty", {}, u',');
    row("bars in one field", u"A,charging|family|x\nB,charging\n"_s, u',');
    row("more commas than semicolons", u"code;name\nA;a, b, c\nB;\n"_s, u';');
    row("features with bars", u"code,features\nA,charging|family|x|y\n"_s, u',');
}

void TestTableText::separators()
{
    QFETCH(const QString, text);
    QTEST(guessedSeparator(text), "separator");
}

void TestTableText::separatorIsChosen()
{
    const auto table = parseText(u"sep=;\ncode;a,b\n1;2,3\n"_s, u',');
    QVERIFY(table);
    QCOMPARE(table->records.first().fields, (QStringList{u"code;a"_s, u"b"_s}));
    QCOMPARE(table->records.first().line, 2); // as an editor counts
    QVERIFY(parseText(QString(kMostColumns - 1, u','), u',')->records.isEmpty());
    QCOMPARE(parseText(QString(kMostColumns, u','), u',').error().code, u"BAD_CSV"_s);
}

PARKING_TEST(TestTableText)
#include "tst_tabletext.moc"
