// Names of files that are made of what people called things.

#include "base/literals.h"
#include "desk/savefile.h"
#include "models/notices.h"
#include "testmain.h"

#include <QFileDialog>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;

class TestSaveFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreFiles_data();
    void namesAreFiles();
    void aNameWithASlashIsNoFolder();
};

void TestSaveFile::namesAreFiles_data()
{
    QTest::addColumn<QString>("wished");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"Bay 3 Battery.pdf"_s << u"Bay 3 Battery.pdf"_s;
    QTest::newRow("other letters")
        << u"Parkplatz Süd – 停車場.csv"_s << u"Parkplatz Süd – 停車場.csv"_s;
    QTest::newRow("a folder") << u"Level 1/Bay 3 Battery.pdf"_s << u"Level 1-Bay 3 Battery.pdf"_s;
    QTest::newRow("a way up") << u"../../etc/x.csv"_s << u"--..-etc-x.csv"_s;
    QTest::newRow("what Windows refuses")
        << u"a\\b:c*d?e\"f<g>h|i.png"_s << u"a-b-c-d-e-f-g-h-i.png"_s;
    QTest::newRow("a bell") << u"a\x07z.png"_s << u"a-z.png"_s;
    QTest::newRow("hidden") << u".profile"_s << u"-profile"_s;
    QTest::newRow("blanks around") << u"  a .png "_s << u"a .png"_s;
    QTest::newRow("a dot at the end") << u"Level 1."_s << u"Level 1-"_s;
    QTest::newRow("a device of Windows") << u"con.pdf"_s << u"-con.pdf"_s;
    QTest::newRow("only like one") << u"console.pdf"_s << u"console.pdf"_s;
    QTest::newRow("nothing") << QString() << u"-"_s;
}

void TestSaveFile::namesAreFiles()
{
    QFETCH(QString, wished);
    QFETCH(QString, name);
    QCOMPARE(fileName(wished), name);
}

void TestSaveFile::aNameWithASlashIsNoFolder()
{
    QWidget parent;
    Notices notices;
    saveFile(notices, &parent, u"Level 1/Bay 3.pdf"_s, [] { return QByteArray("x"); });
    auto *dialog = parent.findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->selectedFiles(),
             QStringList{dialog->directory().filePath(u"Level 1-Bay 3.pdf"_s)});
}

PARKING_TEST(TestSaveFile)
#include "tst_savefile.moc"
