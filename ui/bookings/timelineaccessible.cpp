#include "bookings/timelineaccessible.h"

#include "bookings/bookinglabels.h"
#include "bookings/timelineview.h"

#include <QPointer>

#include <mutex>

namespace parking::ui {

namespace {

/// One booking. Stays when there are fewer; then it is invalid.
class BookingAccessible : public QAccessibleInterface {
public:
    BookingAccessible(TimelineView *view, int index) : m_view(view), m_index(index) { }

    int index() const { return m_index; }
    bool isValid() const override { return m_view && m_index < m_view->scene().bookings().size(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override { }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name
            ? labels::describe(m_view->scene(), m_index, m_view->isReadOnly())
            : QString();
    }
    QRect rect() const override
    {
        const QRect box = isValid() ? m_view->boxOf(id()).toAlignedRect() : QRect();
        return box.isNull() ? box
                            : QRect(m_view->viewport()->mapToGlobal(box.topLeft()), box.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (!isValid())
            return state;
        const QRectF box = m_view->boxOf(id());
        state.selectable = true;
        state.focusable = true;
        state.selected = m_view->current() == id();
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !box.intersects(QRectF(m_view->viewport()->rect()));
        state.invisible = box.isNull();
        return state;
    }

private:
    domain::BookingId id() const { return m_view->scene().booking(m_index).id; }

    QPointer<TimelineView> m_view;
    int m_index;
};

QAccessibleInterface *make(const QString &className, QObject *object)
{
    if (className != QLatin1StringView(TimelineView::staticMetaObject.className()))
        return nullptr;
    return new TimelineAccessible(static_cast<TimelineView *>(object));
}

} // namespace

void TimelineAccessible::install()
{
    static std::once_flag once;
    std::call_once(once, [] { QAccessible::installFactory(make); });
}

void TimelineAccessible::tellFocus(TimelineView &view)
{
    const int index = view.scene().indexOf(view.current());
    if (!QAccessible::isActive() || index < 0)
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

TimelineAccessible::TimelineAccessible(TimelineView *view)
    : QAccessibleWidget(view, QAccessible::List)
{
}

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_children))
        QAccessible::deleteAccessibleInterface(id);
}

TimelineView &TimelineAccessible::view() const
{
    return *static_cast<TimelineView *>(widget());
}

int TimelineAccessible::childCount() const
{
    return int(view().scene().bookings().size());
}

QAccessibleInterface *TimelineAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    if (!m_children.contains(index))
        m_children.insert(
            index, QAccessible::registerAccessibleInterface(new BookingAccessible(&view(), index)));
    return QAccessible::accessibleInterface(m_children.value(index));
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *booking = dynamic_cast<const BookingAccessible *>(child);
    return booking && booking->isValid() ? booking->index() : -1;
}

QAccessibleInterface *TimelineAccessible::childAt(int x, int y) const
{
    const QPointF at = view().viewport()->mapFromGlobal(QPoint(x, y));
    const TimelineHit hit = view().scene().hitAt(at - view().toWidget({}));
    return hit.isBooking() ? child(hit.booking) : nullptr;
}

QAccessibleInterface *TimelineAccessible::focusChild() const
{
    return view().hasFocus() ? child(view().scene().indexOf(view().current())) : nullptr;
}

} // namespace parking::ui
