#include "chirpstack/httpreader.h"

#include "base/literals.h"

namespace parking::chirpstack {

namespace {

constexpr qint64 kMaxHead = 64 * 1024; // ChirpStack's is below 1 KiB
constexpr qsizetype kMaxChunkLine = 1024;

} // namespace

void HttpReader::take(const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at < bytes.size() && m_state != State::Done && m_state != State::Bad) {
        const qsizetype here = bytes.size() - at;
        if (m_state == State::Length || m_state == State::Chunk || m_state == State::Close) {
            const qsizetype size =
                m_state == State::Close ? here : qsizetype(std::min<qint64>(here, m_left));
            takeBody(bytes.constData() + at, size);
            at += size;
            continue;
        }
        const qsizetype end = bytes.indexOf('\n', at);
        const qsizetype size = end < 0 ? here : end + 1 - at;
        m_line.append(bytes.constData() + at, size);
        at += size;
        const bool isChunkLine = m_state == State::ChunkSize || m_state == State::ChunkEnd;
        if (!isChunkLine)
            m_headBytes += size;
        if (m_headBytes > kMaxHead || (isChunkLine && m_line.size() > kMaxChunkLine))
            return failTooLong(u"the answer's head is too long"_s);
        if (end < 0)
            return;
        QByteArray line;
        line.swap(m_line);
        line.chop(line.endsWith("\r\n") ? 2 : 1);
        takeLine(line);
    }
}

void HttpReader::end()
{
    if (m_state == State::Close)
        m_state = State::Done;
    else if (m_state != State::Done && m_state != State::Bad)
        fail(m_status == 0 && m_headBytes == 0 ? u"the connection was closed without an answer"_s
                                               : u"the connection was closed within the answer"_s);
}

void HttpReader::takeLine(const QByteArray &line)
{
    switch (m_state) {
    case State::Status:
        return takeStatus(line);
    case State::Header:
        return line.isEmpty() ? endHead() : takeHeader(line);
    case State::ChunkSize:
        return takeChunkSize(line);
    case State::ChunkEnd:
        m_state = State::ChunkSize;
        return line.isEmpty() ? void() : fail(u"a chunk of the answer has no end"_s);
    case State::Trailer:
        if (line.isEmpty())
            m_state = State::Done;
        return;
    default:
        Q_UNREACHABLE();
    }
}

void HttpReader::takeBody(const char *data, qsizetype size)
{
    if (m_body.size() + size > m_maxBody)
        return failTooLong(u"the answer is too long"_s);
    m_body.append(data, size);
    if (m_state == State::Close)
        return;
    m_left -= size;
    if (m_left == 0)
        m_state = m_state == State::Chunk ? State::ChunkEnd : State::Done;
}

void HttpReader::takeStatus(const QByteArray &line)
{
    if (line.isEmpty())
        return; // RFC 9112, 2.2: a reader is patient with one before the line
    bool ok = false;
    const int status = line.mid(9, 3).toInt(&ok);
    if (!line.startsWith("HTTP/1.") || line.size() < 12 || line[8] != ' ' || !ok || status < 100
        || (line.size() > 12 && line[12] != ' '))
        return fail(u"the answer is no HTTP"_s);
    m_status = status;
    m_left = -1;
    m_isChunked = false;
    m_isEncoded = false;
    m_retryAfter.clear();
    m_date.clear();
    m_innerDate.clear();
    m_state = State::Header;
}

void HttpReader::takeHeader(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 1)
        return fail(u"the answer's head cannot be read"_s);
    const QByteArray name = line.left(colon).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (name == "retry-after")
        m_retryAfter = value;
    if (name == "date")
        m_date = value;
    if (name == "grpc-metadata-date")
        m_innerDate = value;
    if (name == "transfer-encoding") {
        m_isEncoded = m_isEncoded || value.toLower() != "chunked" || m_isChunked;
        m_isChunked = true;
    }
    if (name != "content-length")
        return;
    const bool isNumber = !value.isEmpty() && value.size() <= 18
        && std::all_of(value.cbegin(), value.cend(), [](char c) { return c >= '0' && c <= '9'; });
    const qint64 length = isNumber ? value.toLongLong() : -1;
    if (length < 0 || (m_left >= 0 && m_left != length))
        return fail(u"the answer's length cannot be read"_s);
    m_left = length;
}

void HttpReader::endHead()
{
    if (m_status < 200) { // an interim answer: the one that counts follows
        if (m_status == 101)
            return fail(u"the answer changes the protocol"_s);
        m_status = 0;
        m_state = State::Status;
        return;
    }
    if (m_status == 204 || m_status == 304)
        m_state = State::Done;
    else if (m_isEncoded)
        fail(u"the answer is encoded in a way that was not asked for"_s);
    else if (m_isChunked)
        m_state = State::ChunkSize;
    else if (m_left < 0)
        m_state = State::Close;
    else if (m_left > m_maxBody)
        failTooLong(u"the answer is too long"_s);
    else
        m_state = m_left == 0 ? State::Done : State::Length;
}

void HttpReader::takeChunkSize(const QByteArray &line)
{
    const qsizetype extension = line.indexOf(';');
    const QByteArray digits = (extension < 0 ? line : line.left(extension)).trimmed();
    bool ok = false;
    m_left = digits.size() <= 15 ? digits.toLongLong(&ok, 16) : -1;
    if (!ok || m_left < 0 || digits.startsWith('+') || digits.startsWith('-'))
        return fail(u"a chunk's length cannot be read"_s);
    m_state = m_left == 0 ? State::Trailer : State::Chunk;
}

void HttpReader::fail(const QString &problem)
{
    m_problem = problem;
    m_state = State::Bad;
}

void HttpReader::failTooLong(const QString &problem)
{
    m_tooLong = true;
    fail(problem);
}

} // namespace parking::chirpstack
