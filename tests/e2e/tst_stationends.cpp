// A station that is told to end does so, whatever holds it up; what it had not acknowledged is the
// broker's still.

#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "parkctl.h"
#include "postgres.h"
#include "testmain.h"
#include "verify.h"

#include <QScopeGuard>

using namespace parking;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers

} // namespace

class tst_StationEnds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_OK(m_broker.start());
        VERIFY_OK(m_server.start());
        const auto admin = store::Database::open({.url = m_server.url(u"postgres"_s)});
        VERIFY_OK(admin);
        VERIFY_OK((*admin)->runScript(u"CREATE DATABASE ends"_s));
        const test::Finished made = m_parkctl.run({u"migrate"_s, u"--database"_s, url()});
        VERIFY_SAID(made.exitCode == 0, made);
    }

    /// The disk with the journal is full.
    void whileAMessageCannotBeKept()
    {
        QProcess station;
        prepare(station);
        // No file may become longer than this; writing beyond it is an error, not the end.
        const QStringList shell{u"-c"_s, u"trap '' XFSZ; ulimit -f 64; exec \"$@\""_s, u"sh"_s};
        station.setArguments(shell + QStringList{station.program()} + station.arguments());
        station.setProgram(u"/bin/sh"_s);
        station.start();
        QTRY_VERIFY_WITH_TIMEOUT(mqttState() == u"connected", kPatience);
        publish(100, QByteArray(4096, 'x'));
        QTRY_VERIFY_WITH_TIMEOUT(said(station).contains(u"cannot keep what arrives"), kPatience);
        station.terminate();
        QVERIFY2(station.waitForFinished(kPatience), "it waits for the disk");
        QCOMPARE(station.exitStatus(), QProcess::NormalExit);
        QCOMPARE(station.exitCode(), 1);
        // It said good-bye, and what it could not keep comes to the next one.
        QVERIFY(mqttState() != u"connected");
        const test::Finished next =
            m_parkctl.run(QStringList{u"ingest"_s, u"--until-idle"_s, u"3"_s} + words());
        VERIFY_SAID(next.exitCode == 0, next);
        QCOMPARE(count(u"SELECT sum(times) FROM dead_letters"_s), 100); // none is JSON
    }

    /// A server that is frozen answers nothing, and keeps the connection.
    void whileTheDatabaseIsFrozen()
    {
        if (!test::kCanFreeze)
            QSKIP("this system cannot freeze a process");
        QProcess station;
        prepare(station);
        station.start();
        QTRY_VERIFY_WITH_TIMEOUT(mqttState() == u"connected", kPatience);
        const qint64 backend =
            count(u"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"_s);
        QVERIFY(backend > 1);
        QVERIFY(test::freeze(backend));
        const auto wake = qScopeGuard([backend] { test::thaw(backend); });
        station.terminate();
        QVERIFY2(station.waitForFinished(kPatience), "it waits for the database");
        QCOMPARE(station.exitStatus(), QProcess::NormalExit);
        QCOMPARE(station.exitCode(), 1);
        QVERIFY2(said(station).contains(u"by force"), qPrintable(said(station)));
    }

private:
    QString url() const { return m_server.url(u"ends"_s); }
    QStringList words() const
    {
        return m_parkctl.siteWords()
            + QStringList{u"--database"_s, url(), u"--mqtt"_s, m_broker.url().toString()};
    }
    void prepare(QProcess &process) const
    {
        m_said.clear();
        m_parkctl.prepare(process, QStringList{u"ingest"_s} + words());
        process.setProcessChannelMode(QProcess::MergedChannels);
    }
    QString said(QProcess &process) const
    {
        m_said += process.readAll();
        return QString::fromUtf8(m_said);
    }
    qint64 count(const QString &sql) const
    {
        const auto database = store::Database::open({.url = url()});
        return database ? (*database)->count(sql).valueOr(-1) : -1;
    }
    QString mqttState() const
    {
        const test::Finished health =
            m_parkctl.run({u"health"_s, u"--json"_s, u"--database"_s, url()});
        const QJsonObject station = test::oneLine(health.out).value(u"station"_s).toObject();
        return station.value(u"mqtt"_s).toString();
    }
    void publish(int messages, const QByteArray &payload)
    {
        mqtt::MqttOptions options;
        options.url = m_broker.url();
        options.clientId = u"sender"_s;
        mqtt::MqttClient sender(options, [](const mqtt::MqttMessage &) {});
        VERIFY_OK(sender.start());
        QTRY_COMPARE_WITH_TIMEOUT(int(sender.info().state), int(mqtt::ConnectionState::Connected),
                                  kPatience);
        for (int i = 0; i < messages; ++i) {
            QVERIFY(sender.publish("application/1/device/e8e1e10001020304/event/up",
                                   payload + QByteArray::number(i)));
        }
        QTRY_COMPARE_WITH_TIMEOUT(sender.inFlight(), 0, kPatience);
    }

    test::Parkctl m_parkctl;
    test::Mosquitto m_broker;
    test::PostgresServer m_server;
    mutable QByteArray m_said;
};

PARKING_TEST(tst_StationEnds)
#include "tst_stationends.moc"
