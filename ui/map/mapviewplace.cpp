// Spaces that nobody placed yet, and the row in which a drag lays them.

#include "labels.h"
#include "map/mapview.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr double kTitleFrom = 3; // pixels per metre below which there is no room for it
constexpr double kTitleGap = 12; // between the title and its link
constexpr double kTarget = 28; // pixels at least for a finger

} // namespace

/// The line above the unplaced spaces, as wide as their rows; null where there is no room.
QRectF MapView::unplacedHead(const MapFloor &floor) const
{
    if (floor.layout.unplaced.isNull() || m_scale.pixelsPerMetre <= kTitleFrom)
        return {};
    const QRectF block = floor.layout.unplaced.translated(floor.offset);
    return m_scale.toPixels(QRectF(block.left() + kAisleMargin, block.top(),
                                   block.width() - kAisleMargin, kUnplacedHead));
}

std::optional<MapLink> MapView::placeLink(const MapFloor &floor) const
{
    const QRectF head = unplacedHead(floor);
    if (head.isNull() || m_readOnly || m_rowMode)
        return std::nullopt;
    MapLink link;
    link.kind = MapLink::Kind::PlaceOnPlan;
    link.text = tr("Place on plan");
    link.detail = tr("Lay these spaces in rows on the plan (P)");
    link.place = {floor.floor.building, floor.floor.name};
    link.where = link.place.floor;
    for (const int row : floor.rows) {
        const domain::Space &space = m_model.space(row);
        if (m_edit ? !m_edit->placements().value(space.id) : !space.placement)
            link.spaces.insert(space.id);
    }
    const QFontMetricsF metrics(m_theme.font(TextStyle::CardTitle));
    const double title = metrics.horizontalAdvance(tr("Not placed yet"));
    const double height = qMax(kTarget, metrics.height());
    link.box = QRectF(head.left() + title + kTitleGap, head.center().y() - height / 2,
                      metrics.horizontalAdvance(link.text) + 1, height);
    return link;
}

void MapView::paintUnplacedHead(QPainter &painter, const MapFloor &floor)
{
    const QRectF head = unplacedHead(floor);
    if (head.isNull())
        return;
    const Tokens &t = m_theme.tokens();
    painter.setFont(m_theme.font(TextStyle::CardTitle));
    painter.setPen(t.text2);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("Not placed yet"));
    const std::optional<MapLink> link = placeLink(floor);
    if (!link)
        return;
    const QList<MapLink> all = links();
    const bool lit = m_hoverLink >= 0 && all.value(m_hoverLink).place == link->place;
    QFont font = painter.font();
    font.setUnderline(lit);
    painter.setFont(font);
    painter.setPen(t.accent);
    painter.drawText(link->box, Qt::AlignLeft | Qt::AlignVCenter, link->text);
}

/// The row that the drag would lay, and how many of the spaces it takes.
void MapView::paintRow(QPainter &painter)
{
    if (m_drag != Drag::Row)
        return;
    const Tokens &t = m_theme.tokens();
    const QPointF offset = m_shown.first().offset;
    const QList<domain::SpaceId> spaces = rowCandidates();
    const Placements row = m_edit->rowOf(spaces, m_scale.toMetres(m_pressed) - offset,
                                         m_scale.toMetres(m_last) - offset);
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(t.accentSoft);
    for (const std::optional<domain::Placement> &placement : row)
        painter.drawRoundedRect(
            m_scale.toPixels(ui::boxOf(*placement).translated(offset)).adjusted(1, 1, -1, -1), 3,
            3);

    const QString text =
        tr("%1 of %2").arg(labels::number(int(row.size())), labels::number(int(spaces.size())));
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 20;
    const double high = m_theme.scaled(24);
    QRectF card(m_last.x() + 14, m_last.y() - 14 - high, wide, high);
    card.moveRight(qMin(card.right(), width() - 8.0));
    card.moveTop(qMax(card.top(), 8.0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    painter.drawRoundedRect(card, high / 2, high / 2);
    painter.setPen(t.accentText);
    painter.drawText(card, Qt::AlignCenter, text);
}

} // namespace parking::ui
