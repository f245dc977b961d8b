// What can be pressed on the map beside spaces: labels of common causes, "Place on plan".

#include "labels.h"
#include "map/mapview.h"

#include <QAccessible>
#include <QKeyEvent>

namespace parking::ui {

QList<MapLink> MapView::links() const
{
    QList<MapLink> links;
    if (m_shown.isEmpty()) {
        links = m_causeLinks;
        for (MapLink &link : links)
            link.detail = labels::detail(link.cause, m_model.now());
        return links;
    }
    for (const MapFloor &floor : m_shown) {
        if (std::optional<MapLink> link = placeLink(floor))
            links.append(std::move(*link));
    }
    return links;
}

std::pair<int, MapPlace> MapView::linkAt(const QPointF &pixels) const
{
    const QList<MapLink> all = links();
    for (int i = 0; i < all.size(); ++i) { // labels lie above rings
        if (all[i].box.contains(pixels))
            return {i, all[i].place};
    }
    for (int i = 0; i < all.size(); ++i) {
        for (const MapLink::Ring &ring : all[i].rings) {
            if (ring.box.contains(pixels))
                return {i, ring.place};
        }
    }
    return {-1, {}};
}

void MapView::hoverLink(const QPointF &pixels)
{
    const int link = linkAt(pixels).first;
    if (link == m_hoverLink)
        return;
    m_hoverLink = link;
    if (link >= 0)
        setCursor(Qt::PointingHandCursor);
    else
        m_rowMode ? setCursor(Qt::CrossCursor) : unsetCursor();
    update();
}

/// True when a click begins and ends on the same link, which is then followed.
bool MapView::pressedLink(const QPointF &pixels)
{
    const auto [link, place] = linkAt(pixels);
    if (link < 0 || linkAt(m_pressed).first != link)
        return false;
    MapLink chosen = links()[link];
    chosen.place = place;
    follow(chosen);
    return true;
}

/// Arrows go from cause to cause at site level, Enter opens; P places spaces on the plan.
bool MapView::keyLink(const QKeyEvent &event)
{
    const QList<MapLink> all = links();
    if (all.isEmpty() || event.modifiers() & ~Qt::KeypadModifier)
        return false;
    if (all.first().kind == MapLink::Kind::PlaceOnPlan) {
        if (event.key() != Qt::Key_P)
            return false;
        follow(all.first());
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        focusLink(qMin(m_focusLink + 1, int(all.size()) - 1));
        return true;
    case Qt::Key_Left:
    case Qt::Key_Up:
        focusLink(qMax(m_focusLink - 1, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_focusLink < 0)
            return false;
        follow(all[m_focusLink]);
        return true;
    default:
        return false;
    }
}

void MapView::focusLink(int link)
{
    m_focusLink = link;
    const MapLink &focused = m_causeLinks[link];
    const QString text = tr("%1: %2").arg(focused.where, focused.text);
    setAccessibleDescription(text);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(link); // site level has no other children
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT announced(text);
    update();
}

/// Opens the link's floor with its spaces selected; to place them, it is edited at once.
void MapView::follow(MapLink link)
{
    if (link.spaces.isEmpty())
        return;
    if (!(link.place == m_place))
        show(link.place);
    m_hoverLink = -1;
    unsetCursor();
    QSet<domain::SpaceId> chosen;
    for (const int row : shownRows()) {
        if (link.spaces.contains(m_model.space(row).id))
            chosen.insert(m_model.space(row).id);
    }
    if (link.kind == MapLink::Kind::PlaceOnPlan)
        setEditing(true);
    select(chosen);
    setRowMode(link.kind == MapLink::Kind::PlaceOnPlan);
}

} // namespace parking::ui
