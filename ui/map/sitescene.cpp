#include "map/sitescene.h"

#include "base/literals.h"
#include "labels.h"

#include <algorithm>

namespace parking::ui {

namespace {

constexpr double kSide = 16; // pixels left and right of the cards, and in them
constexpr double kTop = 14;
constexpr double kCardGap = 12;
constexpr double kCardHead = 48;
constexpr double kCardFoot = 12;
constexpr double kLowestCard = 150;
constexpr double kTallestCard = 460;
constexpr double kTallestStrip = 76;
constexpr double kLargestDot = 20;
constexpr double kLargestOfMany = 14; // beside each other they look alike
constexpr double kTallestDots = 60; // all rows of a strip together
constexpr double kHeadReach = 6; // how far a label may reach beyond the strips of its card

int columnsFor(double width, qsizetype buildings)
{
    if (width < 720 || buildings < 2)
        return 1;
    return width > 1700 && buildings > 2 ? 3 : 2;
}

struct Dots {
    double pitch = 0;
    int rows = 1;
};

/// The largest pitch at which so many fit.
Dots dotsFor(int spaces, const QSizeF &room, double largest)
{
    Dots dots{largest, 1};
    for (; dots.pitch > 1; dots.pitch -= 0.25) {
        const int perRow = qMax(1, int(room.width() / dots.pitch));
        dots.rows = (spaces + perRow - 1) / perRow;
        if (dots.rows * dots.pitch <= room.height())
            break;
    }
    return dots;
}

QString nameOf(const MapPlace &place)
{
    QStringList parts{place.building, place.floor};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace

QRectF SiteStrip::bar() const
{
    const double height = qMin(12.0, box.height() - 8);
    return {dots.left(), box.center().y() - height / 2, dots.width(), height};
}

void SiteScene::layOut(const QSizeF &size)
{
    m_cards.clear();
    m_causes.clear();
    const QStringList buildings = m_model.buildings();
    if (buildings.isEmpty())
        return;
    const int columns = columnsFor(size.width(), buildings.size());
    const int rows = int((buildings.size() + columns - 1) / columns);
    const double width = (size.width() - 2 * kSide - (columns - 1) * kCardGap) / columns;
    qsizetype mostFloors = 1;
    for (const QString &building : buildings) {
        const auto isHere = [&](const domain::Floor &f) { return f.building == building; };
        mostFloors = qMax(
            mostFloors, std::count_if(m_model.floors().cbegin(), m_model.floors().cend(), isHere));
    }
    // No higher than its floors can fill: a small site is not stretched.
    const double filled = kCardHead + kCardFoot + double(mostFloors) * kTallestStrip;
    const double height =
        qBound(kLowestCard, (size.height() - 2 * kTop - (rows - 1) * kCardGap) / double(rows),
               qBound(kLowestCard, filled, kTallestCard));
    for (int b = 0; b < buildings.size(); ++b) {
        const QRectF box(kSide + (b % columns) * (width + kCardGap),
                         kTop + (b / columns) * (height + kCardGap), width, height);
        m_cards.append(
            layOutCard(buildings[b], box, buildings.size() > 1 ? kLargestOfMany : kLargestDot));
    }
}

SiteCard SiteScene::layOutCard(const QString &building, const QRectF &box,
                               double largestPitch) const
{
    SiteCard card{building, box, 1, {}};
    qsizetype largest = 1;
    for (const QString &floor : m_model.floorsOf(building)) {
        card.strips.append({{building, floor}, m_model.rowsOf(building, floor), {}, {}, {}});
        largest = qMax(largest, card.strips.last().rows.size());
    }
    const double top = box.top() + kCardHead;
    const double each =
        (box.bottom() - kCardFoot - top) / double(qMax<qsizetype>(1, card.strips.size()));
    const double width = box.width() - 2 * kSide;
    const Dots dots =
        dotsFor(int(largest), {width - kStripName - kStripCount, qMin(each - 8, kTallestDots)},
                largestPitch);
    card.rowsOfDots = dots.rows;
    for (int i = 0; i < card.strips.size(); ++i) {
        SiteStrip &strip = card.strips[i];
        strip.box = QRectF(box.left() + kSide, top + i * each, width, each);
        strip.dots = strip.box.adjusted(kStripName, 0, -kStripCount, 0);
        strip.grid.origin = {strip.dots.left(),
                             strip.box.center().y() - dots.rows * dots.pitch / 2};
        strip.grid.pitch = dots.pitch;
        strip.grid.perRow = qMax(1, int((strip.rows.size() + dots.rows - 1) / dots.rows));
    }
    return card;
}

std::optional<MapPlace> SiteScene::placeAt(const QPointF &pixels) const
{
    for (const SiteCard &card : m_cards) {
        for (const SiteStrip &strip : card.strips) {
            if (strip.box.contains(pixels))
                return strip.place;
        }
        if (card.box.contains(pixels))
            return MapPlace{card.building, {}};
    }
    return std::nullopt;
}

// --- Common causes -------------------------------------------------------------------------------

/// Rings first: no label may cover one.
void SiteScene::mark(const QList<domain::CommonCause> &causes, const LabelSize &labelSize)
{
    m_causes.clear();
    for (const domain::CommonCause &cause : causes) {
        const MapLink link = ringed(cause);
        if (!link.rings.isEmpty())
            m_causes.append(link);
    }
    placeLabels(labelSize);
}

/// With the largest ring as its box.
MapLink SiteScene::ringed(const domain::CommonCause &cause) const
{
    MapLink link;
    link.text = labels::text(cause);
    link.cause = cause;
    link.spaces = QSet<domain::SpaceId>(cause.spaces.cbegin(), cause.spaces.cend());
    QList<int> rows;
    for (const domain::SpaceId &id : cause.spaces)
        rows.append(m_model.rowOf(id)); // causes are never older than the table
    int most = 0;
    for (const SiteCard &card : m_cards) {
        for (const SiteStrip &strip : card.strips) {
            for (const CauseRing &ring : ringsOn(strip, rows)) {
                link.rings.append({ring.box, strip.place});
                if (ring.dots > most) {
                    most = ring.dots;
                    link.place = strip.place;
                    link.box = ring.box;
                }
            }
        }
    }
    link.where = nameOf(link.place);
    return link;
}

/// Rings around those of the rows that stand on the strip.
QList<CauseRing> SiteScene::ringsOn(const SiteStrip &strip, const QList<int> &rows) const
{
    QList<int> marked;
    for (const int row : rows) {
        if (!strip.rows.isEmpty() && row >= strip.rows.first() && row <= strip.rows.last())
            marked.append(row - strip.rows.first());
    }
    if (marked.isEmpty())
        return {};
    if (strip.isBar())
        return {{strip.bar().adjusted(-3, -3, 3, 3), int(marked.size())}};
    return ringsAround(marked, strip.grid);
}

/// Turns each link's box from its largest ring into its label.
void SiteScene::placeLabels(const LabelSize &labelSize)
{
    LabelSurroundings around;
    for (const MapLink &link : std::as_const(m_causes)) {
        for (const MapLink::Ring &ring : link.rings)
            around.taken.append(ring.box);
    }
    for (MapLink &link : m_causes) {
        around.within = {};
        around.dots.clear();
        for (const SiteCard &card : std::as_const(m_cards)) {
            if (card.building != link.place.building)
                continue;
            for (const SiteStrip &strip : card.strips) {
                around.within |= strip.dots.adjusted(0, -kHeadReach, 0, kHeadReach);
                const int last = strip.grid.perRow * card.rowsOfDots - 1;
                around.dots.append(strip.isBar() ? strip.bar()
                                                 : strip.grid.dot(0) | strip.grid.dot(last));
            }
        }
        const QSizeF wanted = labelSize(link.text);
        link.box = labelBeside(
            link.box, {qMin(wanted.width(), around.within.width()), wanted.height()}, around);
        around.taken.append(link.box);
    }
}

} // namespace parking::ui
