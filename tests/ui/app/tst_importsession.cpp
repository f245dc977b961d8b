// Tables of spaces on a running engine: seen, mended by clicks, imported, taken back, in files as
// people have them, beside others who work there, and with the database away.

#include "base/failpoint.h"
#include "engine/spaces/importplan.h"
#include "sessiontest.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"
#include "widgets/noticepage.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QStringEncoder>
#include <QTableWidget>

#include <atomic>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::LineKind;
using domain::Space;
using store::Dialect;

class TestImportSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void aTableIsImported_data() { test::TestDatabases::addRows(); }
    void aTableIsImported();
    void anExportChangesNothing_data() { test::TestDatabases::addRows(); }
    void anExportChangesNothing();
    void filesAsPeopleHaveThem_data();
    void filesAsPeopleHaveThem();
    void filesThatAreNone_data();
    void filesThatAreNone();
    void somebodyElseWasThere_data() { test::TestDatabases::addRows(); }
    void somebodyElseWasThere();
    void theDatabaseGoesDuringThePreview();
    void nobodyKnowsWhetherItWasDone_data();
    void nobodyKnowsWhetherItWasDone();
    void everyWayLeadsHere();

private:
    void start(Dialect dialect);
    void fill(const QByteArray &csv);
    QString write(const QByteArray &table, const QString &name = u"north-2026.csv"_s) const;
    void drop(const QByteArray &table);
    void preview();
    std::optional<Space> space(const QString &code) const;
    SpaceListPage &page() const { return m_window->spaceList(); }
    ImportPage &sheet() const { return page().import(); }
    QPushButton *shown(const QString &begin) const { return buttonIn(sheet(), begin); }
    QString happens(int row) const;
    void press(const QString &begin);
    void setDatabase(domain::HealthLevel level);

    test::TestDatabases m_databases;
};

void TestImportSession::start(Dialect dialect)
{
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    engine::EngineOptions options;
    options.databaseUrl = *url;
    runOn(options);
    m_window->showPage(u"spaces"_s);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
    QTRY_TRUE(!m_model->site().id.isNull());
}

void TestImportSession::fill(const QByteArray &csv)
{
    const auto before = m_model->count();
    m_engine->ask(
        [csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false, u"Ben"_s); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), before + csv.count('\n') - 1, kPatience);
}

QString TestImportSession::write(const QByteArray &table, const QString &name) const
{
    QFile file(m_folder->filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(table) == table.size() ? file.fileName()
                                                                                : QString();
}

/// As a hand does it: onto the page, wherever that is.
void TestImportSession::drop(const QByteArray &table)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(write(table))});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&page(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&page(), &dropped);
    QVERIFY(sheet().isVisible());
}

void TestImportSession::preview()
{
    QTRY_TRUE(shown(u"Preview"_s) && shown(u"Preview"_s)->isEnabled());
    press(u"Preview"_s);
    QVERIFY(sheet().table().isVisible());
}

std::optional<Space> TestImportSession::space(const QString &code) const
{
    for (const Space &one : m_model->spaces()) {
        if (one.code == code)
            return one;
    }
    return std::nullopt;
}

QString TestImportSession::happens(int row) const
{
    const ImportLines &lines = sheet().lines();
    return lines.index(row, lines.happensColumn()).data().toString();
}

void TestImportSession::press(const QString &begin)
{
    QTRY_VERIFY2_WITH_TIMEOUT(shown(begin) && shown(begin)->isEnabled(), qPrintable(begin),
                              kPatience);
    QTest::mouseClick(shown(begin), Qt::LeftButton);
}

void TestImportSession::setDatabase(domain::HealthLevel level)
{
    domain::Health health = m_situation->health();
    health.checks.removeIf(
        [](const domain::HealthCheck &check) { return check.name == u"database"; });
    domain::HealthCheck check;
    check.name = u"database"_s;
    check.level = level;
    health.checks.append(check);
    m_situation->setHealth(health);
}

/// In German, with semicolons, as Windows writes it.
void TestImportSession::aTableIsImported()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    fill("code,building,floor\nB1-001,Main,B1\nB1-002,Main,B1\nB1-003,Main,B1\n");
    drop("platz;geb\xe4ude;ebene;bereich;notiz\n"
         "B1-001;Main;B1;;\n" // as it is
         "B1-002;Main;B1;S\xfc"
         "d;x\n" // gets a zone
         "B1-009;Main;B1;;y\n" // new
         "B1-009;Main;B1;;\n" // twice
         "B7-001;Main;B7;;\n"); // a floor that is not there
    QTRY_COMPARE_WITH_TIMEOUT(sheet().lines().rowCount(), 5, kPatience);
    QCOMPARE(sheet().findChild<QTableWidget *>()->rowCount(), 5);
    QVERIFY(hasLabel(sheet(), u"5 lines, Windows-1252, semicolon"_s));
    preview();
    QTRY_TRUE(shown(u"Import 2 lines"_s) != nullptr);
    QVERIFY(shown(u"Save the 2 lines"_s));
    QVERIFY(shown(u"Errors  2"_s));
    QVERIFY(hasLabel(sheet(), u"Nothing is written yet"_s));
    QCOMPARE(happens(0), u"no change"_s);
    QCOMPARE(happens(1), u"zone none → Süd"_s);
    QCOMPARE(happens(2), u"new space, no sensor"_s);
    QCOMPARE(happens(3), u"code stands in line 4 too"_s);
    QCOMPARE(happens(4), u"floor B7 of Main does not exist"_s);
    // The floor is allowed by one click; a column is what somebody says.
    press(u"Create floor B7"_s);
    QTRY_TRUE(shown(u"Import 3 lines"_s) != nullptr);
    const auto column = [&](const QString &name) {
        for (QComboBox *combo : sheet().findChildren<QComboBox *>()) {
            if (combo->accessibleName() == u"What “%1” is"_s.arg(name))
                return combo;
        }
        return static_cast<QComboBox *>(nullptr);
    };
    QVERIFY(column(u"bereich"_s) && column(u"notiz"_s));
    QCOMPARE(column(u"notiz"_s)->currentText(), u"Leave out"_s);
    column(u"bereich"_s)->setFocus();
    QTest::keyClick(column(u"bereich"_s), Qt::Key_Home);
    QTRY_TRUE(shown(u"Import 2 lines"_s) != nullptr); // no zone any more
    QVERIFY(column(u"bereich"_s)->hasFocus()); // the keyboard stays where it was
    QVERIFY(!space(u"B7-001"_s)); // and nothing was written yet
    press(u"Import 2 lines"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 5, kPatience);
    QTRY_TRUE(hasLabel(sheet(), u"2 spaces created, 1 lines left out"_s));
    QTRY_TRUE(m_model->floorsOf(u"Main"_s).contains(u"B7"_s));
    QVERIFY(space(u"B1-002"_s)->zone.isEmpty());
    m_notices->undo(); // all of it in one step, the floor too
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 3, kPatience);
    QTRY_TRUE(!m_model->floorsOf(u"Main"_s).contains(u"B7"_s));
    QTRY_TRUE(hasLabel(sheet(), u"The import was taken back."_s));
    m_notices->redo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 5, kPatience);
    QTRY_TRUE(hasLabel(sheet(), u"2 spaces created"_s));
    press(u"Show them"_s);
    QVERIFY(sheet().isHidden());
    QCOMPARE(page().rows().rowCount(), 2);
    QTest::mouseClick(buttonIn(page(), u"Imported  2"_s), Qt::LeftButton);
    QCOMPARE(page().rows().rowCount(), 5);
}

void TestImportSession::anExportChangesNothing()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    fill("code,name,building,floor,zone,latitude,longitude,x,y,w,h,rotation,features,sensor_eui\n"
         "B1-001,\"A, \"\"b\"\"\",Main,B1,S,53.5412345678,-9.98765432,0.333,7.25,2.4,5.1,33.3,"
         "charging|family,58a0cb0000000001\n"
         "B1-002,Süd;1,Main,B1,,,,,,,,,,\n"
         "-1,0012,Main,-1,,,,,,,,,,\n");
    drop(engine::csvOf(m_model->spaces()));
    preview();
    QCOMPARE(sheet().lines().sheet().count(LineKind::Same), 3);
    QVERIFY(hasLabel(sheet(), u"Nothing to import."_s));
    QVERIFY(hasLabel(sheet(), u"All 3 lines are as in the file."_s));
    QVERIFY(!shown(u"Save"_s));
    press(u"Close"_s);
    QVERIFY(sheet().isHidden());
    QCOMPARE(m_notices->undoable(), 0);
}

void TestImportSession::filesAsPeopleHaveThem_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("about");
    const QString text = u"Platz;Gebäude;Ebene\nB1-001;Süd;B1\nB1-002;Süd;B1\n"_s;
    const auto written = [&text](QStringConverter::Encoding encoding, bool hasMark) {
        QStringEncoder encoder(
            encoding, hasMark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
        return QByteArray(encoder(text));
    };
    const QByteArray utf8 = text.toUtf8();
    QTest::newRow("UTF-8") << utf8 << u"UTF-8, semicolon"_s;
    QTest::newRow("its mark") << written(QStringConverter::Utf8, true) << u"UTF-8, semicolon"_s;
    QTest::newRow("UTF-16 LE, mark")
        << written(QStringConverter::Utf16LE, true) << u"UTF-16 LE, semicolon"_s;
    QTest::newRow("UTF-16 LE") << written(QStringConverter::Utf16LE, false)
                               << u"UTF-16 LE, semicolon"_s;
    QTest::newRow("UTF-16 BE, mark")
        << written(QStringConverter::Utf16BE, true) << u"UTF-16 BE, semicolon"_s;
    QTest::newRow("UTF-16 BE") << written(QStringConverter::Utf16BE, false)
                               << u"UTF-16 BE, semicolon"_s;
    QTest::newRow("Windows-1252") << text.toLatin1() << u"Windows-1252, semicolon"_s;
    QTest::newRow("CR") << QByteArray(utf8).replace('\n', '\r') << u"UTF-8, semicolon"_s;
    QTest::newRow("CRLF") << QByteArray(utf8).replace("\n", "\r\n") << u"UTF-8, semicolon"_s;
    QTest::newRow("tabs") << QByteArray(utf8).replace(';', '\t') << u"UTF-8, tab"_s;
    QTest::newRow("named") << QByteArray("sep=;\r\n" + utf8) << u"UTF-8, semicolon"_s;
    QTest::newRow("empty rows and columns")
        << QByteArray(utf8).replace("\n", ";;\n;;;;\n") << u"UTF-8, semicolon"_s;
}

void TestImportSession::filesAsPeopleHaveThem()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QString, about);
    start(Dialect::Sqlite);
    drop(table);
    preview();
    QVERIFY(hasLabel(sheet(), u"2 lines, "_s + about));
    press(u"Import 2 lines"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 2, kPatience);
    QCOMPARE(space(u"B1-001"_s)->building, u"Süd"_s);
}

void TestImportSession::filesThatAreNone_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("why"); // begin of what the page says
    QTest::newRow("0 bytes") << QByteArray() << u"This table cannot be read: the file is empty"_s;
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)
                               << u"This table cannot be read: the file is no text"_s;
    QTest::newRow("a workbook") << QByteArray("PK\x03\x04 and so on")
                                << u"This table cannot be read: it is a workbook"_s;
    QTest::newRow("half a sign") << QByteArray("\xff\xfe"
                                               "c\0\x00\xd8",
                                               6)
                                 << u"This table cannot be read: the file is not written"_s;
    QTest::newRow("an open quote") << QByteArray("code;name\nA;\"b\nB;c\n")
                                   << u"This table cannot be read: line 2: a quote has no end"_s;
    QTest::newRow("three million rows")
        << QByteArray("code\n") + QByteArray("A\n").repeated(3'000'000)
        << u"This table cannot be read: line 100002: more than 100001 rows"_s;
    QTest::newRow("columns without end")
        << QByteArray("code") + QByteArray(100'000, ';')
        << u"This table cannot be read: line 1: more than 256 columns"_s;
}

void TestImportSession::filesThatAreNone()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QString, why);
    start(Dialect::Sqlite);
    drop(table);
    QTRY_TRUE(hasLabel(sheet(), why));
    QVERIFY(!shown(u"Preview"_s)->isEnabled());
    // The next one is read all the same.
    Q_EMIT sheet().fileDropped(write("code\nA\n", u"good.csv"_s));
    preview();
    QVERIFY(shown(u"Import 1 lines"_s));
    // And one that is not there is no table either.
    QTest::keyClick(&sheet(), Qt::Key_Escape);
    QTRY_TRUE(sheet().isHidden());
    page().openImport();
    Q_EMIT sheet().fileDropped(m_folder->filePath(u"nowhere.csv"_s));
    QTRY_TRUE(hasLabel(sheet(), u"\""_s + m_folder->path()));
    QVERIFY(!shown(u"Preview"_s)->isEnabled());
}

/// What was seen does not stand any more: nothing is written, the line is named and read again.
void TestImportSession::somebodyElseWasThere()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    fill("code,building,floor\nB1-001,Main,B1\nB1-002,Main,B1\n");
    drop("code,zone\nB1-001,C\nB1-002,C\nB1-003,C\n");
    preview();
    QTRY_TRUE(shown(u"Import 3 lines"_s) != nullptr);
    m_engine->ask([](engine::Engine &engine) {
        return engine.spaces().importCsv("code,name,zone\nB1-002,Theirs,C\n", false, u"Ben"_s);
    });
    QTRY_TRUE(space(u"B1-002"_s)->name == u"Theirs");
    press(u"Import 3 lines"_s);
    QTRY_TRUE(hasLabel(sheet(), u"Nothing was imported."_s));
    QVERIFY(hasLabel(sheet(), u"Line 3: Somebody changed B1-002 meanwhile."_s));
    QVERIFY(space(u"B1-001"_s)->zone.isEmpty());
    QTRY_TRUE(happens(1) == u"no change");
    // A code that somebody else took.
    fill("code\nB1-003\n");
    press(u"Import 2 lines"_s);
    QTRY_TRUE(hasLabel(sheet(), u"Line 4: Somebody else took the code"_s));
    QTRY_TRUE(happens(2) == u"zone none → C");
    press(u"Import 2 lines"_s);
    QTRY_TRUE(space(u"B1-003"_s)->zone == u"C");
    QTRY_TRUE(hasLabel(sheet(), u"2 spaces changed"_s));
}

/// Nothing is said of lines while nobody knows what stands; when it is back they are read again.
void TestImportSession::theDatabaseGoesDuringThePreview()
{
    start(Dialect::Sqlite);
    fill("code\nA\n");
    drop("code,zone\nA,C\n");
    preview();
    QTRY_TRUE(shown(u"Import 1 lines"_s) && shown(u"Import 1 lines"_s)->isEnabled());
    setDatabase(domain::HealthLevel::Unhealthy);
    QVERIFY(!shown(u"Import 1 lines"_s)->isEnabled());
    QVERIFY(hasLabel(sheet(), u"The database does not answer."_s));
    QVERIFY(sheet().isVisible());
    setDatabase(domain::HealthLevel::Healthy);
    QTRY_TRUE(shown(u"Import 1 lines"_s) && shown(u"Import 1 lines"_s)->isEnabled());
    press(u"Import 1 lines"_s);
    QTRY_TRUE(space(u"A"_s)->zone == u"C");
}

void TestImportSession::nobodyKnowsWhetherItWasDone_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<bool>("isDone");
    for (const auto &[name, dialect] :
         {std::pair("sqlite", Dialect::Sqlite), std::pair("postgres", Dialect::Postgres)}) {
        QTest::addRow("%s, it was not", name) << dialect << false;
        QTest::addRow("%s, it was", name) << dialect << true;
    }
}

/// The connection goes while the import runs: that it was done is not said, and neither that it was
/// not, until the lines were read again.
void TestImportSession::nobodyKnowsWhetherItWasDone()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const bool, isDone);
    start(dialect);
    fill("code\nA\n");
    drop("code,zone\nA,C\n");
    preview();
    QTRY_TRUE(shown(u"Import 1 lines"_s) != nullptr);
    static std::atomic<bool> isAway;
    isAway = false;
    const auto planter = [](const char *) { return isAway ? "08006" : nullptr; };
    m_longReads->ask([planter](store::Database &) -> Result<> {
        plantFaults(planter);
        return {};
    });
    m_engine->ask([planter, isDone](engine::Engine &engine) -> Result<> {
        plantFaults(planter);
        const auto done = engine.spaces().importCsv("code,zone\nA,C\n", !isDone, u"Anna"_s);
        isAway = true; // and the answer got lost
        return done ? Result<>() : Result<>(done.error());
    });
    QTest::mouseClick(shown(u"Import 1 lines"_s), Qt::LeftButton);
    QTRY_TRUE(hasLabel(sheet(), u"Whether these lines were imported is not known."_s));
    QVERIFY(!hasLabel(sheet(), u"Nothing was imported"_s));
    QVERIFY(hasLabel(sheet(), u"Whether anything was written is not known"_s));
    isAway = false;
    if (isDone) {
        QTRY_TRUE(hasLabel(sheet(), u"All 1 lines are as in the file."_s));
        QVERIFY(shown(u"Close"_s));
    } else {
        QTRY_TRUE(shown(u"Import 1 lines"_s) && shown(u"Import 1 lines"_s)->isEnabled());
        QVERIFY(space(u"A"_s)->zone.isEmpty());
    }
    QCOMPARE(m_notices->undoable(), 0);
}

/// The empty map, the page and its notice, the command.
void TestImportSession::everyWayLeadsHere()
{
    start(Dialect::Sqlite);
    QTest::mouseClick(buttonIn(page(), u"Import CSV"_s), Qt::LeftButton);
    QVERIFY(sheet().isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(sheet().isHidden());
    m_window->showPage(u"map"_s);
    QTRY_TRUE(buttonIn(*m_window, u"Import a CSV file"_s) != nullptr);
    QTest::mouseClick(buttonIn(*m_window, u"Import a CSV file"_s), Qt::LeftButton);
    QVERIFY(sheet().isVisible());
    // Whoever may change nothing any more imports nothing.
    m_situation->setRole(u"Viewer"_s, true);
    QVERIFY(sheet().isHidden());
    page().openImport();
    QVERIFY(sheet().isHidden());
}

PARKING_TEST(TestImportSession)
#include "tst_importsession.moc"
