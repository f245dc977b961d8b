// What the program keeps is for its user alone.

#include "base/literals.h"
#include "base/privatefile.h"
#include "testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;

namespace {

constexpr QFileDevice::Permissions kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup
    | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther
    | QFileDevice::ExeOther;

bool isPrivate(const QString &path)
{
    return QFileInfo::exists(path) && (QFileInfo(path).permissions() & kOthers) == 0;
}

} // namespace

class tst_PrivateFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifndef Q_OS_UNIX
        QSKIP("rights are the folder's there");
#endif
    }

    void foldersAreMade()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a/100%/b"_s);
        QVERIFY(makePrivateFolder(path));
        QVERIFY(isPrivate(path));
        QVERIFY(makePrivateFolder(path));
        QVERIFY(makePrivateFolder(folder.filePath(u"c/"_s)));
        QVERIFY(isPrivate(folder.filePath(u"c"_s)));
    }

    void aFolderThatIsThereStays()
    {
        const QTemporaryDir folder;
        const auto all =
            kOthers | QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
        QVERIFY(QFile::setPermissions(folder.path(), all));
        QVERIFY(makePrivateFolder(folder.path()));
        QVERIFY(!isPrivate(folder.path())); // it may be everybody's
        narrow(folder.path());
        QVERIFY(isPrivate(folder.path()));
    }

    void aFileIsNoFolder()
    {
        const QTemporaryDir folder;
        makePrivateFile(folder.filePath(u"a"_s));
        QVERIFY(!makePrivateFolder(folder.filePath(u"a"_s)));
        QVERIFY(!makePrivateFolder(folder.filePath(u"a/b"_s)));
    }

    void filesAreMadeAndNarrowed()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a"_s);
        makePrivateFile(path);
        QVERIFY(isPrivate(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
        file.close();
        QVERIFY(file.setPermissions(kOthers | QFileDevice::ReadOwner));
        makePrivateFile(path);
        QVERIFY(!isPrivate(path));
        narrow(path);
        QVERIFY(isPrivate(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("kept"));
        narrow(folder.filePath(u"missing"_s));
    }
};

PARKING_TEST(tst_PrivateFile)
#include "tst_privatefile.moc"
