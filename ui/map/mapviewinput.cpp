// Mouse and keyboard of MapView.

#include "labels.h"
#include "map/mapview.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace parking::ui {

namespace {

constexpr double kDragFrom = 5; // pixels

} // namespace

bool MapView::event(QEvent *event)
{
    // The map is one tab stop; its letters, arrows and Backspace are not shortcuts of others.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool function = key->key() >= Qt::Key_F1 && key->key() <= Qt::Key_F35;
        const bool undo = m_edit && key->key() == Qt::Key_Z; // of the draft
        if ((key->modifiers() == Qt::NoModifier && !function) || undo)
            event->accept();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString detail = links().value(linkAt(help->pos()).first).detail;
        detail.isEmpty() ? QToolTip::hideText()
                         : QToolTip::showText(help->globalPos(), detail, this);
        return true;
    }
    return QWidget::event(event);
}

void MapView::resizeEvent(QResizeEvent *)
{
    arrange();
    refit();
}

void MapView::wheelEvent(QWheelEvent *event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (m_shown.isEmpty() || steps == 0)
        return;
    zoomAt(event->position(), std::pow(1.2, steps));
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = m_last = event->position();
    m_hoverShown = false;
    const Hit hit = m_shown.isEmpty() ? Hit() : hitAt(m_pressed);
    if (pressEdited(m_pressed, hit))
        return;
    if (event->modifiers() & Qt::ShiftModifier && !hit.isValid())
        m_drag = Drag::Band;
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    if (!(event->buttons() & Qt::LeftButton)) {
        hoverLink(at);
        const Hit hit = m_shown.isEmpty() ? Hit() : hitAt(at);
        if (hit == m_hover)
            return;
        m_hover = hit;
        m_hoverShown = false;
        m_hoverTimer.start();
        update();
        return;
    }
    if (m_drag == Drag::None && (at - m_pressed).manhattanLength() >= kDragFrom
        && !m_shown.isEmpty()) {
        m_drag = event->modifiers() & Qt::ShiftModifier ? Drag::Band : Drag::Pan;
        setCursor(m_drag == Drag::Pan ? Qt::ClosedHandCursor : Qt::CrossCursor);
    }
    if (m_drag == Drag::Pan) {
        m_scale.origin += at - m_last;
        m_fitted = false;
    } else if (m_drag == Drag::Move || m_drag == Drag::Resize) {
        const QPointF metres = (at - m_pressed) / m_scale.pixelsPerMetre;
        m_moved = {snapped(metres.x()), snapped(metres.y())};
    }
    m_last = at;
    update();
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    unsetCursor();
    const bool moved = !m_moved.isNull();
    if (drag == Drag::Resize || drag == Drag::Row || (drag == Drag::Move && moved)) {
        releaseEdited(drag, event->position());
        return;
    }
    if (drag == Drag::Band) {
        QSet<domain::SpaceId> inside = m_selection;
        const QRectF band = QRectF(m_pressed, event->position()).normalized();
        for (int floor = 0; floor < m_shown.size(); ++floor) {
            for (int i = 0; i < m_shown[floor].rows.size(); ++i) {
                if (band.intersects(boxOf(Hit{floor, i})))
                    inside.insert(idOf(Hit{floor, i}));
            }
        }
        select(inside);
        update();
        return;
    }
    if (drag == Drag::Pan || pressedLink(event->position()))
        return;
    if (m_shown.isEmpty()) {
        openStrip(event->position());
        return;
    }
    const Hit hit = hitAt(event->position());
    if (!hit.isValid()) {
        select({});
        return;
    }
    if (event->modifiers() & Qt::ControlModifier) {
        QSet<domain::SpaceId> chosen = m_selection;
        if (!chosen.remove(idOf(hit)))
            chosen.insert(idOf(hit));
        m_current = idOf(hit);
        select(chosen);
        return;
    }
    setCurrent(hit, false);
}

void MapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = m_shown.isEmpty() ? Hit() : hitAt(event->position());
    if (hit.isValid())
        Q_EMIT activated(idOf(hit));
    else if (m_place.floor.isEmpty() && m_shown.size() > 1) {
        const QPointF metres = m_scale.toMetres(event->position());
        for (const MapFloor &floor : std::as_const(m_shown)) {
            if (QRectF(floor.offset, floor.layout.size).contains(metres)) {
                show({m_place.building, floor.floor.name});
                return;
            }
        }
    }
}

void MapView::leaveEvent(QEvent *)
{
    m_hover = {};
    m_hoverShown = false;
    m_hoverLink = -1;
    update();
}

void MapView::openStrip(const QPointF &pixels)
{
    for (auto strip = m_strips.crbegin(); strip != m_strips.crend(); ++strip) {
        if (strip->box.contains(pixels)) {
            show({strip->building, strip->floor});
            return;
        }
    }
}

// --- Keyboard ------------------------------------------------------------------------------------

void MapView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    const QHash<int, QPointF> arrows{{Qt::Key_Left, {-1, 0}},
                                     {Qt::Key_Right, {1, 0}},
                                     {Qt::Key_Up, {0, -1}},
                                     {Qt::Key_Down, {0, 1}}};
    const int key = event->key();
    if (keyEdited(*event) || keyLink(*event)) {
        // done
    } else if (arrows.contains(key)) {
        step(arrows.value(key));
    } else if (key == Qt::Key_Home || key == Qt::Key_End) {
        stepToEnd(key == Qt::Key_Home);
    } else if (key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
        changeFloor(key == Qt::Key_PageUp ? 1 : -1);
    } else if (control && key == Qt::Key_0) {
        fit();
    } else if (key == Qt::Key_Plus || key == Qt::Key_Equal) {
        zoomBy(1.25);
    } else if (key == Qt::Key_Minus) {
        zoomBy(0.8);
    } else if (key == Qt::Key_Backspace) {
        levelUp();
    } else if (control && key == Qt::Key_A) {
        selectZone();
    } else if (key == Qt::Key_Space && !m_current.isNull()) {
        QSet<domain::SpaceId> chosen = m_selection;
        if (!chosen.remove(m_current))
            chosen.insert(m_current);
        select(chosen);
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !m_current.isNull()) {
        Q_EMIT activated(m_current);
    } else if (key == Qt::Key_M && !m_selection.isEmpty() && !m_readOnly) {
        Q_EMIT maintenanceRequested(m_selection);
    } else if (key == Qt::Key_L && !m_selection.isEmpty() && !m_readOnly) {
        Q_EMIT resendRequested(m_selection);
    } else {
        QWidget::keyPressEvent(event); // Esc and the rest belong to the window
        return;
    }
    event->accept();
}

void MapView::setCurrent(const Hit &hit, bool keepSelection)
{
    m_current = idOf(hit);
    if (!keepSelection)
        select({m_current});
    const QRectF box = boxOf(hit);
    if (!QRectF(rect()).contains(box)) {
        m_fitted = false;
        m_scale.origin += QRectF(rect()).center() - box.center();
    }
    update();
    announce();
}

/// The nearest space in that direction: along it counts once, across it three times.
void MapView::step(const QPointF &direction)
{
    if (m_shown.isEmpty() || m_shown.first().rows.isEmpty())
        return;
    const Hit from = hitOfRow(m_model.rowOf(m_current));
    if (!from.isValid()) {
        setCurrent({0, 0}, false);
        return;
    }
    const QPointF start = boxOf(from).center();
    Hit best;
    double bestCost = 1e18;
    for (int floor = 0; floor < m_shown.size(); ++floor) {
        for (int i = 0; i < m_shown[floor].rows.size(); ++i) {
            const QPointF way = boxOf(Hit{floor, i}).center() - start;
            const double along = QPointF::dotProduct(way, direction);
            const double across =
                std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
            if (along > 1 && along + 3 * across < bestCost) {
                bestCost = along + 3 * across;
                best = {floor, i};
            }
        }
    }
    if (best.isValid())
        setCurrent(best, false);
}

/// The first or last space of the row that the current one stands in.
void MapView::stepToEnd(bool first)
{
    const Hit from = hitOfRow(m_model.rowOf(m_current));
    if (!from.isValid())
        return;
    const QList<QRectF> &boxes = m_shown[from.floor].boxes;
    int best = from.index;
    for (int i = 0; i < boxes.size(); ++i) {
        if (std::abs(boxes[i].center().y() - boxes[from.index].center().y()) > 1)
            continue;
        const bool further = first ? boxes[i].center().x() < boxes[best].center().x()
                                   : boxes[i].center().x() > boxes[best].center().x();
        if (further)
            best = i;
    }
    setCurrent({from.floor, best}, false);
}

void MapView::changeFloor(int by)
{
    QStringList floors;
    for (const domain::Floor &floor : m_model.floors()) {
        if (floor.building == m_place.building)
            floors.append(floor.name); // bottom first
    }
    const qsizetype at = floors.indexOf(m_place.floor);
    if (at >= 0 && at + by >= 0 && at + by < floors.size())
        show({m_place.building, floors[at + by]});
}

void MapView::selectZone()
{
    const int row = m_model.rowOf(m_current);
    QSet<domain::SpaceId> chosen;
    for (const MapFloor &floor : std::as_const(m_shown)) {
        for (const int other : floor.rows) {
            if (row < 0 || m_model.space(other).zone == m_model.space(row).zone)
                chosen.insert(m_model.space(other).id);
        }
    }
    select(chosen);
}

QString MapView::describe(int row) const
{
    const domain::SpaceStatus &status = m_model.status(row);
    QString state = labels::text(status.state).toLower();
    const auto &booking = status.inputs.reservation;
    if (status.state == domain::SpaceState::Reserved && booking)
        state = tr("%1 until %2").arg(state, labels::clock(booking->end));
    const QString code = m_model.space(row).code;
    const QString confidence = labels::text(m_model.confidence(row)).toLower();
    if (!confidence.isEmpty())
        return tr("%1, %2, sensor %3").arg(code, state, confidence);
    return status.inputs.sensor
        ? tr("%1, %2, sensor %3").arg(code, state, labels::text(status.inputs.sensor->occupancy))
        : tr("%1, %2").arg(code, state);
}

void MapView::announce()
{
    const int row = m_model.rowOf(m_current);
    if (row < 0)
        return;
    const QString text = describe(row);
    setAccessibleDescription(text);
    const qsizetype index = shownRows().indexOf(row);
    if (QAccessible::isActive() && index >= 0) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(int(index));
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT announced(text);
}

QList<int> MapView::shownRows() const
{
    QList<int> rows;
    for (const MapFloor &floor : m_shown)
        rows += floor.rows;
    return rows;
}

int MapView::rowAt(const QPointF &pixels) const
{
    const Hit hit = m_shown.isEmpty() ? Hit() : hitAt(pixels);
    return hit.isValid() ? rowOf(hit) : -1;
}

} // namespace parking::ui
