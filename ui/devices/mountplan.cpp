#include "devices/mountplan.h"

#include "base/literals.h"
#include "devices/devicelabels.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kPadX = 12;
constexpr int kPadY = 8;
constexpr int kBelow = 18; ///< the pointer

} // namespace

DeviceRows::DeviceRows(int columns, QWidget *parent) : QTableWidget(0, columns, parent)
{
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
}

QStringList DeviceRows::mimeTypes() const
{
    return {QString(kMime)};
}

QMimeData *DeviceRows::mimeData(const QList<QTableWidgetItem *> &items) const
{
    if (items.isEmpty())
        return nullptr;
    auto *mime = new QMimeData;
    mime->setData(kMime, item(items.first()->row(), 0)->data(kEuiRole).toString().toLatin1());
    return mime;
}

MountPlan::MountPlan(const SiteModel &model, const Theme &theme, QWidget *parent)
    : MapView(model, theme, parent), m_cardTheme(theme)
{
    MapOptions options;
    options.readOnly = true;
    setOptions(options);
    setAcceptDrops(true);
    setAccessibleName(tr("Plan: where it is mounted"));
}

void MountPlan::setDevice(const domain::FleetDevice *device)
{
    m_device = device ? std::optional(*device) : std::nullopt;
    setAcceptDrops(device != nullptr);
}

bool MountPlan::isOurs(const QMimeData &mime) const
{
    return m_device && mime.hasFormat(DeviceRows::kMime)
        && mime.data(DeviceRows::kMime) == m_device->device.devEui.toString().toLatin1();
}

std::optional<domain::SpaceId> MountPlan::spaceAt(const QPointF &pixels) const
{
    const MapHit hit = scene().hitAt(pixels);
    return hit.isValid() ? std::optional(scene().idOf(hit)) : std::nullopt;
}

void MountPlan::dragEnterEvent(QDragEnterEvent *event)
{
    if (isOurs(*event->mimeData()))
        event->acceptProposedAction();
}

/// Only a space takes it.
void MountPlan::dragMoveEvent(QDragMoveEvent *event)
{
    m_pointer = event->position();
    const auto space = isOurs(*event->mimeData()) ? spaceAt(m_pointer) : std::nullopt;
    if (!space) {
        forget();
        event->ignore();
        return;
    }
    const domain::Space &over = model().space(model().rowOf(*space));
    const auto &standing =
        m_device->device.kind == domain::DeviceKind::Display ? over.displayEui : over.sensorEui;
    m_takesPlace = standing.has_value();
    m_card = tr("%1 → %2").arg(labels::name(m_device->device), over.code);
    if (standing)
        m_card = tr("%1, in place of %2").arg(m_card, labels::eui(*standing));
    m_over = space;
    select({*space});
    update();
    event->acceptProposedAction();
}

void MountPlan::dragLeaveEvent(QDragLeaveEvent *event)
{
    forget();
    MapView::dragLeaveEvent(event);
}

void MountPlan::dropEvent(QDropEvent *event)
{
    // What the card said: choosing the space may have moved the map under the hand.
    const auto space = isOurs(*event->mimeData()) ? m_over : std::nullopt;
    forget();
    if (!space)
        return;
    event->acceptProposedAction();
    Q_EMIT dropped(*space);
}

void MountPlan::forget()
{
    m_card.clear();
    m_over.reset();
    m_takesPlace = false;
    update();
}

void MountPlan::paintEvent(QPaintEvent *event)
{
    MapView::paintEvent(event);
    if (m_card.isEmpty())
        return;
    const Tokens &t = m_cardTheme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_cardTheme.font(TextStyle::BodyStrong));
    const QFontMetricsF metrics = painter.fontMetrics();
    const double width =
        std::min(metrics.horizontalAdvance(m_card) + 2.0 * kPadX, this->width() - 8.0);
    const double height = metrics.height() + 2 * kPadY;
    QRectF box(m_pointer.x() - width / 2, m_pointer.y() + kBelow, width, height);
    box.moveLeft(std::clamp(box.left(), 4.0, std::max(4.0, this->width() - 4 - width)));
    if (box.bottom() > this->height() - 4)
        box.moveBottom(m_pointer.y() - 4);
    painter.setPen(QPen(m_takesPlace ? t.danger : t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(box, 8, 8);
    painter.setPen(m_takesPlace ? t.danger : t.text);
    painter.drawText(box.adjusted(kPadX, 0, -kPadX, 0), Qt::AlignCenter,
                     metrics.elidedText(m_card, Qt::ElideMiddle, box.width() - 2 * kPadX));
}

} // namespace parking::ui
