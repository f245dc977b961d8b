#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QImage>
#include <QSizeF>

namespace parking::ui {

/// A picture to lie under a floor's plan, as it is stored.
struct FloorPicture {
    QByteArray bytes;
    QString type; ///< image/png, image/jpeg, image/svg+xml
    QSizeF size; ///< upright; for its proportions: pixels, of a drawing its own units
};

inline constexpr qint64 kLargestPicture = 16 * 1024 * 1024; ///< bytes
inline constexpr int kFinestPicture = 4096; ///< pixels of the longer side that are ever drawn

/// Looks at the content, not at a name, and draws it once. Errors: BAD_PICTURE with `error` in
/// words for people: too large a file, more than 20,000 pixels a side, more than 512 MiB when it is
/// read, none of PNG, JPEG and SVG, damaged; for drawings those of safeSvg(). Any thread; takes
/// seconds for the largest.
Result<FloorPicture> readFloorPicture(const QByteArray &bytes);

/// The same from a file that somebody chose; a FIFO or a device is refused, not waited for.
Result<FloorPicture> readFloorPictureFile(const QString &path);

/// Upright, in proportion, about `side` pixels long but no more than it has and kFinestPicture: a
/// hostile size must not take the memory. Drawings refer to nothing outside. Null when it cannot be
/// read. Any thread; takes seconds for the largest.
QImage drawnPicture(const QByteArray &bytes, const QString &type, int side);

/// BAD_PICTURE; `text` is marked for translation in the context parking::ui::FloorPicture.
Error badPicture(const char *text);

} // namespace parking::ui
