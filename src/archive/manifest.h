#pragma once

#include "archive/archivetables.h"
#include "base/time.h"

#include <QMap>

namespace parking::archive {

/// What an archive says of itself.
struct Manifest {
    int format = 0;
    int schema = 0; ///< number of the newest migration
    QString program; ///< version that made it
    QString siteName;
    QString timeZone;
    UtcTime from;
    UtcTime to; ///< exclusive
    QString building; ///< empty: the whole site
    QList<Part> parts; ///< beside Site
    bool isRedacted = false;
    UtcTime madeAt;
    QString madeBy; ///< empty where persons are left out

    bool operator==(const Manifest &) const = default;
    bool hasNames() const { return parts.contains(Part::Bookings) && !isRedacted; }

    QMap<QString, QString> toWords() const; ///< key and value, as they stand in the file
    /// Empty: a word is missing or wrong.
    static std::optional<Manifest> fromWords(const QMap<QString, QString> &words);
};

/// A table as the archive tells of it, and as it was found.
struct TableCount {
    qint64 rows = 0;
    QString sha256; ///< hex, over the rows in their order
};

} // namespace parking::archive
