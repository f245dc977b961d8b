#include "engine/engine.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "store/changestore.h"
#include "store/ingeststore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::HostileMessage;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms

QString sensor(int i)
{
    return u"e8e1e100000%1"_s.arg(i, 5, 16, QLatin1Char('0'));
}

domain::SiteSnapshot siteWith(int spaces)
{
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/London"_s;
    for (int i = 0; i < spaces; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"A-%1"_s.arg(i, 3, 10, QLatin1Char('0'));
        space.name = space.code;
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        space.sensorEui = *domain::DevEui::parse(sensor(i));
        site.spaces.append(space);
    }
    return site;
}

} // namespace

/// Messages that nobody should send: alone, and through the broker between good ones.
class TestHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAreManyAndAllDiffer();
    void outcome_data();
    void outcome();
    void neighboursArrive_data() { test::TestDatabases::addRows(); }
    void neighboursArrive();

private:
    void checkDatabase(store::Database &database, const QList<HostileMessage> &hostile);

    test::TestDatabases m_databases;
};

void TestHostile::thereAreManyAndAllDiffer()
{
    const QList<HostileMessage> messages = test::hostileMessages(systemNow());
    QVERIFY2(messages.size() >= 60, qPrintable(QString::number(messages.size())));
    QSet<QByteArray> names;
    for (const HostileMessage &message : messages)
        names.insert(message.name);
    QCOMPARE(names.size(), messages.size());
}

void TestHostile::outcome_data()
{
    QTest::addColumn<int>("index");
    const QList<HostileMessage> messages = test::hostileMessages(systemNow());
    for (int i = 0; i < messages.size(); ++i)
        QTest::newRow(messages[i].name) << i;
}

void TestHostile::outcome()
{
    QFETCH(const int, index);
    const UtcTime now = systemNow();
    const HostileMessage message = test::hostileMessages(now)[index];
    const journal::JournalRecord record{{}, now, {message.topic, message.payload}};
    const engine::IngestItem item = engine::prepare(record, {}, now);
    if (message.outcome == "NOTHING") {
        QVERIFY(!item.deadLetter && !item.reading && !item.heard);
        return;
    }
    static const QList<QByteArray> kParsed{"READING", "DATABASE"};
    if (!kParsed.contains(message.outcome)) {
        QVERIFY(item.deadLetter);
        QVERIFY(!item.reading && !item.heard);
        QCOMPARE(item.deadLetter->code, QString::fromLatin1(message.outcome));
        QCOMPARE(item.deadLetter->payloadBytes, message.payload.size());
        QVERIFY(item.deadLetter->payload.size() <= store::kDeadLetterBytes);
        QVERIFY(item.deadLetter->detail.size() < 500);
        return;
    }
    QVERIFY2(item.reading, item.deadLetter ? qPrintable(item.deadLetter->detail) : "");
    const QString notes = item.reading->notes.join(u'|');
    QCOMPARE(notes.isEmpty(), message.note.isEmpty());
    QVERIFY2(notes.contains(QString::fromLatin1(message.note)), qPrintable(notes));
    if (message.note == "decode" || message.note == "no device type fits")
        QVERIFY(!item.reading->occupancy); // never "free"
}

void TestHostile::neighboursArrive()
{
    QFETCH(const store::Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    QTemporaryDir folder;
    const UtcTime now = systemNow();
    QList<HostileMessage> hostile = test::hostileMessages(now);
    // The broker keeps what is longer than a client allows.
    hostile.removeIf([](const HostileMessage &m) { return m.payload.size() > 1024 * 1024; });

    engine::EngineOptions options;
    options.databaseUrl = *url;
    options.dataFolder = folder.path();
    options.version = u"test"_s;
    options.mqtt.emplace();
    options.mqtt->url = broker.url();
    options.mqtt->clientId = u"station"_s;
    options.mqtt->topics = {u"application/+/device/+/event/+"_s};
    engine::Engine station(options);
    QSignalSpy committed(&station, &engine::Engine::committed);
    const auto taken = [&] {
        int sum = 0;
        for (const QList<QVariant> &call : committed)
            sum += call.first().toInt();
        return sum;
    };
    VERIFY_OK(station.start());
    QTRY_VERIFY_WITH_TIMEOUT(station.isConnected(), kPatience);
    VERIFY_OK(station.spaces().createSite(siteWith(int(hostile.size()))));

    mqtt::MqttOptions sender = *options.mqtt;
    sender.clientId = u"sender"_s;
    sender.topics.clear();
    mqtt::MqttClient client(sender, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(client.start());
    QTRY_VERIFY_WITH_TIMEOUT(client.info().state == mqtt::ConnectionState::Connected, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(broker.log().contains(u"Sending SUBACK to station"_s), kPatience);
    for (int i = 0; i < hostile.size(); ++i) {
        QVERIFY(client.publish(hostile[i].topic, hostile[i].payload));
        QVERIFY(client.publish(test::uplinkTopic(sensor(i)),
                               test::goodUplink(sensor(i), i % 2 == 0, now)));
    }
    QTRY_COMPARE_WITH_TIMEOUT(taken(), 2 * int(hostile.size()), kPatience);
    station.stop();

    const Result<std::unique_ptr<store::Database>> database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    checkDatabase(**database, hostile);
}

void TestHostile::checkDatabase(store::Database &database, const QList<HostileMessage> &hostile)
{
    QMap<QString, int> expected;
    int kept = 0;
    for (const HostileMessage &message : hostile) {
        if (message.outcome == "READING")
            ++kept;
        else if (message.outcome == "DATABASE")
            ++expected[u"DATABASE_ERROR"_s];
        else if (message.outcome != "NOTHING")
            ++expected[QString::fromLatin1(message.outcome)];
    }
    const Result<QList<store::DeadLetter>> letters =
        store::IngestStore(database).deadLetters(10'000);
    VERIFY_OK(letters);
    QMap<QString, int> found;
    for (const store::DeadLetter &letter : *letters)
        ++found[letter.code];
    QCOMPARE(found, expected);
    QCOMPARE(*store::ReadingStore(database).count(), kept + hostile.size());
    for (int i = 0; i < hostile.size(); ++i) {
        const auto reading =
            store::ReadingStore(database).latest(*domain::DevEui::parse(sensor(i)));
        VERIFY_OK(reading);
        QVERIFY2(*reading, hostile[i].name);
        QVERIFY((*reading)->occupancy
                == (i % 2 == 0 ? domain::Occupancy::Occupied : domain::Occupancy::Free));
        const auto space =
            store::SpaceStore(database).findBySensor(*domain::DevEui::parse(sensor(i)));
        VERIFY_OK(space);
        QCOMPARE((*reading)->spaceId, space->id);
    }
}

PARKING_TEST(TestHostile)
#include "tst_hostile.moc"
