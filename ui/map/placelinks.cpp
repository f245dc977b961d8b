#include "map/placelinks.h"

#include <QCoreApplication>
#include <QFontMetricsF>

namespace parking::ui {

namespace {

constexpr double kTitleFrom = 3; // pixels per metre below which there is no room for it
constexpr double kTitleGap = 12; // between the title and its link
constexpr double kTarget = 28; // pixels at least for a finger

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::MapLink", text);
}

} // namespace

QRectF unplacedHead(const MapFloor &floor, const MapScale &scale)
{
    if (floor.layout.unplaced.isNull() || scale.pixelsPerMetre <= kTitleFrom)
        return {};
    const QRectF block = floor.layout.unplaced.translated(floor.offset);
    return scale.toPixels(QRectF(block.left() + kAisleMargin, block.top(),
                                 block.width() - kAisleMargin, kUnplacedHead));
}

QString unplacedTitle()
{
    return tr("Not placed yet");
}

QList<MapLink> placeLinks(const MapScene &scene, const QFontMetricsF &metrics)
{
    QList<MapLink> links;
    for (const MapFloor &floor : scene.floors()) {
        const QRectF head = unplacedHead(floor, scene.scale());
        if (head.isNull())
            continue;
        MapLink link;
        link.kind = MapLink::Kind::PlaceOnPlan;
        link.text = tr("Place on plan");
        link.detail = tr("Lay these spaces in rows on the plan (P)");
        link.place = floor.place();
        link.where = link.place.floor;
        link.spaces = floor.unplaced;
        const double title = metrics.horizontalAdvance(unplacedTitle());
        const double height = qMax(kTarget, metrics.height());
        link.box = QRectF(head.left() + title + kTitleGap, head.center().y() - height / 2,
                          metrics.horizontalAdvance(link.text) + 1, height);
        links.append(link);
    }
    return links;
}

} // namespace parking::ui
