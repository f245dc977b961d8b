// The sheet of an import, from values: what it says of each line, and how it is used by keys alone.

#include "base/literals.h"
#include "engine/spaces/importsheet.h"
#include "spacelist/importpage.h"
#include "spacelist/importwords.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using domain::ImportSheet;
using domain::LineFault;
using domain::LineProblem;
using domain::SheetForm;

namespace {

const char kTable[] = "code,building,floor,sensor_eui,note\n"
                      "A,Main,G,58a0cb0000000001,x\n"
                      "B,Main,G,58a0cb00000001,\n"
                      "C,Main,G,,\n"
                      "C,Main,G,,\n";

ImportSheet sheetOf(const QByteArray &csv, const SheetForm &form = {})
{
    return engine::readSheet(csv, form, {}).valueOr({});
}

} // namespace

class TestImportPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<SheetForm>(); }
    void init();
    void cleanup() { m_page.reset(); }
    void problemsInWords_data();
    void problemsInWords();
    void keysAlone();
    void columnsAreChosenOneAfterTheOther();
    void chipsShowOneKind();
    void whatHappensIsAlwaysInSight();
    void columnsBeyondTheEdge();
    void outages();
    void takenBackIsSaid();
    void longNamesFit();

private:
    QPushButton *button(const QString &begin) const;
    bool says(const QString &begin) const;
    void preview(const QByteArray &csv = kTable);

    Theme m_theme{*qApp};
    std::unique_ptr<ImportPage> m_page;
};

void TestImportPage::init()
{
    m_page = std::make_unique<ImportPage>(m_theme);
    m_page->resize(1280, 700);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->begin();
}

QPushButton *TestImportPage::button(const QString &begin) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text().startsWith(begin))
            return candidate;
    }
    return nullptr;
}

bool TestImportPage::says(const QString &begin) const
{
    const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
    return std::any_of(labels.cbegin(), labels.cend(), [&begin](const QLabel *label) {
        return label->isVisible() && label->text().startsWith(begin);
    });
}

void TestImportPage::preview(const QByteArray &csv)
{
    m_page->setSheet(u"north.csv"_s, sheetOf(csv));
    QTest::mouseClick(button(u"Preview"_s), Qt::LeftButton);
    QVERIFY(m_page->table().isVisible());
}

void TestImportPage::problemsInWords_data()
{
    QTest::addColumn<LineProblem>("problem");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *words, const LineProblem &problem) {
        QTest::newRow(words) << problem << QString::fromUtf8(words);
    };
    row("code stands in line 5 too", {LineFault::CodeTwice, u"code"_s, u"A"_s, {}, 5});
    row("EUI has 14 digits, not 16",
        {LineFault::NoEui, u"sensor_eui"_s, u"58-A0-CB-00-00-1C-01"_s, {}, 0});
    row("“none” is no EUI", {LineFault::NoEui, u"sensor_eui"_s, u"none"_s, {}, 0});
    row("sensor is on B1-055", {LineFault::DeviceTaken, u"sensor_eui"_s, u"1"_s, u"B1-055"_s, 0});
    row("lamp is on B1-055", {LineFault::DeviceTaken, u"display_eui"_s, u"1"_s, u"B1-055"_s, 0});
    row("lamp stands in line 2 too", {LineFault::DeviceTwice, u"display_eui"_s, u"1"_s, {}, 2});
    row("floor B7 of North does not exist",
        {LineFault::NoFloor, u"floor"_s, u"B7"_s, u"North"_s, 0});
    row("floor B7 does not exist", {LineFault::NoFloor, u"floor"_s, u"B7"_s, {}, 0});
    row("several buildings have a floor B7", {LineFault::NoBuilding, u"floor"_s, u"B7"_s, {}, 0});
    row("“North” stands beyond the last column", {LineFault::Beyond, {}, u"North"_s, {}, 0});
    row("it has no code", {LineFault::NoCode, u"code"_s, {}, {}, 0});
    row("“1.234,5” is no number", {LineFault::NoNumber, u"x"_s, u"1.234,5"_s, {}, 0});
}

void TestImportPage::problemsInWords()
{
    QFETCH(const LineProblem, problem);
    QTEST(wordsOf(problem), "words");
}

/// From the file to the import without a mouse: Tab, arrows, letters, Enter.
void TestImportPage::keysAlone()
{
    QSignalSpy chosen(m_page.get(), &ImportPage::fileAsked);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // "Choose a file" has it
    QCOMPARE(chosen.count(), 1);
    m_page->setSheet(u"north.csv"_s, sheetOf(kTable));
    QCOMPARE(QApplication::focusWidget(), button(u"Preview"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    ImportTable &table = m_page->table();
    QVERIFY(table.hasFocus());
    QTest::keyClick(&table, Qt::Key_N);
    QCOMPARE(table.currentIndex().row(), 1);
    QTest::keyClick(&table, Qt::Key_N);
    QCOMPARE(table.currentIndex().row(), 3);
    QTest::keyClick(&table, Qt::Key_N); // round
    QCOMPARE(table.currentIndex().row(), 1);
    QTest::keyClick(&table, Qt::Key_N, Qt::ShiftModifier);
    QCOMPARE(table.currentIndex().row(), 3);
    QTest::keyClick(&table, Qt::Key_C);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"C,Main,G,,"_s);
    // Backwards over the columns, of which one becomes another.
    QSignalSpy wanted(m_page.get(), &ImportPage::formWanted);
    QTest::keyClick(&table, Qt::Key_Tab, Qt::ShiftModifier);
    auto *note = qobject_cast<QComboBox *>(QApplication::focusWidget());
    QVERIFY(note);
    QCOMPARE(note->accessibleName(), u"What “note” is"_s);
    QTest::keyClick(note, Qt::Key_Down);
    QTest::keyClick(note, Qt::Key_Down);
    QCOMPARE(wanted.count(), 2);
    QVERIFY(!button(u"Import 2 lines"_s)->isEnabled()); // nothing of that was read yet
    const auto form = wanted.last().first().value<SheetForm>();
    QCOMPARE(form.columns.value(4), u"name"_s);
    QCOMPARE(form.columns.value(0), u"code"_s);
    m_page->setSheet(u"north.csv"_s, sheetOf(kTable, form));
    QVERIFY(note->hasFocus());
    QVERIFY(button(u"Import 2 lines"_s)->isEnabled());
    QCOMPARE(table.currentIndex().row(), 3); // and the line is still the chosen one
    // On to the foot.
    QTest::keyClick(note, Qt::Key_Tab);
    QVERIFY(table.hasFocus());
    QSignalSpy asked(m_page.get(), &ImportPage::importAsked);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), button(u"Import 2 lines"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(asked.count(), 1);
    QVERIFY(!button(u"Import 2 lines"_s)->isEnabled()); // until it is answered
    m_page->setImported();
    QVERIFY(says(u"2 spaces created, 2 lines left out"_s));
    QVERIFY(QApplication::focusWidget() && m_page->isAncestorOf(QApplication::focusWidget()));
}

/// What was chosen for one column is not forgotten while it is being read.
void TestImportPage::columnsAreChosenOneAfterTheOther()
{
    preview();
    QSignalSpy wanted(m_page.get(), &ImportPage::formWanted);
    const auto choose = [this](const QString &name, const QString &column) {
        for (QComboBox *box : m_page->findChildren<QComboBox *>()) {
            if (box->accessibleName() != u"What “%1” is"_s.arg(name))
                continue;
            box->setCurrentIndex(box->findData(column));
            Q_EMIT box->activated(box->currentIndex());
        }
    };
    choose(u"note"_s, u"name"_s);
    choose(u"floor"_s, u"zone"_s);
    QCOMPARE(wanted.count(), 2);
    const auto form = wanted.last().first().value<SheetForm>();
    QCOMPARE(form.columns.value(4), u"name"_s);
    QCOMPARE(form.columns.value(2), u"zone"_s);
}

void TestImportPage::chipsShowOneKind()
{
    QAbstractItemModelTester tester(const_cast<ImportLines *>(&m_page->lines()));
    preview();
    QCOMPARE(m_page->lines().rowCount(), 4);
    QTest::mouseClick(button(u"Errors  2"_s), Qt::LeftButton);
    QCOMPARE(m_page->lines().rowCount(), 2);
    QVERIFY(button(u"Errors  2"_s)->isChecked());
    QTest::mouseClick(button(u"Same  0"_s), Qt::LeftButton);
    QCOMPARE(m_page->lines().rowCount(), 0);
    QTest::keyClick(&m_page->table(), Qt::Key_N); // nothing to go to
    QTest::mouseClick(button(u"All  4"_s), Qt::LeftButton);
    QCOMPARE(m_page->lines().rowCount(), 4);
}

/// At the right where there is room, else beside the sign.
void TestImportPage::whatHappensIsAlwaysInSight()
{
    preview();
    const QHeaderView &header = *m_page->table().horizontalHeader();
    const auto where = [&] { return header.visualIndex(m_page->lines().happensColumn()); };
    QCOMPARE(where(), m_page->lines().happensColumn());
    m_page->resize(560, 600);
    QTRY_COMPARE(where(), int(ImportLines::Fields));
    // A wider file: its own columns stand in their order.
    m_page->setSheet(u"wide.csv"_s, sheetOf("code,a,b,c,d,e,f,g,h,i\nA\n"));
    QCOMPARE(where(), int(ImportLines::Fields));
    for (int place = 0; place < 10; ++place)
        QCOMPARE(header.visualIndex(ImportLines::Fields + place), ImportLines::Fields + 1 + place);
    preview();
    m_page->resize(1280, 700);
    QTRY_COMPARE(where(), m_page->lines().happensColumn());
    // A file of another width.
    m_page->setSheet(u"other.csv"_s, sheetOf("code\nA\n"));
    QCOMPARE(where(), m_page->lines().happensColumn());
    m_page->setSheet(u"third.csv"_s, sheetOf(kTable));
    QCOMPARE(where(), m_page->lines().happensColumn());
}

/// A field that the keyboard comes to is scrolled into sight.
void TestImportPage::columnsBeyondTheEdge()
{
    QByteArray csv("code");
    for (int i = 0; i < 200; ++i)
        csv += ",column" + QByteArray::number(i);
    preview(csv + "\nA\n");
    const QList<QComboBox *> columns = [&] {
        QList<QComboBox *> found;
        for (QComboBox *combo : m_page->findChildren<QComboBox *>()) {
            if (combo->accessibleName().startsWith(u"What “column"))
                found.append(combo);
        }
        return found;
    }();
    QCOMPARE(columns.size(), 200);
    columns.last()->setFocus();
    QTRY_VERIFY(columns.last()->geometry().right() <= m_page->width());
    QVERIFY(columns.last()->geometry().left() > 0);
}

void TestImportPage::outages()
{
    preview();
    m_page->setAway(u"north.csv"_s);
    QVERIFY(says(u"The database does not answer."_s));
    QVERIFY(!button(u"Import 2 lines"_s)->isEnabled());
    m_page->setSheet(u"north.csv"_s, sheetOf(kTable));
    QVERIFY(button(u"Import 2 lines"_s)->isEnabled());
    QTest::mouseClick(button(u"Import 2 lines"_s), Qt::LeftButton);
    m_page->setUnsure();
    QVERIFY(says(u"Whether these lines were imported is not known."_s));
    QVERIFY(says(u"Whether anything was written is not known"_s));
    QVERIFY(!says(u"Nothing is written yet"_s));
    QVERIFY(!button(u"Import 2 lines"_s)->isEnabled());
    m_page->setSheet(u"north.csv"_s, sheetOf(kTable));
    QTest::mouseClick(button(u"Import 2 lines"_s), Qt::LeftButton);
    m_page->setRefused(u"Somebody was there."_s, 3);
    QVERIFY(says(u"Line 3: Somebody was there."_s));
    // Reading takes long, and is no longer wanted.
    QSignalSpy unwanted(m_page.get(), &ImportPage::readingUnwanted);
    m_page->setReading(1200, 5000);
    QVERIFY(says(u"Reading line 1,200 of 5,000"_s));
    QVERIFY(!button(u"Import 2 lines"_s)->isEnabled());
    QTest::mouseClick(button(u"Cancel"_s), Qt::LeftButton);
    QCOMPARE(unwanted.count(), 1);
    QVERIFY(!button(u"Cancel"_s));
}

void TestImportPage::takenBackIsSaid()
{
    preview();
    m_page->setImported();
    QVERIFY(says(u"2 spaces created"_s));
    m_page->setTakenBack(true);
    QVERIFY(says(u"The import was taken back."_s));
    QVERIFY(!says(u"2 spaces created"_s));
    m_page->setTakenBack(false);
    QVERIFY(says(u"2 spaces created"_s));
}

/// Names of files, columns and floors come from people.
void TestImportPage::longNamesFit()
{
    const QString longest(4000, u'W');
    ImportSheet sheet = sheetOf(kTable);
    sheet.columns[4].name = longest;
    sheet.lines[0].fields[4] = longest;
    for (int i = 0; i < 50; ++i)
        sheet.missingFloors.append({u"Main"_s, longest, {}});
    m_page->setSheet(u"/tmp/"_s + longest + u".csv"_s, sheet);
    QVERIFY(m_page->minimumSizeHint().width() <= 960);
    QTest::mouseClick(button(u"Preview"_s), Qt::LeftButton);
    QVERIFY(m_page->minimumSizeHint().width() <= 960);
    QVERIFY(button(u"Create 50 floors"_s));
}

PARKING_TEST(TestImportPage)
#include "tst_importpage.moc"
