// Tables in any language, line by line: what they are taken for, what they change, what is wrong.

#include "base/literals.h"
#include "engine/spaces/importcolumns.h"
#include "engine/spaces/importrow.h"
#include "engine/spaces/importsheet.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::engine;
using domain::DevEui;
using domain::LineProblem;
using domain::Space;

namespace {

QString wordsOf(const SheetLine &line)
{
    return textOf(line.problem);
}

Space spaceOf(const QString &code, const QString &zone, std::optional<DevEui> sensor = {})
{
    Space space;
    space.id = domain::SpaceId::create();
    space.code = space.name = code;
    space.building = u"North"_s;
    space.floor = u"B1"_s;
    space.zone = zone;
    space.sensorEui = sensor;
    return space;
}

SheetSite site()
{
    SheetSite made;
    made.spaces = {spaceOf(u"B1-001"_s, u"A"_s, DevEui(0x58a0cb00001c0101)),
                   spaceOf(u"B1-055"_s, u"A"_s, DevEui(0x58a0cb00001c07e4)),
                   spaceOf(u"B1-145"_s, u"D"_s)};
    return made;
}

/// The picture's table, in German, as a spreadsheet writes it.
const char kTable[] = "code;gebaeude;ebene;zone;sensor_eui;anzeige;merkmal;notiz\n"
                      "B1-001;North;B1;A;58A0CB00001C0101;;;\n"
                      "B1-187;North;B1;D;58A0CB0000102A5C;;;neu 2026\n"
                      "B1-188;North;B1;D;;;charging;neu 2026\n"
                      "B1-188;North;B1;D;;;charging;\n"
                      "B1-0331;North;B1;A;58A0CB00001C01;;;\n"
                      "B1-144;North;B7;D;;;;\n"
                      "B1-145;North;B1;C;;;;\n"
                      "B2-014;North;B1;A;58A0CB00001C07E4;;;\n";

QStringList kindsOf(const ImportSheet &sheet)
{
    static const QStringList words{u"new"_s, u"changed"_s, u"same"_s, u"wrong"_s};
    QStringList kinds;
    for (const SheetLine &line : sheet.lines)
        kinds.append(words[int(line.kind)]);
    return kinds;
}

QStringList columnsOf(const ImportSheet &sheet)
{
    QStringList columns;
    for (const SheetColumn &column : sheet.columns)
        columns.append(column.column);
    return columns;
}

} // namespace

class TestImportSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesInManyLanguages_data();
    void namesInManyLanguages();
    void lineByLine();
    void whatIsWrongIsSaved();
    void aFloorIsAllowed();
    void columnsAreChosen();
    void theSurestNameIsTheColumn_data();
    void theSurestNameIsTheColumn();
    void fieldsBeyondTheHeader();
    void savedLinesKeepTheirSeparator();
    void degreesAreAsTheyAreKept();
    void theOnlyBuildingIsMeant();
    void manyFloorsAreMissing();
    void withoutAHeader();
    void withoutACode();
    void aFreshSiteGetsItsFloors();
    void devicesChangePlaces();
    void whatIsKeptIsNobodyElses();
    void anotherFloorsPlan();
    void progressIsToldAndEnded();
    void exportsAreTheSame();
    void badFiles_data();
    void badFiles();
};

void TestImportSheet::namesInManyLanguages_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("column");
    for (const auto &[name, column] : {std::pair{"code", "code"},
                                       {"Stellplatz-Nr.", "code"},
                                       {"Nº", "code"},
                                       {"Código", "code"},
                                       {"Gebäude", "building"},
                                       {"gebaeude", "building"},
                                       {"Bâtiment", "building"},
                                       {"edificio", "building"},
                                       {"Ebene", "floor"},
                                       {"Étage", "floor"},
                                       {"Piętro", "floor"},
                                       {"Verdieping", "floor"},
                                       {"Geschoß", "floor"},
                                       {"Bereich", "zone"},
                                       {"strefa", "zone"},
                                       {"Sensor EUI", "sensor_eui"},
                                       {"DevEUI", "sensor_eui"},
                                       {"capteur", "sensor_eui"},
                                       {"Anzeige", "display_eui"},
                                       {"LÁMPARA", "display_eui"},
                                       {"Merkmal", "features"},
                                       {"équipements", "features"},
                                       {"Bezeichnung", "name"},
                                       {"długość", "longitude"},
                                       {"lat", "latitude"},
                                       {"notiz", ""},
                                       {"Breite", ""},
                                       {"height", ""},
                                       {"", ""},
                                       {"x; DROP TABLE", ""}})
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(column);
}

void TestImportSheet::namesInManyLanguages()
{
    QFETCH(const QString, name);
    QTEST(columnNamed(name).column, "column");
}

void TestImportSheet::lineByLine()
{
    const auto sheet = readSheet(kTable, {}, site());
    QVERIFY(sheet);
    QCOMPARE(sheet->separator, u';');
    QCOMPARE(columnsOf(*sheet),
             (QStringList{u"code"_s, u"building"_s, u"floor"_s, u"zone"_s, u"sensor_eui"_s,
                          u"display_eui"_s, u"features"_s, QString()}));
    QCOMPARE(kindsOf(*sheet),
             (QStringList{u"same"_s, u"new"_s, u"new"_s, u"wrong"_s, u"wrong"_s, u"wrong"_s,
                          u"changed"_s, u"wrong"_s}));
    QCOMPARE(sheet->count(LineKind::Wrong), 4);
    const auto problem = [&](int line) { return sheet->lines[line - 2].problem; };
    QCOMPARE(problem(5), (LineProblem{LineFault::CodeTwice, u"code"_s, u"B1-188"_s, {}, 4}));
    QCOMPARE(sheet->lines[3].wrong, 0);
    QCOMPARE(problem(6),
             (LineProblem{LineFault::NoEui, u"sensor_eui"_s, u"58A0CB00001C01"_s, {}, 0}));
    QCOMPARE(sheet->lines[4].wrong, 4);
    QCOMPARE(problem(7), (LineProblem{LineFault::NoFloor, u"floor"_s, u"B7"_s, u"North"_s, 0}));
    QCOMPARE(sheet->lines[5].wrong, 2);
    QCOMPARE(problem(9),
             (LineProblem{LineFault::DeviceTaken, u"sensor_eui"_s, u"58a0cb00001c07e4"_s,
                          u"B1-055"_s, 0}));
    QCOMPARE(sheet->lines[7].wrong, 4);
    const SheetLine &changed = sheet->lines[6];
    QCOMPARE(changed.line, 8);
    QCOMPARE(changed.changed, QSet<int>{3});
    QCOMPARE(changed.differences.first().before, u"D"_s);
    QCOMPARE(changed.differences.first().after, u"C"_s);
    QCOMPARE(sheet->change.spaces.size(), 3); // the new and the changed ones
    QCOMPARE(sheet->expected.spaces.size(), 3);
}

void TestImportSheet::whatIsWrongIsSaved()
{
    const auto sheet = readSheet(kTable, {}, site());
    QVERIFY(sheet);
    const auto records = parseCsv(csvOfWrong(*sheet, u"reason"_s, wordsOf));
    QVERIFY(records);
    QCOMPARE(records->size(), 1 + 4);
    QCOMPARE(records->first().fields.last(), u"reason"_s);
    QCOMPARE(records->at(3).fields.first(), u"B1-144"_s);
    QCOMPARE(records->at(3).fields.last(), u"floor B7 does not exist"_s);
    // Mended, it is a file like another: the column of reasons is left out.
    const auto again = readSheet(csvOfWrong(*sheet, u"reason"_s, wordsOf), {}, site());
    QVERIFY(again);
    QCOMPARE(again->lines.size(), 4);
    QCOMPARE(again->columns.last().column, QString());
}

void TestImportSheet::aFloorIsAllowed()
{
    const auto before = readSheet(kTable, {}, site());
    QVERIFY(before);
    QCOMPARE(before->missingFloors, (QList<domain::SitePlace>{{u"North"_s, u"B7"_s, {}}}));
    SheetForm form;
    form.newFloors.insert(floorKey(before->missingFloors.first()));
    const auto after = readSheet(kTable, form, site());
    QVERIFY(after);
    QVERIFY(after->missingFloors.isEmpty());
    QCOMPARE(after->lines[5].kind, LineKind::New);
}

void TestImportSheet::columnsAreChosen()
{
    SheetForm form;
    form.columns = {{3, QString()}, {7, u"name"_s}};
    const auto sheet = readSheet(kTable, form, site());
    QVERIFY(sheet);
    QCOMPARE(sheet->columns[7].column, u"name"_s);
    QCOMPARE(sheet->lines[6].kind, LineKind::Same); // its zone was left out
    QCOMPARE(sheet->lines[1].kind, LineKind::New);
    for (const auto &space : sheet->change.spaces) {
        if (space->code == u"B1-187")
            QCOMPARE(space->name, u"neu 2026"_s);
    }
    // Of two columns that could be the same the first one is; the other waits for a word.
    const auto twice = readSheet("code,platz,ebene\nA,B,C\n", {}, {});
    QVERIFY(twice);
    QCOMPARE(columnsOf(*twice), (QStringList{u"code"_s, QString(), u"floor"_s}));
}

void TestImportSheet::theSurestNameIsTheColumn_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("columns");
    QTest::newRow("id") << QByteArray("id,code,floor") << u",code,floor"_s;
    QTest::newRow("sensor") << QByteArray("code,sensor,sensor_eui") << u"code,,sensor_eui"_s;
    QTest::newRow("number") << QByteArray("Nr;Stellplatz;Etage") << u",code,floor"_s;
    QTest::newRow("alone") << QByteArray("Nr;Etage") << u"code,floor"_s;
}

void TestImportSheet::theSurestNameIsTheColumn()
{
    QFETCH(const QByteArray, header);
    const auto sheet = readSheet(header + "\n", {}, {});
    QVERIFY(sheet);
    QTEST(columnsOf(*sheet).join(u','), "columns");
}

void TestImportSheet::fieldsBeyondTheHeader()
{
    const QByteArray csv = "code,name,zone\nB1-001,Place 1, left,North\nB1-145,B1-145,D,\n";
    const auto sheet = readSheet(csv, {}, site());
    QVERIFY(sheet);
    QCOMPARE(sheet->lines[0].problem, (LineProblem{LineFault::Beyond, {}, u"North"_s, {}, 0}));
    QCOMPARE(sheet->lines[0].wrong, 3);
    QCOMPARE(sheet->lines[1].kind, LineKind::Same); // nothing stands there
    SheetForm form; // somebody says what it is
    form.columns = {{3, QString()}};
    QCOMPARE(readSheet(csv, form, site())->lines[0].kind, LineKind::Changed);
}

void TestImportSheet::savedLinesKeepTheirSeparator()
{
    const auto sheet =
        readSheet("code;building;floor;lat;lon\nA1;North;B9;52,5;13,4\n", {}, site());
    QVERIFY(sheet);
    QByteArray saved = csvOfWrong(*sheet, u"why"_s, wordsOf);
    const auto again = readSheet(saved.replace("B9", "B1"), {}, site());
    QVERIFY(again);
    QCOMPARE(kindsOf(*again), QStringList{u"new"_s});
    QCOMPARE((*again->change.spaces.cbegin())->position, (domain::GeoPoint{52.5, 13.4}));
    const auto tabs =
        readSheet("code\tname\tlat\nA1\ta, \"b\"\tx\n", {}, site()); // found by fuzzing
    QVERIFY(tabs);
    const auto records = parseCsv(csvOfWrong(*tabs, u"why"_s, wordsOf));
    QVERIFY(records);
    QCOMPARE(records->size(), 2);
    QCOMPARE(records->at(1).fields.first(2), (QStringList{u"A1"_s, u"a, \"b\""_s}));
    SheetForm form; // no header: the saved one has one
    form.hasHeader = false;
    form.columns = {{0, u"code"_s}, {1, u"floor"_s}, {2, u"building"_s}};
    const auto bare = readSheet("A1;B9;North\n", form, site());
    QVERIFY(bare);
    saved = csvOfWrong(*bare, u"why"_s, wordsOf);
    QCOMPARE(kindsOf(*readSheet(saved.replace("B9", "B1"), {}, site())), QStringList{u"new"_s});
}

void TestImportSheet::degreesAreAsTheyAreKept()
{
    SheetSite stands = site();
    stands.spaces[0].position =
        domain::GeoPoint{52.52000660, 13.40495400}; // as numeric(10, 8) has it
    const auto sheet =
        readSheet("code,lat,lon\nB1-001,52.520006599912,13.404953999981\n", {}, stands);
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), QStringList{u"same"_s});
}

void TestImportSheet::theOnlyBuildingIsMeant()
{
    const auto sheet = readSheet("code,floor\nA1,B1\nA2,B7\n", {}, site());
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), (QStringList{u"new"_s, u"wrong"_s}));
    QCOMPARE((*sheet->change.spaces.cbegin())->building, u"North"_s);
    QCOMPARE(sheet->lines[1].problem.other, u"North"_s);
    SheetSite two = site(); // of two it is not known which one
    two.spaces.append(spaceOf(u"S1"_s, u"A"_s));
    two.spaces.last().building = u"South"_s;
    const auto open = readSheet("code,floor\nA1,B1\n", {}, two);
    QVERIFY(open);
    QCOMPARE(open->lines[0].problem.fault, LineFault::NoBuilding);
    QVERIFY(open->missingFloors.isEmpty());
}

/// Each is told once, in the order of the file.
void TestImportSheet::manyFloorsAreMissing()
{
    QByteArray csv = "code,building,floor\n";
    for (int i = 0; i < 5000; ++i)
        csv += QByteArrayLiteral("C%1,North,F%1\nD%1,North,F%1\n")
                   .replace("%1", QByteArray::number(i));
    const auto sheet = readSheet(csv, {}, site());
    QVERIFY(sheet);
    QCOMPARE(sheet->missingFloors.size(), 5000);
    QCOMPARE(sheet->missingFloors.last().floor, u"F4999"_s);
}

void TestImportSheet::withoutAHeader()
{
    SheetForm form;
    form.hasHeader = false;
    form.columns = {{0, u"code"_s}, {1, u"zone"_s}};
    const auto sheet = readSheet("B1-001,Z\nB1-145,D\n", form, site());
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), (QStringList{u"changed"_s, u"same"_s}));
    QCOMPARE(sheet->lines.first().line, 1);
}

void TestImportSheet::withoutACode()
{
    const auto sheet = readSheet("foo,bar\n1,2\n3\n", {}, site());
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), (QStringList{u"wrong"_s, u"wrong"_s}));
    QVERIFY(!sheet->hasCode());
    QCOMPARE(parseCsv(csvOfWrong(*sheet, u"why"_s, wordsOf))->last().fields,
             (QStringList{u"3"_s, {}, u"no column is the code"_s}));
    QVERIFY(sheet->change.isEmpty());
}

void TestImportSheet::aFreshSiteGetsItsFloors()
{
    const auto sheet = readSheet("code,floor\nG-1,G\n1-1,1\n", {}, {});
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), (QStringList{u"new"_s, u"new"_s}));
}

/// Each has the other's then: neither is in the way.
void TestImportSheet::devicesChangePlaces()
{
    const auto sheet = readSheet("code,sensor_eui\nB1-001,58a0cb00001c07e4\n"
                                 "B1-055,58a0cb00001c0101\n",
                                 {}, site());
    QVERIFY(sheet);
    QCOMPARE(kindsOf(*sheet), (QStringList{u"changed"_s, u"changed"_s}));
    // But a line that is left out keeps what it has.
    const auto half = readSheet("code,sensor_eui\nB1-001,58a0cb00001c07e4\n"
                                "B1-055,nonsense\n",
                                {}, site());
    QVERIFY(half);
    QCOMPARE(kindsOf(*half), (QStringList{u"wrong"_s, u"wrong"_s}));
}

/// Of a chain in which each line takes what the next one gives away, the last one is wrong: so are
/// all before it.
void TestImportSheet::whatIsKeptIsNobodyElses()
{
    SheetSite standing;
    QString csv = u"code,sensor_eui\n"_s;
    constexpr int kLines = 1000;
    for (int i = 0; i < kLines; ++i) {
        const QString code = u"S%1"_s.arg(i, 4, 10, QLatin1Char('0'));
        standing.spaces.append(spaceOf(code, {}, DevEui(0x1000 + quint64(i))));
        csv += code + u',' + DevEui(0x1000 + quint64(i) + 1).toString() + u'\n';
    }
    standing.spaces.append(spaceOf(u"KEEPS"_s, {}, DevEui(0x1000 + kLines)));
    const auto sheet = readSheet(csv.toUtf8(), {}, standing);
    QVERIFY(sheet);
    QCOMPARE(sheet->count(LineKind::Wrong), kLines);
    QCOMPARE(sheet->lines.last().problem.other, u"KEEPS"_s);
    QCOMPARE(sheet->lines.first().problem.other, u"S0001"_s);
    QVERIFY(sheet->change.isEmpty());
    // And twice in the file: the later line is wrong.
    const auto twice =
        readSheet("code,sensor_eui\nA,0000000000000001\nB,0000000000000001\n", {}, {});
    QVERIFY(twice);
    QCOMPARE(kindsOf(*twice), (QStringList{u"new"_s, u"wrong"_s}));
    QCOMPARE(twice->lines.last().problem.fault, LineFault::DeviceTwice);
    QCOMPARE(twice->lines.last().problem.line, 2);
}

/// Where a plan has it is of that floor alone.
void TestImportSheet::anotherFloorsPlan()
{
    SheetSite standing = site();
    standing.spaces[0].placement = domain::Placement{.x = 10, .y = 5};
    standing.spaces[2].floor = u"B2"_s;
    const auto moved = readSheet("code,floor\nB1-001,B2\n", {}, standing);
    QVERIFY(moved);
    QVERIFY(!moved->change.spaces.value(standing.spaces[0].id)->placement);
    const auto named = readSheet("code,floor,x,y\nB1-001,B2,1,2\n", {}, standing);
    QVERIFY(named);
    QCOMPARE(named->change.spaces.value(standing.spaces[0].id)->placement->x, 1.0);
}

/// Somebody else has looked away meanwhile.
void TestImportSheet::progressIsToldAndEnded()
{
    SheetProgress progress;
    QVERIFY(readSheet(kTable, {}, site(), &progress));
    QCOMPARE(progress.lines, 8);
    QCOMPARE(progress.read, 8);
    progress.isUnwanted = true;
    QVERIFY(!readSheet(kTable, {}, site(), &progress));
}

void TestImportSheet::exportsAreTheSame()
{
    SheetSite standing = site();
    standing.spaces[0].position =
        domain::GeoPoint{53.54123457, -9.98765432}; // as databases keep them
    standing.spaces[0].placement =
        domain::Placement{.x = 1.0 / 3, .y = 2.0 / 7, .w = 2.4, .h = 5.1, .rotation = 33.3};
    standing.spaces[1].name = u"=SUM(1;2), \"the\" last\none"_s;
    standing.spaces[2].features = {u"charging"_s, u"accessible"_s};
    standing.spaces[2].floor = u"-1"_s;
    const QByteArray csv = csvOf(standing.spaces);
    QVERIFY(csv.contains("\"'=SUM(1;2)")); // no spreadsheet runs it
    QVERIFY(csv.contains(",-1,") && csv.contains(",-9.98765432,"));
    const auto sheet = readSheet(csv, {}, standing);
    QVERIFY(sheet);
    QCOMPARE(sheet->count(LineKind::Same), int(standing.spaces.size()));
    QVERIFY(sheet->change.isEmpty());
}

void TestImportSheet::badFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("\n\n  \n");
    QTest::newRow("open quote") << QByteArray("code\n\"A\n");
    QTest::newRow("too many") << QByteArray("code\n") + QByteArray("A\n").repeated(kMostRows + 2);
    QTest::newRow("three million") << QByteArray("code\n") + QByteArray("A\n").repeated(3'000'000);
    QTest::newRow("a million columns") << QByteArray("code") + QByteArray(1'000'000, ';');
    QTest::newRow("fields without end") << (QByteArray(250, ';') + "x\n").repeated(30'000);
    QTest::newRow("a workbook") << QByteArray("PK\x03\x04\x14\x00\x06\x00 and so on", 19);
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 16);
    QTest::newRow("half a sign") << QByteArray("\xff\xfe"
                                               "c\0o\0d\0e\0\n\0A\0\x00\xd8",
                                               16);
}

void TestImportSheet::badFiles()
{
    QFETCH(const QByteArray, bytes);
    const auto sheet = readSheet(bytes, {}, site());
    QVERIFY(!sheet);
    QCOMPARE(sheet.error().code, u"BAD_CSV"_s);
}

PARKING_TEST(TestImportSheet)
#include "tst_importsheet.moc"
