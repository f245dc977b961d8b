#include "base/literals.h"
#include "base/servicenotify.h"
#include "testmain.h"

#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

using namespace parking;

class TestServiceNotify : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void watchdogOfThisProcessAlone();
    void tellsWhoAsked_data();
    void tellsWhoAsked();
};

void TestServiceNotify::cleanup()
{
    for (const char *name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
        qunsetenv(name);
}

void TestServiceNotify::watchdogOfThisProcessAlone()
{
    QVERIFY(!watchdogPause());
#ifdef Q_OS_LINUX
    qputenv("WATCHDOG_USEC", "30000000");
    QCOMPARE(watchdogPause(), std::optional(std::chrono::milliseconds(15'000)));
    qputenv("WATCHDOG_PID", QByteArray::number(qint64(::getpid())));
    QVERIFY(watchdogPause());
    qputenv("WATCHDOG_PID", "1");
    QVERIFY(!watchdogPause());
    qunsetenv("WATCHDOG_PID");
    qputenv("WATCHDOG_USEC", "soon");
    QVERIFY(!watchdogPause());
#endif
}

void TestServiceNotify::tellsWhoAsked_data()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("a file") << false;
    QTest::newRow("an abstract address") << true;
}

void TestServiceNotify::tellsWhoAsked()
{
    notifyService("READY=1"); // nobody asked
    qputenv("NOTIFY_SOCKET", "relative");
    notifyService("READY=1");
#ifdef Q_OS_LINUX
    QFETCH(bool, isAbstract);
    QTemporaryDir folder;
    const QByteArray path = isAbstract ? "@parking-test-" + QByteArray::number(qint64(::getpid()))
                                       : folder.filePath(u"notify"_s).toLocal8Bit();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(size_t(path.size()) < sizeof address.sun_path);
    memcpy(address.sun_path, path.constData(), size_t(path.size()));
    if (isAbstract)
        address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size()));
    QCOMPARE(::bind(socket, reinterpret_cast<sockaddr *>(&address), length), 0);
    qputenv("NOTIFY_SOCKET", path);
    notifyService("WATCHDOG=1");
    char said[64] = {};
    QCOMPARE(::recv(socket, said, sizeof said - 1, 0), ssize_t(10));
    QCOMPARE(QByteArray(said), QByteArray("WATCHDOG=1"));
    ::close(socket);
#endif
}

PARKING_TEST(TestServiceNotify)
#include "tst_servicenotify.moc"
