#include "testprocess.h"
#include "base/literals.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#ifdef Q_OS_UNIX
#include <csignal>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace parking::test {

void tie(QProcess &process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#else
    Q_UNUSED(process)
#endif
}

bool freeze(qint64 pid)
{
#ifdef Q_OS_UNIX
    return ::kill(pid_t(pid), SIGSTOP) == 0;
#else
    Q_UNUSED(pid)
    return false;
#endif
}

bool thaw(qint64 pid)
{
#ifdef Q_OS_UNIX
    return ::kill(pid_t(pid), SIGCONT) == 0;
#else
    Q_UNUSED(pid)
    return false;
#endif
}

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool waitForPort(int port, int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(port));
        if (socket.waitForConnected(200))
            return true;
        QThread::msleep(20);
    }
    return false;
}

Finished run(const QString &program, const QStringList &arguments, int milliseconds)
{
    QProcess process;
    tie(process);
    process.setProgram(program);
    process.setArguments(arguments);
    return finish(process, milliseconds);
}

Finished finish(QProcess &process, int milliseconds)
{
    process.start();
    Finished finished;
    if (!process.waitForFinished(milliseconds)) {
        finished.err = process.errorString();
        process.kill();
        process.waitForFinished();
        return finished;
    }
    finished.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    finished.out = QString::fromUtf8(process.readAllStandardOutput());
    finished.err = QString::fromUtf8(process.readAllStandardError());
    return finished;
}

QString findProgram(const QString &name, const QStringList &moreFolders)
{
    const QString inPath = QStandardPaths::findExecutable(name);
    if (!inPath.isEmpty())
        return inPath;
    return QStandardPaths::findExecutable(
        name, QStringList{u"/usr/sbin"_s, u"/usr/local/sbin"_s} + moreFolders);
}

} // namespace parking::test
