#pragma once

#include "bookings/timelinepainter.h"

#include <QAbstractScrollArea>

namespace parking::ui {

/// The timeline: rows of spaces, their bookings, and the hours over them. Where things lie is known
/// by TimelineScene, how they look by TimelinePainter, what mouse and keys do to bookings by
/// TimelineDrag; the widget brings these together. Changes nothing: it tells wishes.
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TimelineView(const Theme &theme, QWidget *parent = nullptr);

    const TimelineScene &scene() const { return m_scene; }
    const TimelineDrag &drag() const { return m_drag; }
    QPointF toWidget(const QPointF &point) const; ///< of the scene, in the viewport's pixels
    QRectF boxOf(const domain::BookingId &booking) const; ///< in the viewport's pixels

    /// Changes the scene by `change` and shows it. What the hand holds is held against it.
    void change(const std::function<void(TimelineScene &)> &change);
    void setReadOnly(bool readOnly); ///< persons are not shown, and nothing is moved
    void setLocked(bool locked); ///< nothing is moved
    bool isReadOnly() const { return m_marks.isReadOnly; }
    const domain::BookingId &current() const { return m_marks.current; }
    const TimelineRow &row() const { return m_marks.row; } ///< that keys chose
    void setCurrent(const domain::BookingId &booking); ///< and brings it into view
    /// What a form holds, with what is against it; empty: nothing.
    void setProposal(const std::optional<TimelineWish> &wish, const domain::BookingId &except = {});
    /// The wish that was told last is answered: it is not shown as being booked any more.
    void settle();

    QSize sizeHint() const override { return {1000, 600}; }

Q_SIGNALS:
    void createAsked(const parking::ui::TimelineWish &wish);
    /// `seen`: the booking as it was when the hand took it.
    void moveAsked(const parking::domain::Booking &seen, const parking::ui::TimelineWish &wish);
    /// Somebody else moved it while the hand held it, which let it go; `seen` likewise.
    void moveOvertaken(const parking::domain::Booking &seen);
    void cancelAsked(const parking::domain::BookingId &booking, const QRect &box); ///< Delete
    void activated(const parking::domain::BookingId &booking); ///< Enter or double click
    void currentChanged(const parking::domain::BookingId &booking); ///< null: none
    void daysChanged(); ///< days were added by the zoom
    void noted(const QString &text); ///< why nothing was done

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int x, int y) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    static constexpr double kZoomStep = 1.25;

    void arrange();
    void refresh();
    void zoom(double x, double factor);
    QPointF toScene(const QPointF &pixels) const;
    void select(const domain::BookingId &booking);
    void finish();
    bool isStill() const { return m_isLocked || m_marks.isReadOnly; }
    bool arrowKey(const QKeyEvent &event);
    void chooseLine(int down);
    void unfoldBeside(const domain::SpaceId &space, int down);
    void nudge(int booking, TimelineDrag::Kind kind, Milliseconds by, int down);
    void openLine(int line);
    void fold(int group);
    bool zoomKey(const QKeyEvent &event);
    void updateCursor(const QPointF &pixels);
    void scrollToPointer(const QPointF &pixels);

    const Theme &m_theme;
    TimelineScene m_scene;
    TimelinePainter m_painter;
    TimelineDrag m_drag;
    TimelineFrame m_frame;
    TimelineMarks m_marks;
    domain::BookingId m_proposalExcept;
    bool m_byKeys = false; ///< the drag is one by keys
    bool m_isLetGo = false; ///< such a one was: keys that are still held move nothing
    bool m_isArranging = false;
    bool m_isLocked = false;
};

} // namespace parking::ui
