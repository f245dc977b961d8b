// The whole way with real parts: broker, journal, PostgreSQL, and a station that is killed again
// and again. Every uplink must end up in the database exactly once.

#include "base/literals.h"
#include "journal/journal.h"
#include "mosquitto.h"
#include "postgres.h"
#include "store/changestore.h"
#include "store/ingeststore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "testmain.h"
#include "testpaths.h"
#include "testprocess.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace parking;

namespace {

constexpr int kUplinks = 20'000;
constexpr int kSpaces = 500;
constexpr qint64 kCollectedBytes = 500'000; // while the database is down

QString parkctl()
{
    return test::programPath(u"parkctl"_s);
}

} // namespace

class tst_NothingLost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Result<> broker = m_broker.start();
        QVERIFY2(broker, broker ? "" : qPrintable(broker.error().detail));
        const Result<> server = m_server.start();
        QVERIFY2(server, server ? "" : qPrintable(server.error().detail));
        auto admin = store::Database::open({.url = m_server.url(u"postgres"_s)});
        QVERIFY2(admin, admin ? "" : qPrintable(admin.error().detail));
        QVERIFY((*admin)->runScript(u"CREATE DATABASE e2e"_s));
        m_url = m_server.url(u"e2e"_s);
    }

    void everyUplinkExactlyOnce()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        qInfo("seed %u", seed);
        prepareSite();
        openSession();

        QProcess publisher;
        test::tie(publisher);
        publisher.start(parkctl(),
                        {u"simulate"_s, u"--spaces"_s, QString::number(kSpaces), u"--rate"_s,
                         u"500"_s, u"--count"_s, QString::number(kUplinks), u"--truth"_s,
                         truthFile(), u"--json"_s, u"--mqtt"_s, m_broker.url().toString()});
        QVERIFY(publisher.waitForStarted());
        bool databaseWasDown = false;
        for (int round = 0; publisher.state() != QProcess::NotRunning || round < 8; ++round) {
            if (round == 3) {
                killWhileDatabaseIsDown(publisher);
                databaseWasDown = true;
            } else if (round % 3 == 1) {
                killAt("after-commit", 1 + int(random.bounded(4)));
            } else if (round % 3 == 2) {
                killAt("before-commit", 1 + int(random.bounded(8)));
            } else {
                killAfter(1 + int(random.bounded(1500)), publisher);
            }
            QVERIFY(round < 200);
        }
        QVERIFY(databaseWasDown);
        QCOMPARE(publisher.exitCode(), 0);

        const test::Finished last = station({u"--until-idle"_s, u"3"_s});
        QCOMPARE(last.exitCode, 0);
        qInfo("%d kills, %d of them met uncommitted records, %d fell between commit and release",
              m_kills, m_uncommittedKills, m_afterCommitKills);
        QVERIFY2(m_uncommittedKills >= 3, "too few kills met uncommitted records");
        QVERIFY2(m_afterCommitKills >= 1, "no kill fell between commit and release");
        compareWithTruth();
    }

private:
    QString truthFile() const { return m_folder.filePath(u"truth"_s); }
    QStringList common() const
    {
        return {u"--database"_s, m_url,
                u"--mqtt"_s,     m_broker.url().toString(),
                u"--set"_s,      u"DATA_DIR="_s + m_folder.filePath(u"data"_s)};
    }
    test::Finished station(const QStringList &words) const
    {
        return test::run(parkctl(), QStringList{u"ingest"_s} + common() + words, 120'000);
    }

    void prepareSite()
    {
        const QString csv = m_folder.filePath(u"spaces.csv"_s);
        const QList<QStringList> commands = {QStringList{u"migrate"_s} + common(),
                                             {u"simulate"_s, u"--spaces"_s,
                                              QString::number(kSpaces), u"--csv"_s, csv,
                                              u"--dry-run"_s},
                                             QStringList{u"spaces"_s, u"import"_s, csv} + common()};
        for (const QStringList &command : commands) {
            const test::Finished done = test::run(parkctl(), command);
            QVERIFY2(done.exitCode == 0, qPrintable(done.err));
        }
    }

    std::unique_ptr<store::Database> database() const
    {
        auto database = store::Database::open({.url = m_url});
        return database ? std::move(*database) : nullptr;
    }

    /// The session must be there before the first message, or the broker would drop it.
    void openSession()
    {
        QProcess first;
        startStation(first, {});
        QTRY_VERIFY_WITH_TIMEOUT(m_broker.log().contains(u"SUBSCRIBE"_s), 20'000);
        first.kill();
        QVERIFY(first.waitForFinished());
    }

    void startStation(QProcess &process, const QString &failpoint)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!failpoint.isEmpty())
            environment.insert(u"PARKING_FAILPOINT"_s, failpoint);
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        test::tie(process);
        process.start(parkctl(), QStringList{u"ingest"_s} + common());
        QVERIFY(process.waitForStarted());
    }

    /// Readings that it stored; there are no more to come when nobody publishes.
    void killAfter(int readings, const QProcess &publisher)
    {
        const auto db = database();
        QVERIFY(db);
        store::ReadingStore store(*db);
        const qint64 before = store.count().valueOr(0);
        QProcess process;
        startStation(process, {});
        QTRY_VERIFY_WITH_TIMEOUT(store.count().valueOr(0) >= before + readings
                                     || publisher.state() == QProcess::NotRunning,
                                 20'000);
        process.kill();
        QVERIFY(process.waitForFinished());
        countKill(false);
    }

    /// The station ends itself at a chosen place; when it finds nothing more to do, we end it.
    void killAt(const char *where, int passing)
    {
        QProcess process;
        startStation(process, u"%1:%2"_s.arg(QLatin1StringView(where)).arg(passing));
        const bool byItself = process.waitForFinished(10'000);
        process.kill();
        process.waitForFinished();
        countKill(byItself && qstrcmp(where, "after-commit") == 0);
    }

    qint64 journalBytes() const
    {
        qint64 bytes = 0;
        const QDir folder(m_folder.filePath(u"data/journal"_s));
        for (const QFileInfo &file : folder.entryInfoList({u"*.journal"_s}, QDir::Files))
            bytes += file.size();
        return bytes;
    }

    void killWhileDatabaseIsDown(const QProcess &publisher)
    {
        QProcess process;
        {
            const auto db = database();
            QVERIFY(db);
            store::ReadingStore store(*db);
            const qint64 before = store.count().valueOr(0);
            startStation(process, {});
            QTRY_VERIFY_WITH_TIMEOUT(store.count().valueOr(0) > before, 20'000); // taking in
        }
        m_server.stopImmediately();
        const qint64 before = journalBytes();
        QTRY_VERIFY_WITH_TIMEOUT(journalBytes() >= before + kCollectedBytes
                                     || publisher.state() == QProcess::NotRunning,
                                 20'000);
        process.kill(); // what it collected meanwhile is in its journal only
        QVERIFY(process.waitForFinished());
        const Result<> started = m_server.start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
        countKill(false);
    }

    void countKill(bool afterCommit)
    {
        ++m_kills;
        m_afterCommitKills += afterCommit;
        auto journal = journal::Journal::open({.folder = m_folder.filePath(u"data/journal"_s)});
        QVERIFY2(journal, journal ? "" : qPrintable(journal.error().detail));
        const auto db = database();
        QVERIFY(db);
        const auto stored = store::IngestStore(*db).position((*journal)->id());
        QVERIFY(stored);
        std::optional<journal::JournalPosition> position;
        if (*stored)
            position = {(*journal)->id(), (*stored)->segment, (*stored)->record,
                        (*stored)->segmentId};
        const journal::Journal::Resumed resumed = (*journal)->resume(position);
        QVERIFY(resumed.isKnown);
        const auto left = (*journal)->read(resumed.from, 1);
        QVERIFY(left);
        m_uncommittedKills += !left->isEmpty();
    }

    void compareWithTruth()
    {
        const auto db = database();
        QVERIFY(db);
        QCOMPARE(store::ReadingStore(*db).count().valueOr(-1), qint64(kUplinks));
        QCOMPARE(db->count(u"SELECT count(DISTINCT event_key) FROM sensor_readings"_s).valueOr(-1),
                 qint64(kUplinks));
        QCOMPARE(store::IngestStore(*db).deadLetterCount().valueOr(-1), qint64(0));
        QCOMPARE(db->count(u"SELECT count(*) FROM (SELECT event_key FROM state_changes GROUP BY "
                           "event_key HAVING count(*) > 1) AS twice"_s)
                     .valueOr(-1),
                 qint64(0));
        QCOMPARE(db->count(u"SELECT count(*) FROM state_changes "
                           "WHERE previous_state = new_state"_s)
                     .valueOr(-1),
                 qint64(0));
        QVERIFY(store::ChangeStore(*db).count().valueOr(0) > 100);

        QFile truth(truthFile());
        QVERIFY(truth.open(QIODevice::ReadOnly));
        int compared = 0;
        for (const QByteArray &line : truth.readAll().split('\n')) {
            if (line.isEmpty())
                continue;
            const QJsonObject wanted = QJsonDocument::fromJson(line).object();
            const auto eui = domain::DevEui::parse(wanted.value(u"sensor_eui").toString());
            QVERIFY(eui);
            const auto space = store::SpaceStore(*db).findBySensor(*eui);
            QVERIFY(space);
            const auto rows = store::StateStore(*db).statuses(QList{space->id});
            QVERIFY(rows && rows->size() == 1);
            const domain::SpaceStatus &status = rows->first().status;
            QVERIFY(status.inputs.sensor);
            QCOMPARE(status.inputs.sensor->eventKey, wanted.value(u"key").toString());
            QCOMPARE(domain::nameOf(status.state), wanted.value(u"occupancy").toString());
            ++compared;
        }
        QVERIFY(compared > kSpaces * 9 / 10);
    }

    QTemporaryDir m_folder;
    test::Mosquitto m_broker;
    test::PostgresServer m_server{test::PostgresServer::Durability::Durable};
    QString m_url;
    int m_kills = 0;
    int m_uncommittedKills = 0;
    int m_afterCommitKills = 0;
};

PARKING_TEST(tst_NothingLost)
#include "tst_nothinglost.moc"
