// What keys do on a TimelineView.

#include "bookings/bookinglabels.h"
#include "bookings/timelineaccessible.h"
#include "bookings/timelineview.h"

#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace parking::ui {

using Kind = TimelineDrag::Kind;

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const bool isCurrent = m_scene.indexOf(m_marks.current) >= 0;
    switch (event->key()) {
    case Qt::Key_Escape:
        if (!m_drag.isPressed() && !m_drag.isActive())
            break;
        m_drag.cancel();
        m_byKeys = false;
        viewport()->update();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_byKeys && m_drag.isActive())
            finish();
        else if (const int line = m_scene.lineOf(m_marks.row); line >= 0)
            openLine(line);
        else if (isCurrent)
            Q_EMIT activated(m_marks.current);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (m_scene.lineOf(m_marks.row) >= 0)
            return; // what is chosen is a row: no booking goes for it
        if (isCurrent && !isStill() && m_scene.isMovable(m_scene.indexOf(m_marks.current)))
            Q_EMIT cancelAsked(m_marks.current, boxOf(m_marks.current).toAlignedRect());
        return;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp
                                               ? QAbstractSlider::SliderPageStepSub
                                               : QAbstractSlider::SliderPageStepAdd);
        return;
    default:
        if (arrowKey(*event) || zoomKey(*event))
            return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool TimelineView::arrowKey(const QKeyEvent &event)
{
    const int right = event.key() == Qt::Key_Right ? 1 : event.key() == Qt::Key_Left ? -1 : 0;
    const int down = event.key() == Qt::Key_Down ? 1 : event.key() == Qt::Key_Up ? -1 : 0;
    if (right == 0 && down == 0)
        return false;
    const int index = m_scene.indexOf(m_marks.current);
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    const bool control = event.modifiers() & Qt::ControlModifier;
    if (control && down != 0) {
        chooseLine(down);
        return true;
    }
    if (index < 0 || m_scene.lineOf(m_scene.spaceOf(index)) < 0) {
        const int first = m_scene.firstBooking();
        if (first >= 0)
            setCurrent(m_scene.booking(first).id);
        return true;
    }
    if (!shift && !control) {
        setCurrent(m_scene.booking(m_scene.neighbour(index, right, down)).id);
        return true;
    }
    if (isStill() || m_isLetGo)
        return true;
    const Milliseconds step =
        event.modifiers() & Qt::AltModifier ? TimelineAxis::kFineSnap : TimelineAxis::kSnap;
    const Kind kind = !control ? Kind::Move : shift ? Kind::Start : Kind::End;
    if (m_byKeys && m_drag.isActive() && m_drag.kind() != kind) {
        finish(); // what was moved so far is not lost to another key
        return true;
    }
    nudge(index, kind, right * step, down);
    return true;
}

/// Where keys bring a booking is seen: also in a group that was folded, and past the edge.
void TimelineView::nudge(int booking, Kind kind, Milliseconds by, int down)
{
    const bool isHeld = m_drag.isActive() && m_drag.booking() == m_scene.booking(booking).id;
    const domain::SpaceId from = isHeld ? m_drag.wish().space : m_scene.booking(booking).spaceId;
    if (down != 0 && m_scene.isMovable(booking))
        unfoldBeside(from, down);
    if (!m_drag.nudge(booking, kind, by, down))
        return;
    m_byKeys = true;
    const TimelineWish wish = m_drag.wish();
    if (const int line = m_scene.lineOf(m_scene.indexOf(wish.space)); line >= 0)
        m_scene.bringIntoView(line, wish.span);
    arrange();
    const labels::Told told = labels::obstacle(m_scene, m_drag);
    if (!told.title.isEmpty())
        Q_EMIT noted(told.title);
    else if (down != 0 && wish.space == from)
        Q_EMIT noted(down > 0 ? tr("There is no row further down.")
                              : tr("There is no row further up."));
}

/// The next rows are seen, where they are those of a folded group.
void TimelineView::unfoldBeside(const domain::SpaceId &space, int down)
{
    const QList<TimelineLine> &lines = m_scene.lines();
    int line = m_scene.lineOf(m_scene.indexOf(space));
    if (line < 0)
        return;
    do
        line += down;
    while (line >= 0 && line < lines.size() && lines[line].space < 0
           && !m_scene.isFolded(lines[line].group));
    if (line >= 0 && line < lines.size() && lines[line].space < 0)
        fold(lines[line].group);
}

/// The next line down or up is chosen: a head or a row, also one without bookings.
void TimelineView::chooseLine(int down)
{
    if (m_scene.lines().isEmpty())
        return;
    int line = m_scene.lineOf(m_marks.row);
    if (line < 0) { // from where the eye is
        const int booking = m_scene.indexOf(m_marks.current);
        line = booking < 0 ? -1 : m_scene.lineOf(m_scene.spaceOf(booking));
    }
    line = line < 0 ? std::max(m_scene.firstSeen(), 0)
                    : std::clamp(line + down, 0, int(m_scene.lines().size()) - 1);
    m_drag.cancel();
    m_byKeys = false;
    const TimelineLine &chosen = m_scene.lines()[line];
    m_marks.row = {chosen.space < 0 ? domain::SpaceId() : m_scene.spaces()[chosen.space].id,
                   m_scene.groups()[chosen.group]};
    m_scene.bringLineIntoView(line);
    arrange();
    TimelineAccessible::tellFocus(*this);
}

/// A head folds, or unfolds. On a row the next hour that is free from what is seen on is offered.
void TimelineView::openLine(int line)
{
    const TimelineLine &chosen = m_scene.lines()[line];
    if (chosen.space < 0)
        return fold(chosen.group);
    if (m_isLocked)
        return;
    const Milliseconds step = TimelineAxis::kSnap;
    const UtcTime from = std::max(m_scene.now(), m_scene.axis().seenFrom());
    const UtcTime start = TimelineAxis::snappedDown(from + step - Milliseconds(1), step);
    if (start >= m_scene.axis().to())
        return Q_EMIT noted(tr("This day is over."));
    TimelineWish wish{
        m_scene.spaces()[chosen.space].id,
        {start, start + std::min<Milliseconds>(std::chrono::hours(1), m_scene.policy().longest)}};
    if (const TimelineFinding finding = look(m_scene, wish); finding.fit)
        wish.span = *finding.fit;
    Q_EMIT createAsked(wish);
}

bool TimelineView::zoomKey(const QKeyEvent &event)
{
    const double middle = m_scene.size().width() / 2;
    if (event.key() == Qt::Key_Plus || event.key() == Qt::Key_Equal)
        zoom(middle, kZoomStep);
    else if (event.key() == Qt::Key_Minus)
        zoom(middle, 1 / kZoomStep);
    else if (event.key() == Qt::Key_0 && event.modifiers() & Qt::ControlModifier)
        change([](TimelineScene &scene) { scene.fit(); });
    else
        return false;
    return true;
}

/// What keys moved is asked for when the key that held it is let go.
void TimelineView::keyReleaseEvent(QKeyEvent *event)
{
    if (!event->isAutoRepeat()
        && (event->key() == Qt::Key_Shift || event->key() == Qt::Key_Control)) {
        if (m_byKeys)
            finish();
        m_isLetGo = false;
    }
    QAbstractScrollArea::keyReleaseEvent(event);
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    m_drag.cancel();
    m_byKeys = false;
    m_isLetGo = false;
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace parking::ui
