#include "fixturesite.h"
#include "map/mappage.h"
#include "map/placelinks.h"
#include "testmain.h"

#include <QAccessible>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using fixture::spaceId;

namespace {

const QStringList kUnplaced = fixture::codes(u"B2-"_s, 51, 24);

QSet<domain::SpaceId> ids(const QStringList &codes)
{
    QSet<domain::SpaceId> ids;
    for (const QString &code : codes)
        ids.insert(spaceId(code));
    return ids;
}

} // namespace

/// "Place on plan" beside "Not placed yet", under real events.
class TestPlaceOnPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void isThereOnlyForUnplacedSpaces();
    void viewersDoNotSeeIt();
    void looksLikeALink();
    void staysInItsTray();
    void clickSelectsExactlyThoseAndSaysWhatToDo();
    void dragPlacesThemAndSaveHandsThemOn();
    void whatDoesNotFitIsNext();
    void rowIsSeenBeforeItIsLaid();
    void undoTakesTheRowBack();
    void escapeLeaves();
    void planStaysUnderTheHand();
    void buildingGoesToTheFloorFirst();
    void keyP();
    void assistiveTechnologyPressesIt();

private:
    MapView &map() { return m_page->view(); }
    MapLink link() { return map().links().value(0); }
    void clickLink();
    void drag(double metres); ///< along the empty lower row of zone B
    std::optional<domain::Placement> place(const QString &code)
    {
        return map().editTool()->draft().placements().value(spaceId(code));
    }
    bool says(const QString &text) const;
    QPushButton *button(const QString &text) const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<MapPage> m_page;
};

void TestPlaceOnPlan::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestPlaceOnPlan::init()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    fixture::unplace(site, kUnplaced);
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(site);
    m_page = std::make_unique<MapPage>(*m_model, m_theme);
    m_page->resize(1440, 900);
    map().show({u"North"_s, u"B2"_s});
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    map().setFocus();
}

void TestPlaceOnPlan::cleanup()
{
    m_page.reset();
    m_model.reset();
}

void TestPlaceOnPlan::clickLink()
{
    QVERIFY(!link().box.isNull());
    QTest::mouseClick(&map(), Qt::LeftButton, {}, link().box.center().toPoint());
    QApplication::processEvents(); // the tool bar takes its room
}

void TestPlaceOnPlan::drag(double metres)
{
    const double scale = map().scene().scale().pixelsPerMetre;
    // Below B2-038 lie the lane and then the row that nobody stands in.
    const QPoint from =
        (map().scene().boxOf(spaceId(u"B2-038"_s)).center() + QPointF(0, 11 * scale)).toPoint();
    const QPoint to = from + QPoint(qRound(metres * scale), 0);
    QTest::mousePress(&map(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint at = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, at, map().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(&map(), &move);
    }
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, to);
}

bool TestPlaceOnPlan::says(const QString &text) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text() == text)
            return true;
    }
    return false;
}

QPushButton *TestPlaceOnPlan::button(const QString &text) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void TestPlaceOnPlan::isThereOnlyForUnplacedSpaces()
{
    QCOMPARE(map().links().size(), 1);
    QCOMPARE(link().text, u"Place on plan"_s);
    QVERIFY(map().rect().contains(link().box.toRect()));
    QVERIFY(link().box.height() >= 28);
    map().show({u"North"_s, u"B1"_s});
    QVERIFY(map().links().isEmpty());
    map().show({});
    QVERIFY(map().links().isEmpty());
    // A floor whose places are all made up has nothing to be placed beside.
    domain::SiteSnapshot site = fixture::harbourSite();
    site.floors.clear();
    for (domain::Space &space : site.spaces)
        space.placement.reset();
    m_model->load(site);
    map().show({u"North"_s, u"B2"_s});
    QVERIFY(map().links().isEmpty());
}

void TestPlaceOnPlan::viewersDoNotSeeIt()
{
    const QRect box = link().box.toRect();
    const QImage before = map().grab(box).toImage();
    m_page->setReadOnly(true);
    QVERIFY(map().links().isEmpty());
    QVERIFY(map().grab(box).toImage() != before);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, box.center());
    QTest::keyClick(&map(), Qt::Key_P);
    QVERIFY(!map().isEditing() && map().selection().isEmpty());
}

void TestPlaceOnPlan::looksLikeALink()
{
    const QRect box = link().box.toRect();
    const QImage plain = map().grab(box).toImage();
    bool isAccent = false;
    for (int x = 0; x < plain.width(); ++x) {
        for (int y = 0; y < plain.height(); ++y)
            isAccent = isAccent || plain.pixel(x, y) == m_theme.tokens().accent.rgb();
    }
    QVERIFY(isAccent);
    QTest::mouseMove(&map(), box.center());
    QCOMPARE(map().cursor().shape(), Qt::PointingHandCursor);
    QVERIFY(map().grab(box).toImage() != plain); // underlined
    QTest::mouseMove(&map(), QPoint(5, 5));
    QCOMPARE(map().grab(box).toImage(), plain);
}

/// Where there is no room for both, the link stands instead of the title; it never leaves the tray.
void TestPlaceOnPlan::staysInItsTray()
{
    const MapScene &scene = map().scene();
    const QRectF head = unplacedHead(scene.floors().first(), scene.scale());
    bool gaveWay = false;
    bool wasCut = false;
    for (int size = 12; size < 300; size += 12) {
        QFont font;
        font.setPixelSize(size);
        const QList<MapLink> links = placeLinks(scene, QFontMetricsF(font));
        QCOMPARE(links.size(), 1);
        const QRectF box = links[0].box;
        QVERIFY2(box.right() <= head.right() + 1 && box.left() >= head.left() - 1,
                 qPrintable(QString::number(size)));
        gaveWay = gaveWay || qAbs(box.left() - head.left()) < 1;
        wasCut = wasCut || qAbs(box.width() - head.width()) < 1;
    }
    QVERIFY(gaveWay && wasCut);
}

void TestPlaceOnPlan::clickSelectsExactlyThoseAndSaysWhatToDo()
{
    map().select({spaceId(u"B2-001"_s)});
    clickLink();
    QVERIFY(map().isEditing() && map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced));
    QVERIFY(says(u"Drag across the plan: 24 spaces will stand side by side."_s));
    QVERIFY(map().links().isEmpty()); // it is being done
    QCOMPARE(map().cursor().shape(), Qt::CrossCursor);
    int sizes = 0; // width and depth; there is no picture to place
    for (const QDoubleSpinBox *size : m_page->findChildren<QDoubleSpinBox *>()) {
        if (!size->isVisible())
            continue;
        QVERIFY(!size->isEnabled() && size->text() == u"–");
        ++sizes;
    }
    QCOMPARE(sizes, 2);
    map().select({});
    QVERIFY(says(u"Drag across the plan: 24 spaces will stand side by side."_s));
    map().editTool()->setRowMode(false);
    QVERIFY(says(u"Editing B2."_s));
    QCOMPARE(map().links().size(), 1);
}

void TestPlaceOnPlan::dragPlacesThemAndSaveHandsThemOn()
{
    QSignalSpy edited(m_page.get(), &MapPage::layoutEdited);
    clickLink();
    drag(24 * 2.5);
    QVERIFY(!map().editTool()->isRowMode());
    for (int i = 1; i < 24; ++i) {
        QCOMPARE(place(kUnplaced[i])->x - place(kUnplaced[0])->x, i * 2.5);
        QCOMPARE(place(kUnplaced[i])->y, place(kUnplaced[0])->y);
    }
    QVERIFY(map().links().isEmpty());
    QCOMPARE(edited.size(), 0);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(edited.size(), 1);
    const Placements placements = edited.first().first().value<domain::LayoutChange>().placements;
    QCOMPARE(QSet<domain::SpaceId>(placements.keyBegin(), placements.keyEnd()), ids(kUnplaced));
    QVERIFY(placements.value(spaceId(u"B2-051"_s)));
}

void TestPlaceOnPlan::whatDoesNotFitIsNext()
{
    clickLink();
    drag(10 * 2.5);
    QVERIFY(map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced.mid(10)));
    QVERIFY(says(u"Drag across the plan: 14 spaces will stand side by side."_s));
    QVERIFY(place(kUnplaced[9]) && !place(kUnplaced[10]));
    drag(14 * 2.5);
    QVERIFY(!map().editTool()->isRowMode());
    QVERIFY(place(kUnplaced[23]));
}

void TestPlaceOnPlan::rowIsSeenBeforeItIsLaid()
{
    clickLink();
    const double scale = map().scene().scale().pixelsPerMetre;
    const QPoint from =
        (map().scene().boxOf(spaceId(u"B2-038"_s)).center() + QPointF(0, 11 * scale)).toPoint();
    const QPoint to = from + QPoint(qRound(10 * scale), 0);
    QTest::mousePress(&map(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, map().mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(&map(), &move);
    const QRgb ghost =
        map().grab().toImage().pixel(from + QPoint(qRound(1.25 * scale), qRound(scale)));
    QCOMPARE(ghost, m_theme.tokens().accentSoft.rgb());
    QVERIFY(!map().editTool()->draft().isChanged());
    QTest::keyClick(&map(), Qt::Key_Escape);
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, to);
    QVERIFY(!map().editTool()->draft().isChanged());
}

void TestPlaceOnPlan::undoTakesTheRowBack()
{
    clickLink();
    drag(24 * 2.5);
    QVERIFY(place(u"B2-051"_s));
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!place(u"B2-051"_s) && !place(u"B2-074"_s));
    QVERIFY(!map().editTool()->draft().isChanged());
    QCOMPARE(map().links().size(), 1);
    clickLink(); // and once more
    QVERIFY(map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced));
}

void TestPlaceOnPlan::escapeLeaves()
{
    clickLink();
    QTest::keyClick(&map(), Qt::Key_Escape);
    QVERIFY(map().isEditing() && !map().editTool()->isRowMode());
    QVERIFY(says(u"Editing B2."_s));
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QVERIFY(!map().isEditing());
}

void TestPlaceOnPlan::planStaysUnderTheHand()
{
    clickLink();
    const QRectF before = map().scene().boxOf(spaceId(u"B2-001"_s));
    drag(24 * 2.5); // the block below the plan is gone
    QCOMPARE(map().scene().boxOf(spaceId(u"B2-001"_s)), before);
    QTest::keyClick(&map(), Qt::Key_0, Qt::ControlModifier);
    QVERIFY(map().scene().boxOf(spaceId(u"B2-001"_s)).width() > before.width());
}

void TestPlaceOnPlan::buildingGoesToTheFloorFirst()
{
    map().show({u"North"_s, {}});
    QCOMPARE(map().links().size(), 1);
    QCOMPARE(link().where, u"B2"_s);
    clickLink();
    QCOMPARE(map().place(), (MapPlace{u"North"_s, u"B2"_s}));
    QVERIFY(map().isEditing() && map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced));
}

void TestPlaceOnPlan::keyP()
{
    QTest::keyClick(&map(), Qt::Key_P);
    QVERIFY(map().isEditing() && map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced));
}

void TestPlaceOnPlan::assistiveTechnologyPressesIt()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&map());
    QCOMPARE(list->childCount(), 74 + 1);
    QAccessibleInterface *place = list->child(74);
    QCOMPARE(place->role(), QAccessible::Link);
    QCOMPARE(place->text(QAccessible::Name), u"B2: Place on plan"_s);
    QVERIFY(place->rect().contains(map().mapToGlobal(link().box.center().toPoint())));
    place->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(map().editTool()->isRowMode());
    QCOMPARE(map().selection(), ids(kUnplaced));
    QVERIFY(!place->isValid());
}

PARKING_TEST(TestPlaceOnPlan)
#include "tst_placeonplan.moc"
