#include "map/scenepainter.h"

#include "base/literals.h"
#include "labels.h"
#include "map/placelinks.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace parking::ui {

namespace {

constexpr QSizeF kHoverCard{208, 58}; // at least as wide
constexpr double kHeadRoom = 12 + 12 + 20 + 10; // around the code and the pill with its word
constexpr double kLineRoom = 12 + 12;
constexpr double kMostReason = 320; // pixels of an override's reason
constexpr int kReasonLine = 18; // its height
constexpr double kDarkPicture = 0.28; // opacity of a floor's picture
constexpr double kLightPicture = 0.75;

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::ScenePainter", text);
}

/// "since 14:02 · heard 42 s ago", as far as it is known.
QString timesOf(const domain::SpaceStatus &status, UtcTime now)
{
    const QString heard = status.lastHeard
        ? tr("heard %1").arg(labels::ago(now - *status.lastHeard))
        : tr("never heard");
    const std::optional<UtcTime> since = status.knownSince();
    return since ? tr("since %1 · %2").arg(labels::moment(*since, now), heard) : heard;
}

/// Why a person set it so: "Oil on the floor · Anna"; empty where nobody did.
QString reasonOf(const domain::SpaceStatus &status)
{
    if (!status.inputs.operatorOverride || status.reason != domain::StateReason::Override)
        return {};
    QStringList parts{status.inputs.operatorOverride->reason.simplified(),
                      status.inputs.operatorOverride->actor};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

/// How far the words behind a zone's plate may go: a lane beside few spaces is short, but what lies
/// behind its end may be empty. `lane` null: the plate stands beside none.
double roomBehind(const QPointF &plate, const QRectF &lane, const MapFloor &floor)
{
    constexpr double kLong = 24; // metres; plate and words need no more
    constexpr double kAround = 2;
    const double end = lane.isNull() ? plate.x() : lane.right();
    if (end - plate.x() > kLong)
        return end;
    double right = std::max(end, floor.layout.area.right());
    for (const QRectF &box : floor.boxes) {
        if (box.left() > plate.x() && box.top() < plate.y() + kAround
            && box.bottom() > plate.y() - kAround)
            right = std::min(right, box.left());
    }
    return std::max(right, end);
}

constexpr double kZonesFrom = 3; // pixels per metre

double widthOf(const QString &text, const QFont &font)
{
    return QFontMetricsF(font).horizontalAdvance(text);
}

} // namespace

void ScenePainter::paint(QPainter &painter, const SceneMarks &marks, const QRect &dirty)
{
    for (const MapFloor &floor : m_scene.floors()) {
        const QRectF area = m_scene.scale().toPixels(floor.area());
        if (!area.adjusted(-4, -40, 4, 4).intersects(dirty))
            continue;
        MapScale scale = m_scene.scale();
        scale.origin = scale.toPixels(floor.offset);
        const QList<ZoneText> zones = zoneTexts(floor, scale);
        paintFloor(painter, floor, marks, zones);
        for (int i = 0; i < floor.rows.size(); ++i) {
            if (movedBox(floor, i, marks).adjusted(-6, -6, 6, 6).intersects(dirty))
                paintSpace(painter, floor, i, marks);
        }
        for (const ZoneText &zone : zones)
            m_floorPainter.paintZone(painter, zone, !floor.floor.picture.isEmpty());
    }
    paintSelection(painter, marks);
    paintMarks(painter, marks);
}

// --- A floor -------------------------------------------------------------------------------------

/// What lies below the spaces.
void ScenePainter::paintFloor(QPainter &painter, const MapFloor &floor, const SceneMarks &marks,
                              const QList<ZoneText> &zones)
{
    MapScale scale = m_scene.scale();
    scale.origin = scale.toPixels(floor.offset);
    m_floorPainter.paintGround(painter, floor.layout, scale, zones);
    paintPicture(painter, floor);
    if (m_scene.floors().size() > 1) {
        painter.setFont(m_theme.font(TextStyle::CardTitle));
        painter.setPen(m_theme.tokens().text);
        const QString name = floor.floor.title.isEmpty() ? floor.floor.name : floor.floor.title;
        const QRectF area = m_scene.scale().toPixels(floor.area());
        painter.drawText(QRectF(area.left(), area.top() - 24, area.width(), 20),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
    }
    paintUnplaced(painter, floor, marks);
}

void ScenePainter::paintPicture(QPainter &painter, const MapFloor &floor)
{
    const domain::Floor &shown = floor.floor;
    const domain::FloorPlan::Backdrop &under = shown.plan.backdrop;
    const QRectF area = pictureArea(shown).translated(floor.offset);
    if (area.isEmpty())
        return;
    const QRectF pixels = m_scene.scale().toPixels(area);
    const QPixmap picture = m_pictures.at(
        shown, qMax(pixels.width(), pixels.height()) * painter.device()->devicePixelRatioF());
    if (picture.isNull())
        return;
    // Plans are drawn for white paper: in the dark they would glare through the spaces.
    const double dimmed = m_theme.tokens().dark ? kDarkPicture : kLightPicture;
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setOpacity(painter.opacity() * dimmed * qBound(0.0, under.opacity, 1.0));
    painter.drawPixmap(pixels, picture, QRectF(picture.rect()));
    painter.restore();
}

void ScenePainter::paintUnplaced(QPainter &painter, const MapFloor &floor,
                                 const SceneMarks &marks) const
{
    const QRectF head = unplacedHead(floor, m_scene.scale());
    if (head.isNull())
        return;
    const Tokens &t = m_theme.tokens();
    QFont font = m_theme.font(TextStyle::CardTitle);
    painter.setFont(font);
    painter.setPen(t.text2);
    double room = head.width();
    for (const MapLink &link : marks.links) {
        if (link.place == floor.place())
            room = link.box.left() - head.left() - kPlaceTitleGap;
    }
    if (room > 0)
        painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(unplacedTitle(), Qt::ElideRight,
                                                          int(std::ceil(room))));
    for (int i = 0; i < marks.links.size(); ++i) {
        if (!(marks.links[i].place == floor.place()))
            continue;
        font.setUnderline(i == marks.litLink);
        painter.setFont(font);
        painter.setPen(t.accent);
        const QRectF &box = marks.links[i].box;
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(marks.links[i].text, Qt::ElideRight,
                                                          int(std::ceil(box.width()))));
    }
}

QList<ZoneText> ScenePainter::zoneTexts(const MapFloor &floor, const MapScale &scale) const
{
    if (scale.pixelsPerMetre < kZonesFrom)
        return {};
    QList<ZoneWish> wishes;
    for (domain::FloorPlan::ZoneLabel zone : floor.layout.plan.zones) {
        const Counts counts =
            m_scene.model().counts(floor.floor.building, floor.floor.name, zone.zone);
        if (zone.zone.isEmpty())
            zone.zone = floor.floor.name;
        QRectF lane;
        for (const domain::FloorPlan::Lane &one : floor.layout.plan.lanes) {
            if (one.area.contains(zone.position))
                lane = one.area;
        }
        const QPointF right(roomBehind(zone.position, lane, floor), zone.position.y() + 1);
        wishes.append({zone, counts, QRectF(zone.position, right)});
    }
    return layZones(wishes, scale, m_theme);
}

// --- Spaces --------------------------------------------------------------------------------------

SpaceLook ScenePainter::lookOf(const MapFloor &floor, int index, MapLayer layer) const
{
    const int row = floor.rows[index];
    const domain::SpaceStatus &status = m_scene.model().status(row);
    SpaceLook look;
    look.state = status.state;
    look.confidence = status.certainty(m_scene.model().confidence(row));
    look.wasHeard = status.hasSensor && status.lastHeard;
    look.numberBelow = floor.numberBelow[index];
    look.feature = floor.features[index];
    if (layer == MapLayer::Lamps) {
        const std::optional<bool> isRight = m_scene.model().isLampRight(row);
        look.step = isRight ? lampStep(*isRight) : -1;
    } else if (layer != MapLayer::State)
        look.step = stepOf(layer, status, m_scene.model().now()).value_or(-1);
    return look;
}

/// In pixels, where the drag of the selection has brought it.
QRectF ScenePainter::movedBox(const MapFloor &floor, int index, const SceneMarks &marks) const
{
    QRectF box = floor.boxes[index].translated(floor.offset);
    if (!marks.moved.isNull()
        && marks.selection.contains(m_scene.model().space(floor.rows[index]).id))
        box.translate(marks.moved);
    return m_scene.scale().toPixels(box);
}

void ScenePainter::paintSpace(QPainter &painter, const MapFloor &floor, int index,
                              const SceneMarks &marks)
{
    const SiteModel &model = m_scene.model();
    const int row = floor.rows[index];
    const QRectF box = movedBox(floor, index, marks);
    const double opacity = painter.opacity();
    const SpaceLook look = lookOf(floor, index, marks.options.layer);
    if (marks.options.dims(look.state, look.confidence))
        painter.setOpacity(opacity * kDimmed);
    m_spacePainter.paint(painter, box, look,
                         // tiles have shapes only
                         m_scene.floors().size() > 1
                             ? QStringList()
                             : QStringList{model.space(row).code, floor.labels[index]});
    painter.setOpacity(opacity);
}

/// A gap and a ring. Those of neighbours flow together into one contour: first all rings, then all
/// gaps, then the spaces once more, so that no ring crosses a space.
void ScenePainter::paintSelection(QPainter &painter, const SceneMarks &marks)
{
    const Tokens &t = m_theme.tokens();
    QList<MapHit> hits;
    for (const domain::SpaceId &id : marks.selection) {
        const MapHit hit = m_scene.hitOf(id);
        if (hit.isValid())
            hits.append(hit);
    }
    painter.setPen(Qt::NoPen);
    for (const auto &[colour, reach, radius] :
         {std::tuple(t.accent, 4.5, 7.5), std::tuple(t.floor, 1.5, 3.0)}) {
        painter.setBrush(colour);
        for (const MapHit &hit : std::as_const(hits))
            painter.drawRoundedRect(movedBox(m_scene.floors()[hit.floor], hit.index, marks)
                                        .adjusted(-reach, -reach, reach, reach),
                                    radius, radius);
    }
    for (const MapHit &hit : std::as_const(hits))
        paintSpace(painter, m_scene.floors()[hit.floor], hit.index, marks);
}

void ScenePainter::paintMarks(QPainter &painter, const SceneMarks &marks) const
{
    const Tokens &t = m_theme.tokens();
    painter.setBrush(Qt::NoBrush);
    for (const auto &[row, strength] : marks.rings) {
        const MapHit hit = m_scene.hitOf(row);
        if (!hit.isValid())
            continue;
        QColor colour = t.state(m_scene.model().status(row).state).edge;
        colour.setAlphaF(float(strength));
        painter.setPen(QPen(colour, 2));
        painter.drawRoundedRect(m_scene.boxOf(hit).adjusted(-2, -2, 2, 2), 4, 4);
    }
    if (marks.hover.isValid()) {
        painter.setPen(QPen(t.text, 2));
        painter.drawRoundedRect(m_scene.boxOf(marks.hover), 4, 4);
    }
}

void ScenePainter::paintBand(QPainter &painter, const QRectF &band) const
{
    const Tokens &t = m_theme.tokens();
    QColor soft = t.accent;
    soft.setAlphaF(0.14F);
    painter.setPen(QPen(t.accent, 1));
    painter.setBrush(soft);
    painter.drawRect(band);
}

/// On the lane's side of the space, so that it hides no neighbour.
QRectF ScenePainter::hoverCard(const MapHit &hit, const QRectF &visible) const
{
    const int row = m_scene.rowOf(hit);
    const domain::SpaceStatus &status = m_scene.model().status(row);
    const QFont caption = m_theme.font(TextStyle::Caption);
    const double head =
        widthOf(m_scene.model().space(row).code, m_theme.font(TextStyle::BodyStrong))
        + widthOf(labels::text(status, m_scene.model().confidence(row)), caption) + kHeadRoom;
    const QString reason = reasonOf(status);
    const double line = std::max(widthOf(timesOf(status, m_scene.model().now()), caption),
                                 std::min(widthOf(reason, caption), kMostReason))
        + kLineRoom;
    const double height =
        kHoverCard.height() + (reason.isEmpty() ? 0 : double(m_theme.scaled(kReasonLine)));
    const QRectF box = m_scene.boxOf(hit);
    const bool below = m_scene.floors()[hit.floor].numberBelow[hit.index];
    QRectF card(QPointF(box.center().x() - 84, below ? box.bottom() + 8 : box.top() - 8 - height),
                QSizeF(std::max({kHoverCard.width(), head, line}), height));
    const QRectF room = visible.adjusted(8, 8, -8, -8);
    card.moveLeft(qBound(room.left(), card.left(), qMax(room.left(), room.right() - card.width())));
    card.moveTop(qBound(room.top(), card.top(), qMax(room.top(), room.bottom() - card.height())));
    return card;
}

void ScenePainter::paintHoverCard(QPainter &painter, const MapHit &hit, const QRectF &visible) const
{
    const Tokens &t = m_theme.tokens();
    const int row = m_scene.rowOf(hit);
    const domain::SpaceStatus &status = m_scene.model().status(row);
    const QRectF card = hoverCard(hit, visible);
    m_theme.paintShadow(painter, card);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card, 8, 8);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    painter.drawText(card.adjusted(12, 9, -12, 0), Qt::AlignLeft | Qt::AlignTop,
                     m_scene.model().space(row).code);

    const QString word = labels::text(status, m_scene.model().confidence(row));
    const bool isKnown = word == labels::text(status.state);
    const StateColours &colours = isKnown ? t.state(status.state) : t.stale;
    painter.setFont(m_theme.font(TextStyle::Caption));
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(word) + 20;
    const QRectF pill(card.right() - wide - 10, card.top() + 7, wide, 20);
    painter.setPen(QPen(colours.edge, 1));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(pill, 10, 10);
    painter.setPen(colours.text);
    painter.drawText(pill, Qt::AlignCenter, word);

    QRectF line = card.adjusted(12, 0, -8, -9);
    if (const QString reason = reasonOf(status); !reason.isEmpty()) {
        painter.setPen(t.text);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignBottom,
            painter.fontMetrics().elidedText(reason, Qt::ElideRight, int(line.width())));
        line.adjust(0, 0, 0, -m_theme.scaled(kReasonLine));
    }
    painter.setPen(t.text2);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom, timesOf(status, m_scene.model().now()));
}

} // namespace parking::ui
