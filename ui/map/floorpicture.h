#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QPixmap>
#include <QSize>

namespace parking::ui {

/// A picture to lie under a floor's plan, as it is stored.
struct FloorPicture {
    QByteArray bytes;
    QString type; ///< image/png, image/jpeg, image/svg+xml
    QSize size; ///< pixels; for its proportions
};

inline constexpr qint64 kLargestPicture = 16 * 1024 * 1024; ///< bytes

/// Looks at the content, not at a name. Errors: BAD_PICTURE with `error` in words for people: too
/// large a file, more than 20,000 pixels a side, none of PNG, JPEG and SVG, damaged.
Result<FloorPicture> readFloorPicture(const QByteArray &bytes);

/// As pixels, in proportion, of a side at most: a hostile size must not take the memory. Its `size`
/// is not asked for; null when it cannot be read.
QPixmap drawn(const FloorPicture &picture);

} // namespace parking::ui
