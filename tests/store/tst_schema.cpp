// The tables themselves: both engines have the same ones, and the same constraints hold.

#include "base/literals.h"
#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;

namespace {

/// Each line `table.column` with its duty to have a value.
QStringList columns(Database &db)
{
    QStringList lines;
    const auto done = db.each(
        db.isPostgres()
            ? text("SELECT c.table_name, c.column_name, c.is_nullable = 'NO' "
                   "FROM information_schema.columns c JOIN pg_class r ON r.relname = c.table_name "
                   "WHERE c.table_schema = current_schema() AND NOT r.relispartition "
                   "AND r.relkind IN ('r', 'p')")
            : text("SELECT t.name, c.name, c.\"notnull\" OR c.pk FROM sqlite_master t "
                   "JOIN pragma_table_info(t.name) c WHERE t.type = 'table' "
                   "AND t.name NOT LIKE 'sqlite%'"),
        {}, [&](const QSqlQuery &row) {
            lines.append(
                u"%1.%2 %3"_s.arg(row.value(0).toString(), row.value(1).toString(),
                                  row.value(2).toBool() ? text("always") : text("or NULL")));
        });
    lines.sort();
    return done ? lines : QStringList{done.error().detail};
}

QStringList indexes(Database &db)
{
    QStringList names;
    const auto done = db.each(
        db.isPostgres() ? text("SELECT indexname FROM pg_indexes WHERE schemaname = "
                               "current_schema() AND indexdef NOT LIKE '%brin%' "
                               "AND indexname NOT LIKE '%key' AND indexname NOT LIKE '%pkey' "
                               "AND indexname <> 'floors_place'")
                        : text("SELECT name FROM sqlite_master WHERE type = 'index' "
                               "AND name NOT LIKE 'sqlite%'"),
        {}, [&](const QSqlQuery &row) { names.append(row.value(0).toString()); });
    names.sort();
    return done ? names : QStringList{done.error().detail};
}

struct Refusal {
    const char *name;
    const char *sets; ///< of one row of spaces; :t is a moment, :k a key
    const char *constraint; ///< part of the message; empty: columns' own checks have no name
};

const Refusal kRefusals[] = {
    {"unknown state", "state = 'BROKEN'", "valid_state"},
    {"state in lower case", "state = 'free'", "valid_state"},
    {"no state", "state = NULL", ""},
    {"sensor cannot reserve",
     "sensor_state = 'RESERVED', sensor_event_time = :t, sensor_event_key = :k",
     "valid_sensor_state"},
    {"sensor without a time", "sensor_state = 'FREE', sensor_event_key = :k", "sensor_complete"},
    {"sensor without a key", "sensor_state = 'FREE', sensor_event_time = :t", "sensor_complete"},
    {"time without a sensor", "sensor_event_time = :t", "sensor_complete"},
    {"override cannot reserve", "override_state = 'RESERVED', override_since = :t",
     "valid_override"},
    {"override without a start", "override_state = 'FREE'", "override_complete"},
    {"start without an override", "override_since = :t", "override_complete"},
    {"latitude alone", "gps_latitude = 1", "valid_gps"},
    {"longitude alone", "gps_longitude = 1", "valid_gps"},
    {"latitude beyond the pole", "gps_latitude = 90.1, gps_longitude = 0", ""},
    {"longitude too far", "gps_latitude = 0, gps_longitude = -180.1", ""},
    {"placement without x", "y = 1, w = 1, h = 1, rotation = 0", "placement_complete"},
    {"placement without y", "x = 1, w = 1, h = 1, rotation = 0", "placement_complete"},
    {"placement without width", "x = 1, y = 1, h = 1, rotation = 0", "placement_complete"},
    {"placement without height", "x = 1, y = 1, w = 1, rotation = 0", "placement_complete"},
    {"placement without rotation", "x = 1, y = 1, w = 1, h = 1", "placement_complete"},
    {"one device for both", "sensor_eui = '00000000000000aa', display_eui = '00000000000000aa'",
     "one_device"},
    {"EUI in upper case", "sensor_eui = '00000000000000AA'", ""},
    {"EUI too short", "display_eui = '00000000000000a'", ""},
    {"EUI of other letters", "display_eui = '00000000000000xy'", ""},
    {"empty EUI", "sensor_eui = ''", ""},
    {"empty name", "name = ''", ""},
    {"empty code", "code = ''", ""},
    {"code of 21", "code = '123456789012345678901'", ""},
    {"unknown site", "site_id = :k", ""}};

const char *const kAllowed[] = {
    "state = 'FREE'",
    "state = 'OCCUPIED'",
    "state = 'RESERVED'",
    "state = 'MAINTENANCE'",
    "sensor_state = 'FREE', sensor_event_time = :t, sensor_event_key = :k",
    "sensor_state = 'OCCUPIED', sensor_event_time = :t, sensor_event_key = :k",
    "override_state = 'FREE', override_since = :t",
    "override_state = 'OCCUPIED', override_since = :t",
    "override_state = 'MAINTENANCE', override_since = :t, override_until = :t",
    "gps_latitude = 90, gps_longitude = -180",
    "gps_latitude = -90, gps_longitude = 180",
    "x = 0, y = 0, w = 1, h = 1, rotation = 0",
    "sensor_eui = '00000000000000aa', display_eui = '00000000000000ab'",
    "sensor_eui = '00000000000000aa', display_eui = NULL",
    "code = '12345678901234567890'"};

} // namespace

class TestSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void enginesHaveTheSameColumns();
    void enginesHaveTheSameIndexes();
    void refuses_data();
    void refuses();
    void allows_data();
    void allows();
    void uniqueAmongLiveRows_data();
    void uniqueAmongLiveRows();

private:
    Result<> makeSpaces(Database &db);
    Result<> set(Database &db, const QString &code, const QString &sets);

    TestDatabases m_databases;
};

/// The spaces a and b.
Result<> TestSchema::makeSpaces(Database &db)
{
    const domain::SiteId site = firstSite(db);
    return SpaceStore(db).createMany({makeSpace(site, text("a")), makeSpace(site, text("b"))},
                                     kNow);
}

Result<> TestSchema::set(Database &db, const QString &code, const QString &sets)
{
    QVariantMap bound{{text("which"), code}};
    if (sets.contains(u":t"))
        bound.insert(text("t"), db.bind(kNow));
    if (sets.contains(u":k"))
        bound.insert(text("k"), newKey());
    return db.run(u"UPDATE spaces SET %1 WHERE code = :which"_s.arg(sets), bound);
}

void TestSchema::enginesHaveTheSameColumns()
{
    const auto sqlite = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(sqlite);
    const auto postgres = m_databases.open(Dialect::Postgres);
    VERIFY_OK(postgres);
    QVERIFY(columns(**sqlite).contains(text("spaces.code always")));
    QVERIFY(columns(**sqlite).contains(text("spaces.deleted_at or NULL")));
    QCOMPARE(columns(**sqlite), columns(**postgres));
}

void TestSchema::enginesHaveTheSameIndexes()
{
    const auto sqlite = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(sqlite);
    const auto postgres = m_databases.open(Dialect::Postgres);
    VERIFY_OK(postgres);
    QVERIFY(indexes(**sqlite).contains(text("spaces_code_live")));
    QCOMPARE(indexes(**sqlite), indexes(**postgres));
}

void TestSchema::refuses_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("sets");
    QTest::addColumn<QString>("constraint");
    for (const Refusal &refusal : kRefusals) {
        QTest::addRow("sqlite: %s", refusal.name)
            << Dialect::Sqlite << text(refusal.sets) << text(refusal.constraint);
        QTest::addRow("postgres: %s", refusal.name)
            << Dialect::Postgres << text(refusal.sets) << text(refusal.constraint);
    }
}

void TestSchema::refuses()
{
    QFETCH(QString, sets);
    QFETCH(QString, constraint);
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeSpaces(db));
    const auto done = set(db, text("a"), sets);
    VERIFY_ERROR(done, "DATABASE_ERROR");
    QCOMPARE(failureKind(done.error()), FailureKind::Data);
    QVERIFY2(done.error().detail.contains(constraint), qPrintable(done.error().detail));
}

void TestSchema::allows_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("sets");
    for (const char *sets : kAllowed) {
        QTest::addRow("sqlite: %s", sets) << Dialect::Sqlite << text(sets);
        QTest::addRow("postgres: %s", sets) << Dialect::Postgres << text(sets);
    }
}

void TestSchema::allows()
{
    QFETCH(QString, sets);
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeSpaces(db));
    VERIFY_OK(set(db, text("a"), sets));
}

void TestSchema::uniqueAmongLiveRows_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("value");
    const std::pair<const char *, const char *> rows[] = {
        {"code", "c"}, {"sensor_eui", "00000000000000aa"}, {"display_eui", "00000000000000aa"}};
    for (const auto &[column, value] : rows) {
        QTest::addRow("sqlite: %s", column) << Dialect::Sqlite << text(column) << text(value);
        QTest::addRow("postgres: %s", column) << Dialect::Postgres << text(column) << text(value);
    }
}

void TestSchema::uniqueAmongLiveRows()
{
    QFETCH(QString, column);
    QFETCH(QString, value);
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeSpaces(db));
    const QString sets = u"%1 = '%2'"_s.arg(column, value);
    VERIFY_OK(set(db, text("a"), sets));
    const auto taken = set(db, text("b"), sets);
    VERIFY_ERROR(taken, "DUPLICATE_RESOURCE");
    QVERIFY(taken.error().details.value(u"constraint").toString().contains(column));
    VERIFY_OK(set(db, text("b"), sets + text(", deleted_at = :t")));
    VERIFY_ERROR(db.run(text("UPDATE spaces SET deleted_at = NULL")), "DUPLICATE_RESOURCE");
    const auto both = db.count(text("SELECT count(*) FROM spaces WHERE %1 = :value").arg(column),
                               {{text("value"), value}});
    QCOMPARE(both.valueOr(-1), 2);
}

PARKING_TEST(TestSchema)
#include "tst_schema.moc"
