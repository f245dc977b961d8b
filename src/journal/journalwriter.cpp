#include "journal/journalwriter.h"

#include "base/literals.h"
#include "base/logging.h"
#include "journal/journalformat.h"
#include "journal/journalreader.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace parking::journal {

using Clock = std::chrono::steady_clock;

JournalWriter::JournalWriter(const JournalOptions &options, const QUuid &id)
    : m_options(options), m_id(id), m_files(options.files ? *options.files : m_system)
{
    if (m_options.sync == JournalSync::Adaptive)
        m_syncThread = std::thread([this] { syncLoop(); });
}

JournalWriter::~JournalWriter()
{
    {
        const std::lock_guard lock(m_syncMutex);
        m_quit = true;
    }
    m_syncWanted.notify_all();
    if (m_syncThread.joinable())
        m_syncThread.join();
    if (m_fd >= 0) {
        if (m_options.sync != JournalSync::Never)
            m_files.sync(m_fd);
        m_files.close(m_fd);
    }
}

void JournalWriter::start(qint64 segment, const QMap<qint64, qint64> &records, qint64 bytes,
                          qint64 tornBytes)
{
    m_segment = segment;
    const std::lock_guard lock(m_mutex);
    m_end = {segment, 0, 0};
    m_records = records;
    m_stats.bytes = bytes;
    m_stats.tornBytes = tornBytes;
}

JournalEnd JournalWriter::end() const
{
    const std::lock_guard lock(m_mutex);
    return m_end;
}

JournalStats JournalWriter::stats() const
{
    const std::lock_guard lock(m_mutex);
    JournalStats stats = m_stats;
    for (auto it = m_records.cbegin(); it != m_records.cend(); ++it) {
        if (it.key() > m_releasedSegment)
            stats.backlog += it.value();
        else if (it.key() == m_releasedSegment)
            stats.backlog += qMax<qint64>(0, it.value() - m_releasedRecord);
    }
    return stats;
}

void JournalWriter::release(const JournalPosition &position, qint64 freedBytes)
{
    const std::lock_guard lock(m_mutex);
    m_releasedSegment = position.segment;
    m_releasedRecord = position.record;
    m_stats.bytes -= freedBytes;
    while (!m_records.isEmpty() && m_records.firstKey() < position.segment)
        m_records.remove(m_records.firstKey());
}

// --- Appending -----------------------------------------------------------------------------------

void JournalWriter::append(const mqtt::MqttMessage &message, UtcTime receivedAt)
{
    for (;;) {
        if (m_fd >= 0 && m_offset >= m_options.segmentBytes)
            abandonSegment(); // full: the next goes into a new file
        if ((m_fd >= 0 || openSegment())
            && tryAppend(journalformat::encode(m_record + 1, receivedAt, message)))
            break;
        std::this_thread::sleep_for(m_options.retryPause);
    }
    const std::lock_guard lock(m_mutex);
    m_end = {m_segment, m_offset, m_record};
    m_records[m_segment] = m_record;
    ++m_stats.appended;
    m_stats.problem.clear();
}

/// The record is whole in the file and synced as asked, or there is no trace of it.
bool JournalWriter::tryAppend(const QByteArray &bytes)
{
    if (!writeAll(bytes) || !syncIfDue()) {
        // A torn record must not stay in front of the next one.
        if (m_files.truncate(m_fd, m_offset) != 0)
            abandonSegment();
        return false;
    }
    m_offset += bytes.size();
    ++m_record;
    const std::lock_guard lock(m_mutex);
    m_stats.bytes += bytes.size();
    return true;
}

bool JournalWriter::openSegment()
{
    const QString path = segmentPath(m_options.folder, m_segment);
    const int fd = m_files.open(path);
    if (fd < 0) {
        fail("open");
        return false;
    }
    {
        const std::lock_guard lock(m_fileMutex);
        m_fd = fd;
    }
    m_offset = 0;
    m_record = 0;
    const QByteArray header = journalformat::segmentHeader(QUuid::createUuid(), m_segment);
    if (m_files.truncate(fd, 0) != 0 || !writeAll(header)) {
        const std::lock_guard lock(m_fileMutex);
        m_files.close(m_fd);
        m_fd = -1; // tried again under the same number
        return false;
    }
    m_offset = header.size();
    return true;
}

bool JournalWriter::writeAll(const QByteArray &bytes)
{
    qint64 done = 0;
    while (done < bytes.size()) {
        const qint64 written = m_files.write(m_fd, bytes.constData() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            fail("write");
            return false;
        }
        done += written;
    }
    return true;
}

/// Closes the segment for good: later records go to a file of their own.
void JournalWriter::abandonSegment()
{
    if (m_options.sync != JournalSync::Never && m_record > 0 && m_files.sync(m_fd) != 0)
        fail("sync");
    const std::lock_guard lock(m_fileMutex);
    m_files.close(m_fd);
    m_fd = -1;
    ++m_segment;
}

void JournalWriter::fail(const char *what)
{
    const QString problem =
        u"%1: %2"_s.arg(QLatin1StringView(what), QString::fromLocal8Bit(std::strerror(errno)));
    const std::lock_guard lock(m_mutex);
    if (m_stats.problem != problem)
        qCCritical(lcJournal).noquote() << "cannot keep what arrives:" << problem;
    m_stats.problem = problem;
}

// --- Syncing -------------------------------------------------------------------------------------

bool JournalWriter::syncIfDue()
{
    if (m_options.sync == JournalSync::Never)
        return true;
    if (m_options.sync == JournalSync::Adaptive) {
        const std::lock_guard lock(m_syncMutex);
        if (Clock::now() - m_lastSync <= m_options.syncInterval) {
            // One wake-up for all records until the next sync.
            if (!std::exchange(m_dirty, true))
                m_syncWanted.notify_one();
            return true;
        }
    }
    return syncNow();
}

bool JournalWriter::syncNow()
{
    if (m_files.sync(m_fd) != 0) {
        fail("sync");
        return false;
    }
    const std::lock_guard lock(m_syncMutex);
    m_lastSync = Clock::now();
    m_dirty = false;
    return true;
}

/// Adaptive: the last records of a burst reach the disk within the interval although nothing
/// follows them.
void JournalWriter::syncLoop()
{
    std::unique_lock lock(m_syncMutex);
    while (!m_quit) {
        m_syncWanted.wait(lock, [this] { return m_dirty || m_quit; });
        if (m_quit)
            return;
        const auto due = m_lastSync + m_options.syncInterval;
        if (m_syncWanted.wait_until(lock, due, [this] { return !m_dirty || m_quit; }))
            continue; // an append synced meanwhile
        m_dirty = false;
        lock.unlock();
        bool synced = true;
        {
            const std::lock_guard file(m_fileMutex);
            synced = m_fd < 0 || m_files.sync(m_fd) == 0;
        }
        if (!synced)
            fail("sync");
        lock.lock();
        m_lastSync = Clock::now();
    }
}

} // namespace parking::journal
