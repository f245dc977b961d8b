#include "map/edittool.h"

#include "labels.h"
#include "map/arrowkeys.h"

#include <QKeyEvent>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr double kHandle = 8; // pixels
constexpr double kRoomy = 44; // pixels
constexpr double kReach = 7; // pixels around a handle's centre
constexpr double kDragFrom = 5; // pixels; less is a click

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

/// What is stored of a floor; nullopt: it has no row.
std::optional<domain::Floor> storedFloor(const domain::FloorId &id, const SiteModel &model)
{
    for (const domain::Floor &floor : model.floors()) {
        if (!id.isNull() && floor.id == id)
            return floor;
    }
    return std::nullopt;
}

/// Where a floor has no plan its spaces stand in rows that were made: these are what is edited.
LayoutEdit draftOf(const MapFloor &floor, const SiteModel &model)
{
    Placements stored;
    Placements shown;
    for (const int row : floor.rows) {
        const domain::Space &space = model.space(row);
        stored.insert(space.id, space.placement);
        shown.insert(space.id,
                     floor.layout.generated ? std::optional(floor.layout.placements.value(space.id))
                                            : space.placement);
    }
    return {stored, shown, sheetOf(floor.floor)};
}

} // namespace

EditTool::EditTool(const MapScene &scene, const QSet<domain::SpaceId> &selection, QObject *parent)
    : QObject(parent), m_scene(scene), m_selection(selection),
      m_draft(draftOf(scene.floors().first(), scene.model())),
      m_seenFloor(storedFloor(scene.floors().first().floor.id, scene.model()))
{
}

void EditTool::change(const std::function<void(LayoutEdit &)> &step)
{
    step(m_draft);
    Q_EMIT changed();
}

domain::LayoutChange EditTool::change() const
{
    domain::LayoutChange change;
    change.placements = m_draft.changes();
    if (m_draft.isSheetChanged()) {
        change.floor = m_scene.floors().first().floor; // as the draft has it
        if (change.floor->id.isNull()) {
            change.floor->id = domain::FloorId::create();
            change.floor->siteId = m_scene.model().site().id;
        }
    }
    return change;
}

void EditTool::resume(const KeptDraft &kept)
{
    m_draft = kept.draft;
    m_seenFloor = kept.seenFloor;
    Q_EMIT changed();
}

domain::LayoutChange EditTool::seen() const
{
    return {m_draft.seen(), m_draft.isSheetChanged() ? m_seenFloor : std::nullopt};
}

domain::SpaceId EditTool::sizable() const
{
    if (m_selection.size() != 1 || !m_draft.placements().value(*m_selection.cbegin()))
        return {};
    return *m_selection.cbegin();
}

QPointF EditTool::toFloor(const QPointF &pixels) const
{
    return m_scene.scale().toMetres(pixels) - m_scene.floors().first().offset;
}

// --- Rows ----------------------------------------------------------------------------------------

void EditTool::setRowMode(bool on)
{
    m_rowMode = on;
    Q_EMIT rowModeChanged();
}

QList<domain::SpaceId> EditTool::rowCandidates() const
{
    QList<domain::SpaceId> loose;
    QList<domain::SpaceId> selected;
    for (const int row : m_scene.floors().first().rows) {
        const domain::SpaceId id = m_scene.model().space(row).id;
        const bool isSelected = m_selection.contains(id);
        if (!m_draft.placements().value(id) && (isSelected || m_selection.isEmpty()))
            loose.append(id);
        if (isSelected)
            selected.append(id);
    }
    return loose.isEmpty() && selected.size() > 1 ? selected : loose;
}

/// What does not fit stands ready for the next row.
void EditTool::layRow(const QPointF &to)
{
    const QList<domain::SpaceId> spaces = rowCandidates();
    change([&](LayoutEdit &draft) { draft.row(spaces, toFloor(m_pressed), toFloor(to)); });
    QSet<domain::SpaceId> rest;
    for (const domain::SpaceId &id : spaces) {
        if (!m_draft.placements().value(id))
            rest.insert(id);
    }
    if (!rest.isEmpty())
        Q_EMIT selected(rest);
    setRowMode(!rest.isEmpty());
}

// --- Mouse ---------------------------------------------------------------------------------------

/// The size handle under the pointer; empty when there is none.
QSet<LayoutEdit::Edge> EditTool::handleAt(const QPointF &pixels) const
{
    const domain::SpaceId space = sizable();
    if (space.isNull())
        return {};
    for (const Handle &handle : handlesOf(m_scene.boxOf(space))) {
        if ((handle.at - pixels).manhattanLength() <= kReach)
            return handle.edges;
    }
    return {};
}

bool EditTool::press(const QPointF &pixels, Qt::KeyboardModifiers keys)
{
    m_pressed = m_last = pixels;
    m_handle = handleAt(pixels);
    m_grabbed = {};
    const MapHit hit = m_scene.hitAt(pixels);
    const domain::SpaceId space = hit.isValid() ? m_scene.idOf(hit) : domain::SpaceId();
    if (m_rowMode)
        m_drag = Drag::Row;
    else if (!m_handle.isEmpty())
        m_drag = Drag::Resize;
    else if (m_selection.contains(space))
        m_drag = Drag::Move;
    else if (keys == Qt::NoModifier && m_draft.placements().value(space)) {
        m_drag = Drag::Move;
        m_grabbed = space;
    }
    return isDragging();
}

void EditTool::drag(const QPointF &pixels)
{
    m_last = pixels;
    const QPointF way = pixels - m_pressed;
    if (m_drag == Drag::Move && m_moved.isNull() && way.manhattanLength() < kDragFrom)
        return;
    const QPointF metres = way / m_scene.scale().pixelsPerMetre;
    m_moved = m_drag == Drag::Row ? QPointF() : QPointF(snapped(metres.x()), snapped(metres.y()));
    if (!m_grabbed.isNull() && !m_moved.isNull())
        Q_EMIT selected({std::exchange(m_grabbed, {})});
}

bool EditTool::release(const QPointF &pixels)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    const QPointF by = std::exchange(m_moved, {});
    if (drag == Drag::None || (drag == Drag::Move && by.isNull()))
        return false;
    if (drag == Drag::Row)
        layRow(pixels);
    else if (drag == Drag::Move)
        change([&](LayoutEdit &draft) { draft.move(m_selection, by); });
    else if (!by.isNull())
        change([&](LayoutEdit &draft) { draft.moveEdges(*m_selection.cbegin(), m_handle, by); });
    return true;
}

// --- Keys ----------------------------------------------------------------------------------------

bool EditTool::key(const QKeyEvent &event)
{
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    if (const QPointF direction = directionOf(event.key()); !direction.isNull())
        return keyArrow(direction, shift);
    switch (event.key()) {
    case Qt::Key_Z:
        if (!(event.modifiers() & Qt::ControlModifier))
            return false;
        change([shift](LayoutEdit &draft) { shift ? draft.redo() : draft.undo(); });
        return true;
    case Qt::Key_Delete:
        change([this](LayoutEdit &draft) { draft.unplace(m_selection); });
        return true;
    case Qt::Key_R:
        change([&](LayoutEdit &draft) { draft.rotate(m_selection, shift ? 15 : 90); });
        return true;
    case Qt::Key_Escape:
        if (!isDragging() && !m_rowMode)
            return false;
        m_drag = Drag::None;
        m_moved = {};
        setRowMode(false);
        return true;
    default:
        return false;
    }
}

/// Moves the selection by a step of the grid, or the far edges of the one selected space.
bool EditTool::keyArrow(const QPointF &direction, bool resizes)
{
    if (m_selection.isEmpty())
        return false;
    const QPointF by = direction * kLayoutGrid;
    change([&](LayoutEdit &draft) {
        if (resizes && m_selection.size() == 1)
            draft.moveEdges(*m_selection.cbegin(), {Edge::Right, Edge::Bottom}, by);
        else
            draft.move(m_selection, by);
    });
    return true;
}

// --- Painting ------------------------------------------------------------------------------------

void EditTool::paint(QPainter &painter, const Theme &theme) const
{
    paintOverlaps(painter, theme);
    if (m_drag != Drag::Move && !sizable().isNull())
        paintHandles(painter, theme);
    if (m_drag == Drag::Row)
        paintRow(painter, theme);
}

void EditTool::paintOverlaps(QPainter &painter, const Theme &theme) const
{
    painter.setPen(QPen(theme.tokens().warning, 2));
    painter.setBrush(Qt::NoBrush);
    for (const domain::SpaceId &space : m_draft.overlapping())
        painter.drawRect(m_scene.boxOf(space).adjusted(1, 1, -1, -1));
}

void EditTool::paintHandles(QPainter &painter, const Theme &theme) const
{
    const Tokens &t = theme.tokens();
    QRectF box = m_scene.boxOf(sizable());
    if (m_drag == Drag::Resize) {
        const QPointF by = m_moved * m_scene.scale().pixelsPerMetre;
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

/// The row that the drag would lay, and how many of the spaces it takes.
void EditTool::paintRow(QPainter &painter, const Theme &theme) const
{
    const Tokens &t = theme.tokens();
    const QList<domain::SpaceId> spaces = rowCandidates();
    const Placements row = m_draft.rowOf(spaces, toFloor(m_pressed), toFloor(m_last));
    const QPointF offset = m_scene.floors().first().offset;
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(t.accentSoft);
    for (const std::optional<domain::Placement> &placement : row) {
        const QRectF box = m_scene.scale().toPixels(ui::boxOf(*placement).translated(offset));
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3);
    }

    const QString text =
        tr("%1 of %2").arg(labels::number(int(row.size())), labels::number(int(spaces.size())));
    painter.setFont(theme.font(TextStyle::BodyStrong));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 20;
    const double high = theme.scaled(24);
    QRectF card(m_last.x() + 14, m_last.y() - 14 - high, wide, high);
    card.moveRight(qMin(card.right(), m_scene.viewport().right() - 8));
    card.moveTop(qMax(card.top(), 8.0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    painter.drawRoundedRect(card, high / 2, high / 2);
    painter.setPen(t.accentText);
    painter.drawText(card, Qt::AlignCenter, text);
}

} // namespace parking::ui
