#include "map/maplink.h"

#include <QCoreApplication>

namespace parking::ui {

LinkHit linkAt(const QList<MapLink> &links, const QPointF &pixels)
{
    for (int i = 0; i < links.size(); ++i) {
        if (links[i].box.contains(pixels))
            return {i, links[i].place};
    }
    for (int i = 0; i < links.size(); ++i) {
        for (const MapLink::Ring &ring : links[i].rings) {
            if (ring.box.contains(pixels))
                return {i, ring.place};
        }
    }
    return {};
}

QString nameOf(const MapLink &link)
{
    return QCoreApplication::translate("parking::ui::MapLink", "%1: %2").arg(link.where, link.text);
}

} // namespace parking::ui
