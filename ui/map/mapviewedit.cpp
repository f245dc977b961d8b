// The map while its layout is edited.

#include "map/mapview.h"

#include <QKeyEvent>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr double kHandle = 8; // pixels
constexpr double kRoomy = 44; // pixels
constexpr double kReach = 7; // pixels around a handle's centre

using Edge = LayoutEdit::Edge;

struct Handle {
    QSet<Edge> edges;
    QPointF at;
};

/// At the corners, and in the middle of sides that have room.
QList<Handle> handlesOf(const QRectF &box)
{
    const double x = box.center().x();
    const double y = box.center().y();
    QList<Handle> handles{{{Edge::Left, Edge::Top}, box.topLeft()},
                          {{Edge::Right, Edge::Top}, box.topRight()},
                          {{Edge::Left, Edge::Bottom}, box.bottomLeft()},
                          {{Edge::Right, Edge::Bottom}, box.bottomRight()}};
    if (box.height() >= kRoomy)
        handles << Handle{{Edge::Left}, {box.left(), y}} << Handle{{Edge::Right}, {box.right(), y}};
    if (box.width() >= kRoomy)
        handles << Handle{{Edge::Top}, {x, box.top()}} << Handle{{Edge::Bottom}, {x, box.bottom()}};
    return handles;
}

} // namespace

void MapView::setEditing(bool editing)
{
    const bool on = editing && !m_readOnly && m_shown.size() == 1 && !m_place.floor.isEmpty();
    if (on == isEditing())
        return;
    m_moved = {};
    m_drag = Drag::None;
    m_rowMode = false;
    if (on) {
        Placements stored;
        Placements shown;
        const MapFloor &floor = m_shown.first();
        for (const int row : floor.rows) {
            const domain::Space &space = m_model.space(row);
            stored.insert(space.id, space.placement);
            shown.insert(space.id,
                         floor.layout.generated
                             ? std::optional(floor.layout.placements.value(space.id))
                             : space.placement);
        }
        m_edit = std::make_unique<LayoutEdit>(stored, shown);
    } else {
        m_edit.reset();
        reload();
    }
    update();
    Q_EMIT editChanged();
}

void MapView::change(const std::function<void(LayoutEdit &)> &step)
{
    if (!m_edit)
        return;
    step(*m_edit);
    // The plan stays under the hand, also when spaces come onto it from below or leave it.
    const bool fitted = std::exchange(m_fitted, false);
    reload();
    m_fitted = fitted;
    Q_EMIT editChanged();
}

void MapView::moveEdited(const QPointF &metres)
{
    change([&](LayoutEdit &edit) { edit.move(m_selection, metres); });
}

QList<domain::SpaceId> MapView::rowCandidates() const
{
    QList<domain::SpaceId> spaces;
    for (const int row : m_shown.first().rows) {
        const domain::SpaceId id = m_model.space(row).id;
        if (m_selection.isEmpty() ? !m_edit->placements().value(id) : m_selection.contains(id))
            spaces.append(id);
    }
    return spaces;
}

void MapView::setRowMode(bool on)
{
    m_rowMode = on && isEditing();
    m_rowMode ? setCursor(Qt::CrossCursor) : unsetCursor();
    Q_EMIT editChanged();
}

/// The size handle under the pointer; empty when there is none.
QSet<LayoutEdit::Edge> MapView::handleAt(const QPointF &pixels) const
{
    if (!m_edit || m_selection.size() != 1 || !m_edit->placements().value(*m_selection.cbegin()))
        return {};
    for (const Handle &handle : handlesOf(boxOf(*m_selection.cbegin()))) {
        if ((handle.at - pixels).manhattanLength() <= kReach)
            return handle.edges;
    }
    return {};
}

/// True when a drag of the edit mode begins here.
bool MapView::pressEdited(const QPointF &pixels, const Hit &hit)
{
    if (!m_edit)
        return false;
    m_handle = handleAt(pixels);
    if (m_rowMode)
        m_drag = Drag::Row;
    else if (!m_handle.isEmpty())
        m_drag = Drag::Resize;
    else if (hit.isValid() && m_selection.contains(idOf(hit)))
        m_drag = Drag::Move;
    else
        return false;
    return true;
}

/// The end of a drag that pressEdited() began.
void MapView::releaseEdited(Drag drag, const QPointF &pixels)
{
    const QPointF by = std::exchange(m_moved, {});
    if (drag == Drag::Move && !by.isNull()) {
        moveEdited(by);
    } else if (drag == Drag::Resize && !by.isNull()) {
        change([&](LayoutEdit &edit) { edit.moveEdges(*m_selection.cbegin(), m_handle, by); });
    } else if (drag == Drag::Row) {
        const QPointF offset = m_shown.first().offset;
        const QList<domain::SpaceId> spaces = rowCandidates();
        change([&](LayoutEdit &edit) {
            edit.row(spaces, m_scale.toMetres(m_pressed) - offset,
                     m_scale.toMetres(pixels) - offset);
        });
        // What did not fit stands ready for the next row.
        QSet<domain::SpaceId> rest;
        for (const domain::SpaceId &id : spaces) {
            if (!m_edit->placements().value(id))
                rest.insert(id);
        }
        if (!rest.isEmpty())
            select(rest);
        setRowMode(!rest.isEmpty());
    }
    update();
}

/// Keys that mean something else while the layout is edited.
bool MapView::keyEdited(const QKeyEvent &event)
{
    if (!m_edit)
        return false;
    const bool control = event.modifiers() & Qt::ControlModifier;
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    const QHash<int, QPointF> arrows{{Qt::Key_Left, {-1, 0}},
                                     {Qt::Key_Right, {1, 0}},
                                     {Qt::Key_Up, {0, -1}},
                                     {Qt::Key_Down, {0, 1}}};
    if (control && event.key() == Qt::Key_Z) {
        change([shift](LayoutEdit &edit) { shift ? edit.redo() : edit.undo(); });
    } else if (arrows.contains(event.key()) && !m_selection.isEmpty()) {
        const QPointF by = arrows.value(event.key()) * kLayoutGrid;
        if (shift && m_selection.size() == 1)
            change([&](LayoutEdit &edit) {
                edit.moveEdges(*m_selection.cbegin(), {Edge::Right, Edge::Bottom}, by);
            });
        else
            moveEdited(by);
    } else if (event.key() == Qt::Key_Delete) {
        change([this](LayoutEdit &edit) { edit.unplace(m_selection); });
    } else if (event.key() == Qt::Key_R) {
        change([&](LayoutEdit &edit) { edit.rotate(m_selection, shift ? 15 : 90); });
    } else if (event.key() == Qt::Key_Escape && (m_drag != Drag::None || m_rowMode)) {
        m_drag = Drag::None;
        m_moved = {};
        setRowMode(false);
        update();
    } else {
        return false;
    }
    return true;
}

void MapView::paintHandles(QPainter &painter)
{
    if (!m_edit || m_selection.size() != 1 || m_drag == Drag::Move)
        return;
    if (!m_edit->placements().value(*m_selection.cbegin()))
        return;
    const Tokens &t = m_theme.tokens();
    QRectF box = boxOf(*m_selection.cbegin());
    const QPointF by = m_moved * m_scale.pixelsPerMetre;
    if (m_drag == Drag::Resize) {
        box.adjust(m_handle.contains(Edge::Left) ? by.x() : 0,
                   m_handle.contains(Edge::Top) ? by.y() : 0,
                   m_handle.contains(Edge::Right) ? by.x() : 0,
                   m_handle.contains(Edge::Bottom) ? by.y() : 0);
        painter.setPen(QPen(t.accent, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.normalized());
    }
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(t.surface);
    for (const Handle &handle : handlesOf(box))
        painter.drawRect(
            QRectF(handle.at.x() - kHandle / 2, handle.at.y() - kHandle / 2, kHandle, kHandle));
}

} // namespace parking::ui
