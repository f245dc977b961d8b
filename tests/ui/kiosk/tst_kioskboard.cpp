#include "../fixturekiosk.h"
#include "base/passwordhash.h"
#include "kiosk/exitlock.h"
#include "kiosk/kioskboard.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DataAge;

class TestKioskBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ageIsThatOfTheStationsWord();
    void withoutAWordNothingIsClaimed();
    void whatWasKnownStays();
    void memoryIsReadAsItWasWritten();
    void memoryOfAnotherScreenIsNone();
    void brokenMemoryIsNone_data();
    void brokenMemoryIsNone();
    void memoryThatCannotBeKeptLeavesTheOldOne();
    void threeTriesThenAPause();
    void withoutAPasswordNobodyEndsIt();

private:
    void load(const domain::SiteSnapshot &site)
    {
        m_model.setNow(fixture::kNow);
        m_model.load(site);
        m_situation.setNow(fixture::kNow);
    }
    SiteModel m_model;
    Situation m_situation;
    QTemporaryDir m_folder;
};

void TestKioskBoard::ageIsThatOfTheStationsWord()
{
    load(fixture::harbourSite());
    KioskBoard board(m_model, m_situation,
                     {.building = u"North"_s, .ownFloor = u"G"_s, .arrows = {}});
    QCOMPARE(board.picture(0ms).age(), DataAge::Gone); // nothing was read
    board.take(fixture::kNow - 2s);
    QCOMPARE(board.picture(0ms).age(), DataAge::Live);
    QCOMPARE(board.picture(0ms).board->counts.free(), 161);
    QCOMPARE(board.picture(0ms).best, u"B1"_s);
    // Looks go on well, and the station takes nothing in.
    m_situation.setNow(fixture::kNow + 2min);
    board.take(fixture::kNow - 2s);
    QCOMPARE(board.picture(0ms).age(), DataAge::Old);
    QCOMPARE(board.picture(0ms).board->counts.free(), 161); // as of then, silent ones and all
    QVERIFY(board.picture(0ms).best.isEmpty());
    m_situation.setNow(fixture::kNow + 31min);
    QCOMPARE(board.picture(0ms).age(), DataAge::Gone);
}

void TestKioskBoard::withoutAWordNothingIsClaimed()
{
    load(fixture::harbourSite());
    KioskBoard board(m_model, m_situation, {});
    board.take(std::nullopt);
    QVERIFY(board.picture(0ms).board);
    QCOMPARE(board.picture(0ms).age(), DataAge::Gone);
    QVERIFY(!board.memory());
}

void TestKioskBoard::whatWasKnownStays()
{
    load(fixture::harbourSite());
    KioskBoard board(m_model, m_situation, {.building = u"North"_s, .ownFloor = {}, .arrows = {}});
    board.take(fixture::kNow - 2s);
    board.take(std::nullopt); // its successor is still catching up
    QCOMPARE(board.picture(0ms).asOf, std::optional(fixture::kNow - 2s));
}

void TestKioskBoard::memoryIsReadAsItWasWritten()
{
    const QString path = m_folder.filePath(u"new/kiosk-0.json"_s);
    const KioskMemory memory{*fixture::lobby().board, fixture::kNow};
    QVERIFY(memory.write(path, u"North"_s));
    QVERIFY(KioskMemory::read(path, u"North"_s) == memory);

    load({});
    m_situation.setNow(fixture::kNow + 10min);
    KioskBoard board(m_model, m_situation, {.building = u"North"_s, .ownFloor = {}, .arrows = {}});
    board.remember(*KioskMemory::read(path, u"North"_s));
    QCOMPARE(board.picture(0ms).age(), DataAge::Old); // begun without a network
    QCOMPARE(board.picture(0ms).board->counts.free(), 161);
}

void TestKioskBoard::memoryOfAnotherScreenIsNone()
{
    const QString path = m_folder.filePath(u"kiosk-1.json"_s);
    QVERIFY((KioskMemory{*fixture::lobby().board, fixture::kNow}.write(path, u"North"_s)));
    QVERIFY(!KioskMemory::read(path, u"South"_s));
    QVERIFY(!KioskMemory::read(m_folder.filePath(u"none.json"_s), u"North"_s));
    QVERIFY(!KioskMemory::read(m_folder.path(), u"North"_s));
}

void TestKioskBoard::brokenMemoryIsNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("\0\0\0\0", 4);
    QTest::newRow("another form") << QByteArray(R"({"form":2,"for":""})");
    QTest::newRow("no board") << QByteArray(
        R"({"form":1,"for":"","asOf":"2026-09-14T14:02:36.000Z"})");
}

void TestKioskBoard::brokenMemoryIsNone()
{
    QFETCH(QByteArray, text);
    const QString path = m_folder.filePath(u"broken.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    QVERIFY(!KioskMemory::read(path, {}));
}

void TestKioskBoard::memoryThatCannotBeKeptLeavesTheOldOne()
{
    const KioskMemory memory{*fixture::lobby().board, fixture::kNow};
    const QString folder = m_folder.filePath(u"file"_s);
    QFile file(folder);
    QVERIFY(file.open(QIODevice::WriteOnly)); // where a folder should be
    QVERIFY(!memory.write(folder + u"/kiosk-0.json"_s, {}));
    QVERIFY(!memory.write(u"/dev/full/kiosk-0.json"_s, {}));
}

void TestKioskBoard::threeTriesThenAPause()
{
    const QString hash = hashPassword(u"open sesame"_s);
    QVERIFY(isPasswordHash(hash) && !hash.contains(u"sesame"));
    QVERIFY(hashPassword(u"open sesame"_s) != hash); // salted
    using Answer = ExitLock::Answer;
    ExitLock lock(hash);
    QCOMPARE(lock.open(u"a"_s, 0ms), Answer::Wrong);
    QCOMPARE(lock.open({}, 0ms), Answer::Wrong);
    QCOMPARE(lock.open(u"Open Sesame"_s, 0ms), Answer::Waits);
    QCOMPARE(lock.open(u"open sesame"_s, 59'999ms), Answer::Waits);
    QCOMPARE(lock.open(u"open sesame"_s, 60'000ms), Answer::Open);
}

void TestKioskBoard::withoutAPasswordNobodyEndsIt()
{
    ExitLock lock({});
    QVERIFY(!lock.isUsed());
    QCOMPARE(lock.open({}, 0ms), ExitLock::Answer::Wrong);
    for (const QString &text :
         {u"pbkdf2-sha256$1$00$00"_s, u"plain"_s, u"pbkdf2-sha256$x$0011223344556677$00"_s})
        QVERIFY(!isPasswordHash(text));
}

PARKING_TEST(TestKioskBoard)
#include "tst_kioskboard.moc"
