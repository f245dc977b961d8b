#include "map/floorpicture.h"

#include "base/literals.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>

namespace parking::ui {

namespace {

constexpr int kLongestSide = 20'000; // pixels
constexpr QSize kMostDrawn{4096, 4096};
constexpr QSize kMostDrawnSvg{2048, 2048};

QString words(const char *text)
{
    return QCoreApplication::translate("parking::ui::FloorPicture", text);
}

Error bad(const QString &message)
{
    return {u"BAD_PICTURE"_s, message, {{u"error"_s, message}}};
}

} // namespace

Result<FloorPicture> readFloorPicture(const QByteArray &bytes)
{
    if (bytes.size() > kLargestPicture)
        return bad(words(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                           "The file is larger than 16 MiB. Make it smaller.")));
    FloorPicture picture{bytes, {}, {}};
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    const QByteArray format = reader.format();
    if (format == "png" || format == "jpeg") {
        picture.type = format == "png" ? u"image/png"_s : u"image/jpeg"_s;
        picture.size = reader.size();
        if (picture.size.width() > kLongestSide || picture.size.height() > kLongestSide)
            return bad(words(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                               "The picture has more than 20,000 pixels a side.")));
        reader.setScaledSize(picture.size.scaled(512, 512, Qt::KeepAspectRatio));
        if (reader.read().isNull())
            return bad(words(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                               "The picture is damaged and cannot be read.")));
        return picture;
    }
    QSvgRenderer svg;
    if (bytes.contains("<svg") && svg.load(bytes) && !svg.defaultSize().isEmpty()) {
        picture.type = u"image/svg+xml"_s;
        picture.size = svg.defaultSize();
        return picture;
    }
    return bad(words(
        QT_TRANSLATE_NOOP("parking::ui::FloorPicture", "This is no picture in PNG, JPEG or SVG.")));
}

QPixmap drawn(const FloorPicture &picture)
{
    if (picture.type == u"image/svg+xml") {
        QSvgRenderer renderer(picture.bytes);
        if (!renderer.isValid())
            return {};
        QPixmap pixmap(renderer.defaultSize().boundedTo(kMostDrawnSvg).expandedTo(QSize(1, 1)));
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        return pixmap;
    }
    QByteArray bytes = picture.bytes;
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    if (size.width() > kMostDrawn.width() || size.height() > kMostDrawn.height())
        reader.setScaledSize(size.scaled(kMostDrawn, Qt::KeepAspectRatio));
    return QPixmap::fromImage(reader.read());
}

} // namespace parking::ui
