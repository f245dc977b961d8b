#include "map/sitescene.h"

#include "base/literals.h"
#include "labels.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parking::ui {

namespace {

constexpr double kLargestOfFew = 20; // dots on cards wider than they would have to be
constexpr double kWideCard = 640;
constexpr double kHeadReach = 6; // how far a label may reach beyond the strips of its card
constexpr double kBarHeight = 12;
constexpr double kRingReach = 3;
constexpr double kLineHeight = 24; // of the head at most
constexpr double kKeptRight = 110; // of the head's second line, for "+1,234 unknown"
constexpr double kNameGap = 8; // behind a floor's name
constexpr double kMostName = 0.25; // of a card's width, for floors' names

QString nameOf(const MapPlace &place)
{
    QStringList parts{place.building, place.floor};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace

QRectF SiteStrip::bar() const
{
    const double height = qMin(kBarHeight, box.height() - 2);
    return {dots.left(), std::round(box.center().y() - height / 2), dots.width(), height};
}

QRectF SiteCard::secondLine() const
{
    return {box.left() + kSiteSide, box.top() + 30,
            qMax(60.0, box.width() - 2 * kSiteSide - kKeptRight), 20};
}

void SiteScene::layOut(const QSizeF &size, const NameWidth &nameWidth)
{
    m_cards.clear();
    m_causes.clear();
    m_size = size;
    const double scrolled = std::exchange(m_scrolled, 0);
    const QStringList buildings = m_model.buildings();
    QList<CardNeed> needs;
    for (const QString &building : buildings) {
        CardNeed need{0, 1};
        for (const QString &floor : m_model.floorsOf(building)) {
            ++need.floors;
            need.largest = qMax(need.largest, int(m_model.rowsOf(building, floor).size()));
        }
        need.floors = qMax(1, need.floors);
        needs.append(need);
    }
    const SiteColumns laid = columnsFor(size, needs);
    m_height = laid.height + 2 * kSiteSide;
    int building = 0;
    double left = kSiteSide;
    for (const SiteColumns::Column &column : laid.columns) {
        double top = kSiteSide;
        for (int i = 0; i < column.cards; ++i, ++building) {
            const double height = kCardHead + needs[building].floors * column.pitch + kCardFoot;
            m_cards.append(layOutCard(buildings[building],
                                      QRectF(left, top, laid.cardWidth, height), column.pitch,
                                      nameWidth));
            top += height + kCardGap;
        }
        left += laid.cardWidth + kCardGap;
    }
    scrollTo(scrolled);
}

/// For the longest name, as far as the dots do not become a bar by it.
double SiteScene::nameRoom(const SiteCard &card, const QSizeF &dots, int largest,
                           const NameWidth &nameWidth) const
{
    double widest = kStripName;
    for (const SiteStrip &strip : card.strips) {
        const double wide = nameWidth ? nameWidth(strip.place.floor) : 0;
        if (wide > kStripName - 2) // else it has room anyway
            widest = qMax(widest, std::ceil(wide) + kNameGap);
    }
    widest = qMin(widest, qMax(kStripName, std::round(card.box.width() * kMostName)));
    const QSizeF rest(dots.width() - widest + kStripName, dots.height());
    const bool isBar = dotFor(largest, dots) == 0;
    return isBar || dotFor(largest, rest) > 0 ? widest : kStripName;
}

SiteCard SiteScene::layOutCard(const QString &building, const QRectF &box, double pitch,
                               const NameWidth &nameWidth) const
{
    SiteCard card;
    card.building = building;
    card.box = box;
    qsizetype largest = 1;
    for (const QString &floor : m_model.floorsOf(building)) {
        SiteStrip strip;
        strip.place = {building, floor};
        strip.rows = m_model.rowsOf(building, floor);
        largest = qMax(largest, strip.rows.size());
        card.strips.append(strip);
    }
    QSizeF room = stripRoom(box.width(), pitch);
    const double name = nameRoom(card, room, int(largest), nameWidth);
    room.rwidth() -= name - kStripName;
    const double dot = box.width() > kWideCard ? dotFor(int(largest), room, kLargestOfFew)
                                               : dotFor(int(largest), room);
    const double each = dot + dotGap(dot);
    card.rowsOfDots = dot > 0 ? dotRows(int(largest), room.width(), dot) : 1;
    for (int i = 0; i < card.strips.size(); ++i) {
        SiteStrip &strip = card.strips[i];
        strip.box = QRectF(box.left() + kSiteSide, box.top() + kCardHead + i * pitch,
                           box.width() - 2 * kSiteSide, pitch);
        strip.dots = strip.box.adjusted(name, 0, -kStripCount, 0);
        if (dot == 0)
            continue;
        strip.grid.pitch = each;
        strip.grid.gap = dotGap(dot);
        strip.grid.perRow =
            qMax(1, int((strip.rows.size() + card.rowsOfDots - 1) / card.rowsOfDots));
        const double high = card.rowsOfDots * each - dotGap(dot);
        strip.grid.origin = {std::round(strip.dots.left()),
                             std::round(strip.box.center().y() - high / 2)};
    }
    return card;
}

// --- Scrolling -----------------------------------------------------------------------------------

double SiteScene::mostScrolled() const
{
    return qMax(0.0, std::round(m_height - m_size.height()));
}

void SiteScene::scrollTo(double pixels)
{
    const double wanted = qBound(0.0, std::round(pixels), mostScrolled());
    move(m_scrolled - wanted);
    m_scrolled = wanted;
}

void SiteScene::move(double down)
{
    if (down == 0)
        return;
    for (SiteCard &card : m_cards) {
        card.box.translate(0, down);
        for (SiteStrip &strip : card.strips) {
            strip.box.translate(0, down);
            strip.dots.translate(0, down);
            strip.grid.origin.ry() += down;
        }
    }
    for (MapLink &link : m_causes) {
        link.box.translate(0, down);
        for (MapLink::Ring &ring : link.rings)
            ring.box.translate(0, down);
    }
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
    for (SiteCard &card : m_cards) {
        card.hasCause = false;
        for (SiteStrip &strip : card.strips)
            strip.isMarked = false;
    }
    for (const domain::CommonCause &cause : causes) {
        const MapLink link = ringed(cause);
        if (!link.rings.isEmpty())
            m_causes.append(link);
    }
    placeLabels(labelSize);
}

/// With the largest ring as its box.
MapLink SiteScene::ringed(const domain::CommonCause &cause)
{
    MapLink link;
    link.text = labels::text(cause);
    link.cause = cause;
    link.spaces = QSet<domain::SpaceId>(cause.spaces.cbegin(), cause.spaces.cend());
    QList<int> rows;
    for (const domain::SpaceId &id : cause.spaces)
        rows.append(m_model.rowOf(id)); // causes are never older than the table
    int most = 0;
    for (SiteCard &card : m_cards) {
        for (SiteStrip &strip : card.strips) {
            for (const CauseRing &ring : ringsOn(strip, rows)) {
                strip.isMarked = true;
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

/// Rings around those of the rows that stand on the strip, over its full height.
QList<CauseRing> SiteScene::ringsOn(const SiteStrip &strip, const QList<int> &rows) const
{
    QList<int> marked;
    for (const int row : rows) {
        if (!strip.rows.isEmpty() && row >= strip.rows.first() && row <= strip.rows.last())
            marked.append(row - strip.rows.first());
    }
    if (marked.isEmpty())
        return {};
    const double reach = kRingReach;
    if (strip.isBar())
        return {{strip.bar().adjusted(-reach, -reach, reach, reach), int(marked.size())}};
    QList<int> columns;
    for (const int dot : std::as_const(marked))
        columns.append(dot % strip.grid.perRow);
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    const int last = int((strip.rows.size() - 1) / strip.grid.perRow) * strip.grid.perRow;
    QList<CauseRing> rings = ringsAround(columns, strip.grid);
    for (CauseRing &ring : rings) {
        ring.box.adjust(-1, 0, 1, 0);
        ring.box.setTop(strip.grid.dot(0).top() - reach);
        ring.box.setBottom(strip.grid.dot(last).bottom() + reach);
        ring.dots = int(std::count_if(marked.cbegin(), marked.cend(), [&](int dot) {
            return ring.box.contains(strip.grid.dot(dot).center());
        }));
    }
    return rings;
}

LabelSurroundings SiteScene::stripsOf(const QString &building) const
{
    LabelSurroundings around;
    for (const SiteCard &card : m_cards) {
        if (card.building != building)
            continue;
        for (const SiteStrip &strip : card.strips) {
            around.within |= strip.dots.adjusted(0, -kHeadReach, 0, kHeadReach);
            const int last = strip.grid.perRow * card.rowsOfDots - 1;
            around.dots.append(strip.isBar() ? strip.bar()
                                             : strip.grid.dot(0) | strip.grid.dot(last));
        }
        around.within.setTop(qMax(around.within.top(), card.head().bottom() - 2));
    }
    return around;
}

/// Turns each link's box from its largest ring into its label.
void SiteScene::placeLabels(const LabelSize &labelSize)
{
    QList<QRectF> taken;
    for (const MapLink &link : std::as_const(m_causes)) {
        for (const MapLink::Ring &ring : link.rings)
            taken.append(ring.box);
    }
    for (MapLink &link : m_causes) {
        const QSizeF wanted = labelSize(link.text);
        const auto card = std::find_if(m_cards.begin(), m_cards.end(), [&link](const SiteCard &c) {
            return c.building == link.place.building;
        });
        if (!card->hasCause) {
            card->hasCause = link.isInHead = true;
            link.box = card->secondLine();
            link.box.setSize(
                {qMin(wanted.width(), link.box.width()), qMin(wanted.height() - 6, kLineHeight)});
            continue;
        }
        LabelSurroundings around = stripsOf(link.place.building);
        around.taken = taken;
        link.box = labelBeside(
            link.box, {qMin(wanted.width(), around.within.width()), wanted.height()}, around);
        taken.append(link.box);
    }
}

} // namespace parking::ui
