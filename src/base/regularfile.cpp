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

/// Opens without waiting for a writer: between a look at the name and the opening another file may
/// have taken its place. Gives what is in the way.
QString openAtOnce(QFile &file)
{
#ifdef Q_OS_UNIX
    const int fd = ::open(QFile::encodeName(file.fileName()).constData(),
                          O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return u"cannot be read: %1"_s.arg(qt_error_string(errno));
    struct stat found = {};
    if (::fstat(fd, &found) == 0 && S_ISREG(found.st_mode)
        && file.open(fd, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return {};
    ::close(fd);
    return u"is no regular file"_s;
#else
    return file.open(QIODevice::ReadOnly) ? QString()
                                          : u"cannot be read: %1"_s.arg(file.errorString());
#endif
}

} // namespace

Result<QByteArray> readRegularFile(const QString &path, qint64 maxBytes)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return refused(path, u"is no regular file"_s);
    QFile file(path);
    if (const QString why = openAtOnce(file); !why.isEmpty())
        return refused(path, why);
    const QByteArray bytes = file.size() > maxBytes ? QByteArray() : file.read(maxBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return refused(path, u"cannot be read: %1"_s.arg(file.errorString()));
    if (file.size() > maxBytes || bytes.size() > maxBytes) // /proc tells 0 of all its files
        return refused(path, u"is longer than %1 bytes"_s.arg(maxBytes));
    return bytes;
}

} // namespace parking
