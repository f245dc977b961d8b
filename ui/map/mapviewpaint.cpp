// What MapView draws.

#include "labels.h"
#include "map/mapview.h"

#include <QBuffer>
#include <QImageReader>
#include <QPaintEvent>
#include <QPainter>
#include <QSvgRenderer>

namespace parking::ui {

namespace {

constexpr double kPictureSide = 4096; // pixels at most: a hostile size must not take the memory
constexpr double kRingMs = 1500;
constexpr double kFullCodeFrom = 48; // short side in pixels

} // namespace

void MapView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_theme.tokens().window);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_model.count() == 0) {
        paintEmpty(painter);
        return;
    }
    if (m_stale)
        painter.setOpacity(0.6);
    if (m_shown.isEmpty())
        paintSite(painter);
    else
        paintFloors(painter, event->rect());
}

void MapView::paintEmpty(QPainter &painter)
{
    painter.setFont(m_theme.font(TextStyle::CardTitle));
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(rect().adjusted(40, 0, -40, -60), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No spaces yet. Import a CSV file, add them by hand, or start the demo."));
}

// --- Floors --------------------------------------------------------------------------------------

void MapView::paintFloors(QPainter &painter, const QRect &dirty)
{
    const Tokens &t = m_theme.tokens();
    for (const MapFloor &floor : std::as_const(m_shown)) {
        MapScale scale = m_scale;
        scale.origin = m_scale.toPixels(floor.offset);
        const QRectF area = scale.toPixels(QRectF(QPointF(), floor.layout.size));
        if (!area.adjusted(-4, -40, 4, 4).intersects(dirty))
            continue;
        m_floorPainter.paintGround(painter, floor.layout, scale);
        paintPicture(painter, floor);
        if (m_shown.size() > 1) {
            painter.setFont(m_theme.font(TextStyle::CardTitle));
            painter.setPen(t.text);
            const QString name = floor.floor.title.isEmpty() ? floor.floor.name : floor.floor.title;
            painter.drawText(QRectF(area.left(), area.top() - 24, area.width(), 20),
                             Qt::AlignLeft | Qt::AlignVCenter, name);
        }
        paintUnplacedHead(painter, floor);
        paintSpaces(painter, floor, dirty);
        for (const domain::FloorPlan::ZoneLabel &zone : floor.layout.plan.zones) {
            const Counts counts = m_model.counts(floor.floor.building, floor.floor.name, zone.zone);
            domain::FloorPlan::ZoneLabel label = zone;
            if (label.zone.isEmpty())
                label.zone = floor.floor.name;
            m_floorPainter.paintZone(painter, label, {counts.free(), counts.total}, scale);
        }
    }
    paintMarks(painter);
    if (m_hoverShown && m_hover.isValid() && m_drag == Drag::None)
        paintHoverCard(painter);
}

void MapView::paintSpaces(QPainter &painter, const MapFloor &floor, const QRect &dirty)
{
    for (int i = 0; i < floor.rows.size(); ++i) {
        if (movedBox(floor, i).adjusted(-6, -6, 6, 6).intersects(dirty))
            paintSpace(painter, floor, i);
    }
}

/// In widget pixels, where the drag of the selection has brought it.
QRectF MapView::movedBox(const MapFloor &floor, int index) const
{
    QRectF box = floor.boxes[index].translated(floor.offset);
    if (m_drag == Drag::Move && m_selection.contains(m_model.space(floor.rows[index]).id))
        box.translate(m_moved);
    return m_scale.toPixels(box);
}

void MapView::paintSpace(QPainter &painter, const MapFloor &floor, int index)
{
    const int row = floor.rows[index];
    const QRectF box = movedBox(floor, index);
    const bool full = qMin(box.width(), box.height()) >= kFullCodeFrom;
    const double opacity = painter.opacity();
    if (isDimmed(row))
        painter.setOpacity(opacity * 0.25);
    m_spacePainter.paint(painter, box, lookOf(row, floor, index),
                         m_shown.size() > 1 ? QString() // tiles of a building have shapes only
                             : full         ? m_model.space(row).code
                                            : floor.labels[index]);
    painter.setOpacity(opacity);
}

void MapView::paintMarks(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    paintSelection(painter);
    painter.setBrush(Qt::NoBrush);
    for (auto it = m_rings.cbegin(); it != m_rings.cend(); ++it) {
        const Hit hit = hitOfRow(it.key());
        if (!hit.isValid())
            continue;
        const double rest = 1.0 - double(m_clock.elapsed() - it.value()) / kRingMs;
        QColor colour = t.state(m_model.status(it.key()).state).edge;
        colour.setAlphaF(float(qBound(0.0, rest, 1.0)));
        painter.setPen(QPen(colour, 2));
        painter.drawRoundedRect(boxOf(hit).adjusted(-2, -2, 2, 2), 4, 4);
    }
    if (m_hover.isValid()) {
        painter.setPen(QPen(t.text, 2));
        painter.drawRoundedRect(boxOf(m_hover).adjusted(0, 0, 0, 0), 4, 4);
    }
    paintHandles(painter);
    paintRow(painter);
    if (m_drag == Drag::Band) {
        QColor soft = t.accent;
        soft.setAlphaF(0.14F);
        painter.setPen(QPen(t.accent, 1));
        painter.setBrush(soft);
        painter.drawRect(QRectF(m_pressed, m_last).normalized());
    }
}

/// A gap and a ring. Those of neighbours flow together into one contour: first all rings, then all
/// gaps, then the spaces once more, so that no ring crosses a space.
void MapView::paintSelection(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    QList<Hit> hits;
    for (const domain::SpaceId &id : std::as_const(m_selection)) {
        const Hit hit = hitOfRow(m_model.rowOf(id));
        if (hit.isValid())
            hits.append(hit);
    }
    painter.setPen(Qt::NoPen);
    for (const auto &[colour, reach, radius] :
         {std::tuple(t.accent, 4.5, 7.5), std::tuple(t.floor, 1.5, 3.0)}) {
        painter.setBrush(colour);
        for (const Hit &hit : std::as_const(hits))
            painter.drawRoundedRect(
                movedBox(m_shown[hit.floor], hit.index).adjusted(-reach, -reach, reach, reach),
                radius, radius);
    }
    for (const Hit &hit : std::as_const(hits))
        paintSpace(painter, m_shown[hit.floor], hit.index);
}

/// On the lane's side of the space, so that it hides no neighbour.
void MapView::paintHoverCard(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    const int row = rowOf(m_hover);
    const domain::Space &space = m_model.space(row);
    const domain::SpaceStatus &status = m_model.status(row);
    const QRectF box = boxOf(m_hover);
    const bool below = m_shown[m_hover.floor].numberBelow[m_hover.index];
    QRectF card(box.center().x() - 84, below ? box.bottom() + 8 : box.top() - 66, 208, 58);
    card.moveLeft(qBound(8.0, card.left(), qMax(8.0, width() - card.width() - 8)));
    card.moveTop(qBound(8.0, card.top(), qMax(8.0, height() - card.height() - 8)));

    m_theme.paintShadow(painter, card);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card, 8, 8);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    painter.drawText(card.adjusted(12, 9, -12, 0), Qt::AlignLeft | Qt::AlignTop, space.code);

    const StateColours &colours = t.state(status.state);
    const QString word = labels::text(status.state);
    painter.setFont(m_theme.font(TextStyle::Caption));
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(word) + 20;
    const QRectF pill(card.right() - wide - 10, card.top() + 7, wide, 20);
    painter.setPen(QPen(colours.edge, 1));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(pill, 10, 10);
    painter.setPen(colours.text);
    painter.drawText(pill, Qt::AlignCenter, word);

    painter.setPen(t.text2);
    const QString heard = status.lastHeard
        ? tr("heard %1").arg(labels::ago(m_model.now() - *status.lastHeard))
        : tr("never heard");
    painter.drawText(card.adjusted(12, 0, -8, -9), Qt::AlignLeft | Qt::AlignBottom,
                     tr("since %1 · %2").arg(labels::clock(status.since), heard));
}

void MapView::paintPicture(QPainter &painter, const MapFloor &floor)
{
    if (floor.floor.picture.isEmpty() || floor.floor.widthM <= 0 || floor.floor.heightM <= 0)
        return;
    const QString key = floor.floor.id.toString();
    if (!m_pictures.contains(key)) {
        QPixmap pixmap;
        if (floor.floor.pictureType == u"image/svg+xml") {
            QSvgRenderer renderer(floor.floor.picture);
            if (renderer.isValid()) {
                const QSize size =
                    renderer.defaultSize().boundedTo(QSize(2048, 2048)).expandedTo(QSize(1, 1));
                pixmap = QPixmap(size);
                pixmap.fill(Qt::transparent);
                QPainter svg(&pixmap);
                renderer.render(&svg);
            }
        } else {
            QByteArray bytes = floor.floor.picture;
            QBuffer buffer(&bytes);
            QImageReader reader(&buffer);
            const QSize size = reader.size();
            if (size.width() > kPictureSide || size.height() > kPictureSide)
                reader.setScaledSize(
                    size.scaled(int(kPictureSide), int(kPictureSide), Qt::KeepAspectRatio));
            pixmap = QPixmap::fromImage(reader.read());
        }
        m_pictures.insert(key, pixmap);
    }
    const QPixmap pixmap = m_pictures.value(key);
    if (pixmap.isNull())
        return;
    const QRectF area(floor.offset, QSizeF(floor.floor.widthM, floor.floor.heightM));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(m_scale.toPixels(area), pixmap, QRectF(pixmap.rect()));
}

} // namespace parking::ui
