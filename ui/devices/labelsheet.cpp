#include "devices/labelsheet.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "theme/paper.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPdfWriter>

#include <qrencode.h>

#include <memory>

namespace parking::ui {

namespace {

constexpr int kColumns = 3;
constexpr int kRows = 8;
constexpr QSizeF kLabel(70, 37); ///< mm
constexpr double kEdge = 5; ///< mm that printers leave white, and cutters miss
constexpr double kCode = 22; ///< mm, without the white around it
constexpr double kQuiet = 4; ///< modules of white around a code (ISO/IEC 18004)

QFont fontOf(const QString &family, double millimetres, bool bold)
{
    QFont font;
    font.setFamilies({family, u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPixelSize(int(millimetres * 10)); // the painter counts tenths of a millimetre
    font.setBold(bold);
    return font;
}

/// Each module a square; false: the library has no memory.
bool paintCode(QPainter &painter, const QRectF &box, const QString &text)
{
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.toLatin1().constData(), 0, QR_ECLEVEL_M, QR_MODE_8, 1),
        &QRcode_free);
    if (!code)
        return false;
    const double module = box.width() / code->width;
    QPainterPath black; // one path: no hair lines between neighbours
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if (code->data[y * code->width + x] & 1)
                black.addRect(box.left() + x * module, box.top() + y * module, module, module);
        }
    }
    black.setFillRule(Qt::WindingFill);
    painter.fillPath(black, paper::kInk);
    return true;
}

void paintWords(QPainter &painter, const QRectF &box, const DeviceLabel &label)
{
    const auto line = [&](double top, double high, const QFont &font, const QString &text) {
        painter.setFont(font);
        painter.drawText(QRectF(box.left(), box.top() + top * 10, box.width(), high * 10),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(font).elidedText(text, Qt::ElideRight, box.width()));
    };
    painter.setPen(paper::kInk);
    const bool isShort = label.title.size() <= 8;
    line(0, 9, fontOf(u"Roboto"_s, isShort ? 7 : 4.5, true), label.title);
    line(9.5, 4, fontOf(u"Roboto"_s, 2.8, false), label.place);
    line(14, 4, fontOf(u"Roboto"_s, 2.8, false),
         label.name == label.title ? QString() : label.name);
    const QString eui = label.eui.toString().toUpper();
    line(20, 4, fontOf(u"Roboto Mono"_s, 2.8, false), eui.left(8));
    line(23.6, 4, fontOf(u"Roboto Mono"_s, 2.8, false), eui.mid(8));
}

/// `box` in tenths of a millimetre.
bool paintLabel(QPainter &painter, const QRectF &box, const DeviceLabel &label)
{
    const double edge = kEdge * 10;
    const QRectF inside = box.adjusted(edge, edge, -edge, -edge);
    const double side = kCode * 10;
    const QRectF code(inside.right() - side, inside.center().y() - side / 2, side, side);
    const double white = side * kQuiet / 21; // of the smallest code; larger ones have finer modules
    paintWords(painter, inside.adjusted(0, 0, -side - white, 0), label);
    return paintCode(painter, code, label.eui.toString().toUpper());
}

} // namespace

DeviceLabel labelOf(const domain::FleetDevice &device)
{
    const domain::DevicePlace &place = device.place;
    QStringList where{place.building, place.floor, place.zone};
    where.removeAll(QString());
    const QString name = labels::name(device.device);
    return {.title = place.code.isEmpty() ? name : place.code,
            .place = place.code.isEmpty() ? QString() : where.join(u" · "_s),
            .name = name,
            .eui = device.device.devEui};
}

int paintLabels(QPagedPaintDevice &device, const QList<DeviceLabel> &labels)
{
    QPainter painter;
    if (labels.isEmpty() || !painter.begin(&device))
        return 0;
    const double scale = device.logicalDpiX() / 254.0; // tenths of a millimetre an inch
    painter.scale(scale, scale);
    const QSizeF page = device.pageLayout().fullRect(QPageLayout::Millimeter).size();
    // The sheet's labels leave nothing at its sides, and what is over at top and bottom.
    const QPointF first((page.width() - kColumns * kLabel.width()) / 2,
                        (page.height() - kRows * kLabel.height()) / 2);
    int pages = 1;
    for (qsizetype i = 0; i < labels.size(); ++i) {
        const int at = int(i % (kColumns * kRows));
        if (at == 0 && i > 0) {
            device.newPage();
            ++pages;
        }
        const QPointF corner =
            first + QPointF(at % kColumns * kLabel.width(), at / kColumns * kLabel.height());
        if (!paintLabel(painter, QRectF(corner * 10, kLabel * 10), labels[i]))
            return 0;
    }
    return painter.end() ? pages : 0;
}

QByteArray labelSheet(const QList<DeviceLabel> &labels)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return {};
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout::Millimeter);
    writer.setResolution(600);
    writer.setTitle(QCoreApplication::translate("parking::ui::LabelSheet", "Labels of devices"));
    writer.setCreator(u"Smart Parking"_s);
    return paintLabels(writer, labels) > 0 ? bytes : QByteArray();
}

} // namespace parking::ui
