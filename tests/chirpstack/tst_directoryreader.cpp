// What ChirpStack lists of its devices, page by page, by a tenant's and an administrator's key.

#include "base/literals.h"
#include "chirpstack/directoryreader.h"
#include "chirpstackstandin.h"
#include "domain/problems.h"
#include "http/server.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::chirpstack;
using domain::DevEui;
using domain::Directory;
using test::ChirpStackStandIn;
using test::RestFailure;
using test::StandInDevice;

namespace {

const DevEui kHeard(0x58a0cb0000001c07);
const DevEui kStranger(0x58a0cb00000000ff);

QList<StandInDevice> devices(int count, quint64 from)
{
    QList<StandInDevice> made;
    for (int i = 0; i < count; ++i)
        made.append({DevEui(from + quint64(i)).toString(), u"Sensor %1"_s.arg(i), u"tabs"_s});
    return made;
}

RestOptions options(quint16 port)
{
    RestOptions result;
    result.base = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
    result.apiKey = u"test-key"_s;
    return result;
}

} // namespace

class TestDirectoryReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allPagesAreRead_data();
    void allPagesAreRead();
    void aTenantIsFoundByADeviceOfIt();
    void withoutADeviceOfItNothingIsClaimed();
    void failuresEndIt_data();
    void failuresEndIt();
    void aWrongKeyIsToldAsOne();
    void listsThatAreNoneAreRefused_data();
    void listsThatAreNoneAreRefused();

private:
    Result<Directory> read(const QList<DevEui> &heard) const
    {
        return read(m_chirpstack->port(), heard);
    }
    static Result<Directory> read(quint16 port, const QList<DevEui> &heard);

    std::unique_ptr<ChirpStackStandIn> m_chirpstack;
};

Result<Directory> TestDirectoryReader::read(quint16 port, const QList<DevEui> &heard)
{
    DirectoryReader reader(options(port), heard);
    int told = 0;
    Result<Directory> answer = Error{u"NO_ANSWER"_s, {}};
    reader.read([&](const Result<Directory> &directory) {
        ++told;
        answer = directory;
    });
    if (!QTest::qWaitFor([&] { return told > 0; }, 30'000))
        return answer;
    return told == 1 ? answer : Error{u"TOLD_TWICE"_s, {}};
}

void TestDirectoryReader::init()
{
    m_chirpstack = std::make_unique<ChirpStackStandIn>();
    VERIFY_OK(m_chirpstack->start());
    m_chirpstack->setDevices({kHeard});
}

void TestDirectoryReader::allPagesAreRead_data()
{
    QTest::addColumn<bool>("isTenant");
    QTest::addColumn<int>("count");
    for (const bool isTenant : {true, false}) {
        for (const int count : {0, 1, 99, 100, 101, 250})
            QTest::addRow("%s, %d", isTenant ? "tenant" : "administrator", count)
                << isTenant << count;
    }
}

void TestDirectoryReader::allPagesAreRead()
{
    QFETCH(bool, isTenant);
    QFETCH(int, count);
    m_chirpstack->setTenantKey(isTenant);
    m_chirpstack->setApplications(
        {devices(count, 0x58a0cb0000010000), devices(3, 0x58a0cb0000020000)});
    const Result<Directory> directory = read({kHeard});
    VERIFY_OK(directory);
    QCOMPARE(directory->devices.size(), count + 3);
    QCOMPARE(directory->applications, 2);
    QCOMPARE(directory->notUnderstood, 0);
    QSet<DevEui> all;
    for (const domain::ListedDevice &device : directory->devices)
        all.insert(device.devEui);
    QCOMPARE(all.size(), count + 3);
    QCOMPARE(directory->devices.last(),
             (domain::ListedDevice{DevEui(0x58a0cb0000020002), u"Sensor 2"_s, u"tabs"_s}));
    QCOMPARE(m_chirpstack->violations(), QStringList());
    QCOMPARE(m_chirpstack->requests("GET"), m_chirpstack->seen().size()); // it only reads
}

void TestDirectoryReader::aTenantIsFoundByADeviceOfIt()
{
    m_chirpstack->setApplications({devices(2, 0x58a0cb0000010000)});
    const Result<Directory> directory = read({kStranger, kHeard});
    VERIFY_OK(directory);
    QCOMPARE(directory->devices.size(), 2);
}

void TestDirectoryReader::withoutADeviceOfItNothingIsClaimed()
{
    for (const QList<DevEui> &heard : {QList<DevEui>(), QList<DevEui>{kStranger}}) {
        const Result<Directory> directory = read(heard);
        QVERIFY(!directory);
        QCOMPARE(directory.error().code, QString(problem::kChirpStackNoDevice));
    }
}

void TestDirectoryReader::failuresEndIt_data()
{
    QTest::addColumn<int>("good"); // answers before it
    for (const int good : {0, 1, 2, 3, 4, 5})
        QTest::addRow("%d", good) << good;
}

/// What was read so far is not told as all.
void TestDirectoryReader::failuresEndIt()
{
    QFETCH(int, good);
    int answered = 0;
    http::Server broken([&](const http::Request &request, const http::Reply &reply) {
        if (answered++ == good)
            return reply.send(503, R"({"code":14,"message":"connection error","details":[]})");
        if (request.path == "/api/devices")
            return reply.send(200,
                              R"({"totalCount":150,"result":[{"devEui":"58a0cb000001000)"
                                  + QByteArray::number(answered) + R"("}]})");
        reply.send(200,
                   R"({"totalCount":1,"result":[{"id":"52f14cd4-c6f1-4fbd-8f87-4025e1d49242"}]})");
    });
    VERIFY_OK(broken.start());
    const Result<Directory> directory = read(broken.serverPort(), {kHeard});
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, QString(problem::kChirpStackUnavailable));
    QCOMPARE(answered, good + 1);
}

void TestDirectoryReader::aWrongKeyIsToldAsOne()
{
    m_chirpstack->setKey(u"another"_s);
    const Result<Directory> directory = read({kHeard});
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, QString(problem::kChirpStackUnauthorized));
    QCOMPARE(m_chirpstack->requests("GET"), 1); // no device is asked with it
}

void TestDirectoryReader::listsThatAreNoneAreRefused_data()
{
    QTest::addColumn<QByteArray>("devices");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("notUnderstood");
    const QString none = problem::kNotChirpStack;
    QTest::newRow("no list") << QByteArray("{}") << none << 0 << 0;
    QTest::newRow("an object for a list") << QByteArray(R"({"result":{}})") << none << 0 << 0;
    QTest::newRow("html") << QByteArray("<html>") << none << 0 << 0;
    QTest::newRow("strange entries")
        << QByteArray(R"({"totalCount":6,"result":[1,null,{},{"devEui":"zz"},)"
                      R"({"devEui":"58A0CB0000001C07","name":"a\u0007\u202eb","x":1},)"
                      R"({"devEui":"58a0cb0000001c07"}]})")
        << QString() << 1 << 4;
    QTest::newRow("without end") << QByteArray(
        R"({"totalCount":2000000000,"result":[{"devEui":"58a0cb0000001c07"}]})")
                                 << none << 0 << 0;
    QTest::newRow("no number of them")
        << QByteArray(R"({"totalCount":"x","result":[{"devEui":"58a0cb0000001c07","name":"a b"}]})")
        << QString() << 1 << 0;
    QTest::newRow("fewer than it says")
        << QByteArray(R"({"totalCount":7,"result":[]})") << QString() << 0 << 0;
}

void TestDirectoryReader::listsThatAreNoneAreRefused()
{
    QFETCH(QByteArray, devices);
    QFETCH(QString, code);
    http::Server hostile([&](const http::Request &request, const http::Reply &reply) {
        if (request.path == "/api/devices")
            return reply.send(200, devices);
        reply.send(200,
                   R"({"totalCount":1,"result":[{"id":"52f14cd4-c6f1-4fbd-8f87-4025e1d49242"}]})");
    });
    VERIFY_OK(hostile.start());
    const Result<Directory> directory = read(hostile.serverPort(), {});
    QCOMPARE(directory ? QString() : directory.error().code, code);
    if (!directory)
        return;
    QTEST(int(directory->devices.size()), "count");
    QTEST(directory->notUnderstood, "notUnderstood");
    for (const domain::ListedDevice &device : directory->devices)
        QCOMPARE(device.name, u"a b"_s);
}

PARKING_TEST(TestDirectoryReader)
#include "tst_directoryreader.moc"
