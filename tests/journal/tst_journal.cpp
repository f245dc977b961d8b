#include "journal/crc32c.h"
#include "journal/journal.h"
#include "journal/journalformat.h"
#include "journal/journalreader.h"
#include "testmain.h"

#include "verify.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <thread>

#include <unistd.h>

using namespace parking;
using namespace parking::journal;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// A disk that misbehaves as it is told, on top of the real one.
class BadDisk : public JournalFiles {
public:
    qint64 write(int fd, const char *data, qint64 size) override
    {
        if (failWrites > 0) {
            --failWrites;
            // As a full disk does: some of the bytes still go in.
            if (tornBytes > 0)
                (void)JournalFiles::write(fd, data, std::min<qint64>(tornBytes, size));
            errno = writeErrno;
            return -1;
        }
        if (interrupts > 0) {
            --interrupts;
            errno = EINTR;
            return -1;
        }
        return JournalFiles::write(fd, data, longest > 0 ? std::min(longest, size) : size);
    }
    int sync(int fd) override
    {
        ++syncs;
        if (failSyncs > 0) {
            --failSyncs;
            errno = EIO;
            return -1;
        }
        return JournalFiles::sync(fd);
    }
    int truncate(int fd, qint64 size) override
    {
        if (failTruncates > 0 && size > 0) {
            --failTruncates;
            errno = EIO;
            return -1;
        }
        return JournalFiles::truncate(fd, size);
    }
    int open(const QString &path) override
    {
        if (failOpens > 0) {
            --failOpens;
            errno = EACCES;
            return -1;
        }
        return JournalFiles::open(path);
    }

    std::atomic<int> failWrites = 0;
    std::atomic<int> tornBytes = 0;
    std::atomic<int> writeErrno = ENOSPC;
    std::atomic<int> interrupts = 0;
    std::atomic<int> failSyncs = 0;
    std::atomic<int> failTruncates = 0;
    std::atomic<int> failOpens = 0;
    std::atomic<int> syncs = 0;
    qint64 longest = 0; ///< bytes per write at most; 0: any
};

mqtt::MqttMessage message(int number, qsizetype size = 40)
{
    QByteArray payload = QByteArray::number(number) + ' ';
    payload.resize(std::max(size, payload.size()), char('a' + number % 26));
    return {"application/1/device/x/event/up", payload, 1, number % 3 == 0, number % 5 == 0};
}

const UtcTime kReceived = fromMillis(1'700'000'000'123);

} // namespace

class TestJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void crcIsCastagnoli();
    void whatWasAppendedIsRead();
    void readingGoesOnWhereItStopped();
    void readKeepsItsLimits();
    void survivesReopening();
    void rollsSegmentsAndReleasesThem();
    void shortWrites_data();
    void shortWrites();
    void badDisk_data();
    void badDisk();
    void problemIsToldWhileAppendWaits();
    void syncPolicy_data();
    void syncPolicy();
    void tornTail_data();
    void tornTail();
    void everyBitFlipIsNoticed();
    void whateverLiesThereIsRead_data();
    void whateverLiesThereIsRead();
    void unreadableFileIsKeptAndTold();
    void resumesBehindWhatWasStored();
    void readsAllOfAnotherFolder_data();
    void readsAllOfAnotherFolder();
    void olderSegmentsAreReadAgain();
    void formerSegmentsAreKnown();
    void secondHolderIsRefused();
    void folderThatCannotBeMade();
    void wakesOnceUntilRead();
    void twoThreads();
    void bigRecord();

private:
    JournalOptions options();
    std::unique_ptr<Journal> open(const JournalOptions &options);
    QList<JournalRecord> all(Journal &journal, JournalPosition after = {});
    QString lastSegment() const;
    void appendAll(Journal &journal, int from, int to);
    void compareNumbers(const QList<JournalRecord> &records, const QList<int> &numbers);

    std::unique_ptr<QTemporaryDir> m_folder;
    BadDisk m_disk;
};

void TestJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_disk.longest = 0;
    for (std::atomic<int> *count :
         {&m_disk.failWrites, &m_disk.tornBytes, &m_disk.interrupts, &m_disk.failSyncs,
          &m_disk.failTruncates, &m_disk.failOpens, &m_disk.syncs})
        *count = 0;
}

JournalOptions TestJournal::options()
{
    JournalOptions options;
    options.folder = m_folder->filePath(u"journal"_s);
    options.retryPause = 1ms;
    options.files = &m_disk;
    options.sync = JournalSync::Never;
    return options;
}

std::unique_ptr<Journal> TestJournal::open(const JournalOptions &options)
{
    Result<std::unique_ptr<Journal>> journal = Journal::open(options);
    if (!journal) {
        qWarning() << journal.error().detail;
        return nullptr;
    }
    return std::move(*journal);
}

QList<JournalRecord> TestJournal::all(Journal &journal, JournalPosition after)
{
    const Result<QList<JournalRecord>> records = journal.read(after, 1'000'000, 1LL << 40);
    return records ? *records : QList<JournalRecord>();
}

QString TestJournal::lastSegment() const
{
    const QDir folder(m_folder->filePath(u"journal"_s));
    return folder.filePath(folder.entryList({u"*.journal"_s}, QDir::Files, QDir::Name).last());
}

void TestJournal::appendAll(Journal &journal, int from, int to)
{
    for (int i = from; i <= to; ++i)
        journal.append(message(i), kReceived + Milliseconds(i));
}

void TestJournal::compareNumbers(const QList<JournalRecord> &records, const QList<int> &numbers)
{
    QList<int> found;
    for (const JournalRecord &record : records) {
        found.append(record.message.payload.split(' ').first().toInt());
        QCOMPARE(record.message, message(found.last()));
        QCOMPARE(record.receivedAt, kReceived + Milliseconds(found.last()));
    }
    QCOMPARE(found, numbers);
}

void TestJournal::crcIsCastagnoli()
{
    QCOMPARE(crc32c("123456789"), 0xE3069283u);
    QCOMPARE(crc32c(QByteArray(32, '\0')), 0x8A9136AAu); // RFC 3720, B.4
    QCOMPARE(crc32c(QByteArray(32, '\xff')), 0x62A8AB43u);
    QCOMPARE(crc32c(""), 0u);
    QByteArray bytes; // of every length that the two ways cut differently
    for (int n = 0; n < 40; ++n) {
        QCOMPARE(crc32cByTable(bytes), crc32c(bytes));
        bytes.append(char(n * 37));
    }
}

void TestJournal::whatWasAppendedIsRead()
{
    const auto journal = open(options());
    QVERIFY(journal);
    journal->append({"t", QByteArray("\0binary\xff", 8), 0, true, false}, kReceived);
    journal->append({"", "", 2, false, true}, kReceived + 1ms);
    const QList<JournalRecord> records = all(*journal);
    QCOMPARE(records.size(), 2);
    const QString segment = records[0].position.segmentId;
    QVERIFY(!QUuid::fromString(segment).isNull());
    const JournalRecord first{{journal->id(), 1, 1, segment},
                              kReceived,
                              {"t", QByteArray("\0binary\xff", 8), 0, true, false}};
    QCOMPARE(records[0], first);
    const JournalRecord second{
        {journal->id(), 1, 2, segment}, kReceived + 1ms, {"", "", 2, false, true}};
    QCOMPARE(records[1], second);
}

void TestJournal::readingGoesOnWhereItStopped()
{
    const auto journal = open(options());
    appendAll(*journal, 1, 10);
    const QList<JournalRecord> first = *journal->read({}, 4);
    compareNumbers(first, {1, 2, 3, 4});
    appendAll(*journal, 11, 12);
    compareNumbers(all(*journal, first.last().position), {5, 6, 7, 8, 9, 10, 11, 12});
    // Back again: what was refused is read a second time.
    compareNumbers(*journal->read(first[1].position, 2), {3, 4});
}

void TestJournal::readKeepsItsLimits()
{
    const auto journal = open(options());
    for (int i = 1; i <= 5; ++i)
        journal->append(message(i, 1000), kReceived);
    QCOMPARE(journal->read({}, 100, 2500)->size(), 3);
    QCOMPARE(journal->read({}, 100, 1)->size(), 1); // at least one, however large
    QCOMPARE(journal->read({}, 2, 1 << 20)->size(), 2);
}

void TestJournal::survivesReopening()
{
    QString id;
    {
        const auto journal = open(options());
        id = journal->id();
        appendAll(*journal, 1, 3);
    }
    const auto journal = open(options());
    QCOMPARE(journal->id(), id);
    QCOMPARE(journal->stats().backlog, 3);
    appendAll(*journal, 4, 5);
    const QList<JournalRecord> records = all(*journal);
    compareNumbers(records, {1, 2, 3, 4, 5});
    QVERIFY(isAfter(records[3].position, records[2].position));
    journal->release(records[3].position);
    QCOMPARE(journal->stats().backlog, 1);
}

void TestJournal::rollsSegmentsAndReleasesThem()
{
    JournalOptions small = options();
    small.segmentBytes = 1000;
    const auto journal = open(small);
    appendAll(*journal, 1, 100);
    const QList<JournalRecord> records = all(*journal);
    QCOMPARE(records.size(), 100);
    QVERIFY(records.last().position.segment > 5);
    const auto files = [this] {
        return QDir(m_folder->filePath(u"journal"_s)).entryList({u"*.journal"_s}).size();
    };
    const auto before = files();
    journal->release(records[89].position);
    QVERIFY(files() < before);
    QCOMPARE(journal->stats().backlog, 10);
    QList<int> rest;
    for (int i = 91; i <= 100; ++i)
        rest.append(i);
    compareNumbers(all(*journal, records[89].position), rest);
    // A position before what is kept starts at the oldest record kept.
    QCOMPARE(all(*journal).last(), records.last());
    journal->release(records.last().position);
    QCOMPARE(journal->stats().backlog, 0);
    QVERIFY(journal->stats().bytes < 2000);
}

void TestJournal::shortWrites_data()
{
    QTest::addColumn<int>("longest");
    QTest::newRow("one byte at a time") << 1;
    QTest::newRow("seven") << 7;
    QTest::newRow("the header's size") << 32;
}

void TestJournal::shortWrites()
{
    QFETCH(const int, longest);
    m_disk.longest = longest;
    m_disk.interrupts = 5;
    const auto journal = open(options());
    appendAll(*journal, 1, 20);
    QCOMPARE(all(*journal).size(), 20);
    QCOMPARE(journal->stats().problem, QString());
    QCOMPARE(journal->stats().corruptRecords, 0);
}

void TestJournal::badDisk_data()
{
    QTest::addColumn<int>("writes");
    QTest::addColumn<int>("torn");
    QTest::addColumn<int>("syncs");
    QTest::addColumn<int>("truncates");
    QTest::addColumn<int>("opens");
    QTest::newRow("disk full for a while") << 4 << 0 << 0 << 0 << 0;
    QTest::newRow("full in the middle of a record") << 3 << 25 << 0 << 0 << 0;
    QTest::newRow("torn and cannot be cut") << 2 << 25 << 0 << 1 << 0;
    QTest::newRow("sync fails") << 0 << 0 << 2 << 0 << 0;
    QTest::newRow("sync fails and cannot be cut") << 0 << 0 << 1 << 1 << 0;
    QTest::newRow("segment cannot be opened") << 1 << 5 << 0 << 1 << 3;
}

void TestJournal::badDisk()
{
    QFETCH(const int, writes);
    QFETCH(const int, torn);
    QFETCH(const int, syncs);
    QFETCH(const int, truncates);
    QFETCH(const int, opens);
    JournalOptions each = options();
    each.sync = JournalSync::Each;
    {
        const auto journal = open(each);
        appendAll(*journal, 1, 3);
        m_disk.failWrites = writes;
        m_disk.tornBytes = torn;
        m_disk.failSyncs = syncs;
        m_disk.failTruncates = truncates;
        m_disk.failOpens = opens;
        appendAll(*journal, 4, 4);
        QCOMPARE(m_disk.failWrites + m_disk.failSyncs + m_disk.failTruncates + m_disk.failOpens, 0);
        appendAll(*journal, 5, 6);
        QCOMPARE(journal->stats().problem, QString());
        QCOMPARE(journal->stats().appended, 6);
        // Whatever was in the way: each record is there, and once unless its sync was in doubt.
        QList<int> expected{1, 2, 3, 4, 5, 6};
        if (syncs > 0 && truncates > 0)
            expected.insert(3, 4);
        compareNumbers(all(*journal), expected);
    }
    const auto again = open(each);
    QVERIFY(again->stats().backlog >= 6);
    QCOMPARE(all(*again).last().message, message(6));
}

void TestJournal::problemIsToldWhileAppendWaits()
{
    const auto journal = open(options());
    appendAll(*journal, 1, 1);
    m_disk.failWrites = 1'000'000;
    std::atomic<bool> done = false;
    std::thread arrival([&] {
        appendAll(*journal, 2, 2);
        done = true;
    });
    QTRY_COMPARE(journal->stats().problem, u"write: No space left on device"_s);
    QVERIFY(!done); // no acknowledgement can leave
    QCOMPARE(all(*journal).size(), 1); // and nothing half written is shown
    m_disk.failWrites = 0;
    arrival.join();
    QCOMPARE(journal->stats().problem, QString());
    QCOMPARE(all(*journal).size(), 2);
}

void TestJournal::syncPolicy_data()
{
    QTest::addColumn<int>("sync");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::newRow("each") << int(JournalSync::Each) << 50 << 50;
    QTest::newRow("never") << int(JournalSync::Never) << 0 << 0;
    QTest::newRow("adaptive: at once, then the rest of the burst")
        << int(JournalSync::Adaptive) << 2 << 49;
}

void TestJournal::syncPolicy()
{
    QFETCH(const int, sync);
    QFETCH(const int, least);
    QFETCH(const int, most);
    JournalOptions chosen = options();
    chosen.sync = JournalSync(sync);
    const auto journal = open(chosen);
    appendAll(*journal, 1, 50);
    QTRY_VERIFY(m_disk.syncs >= least);
    QVERIFY2(m_disk.syncs <= most, qPrintable(QString::number(m_disk.syncs)));
}

void TestJournal::tornTail_data()
{
    QTest::addColumn<int>("cut");
    QTest::addColumn<QByteArray>("append");
    QTest::addColumn<int>("kept");
    QTest::newRow("whole") << 0 << QByteArray() << 3;
    QTest::newRow("one byte missing") << 1 << QByteArray() << 2;
    QTest::newRow("only the mark of the last") << 100 << QByteArray() << 2;
    QTest::newRow("garbage behind") << 0 << QByteArray("garbage") << 3;
    QTest::newRow("zeros behind, as after a power cut") << 0 << QByteArray(4096, '\0') << 3;
    QTest::newRow("a mark and a huge length")
        << 0 << QByteArray("JRNL\xff\xff\xff\x7f....", 12) << 3;
}

void TestJournal::tornTail()
{
    QFETCH(const int, cut);
    QFETCH(const QByteArray, append);
    QFETCH(const int, kept);
    {
        const auto journal = open(options());
        appendAll(*journal, 1, 3);
    }
    QFile file(lastSegment());
    const qint64 record = (file.size() - journalformat::kSegmentHeader) / 3;
    QVERIFY(file.resize(file.size() - std::min<qint64>(cut, record - 4)));
    QVERIFY(file.open(QIODevice::Append));
    file.write(append);
    file.close();
    const auto journal = open(options());
    QCOMPARE(journal->stats().tornBytes > 0, cut > 0 || !append.isEmpty());
    QCOMPARE(journal->stats().backlog, kept);
    appendAll(*journal, 4, 4);
    QList<int> numbers{1, 2, 3};
    numbers.resize(kept);
    numbers.append(4);
    compareNumbers(all(*journal), numbers);
}

void TestJournal::everyBitFlipIsNoticed()
{
    {
        const auto journal = open(options());
        appendAll(*journal, 1, 3);
    }
    QFile file(lastSegment());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray good = file.readAll();
    const qint64 record = (good.size() - journalformat::kSegmentHeader) / 3;
    const qint64 begin = journalformat::kSegmentHeader + record;
    for (qint64 at = begin; at < begin + record; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray bad = good;
            bad[at] = char(bad[at] ^ (1 << bit));
            file.seek(0);
            file.write(bad);
            file.flush();
            const auto journal = open(options());
            QVERIFY(journal);
            const QList<JournalRecord> records = all(*journal);
            QCOMPARE(records.size(), 2);
            compareNumbers(records, {1, 3});
            QVERIFY(journal->stats().corruptRecords > 0);
        }
    }
}

void TestJournal::whateverLiesThereIsRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isTold");
    const QByteArray good = journalformat::segmentHeader(QUuid::createUuid(), 7);
    QTest::newRow("of another journal") << u"00000007.journal"_s << good << false;
    QByteArray flipped = good;
    flipped[3] = char(flipped[3] ^ 4);
    QTest::newRow("one bit of the header") << u"00000007.journal"_s << flipped << true;
    QTest::newRow("number that ends all") << u"9223372036854775807.journal"_s << good << false;
    QTest::newRow("number beyond all") << u"92233720368547758070.journal"_s << good << false;
    QTest::newRow("no number") << u"00000001 (copy).journal"_s << good << false;
    QTest::newRow("without zeros") << u"7.journal"_s << good << false;
    QTest::newRow("zero") << u"00000000.journal"_s << good << false;
}

void TestJournal::whateverLiesThereIsRead()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, header);
    QVERIFY(QDir().mkpath(options().folder));
    QFile file(QDir(options().folder).filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(header + journalformat::encode(1, kReceived + 99ms, message(99)));
    file.close();
    const auto journal = open(options());
    QVERIFY(journal);
    appendAll(*journal, 1, 2);
    const QList<JournalRecord> records = all(*journal);
    compareNumbers(records, {99, 1, 2});
    QVERIFY(isAfter(records[1].position, records[0].position));
    QTEST(journal->stats().corruptRecords > 0, "isTold");
    QCOMPARE(journal->stats().backlog, 3);
    journal->release(records.last().position);
    QCOMPARE(journal->stats().backlog, 0);
}

void TestJournal::unreadableFileIsKeptAndTold()
{
    {
        const auto journal = open(options());
        appendAll(*journal, 1, 2);
    }
    const QString path = lastSegment();
    QVERIFY(QFile::setPermissions(path, {}));
    for (const QString &folder : {m_folder->path(), options().folder}) {
        for (const char *name : {"", "/lock", "/id"})
            QFile::setPermissions(folder + QLatin1StringView(name), QFile::Permissions(0x7777));
    }
    const bool isRoot = geteuid() == 0; // who may read everything
    QVERIFY(!isRoot || seteuid(65534) == 0);
    {
        const auto journal = open(options());
        QVERIFY(!isRoot || seteuid(0) == 0);
        QVERIFY(journal);
        QCOMPARE(journal->stats().unreadable, QStringList{path});
        appendAll(*journal, 3, 4);
        const QList<JournalRecord> records = all(*journal);
        compareNumbers(records, {3, 4});
        journal->release(records.last().position);
        QVERIFY(QFile::exists(path));
    }
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    const auto journal = open(options());
    QVERIFY(journal->stats().unreadable.isEmpty());
    compareNumbers(all(*journal), {1, 2, 3, 4});
}

void TestJournal::resumesBehindWhatWasStored()
{
    JournalPosition stored;
    {
        const auto journal = open(options());
        appendAll(*journal, 1, 3);
        stored = all(*journal)[1].position;
    }
    const auto journal = open(options());
    appendAll(*journal, 4, 5);
    const Journal::Resumed resumed = journal->resume(stored);
    QVERIFY(resumed.isKnown);
    compareNumbers(all(*journal, resumed.from), {3, 4, 5});
    journal->release(resumed.from);
    QCOMPARE(journal->stats().backlog, 3);
    // In the segment that is being written, and from the start.
    const JournalPosition later = all(*journal).last().position;
    journal->release(later);
    compareNumbers(all(*journal, journal->resume(later).from), {});
    compareNumbers(all(*journal, journal->resume(std::nullopt).from), {4, 5});
    QVERIFY(journal->resume(std::nullopt).isKnown);
}

void TestJournal::readsAllOfAnotherFolder_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"emptied", "copied", "put back"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

/// What a position says of one folder does not count for another one, whatever its numbers.
void TestJournal::readsAllOfAnotherFolder()
{
    QFETCH(QString, what);
    const QString path = options().folder;
    const QString copy = m_folder->filePath(u"copy"_s);
    const auto copyTo = [&](const QString &from, const QString &to) {
        QDir(to).removeRecursively();
        QVERIFY(QDir().mkpath(to));
        for (const QString &name : QDir(from).entryList({u"*.journal"_s, u"id"_s}, QDir::Files))
            QVERIFY(QFile::copy(QDir(from).filePath(name), QDir(to).filePath(name)));
    };
    appendAll(*open(options()), 1, 3);
    copyTo(path, copy);
    JournalPosition stored;
    for (int start = 0; start < 4; ++start) {
        const auto journal = open(options());
        appendAll(*journal, 10 + start, 10 + start);
        stored = all(*journal).last().position;
        if (what == u"copied"_s)
            break; // both are at their second segment
        journal->release(stored);
    }
    QList<int> there;
    if (what == u"emptied"_s) {
        for (const QString &name : QDir(path).entryList({u"*.journal"_s}, QDir::Files))
            QVERIFY(QFile::remove(QDir(path).filePath(name)));
    } else {
        copyTo(copy, path);
        there = {1, 2, 3};
    }
    const auto journal = open(options());
    appendAll(*journal, 20, 22);
    const Journal::Resumed resumed = journal->resume(stored);
    QVERIFY(!resumed.isKnown);
    compareNumbers(all(*journal, resumed.from), there + QList{20, 21, 22});
}

void TestJournal::olderSegmentsAreReadAgain()
{
    appendAll(*open(options()), 1, 2);
    appendAll(*open(options()), 3, 5);
    const auto journal = open(options());
    const JournalPosition stored = all(*journal)[3].position; // 4, and nothing was released
    const Journal::Resumed resumed = journal->resume(stored);
    QVERIFY(resumed.isKnown);
    compareNumbers(all(*journal, resumed.from), {1, 2, 5});
}

/// Files and positions of a program whose segments had no id of their own.
void TestJournal::formerSegmentsAreKnown()
{
    const QString id = open(options())->id();
    QFile file(segmentPath(options().folder, 4));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("SPJRNL01" + QUuid::fromString(id).toRfc4122() + QByteArray("\4\0\0\0\0\0\0\0", 8));
    for (int i = 1; i <= 3; ++i)
        file.write(journalformat::encode(i, kReceived + Milliseconds(i), message(i)));
    file.close();
    const auto journal = open(options());
    const Journal::Resumed resumed = journal->resume(JournalPosition{id, 4, 2, {}});
    QVERIFY(resumed.isKnown);
    compareNumbers(all(*journal, resumed.from), {3});
    QCOMPARE(journal->stats().corruptRecords, 0);
    QVERIFY(!journal->resume(JournalPosition{id, 5, 2, {}}).isKnown);
}

void TestJournal::secondHolderIsRefused()
{
    const auto journal = open(options());
    const Result<std::unique_ptr<Journal>> second = Journal::open(options());
    VERIFY_ERROR(second, "JOURNAL_LOCKED");
    QCOMPARE(second.error().details.value(u"pid"_s).toInteger(),
             QCoreApplication::applicationPid());
}

void TestJournal::folderThatCannotBeMade()
{
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    JournalOptions inFile = options();
    inFile.folder = m_folder->filePath(u"file/journal"_s);
    VERIFY_ERROR(Journal::open(inFile), "JOURNAL_FOLDER");
}

void TestJournal::wakesOnceUntilRead()
{
    const auto journal = open(options());
    int wakes = 0;
    journal->setWake([&] { ++wakes; });
    appendAll(*journal, 1, 10);
    QCOMPARE(wakes, 1);
    QCOMPARE(all(*journal).size(), 10);
    appendAll(*journal, 11, 12);
    QCOMPARE(wakes, 2);
}

void TestJournal::twoThreads()
{
    JournalOptions small = options();
    small.segmentBytes = 20'000;
    small.sync = JournalSync::Adaptive;
    const auto journal = open(small);
    constexpr int kCount = 20'000;
    std::thread arrival([&] { appendAll(*journal, 1, kCount); });
    JournalPosition position;
    int next = 1;
    bool inOrder = true;
    while (next <= kCount && inOrder) {
        const Result<QList<JournalRecord>> records = journal->read(position, 100);
        inOrder = bool(records);
        for (const JournalRecord &record : *records)
            inOrder = inOrder && record.message == message(next++);
        if (records->isEmpty()) {
            std::this_thread::yield();
            continue;
        }
        position = records->last().position;
        journal->release(position);
    }
    arrival.join();
    QVERIFY(inOrder);
    QCOMPARE(next, kCount + 1);
    QCOMPARE(journal->stats().backlog, 0);
    QVERIFY(journal->stats().bytes <= 2 * small.segmentBytes + 1000);
}

void TestJournal::bigRecord()
{
    const auto journal = open(options());
    journal->append(message(1, 10 * 1024 * 1024), kReceived);
    journal->append(message(2), kReceived);
    const QList<JournalRecord> records = all(*journal);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records[0].message, message(1, 10 * 1024 * 1024));
    QCOMPARE(records[1].message, message(2));
}

PARKING_TEST(TestJournal)
#include "tst_journal.moc"
