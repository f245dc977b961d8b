#include "map/mapaccessible.h"

#include "labels.h"
#include "map/mapview.h"
#include "timelabels.h"

#include <QCoreApplication>
#include <QPointer>

#include <functional>
#include <mutex>

namespace parking::ui {

namespace {

/// Something on the map. Stays when the map shows something else; then it is invisible and off
/// screen.
class PartAccessible : public QAccessibleInterface {
public:
    explicit PartAccessible(MapView *map) : m_map(map) { }

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

protected:
    QRect onScreen(const QRectF &box) const
    {
        const QRect pixels = box.toAlignedRect();
        return box.isNull() ? QRect() : QRect(m_map->mapToGlobal(pixels.topLeft()), pixels.size());
    }

    QPointer<MapView> m_map;
};

/// One space.
class SpaceAccessible : public PartAccessible {
public:
    SpaceAccessible(MapView *map, int row) : PartAccessible(map), m_row(row) { }

    int row() const { return m_row; }
    bool isValid() const override { return m_map && m_row < m_map->model().count(); }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? describe(m_map->model(), m_row) : QString();
    }
    QRect rect() const override
    {
        return isValid() ? onScreen(m_map->scene().boxOf(id())) : QRect();
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
        state.offscreen = !m_map->rect().intersects(m_map->scene().boxOf(id()).toAlignedRect());
        return state;
    }

private:
    domain::SpaceId id() const { return m_map->model().space(m_row).id; }

    int m_row;
};

/// One of the map's links.
class LinkAccessible : public PartAccessible, public QAccessibleActionInterface {
public:
    LinkAccessible(MapView *map, int index) : PartAccessible(map), m_index(index) { }

    int index() const { return m_index; }
    bool isValid() const override { return m_map && m_index < m_map->links().size(); }
    QAccessible::Role role() const override { return QAccessible::Link; }
    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const MapLink link = m_map->links()[m_index];
        if (kind == QAccessible::Name)
            return nameOf(link);
        return kind == QAccessible::Description ? link.detail : QString();
    }
    QRect rect() const override
    {
        return isValid() ? onScreen(m_map->links()[m_index].box) : QRect();
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.focusable = true;
        state.focused = m_map && m_map->hasFocus() && m_map->focusedLink() == m_index;
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
            ? static_cast<QAccessibleActionInterface *>(this)
            : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (isValid() && name == pressAction())
            m_map->press(m_index);
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    int m_index;
};

QAccessibleInterface *registered(QHash<int, QAccessible::Id> &known, int key,
                                 const std::function<QAccessibleInterface *()> &make)
{
    if (!known.contains(key))
        known.insert(key, QAccessible::registerAccessibleInterface(make()));
    return QAccessible::accessibleInterface(known.value(key));
}

QAccessibleInterface *make(const QString &className, QObject *object)
{
    if (className != QLatin1StringView(MapView::staticMetaObject.className()))
        return nullptr;
    return new MapAccessible(static_cast<MapView *>(object));
}

} // namespace

QString describe(const SiteModel &model, int row)
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("parking::ui::MapView", text);
    };
    const domain::SpaceStatus &status = model.status(row);
    const QString word = labels::text(status, model.confidence(row));
    QString state = word.toLower();
    const auto &booking = status.inputs.reservation;
    if (status.state == domain::SpaceState::Reserved && booking)
        state = tr("%1 %2").arg(state, labels::until(booking->end, model.now()));
    const QString code = model.space(row).code;
    if (word != labels::text(status.state)) {
        // The last word of a silent sensor, which may still be so.
        const auto &sensor = status.inputs.sensor;
        return sensor ? tr("%1, %2, was %3").arg(code, state, labels::text(sensor->occupancy))
                      : tr("%1, %2").arg(code, state);
    }
    return status.inputs.sensor
        ? tr("%1, %2, sensor %3").arg(code, state, labels::text(status.inputs.sensor->occupancy))
        : tr("%1, %2").arg(code, state);
}

void MapAccessible::install()
{
    static std::once_flag once;
    std::call_once(once, [] { QAccessible::installFactory(make); });
}

void MapAccessible::tellFocus(MapView &map, int child)
{
    if (!QAccessible::isActive() || child < 0)
        return;
    QAccessibleEvent event(&map, QAccessible::Focus);
    event.setChild(child);
    QAccessible::updateAccessibility(&event);
}

void MapAccessible::tellReorder(MapView &map)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(&map, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

MapAccessible::MapAccessible(MapView *map) : QAccessibleWidget(map, QAccessible::List) { }

MapAccessible::~MapAccessible()
{
    for (const QHash<int, QAccessible::Id> *known : {&m_children, &m_links}) {
        for (const QAccessible::Id id : *known)
            QAccessible::deleteAccessibleInterface(id);
    }
}

MapView &MapAccessible::map() const
{
    return *static_cast<MapView *>(widget());
}

int MapAccessible::childCount() const
{
    return int(map().scene().rows().size() + map().links().size());
}

QAccessibleInterface *MapAccessible::child(int index) const
{
    const QList<int> rows = map().scene().rows();
    if (index < 0 || index >= childCount())
        return nullptr;
    if (index >= rows.size()) {
        const int link = index - int(rows.size());
        return registered(m_links, link, [&] { return new LinkAccessible(&map(), link); });
    }
    const int row = rows[index];
    return registered(m_children, row, [&] { return new SpaceAccessible(&map(), row); });
}

int MapAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const QList<int> rows = map().scene().rows();
    if (const auto *link = dynamic_cast<const LinkAccessible *>(child))
        return link->isValid() ? int(rows.size()) + link->index() : -1;
    const auto *space = dynamic_cast<const SpaceAccessible *>(child);
    return space ? int(rows.indexOf(space->row())) : -1;
}

QAccessibleInterface *MapAccessible::childAt(int x, int y) const
{
    const QPoint at = map().mapFromGlobal(QPoint(x, y));
    const MapScene &scene = map().scene();
    const QList<int> rows = scene.rows();
    const QList<MapLink> links = map().links();
    for (int link = 0; link < links.size(); ++link) {
        if (links[link].box.contains(at))
            return child(int(rows.size()) + link);
    }
    const MapHit hit = scene.hitAt(at);
    return hit.isValid() ? child(int(rows.indexOf(scene.rowOf(hit)))) : nullptr;
}

QAccessibleInterface *MapAccessible::focusChild() const
{
    if (!map().hasFocus())
        return nullptr;
    const QList<int> rows = map().scene().rows();
    if (map().focusedLink() >= 0)
        return child(int(rows.size()) + map().focusedLink());
    const int row = map().model().rowOf(map().current());
    return row >= 0 ? child(int(rows.indexOf(row))) : nullptr;
}

} // namespace parking::ui
