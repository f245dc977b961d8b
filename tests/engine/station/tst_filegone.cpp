// The SQLite file of a station is taken away: it is told, and what arrives meanwhile is kept.

#include "base/literals.h"
#include "station.h"
#include "store/databaseurl.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using test::Station;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const QString kSensor = u"e8e1e10000000001"_s;

} // namespace

class tst_FileGone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const auto url = m_databases.migratedUrl(store::Dialect::Sqlite);
        VERIFY_OK(url);
        m_url = *url;
        const auto parsed = store::parseDatabaseUrl(m_url);
        VERIFY_OK(parsed);
        m_path = parsed->path;
    }
    void goesOnWhenItIsBack();
    void anEmptyFileIsNotTaken();

private:
    qint64 readings() const
    {
        const auto database = store::Database::open({.url = m_url, .readOnly = true});
        return database ? store::ReadingStore(**database).count().valueOr(-1) : -1;
    }

    test::TestDatabases m_databases;
    QString m_url;
    QString m_path;
};

void tst_FileGone::goesOnWhenItIsBack()
{
    Station station(m_url);
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    station.park(kSensor, true, systemNow() - 2min);
    QTRY_COMPARE_WITH_TIMEOUT(readings(), 1, kPatience);
    QVERIFY(QFile::rename(m_path, m_path + u".away"_s));
    station.park(kSensor, false, systemNow() - 1min);
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), u"DATABASE_FILE_GONE"_s, kPatience);
    const domain::HealthCheck check = station.check(u"database"_s);
    QVERIFY(check.level == domain::HealthLevel::Unhealthy);
    QVERIFY2(check.detail.contains(m_path), qPrintable(check.detail));
    QVERIFY(!QFile::exists(m_path));
    QCOMPARE(station->journal()->stats().backlog, 1);
    QVERIFY(QFile::rename(m_path + u".away"_s, m_path));
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    QCOMPARE(readings(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), QString(), kPatience);
}

/// A new one is begun by people, by a restart.
void tst_FileGone::anEmptyFileIsNotTaken()
{
    Station station(m_url);
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    QVERIFY(QFile::remove(m_path));
    QFile empty(m_path);
    QVERIFY(empty.open(QIODevice::WriteOnly));
    station.park(kSensor, true);
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), u"DATABASE_FILE_GONE"_s, kPatience);
    QCOMPARE(station->journal()->stats().backlog, 1);
}

PARKING_TEST(tst_FileGone)
#include "tst_filegone.moc"
