#include "devices/chartpaper.h"

#include "base/literals.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QWidget>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kDotsPerInch = 300;
constexpr qreal kMargin = 12; // mm
constexpr int kTitleSize = 12; // pt
constexpr int kCaptionSize = 9;

} // namespace

QByteArray pdfOf(QWidget &widget, const QString &title, const QString &caption)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (widget.size().isEmpty() || !buffer.open(QIODevice::WriteOnly))
        return {};
    QPdfWriter writer(&buffer);
    writer.setResolution(kDotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageOrientation(widget.width() >= widget.height() ? QPageLayout::Landscape
                                                                : QPageLayout::Portrait);
    writer.setPageMargins(QMarginsF(kMargin, kMargin, kMargin, kMargin), QPageLayout::Millimeter);
    writer.setTitle(title);
    writer.setCreator(u"Smart Parking"_s);
    QPainter painter;
    if (!painter.begin(&writer))
        return {};
    const QRectF page(0, 0, writer.width(), writer.height());
    QFont font = widget.font();
    font.setPointSize(kTitleSize);
    font.setBold(true);
    painter.setFont(font);
    const qreal head = painter.fontMetrics().height() * 1.6;
    QFont small = font;
    small.setPointSize(kCaptionSize);
    small.setBold(false);
    const qreal beside = QFontMetricsF(small, &writer).horizontalAdvance(caption) + head;
    painter.drawText(
        QRectF(0, 0, page.width(), head), Qt::AlignLeft | Qt::AlignTop,
        QFontMetricsF(font, &writer).elidedText(title, Qt::ElideRight, page.width() - beside));
    painter.setFont(small);
    painter.drawText(QRectF(0, 0, page.width(), head), Qt::AlignRight | Qt::AlignTop, caption);
    const qreal scale =
        std::min(page.width() / widget.width(), (page.height() - head) / widget.height());
    painter.translate((page.width() - widget.width() * scale) / 2, head);
    painter.scale(scale, scale);
    widget.render(&painter, QPoint(), QRegion(),
                  QWidget::DrawWindowBackground | QWidget::DrawChildren);
    return painter.end() ? bytes : QByteArray();
}

QByteArray pngOf(QWidget &widget)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    widget.grab().save(&buffer, "PNG");
    return bytes;
}

} // namespace parking::ui
