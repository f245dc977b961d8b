#include "map/layoutedit.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::Placement;
using domain::SpaceId;
using Edge = LayoutEdit::Edge;

/// The draft of a floor's layout: pure, no window.
class TestLayoutEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingEditedIsNothingToSave();
    void movesTheSelectedOnly();
    void undoAndRedo();
    void newStepForgetsRedo();
    void aligns_data();
    void aligns();
    void distributes();
    void generatedPlacesAreNotOfThePicture();
    void rotatesOnThePlace();
    void rotatesAGroupAsOne();
    void overlapsAreFound();
    void pictureIsAStep();
    void aPictureCoversWhatIsPlaced_data();
    void aPictureCoversWhatIsPlaced();
    void mirrorsAboutTheMiddle();
    void edgesKeepTheOtherSide_data();
    void edgesKeepTheOtherSide();
    void sizeIsCut();
    void rowStandsSideBySide_data();
    void rowStandsSideBySide();
    void unplacedIsSavedAsNone();
    void generatedPlacesAreSavedWhole();

private:
    Placement at(int i) const { return *m_edit->placements().value(m_ids[i]); }
    QSet<SpaceId> all() const { return {m_ids.cbegin(), m_ids.cend()}; }

    QList<SpaceId> m_ids;
    std::unique_ptr<LayoutEdit> m_edit;
};

void TestLayoutEdit::init()
{
    m_ids.clear();
    Placements stored;
    const QList<Placement> places{{1, 2, 2.5, 5, 0}, {6, 3, 2.5, 5, 0}, {20, 9, 2.5, 5, 90}};
    for (const Placement &place : places) {
        m_ids.append(SpaceId::create());
        stored.insert(m_ids.last(), place);
    }
    m_edit = std::make_unique<LayoutEdit>(stored, stored);
}

void TestLayoutEdit::nothingEditedIsNothingToSave()
{
    QVERIFY(!m_edit->isChanged());
    m_edit->move(all(), {0, 0});
    QVERIFY(!m_edit->isChanged() && !m_edit->canUndo());
    m_edit->move(all(), {0.5, 0});
    m_edit->move(all(), {-0.5, 0});
    QVERIFY(!m_edit->isChanged());
    QVERIFY(m_edit->changes().isEmpty());
}

void TestLayoutEdit::movesTheSelectedOnly()
{
    m_edit->move({m_ids[1]}, {1.5, -0.5});
    QCOMPARE(at(1), (Placement{7.5, 2.5, 2.5, 5, 0}));
    QCOMPARE(at(0), (Placement{1, 2, 2.5, 5, 0}));
    QCOMPARE(m_edit->changes().size(), 1);
}

void TestLayoutEdit::undoAndRedo()
{
    m_edit->move({m_ids[0]}, {1, 0});
    m_edit->rotate({m_ids[0]}, 90);
    m_edit->undo();
    QCOMPARE(at(0), (Placement{2, 2, 2.5, 5, 0}));
    m_edit->undo();
    QVERIFY(!m_edit->canUndo() && !m_edit->isChanged());
    m_edit->undo(); // nothing left: nothing happens
    m_edit->redo();
    m_edit->redo();
    QCOMPARE(at(0), (Placement{2, 2, 2.5, 5, 90}));
    QVERIFY(!m_edit->canRedo());
}

void TestLayoutEdit::newStepForgetsRedo()
{
    m_edit->move({m_ids[0]}, {1, 0});
    m_edit->undo();
    m_edit->move({m_ids[0]}, {0, 1});
    QVERIFY(!m_edit->canRedo());
    for (int i = 0; i < 150; ++i)
        m_edit->move({m_ids[0]}, {0.5, 0});
    for (int i = 0; i < 100; ++i)
        m_edit->undo();
    QVERIFY(!m_edit->canUndo()); // the oldest steps are given up
}

void TestLayoutEdit::aligns_data()
{
    QTest::addColumn<int>("edge");
    QTest::addColumn<double>("place");
    // Upright boxes: -0.25..2.25, 4.75..7.25, 17.5..22.5 across; -0.5..4.5, 0.5..5.5, 7.75..10.25
    QTest::newRow("left") << int(Edge::Left) << -0.25;
    QTest::newRow("right") << int(Edge::Right) << 22.5;
    QTest::newRow("top") << int(Edge::Top) << -0.5;
    QTest::newRow("bottom") << int(Edge::Bottom) << 10.25;
}

void TestLayoutEdit::aligns()
{
    QFETCH(const int, edge);
    QFETCH(const double, place);
    m_edit->align(all(), Edge(edge));
    for (int i = 0; i < 3; ++i) {
        const QRectF box = boxOf(at(i));
        const QList<double> edges{box.left(), box.right(), box.top(), box.bottom()};
        QCOMPARE(edges[edge], place);
    }
}

void TestLayoutEdit::distributes()
{
    m_edit->distribute(all(), Qt::Horizontal);
    QCOMPARE(at(1).x, 10.5);
    QCOMPARE(at(1).y, 3.0);
    m_edit->undo();
    m_edit->distribute({m_ids[0], m_ids[1]}, Qt::Horizontal); // two have no middle
    QVERIFY(!m_edit->isChanged());
}

/// A row becomes a column about the same middle; four quarter turns are none.
void TestLayoutEdit::rotatesAGroupAsOne()
{
    const auto middle = [this](const QSet<domain::SpaceId> &spaces) {
        QRectF all;
        for (const domain::SpaceId &id : spaces)
            all |= boxOf(*m_edit->placements().value(id));
        return all.center();
    };
    const QSet<domain::SpaceId> group{m_ids[0], m_ids[1]};
    const Placements before = m_edit->placements();
    const QPointF about = middle(group);
    const QPointF way(before.value(m_ids[1])->x - before.value(m_ids[0])->x,
                      before.value(m_ids[1])->y - before.value(m_ids[0])->y);
    m_edit->rotate(group, 90);
    QCOMPARE(middle(group), about);
    const domain::Placement a = *m_edit->placements().value(m_ids[0]);
    const domain::Placement b = *m_edit->placements().value(m_ids[1]);
    QCOMPARE(QPointF(b.x - a.x, b.y - a.y), QPointF(-way.y(), way.x())); // clockwise
    for (int i = 0; i < 3; ++i)
        m_edit->rotate(group, 90);
    for (const domain::SpaceId &id : group) {
        QVERIFY(qAbs(m_edit->placements().value(id)->x - before.value(id)->x) < 1e-6);
        QVERIFY(qAbs(m_edit->placements().value(id)->y - before.value(id)->y) < 1e-6);
    }
}

/// Neighbours that touch do not overlap.
void TestLayoutEdit::overlapsAreFound()
{
    const domain::SpaceId a = domain::SpaceId::create();
    const domain::SpaceId b = domain::SpaceId::create();
    const domain::SpaceId c = domain::SpaceId::create();
    const auto at = [](double x) { return domain::Placement{.x = x, .y = 5, .w = 2.5, .h = 5}; };
    const Placements places{{a, at(0)}, {b, at(2.5)}, {c, std::nullopt}};
    LayoutEdit edit(places, places);
    QVERIFY(edit.overlapping().isEmpty());
    edit.move({a}, {0.5, 0});
    QCOMPARE(edit.overlapping(), (QSet<domain::SpaceId>{a, b}));
}

void TestLayoutEdit::pictureIsAStep()
{
    const FloorSheet old{"old", u"image/png"_s, 80, 50, {}};
    LayoutEdit edit({}, {}, old);
    QVERIFY(!edit.isChanged());
    edit.setSheet({"new", u"image/png"_s, 80, 50, {}});
    QVERIFY(edit.isChanged() && edit.isSheetChanged());
    QVERIFY(edit.changes().isEmpty()); // no space was moved
    edit.undo();
    QCOMPARE(edit.sheet(), old);
    QVERIFY(!edit.isChanged());
    edit.redo();
    QCOMPARE(edit.sheet().picture, QByteArray("new"));
}

void TestLayoutEdit::generatedPlacesAreNotOfThePicture()
{
    const Placement first{1, 1, 2.5, 5, 0};
    const Placement second{4, 1, 2.5, 5, 0};
    const Placement third{7, 1, 2.5, 5, 0};
    LayoutEdit edit({{m_ids[0], first}},
                    {{m_ids[0], first}, {m_ids[1], second}, {m_ids[2], third}});
    edit.move({m_ids[2]}, {1, 0});
    edit.setSheet({"plan", u"image/png"_s, 80, 50, {}});
    QCOMPARE(edit.placements().value(m_ids[0]), first);
    QVERIFY(!edit.placements().value(m_ids[1])); // as it will look when it is saved
    QCOMPARE(edit.placements().value(m_ids[2]), (Placement{8, 1, 2.5, 5, 0}));
    edit.setSheet({"other plan", u"image/png"_s, 80, 50, {}});
    QVERIFY(!edit.placements().value(m_ids[1]));
    edit.setSheet({});
    QCOMPARE(edit.placements().value(m_ids[1]), second);
    edit.undo();
    QVERIFY(!edit.placements().value(m_ids[1]));
}

void TestLayoutEdit::rotatesOnThePlace()
{
    m_edit->rotate({m_ids[2]}, 300);
    QCOMPARE(at(2), (Placement{20, 9, 2.5, 5, 30}));
    m_edit->rotate({m_ids[2]}, -45);
    QCOMPARE(at(2).rotation, 345.0);
}

void TestLayoutEdit::aPictureCoversWhatIsPlaced_data()
{
    QTest::addColumn<QSizeF>("picture");
    QTest::addColumn<QRectF>("area");
    const QRectF around(-3.25, -3.5, 28.75, 16.75); // of the three, and 3 m
    QTest::newRow("as wide") << around.size() * 40 << around;
    QTest::newRow("wider") << QSizeF(800, 335) << QRectF(-8.875, -3.5, 40, 16.75);
    QTest::newRow("higher") << QSizeF(2875, 3000) << QRectF(-3.25, -10.125, 28.75, 30);
}

/// Nothing of what stands there is beside it, and it is not stretched.
void TestLayoutEdit::aPictureCoversWhatIsPlaced()
{
    QFETCH(const QSizeF, picture);
    QFETCH(const QRectF, area);
    const QRectF found = covering(picture, m_edit->storedExtent());
    for (const auto &[is, wanted] : {std::pair(found.x(), area.x()),
                                     {found.y(), area.y()},
                                     {found.width(), area.width()},
                                     {found.height(), area.height()}})
        QVERIFY2(qAbs(is - wanted) < 1e-9, qPrintable(u"%1 not %2"_s.arg(is).arg(wanted)));
    // Places that were made tell nothing of where a plan lies.
    const Placements made{{m_ids[0], at(0)}};
    QVERIFY(LayoutEdit({{m_ids[0], std::nullopt}}, made).storedExtent().isNull());
}

void TestLayoutEdit::mirrorsAboutTheMiddle()
{
    m_edit->mirror(all(), Qt::Horizontal); // the middle of -0.25..22.5
    QCOMPARE(at(0).x, 21.25);
    QCOMPARE(at(2).x, 2.25);
    QCOMPARE(at(2).rotation, 270.0);
    m_edit->mirror(all(), Qt::Horizontal);
    QVERIFY(!m_edit->isChanged());
}

void TestLayoutEdit::edgesKeepTheOtherSide_data()
{
    QTest::addColumn<QList<int>>("edges");
    QTest::addColumn<QPointF>("by");
    QTest::addColumn<QRectF>("box"); // of the first space, -0.25 -0.5 2.5 5
    QTest::newRow("right") << QList<int>{int(Edge::Right)} << QPointF(1, 9)
                           << QRectF(-0.25, -0.5, 3.75, 5);
    QTest::newRow("upper left corner")
        << QList<int>{int(Edge::Left), int(Edge::Top)} << QPointF(-1, -1)
        << QRectF(QPointF(-1.5, -1.5), QPointF(2.25, 4.5));
    QTest::newRow("never through the other side")
        << QList<int>{int(Edge::Bottom)} << QPointF(0, -50) << QRectF(-0.25, -0.5, 2.5, 0.5);
}

void TestLayoutEdit::edgesKeepTheOtherSide()
{
    QFETCH(const QList<int>, edges);
    QFETCH(const QPointF, by);
    QFETCH(const QRectF, box);
    QSet<Edge> moved;
    for (const int edge : edges)
        moved.insert(Edge(edge));
    m_edit->moveEdges(m_ids[0], moved, by);
    QCOMPARE(boxOf(at(0)), box);
}

void TestLayoutEdit::sizeIsCut()
{
    m_edit->setSize(all(), 3.0, {});
    QCOMPARE(at(2), (Placement{20, 9, 3, 5, 90}));
    m_edit->setSize(all(), -7, 1e9);
    QCOMPARE(at(0), (Placement{1, 2, 0.5, 50, 0}));
}

void TestLayoutEdit::rowStandsSideBySide_data()
{
    QTest::addColumn<QPointF>("to");
    QTest::addColumn<int>("count");
    QTest::addColumn<QPointF>("second");
    QTest::addColumn<double>("rotation");
    QTest::newRow("to the right") << QPointF(17, 11) << 3 << QPointF(13.75, 10) << 0.0;
    QTest::newRow("to the left") << QPointF(4, 10) << 2 << QPointF(6.25, 10) << 0.0;
    QTest::newRow("down") << QPointF(11, 60) << 3 << QPointF(10, 13.75) << 90.0;
    QTest::newRow("a click") << QPointF(10, 10) << 1 << QPointF() << 0.0;
}

void TestLayoutEdit::rowStandsSideBySide()
{
    QFETCH(const QPointF, to);
    QFETCH(const int, count);
    QFETCH(const QPointF, second);
    QFETCH(const double, rotation);
    const Placements seen = m_edit->rowOf(m_ids, {10, 10}, to); // while it is dragged
    QVERIFY(!m_edit->isChanged());
    QCOMPARE(m_edit->row(m_ids, {10, 10}, to), count);
    QCOMPARE(seen.size(), count);
    for (auto it = seen.cbegin(); it != seen.cend(); ++it)
        QCOMPARE(m_edit->placements().value(it.key()), it.value());
    QCOMPARE(at(0).rotation, rotation);
    if (count > 1)
        QCOMPARE(QPointF(at(1).x, at(1).y), second);
    m_edit->undo();
    QVERIFY(!m_edit->isChanged()); // one step
    QCOMPARE(m_edit->row({}, {0, 0}, {9, 9}), 0);
}

void TestLayoutEdit::unplacedIsSavedAsNone()
{
    m_edit->unplace({m_ids[1]});
    QVERIFY(m_edit->changes().contains(m_ids[1]));
    QVERIFY(!m_edit->changes().value(m_ids[1]));
    m_edit->move({m_ids[1]}, {1, 1}); // has no place to be moved from
    QVERIFY(!m_edit->placements().value(m_ids[1]));
    m_edit->row({m_ids[1]}, {0, 0}, {0, 0});
    QVERIFY(m_edit->placements().value(m_ids[1]));
}

void TestLayoutEdit::generatedPlacesAreSavedWhole()
{
    Placements none;
    for (const SpaceId &id : m_ids)
        none.insert(id, std::nullopt);
    LayoutEdit edit(none, m_edit->placements());
    QVERIFY(edit.changes().isEmpty()); // looking is no edit
    edit.move({m_ids[0]}, {0.5, 0});
    QCOMPARE(edit.changes().size(), 3); // the others keep the places they were seen on
}

PARKING_TEST(TestLayoutEdit)
#include "tst_layoutedit.moc"
