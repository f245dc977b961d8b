// Locks of programs that were killed while they made them, and of those that live.

#include "base/literals.h"
#include "base/lockfile.h"
#include "testmain.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

class TestLockFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void ofNobodyItIsTakenOnceItIsOld();
    void aYoungOneIsWaitedFor();
    void aTimeToComeLocksNobodyOut();
    void oneRemovesAtATime();
    void whoLivesKeepsIt();
    void whoLivesKeepsItNamedOrNot();

private:
    QString path() const { return m_folder->filePath(u"lock"_s); }
    void makeEmpty(int secondsOld) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-secondsOld),
                                 QFileDevice::FileModificationTime));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLockFile::ofNobodyItIsTakenOnceItIsOld()
{
    makeEmpty(3);
    QLockFile lock(path());
    QVERIFY(takeLock(lock));
    QVERIFY(QFileInfo(path()).size() > 0); // it is named now
}

/// Its maker may live: somebody who looks again each second is refused at once until then.
void TestLockFile::aYoungOneIsWaitedFor()
{
    makeEmpty(0);
    QLockFile impatient(path());
    QVERIFY(!takeLock(impatient));
    QLockFile patient(path());
    QVERIFY(takeLock(patient, 4s));
}

/// The clock was set back since.
void TestLockFile::aTimeToComeLocksNobodyOut()
{
    makeEmpty(-3600);
    QLockFile lock(path());
    QVERIFY(takeLock(lock));
    QVERIFY(QFileInfo(path()).size() > 0);
}

/// Another one looked at the old file, too, and may have made a new one meanwhile.
void TestLockFile::oneRemovesAtATime()
{
    makeEmpty(3);
    QLockFile guard(path() + u".rmlock"_s);
    QVERIFY(guard.tryLock(0));
    QLockFile lock(path());
    QVERIFY(!takeLock(lock));
    QVERIFY(QFileInfo::exists(path()));
    guard.unlock();
    QVERIFY(takeLock(lock));
    QVERIFY(!QFileInfo::exists(path() + u".rmlock"_s));
}

void TestLockFile::whoLivesKeepsIt()
{
    QLockFile holder(path());
    QVERIFY(takeLock(holder));
    QElapsedTimer time;
    time.start();
    QLockFile other(path());
    QVERIFY(!takeLock(other, 60s));
    QVERIFY(time.elapsed() < 30'000); // who is named is not waited for
    holder.unlock();
    QVERIFY(takeLock(other));
}

/// The system knows who holds it, whatever its file says.
void TestLockFile::whoLivesKeepsItNamedOrNot()
{
    QLockFile holder(path());
    QVERIFY(takeLock(holder));
    QVERIFY(QFile::resize(path(), 0));
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60),
                             QFileDevice::FileModificationTime));
    file.close();
    QLockFile other(path());
    QVERIFY(!takeLock(other, 1s));
    QVERIFY(QFileInfo::exists(path()));
}

PARKING_TEST(TestLockFile)
#include "tst_lockfile.moc"
