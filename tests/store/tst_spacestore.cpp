// What people decide about spaces, on both engines. Live states are in tst_spacestates.cpp.

#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Space;
using domain::SpaceId;

namespace {

Space fullSpace(domain::SiteId site)
{
    Space s = makeSpace(site, text("A1-001"));
    s.building = text("North");
    s.floor = text("B1");
    s.zone = text("East");
    s.position = domain::GeoPoint{-33.87654321, 151.20999999};
    s.sensorEui = DevEui(0x58a0cb000011f2a3);
    s.displayEui = DevEui(0x0000000000000001);
    s.features = {text("charging"), text("accessible")};
    s.placement = domain::Placement{-12.5, 0.125, 2.4, 5.1, -359.75};
    s.metadata = {{text("owner"), text("Müller")}, {text("deep"), QJsonArray{1, true, {}}}};
    return s;
}

using Change = void (*)(Space &);
struct Fault {
    const char *name;
    const char *field;
    Change make;
};

const Fault kFaults[] = {
    {"name empty", "name", [](Space &s) { s.name.clear(); }},
    {"name of 101", "name", [](Space &s) { s.name.fill(u'x', 101); }},
    {"name with U+0000", "name", [](Space &s) { s.name += QChar::Null; }},
    {"code empty", "code", [](Space &s) { s.code.clear(); }},
    {"code of 21", "code", [](Space &s) { s.code.fill(u'x', 21); }},
    {"code with half a character", "code", [](Space &s) { s.code += QChar(0xd83d); }},
    {"building of 101", "building", [](Space &s) { s.building.fill(u'x', 101); }},
    {"floor of 21", "floor", [](Space &s) { s.floor.fill(u'x', 21); }},
    {"zone of 51", "zone", [](Space &s) { s.zone.fill(u'x', 51); }},
    {"zone with U+0000", "zone", [](Space &s) { s.zone = QChar::Null; }},
    {"latitude beyond the pole", "gps_latitude",
     [](Space &s) {
         s.position = {90.000001, 0};
     }},
    {"latitude not a number", "gps_latitude",
     [](Space &s) {
         s.position = {qQNaN(), 0};
     }},
    {"longitude too far", "gps_longitude",
     [](Space &s) {
         s.position = {0, -180.000001};
     }},
    {"sensor is the display", "display_eui", [](Space &s) { s.displayEui = s.sensorEui; }},
    {"feature with U+0000", "features", [](Space &s) { s.features = {QString(QChar::Null)}; }},
    {"placement not a number", "placement", [](Space &s) {
         s.placement = domain::Placement{qQNaN(), 0};
     }}};

const Fault kTaken[] = {
    {"code", "Space code", [](Space &s) { s.sensorEui = s.displayEui = std::nullopt; }},
    {"sensor", "Sensor",
     [](Space &s) {
         s.code = text("other");
         s.displayEui.reset();
     }},
    {"display", "Display", [](Space &s) {
         s.code = text("other");
         s.sensorEui.reset();
     }}};

template <size_t N>
void addFaultRows(const Fault (&faults)[N])
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(N); ++i) {
        QTest::addRow("sqlite: %s", faults[i].name) << Dialect::Sqlite << i;
        QTest::addRow("postgres: %s", faults[i].name) << Dialect::Postgres << i;
    }
}

QStringList codes(const QList<Space> &spaces)
{
    QStringList list;
    for (const Space &space : spaces)
        list.append(space.code);
    return list;
}

} // namespace

class TestSpaceStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void createsAndReads_data() { TestDatabases::addRows(); }
    void createsAndReads();
    void keepsTimes_data() { addTimeRows(); }
    void keepsTimes();
    void refusesInvalid_data() { addFaultRows(kFaults); }
    void refusesInvalid();
    void updatesAllFields_data() { TestDatabases::addRows(); }
    void updatesAllFields();
    void findsOnlyWhatIsThere_data() { TestDatabases::addRows(); }
    void findsOnlyWhatIsThere();
    void namesWhatIsTaken_data() { addFaultRows(kTaken); }
    void namesWhatIsTaken();
    void restoresUnlessTaken_data() { addFaultRows(kTaken); }
    void restoresUnlessTaken();
    void deletesSoftly_data() { TestDatabases::addRows(); }
    void deletesSoftly();
    void refusesAnUnknownSite_data() { TestDatabases::addRows(); }
    void refusesAnUnknownSite();
    void makesManyOrNone_data() { TestDatabases::addRows(); }
    void makesManyOrNone();
    void rollsBack_data() { TestDatabases::addRows(); }
    void rollsBack();
    void makesCodesUnique_data() { TestDatabases::addRows(); }
    void makesCodesUnique();
    void movesPlacements_data() { TestDatabases::addRows(); }
    void movesPlacements();

private:
    TestDatabases m_databases;
};

void TestSpaceStore::createsAndReads()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    Space full = fullSpace(firstSite(db));
    Space bare = makeSpace(full.siteId, text("A1-002"));
    for (Space *space : {&full, &bare}) {
        VERIFY_OK(store.create(*space, kNow));
        space->createdAt = space->updatedAt = kNow;
        const auto found = store.find(space->id);
        VERIFY_OK(found);
        QVERIFY(*found == *space);
    }
    QVERIFY(store.findByCode(full.code).valueOr({}) == full);
    QVERIFY(store.findBySensor(*full.sensorEui).valueOr({}) == full);
    QVERIFY(store.all(full.siteId).valueOr({}) == QList<Space>({full, bare}));
    QCOMPARE(store.all(domain::SiteId::create()).valueOr({full}).size(), 0);
}

void TestSpaceStore::keepsTimes()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space space = makeSpace(firstSite(db), text("A1"));
    VERIFY_OK(store.create(space, time));
    VERIFY_OK(store.softDelete(space.id, time + Milliseconds(1)));
    const auto page = store.list({.includeDeleted = true});
    VERIFY_OK(page);
    QCOMPARE(page->rows.size(), 1);
    QCOMPARE(toIso(page->rows[0].createdAt), toIso(time));
    QCOMPARE(toIso(page->rows[0].deletedAt.value()), toIso(time + Milliseconds(1)));
}

void TestSpaceStore::refusesInvalid()
{
    QFETCH(int, index);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space good = fullSpace(firstSite(db));
    Space bad = good;
    kFaults[index].make(bad);
    const auto created = store.create(bad, kNow);
    VERIFY_ERROR(created, "VALIDATION_ERROR");
    QCOMPARE(created.error().details.value(u"field").toString(), text(kFaults[index].field));
    QCOMPARE(store.list({.includeDeleted = true}).valueOr({{}, -1}).total, 0);
    VERIFY_OK(store.create(good, kNow));
    VERIFY_ERROR(store.update(bad, kNow), "VALIDATION_ERROR");
    QCOMPARE(store.find(good.id).valueOr({}).name, good.name);
}

void TestSpaceStore::updatesAllFields()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    Space space = fullSpace(firstSite(db));
    VERIFY_OK(store.create(space, kNow));
    for (const bool full : {false, true}) {
        Space edited = full ? fullSpace(space.siteId) : makeSpace(space.siteId, text("Z9"));
        edited.id = space.id;
        edited.createdAt = fromMillis(0); // is not what an update decides
        VERIFY_OK(store.update(edited, kNow + Milliseconds(7)));
        Result<Space> found = store.find(space.id);
        VERIFY_OK(found);
        QCOMPARE(toIso(found->createdAt), toIso(kNow));
        // PostgreSQL's trigger (A35) takes the server's clock.
        QVERIFY(found->updatedAt != kNow);
        QVERIFY(db.isPostgres() || found->updatedAt == kNow + Milliseconds(7));
        edited.createdAt = found->createdAt;
        edited.updatedAt = found->updatedAt;
        QVERIFY(*found == edited);
    }
}

void TestSpaceStore::findsOnlyWhatIsThere()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space space = fullSpace(firstSite(db));
    const auto missing = store.find(space.id);
    VERIFY_ERROR(missing, "RECORD_NOT_FOUND");
    QCOMPARE(missing.error().details.value(u"identifier").toString(), space.id.toString());
    VERIFY_ERROR(store.findByCode(space.code), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.findBySensor(*space.sensorEui), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.update(space, kNow), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.softDelete(space.id, kNow), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.restore(space, kNow), "RECORD_NOT_FOUND");
    VERIFY_OK(store.create(space, kNow));
    VERIFY_ERROR(store.findByCode(text("a1-001")), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.findByCode(text("A1-00_")), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.findBySensor(*space.displayEui), "RECORD_NOT_FOUND");
}

void TestSpaceStore::namesWhatIsTaken()
{
    QFETCH(int, index);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space first = fullSpace(firstSite(db));
    VERIFY_OK(store.create(first, kNow));
    Space second = fullSpace(first.siteId);
    kTaken[index].make(second);
    const auto created = store.create(second, kNow);
    VERIFY_ERROR(created, "DUPLICATE_RESOURCE");
    const QString resource = text(kTaken[index].field);
    QCOMPARE(created.error().details.value(u"resource").toString(), resource);
    const QString taken = std::array{first.code, first.sensorEui->toString(),
                                     first.displayEui->toString()}[size_t(index)];
    QCOMPARE(created.error().details.value(u"identifier").toString(), taken);
    Space third = makeSpace(first.siteId, text("third"));
    VERIFY_OK(store.create(third, kNow));
    second.id = third.id;
    const auto updated = store.update(second, kNow);
    VERIFY_ERROR(updated, "DUPLICATE_RESOURCE");
    QCOMPARE(updated.error().details.value(u"resource").toString(), resource);
    QCOMPARE(store.find(third.id).valueOr({}).code, third.code);
}

/// What a deleted space held is free for others; then it cannot come back.
void TestSpaceStore::restoresUnlessTaken()
{
    QFETCH(int, index);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space first = fullSpace(firstSite(db));
    VERIFY_OK(store.create(first, kNow));
    VERIFY_OK(store.softDelete(first.id, kNow));
    Space second = fullSpace(first.siteId);
    kTaken[index].make(second);
    VERIFY_OK(store.create(second, kNow));
    const auto restored = store.restore(first, kNow);
    VERIFY_ERROR(restored, "DUPLICATE_RESOURCE");
    QCOMPARE(restored.error().details.value(u"resource").toString(), text(kTaken[index].field));
    VERIFY_ERROR(store.find(first.id), "RECORD_NOT_FOUND");
    VERIFY_OK(store.softDelete(second.id, kNow));
    VERIFY_OK(store.restore(first, kNow));
    QCOMPARE(store.find(first.id).valueOr({}).sensorEui, first.sensorEui);
}

void TestSpaceStore::deletesSoftly()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space space = fullSpace(firstSite(db));
    VERIFY_OK(store.create(space, kNow));
    const UtcTime later = kNow + Milliseconds(1);
    VERIFY_OK(store.softDelete(space.id, later));
    VERIFY_ERROR(store.softDelete(space.id, kNow), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.update(space, kNow), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.find(space.id), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.findByCode(space.code), "RECORD_NOT_FOUND");
    VERIFY_ERROR(store.findBySensor(*space.sensorEui), "RECORD_NOT_FOUND");
    const Space other = fullSpace(space.siteId);
    QCOMPARE(store.deletedAmong({space.id, other.id}).valueOr({}), QSet<SpaceId>{space.id});
    QCOMPARE(store.deletedAmong({}).valueOr({other.id}).size(), 0);
    QCOMPARE(store.all(space.siteId).valueOr({space}).size(), 0);
    QCOMPARE(store.list({}).valueOr({{}, -1}).total, 0);
    const auto page = store.list({.includeDeleted = true});
    VERIFY_OK(page);
    QCOMPARE(page->total, 1);
    QCOMPARE(page->rows[0].deletedAt, std::optional(later));
    QVERIFY(page->rows[0].updatedAt != kNow); // deleting is a decision too (A35)
    VERIFY_OK(store.restore(space, later));
    const auto found = store.find(space.id);
    VERIFY_OK(found);
    QVERIFY(!found->deletedAt);
    QCOMPARE(found->placement, space.placement);
}

void TestSpaceStore::refusesAnUnknownSite()
{
    OPEN_ROW_DATABASE(db);
    const auto created =
        SpaceStore(db).create(makeSpace(domain::SiteId::create(), text("A1")), kNow);
    VERIFY_ERROR(created, "DATABASE_ERROR");
    QCOMPARE(failureKind(created.error()), FailureKind::Data);
}

void TestSpaceStore::makesManyOrNone()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const domain::SiteId site = firstSite(db);
    QList<Space> spaces;
    for (int i = 0; i < 500; ++i) {
        spaces.append(makeSpace(site, text("A1-") + QString::number(1000 + i)));
        spaces.last().createdAt = spaces.last().updatedAt = kNow;
    }
    VERIFY_OK(store.createMany({}, kNow));
    VERIFY_OK(store.createMany(spaces, kNow));
    QVERIFY(store.all(site).valueOr({}) == spaces);
    const QList<Space> more = {makeSpace(site, text("new")), makeSpace(site, text("A1-1000"))};
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_ERROR(store.createMany(more, kNow), "DUPLICATE_RESOURCE");
        VERIFY_ERROR(transaction->commit(), "DUPLICATE_RESOURCE");
    }
    VERIFY_ERROR(store.findByCode(text("new")), "RECORD_NOT_FOUND");
}

void TestSpaceStore::rollsBack()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space kept = fullSpace(firstSite(db));
    VERIFY_OK(store.create(kept, kNow));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(store.create(makeSpace(kept.siteId, text("gone")), kNow));
        Space edited = kept;
        edited.name = text("edited");
        VERIFY_OK(store.update(edited, kNow));
        VERIFY_OK(store.softDelete(kept.id, kNow));
    }
    const auto page = store.list({.includeDeleted = true});
    VERIFY_OK(page);
    QCOMPARE(codes(page->rows), QStringList{kept.code});
    QCOMPARE(page->rows[0].name, kept.name);
    QVERIFY(!page->rows[0].deletedAt);
    QCOMPARE(page->rows[0].updatedAt, kNow);
}

/// The codes that are taken are those of the spaces that are not deleted.
void TestSpaceStore::makesCodesUnique()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const domain::SiteId site = firstSite(db);
    const auto next = [&] {
        const QStringList taken = codes(store.all(site).valueOr({}));
        return domain::generateSpaceCode(text("Annex"), text("1"), 5,
                                         QSet<QString>(taken.begin(), taken.end()));
    };
    const Space first = makeSpace(site, next());
    QCOMPARE(first.code, text("A1-005"));
    VERIFY_OK(store.create(first, kNow));
    QCOMPARE(next(), text("A1-006"));
    VERIFY_OK(store.create(makeSpace(site, next()), kNow));
    VERIFY_OK(store.softDelete(first.id, kNow));
    QCOMPARE(next(), text("A1-005"));
    VERIFY_OK(store.create(makeSpace(site, next()), kNow));
    QCOMPARE(next(), text("A1-007"));
}

void TestSpaceStore::movesPlacements()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space first = fullSpace(firstSite(db));
    const Space second = makeSpace(first.siteId, text("second"));
    VERIFY_OK(store.createMany({first, second}, kNow));
    const domain::Placement moved{1, 2, 3, 4, 5};
    VERIFY_OK(store.updatePlacements({{first.id, std::nullopt}, {second.id, moved}}, kNow));
    QVERIFY(!store.find(first.id).valueOr(first).placement);
    QCOMPARE(store.find(first.id).valueOr({}).metadata, first.metadata);
    QVERIFY(store.find(second.id).valueOr({}).placement == moved);
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_ERROR(store.updatePlacements({{first.id, moved}, {SpaceId::create(), moved}}, kNow),
                     "RECORD_NOT_FOUND");
    }
    QVERIFY(!store.find(first.id).valueOr(first).placement);
    VERIFY_OK(store.updatePlacements({}, kNow));
    VERIFY_ERROR(store.updatePlacements({{first.id, domain::Placement{.x = qQNaN()}}}, kNow),
                 "VALIDATION_ERROR");
    VERIFY_OK(store.softDelete(second.id, kNow));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_ERROR(store.updatePlacements({{first.id, moved}, {second.id, std::nullopt}}, kNow),
                     "RECORD_NOT_FOUND");
    }
    QVERIFY(!store.find(first.id).valueOr(first).placement);
}

PARKING_TEST(TestSpaceStore)
#include "tst_spacestore.moc"
