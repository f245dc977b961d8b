#pragma once

#include "bookings/timelineblocks.h"
#include "bookings/timelinedrag.h"

class QPainter;

namespace parking::ui {

/// Where the parts of a timeline lie, in pixels of the widget.
struct TimelineFrame {
    QRectF names; ///< left of the rows
    QRectF strip; ///< over the hours: how many are booked
    QRectF axis;
    QRectF rows; ///< TimelineScene's pixels begin at its corner
};

/// What is shown of a timeline beside its scene.
struct TimelineMarks {
    domain::BookingId current; ///< what keys move; null: none
    TimelineRow row; ///< that keys chose
    bool hasFocus = false;
    bool isReadOnly = false;
    domain::BookingId moving; ///< asked for and not answered yet; null: a new one, or none
    std::optional<TimelineWish> asked; ///< where that is to be
    std::optional<TimelineWish> proposal; ///< what a form holds
    TimelineFinding finding; ///< about the proposal
};

/// Draws a TimelineScene: only what is seen.
class TimelinePainter {
public:
    explicit TimelinePainter(const Theme &theme) : m_theme(theme), m_blocks(theme) { }

    TimelineMetrics metrics() const; ///< at the current text size
    TimelineFrame frame(const QSizeF &size) const;

    void paint(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame,
               const TimelineMarks &marks, const TimelineDrag &drag) const;

private:
    void paintGround(QPainter &painter, const TimelineScene &scene,
                     const TimelineFrame &frame) const;
    void paintRow(QPainter &painter, const TimelineScene &scene, int line,
                  const TimelineMarks &marks, const TimelineDrag &drag) const;
    void paintWishes(QPainter &painter, const TimelineScene &scene, const TimelineMarks &marks,
                     const TimelineDrag &drag) const;
    void paintName(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame,
                   int line) const;
    void paintGroup(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame,
                    int group, double top) const;
    /// Around the name of the line that keys chose.
    void paintChosen(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame,
                     const TimelineMarks &marks) const;
    void paintStrip(QPainter &painter, const TimelineScene &scene,
                    const TimelineFrame &frame) const;
    void paintAxis(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame) const;
    void paintCard(QPainter &painter, const TimelineScene &scene, const TimelineFrame &frame,
                   const TimelineDrag &drag) const;
    QRectF wishBox(const TimelineScene &scene, const TimelineWish &wish) const;

    const Theme &m_theme;
    TimelineBlocks m_blocks;
};

} // namespace parking::ui
