#include "map/causelayout.h"

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

constexpr int kMostRings = 2; // of a cause on a strip: more are noise
constexpr int kMostRuns = 24; // beyond, the dots lie scattered
constexpr double kDense = 0.6; // share of marked dots from which a ring may enclose others
constexpr double kMargin = 2; // pixels between dots and ring
constexpr double kGap = 4; // pixels between ring and label
constexpr double kStep = 8; // pixels by which a label moves away

/// Some columns and rows of the grid.
struct Block {
    QRect cells;
    int dots = 0;

    double density() const { return double(dots) / (cells.width() * cells.height()); }
    Block joined(const Block &other) const
    {
        return {cells.united(other.cells), dots + other.dots};
    }
};

/// Dots that follow each other in a row.
QList<Block> runsOf(const QList<int> &marked, int perRow)
{
    QList<Block> runs;
    int previous = -2;
    for (const int index : marked) {
        const QRect cell(index % perRow, index / perRow, 1, 1);
        if (index == previous + 1 && index % perRow != 0)
            runs.last() = runs.last().joined({cell, 1});
        else
            runs.append({cell, 1});
        previous = index;
    }
    return runs;
}

/// Joins the two that leave the fewest others between them; false when none should be joined.
bool joinBest(QList<Block> &blocks)
{
    double best = 0;
    std::pair<qsizetype, qsizetype> pair;
    for (qsizetype a = 0; a < blocks.size(); ++a) {
        for (qsizetype b = a + 1; b < blocks.size(); ++b) {
            const double density = blocks[a].cells.intersects(blocks[b].cells)
                ? 1.0
                : blocks[a].joined(blocks[b]).density();
            if (density > best) {
                best = density;
                pair = {a, b};
            }
        }
    }
    if (blocks.size() < 2 || (best < kDense && blocks.size() <= kMostRings))
        return false;
    blocks[pair.first] = blocks[pair.first].joined(blocks[pair.second]);
    blocks.removeAt(pair.second);
    return true;
}

QRectF onPixels(const QRectF &box)
{
    return QRectF(QPointF(std::round(box.left()), std::round(box.top())),
                  QPointF(std::round(box.right()), std::round(box.bottom())));
}

} // namespace

QList<CauseRing> ringsAround(const QList<int> &marked, const DotGrid &grid)
{
    QList<Block> blocks = runsOf(marked, grid.perRow);
    if (blocks.size() > kMostRuns) {
        Block all = blocks.first();
        for (const Block &block : blocks.mid(1))
            all = all.joined(block);
        blocks = {all};
    }
    while (joinBest(blocks)) { }
    QList<CauseRing> rings;
    for (const Block &block : std::as_const(blocks)) {
        const QPoint last = block.cells.bottomRight();
        const QRectF dots = grid.dot(block.cells.top() * grid.perRow + block.cells.left())
            | grid.dot(last.y() * grid.perRow + last.x());
        rings.append({onPixels(dots.adjusted(-kMargin, -kMargin, kMargin, kMargin)), block.dots});
    }
    return rings;
}

QRectF labelBeside(const QRectF &ring, const QSizeF &size, const LabelSurroundings &around)
{
    const double above = ring.top() - kGap - size.height();
    const double below = ring.bottom() + kGap;
    const double beside = ring.center().y() - size.height() / 2;
    const double middle = ring.center().x() - size.width() / 2;
    double overStrip = above; // where it hides none of the strip's own dots
    for (const QRectF &strip : around.dots) {
        if (strip.contains(ring.center()))
            overStrip = qMin(above, strip.top() - kGap - size.height());
    }
    QList<QPointF> wishes{{ring.right(), above},
                          {middle, above},
                          {ring.left(), above},
                          {ring.right() - size.width(), above},
                          {ring.right(), overStrip},
                          {middle, overStrip},
                          {ring.right() + kGap, beside},
                          {ring.right(), below},
                          {middle, below},
                          {ring.left() - kGap - size.width(), beside}};
    const qsizetype closeBy = wishes.size();
    for (double away = kStep; away < around.within.height(); away += kStep) // where it is crowded
        wishes << QPointF(middle, above - away) << QPointF(middle, below + away);
    QList<QRectF> labels;
    for (const QPointF &wish : std::as_const(wishes)) {
        QRectF label(wish, size);
        label.moveRight(qMin(label.right(), around.within.right()));
        label.moveLeft(qMax(label.left(), around.within.left()));
        label.moveBottom(qMin(label.bottom(), around.within.bottom()));
        label.moveTop(qMax(label.top(), around.within.top()));
        labels.append(onPixels(label));
    }
    const auto coversNone = [](const QRectF &label, const QList<QRectF> &others) {
        return std::none_of(others.cbegin(), others.cend(),
                            [&label](const QRectF &other) { return label.intersects(other); });
    };
    for (const QRectF &label : labels.first(closeBy)) {
        if (coversNone(label, around.taken) && coversNone(label, around.dots))
            return label;
    }
    for (const QRectF &label : std::as_const(labels)) {
        if (coversNone(label, around.taken))
            return label;
    }
    return labels.first();
}

} // namespace parking::ui
