// The operating system's side of the journal.

#include "journal/journal.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace parking::journal {

int JournalFiles::open(const QString &path)
{
#ifdef Q_OS_WIN
    return ::_wopen(reinterpret_cast<const wchar_t *>(QDir::toNativeSeparators(path).utf16()),
                    _O_WRONLY | _O_CREAT | _O_APPEND | _O_BINARY, _S_IREAD | _S_IWRITE);
#else
    return ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                  0600);
#endif
}

qint64 JournalFiles::write(int fd, const char *data, qint64 size)
{
#ifdef Q_OS_WIN
    return ::_write(fd, data, unsigned(qMin<qint64>(size, 1 << 20)));
#else
    return ::write(fd, data, size_t(size));
#endif
}

int JournalFiles::sync(int fd)
{
#if defined(Q_OS_WIN)
    return ::_commit(fd);
#elif defined(Q_OS_MACOS)
    return ::fcntl(fd, F_FULLFSYNC); // fsync leaves the data in the drive's cache there
#else
    return ::fdatasync(fd);
#endif
}

int JournalFiles::truncate(int fd, qint64 size)
{
#ifdef Q_OS_WIN
    return ::_chsize_s(fd, size) == 0 ? 0 : -1;
#else
    return ::ftruncate(fd, off_t(size));
#endif
}

int JournalFiles::close(int fd)
{
#ifdef Q_OS_WIN
    return ::_close(fd);
#else
    return ::close(fd);
#endif
}

} // namespace parking::journal
