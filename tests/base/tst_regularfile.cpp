// Files that somebody named: read at once and as far as agreed, or not at all.

#include "base/literals.h"
#include "base/regularfile.h"
#include "testmain.h"
#include "verify.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace parking;

class tst_RegularFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"100% a#?"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("12345678") == 8);
        file.close();
        const Result<QByteArray> whole = readRegularFile(path, 8);
        VERIFY_OK(whole);
        QCOMPARE(*whole, QByteArray("12345678"));
        const Result<QByteArray> longer = readRegularFile(path, 7);
        VERIFY_ERROR(longer, "VALIDATION_ERROR");
        QVERIFY2(longer.error().detail.contains(path + u"\" is longer than 7 bytes"_s),
                 qPrintable(longer.error().detail));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("why");
        QTest::newRow("missing") << u"missing"_s << u"cannot be read"_s;
        QTest::newRow("a folder") << u"."_s << u"is no regular file"_s;
#ifdef Q_OS_UNIX
        QTest::newRow("a FIFO without a writer") << u"fifo"_s << u"is no regular file"_s;
        QTest::newRow("a link to one") << u"link"_s << u"is no regular file"_s;
        QTest::newRow("an endless device") << u"/dev/zero"_s << u"is no regular file"_s;
#endif
        QTest::newRow("300 MB") << u"huge"_s << u"is longer than 1024 bytes"_s;
    }

    void refuses()
    {
        QFETCH(QString, path);
        QFETCH(QString, why);
        const QTemporaryDir folder;
#ifdef Q_OS_UNIX
        QCOMPARE(::mkfifo(QFile::encodeName(folder.filePath(u"fifo"_s)).constData(), 0600), 0);
        QVERIFY(QFile::link(folder.filePath(u"fifo"_s), folder.filePath(u"link"_s)));
#endif
        QFile huge(folder.filePath(u"huge"_s));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(300'000'000));
        QElapsedTimer watch;
        watch.start();
        const Result<QByteArray> bytes =
            readRegularFile(path.startsWith(u'/') ? path : folder.filePath(path), 1024);
        VERIFY_ERROR(bytes, "VALIDATION_ERROR");
        QVERIFY2(bytes.error().detail.contains(why), qPrintable(bytes.error().detail));
        QVERIFY(watch.elapsed() < 5000);
    }
};

PARKING_TEST(tst_RegularFile)
#include "tst_regularfile.moc"
