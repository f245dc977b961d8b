// transact(): what succeeds is committed, the rest is rolled back, on both engines.

#include "store/databaseurl.h"
#include "store/sitestore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;

namespace {

Result<> rename(Database &db, const QString &name)
{
    return db.run(text("UPDATE sites SET name = :name"), {{text("name"), name}});
}

} // namespace

class TestTransaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commitsWhatSucceeds_data() { TestDatabases::addRows(); }
    void commitsWhatSucceeds();
    void rollsBackWhatFails_data() { TestDatabases::addRows(); }
    void rollsBackWhatFails();
    void failsAfterAFailedStatement_data() { TestDatabases::addRows(); }
    void failsAfterAFailedStatement();
    void tellsThatItCannotBegin();

private:
    QString name(Database &db) { return SiteStore(db).first().valueOr({}).name; }

    TestDatabases m_databases;
};

void TestTransaction::commitsWhatSucceeds()
{
    OPEN_ROW_DATABASE(db);
    const Result<int> answer = transact(db, [&]() -> Result<int> {
        if (Result<> done = rename(db, text("new")); !done)
            return done.error();
        return 42;
    });
    QCOMPARE(answer.valueOr(0), 42);
    QCOMPARE(name(db), text("new"));
    VERIFY_OK(transact(db, [&] { return rename(db, text("newer")); })); // and the next one begins
    QCOMPARE(name(db), text("newer"));
}

void TestTransaction::rollsBackWhatFails()
{
    OPEN_ROW_DATABASE(db);
    const Result<int> answer = transact(db, [&]() -> Result<int> {
        if (Result<> done = rename(db, text("new")); !done)
            return done.error();
        return Error{text("BAD"), text("for a reason")};
    });
    VERIFY_ERROR(answer, "BAD");
    QCOMPARE(name(db), text("My site"));
    VERIFY_OK(transact(db, [&] { return rename(db, text("new")); }));
}

/// PostgreSQL would answer the COMMIT with success, and roll back.
void TestTransaction::failsAfterAFailedStatement()
{
    OPEN_ROW_DATABASE(db);
    const Result<> done = transact(db, [&]() -> Result<> {
        if (Result<> renamed = rename(db, text("new")); !renamed)
            return renamed;
        (void)db.run(text("UPDATE sites SET name = NULL")); // ignored by its caller
        return {};
    });
    VERIFY_ERROR(done, "DATABASE_ERROR");
    QCOMPARE(failureKind(done.error()), FailureKind::Data);
    QCOMPARE(name(db), text("My site"));
}

void TestTransaction::tellsThatItCannotBegin()
{
    const auto first = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(first);
    const auto second = Database::open({.url = sqliteUrl((*first)->sqlitePath())});
    VERIFY_OK(second);
    bool ran = false;
    VERIFY_OK(transact(**first, [&]() -> Result<> {
        const Result<> busy = transact(**second, [&]() -> Result<> {
            ran = true;
            return {};
        });
        return busy ? Error{text("RAN"), {}} : Result<>();
    }));
    QVERIFY(!ran);
}

PARKING_TEST(TestTransaction)
#include "tst_transaction.moc"
