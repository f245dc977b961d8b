#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace parking::ui {

class TimelineView;

/// The timeline for assistive technology: a list whose children are the bookings of the rows, each
/// with its place on the screen and its words; and behind them the row or head that keys chose.
class TimelineAccessible : public QAccessibleWidget {
public:
    explicit TimelineAccessible(TimelineView *view);
    ~TimelineAccessible() override;

    /// To be called before a timeline is made; again does nothing.
    static void install();
    static void tellFocus(TimelineView &view);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;

private:
    TimelineView &view() const;
    QAccessibleInterface *chosenRow() const; ///< null: none is chosen

    mutable QHash<int, QAccessible::Id> m_children; ///< by index of the booking; kRow: the row
};

} // namespace parking::ui
