// Nothing of the schema is forgotten: every column of every table has its rule.

#include "archive/archivetables.h"
#include "base/literals.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::test;

class TestArchiveTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nameEveryColumn_data() { TestDatabases::addRows(); }
    void nameEveryColumn();
    void keepPersonsWithBookingsAlone();
    void leaveOutWhatIsRedacted();

private:
    TestDatabases m_databases;
};

void TestArchiveTables::nameEveryColumn()
{
    QFETCH(store::Dialect, dialect);
    const auto database = m_databases.open(dialect);
    VERIFY_OK(database);
    const QStringList leftOut = archive::tablesLeftOut();
    QStringList columns;
    const Result<> read = (*database)->each(
        (*database)->isPostgres()
            ? u"SELECT c.table_name, c.column_name FROM information_schema.columns c "
              "JOIN pg_class r ON r.relname = c.table_name "
              "WHERE c.table_schema = current_schema() AND NOT r.relispartition "
              "AND r.relkind IN ('r', 'p')"_s
            : u"SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c "
              "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"_s,
        {}, [&](const QSqlQuery &row) {
            if (!leftOut.contains(row.value(0).toString()))
                columns.append(row.value(0).toString() + u'.' + row.value(1).toString());
        });
    VERIFY_OK(read);
    QStringList ruled;
    for (const archive::TableRule &table : archive::archivedTables()) {
        QVERIFY(!leftOut.contains(QLatin1StringView(table.name)));
        for (const archive::ColumnRule &column : table.columns)
            ruled.append(QLatin1StringView(table.name) + u'.' + QLatin1StringView(column.name));
    }
    columns.sort();
    ruled.sort();
    QCOMPARE(ruled, columns);
}

void TestArchiveTables::keepPersonsWithBookingsAlone()
{
    using namespace archive;
    const ColumnRule actor{"actor", store::Type::Text, Rule::Person, Rule::Pseudonym};
    QCOMPARE(ruleFor(actor, {}, false), Rule::LeaveOut);
    QCOMPARE(ruleFor(actor, {Part::Readings, Part::Downlinks}, false), Rule::LeaveOut);
    QCOMPARE(ruleFor(actor, {Part::Readings}, true), Rule::LeaveOut);
    QCOMPARE(ruleFor(actor, {Part::Bookings}, false), Rule::Keep);
    QCOMPARE(ruleFor(actor, {Part::Bookings}, true), Rule::Pseudonym);
}

void TestArchiveTables::leaveOutWhatIsRedacted()
{
    using namespace archive;
    const ColumnRule place{"gps", store::Type::Numeric, Rule::Keep, Rule::LeaveOut};
    QCOMPARE(ruleFor(place, {}, false), Rule::Keep);
    QCOMPARE(ruleFor(place, {}, true), Rule::LeaveOut);
    const ColumnRule picture{"picture", store::Type::Bytes, Rule::OfPictures, Rule::Keep};
    QCOMPARE(ruleFor(picture, {}, false), Rule::LeaveOut);
    QCOMPARE(ruleFor(picture, {Part::Pictures}, true), Rule::Keep);
    const ColumnRule live{"state", store::Type::Text, Rule::LeaveOut};
    QCOMPARE(ruleFor(live, {Part::Bookings}, false), Rule::LeaveOut);
}

PARKING_TEST(TestArchiveTables)
#include "tst_archivetables.moc"
