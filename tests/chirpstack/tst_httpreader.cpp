// HTTP answers, good, broken and endless, in pieces of any size.

#include "base/literals.h"
#include "chirpstack/httpreader.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::chirpstack;

namespace {

constexpr qint64 kMaxBody = 1000;

HttpReader readIn(const QByteArray &bytes, qsizetype piece, bool closed)
{
    HttpReader reader(kMaxBody);
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        reader.take(bytes.mid(at, piece));
    if (closed)
        reader.end();
    return reader;
}

} // namespace

class tst_HttpReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("closed"); // the connection, behind the bytes
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *name, const char *bytes, int status, const char *body,
                            bool closed = false) {
            QTest::newRow(name) << QByteArray(bytes) << closed << status << QByteArray(body);
        };
        row("a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello");
        row("a length of nothing", "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", 200, "");
        row("more than its length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello", 200, "he");
        row("the same length twice",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhe", 200, "he");
        row("no reason", "HTTP/1.1 429\r\nContent-Length: 0\r\n\r\n", 429, "");
        row("line feeds alone", "HTTP/1.0 200 OK\nContent-Length: 1\n\nh", 200, "h");
        row("an empty line before", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nh", 200, "h");
        row("up to the end", "HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello", true);
        row("nothing up to the end", "HTTP/1.1 503 x\r\n\r\n", 503, "", true);
        row("no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, "");
        row("chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n"
            "0123456789\r\n0\r\n\r\n",
            200, "hello0123456789");
        row("chunks and a trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n"
            "1\r\nh\r\n00\r\nGrpc-Status: 0\r\n\r\n",
            200, "h");
        row("interim answers",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nh",
            200, "h");
    }

    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, closed);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        for (const qsizetype piece : {bytes.size(), qsizetype(1), qsizetype(7)}) {
            const HttpReader reader = readIn(bytes, piece, closed);
            QVERIFY2(reader.isDone(), qPrintable(reader.problem()));
            QCOMPARE(reader.problem(), QString());
            QCOMPARE(reader.status(), status);
            QCOMPARE(reader.body(), body);
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const QByteArray &bytes, const char *told) {
            QTest::newRow(name) << bytes << QString::fromLatin1(told);
        };
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        row("nothing", "", "closed without an answer");
        row("half a head", ok, "closed within the answer");
        row("half a body", ok + "Content-Length: 5\r\n\r\nhell", "closed within the answer");
        row("half a chunk", chunked + "5\r\nhell", "closed within the answer");
        row("no last chunk", chunked + "4\r\nhell\r\n", "closed within the answer");
        row("another protocol", "220 mail.example ESMTP\r\n", "is no HTTP");
        row("a status of two digits", "HTTP/1.1 20 OK\r\n", "is no HTTP");
        row("a line without a colon", ok + "hello\r\n\r\n", "head cannot be read");
        row("a length that is none", ok + "Content-Length: 5x\r\n\r\nhello",
            "length cannot be read");
        row("a negative length", ok + "Content-Length: -5\r\n\r\n", "length cannot be read");
        row("two lengths", ok + "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
            "length cannot be read");
        row("a chunk's length that is none", chunked + "x\r\n", "chunk's length");
        row("a chunk without an end", chunked + "1\r\nhello\r\n", "has no end");
        row("packed", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", "encoded");
        row("another protocol from now on", "HTTP/1.1 101 Switching\r\n\r\n", "protocol");
    }

    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, told);
        for (const qsizetype piece : {std::max<qsizetype>(bytes.size(), 1), qsizetype(1)}) {
            const HttpReader reader = readIn(bytes, piece, true);
            QVERIFY(!reader.isDone());
            QVERIFY(!reader.isTooLong());
            QVERIFY2(reader.problem().contains(told), qPrintable(reader.problem()));
        }
    }

    void endsWhatHasNoEnd_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("again"); // and again
        const auto row = [](const char *name, const QByteArray &start, const QByteArray &again) {
            QTest::newRow(name) << start << again;
        };
        const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        row("a length beyond the limit", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "x");
        row("a body", "HTTP/1.1 200 OK\r\n\r\n", QByteArray(100, 'x'));
        row("chunks", chunked, "1\r\nx\r\n");
        row("a chunk", chunked + "7fffffffffffff\r\n", QByteArray(100, 'x'));
        row("a chunk's length", chunked, "0");
        row("a trailer", chunked + "0\r\n", "A: b\r\n");
        row("interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n");
        row("headers", "HTTP/1.1 200 OK\r\n", "A: b\r\n");
        row("a header", "HTTP/1.1 200 OK\r\nA: ", "b");
        row("a status", "HTTP/1.1 200 ", "OK");
        row("empty lines", "", "\r\n");
    }

    void endsWhatHasNoEnd()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, again);
        HttpReader reader(kMaxBody);
        reader.take(start);
        qsizetype taken = start.size();
        for (; reader.problem().isEmpty() && taken < 100'000; taken += again.size())
            reader.take(again);
        QVERIFY2(reader.isTooLong(), qPrintable(reader.problem()));
        QVERIFY(!reader.isDone());
        QVERIFY(reader.body().size() <= kMaxBody);
        const QString told = reader.problem();
        reader.take(again);
        reader.end();
        QCOMPARE(reader.problem(), told);
    }
};

PARKING_TEST(tst_HttpReader)
#include "tst_httpreader.moc"
