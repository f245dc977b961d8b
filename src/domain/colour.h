#pragma once

#include "base/result.h"

#include <QString>
#include <QStringView>

namespace parking::domain {

/// A lamp's colour, pure RGB.
struct Rgb {
    quint8 r = 0;
    quint8 g = 0;
    quint8 b = 0;

    bool operator==(const Rgb &) const = default;
    QString toHex() const; ///< "FFA500", upper case as in the plan
};

/// Six hex digits, else VALIDATION_ERROR "Invalid hex color: ..." (A53).
Result<Rgb> parseRgbHex(QStringView text);

/// A52: FREE 00FF00, OCCUPIED FF0000, RESERVED FFFF00, MAINTENANCE FFA500, ERROR 0000FF,
/// anything else FFFFFF; case-insensitive.
Rgb displayColour(QStringView state);

} // namespace parking::domain
