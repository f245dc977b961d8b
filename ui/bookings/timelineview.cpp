#include "bookings/timelineview.h"

#include "bookings/bookinglabels.h"
#include "bookings/timelineaccessible.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace parking::ui {

TimelineView::TimelineView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_painter(theme), m_drag(m_scene)
{
    TimelineAccessible::install();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline of bookings"));
    setAccessibleDescription(
        tr("Arrows move between bookings. Shift and arrows move the booking, Ctrl and left or "
           "right move "
           "its end, with Shift its start. Enter edits it, Delete cancels it. Ctrl and up or down "
           "choose a row, where Enter books, or a head, where it folds."));
    viewport()->setMouseTracking(true);
    setCornerWidget(new QWidget(this));
    m_scene.setMetrics(m_painter.metrics());
    connect(&theme, &Theme::changed, this, [this] {
        m_scene.setMetrics(m_painter.metrics());
        arrange();
    });
}

// --- What is shown -------------------------------------------------------------------------------

void TimelineView::change(const std::function<void(TimelineScene &)> &change)
{
    change(m_scene);
    const auto overtaken = m_drag.refresh();
    m_isLetGo |= overtaken && m_byKeys;
    if (!m_marks.current.isNull() && m_scene.indexOf(m_marks.current) < 0)
        select({});
    arrange();
    if (overtaken)
        Q_EMIT moveOvertaken(*overtaken);
}

void TimelineView::setReadOnly(bool readOnly)
{
    m_marks.isReadOnly = readOnly;
    if (readOnly)
        m_drag.cancel();
    viewport()->update();
}

void TimelineView::setLocked(bool locked)
{
    m_isLocked = locked;
    if (locked)
        m_drag.cancel();
    viewport()->update();
}

void TimelineView::setCurrent(const domain::BookingId &booking)
{
    select(booking);
    if (const int index = m_scene.indexOf(booking); index >= 0) {
        m_scene.bringIntoView(index);
        arrange();
    }
}

void TimelineView::select(const domain::BookingId &booking)
{
    m_marks.row = {};
    if (m_marks.current == booking)
        return;
    m_marks.current = booking;
    viewport()->update();
    TimelineAccessible::tellFocus(*this);
    Q_EMIT currentChanged(booking);
}

void TimelineView::setProposal(const std::optional<TimelineWish> &wish,
                               const domain::BookingId &except)
{
    m_marks.proposal = wish;
    m_proposalExcept = except;
    QSet<domain::SpaceId> pinned; // what is wished for is seen, and what would fit
    if (wish) {
        pinned.insert(wish->space);
        if (const auto other = look(m_scene, *wish, except).other)
            pinned.insert(*other);
    }
    m_scene.setPinned(pinned);
    arrange();
}

void TimelineView::settle()
{
    m_marks.asked.reset();
    m_marks.moving = {};
    viewport()->update();
}

QPointF TimelineView::toWidget(const QPointF &point) const
{
    return point + m_frame.rows.topLeft();
}

QPointF TimelineView::toScene(const QPointF &pixels) const
{
    return pixels - m_frame.rows.topLeft();
}

QRectF TimelineView::boxOf(const domain::BookingId &booking) const
{
    const int index = m_scene.indexOf(booking);
    const QRectF box = index < 0 ? QRectF() : m_scene.boxOf(index);
    return box.isNull() ? box : box.translated(m_frame.rows.topLeft());
}

/// Sizes and scroll bars follow what is shown.
void TimelineView::arrange()
{
    m_isArranging = true;
    m_frame = m_painter.frame(viewport()->size());
    m_scene.resize(m_frame.rows.size());
    const auto set = [](QScrollBar &bar, double most, double page, double value) {
        bar.setRange(0, int(std::ceil(most)));
        bar.setPageStep(int(page));
        bar.setSingleStep(48);
        bar.setValue(int(value));
    };
    set(*horizontalScrollBar(), m_scene.axis().maximalOffset(), m_scene.size().width(),
        m_scene.axis().offset());
    set(*verticalScrollBar(), m_scene.maximalOffset(), m_scene.size().height(), m_scene.offset());
    m_isArranging = false;
    refresh();
}

void TimelineView::refresh()
{
    m_marks.finding =
        m_marks.proposal ? look(m_scene, *m_marks.proposal, m_proposalExcept) : TimelineFinding();
    viewport()->update();
}

void TimelineView::resizeEvent(QResizeEvent *)
{
    arrange();
}

void TimelineView::scrollContentsBy(int, int)
{
    if (m_isArranging)
        return;
    m_scene.scrollTo(horizontalScrollBar()->value(), verticalScrollBar()->value());
    viewport()->update();
}

void TimelineView::paintEvent(QPaintEvent *)
{
    m_marks.hasFocus = hasFocus();
    QPainter painter(viewport());
    m_painter.paint(painter, m_scene, m_frame, m_marks, m_drag);
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const TimelineHit hit = m_scene.hitAt(toScene(help->pos()));
    if (hit.isBooking() && m_frame.rows.contains(help->pos()) && !m_drag.isActive())
        QToolTip::showText(help->globalPos(),
                           labels::describe(m_scene, hit.booking, m_marks.isReadOnly), viewport());
    else
        QToolTip::hideText();
    return true;
}

// --- Mouse ---------------------------------------------------------------------------------------

void TimelineView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const double steps = event->angleDelta().y() / 120.0;
    zoom(toScene(event->position()).x(), std::pow(kZoomStep, steps));
    event->accept();
}

void TimelineView::zoom(double x, double factor)
{
    const int days = m_scene.axis().days();
    m_scene.zoom(std::clamp(x, 0.0, m_scene.size().width()), factor);
    arrange();
    if (m_scene.axis().days() != days)
        Q_EMIT daysChanged();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_drag.cancel();
    m_byKeys = false;
    m_isLetGo = false;
    m_marks.row = {};
    const QPointF at = event->position();
    const bool isLeft = m_frame.names.contains(at);
    if (!isLeft && !m_frame.rows.contains(at))
        return;
    const TimelineHit hit = m_scene.hitAt(toScene(at));
    if (hit.part == TimelineHit::Part::Group)
        return fold(m_scene.lines()[hit.line].group);
    if (isLeft)
        return;
    select(hit.isBooking() ? m_scene.booking(hit.booking).id : domain::BookingId());
    if (!isStill())
        m_drag.press(toScene(at));
}

void TimelineView::fold(int group)
{
    change([group](TimelineScene &scene) { scene.setFolded(group, !scene.isFolded(group)); });
    if (m_scene.lineOf(m_marks.row) >= 0)
        TimelineAccessible::tellFocus(*this); // its words are others now
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drag.isPressed()) {
        updateCursor(event->position());
        return;
    }
    if (!(event->buttons() & Qt::LeftButton)) {
        m_drag.cancel();
        viewport()->update();
        return;
    }
    scrollToPointer(event->position());
    if (m_drag.drag(toScene(event->position()), event->modifiers() & Qt::AltModifier))
        viewport()->update();
}

/// While something is dragged over an edge the rest comes into view.
void TimelineView::scrollToPointer(const QPointF &pixels)
{
    if (!m_drag.isActive())
        return;
    constexpr int kStep = 16;
    const QRectF rows = m_frame.rows;
    if (pixels.x() < rows.left())
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - kStep);
    else if (pixels.x() > rows.right())
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + kStep);
    if (pixels.y() < rows.top())
        verticalScrollBar()->setValue(verticalScrollBar()->value() - kStep);
    else if (pixels.y() > rows.bottom())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + kStep);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_byKeys)
        finish();
    updateCursor(event->position());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const TimelineHit hit = m_scene.hitAt(toScene(event->position()));
    if (event->button() == Qt::LeftButton && hit.isBooking()
        && m_frame.rows.contains(event->position())) {
        m_drag.cancel();
        Q_EMIT activated(m_scene.booking(hit.booking).id);
        return;
    }
    mousePressEvent(event);
}

/// The hand lets go.
void TimelineView::finish()
{
    const bool wasRefused = m_drag.problem() != TimelineDrag::Problem::None;
    const QString why = wasRefused ? labels::obstacle(m_scene, m_drag).title : QString();
    const domain::Booking before = m_drag.before();
    const std::optional<TimelineWish> wish = m_drag.drop();
    m_byKeys = false;
    viewport()->update();
    if (!why.isEmpty())
        Q_EMIT noted(why);
    if (!wish)
        return;
    if (before.id.isNull()) {
        Q_EMIT createAsked(*wish);
        return;
    }
    m_marks.moving = before.id;
    m_marks.asked = wish;
    Q_EMIT moveAsked(before, *wish);
}

void TimelineView::updateCursor(const QPointF &pixels)
{
    using Part = TimelineHit::Part;
    Qt::CursorShape shape = Qt::ArrowCursor;
    const TimelineHit hit = m_scene.hitAt(toScene(pixels));
    if (hit.part == Part::Group
        && (m_frame.rows.contains(pixels) || m_frame.names.contains(pixels)))
        shape = Qt::PointingHandCursor;
    else if (!isStill() && m_frame.rows.contains(pixels))
        shape = hit.part == Part::Start || hit.part == Part::End       ? Qt::SizeHorCursor
            : hit.part == Part::Body && m_scene.isMovable(hit.booking) ? Qt::OpenHandCursor
            : hit.part == Part::Row                                    ? Qt::CrossCursor
                                                                       : Qt::ArrowCursor;
    viewport()->setCursor(shape);
}

} // namespace parking::ui
