#pragma once

#include "domain/dataage.h"
#include "domain/signboard.h"

#include <QMap>

#include <algorithm>

namespace parking::ui {

/// Where a floor lies, as seen from the screen.
enum class Direction : quint8 { None, Up, Down, Ahead };

/// What one screen shows at one moment: values, no pixels.
struct KioskPicture {
    std::optional<domain::Signboard> board; ///< empty: nothing was ever heard
    /// The board is all that was heard until then; empty: nobody knows how old it is.
    std::optional<UtcTime> asOf;
    UtcTime now;
    bool isRemembered = false; ///< from a file: no station vouched for it since the start
    bool isClockKnown = true; ///< else no time of day is shown
    QString building; ///< that the screen is for; empty: all, or the only one
    QString ownLine; ///< name of the floor the screen hangs on
    QString best; ///< name of the line to send people to; empty: none
    QMap<QString, Direction> arrows; ///< by name, where they differ from what the order tells
    std::optional<int> tryingAgainIn; ///< seconds; empty: the data comes

    /// No number is shown that is older, or whose age nobody knows.
    domain::DataAge age() const
    {
        const auto age = domain::dataAge(board && asOf && isClockKnown ? std::optional(now - *asOf)
                                                                       : std::nullopt);
        return isRemembered ? std::max(age, domain::DataAge::Old) : age;
    }
    Direction direction(const domain::SignLine &line) const;
};

} // namespace parking::ui
