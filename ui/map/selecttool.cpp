#include "map/selecttool.h"

#include "map/arrowkeys.h"

#include <QKeyEvent>

namespace parking::ui {

using namespace std::chrono_literals;

SelectTool::SelectTool(MapScene &scene, QObject *parent)
    : QObject(parent), m_scene(scene), m_cardTimer(this)
{
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(250ms);
    connect(&m_cardTimer, &QTimer::timeout, this, [this] {
        m_card = m_hovered.isValid();
        Q_EMIT hoverChanged();
    });
}

// --- The choice ----------------------------------------------------------------------------------

void SelectTool::select(const QSet<domain::SpaceId> &spaces)
{
    if (spaces == m_selection)
        return;
    m_selection = spaces;
    if (!spaces.contains(m_current))
        m_current = spaces.size() == 1 ? *spaces.cbegin() : domain::SpaceId();
    Q_EMIT selectionChanged(m_selection);
}

void SelectTool::toggle(domain::SpaceId space)
{
    QSet<domain::SpaceId> chosen = m_selection;
    if (!chosen.remove(space))
        chosen.insert(space);
    m_current = space;
    select(chosen);
}

void SelectTool::setCurrent(domain::SpaceId space)
{
    m_current = space;
    select({space});
    m_scene.bringIntoView(m_scene.boxOf(space));
    Q_EMIT currentChanged(space);
}

// --- Mouse ---------------------------------------------------------------------------------------

void SelectTool::hover(const QPointF &pixels)
{
    const MapHit hit = m_scene.hitAt(pixels);
    if (hit == m_hovered)
        return;
    m_hovered = hit;
    m_card = false;
    m_cardTimer.start();
    Q_EMIT hoverChanged();
}

void SelectTool::leave()
{
    m_hovered = {};
    m_card = false;
}

void SelectTool::click(const QPointF &pixels, Qt::KeyboardModifiers keys)
{
    const MapHit hit = m_scene.hitAt(pixels);
    if (!hit.isValid()) { // a miss while collecting drops nothing
        if (!(keys & (Qt::ControlModifier | Qt::ShiftModifier)))
            select({});
    } else if (keys & Qt::ShiftModifier) {
        selectRow(hit);
    } else if (keys & Qt::ControlModifier) {
        toggle(m_scene.idOf(hit));
    } else {
        setCurrent(m_scene.idOf(hit));
    }
}

/// From the current space to this one, in addition; all of the row where the current one stands in
/// another.
void SelectTool::selectRow(const MapHit &to)
{
    const domain::SpaceId space = m_scene.idOf(to);
    const MapHit from = m_scene.hitOf(m_current);
    const QList<MapHit> row = m_scene.rowThrough(to);
    qsizetype first = row.indexOf(from);
    qsizetype last = row.indexOf(to);
    if (first < 0 || first == last) {
        first = 0;
        last = row.size() - 1;
    }
    QSet<domain::SpaceId> chosen = m_selection;
    for (qsizetype i = qMin(first, last); i <= qMax(first, last); ++i)
        chosen.insert(m_scene.idOf(row[i]));
    m_current = space;
    select(chosen);
    Q_EMIT currentChanged(space);
}

void SelectTool::selectBand(const QRectF &pixels)
{
    select(m_selection + m_scene.touching(pixels));
}

// --- Keys ----------------------------------------------------------------------------------------

bool SelectTool::key(const QKeyEvent &event)
{
    const QPointF direction = directionOf(event.key());
    if (!direction.isNull()) {
        walk(direction);
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Home:
    case Qt::Key_End:
        walkToEnd(event.key() == Qt::Key_Home);
        return true;
    case Qt::Key_A:
        if (!(event.modifiers() & Qt::ControlModifier))
            return false;
        select(m_scene.zoneOf(m_current));
        return true;
    case Qt::Key_Space:
        if (!m_current.isNull())
            toggle(m_current);
        return !m_current.isNull();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current.isNull())
            Q_EMIT activated(m_current);
        return !m_current.isNull();
    default:
        return false;
    }
}

void SelectTool::walk(const QPointF &direction)
{
    if (m_scene.isEmpty() || m_scene.floors().first().rows.isEmpty())
        return;
    const MapHit from = m_scene.hitOf(m_current);
    const MapHit to = from.isValid() ? m_scene.neighbour(from, direction) : MapHit{0, 0};
    if (to.isValid())
        setCurrent(m_scene.idOf(to));
}

void SelectTool::walkToEnd(bool first)
{
    const MapHit from = m_scene.hitOf(m_current);
    if (from.isValid())
        setCurrent(m_scene.idOf(m_scene.endOfRow(from, first)));
}

} // namespace parking::ui
