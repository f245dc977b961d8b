#pragma once

#include <QProcess>
#include <QString>

/// What all helpers of the tests share: processes that die with the test, free ports.
namespace parking::test {

/// Makes the process end when the test program does, however that ends (Linux).
void tie(QProcess &process);

/// Stops a process where it stands, as a frozen computer does, and lets it go on. False, and
/// nothing is done, on Windows, which has no such signals.
bool freeze(qint64 pid);
bool thaw(qint64 pid);
#ifdef Q_OS_UNIX
inline constexpr bool kCanFreeze = true;
#else
inline constexpr bool kCanFreeze = false;
#endif

int freePort(); ///< of 127.0.0.1
bool waitForPort(int port, int milliseconds); ///< until something accepts there

/// Runs a command to its end; its output for messages.
struct Finished {
    int exitCode = -1;
    QString out;
    QString err;
};
Finished run(const QString &program, const QStringList &arguments, int milliseconds = 60'000);
/// Starts a process that knows its program and words, and waits for its end.
Finished finish(QProcess &process, int milliseconds = 60'000);

/// The program in the PATH or in a folder where system programs hide; empty when missing.
QString findProgram(const QString &name, const QStringList &moreFolders = {});

} // namespace parking::test
