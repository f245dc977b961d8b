#pragma once

#include "base/result.h"

#include <QProcess>

/// Servers that refuse to run as root: there they run as the user `postgres`.
namespace parking::test {

/// The process dies with this one, by `signal` ("QUIT", "KILL").
void prepareUnprivileged(QProcess &process, const QString &program, const QStringList &arguments,
                         const char *signal);
/// Lets that user write there.
Result<> giveToServerUser(const QString &path);

} // namespace parking::test
