#include "kiosk/kioskview.h"

#include "kiosk/kiosklabels.h"

#include <QPainter>
#include <QPainterPath>

namespace parking::ui {

namespace {

void paintArrow(QPainter &painter, const KioskShape &arrow)
{
    painter.save();
    painter.translate(arrow.box.center());
    if (arrow.direction == Direction::Down)
        painter.rotate(180);
    else if (arrow.direction == Direction::Ahead)
        painter.rotate(90);
    const qreal half = arrow.box.height() / 2 - arrow.line / 2;
    const qreal side = half * 0.86;
    QPainterPath path(QPointF(0, half));
    path.lineTo(0, -half);
    path.moveTo(-side, -half + side);
    path.lineTo(0, -half);
    path.lineTo(side, -half + side);
    painter.setPen(QPen(arrow.fill, arrow.line, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
}

void paintBox(QPainter &painter, const KioskShape &shape)
{
    painter.setBrush(shape.fill);
    painter.setPen(shape.edge.isValid() && shape.line > 0 ? QPen(shape.edge, shape.line)
                                                          : QPen(Qt::NoPen));
    const qreal in = shape.edge.isValid() ? shape.line / 2 : 0;
    const QRectF box = shape.box.adjusted(in, in, -in, -in);
    if (shape.kind == KioskShape::Kind::Disc)
        painter.drawEllipse(box);
    else
        painter.drawRoundedRect(box, shape.radius, shape.radius);
}

} // namespace

KioskView::KioskView(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Free spaces"));
}

void KioskView::setPicture(const KioskPicture &picture)
{
    m_picture = picture;
    setAccessibleDescription(kiosk::heroTitle(picture) + u' ' + kiosk::heroNumber(picture) + u' '
                             + kiosk::footer(picture));
    update();
}

void KioskView::setShift(const QPoint &shift)
{
    m_shift = shift;
    update();
}

KioskScene KioskView::scene() const
{
    return kioskScene(m_picture, QSizeF(size()), m_theme.font(TextStyle::Body));
}

void KioskView::paintEvent(QPaintEvent *)
{
    const KioskScene scene = this->scene();
    QPainter painter(this);
    painter.fillRect(rect(), scene.ground);
    painter.translate(m_shift);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const KioskShape &shape : scene.shapes) {
        switch (shape.kind) {
        case KioskShape::Kind::Box:
        case KioskShape::Kind::Disc:
            paintBox(painter, shape);
            break;
        case KioskShape::Kind::Arrow:
            paintArrow(painter, shape);
            break;
        case KioskShape::Kind::Icon:
            painter.drawPixmap(shape.box.topLeft(),
                               m_theme.pixmap(shape.icon, qRound(shape.box.width()), shape.fill,
                                              devicePixelRatioF()));
            break;
        }
    }
    for (const KioskText &text : scene.texts) {
        painter.setFont(text.font);
        painter.setPen(text.colour);
        painter.drawText(text.box, int(text.align) | Qt::TextSingleLine, text.text);
    }
}

} // namespace parking::ui
