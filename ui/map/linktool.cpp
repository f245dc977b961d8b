#include "map/linktool.h"

#include "labels.h"
#include "map/arrowkeys.h"
#include "map/placelinks.h"

#include <QFontMetricsF>
#include <QKeyEvent>

namespace parking::ui {

LinkTool::LinkTool(const MapScene &scene, const SiteScene &site, const Theme &theme,
                   QObject *parent)
    : QObject(parent), m_scene(scene), m_site(site), m_theme(theme)
{
}

QList<MapLink> LinkTool::links() const
{
    if (!m_scene.isEmpty())
        return m_placing ? placeLinks(m_scene, QFontMetricsF(m_theme.font(TextStyle::CardTitle)))
                         : QList<MapLink>();
    QList<MapLink> links = m_site.causes();
    for (MapLink &link : links)
        link.detail = labels::detail(link.cause, m_site.model().now());
    return links;
}

void LinkTool::reset()
{
    m_hovered = m_focused = -1;
}

void LinkTool::relaid()
{
    m_hovered = -1;
    m_focused = qMin(m_focused, int(m_site.causes().size()) - 1);
}

void LinkTool::hover(const QPointF &pixels)
{
    const int link = linkAt(links(), pixels).index;
    if (link == m_hovered)
        return;
    m_hovered = link;
    Q_EMIT hoverChanged();
}

QString LinkTool::detailAt(const QPointF &pixels) const
{
    const QList<MapLink> all = links();
    return all.value(linkAt(all, pixels).index).detail;
}

bool LinkTool::click(const QPointF &from, const QPointF &to)
{
    const QList<MapLink> all = links();
    const LinkHit hit = linkAt(all, to);
    if (hit.index < 0 || linkAt(all, from).index != hit.index)
        return false;
    MapLink link = all[hit.index];
    link.place = hit.place;
    Q_EMIT followed(link);
    return true;
}

bool LinkTool::key(const QKeyEvent &event)
{
    const QList<MapLink> all = links();
    if (all.isEmpty() || event.modifiers() & ~Qt::KeypadModifier)
        return false;
    if (all.first().kind == MapLink::Kind::PlaceOnPlan) {
        if (event.key() != Qt::Key_P)
            return false;
        Q_EMIT followed(all.first());
        return true;
    }
    const QPointF direction = directionOf(event.key());
    if (!direction.isNull()) {
        const int by = direction.x() + direction.y() > 0 ? 1 : -1;
        focus(qBound(0, m_focused + by, int(all.size()) - 1));
        return true;
    }
    if (m_focused < 0
        || !QList<int>{Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}.contains(event.key()))
        return false;
    Q_EMIT followed(all[m_focused]);
    return true;
}

void LinkTool::focus(int link)
{
    m_focused = link;
    Q_EMIT focusChanged(link);
}

} // namespace parking::ui
