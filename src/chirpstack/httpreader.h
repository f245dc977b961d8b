#pragma once

#include <QByteArray>
#include <QString>

namespace parking::chirpstack {

/// Reads one HTTP/1.1 answer as it comes, in pieces of any size, and holds no more of it than its
/// caller allows, whatever a server sends: endless heads, interim answers (100 Continue) and chunks
/// end it. Knows no socket.
/// Source: RFC 9112, chapters 2 to 7.
class HttpReader {
public:
    explicit HttpReader(qint64 maxBody) : m_maxBody(maxBody) { }

    void take(const QByteArray &bytes);
    void end(); ///< the connection was closed: for a body without a length that is its end

    bool isDone() const { return m_state == State::Done; } ///< the answer is whole
    /// Why nothing more is read, English; empty while there is hope.
    QString problem() const { return m_problem; }
    bool isTooLong() const { return m_tooLong; }

    int status() const { return m_status; } ///< 0: none was read
    QByteArray body() const { return m_body; }
    QByteArray retryAfter() const { return m_retryAfter; }
    /// The time by the server: ChirpStack's own, as its proxy passes it on, else the proxy's.
    QByteArray date() const { return m_innerDate.isEmpty() ? m_date : m_innerDate; }

private:
    enum class State {
        Status,
        Header,
        Length,
        Close,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        Done,
        Bad
    };

    void takeLine(const QByteArray &line);
    void takeBody(const char *data, qsizetype size);
    void takeStatus(const QByteArray &line);
    void takeHeader(const QByteArray &line);
    void takeChunkSize(const QByteArray &line);
    void endHead();
    void fail(const QString &problem);
    void failTooLong(const QString &problem);

    const qint64 m_maxBody;
    State m_state = State::Status;
    QByteArray m_line; ///< what has come of the line that is being read
    qint64 m_headBytes = 0; ///< of all lines: heads, interim answers, trailers
    int m_status = 0;
    QByteArray m_body;
    QByteArray m_retryAfter;
    QByteArray m_date;
    QByteArray m_innerDate;
    qint64 m_left = -1; ///< of the body or the chunk; -1: not known
    bool m_isChunked = false;
    bool m_isEncoded = false; ///< by a transfer coding that is not ours
    QString m_problem;
    bool m_tooLong = false;
};

} // namespace parking::chirpstack
