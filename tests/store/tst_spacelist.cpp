// Finding spaces: filters, pages, and texts that try to be SQL, on both engines.

#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/statestore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::Space;
using domain::SpaceState;

namespace {

struct Case {
    const char *name;
    domain::SpaceFilter filter;
    const char *codes; ///< expected, in the order of names
};

QList<Case> cases()
{
    const QString north = text("North");
    const QString b1 = text("B1");
    return {{"nothing asked", {}, "a b c d u"},
            {"building", {.building = north}, "a b c"},
            {"floor", {.floor = b1}, "a c"},
            {"zone", {.zone = text("East")}, "a d"},
            {"empty zone", {.zone = QString()}, "b c u"},
            {"state", {.state = SpaceState::Occupied}, "b c"},
            {"building and floor", {.building = north, .floor = b1}, "a c"},
            {"all", {north, b1, text("East"), SpaceState::Free, text("NAME")}, "a"},
            {"another case is another building", {.building = text("north")}, ""},
            {"building is no pattern", {.building = text("Nor%")}, ""},
            {"part of the name", {.text = text("ame o")}, "a b c d"},
            {"text ignores case", {.text = text("NAME of C")}, "c"},
            {"text in the code", {.text = text("U")}, "u"},
            {"text beyond ASCII", {.text = text("Über")}, "u"},
            {"text beyond ASCII ignores case", {.text = text("üBER")}, "u"},
            {"deleted ones too", {.includeDeleted = true}, "a b c d e u"},
            {"deleted ones of a building", {.building = north, .includeDeleted = true}, "a b c e"},
            {"nothing fits", {.text = text("xyz")}, ""}};
}

QString codes(const Result<domain::Page<Space>> &page)
{
    if (!page)
        return page.error().detail;
    QStringList list;
    for (const Space &space : page->rows)
        list.append(space.code);
    return list.join(u' ');
}

} // namespace

class TestSpaceList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filters_data();
    void filters();
    void pages_data() { TestDatabases::addRows(); }
    void pages();
    void refusesPages_data();
    void refusesPages();
    void equalNamesDoNotOverlap_data() { TestDatabases::addRows(); }
    void equalNamesDoNotOverlap();
    void storesHostileTexts_data() { addHostileRows(20); }
    void storesHostileTexts();
    void searchesHostileTexts_data() { addHostileRows(20); }
    void searchesHostileTexts();
    void filterWithNullCharacter_data() { TestDatabases::addRows(); }
    void filterWithNullCharacter();

private:
    TestDatabases m_databases;
};

void TestSpaceList::filters_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("index");
    const QList<Case> all = cases();
    for (int i = 0; i < all.size(); ++i) {
        QTest::addRow("sqlite: %s", all[i].name) << Dialect::Sqlite << i;
        QTest::addRow("postgres: %s", all[i].name) << Dialect::Postgres << i;
    }
}

void TestSpaceList::filters()
{
    QFETCH(int, index);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    struct Row {
        const char *code, *building, *floor, *zone;
        bool occupied;
    };
    const Row rows[] = {{"a", "North", "B1", "East", false}, {"b", "North", "G", "", true},
                        {"c", "North", "B1", "", true},      {"d", "South", "G", "East", false},
                        {"e", "North", "B1", "", true},      {"u", "South", "G", "", false}};
    for (const Row &row : rows) {
        Space space = makeSpace(firstSite(db), text(row.code));
        space.name = text(*row.code == 'u' ? "Übergang" : "name of ");
        space.name += *row.code == 'u' ? QString() : space.code;
        space.building = text(row.building);
        space.floor = text(row.floor);
        space.zone = text(row.zone);
        VERIFY_OK(store.create(space, kNow));
        StateRow state;
        state.id = space.id;
        state.state = row.occupied ? SpaceState::Occupied : SpaceState::Free;
        VERIFY_OK(StateStore(db).write({state}));
        if (*row.code == 'e')
            VERIFY_OK(store.softDelete(space.id, kNow));
    }
    const Case expected = cases().at(index);
    const auto page = store.list(expected.filter);
    QCOMPARE(codes(page), text(expected.codes));
    QCOMPARE(page->total, page->rows.size());
    const auto one = store.list(expected.filter, {.limit = 1});
    VERIFY_OK(one);
    QCOMPARE(one->total, page->total);
    QCOMPARE(one->rows.size(), qMin(page->rows.size(), 1));
}

void TestSpaceList::pages()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    QList<Space> spaces;
    for (int i = 10; i < 35; ++i)
        spaces.append(makeSpace(firstSite(db), QString::number(i)));
    VERIFY_OK(store.createMany(spaces, kNow));
    const auto page = [&](int limit, int offset) {
        return codes(store.list({}, {.limit = limit, .offset = offset}));
    };
    QCOMPARE(page(5, 0), text("10 11 12 13 14"));
    QCOMPARE(page(5, 5), text("15 16 17 18 19"));
    QCOMPARE(page(10, 20), text("30 31 32 33 34"));
    QCOMPARE(page(1000, 24), text("34"));
    QCOMPARE(page(1, 25), QString());
    QCOMPARE(page(1, 2'000'000'000), QString());
    QCOMPARE(store.list({}, {.limit = 1, .offset = 99}).valueOr({{}, -1}).total, 25);
}

void TestSpaceList::refusesPages_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("field");
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgres}) {
        const char *engine = dialect == Dialect::Sqlite ? "sqlite" : "postgres";
        QTest::addRow("%s: limit 0", engine) << dialect << 0 << 0 << text("limit");
        QTest::addRow("%s: limit -1", engine) << dialect << -1 << 0 << text("limit");
        QTest::addRow("%s: limit 1001", engine) << dialect << 1001 << 0 << text("limit");
        QTest::addRow("%s: offset -1", engine) << dialect << 1 << -1 << text("offset");
    }
}

void TestSpaceList::refusesPages()
{
    QFETCH(int, limit);
    QFETCH(int, offset);
    QFETCH(QString, field);
    OPEN_ROW_DATABASE(db);
    const auto page = SpaceStore(db).list({}, {.limit = limit, .offset = offset});
    VERIFY_ERROR(page, "VALIDATION_ERROR");
    QCOMPARE(page.error().details.value(u"field").toString(), field);
}

void TestSpaceList::equalNamesDoNotOverlap()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    QList<Space> spaces;
    for (int i = 19; i >= 10; --i) {
        spaces.append(makeSpace(firstSite(db), QString::number(i)));
        spaces.last().name = text("same");
    }
    VERIFY_OK(store.createMany(spaces, kNow));
    QStringList seen;
    for (int offset = 0; offset < 10; offset += 3)
        seen.append(codes(store.list({}, {.limit = 3, .offset = offset})));
    QCOMPARE(seen.join(u' '), text("10 11 12 13 14 15 16 17 18 19"));
}

/// Both ways in: as elements of arrays (createMany) and as bound values (update).
void TestSpaceList::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space plain = makeSpace(firstSite(db), text("plain"));
    Space hostile = makeSpace(plain.siteId, words);
    hostile.name = hostile.building = hostile.floor = hostile.zone = words;
    hostile.features = {words, text("x"), words};
    hostile.metadata = {{words, words}, {text("list"), QJsonArray{words}}};
    VERIFY_OK(store.createMany({hostile, plain}, kNow));
    hostile.createdAt = hostile.updatedAt = kNow;
    QVERIFY(store.find(hostile.id).valueOr({}) == hostile);
    QVERIFY(store.findByCode(words).valueOr({}) == hostile);
    VERIFY_OK(store.softDelete(hostile.id, kNow));
    Space updated = hostile;
    updated.id = plain.id;
    VERIFY_OK(store.update(updated, kNow));
    const auto found = store.find(plain.id);
    VERIFY_OK(found);
    updated.updatedAt = found->updatedAt;
    QVERIFY(*found == updated);
    const auto taken = store.restore(hostile, kNow);
    VERIFY_ERROR(taken, "DUPLICATE_RESOURCE");
    QCOMPARE(taken.error().details.value(u"identifier").toString(), words);
}

/// A pattern's special characters stand for themselves.
void TestSpaceList::searchesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    QList<Space> spaces = {makeSpace(firstSite(db), text("decoy")),
                           makeSpace(firstSite(db), text("inside")),
                           makeSpace(firstSite(db), text("placed"))};
    spaces[0].name = text("aXb % 100 x y z ! \\");
    spaces[1].name = text("before") + words + text("after");
    spaces[2].building = words;
    VERIFY_OK(store.createMany(spaces, kNow));
    QCOMPARE(codes(store.list({.text = words})), text("inside"));
    QCOMPARE(codes(store.list({.building = words})), text("placed"));
    QCOMPARE(codes(store.list({.building = words, .text = words})), QString());
}

void TestSpaceList::filterWithNullCharacter()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    VERIFY_OK(store.create(makeSpace(firstSite(db), text("a")), kNow));
    const auto page = store.list({.building = text("a") + QChar::Null});
    VERIFY_ERROR(page, "DATABASE_ERROR");
    QCOMPARE(failureKind(page.error()), FailureKind::Data);
    QCOMPARE(codes(store.list({})), text("a"));
}

PARKING_TEST(TestSpaceList)
#include "tst_spacelist.moc"
