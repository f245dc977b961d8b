#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace parking::store {

/// Which file a path means just now: the same path may come to mean another one.
struct FileId {
    quint64 device = 0;
    quint64 number = 0;
    qint64 bornNs = 0; ///< numbers are given again; 0: the file system does not say

    bool operator==(const FileId &) const = default;
};

/// Empty: there is none. Where a file that is in use cannot be taken away (Windows), all are one.
std::optional<FileId> fileId(const QString &path);

/// DATABASE_FILE_GONE, that waiting may mend: somebody may put it back.
Error fileGone(const QString &path);

/// Puts what belonged to a former file at this path out of the way of the new one: SQLite would
/// play a log into a file that it was not written for.
void putLogAside(const QString &path);

} // namespace parking::store
