#include "base/lockfile.h"

#include "base/literals.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLockFile>

#include <cstdlib>

namespace parking {

namespace {

constexpr qint64 kYoungMs = 2000; // its maker writes its name at once
constexpr int kGuardMs = 100; // who removes a file is done at once

bool isNamed(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString application;
    return lock.getLockInfo(&process, &host, &application) && process > 0;
}

/// A time that lies ahead is of a clock that was set back since: nobody waits until then.
bool isYoung(const QLockFile &lock)
{
    const QDateTime made = QFileInfo(lock.fileName()).lastModified();
    return std::abs(made.msecsTo(QDateTime::currentDateTime())) < kYoungMs;
}

/// Only while no other program does so: what that made since is no stale file. By the name that
/// QLockFile itself takes for this.
bool removeIfOfNobody(QLockFile &lock)
{
    QLockFile guard(lock.fileName() + u".rmlock"_s);
    return guard.tryLock(kGuardMs) && !isNamed(lock) && !isYoung(lock)
        && lock.removeStaleLockFile();
}

} // namespace

bool takeLock(QLockFile &lock, Milliseconds patience)
{
    lock.setStaleLockTime(0);
    if (lock.tryLock(0))
        return true;
    if (lock.error() != QLockFile::LockFailedError || isNamed(lock))
        return false;
    if (isYoung(lock) && lock.tryLock(int(patience.count())))
        return true;
    return removeIfOfNobody(lock) && lock.tryLock(0);
}

} // namespace parking
