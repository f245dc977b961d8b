#pragma once

#include "devices/devicetype.h"

namespace parking::devices {

/// Which bytes of a frame a value was read from.
struct FrameField {
    QString name; ///< as in Decoded: occupancy, batteryVolt, tempCelsius, or a name of its details
    int first = 0; ///< the first byte, from 0
    int last = 0; ///< the last one
    int bit = -1; ///< of one byte; -1: all of them
    bool isLowHalf = false; ///< the low four bits of one byte

    bool operator==(const FrameField &) const = default;
};

/// The fields of a frame that this type's codec reads. Empty where the type is not known, does not
/// read this frame, or reads what the network server decoded: nobody can tell then.
QList<FrameField> layoutOf(QStringView type, const Frame &frame);

} // namespace parking::devices
