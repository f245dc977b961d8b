// Common causes at site level: rings around the dots of their sensors, and one label each.

#include "base/literals.h"
#include "labels.h"
#include "map/mapview.h"

#include <QAccessible>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kLabelHeight = 26;
constexpr double kLabelEdge = 10; // left and right of what the label says
constexpr double kSign = 14;
constexpr double kSignGap = 7;
constexpr double kHeadReach = 6; // how far a label may reach beyond the strips of its card

QFont labelFont(const Theme &theme)
{
    QFont font = theme.font(TextStyle::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

QString placeName(const MapPlace &place)
{
    QStringList parts{place.building, place.floor};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace

/// Rings first: no label may cover one.
void MapView::layOutCauses()
{
    if (!m_shown.isEmpty())
        return; // laid out when the site is shown again
    m_causeLinks.clear();
    m_hoverLink = -1;
    for (const domain::CommonCause &cause : m_causes.causes()) {
        MapLink link;
        link.text = labels::text(cause);
        link.cause = cause;
        link.spaces = QSet<domain::SpaceId>(cause.spaces.cbegin(), cause.spaces.cend());
        QList<int> rows;
        for (const domain::SpaceId &id : cause.spaces)
            rows.append(m_model.rowOf(id)); // causes are never older than the table
        int most = 0;
        for (const Strip &strip : std::as_const(m_strips)) {
            const MapPlace place{strip.building, strip.floor};
            for (const CauseRing &ring : ringsOn(strip, rows)) {
                link.rings.append({ring.box, place});
                if (ring.dots > most) { // the label stands at the largest part
                    most = ring.dots;
                    link.place = place;
                    link.box = ring.box;
                }
            }
        }
        link.where = placeName(link.place);
        if (most > 0)
            m_causeLinks.append(link);
    }
    placeLabels();
    m_focusLink = qMin(m_focusLink, int(m_causeLinks.size()) - 1);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
    update();
}

/// Rings around those of the rows that stand on the strip.
QList<CauseRing> MapView::ringsOn(const Strip &strip, const QList<int> &rows) const
{
    const auto isHere = [&](int row) {
        const domain::Space &space = m_model.space(row);
        return strip.dot > 0 && space.building == strip.building && space.floor == strip.floor;
    };
    QList<int> marked;
    std::copy_if(rows.cbegin(), rows.cend(), std::back_inserter(marked), isHere);
    if (marked.isEmpty())
        return {};
    if (strip.dot < 3)
        return {{strip.bar().adjusted(-3, -3, 3, 3), int(marked.size())}};
    const QList<int> all = m_model.rowsOf(strip.building, strip.floor); // they follow each other
    for (int &row : marked)
        row -= all.first();
    return ringsAround(marked, strip.grid(all.size()));
}

/// Turns each link's box from its largest ring into its label.
void MapView::placeLabels()
{
    LabelSurroundings around;
    for (const MapLink &link : std::as_const(m_causeLinks)) {
        for (const MapLink::Ring &ring : link.rings)
            around.taken.append(ring.box);
    }
    const QFontMetricsF metrics(labelFont(m_theme));
    for (MapLink &link : m_causeLinks) {
        around.within = {};
        around.dots.clear();
        for (const Strip &strip : std::as_const(m_strips)) {
            if (strip.building != link.place.building || strip.dot == 0)
                continue;
            around.within |= strip.dots.adjusted(0, -kHeadReach, 0, kHeadReach);
            const int spaces = m_model.counts(strip.building, strip.floor).total;
            const DotGrid grid = strip.grid(spaces);
            around.dots.append(strip.dot < 3
                                   ? strip.bar()
                                   : grid.dot(0) | grid.dot(grid.perRow * strip.rowsOfDots - 1));
        }
        const double wanted =
            2 * kLabelEdge + kSign + kSignGap + std::ceil(metrics.horizontalAdvance(link.text));
        link.box = labelBeside(
            link.box, QSizeF(qMin(wanted, around.within.width()), m_theme.scaled(kLabelHeight)),
            around);
        around.taken.append(link.box);
    }
}

void MapView::paintCauses(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < m_causeLinks.size(); ++i) {
        painter.setPen(QPen(t.warning, i == m_hoverLink ? 2.5 : 2));
        for (const MapLink::Ring &ring : std::as_const(m_causeLinks[i].rings))
            painter.drawRoundedRect(ring.box, 4, 4);
    }
    for (int i = 0; i < m_causeLinks.size(); ++i) {
        paintCauseLabel(painter, m_causeLinks[i], i == m_hoverLink);
        if (i != m_focusLink || !hasFocus())
            continue;
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(m_causeLinks[i].box.adjusted(-3, -3, 3, 3), 10, 10);
    }
}

void MapView::paintCauseLabel(QPainter &painter, const MapLink &link, bool lit)
{
    const Tokens &t = m_theme.tokens();
    m_theme.paintShadow(painter, link.box);
    painter.setPen(QPen(lit ? t.strong : t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(link.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QRectF inside = link.box.adjusted(kLabelEdge, 0, -kLabelEdge, 0);
    const QPointF sign(inside.left(), std::round(inside.center().y() - kSign / 2));
    painter.drawPixmap(
        sign,
        m_theme.pixmap(u"warning"_s, int(kSign), t.warning, painter.device()->devicePixelRatioF()));
    painter.setFont(labelFont(m_theme));
    painter.setPen(t.text);
    const QRectF line = inside.adjusted(kSign + kSignGap, 0, 1, 0);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(link.text, Qt::ElideRight, int(std::ceil(line.width()))));
}

} // namespace parking::ui
