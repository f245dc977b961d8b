#pragma once

#include <QJsonObject>
#include <QString>

namespace parking {

/// Why something failed. `code` is stable and for programs (RECORD_NOT_FOUND, BAD_TIME ...),
/// `detail` is English and for logs, `details` carries the values a message needs.
/// People never read `detail` in the window: ui/labels turns code and details into words.
struct Error {
    QString code;
    QString detail;
    QJsonObject details = {};

    bool operator==(const Error &) const = default;
};

} // namespace parking
