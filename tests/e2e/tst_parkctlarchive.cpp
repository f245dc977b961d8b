// parkctl export and archive: a period into one file, whatever ends the program.

#include "base/literals.h"
#include "parkctl.h"
#include "store/migrator.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>

using namespace parking;
using namespace parking::test;

class TestParkctlArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void exportsAndTells();
    void tellsWhoMadeIt();
    void leavesNothingWhenKilled();
    void givesUpWhenAsked();
    void refusesWrongWords_data();
    void refusesWrongWords();
    void tellsDamage();

private:
    QStringList exported(const QStringList &more = {}) const;
    QString file() const { return m_parkctl.file(u"site.parkarchive"_s); }

    Parkctl m_parkctl;
};

/// Twenty spaces that change each minute of a day.
void TestParkctlArchive::initTestCase()
{
    QVERIFY(QDir().mkpath(m_parkctl.dataDir()));
    const auto database = store::Database::open({.url = m_parkctl.databaseUrl()});
    VERIFY_OK(database);
    VERIFY_OK(store::Migrator(**database).migrate(fromMillis(0)));
    VERIFY_OK((*database)->run(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) "
        "INSERT INTO spaces (id, site_id, name, code) SELECT "
        "printf('00000000-0000-4000-8000-%012d', i), (SELECT id FROM sites), i, i FROM n"_s));
    VERIFY_OK((*database)->run(
        u"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1439) "
        "INSERT INTO state_changes (space_id, new_state, source, reason, timestamp, recorded_at) "
        "SELECT s.id, iif(i % 2, 'FREE', 'OCCUPIED'), 'sensor', 'sensor', "
        "1788220800000 + i * 60000, 1788220800100 + i * 60000 FROM n, spaces s"_s));
}

QStringList TestParkctlArchive::exported(const QStringList &more) const
{
    return QStringList{u"export"_s,           u"--database"_s, m_parkctl.databaseUrl(), u"--from"_s,
                       u"2026-09-01T00:00"_s, u"--to"_s,       u"2026-09-02T00:00Z"_s}
    + more + QStringList{file()};
}

void TestParkctlArchive::exportsAndTells()
{
    QFile::remove(file());
    const Finished done = m_parkctl.run(exported({u"--json"_s}));
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    const QJsonObject told = QJsonDocument::fromJson(done.out.toUtf8()).object();
    QCOMPARE(told[u"tables"][u"archive_changes"][u"rows"].toInt(), 20 * 1440);
    QCOMPARE(told[u"bytes"].toInteger(), QFile(file()).size());
    QCOMPARE(told[u"redacted"].toString(), u"no"_s);
    const Finished info = m_parkctl.run({u"archive"_s, u"info"_s, file(), u"--json"_s});
    QCOMPARE(info.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(info.out.toUtf8()).object(), told);
    const Finished verified = m_parkctl.run({u"archive"_s, u"verify"_s, file()});
    QVERIFY2(verified.exitCode == 0, qPrintable(verified.err));
    QVERIFY(verified.out.contains(told[u"fingerprint"].toString()));
    // It is not written over.
    QCOMPARE(m_parkctl.run(exported()).exitCode, 1);
    QCOMPARE(m_parkctl.run({u"archive"_s, u"verify"_s, file()}).exitCode, 0);
}

/// Where it holds names anyway.
void TestParkctlArchive::tellsWhoMadeIt()
{
    QFile::remove(file());
    m_parkctl.setEnvironment(u"USERNAME"_s, u"grace"_s); // as Windows tells it
    const Finished done = m_parkctl.run(exported({u"--with"_s, u"bookings"_s, u"--json"_s}));
    m_parkctl.clearEnvironment();
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    QCOMPARE(oneLine(done.out)[u"made_by"].toString(), u"grace"_s);
}

void TestParkctlArchive::leavesNothingWhenKilled()
{
    const QString partial = file() + u".partial"_s;
    int killed = 0;
    for (int i = 0; i < 5; ++i) {
        QFile::remove(file());
        QProcess process;
        m_parkctl.prepare(process, exported());
        process.start();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(partial) || QFile::exists(file()), 30'000);
        process.kill();
        QVERIFY(process.waitForFinished(30'000));
        killed += process.exitStatus() == QProcess::CrashExit;
        if (QFile::exists(file())) // it was quicker
            QCOMPARE(m_parkctl.run({u"archive"_s, u"verify"_s, file()}).exitCode, 0);
    }
    QVERIFY(killed > 0);
    QFile::remove(file());
    const Finished done = m_parkctl.run(exported());
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    QVERIFY(!QFile::exists(partial));
    QCOMPARE(m_parkctl.run({u"archive"_s, u"verify"_s, file()}).exitCode, 0);
}

void TestParkctlArchive::givesUpWhenAsked()
{
    QFile::remove(file());
    QProcess process;
    m_parkctl.prepare(process, exported());
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file() + u".partial"_s) || QFile::exists(file()),
                             30'000);
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY(process.exitCode() == 1 || QFile::exists(file()));
    QVERIFY(!QFile::exists(file() + u".partial"_s));
}

void TestParkctlArchive::refusesWrongWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    const QString x = m_parkctl.file(u"x"_s);
    const QStringList period{u"--from"_s, u"2026-09-01T00:00"_s, u"--to"_s, u"2026-09-02T00:00"_s};
    QTest::newRow("no period") << QStringList{u"export"_s, x} << 2;
    QTest::newRow("no file") << QStringList{u"export"_s} + period << 2;
    QTest::newRow("unknown part") << QStringList{u"export"_s, u"--with"_s, u"everything"_s} + period
            + QStringList{x} << 1;
    QTest::newRow("no verb") << QStringList{u"archive"_s, x} << 2;
    QTest::newRow("no such file") << QStringList{u"archive"_s, u"info"_s, x} << 1;
    QTest::newRow("no archive") << QStringList{u"archive"_s, u"info"_s,
                                               m_parkctl.dataDir() + u"/parking.sqlite"_s}
                                << 1;
}

void TestParkctlArchive::refusesWrongWords()
{
    QFETCH(QStringList, words);
    if (words.first() == u"export")
        words += QStringList{u"--database"_s, m_parkctl.databaseUrl()};
    const Finished done = m_parkctl.run(words);
    QTEST(done.exitCode, "exitCode");
    QVERIFY(!done.err.isEmpty());
    QVERIFY(!QFile::exists(m_parkctl.file(u"x"_s)));
}

void TestParkctlArchive::tellsDamage()
{
    QFile::remove(file());
    QCOMPARE(m_parkctl.run(exported()).exitCode, 0);
    QFile archive(file());
    QVERIFY(archive.open(QIODevice::ReadWrite));
    archive.seek(archive.size() / 2);
    archive.write(QByteArray(64, 'x'));
    archive.close();
    const Finished done = m_parkctl.run({u"archive"_s, u"verify"_s, file(), u"--json"_s});
    QCOMPARE(done.exitCode, 1);
    const QJsonObject told = QJsonDocument::fromJson(done.out.toUtf8()).object();
    QCOMPARE(told[u"sound"].toBool(true), false);
    QVERIFY(!told[u"damaged"].toArray().isEmpty());
}

PARKING_TEST(TestParkctlArchive)
#include "tst_parkctlarchive.moc"
