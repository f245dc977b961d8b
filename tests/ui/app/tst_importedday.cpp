// What people do by mouse and keyboard with a site that came by CSV, on a running engine: nothing
// is told before it is done, and what is taken back is what was done.

#include "base/failpoint.h"
#include "map/editbar.h"
#include "map/floorlist.h"
#include "sessiontest.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testpaths.h"
#include "walk/walkpage.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QSemaphore>

#include <atomic>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::SpaceState;

namespace {

/// Two rows of twelve with a lane between them, somewhere in the surveyor's coordinates.
QByteArray placedCsv()
{
    QByteArray csv = "code,building,floor,zone,x,y\n";
    for (int i = 0; i < 24; ++i) {
        csv += u"G-%1,Main,G,%2,%3,%4\n"_s.arg(i + 1, 3, 10, QLatin1Char('0'))
                   .arg(i < 12 ? u"A"_s : u"B"_s)
                   .arg(5000 + 2.5 * (i % 12))
                   .arg(i < 12 ? -300 : -289)
                   .toUtf8();
    }
    return csv + "1-001,Main,1,C,0,0\n";
}

} // namespace

class TestImportedDay : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void aBulkMaintenanceGivesTheOlderOneBack();
    void theToastTakesBackItsOwnAct();
    void aMoveIsToldWhenItIsStored();
    void whoLeavesADraftIsAsked();
    void aPictureLiesUnderTheSpaces();
    void aPictureMakesAFloorWithoutCoordinates();
    void picturesAsPeopleHaveThem_data();
    void picturesAsPeopleHaveThem();
    void anOutageKeepsTheReason();
    void aGroupTurnsAsOneAndRowsTakeNoPlacedSpace();
    void whatWasTickedSinceStays();
    void deletedSpacesAreLeftOut();

private:
    void start(const QByteArray &csv);
    MapView &map() { return m_window->spaces().map().view(); }
    void show(const QString &floor);
    domain::SpaceId idOf(const QString &code) const;
    const domain::SpaceStatus &status(const QString &code) const
    {
        return m_model->status(m_model->rowOf(idOf(code)));
    }
    std::optional<domain::Placement> placed(const QString &code) const
    {
        return m_model->space(m_model->rowOf(idOf(code))).placement;
    }
    std::optional<domain::Placement> drafted(const QString &code)
    {
        return map().editTool()->draft().placements().value(idOf(code));
    }
    domain::Floor floor(const QString &name) const;
    QPoint at(const QString &code) { return map().scene().boxOf(idOf(code)).center().toPoint(); }
    void click(const QString &code, Qt::KeyboardModifiers keys = {})
    {
        QTest::mouseClick(&map(), Qt::LeftButton, keys, at(code));
    }
    void drag(const QPoint &from, const QPoint &to);
    void press(const QString &name); ///< a button, by its text or what is told of it
    void maintain(const QString &reason); ///< what is selected, by keys
    void undo() { QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); }
    void redo()
    {
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    }
    void choosePicture(const QSize &size); ///< a red one
    void chooseFile(const QString &path); ///< in the dialog, by keys
    QColor ground(); ///< of the plan, where no space and no lane is
    bool isSaid(const QString &begin) { return hasLabel(*m_window, begin); }

    test::TestDatabases m_databases;
};

namespace {

std::atomic<bool> isAway; // the database

} // namespace

void TestImportedDay::cleanup()
{
    isAway = false;
    SessionTest::cleanup();
}

void TestImportedDay::start(const QByteArray &csv)
{
    engine::EngineOptions options;
    options.databaseUrl = *m_databases.emptyUrl(store::Dialect::Sqlite);
    runOn(options);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit() && !m_model->site().id.isNull());
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), csv.count('\n') - 1, kPatience);
}

void TestImportedDay::show(const QString &floor)
{
    map().show({u"Main"_s, floor});
    QApplication::processEvents();
    map().setFocus();
}

domain::SpaceId TestImportedDay::idOf(const QString &code) const
{
    for (const domain::Space &space : m_model->spaces()) {
        if (space.code == code)
            return space.id;
    }
    return {};
}

domain::Floor TestImportedDay::floor(const QString &name) const
{
    for (const domain::Floor &one : m_model->floors()) {
        if (one.name == name)
            return one;
    }
    return {};
}

void TestImportedDay::drag(const QPoint &from, const QPoint &to)
{
    QTest::mousePress(&map(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint step = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, step, map().mapToGlobal(step), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(&map(), &move);
    }
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, to);
}

void TestImportedDay::press(const QString &name)
{
    const auto find = [&]() -> QPushButton * {
        for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
            const bool isIt = button->text() == name || button->accessibleName() == name;
            if (isIt && button->isVisible() && button->isEnabled())
                return button;
        }
        return nullptr;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(find(), qPrintable(name), kPatience);
    QTest::mouseClick(find(), Qt::LeftButton);
    QApplication::processEvents();
}

void TestImportedDay::maintain(const QString &reason)
{
    map().setFocus();
    QTest::keyClick(&map(), Qt::Key_M);
    auto *field = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTRY_TRUE(field->isVisible());
    QTest::keyClicks(field, reason);
    QTest::keyClick(field, Qt::Key_Return);
}

void TestImportedDay::choosePicture(const QSize &size)
{
    const QString path = m_folder->filePath(u"plan.svg"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1 %2'>"
               "<rect width='%1' height='%2' fill='#ff0000'/></svg>"_s.arg(size.width())
                   .arg(size.height())
                   .toUtf8());
    file.close();
    const QByteArray before = map().editTool()->draft().sheet().picture;
    chooseFile(path);
    QTRY_TRUE(map().editTool()->draft().sheet().picture != before);
}

void TestImportedDay::chooseFile(const QString &path)
{
    press(u"Picture of the floor (PNG, JPEG, SVG)…"_s);
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
    auto *open = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Open);
    QVERIFY(name && open);
    name->clear();
    QTest::keyClicks(name, path);
    QTRY_TRUE(open->isEnabled());
    QTest::mouseClick(open, Qt::LeftButton);
    QTRY_TRUE(!dialog->isVisible());
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_window->activateWindow(); // no window manager does it here
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

QColor TestImportedDay::ground()
{
    const QRectF box = map().scene().boxOf(idOf(u"G-001"_s));
    const double away = 1.2 * map().scene().scale().pixelsPerMetre;
    return map().grab().toImage().pixelColor(int(box.center().x()), int(box.top() - away));
}

// --- What is taken back --------------------------------------------------------------------------

void TestImportedDay::aBulkMaintenanceGivesTheOlderOneBack()
{
    start(placedCsv());
    show(u"G"_s);
    click(u"G-003"_s);
    maintain(u"oil on the floor"_s);
    QTRY_TRUE(status(u"G-003"_s).state == SpaceState::Maintenance);
    const auto older = status(u"G-003"_s).inputs.operatorOverride;
    click(u"G-001"_s);
    click(u"G-012"_s, Qt::ShiftModifier);
    QCOMPARE(map().selection().size(), 12);
    press(u"Set 12 to maintenance"_s);
    auto *field = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTest::keyClicks(field, u"painting"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_TRUE(status(u"G-012"_s).state == SpaceState::Maintenance);
    undo();
    QTRY_TRUE(status(u"G-012"_s).state == SpaceState::Free);
    QVERIFY(status(u"G-003"_s).inputs.operatorOverride == older);
}

void TestImportedDay::theToastTakesBackItsOwnAct()
{
    start(placedCsv());
    show(u"G"_s);
    click(u"G-003"_s);
    maintain(u"oil"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"G-003 set to maintenance"_s, kPatience);
    QFile file(m_folder->filePath(u"more.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("code,building,floor\nG-101,Main,G\nG-102,Main,G\n");
    file.close();
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier); // Spaces
    SpaceListPage &page = m_window->spaceList();
    QTRY_TRUE(page.isVisible());
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&page, &enter);
    QDropEvent dropped({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&page, &dropped);
    press(u"Preview"_s);
    press(u"Import 2 lines"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 27, kPatience);
    QTRY_TRUE(said().contains(u"imported"));
    press(u"Undo"_s); // of the toast
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 25, kPatience);
    QTRY_TRUE(said().startsWith(u"Taken back: ") && said().contains(u"imported"));
    QCOMPARE(status(u"G-003"_s).state, SpaceState::Maintenance); // nothing else
    press(u"Redo"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 27, kPatience);
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 25, kPatience);
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Taken back: G-003 set to maintenance"_s, kPatience);
}

void TestImportedDay::aMoveIsToldWhenItIsStored()
{
    start(placedCsv());
    show(u"G"_s);
    press(u"Edit layout"_s);
    const auto before = placed(u"G-012"_s);
    const double metre = map().scene().scale().pixelsPerMetre;
    click(u"G-012"_s);
    drag(at(u"G-012"_s), at(u"G-012"_s) + QPoint(qRound(3 * metre), 0));
    QVERIFY(map().hasDraft());
    QSemaphore works; // until then the engine does something else
    m_engine->ask([&works](engine::Engine &) -> Result<> {
        works.acquire();
        return {};
    });
    press(u"Save"_s);
    const QString told = said();
    QTest::qWait(50);
    QCOMPARE(said(), told);
    QVERIFY(map().isEditing()); // it is not stored, and may yet be refused
    works.release();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 spaces moved"_s, kPatience);
    QTRY_TRUE(!map().isEditing() && placed(u"G-012"_s)->x == before->x + 3);
    undo();
    QTRY_TRUE(placed(u"G-012"_s) == before);
}

void TestImportedDay::whoLeavesADraftIsAsked()
{
    start(placedCsv());
    show(u"G"_s);
    press(u"Edit layout"_s);
    click(u"G-012"_s);
    QTest::keyClick(&map(), Qt::Key_Right);
    QVERIFY(map().hasDraft());
    auto *list = m_window->findChild<FloorList *>();
    const auto other = [&] { QTest::mouseClick(list, Qt::LeftButton, {}, {60, 60}); }; // floor 1
    other();
    auto *box = m_window->findChild<QMessageBox *>();
    QTRY_TRUE(box && box->isVisible());
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_TRUE(!m_window->findChild<QMessageBox *>());
    QVERIFY(map().hasDraft());
    QCOMPARE(map().place().floor, u"G"_s);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier); // the draft's, not the window's
    QVERIFY(!map().hasDraft());
    QTest::keyClick(&map(), Qt::Key_Right);
    other();
    box = m_window->findChild<QMessageBox *>();
    QTRY_TRUE(box && box->isVisible());
    QTest::keyClick(box, Qt::Key_Return); // Save
    QTRY_COMPARE_WITH_TIMEOUT(map().place().floor, u"1"_s, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 spaces moved"_s, kPatience);
}

// --- The picture of a floor ----------------------------------------------------------------------

/// In its own proportions, under all of them and a little more, wherever coordinates begin.
void TestImportedDay::aPictureLiesUnderTheSpaces()
{
    start(placedCsv());
    show(u"G"_s);
    press(u"Edit layout"_s);
    choosePicture({600, 300});
    const auto isRed = [this] { return ground().red() > ground().blue() + 40; };
    QTRY_TRUE(isRed());
    const QRectF drafted = map().editTool()->draft().sheet().backdrop.area;
    QDoubleSpinBox *left = nullptr;
    for (auto *box : m_window->findChild<EditBar *>()->findChildren<QDoubleSpinBox *>()) {
        if (box->accessibleName() == u"Left edge of the picture")
            left = box;
    }
    QVERIFY(left && qAbs(left->value() - drafted.left()) < 0.01);
    press(u"Save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Picture of G set"_s, kPatience);
    QTRY_TRUE(!floor(u"G"_s).picture.isEmpty());
    const QRectF area = floor(u"G"_s).plan.backdrop.area;
    QVERIFY(qAbs(area.width() / area.height() - 2) < 0.01);
    // 30 x 16 m of spaces from (4998.75, -302.5), and 3 m on each side at least
    const QRectF spaces(QPointF(4998.75, -302.5), QSizeF(30, 16));
    QVERIFY(area.contains(spaces.adjusted(-3, -3, 3, 3)));
    QVERIFY(area.width() < 46 && (area.center() - spaces.center()).manhattanLength() < 0.1);
    QVERIFY(map().scene().size().width() < 60); // no way from (0, 0)
    QVERIFY(isRed());
    undo();
    QTRY_TRUE(floor(u"G"_s).picture.isEmpty());
    QVERIFY(!isRed());
    QCOMPARE(floor(u"G"_s).widthM, 0.0);
    redo();
    QTRY_COMPARE_WITH_TIMEOUT(floor(u"G"_s).plan.backdrop.area, area, kPatience);
}

/// It has no places: it gets the picture's size, and its spaces wait beside it.
void TestImportedDay::aPictureMakesAFloorWithoutCoordinates()
{
    start("code,building,floor\nG-001,Main,G\nG-002,Main,G\nG-003,Main,G\n");
    show(u"G"_s);
    press(u"Edit layout"_s);
    choosePicture({600, 300});
    press(u"Save"_s);
    QTRY_TRUE(!floor(u"G"_s).picture.isEmpty());
    QVERIFY(floor(u"G"_s).widthM > 0);
    QVERIFY(qAbs(floor(u"G"_s).widthM / floor(u"G"_s).heightM - 2) < 0.01);
    QVERIFY(floor(u"G"_s).plan.backdrop.area.isNull()); // all of it
    undo();
    QTRY_TRUE(floor(u"G"_s).picture.isEmpty());
    QCOMPARE(floor(u"G"_s).widthM, 0.0);
    QVERIFY(map().scene().floors().first().layout.generated);
}

void TestImportedDay::picturesAsPeopleHaveThem_data()
{
    QTest::addColumn<QString>("file"); // of the tests' data
    QTest::addColumn<double>("ratio"); // width by height; 0: any
    QTest::newRow("one bit") << u"one-bit-19000x14000.png"_s << 19.0 / 14;
    QTest::newRow("interlaced") << u"interlaced-7000x5000.png"_s << 7.0 / 5;
    QTest::newRow("a plan in metres") << u"plan-in-metres.svg"_s << 0.0;
    QTest::newRow("a camera held upright") << u"exif-orientation-6.jpg"_s << 0.0;
}

void TestImportedDay::picturesAsPeopleHaveThem()
{
    QFETCH(const QString, file);
    QFETCH(const double, ratio);
    start(placedCsv());
    show(u"G"_s);
    press(u"Edit layout"_s);
    chooseFile(test::dataPath(u"pictures/"_s + file));
    QTRY_TRUE(map().hasDraft());
    const QRectF area = map().editTool()->draft().sheet().backdrop.area;
    if (ratio > 0)
        QVERIFY(qAbs(area.width() / area.height() - ratio) < 0.01);
    QVERIFY(area.contains(QRectF(4998.75, -302.5, 30, 16)));
    press(u"Save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Picture of G set"_s, kPatience);
}

// --- Outages -------------------------------------------------------------------------------------

/// What was typed is there for another try, and no other reason comes into the field.
void TestImportedDay::anOutageKeepsTheReason()
{
    start(placedCsv());
    show(u"G"_s);
    click(u"G-001"_s);
    maintain(u"first"_s);
    QTRY_TRUE(status(u"G-001"_s).state == SpaceState::Maintenance);
    m_engine->ask([](engine::Engine &) -> Result<> {
        plantFaults([](const char *) { return isAway ? "08006" : nullptr; });
        return {};
    });
    isAway = true;
    click(u"G-002"_s);
    maintain(u"broken lamp"_s);
    auto *field = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTRY_TRUE(isSaid(u"The database does not answer."_s));
    QVERIFY(field->isVisible());
    QCOMPARE(field->text(), u"broken lamp"_s);
    field->setFocus();
    for (int i = 0; i < 20 && !field->text().isEmpty(); ++i)
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(field->text().isEmpty() || u"broken lamp"_s.startsWith(field->text()));
    field->clear();
    QTest::keyClicks(field, u"broken lamp"_s);
    isAway = false;
    for (int i = 0; i < 200 && field->isVisible(); ++i) { // until it is back
        QTest::keyClick(field, Qt::Key_Return);
        QTest::qWait(300);
    }
    QTRY_TRUE(status(u"G-002"_s).state == SpaceState::Maintenance);
    QCOMPARE(status(u"G-002"_s).inputs.operatorOverride->reason, u"broken lamp"_s);
}

// --- The layout ----------------------------------------------------------------------------------

void TestImportedDay::aGroupTurnsAsOneAndRowsTakeNoPlacedSpace()
{
    start(placedCsv());
    show(u"G"_s);
    press(u"Edit layout"_s);
    QVERIFY(isSaid(u"Editing G"_s));
    click(u"G-001"_s);
    click(u"G-012"_s, Qt::ShiftModifier);
    QCOMPARE(map().selection().size(), 12);
    QTest::keyClick(&map(), Qt::Key_R);
    // Twelve spaces side by side are twelve above each other now, about the middle of the row.
    QCOMPARE(drafted(u"G-001"_s)->x, drafted(u"G-012"_s)->x);
    QCOMPARE(qAbs(drafted(u"G-001"_s)->y - drafted(u"G-012"_s)->y), 27.5);
    QVERIFY(isSaid(u"Editing G"_s) && !map().editTool()->draft().overlapping().isEmpty());
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!map().hasDraft());
    // Nothing waits for a place: a row without a selection moves nothing.
    QTest::mouseClick(&map(), Qt::LeftButton, {}, QPoint(4, map().height() - 4));
    QVERIFY(map().selection().isEmpty());
    press(u"Row: drag a line along which spaces stand side by side"_s);
    const QPoint lane = (at(u"G-001"_s) + at(u"G-013"_s)) / 2;
    drag(lane, lane + QPoint(200, 0));
    QVERIFY(!map().hasDraft());
}

// --- What went on meanwhile ----------------------------------------------------------------------

/// Of a walk: undo brings back what was forgotten, and takes nothing of what came since.
void TestImportedDay::whatWasTickedSinceStays()
{
    start(placedCsv());
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier); // Devices
    m_window->devices().setWalkOpen(true);
    auto *walk = m_window->findChild<WalkPage *>();
    QTRY_TRUE(walk && walk->isVisible());
    domain::WalkRecord record{u"Main"_s, u"G"_s, {}, {}};
    record.entries.insert(idOf(u"G-001"_s), {.isWhole = true});
    walk->setRecord(record);
    press(u"Begin anew, without the ticks of before"_s);
    QVERIFY(walk->record().entries.isEmpty());
    record = walk->record();
    record.entries.insert(idOf(u"1-001"_s), {.isWhole = true}); // on another floor
    walk->setRecord(record);
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Taken back: The ticks of this floor are forgotten"_s,
                              kPatience);
    QCOMPARE(walk->record().whole(), 2);
    redo();
    QTRY_COMPARE_WITH_TIMEOUT(walk->record().whole(), 1, kPatience);
    QVERIFY(walk->record().entries.contains(idOf(u"1-001"_s)));
}

/// The rest is taken back, and it is said that this was not all.
void TestImportedDay::deletedSpacesAreLeftOut()
{
    start(placedCsv());
    show(u"G"_s);
    click(u"G-001"_s);
    click(u"G-002"_s, Qt::ControlModifier);
    press(u"Set 2 to maintenance"_s);
    QTest::keyClick(m_window->spaces().inspector().findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_TRUE(status(u"G-002"_s).state == SpaceState::Maintenance);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    domain::SpacesChange gone;
    gone.spaces.insert(idOf(u"G-002"_s), std::nullopt);
    m_engine->ask([gone](engine::Engine &engine) {
        return engine.spaces().changeSpaces(gone, {}, u"Ben"_s);
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 24, kPatience);
    undo();
    QTRY_TRUE(status(u"G-001"_s).state == SpaceState::Free);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 spaces are left out: they were deleted meanwhile"_s,
                              kPatience);
}

PARKING_TEST(TestImportedDay)
#include "tst_importedday.moc"
