// Mail through a real SMTP server, and past ones that mean ill.

#include "base/literals.h"
#include "mail/smtpsender.h"
#include "smtpserver.h"
#include "testmain.h"
#include "verify.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using mail::SmtpOptions;
using mail::SmtpOutcome;
using mail::Tls;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers
const QString kSecret = u"hunter22 \"ü"_s;

mail::Message message(const QStringList &to = {u"desk@example.org"_s})
{
    return {.from = u"parking@example.org"_s,
            .to = to,
            .subject = u"Critical: Gateway lost"_s,
            .text = u"A line\n.\nand another\n"_s,
            .id = u"one"_s,
            .date = *fromIso(u"2026-03-02T04:05:06Z")};
}

SmtpOutcome send(const SmtpOptions &options, const mail::Message &mail)
{
    const std::atomic<bool> stop = false;
    return mail::sendMail(options, mail, stop);
}

} // namespace

class TestSmtp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRealServerTakesIt_data();
    void aRealServerTakesIt();
    void whatIsRefusedSaysWhy_data();
    void whatIsRefusedSaysWhy();
    void whoIsPutOffIsNamed();
    void hostileServersEndInTime_data();
    void hostileServersEndInTime();
    void whoGoesDoesNotWait();
};

void TestSmtp::aRealServerTakesIt_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<Tls>("tls");
    QTest::addColumn<QString>("user");
    QTest::newRow("plain") << u"plain"_s << Tls::None << QString();
    QTest::newRow("STARTTLS") << u"starttls"_s << Tls::StartTls << QString();
    QTest::newRow("STARTTLS and a login") << u"starttls"_s << Tls::StartTls << u"desk"_s;
    QTest::newRow("TLS") << u"tls"_s << Tls::Implicit << QString();
    QTest::newRow("TLS and a login") << u"tls"_s << Tls::Implicit << u"desk"_s;
}

void TestSmtp::aRealServerTakesIt()
{
    QFETCH(const QString, mode);
    QFETCH(const Tls, tls);
    QFETCH(const QString, user);
    test::SmtpServer server;
    VERIFY_OK(server.start(mode, user, kSecret));
    const SmtpOutcome sent =
        send({.host = u"localhost"_s,
              .port = server.port(),
              .tls = tls,
              .user = user,
              .password = kSecret,
              .caFile = tls == Tls::None ? QString() : server.file(u"ca.crt"_s)},
             message({u"a@example.org"_s, u"b@example.org"_s}));
    QVERIFY2(sent.wasTaken, qPrintable(sent.problem));
    QCOMPARE(sent.problem, QString());
    QTRY_COMPARE_WITH_TIMEOUT(server.taken().size(), 1, kPatience);
    const QJsonObject taken = server.taken().first();
    QCOMPARE(taken[u"from"].toString(), u"parking@example.org"_s);
    QCOMPARE(taken[u"to"].toArray().toVariantList(),
             QVariantList({u"a@example.org"_s, u"b@example.org"_s}));
    QCOMPARE(taken[u"tls"].toBool(), tls != Tls::None);
    QCOMPARE(taken[u"user"].toString(), user);
    QCOMPARE(taken[u"bytes"].toString().toLatin1(),
             mail::toBytes(message({u"a@example.org"_s, u"b@example.org"_s})));
}

void TestSmtp::whatIsRefusedSaysWhy_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("wasTaken");
    QTest::addColumn<bool>("isRefused");
    QTest::addColumn<QString>("words");
    QTest::newRow("a wrong password") << u"password"_s << false << false << u"535"_s;
    QTest::newRow("another authority") << u"authority"_s << false << false << u"certificate"_s;
    QTest::newRow("another name") << u"name"_s << false << false << u"127.0.0.1"_s;
    QTest::newRow("no STARTTLS") << u"noTls"_s << false << false << u"STARTTLS"_s;
    QTest::newRow("nobody there") << u"nobody"_s << false << false << u"connect"_s;
    QTest::newRow("the sender") << u"sender"_s << false << true << u"this sender may not"_s;
    QTest::newRow("all receivers") << u"receivers"_s << false << true << u"nobody of this name"_s;
    QTest::newRow("one of two") << u"receiver"_s << true << false << u"nobody of this name"_s;
}

void TestSmtp::whatIsRefusedSaysWhy()
{
    QFETCH(const QString, what);
    test::SmtpServer server;
    const bool isPlain = what == u"noTls";
    VERIFY_OK(server.start(isPlain ? u"plain"_s : u"starttls"_s, isPlain ? QString() : u"desk"_s,
                           kSecret));
    SmtpOptions options{.host = u"localhost"_s,
                        .port = server.port(),
                        .user = isPlain ? QString() : u"desk"_s,
                        .password = kSecret,
                        .caFile = isPlain ? QString() : server.file(u"ca.crt"_s)};
    mail::Message mail = message();
    if (what == u"password")
        options.password = u"another one"_s;
    else if (what == u"authority")
        options.caFile = server.file(u"other-ca.crt"_s);
    else if (what == u"name")
        options.host = u"127.0.0.1"_s;
    else if (what == u"sender")
        mail.from = u"refused@sender.example"_s;
    else if (what == u"receivers")
        mail.to = {u"x@refused.example"_s, u"y@refused.example"_s};
    else if (what == u"receiver")
        mail.to.append(u"x@refused.example"_s);
    else if (what == u"nobody")
        server.stop();
    const SmtpOutcome sent = send(options, mail);
    QTEST(sent.wasTaken, "wasTaken");
    QTEST(sent.isRefused, "isRefused");
    QFETCH(const QString, words);
    QVERIFY2(sent.problem.contains(words), qPrintable(sent.problem));
    QVERIFY2(!sent.problem.contains(kSecret), qPrintable(sent.problem));
}

void TestSmtp::whoIsPutOffIsNamed()
{
    test::SmtpServer server;
    VERIFY_OK(server.start(u"plain"_s));
    const SmtpOptions options{
        .host = u"localhost"_s, .port = server.port(), .tls = Tls::None, .password = kSecret};
    const QStringList all{u"x@refused.example"_s, u"a@later.example"_s, u"desk@example.org"_s,
                          u"b@later.example"_s};
    const QStringList late{all[1], all[3]};
    SmtpOutcome sent = send(options, message(all));
    QVERIFY2(sent.wasTaken, qPrintable(sent.problem));
    QCOMPARE(sent.putOff, late);
    sent = send(options, message(late));
    QVERIFY(!sent.wasTaken && !sent.isRefused);
    QCOMPARE(sent.putOff, late);
    QVERIFY2(sent.problem.contains(u"greylisted"_s), qPrintable(sent.problem));
    sent = send(options, message(late));
    QVERIFY2(sent.wasTaken, qPrintable(sent.problem));
    QCOMPARE(sent.putOff, QStringList());
    QTRY_COMPARE_WITH_TIMEOUT(server.taken().size(), 2, kPatience);
}

void TestSmtp::hostileServersEndInTime_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<QByteArray>("endless");
    QTest::newRow("says nothing") << QByteArray() << QByteArray();
    QTest::newRow("no SMTP") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << QByteArray();
    QTest::newRow("a line without an end") << QByteArray("220 ") << QByteArray(65'536, 'x');
    QTest::newRow("a reply without an end")
        << QByteArray("220-\r\n") << QByteArray("220-more\r\n").repeated(5000);
    QTest::newRow("takes it and never says so") << QByteArray("220 here\r\n") << QByteArray();
    QTest::newRow("bytes") << QByteArray(1, '\0') << QByteArray(65'536, '\xff');
}

void TestSmtp::hostileServersEndInTime()
{
    QFETCH(const QByteArray, greeting);
    QFETCH(const QByteArray, endless);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        socket->write(greeting + endless);
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            while (socket->canReadLine()) {
                const QByteArray line = socket->readLine();
                if (line.startsWith("DATA"))
                    socket->write("354 go on\r\n");
                else if (line.startsWith("EHLO") || line.startsWith("MAIL")
                         || line.startsWith("RCPT"))
                    socket->write("250 fine\r\n");
            }
        });
        if (!endless.isEmpty())
            connect(socket, &QTcpSocket::bytesWritten, socket, [socket, endless] {
                if (socket->bytesToWrite() == 0)
                    socket->write(endless);
            });
    });
    mail::SmtpSender sender(
        {.host = u"127.0.0.1"_s, .port = server.serverPort(), .tls = Tls::None, .timeout = 1500ms});
    std::optional<SmtpOutcome> told;
    sender.send(message(), [&told](const SmtpOutcome &outcome) { told = outcome; });
    QVERIFY(sender.isBusy()); // and this thread is free
    QTRY_VERIFY_WITH_TIMEOUT(told.has_value(), kPatience);
    QVERIFY(!told->wasTaken);
    QVERIFY(!told->isRefused);
    QVERIFY(!told->problem.isEmpty());
    QVERIFY(!sender.isBusy());
}

/// Its deadline is far away.
void TestSmtp::whoGoesDoesNotWait()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    bool wasTold = false;
    auto sender = std::make_unique<mail::SmtpSender>(
        SmtpOptions{.host = u"127.0.0.1"_s, .port = server.serverPort(), .timeout = 24h});
    sender->send(message(), [&wasTold](const SmtpOutcome &) { wasTold = true; });
    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), kPatience);
    sender.reset(); // a day later, were it to wait
    QCoreApplication::processEvents();
    QVERIFY(!wasTold);
}

PARKING_TEST(TestSmtp)
#include "tst_smtp.moc"
