#include "map/causelayout.h"
#include "testmain.h"

#include <QTest>

using namespace parking::ui;

/// Rings and labels of common causes: pure geometry, no window.
class TestCauseLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ringsTellWhereTheDotsAre_data();
    void ringsTellWhereTheDotsAre();
    void scatteredDotsShareOneRing();
    void labelFindsItsPlace_data();
    void labelFindsItsPlace();
};

namespace {

const DotGrid kGrid{{100, 50}, 10, 20, 1.8}; // a dot of 8.2 every 10 pixels, 20 in a row

QList<int> span(int from, int count)
{
    QList<int> indices;
    for (int i = 0; i < count; ++i)
        indices.append(from + i);
    return indices;
}

/// The ring around some columns and rows of kGrid: two pixels outside, on whole pixels.
QRectF ring(int column, int row, int columns, int rows)
{
    return QRectF(98 + 10 * column, 48 + 10 * row, 10 * columns + 2, 10 * rows + 2);
}

} // namespace

void TestCauseLayout::ringsTellWhereTheDotsAre_data()
{
    QTest::addColumn<QList<int>>("marked");
    QTest::addColumn<QList<QRectF>>("rings");
    const auto row = [](const char *name, const QList<int> &marked, const QList<QRectF> &rings) {
        QTest::newRow(name) << marked << rings;
    };
    row("none", {}, {});
    row("a run", span(3, 5), {ring(3, 0, 5, 1)});
    row("a block of two rows", span(3, 5) + span(23, 5), {ring(3, 0, 5, 2)});
    row("a whole row and most of the next", span(0, 34), {ring(0, 0, 20, 2)});
    row("a gap of one", span(3, 3) + span(7, 3), {ring(3, 0, 7, 1)});
    row("two parts far from each other", span(0, 3) + span(16, 3),
        {ring(0, 0, 3, 1), ring(16, 0, 3, 1)});
    row("round the end of a row", span(17, 6), {ring(17, 0, 3, 1), ring(0, 1, 3, 1)});
    row("never more than two", span(0, 3) + span(9, 1) + span(12, 1) + span(57, 3),
        {ring(0, 0, 13, 1), ring(17, 2, 3, 1)});
}

void TestCauseLayout::ringsTellWhereTheDotsAre()
{
    QFETCH(const QList<int>, marked);
    QFETCH(const QList<QRectF>, rings);
    QList<QRectF> found;
    int dots = 0;
    for (const CauseRing &one : ringsAround(marked, kGrid)) {
        found.append(one.box);
        dots += one.dots;
    }
    QCOMPARE(found, rings);
    QCOMPARE(dots, marked.size());
}

void TestCauseLayout::scatteredDotsShareOneRing()
{
    const DotGrid grid{{0, 0}, 6, 80};
    QList<int> marked;
    for (int i = 0; i < 320; i += 3)
        marked.append(i);
    const QList<CauseRing> rings = ringsAround(marked, grid);
    QCOMPARE(rings.size(), 1);
    QCOMPARE(rings.first().dots, marked.size());
    QVERIFY(rings.first().box.contains(grid.dot(marked.last())));
}

void TestCauseLayout::labelFindsItsPlace_data()
{
    QTest::addColumn<QRectF>("ring");
    QTest::addColumn<QList<QRectF>>("taken");
    QTest::addColumn<QList<QRectF>>("dots");
    QTest::addColumn<QPointF>("corner");
    const QRectF ring(100, 100, 80, 20);
    QTest::newRow("above, from the ring's end")
        << ring << QList<QRectF>{} << QList<QRectF>{} << QPointF(180, 70);
    QTest::newRow("inside the card")
        << ring.translated(200, 0) << QList<QRectF>{} << QList<QRectF>{} << QPointF(250, 70);
    QTest::newRow("beside the uppermost strip")
        << ring.translated(0, -90) << QList<QRectF>{} << QList<QRectF>{} << QPointF(180, 0);
    QTest::newRow("not over another ring")
        << ring << QList<QRectF>{{200, 60, 60, 20}} << QList<QRectF>{} << QPointF(30, 70);
    QTest::newRow("above its strip where that is free")
        << ring << QList<QRectF>{} << QList<QRectF>{{50, 86, 300, 40}} << QPointF(180, 56);
    QTest::newRow("over dots where all is full")
        << ring << QList<QRectF>{} << QList<QRectF>{{0, 0, 400, 200}} << QPointF(180, 70);
}

void TestCauseLayout::labelFindsItsPlace()
{
    QFETCH(const QRectF, ring);
    QFETCH(QList<QRectF>, taken);
    QFETCH(const QList<QRectF>, dots);
    QFETCH(const QPointF, corner);
    taken.append(ring);
    const LabelSurroundings around{{0, 0, 400, 200}, taken, dots};
    const QRectF label = labelBeside(ring, {150, 26}, around);
    QCOMPARE(label, QRectF(corner, QSizeF(150, 26)));
    QVERIFY(around.within.contains(label));
}

PARKING_TEST(TestCauseLayout)
#include "tst_causelayout.moc"
