// parkctl on a site: tables, health, taking uplinks in, and who holds the data folder.

#include "base/literals.h"
#include "mosquitto.h"
#include "parkctl.h"
#include "store/readingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/stationstore.h"
#include "testmain.h"
#include "verify.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QTest>

using namespace parking;
using test::Finished;

namespace {

constexpr int kUplinks = 200;
constexpr int kPatience = 30'000; // ms; far more than it takes, for slow computers

/// Reads what the process says as it goes.
QString said(QProcess &process)
{
    return QString::fromUtf8(process.readAllStandardError() + process.readAllStandardOutput());
}

} // namespace

class tst_ParkctlSite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Result<> broker = m_broker.start();
        QVERIFY2(broker, broker ? "" : qPrintable(broker.error().detail));
    }

    void signsTellNoNumberThatNobodyVouchesFor()
    {
        const test::Parkctl fresh;
        const Finished none = fresh.onSite("signs");
        VERIFY_SAID(none.exitCode == 1, none);
        QVERIFY(!QFileInfo::exists(fresh.dataDir())); // asking makes nothing
        VERIFY_SAID(fresh.onSite("migrate").exitCode == 0, none);
        const auto database = fresh.database();
        QVERIFY(database);
        const auto site = store::SiteStore(*database).first();
        VERIFY_OK(site);
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = u"A-1"_s;
        space.building = u"North"_s;
        space.floor = u"1"_s;
        VERIFY_OK(store::SpaceStore(*database).create(space, systemNow()));
        VERIFY_OK(database->run(u"UPDATE spaces SET state_reason = 'override', override_state = "
                                "'FREE', override_reason = '', override_actor = 'ann', "
                                "override_since = state_since"_s));
        const auto signs = [&fresh] { return test::oneLine(fresh.onSite("signs --json").out); };
        QJsonObject told = signs(); // no station ever took anything in
        QCOMPARE(told.value(u"isLive").toBool(true), false);
        QCOMPARE(told.value(u"signs").toArray().size(), 2); // the site, and its floor
        QJsonObject first = told.value(u"signs").toArray().first().toObject();
        QCOMPARE(first.value(u"text").toString(), u"--"_s);
        QVERIFY(!first.contains(u"free") && !first.contains(u"number"));

        store::StationStatus station;
        station.stationId = u"11111111-2222-3333-4444-555555555555"_s;
        station.reportedAt = systemNow();
        station.startedAt = station.reportedAt - std::chrono::hours(1);
        station.ingesting = true;
        station.mqttState = u"connected"_s;
        VERIFY_OK(store::StationStore(*database).report(station));
        QCOMPARE(signs().value(u"isLive").toBool(true), false); // it says nothing of its broker
        station.details.insert(u"checks"_s,
                               QJsonObject{{u"mqtt"_s,
                                            QJsonObject{{u"level"_s, u"healthy"_s},
                                                        {u"since"_s, toIso(station.startedAt)}}}});
        VERIFY_OK(store::StationStore(*database).report(station));
        told = signs();
        QVERIFY(told.value(u"isLive").toBool());
        first = told.value(u"signs").toArray().first().toObject();
        QCOMPARE(first.value(u"mode").toString(), u"number"_s);
        QCOMPARE(first.value(u"number").toInt(), 1);
        QCOMPARE(first.value(u"free").toInt(), 1);
    }

    void healthWithoutDatabase()
    {
        const test::Parkctl fresh;
        const Finished json = fresh.onSite("health --json");
        VERIFY_SAID(json.exitCode == 1, json);
        const QJsonObject answer = test::oneLine(json.out);
        QCOMPARE(answer.value(u"status").toString(), u"unhealthy"_s);
        QVERIFY(!answer.value(u"problem").toString().isEmpty());
        QVERIFY(fromIso(answer.value(u"time").toString()));
        QVERIFY(!answer.value(u"version").toString().isEmpty());
        const Finished text = fresh.onSite("health");
        VERIFY_SAID(text.exitCode == 1, text);
        VERIFY_SAID(text.out.startsWith(u"unhealthy: "_s), text);
        QVERIFY(!QFileInfo::exists(fresh.dataDir())); // asking makes nothing
    }

    void healthOfServerThatIsNotThere()
    {
        const Finished done =
            m_parkctl.run({u"health"_s, u"--json"_s, u"--database"_s,
                           u"postgresql://u:s3cr3tpw@127.0.0.1:%1/db"_s.arg(test::freePort())});
        VERIFY_SAID(done.exitCode == 1, done);
        QCOMPARE(test::oneLine(done.out).value(u"status").toString(), u"unhealthy"_s);
        QVERIFY(!(done.out + done.err).contains(u"s3cr3tpw"_s));
    }

    void migrateTwice()
    {
        const test::Parkctl fresh;
        const Finished first = fresh.onSite("migrate");
        VERIFY_SAID(first.exitCode == 0, first);
        VERIFY_SAID(first.out.startsWith(u"0001_initial\n"_s), first);
        const Finished second = fresh.onSite("migrate");
        VERIFY_SAID(second.exitCode == 0, second);
        QCOMPARE(second.out, u"up to date\n"_s);
        const Finished health = fresh.onSite("health --json");
        VERIFY_SAID(health.exitCode == 1, health);
        QCOMPARE(test::oneLine(health.out).value(u"problem").toString(),
                 u"no station has reported for 12 s"_s);
    }

    void migrateWhatIsNoDatabase()
    {
        const test::Parkctl fresh;
        QFile file(fresh.file(u"letter.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray letter = QByteArray("Dear Sir or Madam, ").repeated(100);
        file.write(letter);
        file.close();
        const Finished done = fresh.run(
            {u"migrate"_s, u"--database"_s, store::sqliteUrl(fresh.file(u"letter.txt"_s))});
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(!done.err.isEmpty() && done.out.isEmpty(), done);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), letter);
    }

    /// Only when it is said, and beside no station.
    void compactSaysWhatItWouldDo()
    {
        const test::Parkctl fresh;
        QCOMPARE(fresh.onSite("migrate").exitCode, 0);
        const auto db = fresh.database();
        QVERIFY(db);
        for (const QString &sql : {u"PRAGMA auto_vacuum = NONE"_s, u"VACUUM"_s})
            VERIFY_OK(db->run(sql)); // as an older program made it
        VERIFY_OK(
            db->runScript(u"CREATE TABLE heap (b BLOB);\n\nINSERT INTO heap WITH RECURSIVE n(i) "
                          "AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT "
                          "zeroblob(4000) FROM n;\n\nDROP TABLE heap"_s));
        const auto pages = [&db] { return db->count(u"PRAGMA page_count"_s).valueOr(0); };
        const qint64 before = pages();
        Finished said = fresh.onSite("database compact");
        VERIFY_SAID(said.exitCode == 0 && said.out.contains(u"Nothing was done"_s), said);
        VERIFY_SAID(said.out.contains(u"made by an older program"_s), said);
        QCOMPARE(pages(), before);

        store::StationStatus station;
        station.stationId = u"11111111-2222-4333-8444-555555555555"_s;
        station.host = u"cellar-pc"_s;
        station.ingesting = true;
        station.reportedAt = station.startedAt = systemNow();
        VERIFY_OK(store::StationStore(*db).report(station));
        said = fresh.onSite("database compact --yes");
        VERIFY_SAID(said.exitCode == 1 && said.err.contains(u"cellar-pc"_s), said);
        QCOMPARE(pages(), before);
        QVERIFY(store::StationStore(*db).forget(station.stationId).valueOr(false));

        said = fresh.onSite("database compact --yes");
        VERIFY_SAID(said.exitCode == 0, said);
        QVERIFY(pages() < before - 300);
        said = fresh.onSite("database compact");
        VERIFY_SAID(!said.out.contains(u"made by an older program"_s), said);
    }

    void simulatedSiteIsTheSameForOneSeed()
    {
        QStringList written;
        for (const char *seed : {"1", "1", "2"}) {
            const QString csv = m_parkctl.file(u"seed.csv"_s);
            const Finished done =
                m_parkctl.run({u"simulate"_s, u"--dry-run"_s, u"--spaces"_s, u"50"_s, u"--seed"_s,
                               QLatin1StringView(seed), u"--csv"_s, csv});
            VERIFY_SAID(done.exitCode == 0, done);
            QFile file(csv);
            QVERIFY(file.open(QIODevice::ReadOnly));
            written.append(QString::fromUtf8(file.readAll()));
        }
        QCOMPARE(written[0].count(u'\n'), 51);
        QCOMPARE(written[0], written[1]);
        QVERIFY(written[0] != written[2]);
    }

    void stationsAreListedAndForgotten()
    {
        const test::Parkctl fresh;
        QCOMPARE(fresh.onSite("migrate").exitCode, 0);
        const QString id = u"11111111-2222-4333-8444-555555555555"_s;
        store::StationStatus status;
        status.stationId = id;
        status.host = u"cellar-pc"_s;
        status.reportedAt = systemNow() - std::chrono::hours(1);
        status.startedAt = status.reportedAt;
        status.ingesting = true;
        status.backlog = 17;
        VERIFY_OK(store::StationStore(*fresh.database()).report(status));
        const Finished text = fresh.onSite("stations list");
        VERIFY_SAID(text.exitCode == 0, text);
        VERIFY_SAID(text.out.startsWith(id + u"  ingests    cellar-pc  reported 36"_s), text);
        const QJsonArray rows =
            test::oneLine(fresh.onSite("stations list --json").out).value(u"stations").toArray();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0][u"backlog"].toInt(), 17);
        for (const char *wrong : {"stations", "stations forget", "stations forget --id x",
                                  "stations list forget", "stations drop"})
            QCOMPARE(fresh.onSite(wrong).exitCode, 2);
        const QStringList forget{u"stations"_s, u"forget"_s, u"--id"_s, id};
        QCOMPARE(fresh.onSite(forget).exitCode, 0);
        const Finished again = fresh.onSite(forget);
        VERIFY_SAID(again.exitCode == 1 && again.err.startsWith(u"RECORD_NOT_FOUND"_s), again);
        QVERIFY(fresh.onSite("stations list").out.isEmpty());
    }

    void simulateWithoutBrokerFails()
    {
        QProcess process;
        m_parkctl.prepare(
            process, {u"simulate"_s, u"--mqtt"_s, u"mqtt://127.0.0.1:%1"_s.arg(test::freePort())});
        process.start();
        QByteArray err;
        QTRY_VERIFY_WITH_TIMEOUT((err += process.readAllStandardError()).contains("connect"),
                                 kPatience);
        process.terminate();
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY((err + process.readAllStandardError()).contains("the broker could not be reached"));
    }

    void ingestUntilTold()
    {
        prepareSite();
        if (QTest::currentTestFailed())
            return;
        QProcess station;
        startStation(station);
        QTRY_VERIFY_WITH_TIMEOUT(m_broker.log().contains(u"SUBSCRIBE"_s), kPatience);
        simulate();
        if (QTest::currentTestFailed())
            return;
        const auto database = m_parkctl.database();
        QVERIFY(database);
        // All arrive, duplicates once; strangers' uplinks are readings too.
        QTRY_COMPARE_WITH_TIMEOUT(store::ReadingStore(*database).count().valueOr(-1),
                                  qint64(kUplinks), kPatience);
        Finished health;
        // The site has lamps, and nobody to command them. A report from before its sensors spoke
        // says that nobody heard them.
        const bool isTold = QTest::qWaitFor(
            [&] {
                health = m_parkctl.onSite("health --json");
                return health.out.contains(u"CHIRPSTACK_NOT_SET_UP"_s)
                    && !health.out.contains(u"SENSORS_UNHEARD"_s);
            },
            kPatience);
        VERIFY_SAID(isTold, health);
        checkHealth(health);
        secondProgramIsTurnedAway(station.processId());

        station.terminate(); // SIGTERM
        QVERIFY(station.waitForFinished(kPatience));
        QCOMPARE(station.exitStatus(), QProcess::NormalExit);
        const QString last = said(station);
        QVERIFY2(station.exitCode() == 0, qPrintable(last));
        QVERIFY2(last.contains(u" messages taken in\n"_s), qPrintable(last));
        compareWithTruth();
    }

    /// What moved nothing says why.
    void devicesTellTheirUplinks()
    {
        const Finished all = m_parkctl.onSite("devices --limit 1000 --json");
        VERIFY_SAID(all.exitCode == 0, all);
        qint64 uplinks = 0;
        for (const QJsonValue &device : test::oneLine(all.out).value(u"devices").toArray())
            uplinks += device[u"uplinks"].toInteger();
        QCOMPARE(uplinks, qint64(kUplinks));
        const Finished strange = m_parkctl.onSite("devices --unassigned --json");
        VERIFY_SAID(strange.exitCode == 0, strange);
        const QJsonArray devices = test::oneLine(strange.out).value(u"devices").toArray();
        QVERIFY(!devices.isEmpty());
        for (const QJsonValue &device : devices)
            QCOMPARE(device[u"remarks"][u"no_space"][u"times"].toInteger(),
                     device[u"uplinks"].toInteger());
        const Finished text = m_parkctl.onSite("devices --unassigned");
        VERIFY_SAID(text.out.contains(u" x  no_space, last recorded "_s), text);
    }

    /// Where people park is nobody else's business.
    void filesAreForTheirUserAlone()
    {
#ifndef Q_OS_UNIX
        QSKIP("rights are the folder's there");
#endif
        constexpr QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
            | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther
            | QFileDevice::ExeOther;
        QVERIFY((QFile::permissions(m_parkctl.dataDir()) & others) == 0);
        int files = 0;
        QDirIterator all(m_parkctl.dataDir(),
                         QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
        for (; all.hasNext(); ++files) {
            const QString file = all.next();
            QVERIFY2((QFile::permissions(file) & others) == 0, qPrintable(file));
        }
        QVERIFY(files >= 3); // database, station id, journal
    }

    void ingestAgainFindsNothingTwice()
    {
        const Finished done = m_parkctl.onSite(QStringList{u"ingest"_s, u"--until-idle"_s, u"1"_s,
                                                           u"--mqtt"_s, m_broker.url().toString()});
        VERIFY_SAID(done.exitCode == 0, done);
        QCOMPARE(done.out, u"0 messages taken in\n"_s);
        const auto database = m_parkctl.database();
        QVERIFY(database);
        QCOMPARE(store::ReadingStore(*database).count().valueOr(-1), qint64(kUplinks));
    }

    /// "0 messages taken in", and all is well? Only a broker that is there can say so.
    void untilIdleWithoutBrokerFails()
    {
        const test::Parkctl fresh;
        const Finished done =
            fresh.onSite(QStringList{u"ingest"_s, u"--until-idle"_s, u"1"_s, u"--mqtt"_s,
                                     u"mqtt://127.0.0.1:%1"_s.arg(test::freePort())});
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(done.out == u"0 messages taken in\n"_s, done);
        VERIFY_SAID(done.err.contains(u"not everything could be taken in: mqtt: "
                                      "BROKER_UNREACHABLE"_s),
                    done);
    }

    void untilIdleWithoutDatabaseFails()
    {
        const Finished done = m_parkctl.run(QStringList{
            u"ingest"_s, u"--until-idle"_s, u"1"_s, u"--mqtt"_s, m_broker.url().toString(),
            u"--set"_s, u"DATA_DIR="_s + m_parkctl.file(u"no-database"_s), u"--database"_s,
            u"postgresql://127.0.0.1:%1/parking"_s.arg(test::freePort())});
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(done.err.contains(u"not everything could be taken in: database: "_s), done);
    }

    void terminatedWithoutBroker()
    {
        const test::Parkctl fresh;
        QProcess station;
        fresh.prepare(
            station,
            QStringList{u"ingest"_s, u"--mqtt"_s, u"mqtt://127.0.0.1:%1"_s.arg(test::freePort())}
                + fresh.siteWords());
        station.start();
        QByteArray err;
        QTRY_VERIFY_WITH_TIMEOUT((err += station.readAllStandardError()).contains("connect"),
                                 kPatience);
        station.terminate();
        QVERIFY(station.waitForFinished(kPatience));
        QCOMPARE(station.exitStatus(), QProcess::NormalExit);
        QCOMPARE(station.exitCode(), 0);
        QCOMPARE(station.readAllStandardOutput(), QByteArray("0 messages taken in\n"));
    }

private:
    QString truthFile() const
    {
        return m_parkctl.file(u"truth"_s);
    }

    void prepareSite() const
    {
        const Finished migrated = m_parkctl.onSite("migrate");
        VERIFY_SAID(migrated.exitCode == 0, migrated);
        const Finished written = m_parkctl.run("simulate --dry-run --spaces 30 --csv spaces.csv");
        VERIFY_SAID(written.exitCode == 0, written);
        const Finished imported = m_parkctl.onSite("spaces import spaces.csv");
        VERIFY_SAID(imported.exitCode == 0, imported);
        QCOMPARE(imported.out, u"30 created, 0 updated, 0 unchanged\n"_s);
        // What was exported reads back as what it is: nothing to do.
        const Finished again = m_parkctl.onSite("spaces import spaces.csv");
        VERIFY_SAID(again.exitCode == 0, again);
        QCOMPARE(again.out, u"0 created, 0 updated, 30 unchanged\n"_s);
    }

    void startStation(QProcess &station) const
    {
        m_parkctl.prepare(station,
                          QStringList{u"ingest"_s, u"--mqtt"_s, m_broker.url().toString()}
                              + m_parkctl.siteWords());
        station.start();
        QVERIFY(station.waitForStarted());
    }

    void simulate() const
    {
        const Finished done =
            m_parkctl.run({u"simulate"_s, u"--spaces"_s, u"30"_s, u"--rate"_s, u"500"_s,
                           u"--count"_s, QString::number(kUplinks), u"--truth"_s, truthFile(),
                           u"--json"_s, u"--mqtt"_s, m_broker.url().toString()});
        VERIFY_SAID(done.exitCode == 0, done);
        const QJsonObject summary = test::oneLine(done.out);
        QCOMPARE(summary.value(u"uplinks").toInt(), kUplinks);
        QCOMPARE(summary.value(u"acknowledged").toInt(), summary.value(u"published").toInt());
    }

    static void checkHealth(const Finished &health)
    {
        const QJsonObject answer = test::oneLine(health.out);
        VERIFY_SAID(health.exitCode == 1, health);
        VERIFY_SAID(answer.value(u"status").toString() == u"degraded", health);
        const QJsonObject station = answer.value(u"station").toObject();
        QCOMPARE(station.value(u"host").toString(), QSysInfo::machineHostName());
        VERIFY_SAID(station.contains(u"mqtt"_s), health);
        const QJsonObject checks = station.value(u"checks").toObject();
        VERIFY_SAID(checks.contains(u"chirpstack"_s) && checks.size() > 1, health);
        for (auto check = checks.begin(); check != checks.end(); ++check) {
            const bool isHealthy = check.value()[u"level"_s].toString() == u"healthy";
            VERIFY_SAID(isHealthy == (check.key() != u"chirpstack"), health);
        }
    }

    void secondProgramIsTurnedAway(qint64 holder) const
    {
        const Finished second =
            m_parkctl.onSite(QStringList{u"ingest"_s, u"--mqtt"_s, m_broker.url().toString()});
        VERIFY_SAID(second.exitCode == 1, second);
        VERIFY_SAID(second.err.startsWith(u"JOURNAL_LOCKED: "_s), second);
        VERIFY_SAID(second.err.contains(u"%1/journal is in use by parkctl, process %2 "
                                        "on %3"_s.arg(m_parkctl.dataDir())
                                            .arg(holder)
                                            .arg(QSysInfo::machineHostName())),
                    second);
        VERIFY_SAID(second.out.isEmpty(), second);
    }

    void compareWithTruth() const
    {
        const auto database = m_parkctl.database();
        QFile truth(truthFile());
        QVERIFY(database && truth.open(QIODevice::ReadOnly));
        store::SpaceStore spaces(*database);
        int compared = 0;
        for (const QByteArray &line : truth.readAll().split('\n')) {
            if (line.isEmpty())
                continue;
            const QJsonObject wanted = QJsonDocument::fromJson(line).object();
            const auto eui = domain::DevEui::parse(wanted.value(u"sensor_eui").toString());
            QVERIFY(eui);
            const auto space = spaces.findBySensor(*eui);
            QVERIFY(space);
            const auto rows = store::StateStore(*database).statuses(QList{space->id});
            QVERIFY(rows && rows->size() == 1);
            QCOMPARE(domain::nameOf(rows->first().status.state),
                     wanted.value(u"occupancy").toString());
            ++compared;
        }
        QVERIFY(compared > 10);
    }

    test::Parkctl m_parkctl;
    test::Mosquitto m_broker;
};

PARKING_TEST(tst_ParkctlSite)
#include "tst_parkctlsite.moc"
