#include "bookings/timelineaccessible.h"

#include "bookings/bookinglabels.h"
#include "bookings/timelineview.h"

#include <QPointer>

#include <mutex>

namespace parking::ui {

namespace {

constexpr int kRow = -1; ///< among the children by index

/// What both kinds of children have in common.
class PartAccessible : public QAccessibleInterface {
public:
    explicit PartAccessible(TimelineView *view) : m_view(view) { }

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
        return isValid() && kind == QAccessible::Name ? name() : QString();
    }
    QRect rect() const override
    {
        const QRect box = isValid() ? this->box().toAlignedRect() : QRect();
        return box.isNull() ? box
                            : QRect(m_view->viewport()->mapToGlobal(box.topLeft()), box.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (!isValid())
            return state;
        state.selectable = true;
        state.focusable = true;
        state.selected = isChosen();
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !box().intersects(QRectF(m_view->viewport()->rect()));
        state.invisible = box().isNull();
        return state;
    }

protected:
    virtual QString name() const = 0;
    virtual QRectF box() const = 0; ///< in the viewport's pixels
    virtual bool isChosen() const = 0;

    QPointer<TimelineView> m_view;
};

/// One booking. Stays when there are fewer; then it is invalid.
class BookingAccessible : public PartAccessible {
public:
    BookingAccessible(TimelineView *view, int index) : PartAccessible(view), m_index(index) { }

    int index() const { return m_index; }
    bool isValid() const override { return m_view && m_index < m_view->scene().bookings().size(); }

private:
    QString name() const override
    {
        return labels::describe(m_view->scene(), m_index, m_view->isReadOnly());
    }
    QRectF box() const override { return m_view->boxOf(id()); }
    bool isChosen() const override
    {
        return m_view->current() == id() && m_view->scene().lineOf(m_view->row()) < 0;
    }
    domain::BookingId id() const { return m_view->scene().booking(m_index).id; }

    int m_index;
};

/// The row or head that keys chose.
class RowAccessible : public PartAccessible {
public:
    using PartAccessible::PartAccessible;

    bool isValid() const override { return m_view && line() >= 0; }

private:
    int line() const { return m_view->scene().lineOf(m_view->row()); }
    QString name() const override { return labels::describeLine(m_view->scene(), line()); }
    QRectF box() const override
    {
        const TimelineScene &scene = m_view->scene();
        return QRectF(m_view->toWidget({0, scene.topOf(line())}),
                      QSizeF(scene.size().width(), scene.lines()[line()].height));
    }
    bool isChosen() const override { return true; }
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
    const TimelineScene &scene = view.scene();
    const bool isRow = scene.lineOf(view.row()) >= 0;
    const int index = isRow ? int(scene.bookings().size()) : scene.indexOf(view.current());
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
    const bool isRow = view().scene().lineOf(view().row()) >= 0;
    return int(view().scene().bookings().size()) + (isRow ? 1 : 0);
}

QAccessibleInterface *TimelineAccessible::child(int index) const
{
    const int bookings = int(view().scene().bookings().size());
    if (index < 0 || index >= bookings)
        return index == bookings ? chosenRow() : nullptr;
    if (!m_children.contains(index))
        m_children.insert(
            index, QAccessible::registerAccessibleInterface(new BookingAccessible(&view(), index)));
    return QAccessible::accessibleInterface(m_children.value(index));
}

QAccessibleInterface *TimelineAccessible::chosenRow() const
{
    if (view().scene().lineOf(view().row()) < 0)
        return nullptr;
    if (!m_children.contains(kRow))
        m_children.insert(kRow,
                          QAccessible::registerAccessibleInterface(new RowAccessible(&view())));
    return QAccessible::accessibleInterface(m_children.value(kRow));
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    if (dynamic_cast<const RowAccessible *>(child))
        return child->isValid() ? int(view().scene().bookings().size()) : -1;
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
    if (!view().hasFocus())
        return nullptr;
    QAccessibleInterface *const row = chosenRow();
    return row ? row : child(view().scene().indexOf(view().current()));
}

} // namespace parking::ui
