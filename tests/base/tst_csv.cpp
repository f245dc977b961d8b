// CSV as spreadsheets write it, and as nobody should.

#include "base/csv.h"
#include "base/literals.h"
#include "testmain.h"

#include <QTest>

using namespace parking;

class tst_Csv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parse_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected"); // "line:field|field" of each record, by blanks
        const auto row = [](const char *name, const QByteArray &bytes, const char *expected) {
            QTest::newRow(name) << bytes << QString::fromUtf8(expected);
        };
        row("nothing", "", "");
        row("only a byte order mark", "\xef\xbb\xbf", "");
        row("only empty lines", "\n\r\n\n", "");
        row("one line without end", "a,b", "1:a|b");
        row("one semicolon line without end", "a;b", "1:a|b");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a,b\nc,d\n",
            "1:a|b 2:c|d");
        row("CRLF", "a,b\r\nc,d\r\n", "1:a|b 2:c|d");
        row("semicolons", "a;b\nc,x;d\n", "1:a|b 2:c,x|d");
        row("commas, though the rest has semicolons", "a,b\nc;x;y,d\n", "1:a|b 2:c;x;y|d");
        row("CR", "a,b\rc,d\r", "1:a|b 2:c|d");
        row("CR in quotes", "\"a\rb\",c\rd\r", "1:a\rb|c 3:d");
        row("CR and CRLF", "a\r\r\nb\n", "1:a 3:b");
        row("semicolons that are named", "sep=;\r\na,b\r\n", "2:a,b");
        row("commas that are named", "SEP=,\na;b,c\n", "2:a;b|c");
        row("tabs that are named", "sep=\t\na\tb\n", "2:a|b");
        row("only the separator is named", "sep=;", "");
        row("a field that begins so", "sep=;x,a\n", "1:sep=;x|a");
        row("empty lines are counted and left out", "a\n\n\nb\n", "1:a 4:b");
        row("separators in quotes are none", "\"a;b;c\",d\ne,f\n", "1:a;b;c|d 2:e|f");
        row("quotes of quotes before the separator", "\"a\"\";\"\";\",d\n", "1:a\";\";|d");
        row("empty fields stay", "a,,b\n,,c\n", "1:a||b 2:||c");
        row("records without anything do not", "a,b\n,\n , \nc,d\n", "1:a|b 4:c|d");
        row("separator in quotes", "a,\"b,c\"\n", "1:a|b,c");
        row("quote in quotes", "\"say \"\"yes\"\"\"\n", "1:say_\"yes\"");
        row("only a quote in quotes", "\"\"\"\"\n", "1:\"");
        row("empty quotes", "\"\",a\n", "1:|a");
        row("quote in the middle of a field", "5\" pipe,a\n", "1:5\"_pipe|a");
        row("a quoted line break counts as a line", "\"a\nb\",c\nd\n", "1:a/b|c 3:d");
        row("blanks around", " a , b \n", "1:a|b");
        row("not ASCII", "\xc3\xa4,\xf0\x9f\x85\xbf\n", "1:\xc3\xa4|\xf0\x9f\x85\xbf");
    }

    void parse()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        const auto records = parseCsv(bytes);
        QVERIFY2(records, records ? "" : qPrintable(records.error().detail));
        QStringList seen;
        for (const CsvRecord &record : *records)
            seen.append(u"%1:%2"_s.arg(record.line)
                            .arg(record.fields.join(u'|'))
                            .replace(u' ', u'_')
                            .replace(u'\n', u'/'));
        QCOMPARE(seen.join(u' '), expected);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("line");
        QTest::newRow("quote without end") << QByteArray("a\n\"b\nc\n") << 2;
        QTest::newRow("only a quote") << QByteArray("\"") << 1;
        QTest::newRow("Latin-1") << QByteArray("a\nb\nGr\xfc\xdf\n") << 3;
        QTest::newRow("cut character at the end") << QByteArray("a\nb\xc3") << 2;
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe\x61\x00\x0a\x00", 6) << 1;
        QTest::newRow("lone surrogate") << QByteArray("a\n\xed\xa0\x80\n") << 2;
    }

    void refused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, line);
        const auto records = parseCsv(bytes);
        QVERIFY(!records);
        QCOMPARE(records.error().code, u"BAD_CSV"_s);
        QCOMPARE(records.error().details.value(u"line").toInt(), line);
        QVERIFY(records.error().detail.startsWith(u"line %1: "_s.arg(line)));
    }

    void longLinesAreNoLimit()
    {
        const QByteArray longField(100'000, 'x');
        const auto records =
            parseCsv("a,b\n" + longField + ",1\n" + QByteArray(100'000, ',') + 'x');
        QVERIFY(records);
        QCOMPARE(records->size(), 3);
        QCOMPARE(records->at(1).fields.first().size(), longField.size());
        QCOMPARE(records->at(2).fields.size(), 100'001);
    }

    void recordsAreBounded()
    {
        const QByteArray three = "a\n\nb\nc\n";
        QVERIFY(parseTable(three, 3));
        const auto refused = parseTable(three, 2);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"BAD_CSV"_s);
        QCOMPARE(refused.error().detail, u"line 4: more than 2 rows are not taken at once"_s);
    }

    void whatIsWrittenReadsBack_data()
    {
        QTest::addColumn<QStringList>("fields");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *name, const char *fields, const char *line) {
            QTest::newRow(name) << QString::fromUtf8(fields).split(u'|') << QString::fromUtf8(line);
        };
        row("plain", "a|b", "a,b");
        row("empty", "a||", "a,,");
        row("comma", "a,b|c", "\"a,b\",c");
        row("quote", "5\"|c", "\"5\"\"\",c");
        row("line break", "a\nb|c", "\"a\nb\",c");
        row("carriage return", "a\rb|c", "\"a\rb\",c");
        row("semicolon", "a;b|c", "\"a;b\",c");
        row("semicolons, more than commas", "a;b;c|d", "\"a;b;c\",d");
        row("the name of a separator", "sep=|b", "\"sep=\",b");
        const QString marked = QChar(QChar::ByteOrderMark) + u"a"_s; // fromUtf8() would drop it
        QTest::newRow("byte order mark")
            << QStringList{marked, u"b"_s} << u"\"%1\",b"_s.arg(marked);
    }

    void whatIsWrittenReadsBack()
    {
        QFETCH(QStringList, fields);
        QFETCH(QString, line);
        QCOMPARE(csvLine(fields), line);
        const auto records = parseCsv("1,2,3\n" + line.toUtf8() + '\n');
        QVERIFY(records);
        QCOMPARE(records->size(), 2);
        QCOMPARE(records->last().fields, fields);
        const auto alone = parseCsv(line.toUtf8() + '\n'); // its own line tells the separator
        QVERIFY(alone);
        QCOMPARE(alone->size(), 1);
        QCOMPARE(alone->first().fields, fields);
    }
};

PARKING_TEST(tst_Csv)
#include "tst_csv.moc"
