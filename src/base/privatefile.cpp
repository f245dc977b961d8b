#include "base/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace parking {

void makeFilesPrivate()
{
#ifdef Q_OS_UNIX
    ::umask(077);
#endif
}

bool makePrivateFolder(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return true;
    const QString above = QFileInfo(QDir::cleanPath(info.absoluteFilePath())).path();
    if (!QDir().mkpath(above))
        return false;
#ifdef Q_OS_UNIX
    const bool made = QDir().mkdir(
        path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
#else
    const bool made = QDir().mkdir(path);
#endif
    return made || QFileInfo(path).isDir(); // somebody may have been quicker
}

void makePrivateFile(const QString &path)
{
#ifdef Q_OS_UNIX
    const int fd =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        ::close(fd);
#else
    Q_UNUSED(path);
#endif
}

void narrow(const QString &path)
{
#ifdef Q_OS_UNIX
    const QByteArray name = QFile::encodeName(path);
    struct stat found = {};
    if (::stat(name.constData(), &found) != 0 || found.st_uid != ::geteuid()
        || (found.st_mode & 077) == 0)
        return;
    if (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode))
        (void)::chmod(name.constData(), found.st_mode & 07700);
#else
    Q_UNUSED(path);
#endif
}

} // namespace parking
