// Sites and floors with their plans and pictures, on both engines.

#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::Floor;
using domain::FloorId;
using domain::FloorPlan;
using domain::Site;
using domain::SiteId;

namespace {

Floor makeFloor(SiteId site, const char *building, const char *name, int level = 0)
{
    Floor floor;
    floor.id = FloorId::create();
    floor.siteId = site;
    floor.building = text(building);
    floor.name = text(name);
    floor.level = level;
    return floor;
}

Floor fullFloor(SiteId site)
{
    Floor floor = makeFloor(site, "North", "B1", -1);
    floor.title = text("Basement 1");
    floor.widthM = 82.5;
    floor.heightM = 0.1;
    for (int byte = 0; byte < 256; ++byte)
        floor.picture.append(char(byte));
    floor.pictureType = text("image/png");
    floor.plan.lanes = {{QRectF(1.5, 2, 30, 6.25), 270, false}};
    floor.plan.ramps = {{QRectF(0, 0, 4, 12), text("Ground"), false}};
    floor.plan.cores = {{QRectF(-1, -2, 5, 5), text("Core A"), false, true}};
    floor.plan.pillars = {{QPointF(1e-3, 4), 0.4}};
    floor.plan.zones = {{text("East"), QPointF(3, 4)}};
    floor.plan.notes = {{QPointF(5, 6), text("Charging at 142-149"), text("bolt")}};
    return floor;
}

QString names(const Result<QList<Floor>> &floors)
{
    if (!floors)
        return floors.error().detail;
    QStringList list;
    for (const Floor &floor : *floors)
        list.append(floor.building + u'/' + floor.name);
    return list.join(u' ');
}

/// A second site, older than the seeded one.
Result<SiteId> makeOlderSite(Database &db)
{
    const SiteId id = SiteId::create();
    const auto done =
        db.run(text("INSERT INTO sites (id, name, created_at) "
                    "VALUES (:id, 'older', :at)"),
               {{text("id"), id.toString()}, {text("at"), db.bind(at("1969-01-01T00:00:00Z"))}});
    return done ? Result<SiteId>(id) : Result<SiteId>(done.error());
}

} // namespace

class TestFloorStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedsOneSite_data() { TestDatabases::addRows(); }
    void seedsOneSite();
    void updatesSites_data() { addHostileRows(64); }
    void updatesSites();
    void refusesSites_data() { TestDatabases::addRows(); }
    void refusesSites();
    void oldestSiteIsFirst_data() { TestDatabases::addRows(); }
    void oldestSiteIsFirst();
    void savesAndReads_data() { TestDatabases::addRows(); }
    void savesAndReads();
    void savesHostileTexts_data() { addHostileRows(20); }
    void savesHostileTexts();
    void ordersFloors_data() { TestDatabases::addRows(); }
    void ordersFloors();
    void refusesFloors_data();
    void refusesFloors();
    void onePlaceOneFloor_data() { TestDatabases::addRows(); }
    void onePlaceOneFloor();
    void removes_data() { TestDatabases::addRows(); }
    void removes();
    void tellsBrokenPlans_data() { TestDatabases::addRows(); }
    void tellsBrokenPlans();
    void rollsBack_data() { TestDatabases::addRows(); }
    void rollsBack();

private:
    TestDatabases m_databases;
};

void TestFloorStore::seedsOneSite()
{
    OPEN_ROW_DATABASE(db);
    const auto sites = SiteStore(db).all();
    VERIFY_OK(sites);
    QCOMPARE(sites->size(), 1);
    const Site &site = sites->first();
    QVERIFY(!site.id.isNull());
    QCOMPARE(site.name, text("My site"));
    QCOMPARE(site.timeZone, text("UTC"));
    QCOMPARE(site.settings, QJsonObject());
    QVERIFY(SiteStore(db).first().valueOr({}) == site);
    QVERIFY(FloorStore(db).all(site.id).valueOr({Floor()}).isEmpty());
}

void TestFloorStore::updatesSites()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    SiteStore store(db);
    Site site = store.first().valueOr({});
    site.name = words;
    site.timeZone = text("Pacific/Chatham");
    site.settings = {{words, words}, {text("lead"), 15}};
    VERIFY_OK(store.update(site));
    QVERIFY(store.first().valueOr({}) == site);
}

void TestFloorStore::refusesSites()
{
    OPEN_ROW_DATABASE(db);
    SiteStore store(db);
    const Site site = store.first().valueOr({});
    Site unknown = site;
    unknown.id = SiteId::create();
    VERIFY_ERROR(store.update(unknown), "RECORD_NOT_FOUND");
    Site nameless = site;
    nameless.name.clear();
    const auto empty = store.update(nameless);
    VERIFY_ERROR(empty, "DATABASE_ERROR");
    QCOMPARE(failureKind(empty.error()), FailureKind::Data);
    Site nul = site;
    nul.name = QChar::Null;
    VERIFY_ERROR(store.update(nul), "DATABASE_ERROR");
    QVERIFY(store.first().valueOr({}) == site);
    VERIFY_OK(db.run(text("DELETE FROM sites")));
    VERIFY_ERROR(store.first(), "RECORD_NOT_FOUND");
}

void TestFloorStore::oldestSiteIsFirst()
{
    OPEN_ROW_DATABASE(db);
    const auto older = makeOlderSite(db);
    VERIFY_OK(older);
    QVERIFY(SiteStore(db).first().valueOr({}).id == *older);
    QCOMPARE(SiteStore(db).all().valueOr({}).size(), 2);
}

void TestFloorStore::savesAndReads()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const Floor full = fullFloor(firstSite(db));
    const Floor bare = makeFloor(full.siteId, "", "");
    VERIFY_OK(store.save(full, kNow));
    VERIFY_OK(store.save(bare, kNow));
    QVERIFY(store.all(full.siteId).valueOr({}) == QList<Floor>({bare, full}));
    Floor emptied = makeFloor(full.siteId, "South", "9", 9);
    emptied.id = full.id;
    Floor filled = fullFloor(full.siteId);
    filled.id = bare.id;
    VERIFY_OK(store.save(emptied, kNow)); // as an update
    VERIFY_OK(store.save(filled, kNow));
    QVERIFY(store.all(full.siteId).valueOr({}) == QList<Floor>({filled, emptied}));
}

void TestFloorStore::savesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    Floor floor = fullFloor(firstSite(db));
    floor.building = floor.name = floor.title = floor.pictureType = words;
    floor.picture = words.toUtf8();
    floor.plan.ramps[0].destination = floor.plan.cores[0].name = words;
    floor.plan.zones[0].zone = floor.plan.notes[0].text = floor.plan.notes[0].icon = words;
    VERIFY_OK(store.save(floor, kNow));
    VERIFY_OK(store.save(floor, kNow));
    QVERIFY(store.all(floor.siteId).valueOr({}) == QList<Floor>{floor});
}

void TestFloorStore::ordersFloors()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const auto other = makeOlderSite(db);
    VERIFY_OK(other);
    const SiteId site = SiteStore(db).all().valueOr({Site(), Site()})[1].id;
    for (const Floor &floor :
         {makeFloor(site, "South", "G", 0), makeFloor(site, "North", "2", 2),
          makeFloor(site, "North", "10", 10), makeFloor(site, "North", "B2", -2),
          makeFloor(site, "North", "b", 2), makeFloor(*other, "North", "2", 2)})
        VERIFY_OK(store.save(floor, kNow));
    QCOMPARE(names(store.all(site)), text("North/B2 North/2 North/b North/10 South/G"));
    QCOMPARE(names(store.all(*other)), text("North/2"));
}

void TestFloorStore::refusesFloors_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"unknown site", "negative width", "negative height", "U+0000"}) {
        QTest::addRow("sqlite: %s", fault) << Dialect::Sqlite << text(fault);
        QTest::addRow("postgres: %s", fault) << Dialect::Postgres << text(fault);
    }
}

void TestFloorStore::refusesFloors()
{
    QFETCH(QString, fault);
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    Floor floor = fullFloor(firstSite(db));
    if (fault == u"unknown site")
        floor.siteId = SiteId::create();
    else if (fault == u"negative width")
        floor.widthM = -0.001;
    else if (fault == u"negative height")
        floor.heightM = -1;
    else
        floor.title = QChar::Null;
    const auto saved = store.save(floor, kNow);
    VERIFY_ERROR(saved, "DATABASE_ERROR");
    QCOMPARE(failureKind(saved.error()), FailureKind::Data);
    QCOMPARE(db.count(text("SELECT count(*) FROM floors")).valueOr(-1), 0);
}

void TestFloorStore::onePlaceOneFloor()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const auto other = makeOlderSite(db);
    VERIFY_OK(other);
    const SiteId site = SiteStore(db).all().valueOr({Site(), Site()})[1].id;
    VERIFY_OK(store.save(makeFloor(site, "North", "G"), kNow));
    VERIFY_OK(store.save(makeFloor(*other, "North", "G"), kNow));
    VERIFY_ERROR(store.save(makeFloor(site, "North", "G"), kNow), "DUPLICATE_RESOURCE");
    Floor second = makeFloor(site, "North", "1", 1);
    VERIFY_OK(store.save(second, kNow));
    second.name = text("G");
    VERIFY_ERROR(store.save(second, kNow), "DUPLICATE_RESOURCE");
    QCOMPARE(names(store.all(site)), text("North/G North/1"));
}

void TestFloorStore::removes()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const Floor floor = fullFloor(firstSite(db));
    VERIFY_OK(store.save(floor, kNow));
    VERIFY_OK(store.remove(FloorId::create())); // gone already, as asked
    QCOMPARE(names(store.all(floor.siteId)), text("North/B1"));
    VERIFY_OK(store.remove(floor.id));
    QCOMPARE(names(store.all(floor.siteId)), QString());
    VERIFY_OK(store.save(floor, kNow));
}

void TestFloorStore::tellsBrokenPlans()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const Floor floor = fullFloor(firstSite(db));
    VERIFY_OK(store.save(floor, kNow));
    VERIFY_OK(store.save(makeFloor(floor.siteId, "North", "2"), kNow));
    const auto setPlan = [&db](const char *plan) {
        return db.run(text("UPDATE floors SET plan = '%1' WHERE name = 'B1'").arg(text(plan)));
    };
    VERIFY_OK(setPlan("{\"lanes\": 7}"));
    QCOMPARE(names(store.all(floor.siteId)), text("North/2")); // it hides no other
    QCOMPARE(db.unreadable().size(), 1);
    const Error told = db.unreadable().first();
    QCOMPARE(told.code, text("ROW_UNREADABLE"));
    QCOMPARE(told.details[text("table")].toString(), text("floors"));
    QCOMPARE(told.details[text("column")].toString(), text("plan"));
    QCOMPARE(told.details[text("key")].toString(), floor.id.toString());
    VERIFY_OK(setPlan("{\"unknown\": 7}"));
    VERIFY_OK(store.all(floor.siteId));
    QVERIFY(db.unreadable().isEmpty()); // mended
    VERIFY_OK(db.run(text("DELETE FROM floors WHERE name = '2'")));
    const auto floors = store.all(floor.siteId);
    VERIFY_OK(floors);
    QVERIFY(floors->first().plan == FloorPlan());
}

void TestFloorStore::rollsBack()
{
    OPEN_ROW_DATABASE(db);
    FloorStore store(db);
    const Floor kept = fullFloor(firstSite(db));
    VERIFY_OK(store.save(kept, kNow));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(store.remove(kept.id));
        VERIFY_OK(store.save(makeFloor(kept.siteId, "North", "2"), kNow));
        Site site = SiteStore(db).first().valueOr({});
        site.name = text("renamed");
        VERIFY_OK(SiteStore(db).update(site));
    }
    QVERIFY(store.all(kept.siteId).valueOr({}) == QList<Floor>{kept});
    QCOMPARE(SiteStore(db).first().valueOr({}).name, text("My site"));
}

PARKING_TEST(TestFloorStore)
#include "tst_floorstore.moc"
