#include "map/mapaccessible.h"

#include "map/mapview.h"

#include <QPointer>

namespace parking::ui {

namespace {

/// One space. Stays when the map shows something else; then it is invisible and off screen.
class SpaceAccessible : public QAccessibleInterface {
public:
    SpaceAccessible(MapView *map, int row) : m_map(map), m_row(row) { }

    int row() const { return m_row; }
    bool isValid() const override { return m_map && m_row < m_map->model().count(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_map);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override { }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? m_map->describe(m_row) : QString();
    }
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect box = m_map->boxOf(id()).toAlignedRect();
        return box.isNull() ? QRect() : QRect(m_map->mapToGlobal(box.topLeft()), box.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = true;
        state.focusable = true;
        state.selected = m_map->selection().contains(id());
        state.focused = m_map->hasFocus() && m_map->current() == id();
        state.offscreen = !m_map->rect().intersects(m_map->boxOf(id()).toAlignedRect());
        return state;
    }

private:
    domain::SpaceId id() const { return m_map->model().space(m_row).id; }

    QPointer<MapView> m_map;
    int m_row;
};

QAccessibleInterface *make(const QString &className, QObject *object)
{
    if (className != QLatin1StringView(MapView::staticMetaObject.className()))
        return nullptr;
    return new MapAccessible(static_cast<MapView *>(object));
}

} // namespace

void MapAccessible::install()
{
    QAccessible::installFactory(make);
}

MapAccessible::MapAccessible(MapView *map) : QAccessibleWidget(map, QAccessible::List) { }

MapAccessible::~MapAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_children))
        QAccessible::deleteAccessibleInterface(id);
}

MapView &MapAccessible::map() const
{
    return *static_cast<MapView *>(widget());
}

int MapAccessible::childCount() const
{
    return int(map().shownRows().size());
}

QAccessibleInterface *MapAccessible::child(int index) const
{
    const QList<int> rows = map().shownRows();
    if (index < 0 || index >= rows.size())
        return nullptr;
    const int row = rows[index];
    if (!m_children.contains(row))
        m_children.insert(
            row, QAccessible::registerAccessibleInterface(new SpaceAccessible(&map(), row)));
    return QAccessible::accessibleInterface(m_children.value(row));
}

int MapAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *space = dynamic_cast<const SpaceAccessible *>(child);
    return space ? int(map().shownRows().indexOf(space->row())) : -1;
}

QAccessibleInterface *MapAccessible::childAt(int x, int y) const
{
    const int row = map().rowAt(map().mapFromGlobal(QPoint(x, y)));
    return row < 0 ? nullptr : child(int(map().shownRows().indexOf(row)));
}

QAccessibleInterface *MapAccessible::focusChild() const
{
    const int row = map().model().rowOf(map().current());
    return map().hasFocus() && row >= 0 ? child(int(map().shownRows().indexOf(row))) : nullptr;
}

} // namespace parking::ui
