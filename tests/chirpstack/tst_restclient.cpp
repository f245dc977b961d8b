#include "base/literals.h"
#include "chirpstack/restclient.h"
#include "chirpstackstandin.h"
#include "http/server.h"
#include "testmain.h"
#include "testprocess.h"
#include "verify.h"

#include <QElapsedTimer>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>

using namespace parking;
using namespace parking::chirpstack;
using namespace std::chrono_literals;
using domain::DevEui;
using test::ChirpStackStandIn;
using test::RestFailure;

Q_DECLARE_METATYPE(parking::test::RestFailure)

namespace {

const DevEui kDevice(0x2020'20ab'cdef'0102); // letters: ChirpStack's paths are lower case

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

RestOptions options(quint16 port)
{
    RestOptions result;
    result.base = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
    result.apiKey = text("test-key");
    return result;
}

EnqueueRequest red()
{
    return {.fPort = 15,
            .data = QByteArray::fromHex("ff0000ff00"),
            .confirmed = true,
            .expiresAt = fromIso(u"2026-11-24T10:00:00.250Z"),
            .flushQueue = true};
}

/// Waits for the one answer of a request.
template <class T>
Result<T> wait(const std::function<void(RestClient::Done<T>)> &ask)
{
    std::optional<Result<T>> answer;
    ask([&](const Result<T> &result) { answer = result; });
    if (answer)
        return Error{text("WITHIN_THE_CALL"), {}};
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 15'000))
        return Error{text("NO_ANSWER"), {}};
    return *answer;
}

Result<QString> enqueue(RestClient &client, const EnqueueRequest &request = red())
{
    return wait<QString>(
        [&](RestClient::Done<QString> done) { client.enqueue(kDevice, request, std::move(done)); });
}

Result<QList<QueueItem>> queue(RestClient &client)
{
    return wait<QList<QueueItem>>(
        [&](RestClient::Done<QList<QueueItem>> done) { client.queue(kDevice, std::move(done)); });
}

/// A server, in a thread of its own, that answers each request with a start and then the same again
/// and again, as fast as it is taken (a single byte: slowly), until it is told to be good.
class Flood {
public:
    Flood(QByteArray start, QByteArray again) : m_start(std::move(start)), m_again(std::move(again))
    {
        m_server.moveToThread(&m_thread);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { serve(); });
        m_thread.start();
        QMetaObject::invokeMethod(
            &m_server,
            [this] {
                m_server.listen(QHostAddress::LocalHost);
                m_port = m_server.serverPort();
            },
            Qt::BlockingQueuedConnection);
    }
    ~Flood()
    {
        QMetaObject::invokeMethod(
            &m_server,
            [this] {
                qDeleteAll(m_server.findChildren<QTcpSocket *>());
                m_server.close();
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Flood)

    quint16 port() const { return m_port; }
    int flooded() const { return m_flooded; } ///< connections under way
    void beGood() { m_good = true; }

private:
    void serve()
    {
        QTcpSocket *socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (m_good) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"result\":[]}");
            return;
        }
        ++m_flooded;
        QObject::connect(socket, &QObject::destroyed, &m_server, [this] { --m_flooded; });
        socket->write(m_start);
        if (m_again.size() == 1) {
            auto *timer = new QTimer(socket);
            QObject::connect(timer, &QTimer::timeout, socket,
                             [this, socket] { socket->write(m_again); });
            timer->start(20ms);
        } else if (!m_again.isEmpty()) {
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [this, socket] {
                while (socket->bytesToWrite() < 1'000'000)
                    socket->write(m_again);
            });
            socket->write(m_again);
        }
    }

    const QByteArray m_start;
    const QByteArray m_again;
    QThread m_thread;
    QTcpServer m_server;
    std::atomic<quint16> m_port = 0;
    std::atomic<int> m_flooded = 0;
    std::atomic<bool> m_good = false;
};

} // namespace

class TestRestClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void enqueuesAsTheReferenceSays();
    void listsAndFlushes();
    void givesErrors_data();
    void givesErrors();
    void sendsAPostOnce_data();
    void sendsAPostOnce();
    void readsRetryAfter();
    void tellsTheServersTime();
    void isUnreachable();
    void givesUpInTime();
    void capsAnswers();
    void followsNoRedirect();
    void endsInTimeWhateverComes_data();
    void endsInTimeWhateverComes();
    void givesPlainWords();
    void refusesItemsThatAreNone_data();
    void refusesItemsThatAreNone();
    void staysSilentOnceDestroyed();
    void checksCertificates_data();
    void checksCertificates();
};

void TestRestClient::enqueuesAsTheReferenceSays()
{
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    RestClient client(options(server.port()));
    const auto id = enqueue(client);
    VERIFY_OK(id);
    QCOMPARE(server.violations(), QStringList());
    const QList<test::SeenPost> posts = server.posts();
    QCOMPARE(posts.size(), 1);
    QCOMPARE(posts[0].devEui, text("202020abcdef0102"));
    QCOMPARE(posts[0].fPort, 15);
    QCOMPARE(posts[0].data.toHex(), QByteArray("ff0000ff00"));
    QVERIFY(posts[0].confirmed);
    QVERIFY(posts[0].flushQueue);
    QCOMPARE(posts[0].expiresAt, red().expiresAt);
    QCOMPARE(posts[0].itemId, id.value());
}

void TestRestClient::listsAndFlushes()
{
    ChirpStackStandIn server;
    server.setTenantKey(false);
    VERIFY_OK(server.start());
    RestClient client(options(server.port()));
    EnqueueRequest request = red();
    const auto first = enqueue(client, request);
    VERIFY_OK(first);
    request.flushQueue = false;
    request.data = QByteArray::fromHex("0000ffff00");
    request.confirmed = false;
    const auto second = enqueue(client, request);
    VERIFY_OK(second);
    const auto items = queue(client);
    VERIFY_OK(items);
    QCOMPARE(items.value().size(), 2);
    const QueueItem &item = items.value()[0];
    QCOMPARE(item.id, first.value());
    QCOMPARE(item.data, red().data);
    QCOMPARE(item.fPort, 15);
    QCOMPARE(item.expiresAt, red().expiresAt);
    QVERIFY(item.confirmed && !item.isPending);
    QCOMPARE(items.value()[1].id, second.value());

    const auto flushed =
        wait<void>([&](RestClient::Done<void> done) { client.flush(kDevice, std::move(done)); });
    VERIFY_OK(flushed);
    QVERIFY(queue(client).value().isEmpty());
    VERIFY_OK(wait<void>(
        [&](RestClient::Done<void> done) { client.probeAdministrator(std::move(done)); }));
    server.setTenantKey(true);
    const auto probe = wait<void>(
        [&](RestClient::Done<void> done) { client.probeAdministrator(std::move(done)); });
    QCOMPARE(probe.error().code, text("CHIRPSTACK_UNAUTHORIZED"));
    QCOMPARE(server.violations(), QStringList());
}

void TestRestClient::givesErrors_data()
{
    QTest::addColumn<RestFailure>("failure");
    QTest::addColumn<QString>("ofPost");
    QTest::addColumn<QString>("ofGet");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, RestFailure failure, const char *ofPost,
                        const char *ofGet, int status) {
        QTest::newRow(name) << failure << text(ofPost) << text(ofGet) << status;
    };
    const char *refused = "CHIRPSTACK_REFUSED";
    const char *doubtful = "CHIRPSTACK_DOUBTFUL";
    const char *unauthorized = "CHIRPSTACK_UNAUTHORIZED";
    row("400", RestFailure::BadRequest400, refused, refused, 400);
    row("401 with text", RestFailure::Unauthorized401WithText, unauthorized, unauthorized, 401);
    row("401 without text", RestFailure::Unauthorized401Empty, unauthorized, unauthorized, 401);
    row("404", RestFailure::NotFound404, refused, refused, 404);
    row("429", RestFailure::TooMany429, "CHIRPSTACK_BUSY", "CHIRPSTACK_BUSY", 429);
    row("500", RestFailure::Internal500, "CHIRPSTACK_INTERNAL", "CHIRPSTACK_INTERNAL", 500);
    row("503", RestFailure::Unavailable503, "CHIRPSTACK_UNAVAILABLE", "CHIRPSTACK_UNAVAILABLE",
        503);
    row("garbage", RestFailure::Garbage, doubtful, "NOT_CHIRPSTACK", 200);
    row("half an answer", RestFailure::HalfAnswer, doubtful, doubtful, 200);
    row("closed without an answer", RestFailure::CloseWithoutAnswer, doubtful, doubtful, 0);
    row("redirect", RestFailure::Redirect, "NOT_CHIRPSTACK", "NOT_CHIRPSTACK", 302);
}

void TestRestClient::givesErrors()
{
    QFETCH(RestFailure, failure);
    QFETCH(QString, ofPost);
    QFETCH(QString, ofGet);
    QFETCH(int, status);
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.failAll(failure);
    RestClient client(options(server.port()));
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, ofPost);
    QCOMPARE(posted.error().details.value(u"httpStatus").toInt(), status);
    QVERIFY(!posted.error().detail.isEmpty());
    const auto listed = queue(client);
    QVERIFY(!listed);
    QCOMPARE(listed.error().code, ofGet);
    QCOMPARE(server.posts().size(), 1);
}

/// Qt sends a request again when the connection closes without an answer. A frame must not.
void TestRestClient::sendsAPostOnce_data()
{
    QTest::addColumn<bool>("kept");
    QTest::addColumn<RestFailure>("failure");
    for (const bool kept : {false, true}) {
        const char *connection = kept ? "kept connection" : "fresh connection";
        QTest::addRow("%s, closed before", connection) << kept << RestFailure::CloseWithoutAnswer;
        QTest::addRow("%s, closed after", connection) << kept << RestFailure::CloseAfter;
        QTest::addRow("%s, half an answer", connection) << kept << RestFailure::HalfAnswerAfter;
    }
}

void TestRestClient::sendsAPostOnce()
{
    QFETCH(bool, kept);
    QFETCH(RestFailure, failure);
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    RestClient client(options(server.port()));
    if (kept)
        VERIFY_OK(queue(client));
    server.failAll(failure);
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, text("CHIRPSTACK_DOUBTFUL"));
    server.failAll({});
    VERIFY_OK(queue(client)); // what Qt had in mind would have come by now
    QCOMPARE(server.posts().size(), 1);
}

void TestRestClient::readsRetryAfter()
{
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.failNext({RestFailure::TooMany429});
    RestClient client(options(server.port()));
    const auto posted = enqueue(client);
    QCOMPARE(posted.error().details.value(u"retryAfterMs").toInt(), 1000);
}

void TestRestClient::tellsTheServersTime()
{
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    RestClient client(options(server.port()));
    std::optional<UtcTime> told;
    client.onServerTime([&told](UtcTime time) { told = time; });
    server.setClockBehind(3min);
    VERIFY_OK(queue(client));
    QVERIFY(told && std::chrono::abs(systemNow() - *told - 3min) < 30s);
    told.reset();
    server.setClockBehind({});
    VERIFY_OK(queue(client));
    QVERIFY(!told);
}

void TestRestClient::isUnreachable()
{
    RestClient client(options(quint16(test::freePort())));
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, text("CHIRPSTACK_UNREACHABLE"));
}

void TestRestClient::givesUpInTime()
{
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.failAll(RestFailure::NoAnswer);
    RestOptions impatient = options(server.port());
    impatient.timeout = 300ms;
    RestClient client(impatient);
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, text("CHIRPSTACK_DOUBTFUL"));
    QCOMPARE(server.posts().size(), 1);
}

void TestRestClient::capsAnswers()
{
    http::Server server([](const http::Request &, const http::Reply &reply) {
        reply.send(200, "{\"id\":\"" + QByteArray(200'000, 'x') + "\"}");
    });
    VERIFY_OK(server.start());
    RestOptions small = options(server.serverPort());
    small.maxReplyBytes = 10'000;
    RestClient client(small);
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, text("CHIRPSTACK_DOUBTFUL"));
    QVERIFY(posted.error().detail.contains(u"too long"));
}

void TestRestClient::followsNoRedirect()
{
    int asked = 0;
    http::Server other([&asked](const http::Request &, const http::Reply &reply) {
        ++asked;
        reply.send(200, "{}");
    });
    VERIFY_OK(other.start());
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.setRedirect("http://127.0.0.1:" + QByteArray::number(other.serverPort()) + "/api");
    server.failAll(RestFailure::Redirect);
    RestClient client(options(server.port()));
    QCOMPARE(enqueue(client).error().code, text("NOT_CHIRPSTACK"));
    QCOMPARE(queue(client).error().code, text("NOT_CHIRPSTACK"));
    server.failAll({});
    VERIFY_OK(queue(client));
    QCOMPARE(asked, 0);
}

void TestRestClient::endsInTimeWhateverComes_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("again");
    const auto row = [](const char *name, const QByteArray &start, const QByteArray &again) {
        QTest::newRow(name) << start << again;
    };
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    row("chunks", chunked, "10000\r\n" + QByteArray(0x10000, 'x') + "\r\n");
    row("small chunks", chunked, QByteArray("1\r\nx\r\n").repeated(1000));
    row("a body", "HTTP/1.1 200 OK\r\n\r\n", QByteArray(0x10000, 'x'));
    row("interim answers", {}, QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(1000));
    row("headers", "HTTP/1.1 200 OK\r\n", QByteArray("A: b\r\n").repeated(1000));
    row("a header", "HTTP/1.1 200 OK\r\nA: ", QByteArray(0x10000, 'x'));
    row("a status", "HTTP/1.1 200 ", QByteArray(0x10000, 'x'));
    row("one sign after the other", "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", "x");
    row("one interim sign after the other", "HTTP/1.1 ", "1");
    row("nothing", {}, {});
}

/// Neither memory nor a processor for what has no end, and the next request has its turn.
void TestRestClient::endsInTimeWhateverComes()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, again);
    Flood server(start, again);
    RestOptions impatient = options(server.port());
    impatient.timeout = 1500ms;
    RestClient client(impatient);
    QElapsedTimer watch;
    watch.start();
    const auto posted = enqueue(client);
    VERIFY_ERROR(posted, "CHIRPSTACK_DOUBTFUL");
    QVERIFY2(watch.elapsed() < 5000, qPrintable(posted.error().detail));
    server.beGood();
    VERIFY_OK(queue(client));
    QTRY_COMPARE(server.flooded(), 0); // the connection was given up
}

void TestRestClient::givesPlainWords()
{
    http::Server server([](const http::Request &, const http::Reply &reply) {
        reply.send(400,
                   R"({"code":3,"message":"no\u001b[2J\r\nsuch \u202edevice\u0000)"
                       + QByteArray(100'000, 'x') + "\"}");
    });
    VERIFY_OK(server.start());
    RestClient client(options(server.serverPort()));
    const auto posted = enqueue(client);
    VERIFY_ERROR(posted, "CHIRPSTACK_REFUSED");
    for (const QString &words : {messageOf(posted.error()), posted.error().detail}) {
        QVERIFY2(words.contains(u"no [2J such device x"), qPrintable(words));
        QVERIFY(words.size() < 400);
        for (const QChar c : words)
            QVERIFY(c.isPrint());
    }
}

void TestRestClient::refusesItemsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no result") << QByteArray(R"({"totalCount":1})");
    QTest::newRow("result is an object") << QByteArray(R"({"result":{}})");
    QTest::newRow("item is a number") << QByteArray(R"({"result":[1]})");
    QTest::newRow("no id") << QByteArray(R"({"result":[{"data":""}]})");
    QTest::newRow("id is no UUID") << QByteArray(R"({"result":[{"id":"1","data":""}]})");
    QTest::newRow("data is no base64")
        << QByteArray(R"({"result":[{"id":"9f2a7d0e-6a35-4f2b-9d2b-5a6a1f9f7d11","data":"?"}]})");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray(R"({"result":[)");
    QTest::newRow("not UTF-8") << QByteArray("{\"result\":[\xff\xfe]}");
}

void TestRestClient::refusesItemsThatAreNone()
{
    QFETCH(QByteArray, body);
    http::Server server(
        [&](const http::Request &, const http::Reply &reply) { reply.send(200, body); });
    VERIFY_OK(server.start());
    RestClient client(options(server.serverPort()));
    const auto items = queue(client);
    QVERIFY(!items);
    QVERIFY(QStringList({text("NOT_CHIRPSTACK"), text("CHIRPSTACK_DOUBTFUL")})
                .contains(items.error().code));
    const auto posted = enqueue(client);
    QVERIFY(!posted);
    QCOMPARE(posted.error().code, text("CHIRPSTACK_DOUBTFUL"));
}

void TestRestClient::staysSilentOnceDestroyed()
{
    ChirpStackStandIn server;
    VERIFY_OK(server.start());
    auto client = std::make_unique<RestClient>(options(server.port()));
    int answers = 0;
    client->enqueue(kDevice, red(), [&](const Result<QString> &) { ++answers; });
    client->queue(kDevice, [&](const Result<QList<QueueItem>> &) { ++answers; });
    client.reset();
    RestClient second(options(server.port()));
    VERIFY_OK(queue(second));
    QCOMPARE(answers, 0);
}

void TestRestClient::checksCertificates_data()
{
    QTest::addColumn<bool>("ownCa");
    QTest::newRow("its authority is given") << true;
    QTest::newRow("its authority is unknown") << false;
}

void TestRestClient::checksCertificates()
{
    QFETCH(bool, ownCa);
    QTemporaryDir folder;
    const test::Finished made =
        test::run(text("openssl"),
                  {text("req"), text("-x509"), text("-newkey"), text("rsa:2048"), text("-nodes"),
                   text("-keyout"), folder.filePath(text("key.pem")), text("-out"),
                   folder.filePath(text("ca.pem")), text("-days"), text("2"), text("-subj"),
                   text("/CN=localhost"), text("-addext"), text("subjectAltName=IP:127.0.0.1")});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
    QSslConfiguration tls;
    const auto certificates = QSslCertificate::fromPath(folder.filePath(text("ca.pem")));
    QCOMPARE(certificates.size(), 1);
    tls.setLocalCertificate(certificates.first());
    QFile keyFile(folder.filePath(text("key.pem")));
    QVERIFY(keyFile.open(QIODevice::ReadOnly));
    tls.setPrivateKey(QSslKey(keyFile.readAll(), QSsl::Rsa));
    int asked = 0;
    http::Server server([&asked](const http::Request &, const http::Reply &reply) {
        ++asked;
        reply.send(200, R"({"totalCount":0,"result":[]})");
    });
    server.setSsl(tls);
    VERIFY_OK(server.start());
    RestOptions secure = options(server.serverPort());
    secure.base.setScheme(text("https"));
    if (ownCa)
        secure.caFile = folder.filePath(text("ca.pem"));
    RestClient client(secure);
    const auto items = queue(client);
    if (ownCa) {
        VERIFY_OK(items);
        QCOMPARE(asked, 1);
    } else {
        QVERIFY(!items);
        QCOMPARE(items.error().code, text("CHIRPSTACK_UNREACHABLE"));
        QCOMPARE(asked, 0);
    }
}

PARKING_TEST(TestRestClient)
#include "tst_restclient.moc"
