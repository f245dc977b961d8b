#pragma once

#include "domain/dataage.h"

#include <QString>

namespace parking::domain {

/// What a screen for the public last told of itself.
struct Screen {
    QString id; ///< a UUID of its own
    QString host;
    QString version;
    QString shows; ///< its building, or the site's name
    DataAge age = DataAge::Gone; ///< of the numbers on it
    std::optional<int> free; ///< that stands on it; empty: dashes
    UtcTime reportedAt; ///< by the database's clock
    QString reportedBy; ///< its login

    bool operator==(const Screen &) const = default;
};

/// A screen that has said nothing for so long is dark, or cut off. It tells itself each half
/// minute.
inline constexpr Milliseconds kScreenSilent = std::chrono::seconds(90);

QString nameOf(DataAge age); ///< live, old, gone
std::optional<DataAge> dataAgeFromString(QStringView text);

} // namespace parking::domain
