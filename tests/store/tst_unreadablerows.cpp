// Words in the database that this program does not know: they are told, never taken for another.

#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/displaystore.h"
#include "store/downlinkquery.h"
#include "store/downlinkstore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Downlink;
using domain::Space;
using domain::SpaceId;
using domain::SpaceState;

namespace {

/// Writes as a newer program or a hand would, past the constraints of the table.
Result<> writeForeign(Database &db, const QString &table, const QString &assignment,
                      const QString &where)
{
    QStringList constraints;
    if (db.isPostgres()) {
        const Result<> done =
            db.each(text("SELECT conname FROM pg_constraint WHERE conrelid = '%1'::regclass "
                         "AND contype = 'c'")
                        .arg(table),
                    {}, [&](const QSqlQuery &row) { constraints.append(row.value(0).toString()); });
        if (!done)
            return done;
    }
    for (const QString &constraint : std::as_const(constraints)) {
        const Result<> done =
            db.runScript(text("ALTER TABLE %1 DROP CONSTRAINT %2").arg(table, constraint));
        if (!done)
            return done;
    }
    if (!db.isPostgres()) {
        if (Result<> done = db.runScript(text("PRAGMA ignore_check_constraints = ON")); !done)
            return done;
    }
    return db.run(text("UPDATE %1 SET %2 WHERE %3").arg(table, assignment, where));
}

void addColumns(std::initializer_list<const char *> columns)
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("column");
    for (const char *column : columns) {
        QTest::addRow("sqlite: %s", column) << Dialect::Sqlite << text(column);
        QTest::addRow("postgres: %s", column) << Dialect::Postgres << text(column);
    }
}

/// The one row that lists left out, as "table.column: text"; empty when there are more or none.
QString leftOut(const Database &db)
{
    const QList<Error> rows = db.unreadable();
    if (rows.size() != 1 || rows.first().code != u"ROW_UNREADABLE")
        return {};
    const QJsonObject &details = rows.first().details;
    return text("%1.%2: %3")
        .arg(details[u"table"].toString(), details[u"column"].toString(),
             details[u"text"].toString());
}

StateRow occupied(const Space &space)
{
    StateRow row;
    row.id = space.id;
    row.state = SpaceState::Occupied;
    row.reason = domain::StateReason::Sensor;
    row.since = kNow;
    row.inputs.sensor = domain::SensorInput{domain::Occupancy::Occupied, kNow, newKey()};
    row.inputs.operatorOverride =
        domain::Override{SpaceState::Occupied, text("paint"), text("Ada"), kNow, std::nullopt};
    row.sensorEui = space.sensorEui;
    row.displayEui = space.displayEui;
    return row;
}

QList<Space> threeSpaces(domain::SiteId site)
{
    QList<Space> spaces;
    for (quint64 n = 1; n <= 3; ++n) {
        Space space = makeSpace(site, text("A-%1").arg(n));
        space.sensorEui = DevEui(n);
        space.displayEui = DevEui(100 + n);
        spaces.append(space);
    }
    return spaces;
}

Downlink command(quint64 device)
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = DevEui(device);
    row.frame = {SpaceState::Occupied, {255, 0, 0}, text("kuando_busylight"), 15, "ab", false};
    row.decidedAt = kNow;
    return row;
}

} // namespace

class TestUnreadableRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unknownStateIsNotFree_data();
    void unknownStateIsNotFree();
    void unknownDeviceOfSpace_data() { TestDatabases::addRows(); }
    void unknownDeviceOfSpace();
    void changes_data() { addColumns({"previous_state", "new_state", "reason"}); }
    void changes();
    void devices_data() { TestDatabases::addRows(); }
    void devices();
    void readings_data() { TestDatabases::addRows(); }
    void readings();
    void downlinks_data() { addColumns({"wanted_state", "colour", "cause", "state"}); }
    void downlinks();
    void downlinkEvents_data() { TestDatabases::addRows(); }
    void downlinkEvents();
    void displays_data() { addColumns({"evidence", "shown_colour", "shown_state"}); }
    void displays();

private:
    TestDatabases m_databases;
};

void TestUnreadableRows::unknownStateIsNotFree_data()
{
    addColumns({"state", "state_reason", "sensor_state", "override_state"});
}

void TestUnreadableRows::unknownStateIsNotFree()
{
    QFETCH(QString, column);
    OPEN_ROW_DATABASE(db);
    const domain::SiteId site = firstSite(db);
    const QList<Space> spaces = threeSpaces(site);
    VERIFY_OK(SpaceStore(db).createMany(spaces, kNow));
    const QList<SpaceId> ids{spaces[0].id, spaces[1].id, spaces[2].id};
    StateStore states(db);
    VERIFY_OK(states.write({occupied(spaces[0]), occupied(spaces[1]), occupied(spaces[2])}));
    const QString second = text("id = '%1'").arg(spaces[1].id.toString());
    VERIFY_OK(writeForeign(db, text("spaces"), column + text(" = 'CHARGING'"), second));

    const auto all = states.statuses(site);
    VERIFY_OK(all);
    QCOMPARE(all->size(), 2); // one bad row hides no other
    for (const StatusRow &row : *all) {
        QVERIFY(row.status.id != spaces[1].id);
        QVERIFY(row.status.state == SpaceState::Occupied);
    }
    QCOMPARE(leftOut(db), text("spaces.%1: CHARGING").arg(column));
    QCOMPARE(db.unreadable().first().details[u"key"].toString(), spaces[1].id.toString());
    QVERIFY(states.statuses(QList{spaces[1].id}).valueOr({StatusRow()}).isEmpty());

    const auto locked = states.lock(ids);
    VERIFY_OK(locked);
    QCOMPARE(locked->size(), 2);
    VERIFY_ERROR(states.lock(ids, BadRows::Refuse), "ROW_UNREADABLE");
    VERIFY_OK(states.lock({spaces[0].id, spaces[2].id}, BadRows::Refuse));

    const auto displayed = states.displayed();
    VERIFY_OK(displayed);
    QCOMPARE(displayed->size(), 2); // no lamp shows what is not known
    for (const DisplayedState &shown : *displayed)
        QVERIFY(shown.status.state == SpaceState::Occupied);
    QCOMPARE(db.unreadable().size(), 1); // each row is told once
    VERIFY_OK(SpaceStore(db).find(spaces[1].id)); // what people decided is there as before

    VERIFY_OK(states.write({occupied(spaces[1])})); // mended
    QCOMPARE(states.statuses(site).valueOr({}).size(), 3);
    QVERIFY(db.unreadable().isEmpty());
}

void TestUnreadableRows::unknownDeviceOfSpace()
{
    OPEN_ROW_DATABASE(db);
    const domain::SiteId site = firstSite(db);
    const QList<Space> spaces = threeSpaces(site);
    SpaceStore store(db);
    VERIFY_OK(store.createMany(spaces, kNow));
    VERIFY_OK(writeForeign(db, text("spaces"), text("sensor_eui = 'not an EUI'"),
                           text("id = '%1'").arg(spaces[1].id.toString())));
    QCOMPARE(store.all(site).valueOr({}).size(), 2);
    QCOMPARE(leftOut(db), text("spaces.sensor_eui: not an EUI"));
    VERIFY_ERROR(store.find(spaces[1].id), "ROW_UNREADABLE");
    VERIFY_OK(store.find(spaces[0].id));
    const auto bindings = DeviceStore(db).bindings();
    VERIFY_OK(bindings);
    QCOMPARE(bindings->size(), 4); // sensors and displays of the two others
    VERIFY_ERROR(StateStore(db).lock({spaces[1].id}, BadRows::Refuse), "ROW_UNREADABLE");
}

void TestUnreadableRows::changes()
{
    QFETCH(QString, column);
    OPEN_ROW_DATABASE(db);
    const Space space = makeSpace(firstSite(db), text("a"));
    VERIFY_OK(SpaceStore(db).create(space, kNow));
    QList<domain::StateChange> rows;
    for (int i = 0; i < 3; ++i) {
        domain::StateChange change;
        change.spaceId = space.id;
        change.previous = SpaceState::Free;
        change.current = SpaceState::Occupied;
        change.source = text("sensor");
        change.time = change.recordedAt = kNow + Milliseconds(i);
        rows.append(change);
    }
    ChangeStore store(db);
    VERIFY_OK(store.append(rows));
    const QString second = db.isPostgres()
        ? text("timestamp = '%1'::timestamptz").arg(toIso(rows[1].time))
        : text("timestamp = %1").arg(toMillis(rows[1].time));
    VERIFY_OK(writeForeign(db, text("state_changes"), column + text(" = 'CHARGING'"), second));
    const QList<domain::StateChange> others{rows[2], rows[0]};
    QVERIFY(store.recent(space.id, 10).valueOr({}) == others);
    QCOMPARE(store.between(space.id, kNow, kNow + Milliseconds(3)).valueOr({}).size(), 2);
    QCOMPARE(leftOut(db), text("state_changes.%1: CHARGING").arg(column));
}

void TestUnreadableRows::devices()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.touch({{.devEui = DevEui(1)}, {.devEui = DevEui(2)}}, kNow));
    VERIFY_OK(writeForeign(db, text("devices"), text("kind = 'camera'"),
                           text("dev_eui = '%1'").arg(DevEui(1).toString())));
    const auto page = store.list({});
    VERIFY_OK(page);
    QCOMPARE(page->rows.size(), 1);
    QVERIFY(page->rows.first().devEui == DevEui(2));
    QCOMPARE(leftOut(db), text("devices.kind: camera"));
    VERIFY_ERROR(store.find(DevEui(1)), "ROW_UNREADABLE");
    VERIFY_OK(store.find(DevEui(2)));
}

void TestUnreadableRows::readings()
{
    OPEN_ROW_DATABASE(db);
    QList<domain::Reading> rows;
    for (int i = 0; i < 2; ++i) {
        domain::Reading reading;
        reading.eventKey = newKey();
        reading.devEui = DevEui(1);
        reading.occupancy = domain::Occupancy::Occupied;
        reading.time = reading.receivedAt = kNow + Milliseconds(i);
        rows.append(reading);
    }
    ReadingStore store(db);
    QCOMPARE(store.insert(rows).valueOr(-1), 2);
    VERIFY_OK(writeForeign(db, text("sensor_readings"), text("occupancy_state = 'UNSURE'"),
                           text("event_key = '%1'").arg(rows[1].eventKey)));
    const auto between = store.between(DevEui(1), kNow, kNow + Milliseconds(2));
    VERIFY_OK(between);
    QVERIFY(*between == QList<domain::Reading>{rows[0]});
    QCOMPARE(leftOut(db), text("sensor_readings.occupancy_state: UNSURE"));
    VERIFY_ERROR(store.latest(DevEui(1)), "ROW_UNREADABLE");
}

void TestUnreadableRows::downlinks()
{
    QFETCH(QString, column);
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{command(1), command(2)};
    VERIFY_OK(ledger.insert(rows));
    VERIFY_OK(writeForeign(db, text("downlinks"), column + text(" = 'odd'"),
                           text("id = '%1'").arg(rows[0].id.toString())));
    VERIFY_ERROR(ledger.find(rows[0].id), "ROW_UNREADABLE");
    VERIFY_OK(ledger.find(rows[1].id));
    const auto open = ledger.open();
    VERIFY_OK(open);
    QVERIFY(*open == QList<Downlink>{rows[1]});
    const auto page = DownlinkQuery(db).page({});
    VERIFY_OK(page);
    QCOMPARE(page->rows.size(), 1);
    QVERIFY(db.unreadable().size() >= 1);
    for (const Error &row : db.unreadable())
        QCOMPARE(row.details[u"column"].toString(), column);
}

void TestUnreadableRows::downlinkEvents()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{command(1)};
    VERIFY_OK(ledger.insert(rows));
    const auto event = [&rows](domain::DownlinkEventKind kind) {
        return domain::DownlinkEvent{.key = newKey(),
                                     .downlinkId = rows[0].id,
                                     .devEui = DevEui(1),
                                     .kind = kind,
                                     .time = kNow};
    };
    VERIFY_OK(ledger.addEvents(
        {event(domain::DownlinkEventKind::Post), event(domain::DownlinkEventKind::Answer)}));
    VERIFY_OK(
        writeForeign(db, text("downlink_events"), text("kind = 'odd'"), text("kind = 'answer'")));
    const auto chain = ledger.chain(rows[0]);
    VERIFY_OK(chain);
    QCOMPARE(chain->size(), 1);
    QVERIFY(chain->first().kind == domain::DownlinkEventKind::Post);
    QCOMPARE(leftOut(db), text("downlink_events.kind: odd"));
}

void TestUnreadableRows::displays()
{
    QFETCH(QString, column);
    OPEN_ROW_DATABASE(db);
    DisplayStore store(db);
    QList<domain::Display> rows(2);
    for (int i = 0; i < 2; ++i) {
        rows[i].devEui = DevEui(quint64(i + 1));
        rows[i].evidence = domain::Evidence::Acked;
        rows[i].shownAt = kNow;
        rows[i].shownColour = domain::Rgb{1, 2, 3};
        rows[i].shownState = SpaceState::Occupied;
    }
    VERIFY_OK(store.save(rows));
    VERIFY_OK(writeForeign(db, text("displays"), column + text(" = 'odd'"),
                           text("dev_eui = '%1'").arg(DevEui(1).toString())));
    const auto found = store.find({DevEui(1), DevEui(2)});
    VERIFY_OK(found);
    domain::Display unknown;
    unknown.devEui = DevEui(1);
    unknown.shownAt = kNow;
    QCOMPARE(found->value(DevEui(1)), unknown); // as of a lamp that was never commanded
    QCOMPARE(found->value(DevEui(2)), rows[1]);
    QCOMPARE(leftOut(db), text("displays.%1: odd").arg(column));
}

PARKING_TEST(TestUnreadableRows)
#include "tst_unreadablerows.moc"
