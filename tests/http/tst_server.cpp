#include "http/server.h"
#include "testmain.h"
#include "verify.h"

#include <QTcpSocket>
#include <QTest>

using namespace parking;
using namespace parking::http;

/// The server that stands for ChirpStack: asked by a bare socket.
class TestHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }
    void answersInPieces();
    void answersOneAfterTheOther();
    void refuses_data();
    void refuses();
    void outlivesItsClient();

private:
    QByteArray ask(const QList<QByteArray> &pieces, qsizetype answers = 1);

    std::unique_ptr<http::Server> m_server;
    QList<http::Request> m_requests;
    QList<http::Reply> m_later;
    bool m_wait = false;
};

void TestHttpServer::init()
{
    m_requests.clear();
    m_later.clear();
    m_wait = false;
    m_server = std::make_unique<http::Server>(
        [this](const http::Request &request, const http::Reply &reply) {
            m_requests.append(request);
            if (m_wait)
                m_later.append(reply);
            else
                reply.send(200, "{\"n\":" + QByteArray::number(m_requests.size()) + '}');
        });
    VERIFY_OK(m_server->start());
}

QByteArray TestHttpServer::ask(const QList<QByteArray> &pieces, qsizetype answers)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_server->serverPort());
    if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }))
        return "not connected";
    QByteArray heard;
    int read = 0;
    for (const QByteArray &piece : pieces) {
        socket.write(piece);
        socket.flush();
        if (&piece == &pieces.last())
            break;
        auto *there = m_server->findChild<QTcpSocket *>();
        if (!there) // accepted with the next turn of the event loop
            (void)QTest::qWaitFor([&] { return (there = m_server->findChild<QTcpSocket *>()); });
        if (!there)
            return "not accepted";
        read += int(piece.size()); // each piece is read alone
        const auto hasRead = [&] {
            return there->property("parkingBuffer").toByteArray().size() == read;
        };
        if (!QTest::qWaitFor(hasRead))
            return "not read";
    }
    (void)QTest::qWaitFor([&] {
        if (socket.isOpen())
            heard += socket.readAll();
        return heard.count("HTTP/1.1 ") >= answers && heard.endsWith('}');
    });
    return heard;
}

void TestHttpServer::answersInPieces()
{
    const QByteArray heard =
        ask({"POST /a/b?x=1&y HT", "TP/1.1\r\nHost: h\r\nX-Two: 1\r\nx-two: 2\r\nConte",
             "nt-Length: 5\r\n\r\nab", "cde"});
    QVERIFY(heard.startsWith("HTTP/1.1 200 OK\r\n"));
    QCOMPARE(m_requests.size(), 1);
    QCOMPARE(m_requests[0].method, QByteArray("POST"));
    QCOMPARE(m_requests[0].path, QByteArray("/a/b"));
    QCOMPARE(m_requests[0].query, QByteArray("x=1&y"));
    QCOMPARE(m_requests[0].body, QByteArray("abcde"));
    QCOMPARE(m_requests[0].header("x-two"), QByteArray("1"));
    QCOMPARE(m_requests[0].count("x-two"), 2);
    QCOMPARE(m_requests[0].count("cookie"), 0);
}

void TestHttpServer::answersOneAfterTheOther()
{
    const QByteArray one = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    const QByteArray heard = ask({one + one + one}, 3);
    QCOMPARE(m_requests.size(), 3);
    QVERIFY(heard.indexOf("{\"n\":1}") < heard.indexOf("{\"n\":2}"));
    QVERIFY(heard.indexOf("{\"n\":2}") < heard.indexOf("{\"n\":3}"));
}

void TestHttpServer::refuses_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("no request line") << QByteArray("hello\r\n\r\n") << QByteArray("400");
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << QByteArray("400");
    QTest::newRow("a relative path") << QByteArray("GET x HTTP/1.1\r\n\r\n") << QByteArray("400");
    QTest::newRow("a header without a name")
        << QByteArray("GET / HTTP/1.1\r\n: x\r\n\r\n") << QByteArray("400");
    QTest::newRow("a length that is none")
        << QByteArray("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n") << QByteArray("400");
    QTest::newRow("a body in chunks")
        << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n") << QByteArray("411");
    QTest::newRow("a body too long")
        << QByteArray("POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n") << QByteArray("413");
    QTest::newRow("a head without end") << QByteArray(20'000, 'x') << QByteArray("400");
}

void TestHttpServer::refuses()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, status);
    const QByteArray heard = ask({sent});
    QCOMPARE(heard.mid(9, 3), status);
    QVERIFY(m_requests.isEmpty());
}

void TestHttpServer::outlivesItsClient()
{
    m_wait = true;
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_server->serverPort());
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(m_later.size(), 1);
    }
    m_later[0].send(200, "{}"); // perhaps into a closing connection
    QTRY_VERIFY(m_server->findChildren<QTcpSocket *>().isEmpty()); // now it is closed
    m_later[0].send(200, "{}");
    m_wait = false;
    QVERIFY(ask({"GET / HTTP/1.1\r\n\r\n"}).startsWith("HTTP/1.1 200"));
}

PARKING_TEST(TestHttpServer)
#include "tst_server.moc"
