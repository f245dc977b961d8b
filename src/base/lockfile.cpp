#include "base/lockfile.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLockFile>

namespace parking {

namespace {

constexpr qint64 kYoungMs = 2000; // its maker writes its name at once

bool isNamed(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString application;
    return lock.getLockInfo(&process, &host, &application) && process > 0;
}

qint64 ageOf(const QLockFile &lock)
{
    return QFileInfo(lock.fileName()).lastModified().msecsTo(QDateTime::currentDateTime());
}

} // namespace

bool takeLock(QLockFile &lock, Milliseconds patience)
{
    lock.setStaleLockTime(0);
    if (lock.tryLock(0))
        return true;
    if (lock.error() != QLockFile::LockFailedError || isNamed(lock))
        return false;
    if (ageOf(lock) < kYoungMs && lock.tryLock(int(patience.count())))
        return true;
    return !isNamed(lock) && ageOf(lock) >= kYoungMs && lock.removeStaleLockFile()
        && lock.tryLock(0);
}

} // namespace parking
