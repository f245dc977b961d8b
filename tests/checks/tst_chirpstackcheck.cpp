// ChirpStack's REST API is tried, against a stand-in of it and against ports where something else
// is.

#include "checks/chirpstackcheck.h"
#include "chirpstackstandin.h"
#include "silentport.h"
#include "testmain.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::checks;
using namespace std::chrono_literals;
using domain::DevEui;

namespace {

constexpr int kPatience = 60'000; // ms: for slow machines only

Verdict tried(int port, const QString &key, const QList<DevEui> &devices = {},
              Milliseconds patience = 30s)
{
    chirpstack::RestOptions options;
    options.base = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
    options.apiKey = key;
    options.timeout = patience;
    ChirpStackCheck check(options, devices);
    QSignalSpy done(&check, &Check::done);
    check.begin();
    if (done.isEmpty() && !done.wait(kPatience)) {
        QTest::qFail("no verdict", __FILE__, __LINE__);
        return {};
    }
    return done.first().first().value<Verdict>();
}

QList<DevEui> devices(int count)
{
    QList<DevEui> made;
    for (int i = 0; i < count; ++i)
        made.append(*DevEui::parse(u"e8e1e1000106001%1"_s.arg(i)));
    return made;
}

} // namespace

#define COMPARE_FINDING(verdict, wanted)                                                           \
    QVERIFY2(                                                                                      \
        (verdict).finding == (wanted),                                                             \
        qPrintable(codeOf((verdict).finding) + u' ' + text(verdict) + u' ' + (verdict).detail))

class TestChirpStackCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keys();
    void anotherClock();
    void troubles_data();
    void troubles();
    void ports_data();
    void ports();
};

void TestChirpStackCheck::keys()
{
    test::ChirpStackStandIn server;
    VERIFY_OK(server.start());
    const QString key = u"test-key"_s;
    server.setTenantKey(false); // an administrator's
    COMPARE_FINDING(tried(server.port(), key), Finding::ChirpStackGood);
    const Verdict wrong = tried(server.port(), u"wrong-key"_s);
    COMPARE_FINDING(wrong, Finding::KeyRefused);
    QVERIFY(wrong.passed.contains(Step::Port) && !wrong.passed.contains(Step::Login));
    QVERIFY(!text(wrong).contains(u"wrong-key"_s) && !wrong.detail.contains(u"wrong-key"_s));
    COMPARE_FINDING(tried(server.port(), {}), Finding::KeyMissing);
    // A tenant's key shows itself by its devices alone.
    server.setTenantKey(true);
    COMPARE_FINDING(tried(server.port(), key), Finding::KeyUnclear);
    COMPARE_FINDING(tried(server.port(), key, devices(2)), Finding::ChirpStackGood);
    server.setKeyDeleted(true);
    COMPARE_FINDING(tried(server.port(), key, devices(2)), Finding::KeyRefused);
    QVERIFY(server.posts().isEmpty());
}

void TestChirpStackCheck::anotherClock()
{
    test::ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.setTenantKey(false);
    server.setClockBehind(5min);
    const Verdict verdict = tried(server.port(), u"test-key"_s);
    COMPARE_FINDING(verdict, Finding::ChirpStackClock);
    QVERIFY(text(verdict).contains(u"s ahead of the server's"_s));
}

void TestChirpStackCheck::troubles_data()
{
    QTest::addColumn<int>("failure");
    QTest::addColumn<Finding>("finding");
    using test::RestFailure;
    QTest::newRow("500") << int(RestFailure::Internal500) << Finding::ChirpStackTrouble;
    QTest::newRow("503") << int(RestFailure::Unavailable503) << Finding::ChirpStackTrouble;
    QTest::newRow("404") << int(RestFailure::NotFound404) << Finding::OtherServer;
    QTest::newRow("garbage") << int(RestFailure::Garbage) << Finding::OtherServer;
    QTest::newRow("redirect") << int(RestFailure::Redirect) << Finding::OtherServer;
    QTest::newRow("closed") << int(RestFailure::CloseWithoutAnswer) << Finding::OtherServer;
    QTest::newRow("silent") << int(RestFailure::NoAnswer) << Finding::AnswerSilent;
}

void TestChirpStackCheck::troubles()
{
    QFETCH(const int, failure);
    QFETCH(const Finding, finding);
    test::ChirpStackStandIn server;
    VERIFY_OK(server.start());
    server.setRedirect("http://127.0.0.1:1/");
    server.failAll(test::RestFailure(failure));
    const Verdict verdict = tried(server.port(), u"test-key"_s, {}, 2s);
    COMPARE_FINDING(verdict, finding);
    QVERIFY(!verdict.isGood());
}

void TestChirpStackCheck::ports_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("refused") << QByteArray("-") << Finding::PortRefused;
    QTest::newRow("silent") << QByteArray() << Finding::AnswerSilent;
    QTest::newRow("another server")
        << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << Finding::OtherServer;
}

void TestChirpStackCheck::ports()
{
    QFETCH(const QByteArray, words);
    QFETCH(const Finding, finding);
    test::SilentPort port(words);
    const int number = port.serverPort();
    if (words == "-")
        port.close();
    COMPARE_FINDING(tried(number, u"test-key"_s, {}, 2s), finding);
}

PARKING_TEST(TestChirpStackCheck)
#include "tst_chirpstackcheck.moc"
