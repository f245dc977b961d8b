#include "map/placelinks.h"

#include <QCoreApplication>
#include <QFontMetricsF>

namespace parking::ui {

namespace {

constexpr double kTitleFrom = 3; // pixels per metre below which there is no room for it
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
        // Where there is no room for both, what can be pressed says what the title would.
        const double title = metrics.horizontalAdvance(unplacedTitle()) + kPlaceTitleGap;
        const double text = metrics.horizontalAdvance(link.text) + 1;
        const double left = title + text <= head.width() ? title : 0;
        const double height = qMax(kTarget, metrics.height());
        link.box = QRectF(head.left() + left, head.center().y() - height / 2,
                          qMin(text, head.width()), height);
        links.append(link);
    }
    return links;
}

} // namespace parking::ui
