// The one way to name columns, write rows and read them, on both engines.

#include "store/condition.h"
#include "store/rows.h"
#include "store/table.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::SpaceState;

namespace {

const Table kThings{"things",
                    {{"id", Type::BigInt},
                     {"name", Type::Text, kFixed},
                     {"state"},
                     {"device"},
                     {"volt", Type::Numeric},
                     {"bytes", Type::Bytes},
                     {"seen", Type::Bool},
                     {"extra", Type::Json},
                     {"at", Type::Time}}};

const Selection kSelection{kThings, "t"};

struct Thing {
    qint64 id = 0;
    QString name;
    SpaceState state = SpaceState::Occupied;
    std::optional<DevEui> device;
    std::optional<double> volt;
    QByteArray bytes;
    bool seen = false;
    QJsonObject extra;
    UtcTime at = kNow;

    bool operator==(const Thing &) const = default;
};

/// Not in the table's order: columns are found by their names.
RowWriter write(const Thing &thing, const Database &db)
{
    RowWriter row(kThings, db);
    row.set("at", thing.at);
    row.set("extra", thing.extra);
    row.set("id", thing.id);
    row.set("name", thing.name);
    row.set("state", thing.state);
    row.set("device", thing.device);
    row.set("volt", thing.volt);
    row.set("seen", thing.seen);
    row.set("bytes", thing.bytes);
    return row;
}

Thing thingOf(RowReader &row)
{
    Thing thing;
    thing.seen = row.flag("seen");
    thing.bytes = row.bytes("bytes");
    thing.id = row.bigint("id");
    thing.name = row.text("name");
    thing.state = row.parsed("state", domain::spaceStateFromString);
    thing.device = row.maybeParsed("device", DevEui::parse);
    thing.volt = row.maybeNumber("volt");
    thing.extra = row.object("extra");
    thing.at = row.time("at");
    return thing;
}

Result<> makeTable(Database &db)
{
    return db.runScript(
        db.isPostgres()
            ? text("CREATE TABLE things (id bigint PRIMARY KEY, name text NOT NULL, state text, "
                   "device text, volt numeric, bytes bytea, seen boolean, extra jsonb, "
                   "at timestamptz)")
            : text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT, "
                   "device TEXT, volt REAL, bytes BLOB, seen INTEGER, extra TEXT, at INTEGER) "
                   "STRICT"));
}

Result<QList<Thing>> all(Database &db, BadRows bad = BadRows::LeaveOut)
{
    return select(db, kSelection, text("FROM things t ORDER BY t.id"), {}, thingOf, bad);
}

Thing full()
{
    return {7,
            text("seven"),
            SpaceState::Maintenance,
            DevEui(7),
            3.5,
            QByteArray::fromHex("00ff5c"),
            true,
            {{text("a"), 1}},
            kNow + Milliseconds(1)};
}

Rows rowsOf(const QList<Thing> &things, const Database &db)
{
    Rows rows(kThings.names());
    for (const Thing &thing : things)
        rows.add(write(thing, db).values());
    return rows;
}

} // namespace

class TestTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAndReads_data() { TestDatabases::addRows(); }
    void writesAndReads();
    void writesOneRow_data() { TestDatabases::addRows(); }
    void writesOneRow();
    void keepsWhatIsFixed_data() { TestDatabases::addRows(); }
    void keepsWhatIsFixed();
    void updatesUnless_data() { TestDatabases::addRows(); }
    void updatesUnless();
    void whatWasNotSetIsNull_data() { TestDatabases::addRows(); }
    void whatWasNotSetIsNull();
    void tellsWhatItCannotRead_data();
    void tellsWhatItCannotRead();
    void pagesMeetTheirCondition_data() { TestDatabases::addRows(); }
    void pagesMeetTheirCondition();

private:
    TestDatabases m_databases;
};

void TestTable::writesAndReads()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    Thing bare;
    bare.id = 8;
    bare.name = text("");
    const QList<Thing> things{full(), bare};
    VERIFY_OK(db.runRows(kThings.insert(), rowsOf(things, db)));
    QVERIFY(all(db).valueOr({}) == things);
}

void TestTable::writesOneRow()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    VERIFY_OK(db.run(kThings.insert().row, write(full(), db).bound()));
    QVERIFY(all(db).valueOr({}) == QList<Thing>{full()});
    Thing changed = full();
    changed.state = SpaceState::Free;
    VERIFY_OK(db.run(kThings.update().row, write(changed, db).bound()));
    QVERIFY(all(db).valueOr({}) == QList<Thing>{changed});
}

void TestTable::keepsWhatIsFixed()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    VERIFY_OK(db.runRows(kThings.upsert(), rowsOf({full()}, db)));
    Thing second = full();
    second.name = text("another");
    second.seen = false;
    second.volt.reset();
    VERIFY_OK(db.runRows(kThings.upsert(), rowsOf({second}, db)));
    second.name = full().name;
    QVERIFY(all(db).valueOr({}) == QList<Thing>{second});
}

void TestTable::updatesUnless()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    Thing other = full();
    other.id = 8;
    other.state = SpaceState::Free;
    VERIFY_OK(db.runRows(kThings.insert(), rowsOf({full(), other}, db)));
    const RowStatement statement = kThings.update([](const QString &row) {
        return text("things.state = 'MAINTENANCE' AND %1state = 'OCCUPIED'").arg(row);
    });
    QList<Thing> moved{full(), other};
    for (Thing &thing : moved)
        thing.state = SpaceState::Occupied;
    VERIFY_OK(db.runRows(statement, rowsOf(moved, db)));
    const QList<Thing> left{full(), moved[1]};
    QVERIFY(all(db).valueOr({}) == left);
}

void TestTable::whatWasNotSetIsNull()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    RowWriter row(kThings, db);
    row.set("id", 1);
    row.set("name", text("bare"));
    row.setOrNull("device", QString());
    VERIFY_OK(db.run(kThings.insert().row, row.bound()));
    QCOMPARE(db.count(text("SELECT count(*) FROM things WHERE state IS NULL AND device IS NULL "
                           "AND volt IS NULL AND bytes IS NULL AND seen IS NULL AND extra IS NULL "
                           "AND at IS NULL"))
                 .valueOr(-1),
             1);
}

void TestTable::tellsWhatItCannotRead_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("told");
    const auto both = [](const char *assignment, const char *column, const char *told) {
        QTest::addRow("sqlite: %s", assignment)
            << Dialect::Sqlite << text(assignment) << text(column) << text(told);
        QTest::addRow("postgres: %s", assignment)
            << Dialect::Postgres << text(assignment) << text(column) << text(told);
    };
    both("state = 'CHARGING'", "state", "CHARGING");
    both("state = ''", "state", "");
    both("state = NULL", "state", "NULL");
    both("device = '00'", "device", "00");
    both("extra = '[]'", "extra", "[]");
    both("extra = NULL", "extra", "");
    QTest::newRow("sqlite: no JSON")
        << Dialect::Sqlite << text("extra = '{'") << text("extra") << text("{");
}

void TestTable::tellsWhatItCannotRead()
{
    QFETCH(QString, assignment);
    QFETCH(QString, column);
    QFETCH(QString, told);
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    Thing other = full();
    other.id = 8;
    VERIFY_OK(db.runRows(kThings.insert(), rowsOf({full(), other}, db)));
    VERIFY_OK(db.run(text("UPDATE things SET %1 WHERE id = 8").arg(assignment)));
    QVERIFY(all(db).valueOr({}) == QList<Thing>{full()});
    const QList<Error> unreadable = db.unreadable();
    QCOMPARE(unreadable.size(), 1);
    const QJsonObject expected{{text("table"), text("things")},
                               {text("column"), column},
                               {text("key"), text("8")},
                               {text("text"), told}};
    QCOMPARE(unreadable.first().details, expected);
    const auto refused = all(db, BadRows::Refuse);
    VERIFY_ERROR(refused, "ROW_UNREADABLE");
    QCOMPARE(refused.error(), unreadable.first());
    VERIFY_OK(db.reopen());
    QVERIFY(db.unreadable().isEmpty());
}

void TestTable::pagesMeetTheirCondition()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(makeTable(db));
    QList<Thing> things;
    for (int i = 0; i < 5; ++i) {
        things.append(full());
        things.last().id = i;
        things.last().seen = i != 2;
    }
    VERIFY_OK(db.runRows(kThings.insert(), rowsOf(things, db)));
    Condition condition(db);
    QCOMPARE(condition.where(), QString());
    condition.add(text("t.seen = :seen"), text("seen"), true);
    condition.addText({text("t.name")}, QString()); // asks nothing
    condition.addText({text("t.name"), text("t.state")}, text("EVE"));
    const PageSource source{text("FROM things t"), text("ORDER BY t.id")};
    const auto page =
        selectPage(db, kSelection, source, condition, {.limit = 2, .offset = 1}, thingOf);
    VERIFY_OK(page);
    QCOMPARE(page->total, 4);
    const QList<Thing> expected{things[1], things[3]};
    QVERIFY(page->rows == expected);
    VERIFY_ERROR(selectPage(db, kSelection, source, condition, {.limit = 0}, thingOf),
                 "VALIDATION_ERROR");
}

PARKING_TEST(TestTable)
#include "tst_table.moc"
