#include "map/floorpicture.h"

#include "base/literals.h"
#include "base/regularfile.h"
#include "map/safesvg.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>

namespace parking::ui {

namespace {

constexpr int kLongestSide = 20'000; // pixels
constexpr qint64 kMostMemory = 512LL * 1024 * 1024; // bytes of a picture while it is read
constexpr qint64 kStrip = 32LL * 1024 * 1024; // bytes that are made smaller at once
constexpr auto kTooLarge = QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                             "The file is larger than 16 MiB. Make it smaller.");
constexpr int kProof = 512; // pixels: drawn once to see whether it can be

bool isVector(const QString &type)
{
    return type == u"image/svg+xml";
}

/// Units as the drawing was made in, which may be metres: defaultSize() is whole pixels.
QSizeF sizeOf(const QSvgRenderer &drawing)
{
    const QRectF box = drawing.viewBoxF();
    return box.isEmpty() ? QSizeF(drawing.defaultSize()) : box.size();
}

QImage drawnVector(const QByteArray &bytes, int side)
{
    const Result<QByteArray> safe = safeSvg(bytes);
    if (!safe)
        return {};
    QSvgRenderer drawing(*safe);
    const QSizeF size = sizeOf(drawing);
    if (!drawing.isValid() || size.isEmpty())
        return {};
    const QSizeF fitting = size.scaled(side, side, Qt::KeepAspectRatio);
    QImage image(fitting.toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    return image;
}

/// In strips: smoothing needs four bytes a pixel, a plan of one bit has 32 times less.
QImage smaller(const QImage &image, const QSize &size)
{
    const qint64 bytes = qint64(image.width()) * image.height() * 4;
    const int strips = int(qMin<qint64>(bytes / kStrip + 1, size.height()));
    QImage result(size, QImage::Format_ARGB32_Premultiplied);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    for (int i = 0; i < strips; ++i) {
        const int from = int(qint64(image.height()) * i / strips);
        const int to = int(qint64(image.height()) * (i + 1) / strips);
        const int top = size.height() * i / strips;
        const int bottom = size.height() * (i + 1) / strips;
        painter.drawImage(QPoint(0, top),
                          image.copy(0, from, image.width(), to - from)
                              .convertToFormat(QImage::Format_ARGB32_Premultiplied)
                              .scaled(size.width(), bottom - top, Qt::IgnoreAspectRatio,
                                      Qt::SmoothTransformation));
    }
    return result;
}

/// A reader at the start of a picture, and what it says before any pixel is read.
struct Raster {
    explicit Raster(const QByteArray &bytes) : content(bytes), buffer(&content)
    {
        // Ours is the stricter one and says why: theirs gives "damaged" for what is only large.
        QImageReader::setAllocationLimit(int(2 * kMostMemory / 1024 / 1024));
        buffer.open(QIODevice::ReadOnly);
        reader.setDevice(&buffer);
        reader.setDecideFormatFromContent(true);
        reader.setAutoTransform(true); // cameras and telephones lay pictures on their side
        format = reader.format();
        size = reader.size();
    }
    bool isKnown() const { return format == "png" || format == "jpeg"; }
    qint64 memory() const
    {
        const QImage::Format pixel = reader.imageFormat();
        const int bits =
            pixel == QImage::Format_Invalid ? 32 : QImage::toPixelFormat(pixel).bitsPerPixel();
        return qint64(size.width()) * size.height() * bits / 8;
    }
    QSize upright() const
    {
        return reader.transformation().testFlag(QImageIOHandler::TransformationRotate90)
            ? size.transposed()
            : size;
    }
    QImage read(int side)
    {
        const bool large = qMax(size.width(), size.height()) > side;
        if (large && format == "jpeg") // its own decoder makes it smaller at no cost
            reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio));
        const QImage image = reader.read();
        if (qMax(image.width(), image.height()) <= side)
            return image;
        return smaller(image,
                       image.size().scaled(side, side, Qt::KeepAspectRatio).expandedTo({1, 1}));
    }

    QByteArray content;
    QBuffer buffer;
    QImageReader reader;
    QByteArray format;
    QSize size;
};

Result<FloorPicture> readVector(const QByteArray &bytes)
{
    const Result<QByteArray> safe = safeSvg(bytes);
    if (!safe)
        return safe.error();
    const QSvgRenderer drawing(*safe);
    FloorPicture picture{bytes, u"image/svg+xml"_s, sizeOf(drawing)};
    if (!drawing.isValid() || picture.size.isEmpty()
        || drawnPicture(bytes, picture.type, kProof).isNull())
        return badPicture(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                            "The drawing is damaged and cannot be read."));
    return picture;
}

Result<FloorPicture> readRaster(const QByteArray &bytes, Raster &raster)
{
    if (raster.size.width() > kLongestSide || raster.size.height() > kLongestSide)
        return badPicture(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                            "The picture has more than 20,000 pixels a side."));
    if (raster.memory() > kMostMemory)
        return badPicture(QT_TRANSLATE_NOOP(
            "parking::ui::FloorPicture",
            "The picture needs more than 512 MiB of memory to be read. Make it smaller, or give it "
            "fewer colours."));
    const QString type = raster.format == "png" ? u"image/png"_s : u"image/jpeg"_s;
    const QSizeF size = raster.upright();
    if (raster.read(kProof).isNull())
        return badPicture(QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                            "The picture is damaged and cannot be read."));
    return FloorPicture{bytes, type, size};
}

} // namespace

Error badPicture(const char *text)
{
    const QString message = QCoreApplication::translate("parking::ui::FloorPicture", text);
    return {u"BAD_PICTURE"_s, message, {{u"error"_s, message}}};
}

Result<FloorPicture> readFloorPicture(const QByteArray &bytes)
{
    if (bytes.size() > kLargestPicture)
        return badPicture(kTooLarge);
    Raster raster(bytes);
    if (raster.isKnown())
        return readRaster(bytes, raster);
    if (bytes.contains("<svg") || bytes.contains(":svg"))
        return readVector(bytes);
    return badPicture(
        QT_TRANSLATE_NOOP("parking::ui::FloorPicture", "This is no picture in PNG, JPEG or SVG."));
}

Result<FloorPicture> readFloorPictureFile(const QString &path)
{
    if (QFileInfo(path).size() > kLargestPicture)
        return badPicture(kTooLarge);
    const Result<QByteArray> bytes = readRegularFile(path, kLargestPicture);
    if (!bytes)
        return badPicture(
            QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                              "The file cannot be opened. Is it there, and may you read it?"));
    return readFloorPicture(*bytes);
}

QImage drawnPicture(const QByteArray &bytes, const QString &type, int side)
{
    side = qBound(1, side, kFinestPicture);
    if (isVector(type))
        return drawnVector(bytes, side);
    Raster raster(bytes);
    if (!raster.isKnown() || raster.memory() > kMostMemory)
        return {};
    return raster.read(side);
}

} // namespace parking::ui
