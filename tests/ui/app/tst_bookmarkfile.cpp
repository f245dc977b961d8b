// Bookmarks beside an archive: kept whole, and what somebody else wrote there is left alone.

#include "app/bookmarkfile.h"
#include "base/literals.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

const UtcTime kNoon = fromMillis(1'788'264'000'000);

} // namespace

class TestBookmarkFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAndFinds();
    void goesWithTheLast();
    void refuses_data();
    void refuses();
    void leavesAForeignFile();
    void followsNoLink();
    void findsTheOneBeside();

private:
    QTemporaryDir m_folder;
};

void TestBookmarkFile::keepsAndFinds()
{
    const QString path = BookmarkFile::pathBeside(m_folder.filePath(u"x.parkarchive"_s));
    QVERIFY(path.endsWith(u"x.parkarchive.bookmarks.json"_s));
    BookmarkFile file(path);
    const auto none = file.load();
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());
    const Bookmarks bookmarks{{kNoon, u"<b>the lorry</b> \"again\"\n"_s}, {kNoon + 1h, {}}};
    VERIFY_OK(file.save(bookmarks));
    const auto found = BookmarkFile(path).load();
    VERIFY_OK(found);
    QCOMPARE(*found, bookmarks);
}

void TestBookmarkFile::goesWithTheLast()
{
    const QString path = m_folder.filePath(u"gone.json"_s);
    BookmarkFile file(path);
    VERIFY_OK(file.save({{kNoon, u"x"_s}}));
    QVERIFY(QFile::exists(path));
    VERIFY_OK(file.save({}));
    QVERIFY(!QFile::exists(path));
    VERIFY_OK(file.save({}));
}

void TestBookmarkFile::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("bookmarks");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("another form") << QByteArray(R"({"form":2,"bookmarks":[]})");
    QTest::newRow("no list") << QByteArray(R"({"form":1,"bookmarks":{}})");
    QTest::newRow("no time") << QByteArray(R"({"form":1,"bookmarks":[{"note":"x"}]})");
    QTest::newRow("another time") << QByteArray(
        R"({"form":1,"bookmarks":[{"at":"noon","note":"x"}]})");
    QTest::newRow("no note") << QByteArray(
        R"({"form":1,"bookmarks":[{"at":"2026-09-01T12:00:00.000Z"}]})");
    QTest::newRow("a note that is none")
        << QByteArray(R"({"form":1,"bookmarks":[{"at":"2026-09-01T12:00:00.000Z","note":7}]})");
    Bookmarks many;
    for (int i = 0; i <= BookmarkFile::kMost; ++i)
        many.append({kNoon + i * 1s, {}});
    QTest::newRow("too many") << toJson(many);
}

void TestBookmarkFile::refuses()
{
    QFETCH(QByteArray, json);
    VERIFY_ERROR(parseBookmarks(json), "BAD_FILE");
}

void TestBookmarkFile::leavesAForeignFile()
{
    const QString path = m_folder.filePath(u"foreign.json"_s);
    for (const QByteArray &bytes :
         {QByteArray("{\"my\": \"work\"}"), QByteArray(2 * 1024 * 1024, ' ')}) {
        QFile other(path);
        QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(other.write(bytes), bytes.size());
        other.close();
        BookmarkFile file(path);
        VERIFY_ERROR(file.load(), "BAD_FILE");
        VERIFY_ERROR(file.save({{kNoon, u"x"_s}}), "BAD_FILE");
        VERIFY_ERROR(file.save({}), "BAD_FILE");
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), bytes);
    }
    BookmarkFile nowhere(m_folder.filePath(u"foreign.json/x.json"_s));
    VERIFY_ERROR(nowhere.save({{kNoon, u"x"_s}}), "BAD_FILE");
}

/// An archive that was unpacked may have brought it.
void TestBookmarkFile::followsNoLink()
{
#ifdef Q_OS_UNIX
    const QString path = m_folder.filePath(u"link.json"_s);
    const QString target = m_folder.filePath(u"target"_s);
    QVERIFY(QFile::link(target, path));
    BookmarkFile file(path);
    VERIFY_ERROR(file.load(), "BAD_FILE");
    QVERIFY(!file.save({{kNoon, u"x"_s}}));
    QVERIFY(!QFile::exists(target));
    const QString pipe = m_folder.filePath(u"pipe.json"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(!BookmarkFile(pipe).load()); // and nobody waits
#endif
}

void TestBookmarkFile::findsTheOneBeside()
{
    const Bookmarks bookmarks{{kNoon, u"a"_s}, {kNoon + 1h, u"b"_s}};
    QCOMPARE(bookmarkBeside(bookmarks, kNoon - 1s, +1)->note, u"a"_s);
    QCOMPARE(bookmarkBeside(bookmarks, kNoon, +1)->note, u"b"_s);
    QVERIFY(!bookmarkBeside(bookmarks, kNoon + 1h, +1));
    QCOMPARE(bookmarkBeside(bookmarks, kNoon + 2h, -1)->note, u"b"_s);
    QVERIFY(!bookmarkBeside(bookmarks, kNoon, -1));
    QCOMPARE(bookmarkAt(bookmarks, kNoon)->note, u"a"_s);
    QVERIFY(!bookmarkAt(bookmarks, kNoon + 1s));
}

PARKING_TEST(TestBookmarkFile)
#include "tst_bookmarkfile.moc"
