#include "store/databasefile.h"

#include "base/literals.h"
#include "base/logging.h"
#include "base/time.h"
#include "domain/problems.h"

#include <QFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#endif

namespace parking::store {

std::optional<FileId> fileId(const QString &path)
{
#if defined(Q_OS_LINUX)
    struct statx found;
    if (::statx(AT_FDCWD, QFile::encodeName(path).constData(), 0, STATX_INO | STATX_BTIME, &found)
        != 0)
        return std::nullopt;
    const bool isBornKnown = (found.stx_mask & STATX_BTIME) != 0;
    return FileId{quint64(found.stx_dev_major) << 32 | found.stx_dev_minor, found.stx_ino,
                  isBornKnown ? found.stx_btime.tv_sec * 1'000'000'000 + found.stx_btime.tv_nsec
                              : 0};
#elif defined(Q_OS_UNIX)
    struct stat found;
    if (::stat(QFile::encodeName(path).constData(), &found) != 0)
        return std::nullopt;
    return FileId{quint64(found.st_dev), quint64(found.st_ino), 0};
#else
    return QFile::exists(path) ? std::optional(FileId()) : std::nullopt;
#endif
}

Error fileGone(const QString &path)
{
    return {problem::kDatabaseFile,
            u"the database's file %1 was deleted, moved away or replaced by an empty one: put it "
            "back, or restart the program to begin with a new one"_s.arg(path),
            {{u"sqlstate"_s, u"58030"_s}, {u"wait"_s, true}}};
}

void putLogAside(const QString &path)
{
    const QString log = path + u"-wal"_s;
    const QString aside = log + u".former-"_s + QString::number(toMillis(systemNow()));
    if (QFile::rename(log, aside))
        qCWarning(lcStore).noquote() << "the log of a former file is now" << aside;
    QFile::remove(path + u"-shm"_s);
}

} // namespace parking::store
