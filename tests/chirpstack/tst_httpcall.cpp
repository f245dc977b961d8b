// One request over a connection of its own, and an owner that has no time for it.

#include "base/literals.h"
#include "chirpstack/httpcall.h"
#include "testmain.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

using namespace parking;
using namespace parking::chirpstack;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 20'000; // of QTRY, ms: for slow machines only

} // namespace

class TestHttpCall : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotLeaveInTimeIsNotSent_data();
    void whatCannotLeaveInTimeIsNotSent();
};

void TestHttpCall::whatCannotLeaveInTimeIsNotSent_data()
{
    QTest::addColumn<bool>("isLimited");
    QTest::newRow("a command") << true;
    QTest::newRow("a question") << false;
}

/// Its thread waits for a database that was cut off, between the beginning and the connection: by
/// the time it comes back another station may have commanded the lamp.
void TestHttpCall::whatCannotLeaveInTimeIsNotSent()
{
    QFETCH(const bool, isLimited);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QIODevice::readyRead, this, [&heard, socket] {
            heard += socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        });
    });
    HttpCall::Limits limits{.timeout = 60s, .maxBody = 1000};
    if (isLimited)
        limits.sendWithin = 50ms;
    std::optional<HttpAnswer> answer;
    auto *call = new HttpCall(
        {.method = "POST",
         .url = QUrl(u"http://127.0.0.1:%1/api"_s.arg(server.serverPort())),
         .body = "{}"},
        limits, [&answer](const HttpAnswer &found) { answer = found; }, this);
    call->begin({});
    QThread::msleep(100);
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), kPatience);
    QCOMPARE(answer->wasAsked, !isLimited);
    QCOMPARE(answer->isWhole, !isLimited);
    QCOMPARE(heard.isEmpty(), isLimited);
}

PARKING_TEST(TestHttpCall)
#include "tst_httpcall.moc"
