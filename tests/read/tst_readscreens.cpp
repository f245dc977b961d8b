// Screens tell of themselves with the rights of a viewer, and can do nothing else.

#include "read/screens.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

class TestReadScreens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aViewerTells();
    void whatIsTooLongIsCut();
    void aSecondWordSoonIsPassedOver();
    void nothingElseIsTaken_data();
    void nothingElseIsTaken();
    void theOwnersRightsAreNotLent();
    void theLongestSilentMakeRoom();
    void silentOnesAreFirst();
    void atAFileNobodyTells();

private:
    domain::Screen screen(int number = 1) const
    {
        domain::Screen made;
        made.id = u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
        made.host = u"lobby"_s;
        made.version = u"1.0"_s;
        made.shows = u"North"_s;
        made.age = domain::DataAge::Live;
        made.free = 161;
        return made;
    }

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_owner;
    std::unique_ptr<store::Database> m_viewer; ///< read-only, as a screen opens it
};

void TestReadScreens::initTestCase()
{
    const Result<QString> url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    auto owner = store::Database::open({.url = *url});
    VERIFY_OK(owner);
    m_owner = std::move(*owner);
    VERIFY_OK(m_owner->runScript(
        u"CREATE ROLE screen LOGIN;\n\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO screen;\n\n"
        "GRANT EXECUTE ON FUNCTION report_screen(uuid, text, text, text, text, integer) TO screen"_s));
    auto viewer = store::Database::open(
        {.url = QString(*url).replace(u"parking@"_s, u"screen@"_s), .readOnly = true});
    VERIFY_OK(viewer);
    m_viewer = std::move(*viewer);
}

void TestReadScreens::aViewerTells()
{
    VERIFY_OK(read::tellScreen(*m_viewer, screen()));
    const auto found = read::screens(*m_viewer, {});
    VERIFY_OK(found);
    QVERIFY(found->mayTell);
    QCOMPARE(found->rows.size(), 1);
    domain::Screen expected = screen();
    expected.reportedBy = u"screen"_s; // its login, which it does not say itself
    expected.reportedAt = found->rows.first().reportedAt;
    QVERIFY(found->rows.first() == expected);
    QVERIFY(found->at >= expected.reportedAt);
}

void TestReadScreens::whatIsTooLongIsCut()
{
    domain::Screen wordy = screen(2);
    wordy.shows = QString(10'000, u'x');
    wordy.free.reset();
    wordy.age = domain::DataAge::Gone;
    VERIFY_OK(read::tellScreen(*m_viewer, wordy));
    QCOMPARE(m_owner->count(u"SELECT max(length(shows)) FROM screens"_s).valueOr(0), 50);
}

void TestReadScreens::aSecondWordSoonIsPassedOver()
{
    domain::Screen again = screen();
    again.free = 7;
    VERIFY_OK(read::tellScreen(*m_viewer, again));
    QCOMPARE(m_owner->count(u"SELECT count(*) FROM screens WHERE free = 7"_s).valueOr(-1), 0);
    VERIFY_OK(m_owner->run(u"UPDATE screens SET reported_at = reported_at - interval '11 s'"_s));
    VERIFY_OK(read::tellScreen(*m_viewer, again));
    QCOMPARE(m_owner->count(u"SELECT count(*) FROM screens WHERE free = 7"_s).valueOr(-1), 1);
}

void TestReadScreens::nothingElseIsTaken_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("a row of its own")
        << u"INSERT INTO screens VALUES (gen_random_uuid(), 'a', 'b', "
           "'c', 'live', 1, now(), 'me')"_s;
    QTest::newRow("another's row") << u"UPDATE screens SET free = 999"_s;
    QTest::newRow("no row") << u"DELETE FROM screens"_s;
    QTest::newRow("an age that is none")
        << u"SELECT report_screen(gen_random_uuid(), 'a', 'b', 'c', 'young', 1)"_s;
    QTest::newRow("states") << u"UPDATE spaces SET state = 'FREE'"_s;
}

void TestReadScreens::nothingElseIsTaken()
{
    QFETCH(QString, statement);
    VERIFY_OK(m_viewer->runScript(u"START TRANSACTION READ WRITE"_s));
    const Result<> done = m_viewer->each(statement, {}, [](const QSqlQuery &) {});
    VERIFY_OK(m_viewer->runScript(u"ROLLBACK"_s));
    QVERIFY(!done);
}

/// A table of a session of one's own, whose trigger would run as the owner of the function.
void TestReadScreens::theOwnersRightsAreNotLent()
{
    VERIFY_OK(m_viewer->runScript(
        u"SET default_transaction_read_only = off\n\n"
        "CREATE TEMP TABLE screens (LIKE public.screens)\n\n"
        "CREATE FUNCTION pg_temp.seize() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE public.sites SET name = 'seized'; RETURN NEW; END $$\n\n"
        "CREATE TRIGGER seize BEFORE INSERT ON pg_temp.screens FOR EACH ROW "
        "EXECUTE FUNCTION pg_temp.seize()"_s));
    VERIFY_OK(read::tellScreen(*m_viewer, screen(9)));
    QCOMPARE(m_viewer->count(u"SELECT count(*) FROM pg_temp.screens"_s).valueOr(-1), 0);
    QCOMPARE(m_owner->count(u"SELECT count(*) FROM sites WHERE name = 'seized'"_s).valueOr(-1), 0);
    VERIFY_OK(m_viewer->runScript(u"DROP TABLE pg_temp.screens\n\n"
                                  "SET default_transaction_read_only = on"_s));
    VERIFY_OK(m_owner->run(
        u"DELETE FROM screens WHERE id::text = '00000000-0000-4000-8000-000000000009'"_s));
}

void TestReadScreens::theLongestSilentMakeRoom()
{
    VERIFY_OK(m_owner->run(
        u"INSERT INTO screens SELECT gen_random_uuid(), 'h', 'v', 'old', 'live', 1, "
        "now() - interval '1 day' - n * interval '1 minute', 'x' FROM generate_series(1, 300) n"_s));
    VERIFY_OK(read::tellScreen(*m_viewer, screen(3)));
    QCOMPARE(m_owner->count(u"SELECT count(*) FROM screens"_s).valueOr(0), 100);
    QCOMPARE(m_owner->count(u"SELECT count(*) FROM screens WHERE shows = 'North'"_s).valueOr(0), 2);
}

void TestReadScreens::silentOnesAreFirst()
{
    const auto found = read::screens(*m_viewer, {});
    VERIFY_OK(found);
    QCOMPARE(found->rows.first().shows, u"old"_s);
    QVERIFY(found->rows.last().shows != u"old"_s);
}

void TestReadScreens::atAFileNobodyTells()
{
    const auto file = m_databases.open(store::Dialect::Sqlite);
    VERIFY_OK(file);
    VERIFY_OK(read::tellScreen(**file, screen()));
    const auto found = read::screens(**file, systemNow());
    VERIFY_OK(found);
    QVERIFY(found->rows.isEmpty() && !found->mayTell);
}

PARKING_TEST(TestReadScreens)
#include "tst_readscreens.moc"
