// A segment of the journal as a failing disk may give it back: all that can be read is read, the
// station goes on behind it, and what it adds then comes out as it went in. The first byte: the
// rest is a segment's bytes, or three bytes each are a place in a whole segment and what flips
// there.

#include "base/literals.h"
#include "fuzzing.h"
#include "journal/journal.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace parking;

namespace {

const QString kFirstSegment = u"00000001.journal"_s;
const UtcTime kReceived = fromMillis(1'790'000'000'000);

std::unique_ptr<journal::Journal> open(const QString &folder)
{
    auto opened = journal::Journal::open({.folder = folder, .sync = journal::JournalSync::Never});
    return opened ? std::move(*opened) : nullptr;
}

/// Some records as the journal writes them.
QByteArray wholeSegment()
{
    const QTemporaryDir folder;
    {
        const std::unique_ptr<journal::Journal> journal = open(folder.path());
        for (int i = 0; i < 20; ++i)
            journal->append({.topic = "a/topic", .payload = QByteArray(i * 7, 'p')}, kReceived);
    }
    QFile file(folder.filePath(kFirstSegment));
    fuzz::promise(file.open(QIODevice::ReadOnly), "a journal has a segment");
    return file.readAll();
}

QByteArray segmentOf(const unsigned char *data, size_t size)
{
    if (data[0] % 2 == 0)
        return fuzz::bytesOf(data + 1, size - 1);
    static const QByteArray whole = wholeSegment();
    QByteArray segment = whole;
    for (size_t i = 1; i + 2 < size; i += 3) {
        const qsizetype at = (data[i] * 256 + data[i + 1]) % segment.size();
        if (data[i + 2] == 0)
            segment.truncate(qMax<qsizetype>(1, at));
        else
            segment[at] = char(segment[at] ^ data[i + 2]);
    }
    return segment;
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    const QTemporaryDir folder;
    const QByteArray bytes = segmentOf(data, size);
    QFile segment(folder.filePath(kFirstSegment));
    fuzz::promise(segment.open(QIODevice::WriteOnly) && segment.write(bytes) == bytes.size(),
                  "the folder takes a file");
    segment.close();
    const std::unique_ptr<journal::Journal> journal = open(folder.path());
    fuzz::promise(journal != nullptr, "no damage keeps a station from starting");
    const mqtt::MqttMessage message{.topic = "a/topic", .payload = "and a payload"};
    journal->append(message, kReceived);
    journal::JournalPosition at = journal->resume(std::nullopt).from;
    bool isFound = false;
    for (;;) {
        const auto records = journal->read(at, 100);
        fuzz::promise(records.hasValue(), "what is there can be read");
        if (records->isEmpty())
            break;
        at = records->last().position;
        isFound = records->last().message == message && records->last().receivedAt == kReceived;
    }
    fuzz::promise(isFound, "what is added behind damage is not lost");
    journal->release(at);
    fuzz::promise(journal->stats().backlog == 0, "nothing waits when all is taken in");
    return 0;
}
