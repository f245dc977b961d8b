#include "theme/shadow.h"

#include <QImage>
#include <QPainter>

#include <array>

namespace parking::ui {

namespace {

constexpr int kBlur = 8;
constexpr int kDrop = 3;
constexpr int kRadius = 8;
constexpr int kCorner = 2 * kBlur + kRadius;
constexpr int kSide = 2 * kCorner + 1; ///< one pixel in the middle is stretched
constexpr int kBoxBlurs = 3; ///< so many come close to a Gaussian blur

/// The mean of each pixel and its neighbours within `reach` along one direction.
QImage blurred(const QImage &image, int reach, bool vertically)
{
    const int side = image.width();
    QImage result(image.size(), image.format());
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            int sum = 0;
            for (int i = -reach; i <= reach; ++i) {
                const int at = qBound(0, (vertically ? y : x) + i, side - 1);
                sum += vertically ? image.constScanLine(at)[x] : image.constScanLine(y)[at];
            }
            result.scanLine(y)[x] = uchar(sum / (2 * reach + 1));
        }
    }
    return result;
}

/// Where the three parts of a side start and end.
std::array<double, 4> cuts(double start, double length, double corner)
{
    const double part = qMin(corner, length / 2);
    return {start, start + part, start + length - part, start + length};
}

} // namespace

QPixmap shadowPatch(const QColor &colour, qreal ratio)
{
    QImage image(qRound(kSide * ratio), qRound(kSide * ratio), QImage::Format_Alpha8);
    image.fill(0);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double inset = kBlur * ratio;
    painter.drawRoundedRect(QRectF(image.rect()).adjusted(inset, inset, -inset, -inset),
                            kRadius * ratio, kRadius * ratio);
    painter.end();
    const int reach = qMax(1, qRound(kBlur * ratio / kBoxBlurs));
    for (int pass = 0; pass < kBoxBlurs; ++pass)
        image = blurred(blurred(image, reach, false), reach, true);
    return QPixmap::fromImage(image.convertToFormat(QImage::Format_ARGB32_Premultiplied));
}

void paintShadowPatch(QPainter &painter, const QRectF &card, const QPixmap &patch)
{
    const QRectF box = card.adjusted(-kBlur, kDrop - kBlur, kBlur, kBlur + kDrop);
    const std::array x = cuts(box.left(), box.width(), kCorner);
    const std::array y = cuts(box.top(), box.height(), kCorner);
    const std::array from = cuts(0, patch.width(), patch.width() * double(kCorner) / kSide);
    for (size_t row = 0; row < 3; ++row) {
        for (size_t column = 0; column < 3; ++column)
            painter.drawPixmap(
                QRectF(QPointF(x[column], y[row]), QPointF(x[column + 1], y[row + 1])), patch,
                QRectF(QPointF(from[column], from[row]), QPointF(from[column + 1], from[row + 1])));
    }
}

} // namespace parking::ui
