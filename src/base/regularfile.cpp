#include "base/regularfile.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace parking {

namespace {

Error refused(const QString &path, const QString &why)
{
    return {problem::kValidation, u"\"%1\" %2"_s.arg(path, why)};
}

enum class From { Anybody, Trusted };

#ifdef Q_OS_UNIX
QString distrust(const struct stat &found)
{
    if (found.st_uid != ::geteuid() && found.st_uid != 0)
        return u"belongs to another user"_s;
    if (found.st_mode & (S_IWGRP | S_IWOTH))
        return u"may be written by others (chmod go-w mends it)"_s;
    return {};
}
#endif

/// Opens without waiting for a writer: between a look at the name and the opening another file may
/// have taken its place. Gives what is in the way.
QString openAtOnce(QFile &file, From from)
{
#ifdef Q_OS_UNIX
    const int fd = ::open(QFile::encodeName(file.fileName()).constData(),
                          O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return u"cannot be read: %1"_s.arg(qt_error_string(errno));
    struct stat found = {};
    QString why = u"is no regular file"_s;
    if (::fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
        why = from == From::Trusted ? distrust(found) : QString();
        if (why.isEmpty() && file.open(fd, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
            return {};
    }
    ::close(fd);
    return why.isEmpty() ? u"cannot be read: %1"_s.arg(file.errorString()) : why;
#else
    Q_UNUSED(from);
    return file.open(QIODevice::ReadOnly) ? QString()
                                          : u"cannot be read: %1"_s.arg(file.errorString());
#endif
}

Result<QByteArray> readFile(const QString &path, qint64 maxBytes, From from)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return refused(path, u"is no regular file"_s);
    QFile file(path);
    if (const QString why = openAtOnce(file, from); !why.isEmpty())
        return refused(path, why);
    const QByteArray bytes = file.size() > maxBytes ? QByteArray() : file.read(maxBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return refused(path, u"cannot be read: %1"_s.arg(file.errorString()));
    if (file.size() > maxBytes || bytes.size() > maxBytes) // /proc tells 0 of all its files
        return refused(path, u"is longer than %1 bytes"_s.arg(maxBytes));
    return bytes;
}

} // namespace

Result<QByteArray> readRegularFile(const QString &path, qint64 maxBytes)
{
    return readFile(path, maxBytes, From::Anybody);
}

Result<QByteArray> readTrustedFile(const QString &path, qint64 maxBytes)
{
    return readFile(path, maxBytes, From::Trusted);
}

} // namespace parking
