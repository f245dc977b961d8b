#pragma once

#include "base/result.h"

#include <QByteArray>

namespace parking {

/// The bytes of a small file that somebody named. Never waits and never takes more than it may: a
/// FIFO, a device, a folder and what is longer than `maxBytes` are refused, with `path` and the
/// reason in the detail. VALIDATION_ERROR.
Result<QByteArray> readRegularFile(const QString &path, qint64 maxBytes);

/// The same of a file whose word counts because of who wrote it: one that is neither this user's
/// nor root's, or that others may write, is refused too. On Windows the rights of the folder count.
Result<QByteArray> readTrustedFile(const QString &path, qint64 maxBytes);

} // namespace parking
