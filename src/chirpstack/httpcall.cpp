#include "chirpstack/httpcall.h"

#include "base/literals.h"
#include "chirpstack/httpreader.h"

#include <QNetworkProxy>
#include <QSslSocket>

namespace parking::chirpstack {

namespace {

constexpr qint64 kReadAtOnce = 64 * 1024;

QByteArray hostHeader(const QUrl &url, int usualPort)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':') && !host.startsWith('['))
        host = '[' + host + ']';
    const int port = url.port(usualPort);
    return port == usualPort ? host : host + ':' + QByteArray::number(port);
}

} // namespace

HttpCall::HttpCall(HttpRequest request, Limits limits, Done done, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_done(std::move(done)),
      m_reader(std::make_unique<HttpReader>(limits.maxBody)), m_socket(new QSslSocket(this)),
      m_deadline(this), m_sendWithin(limits.sendWithin)
{
    m_age.start();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { stop(u"no answer in time"_s, true); });
    m_deadline.start(limits.timeout);
}

HttpCall::~HttpCall() = default;

void HttpCall::begin(const QSslConfiguration &tls)
{
    const QString host = m_request.url.host();
    const bool isSecure = m_request.url.scheme() == u"https";
    if (host == u"localhost" || host.startsWith(u"127."))
        m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(kReadAtOnce);
    connect(m_socket, &QIODevice::readyRead, this, &HttpCall::read);
    // Queued, and so in their order: an error may come within begin(), and before the end that it
    // is the reason of.
    connect(
        m_socket, &QAbstractSocket::errorOccurred, this,
        [this](QAbstractSocket::SocketError error) {
            if (error != QAbstractSocket::RemoteHostClosedError) // what came before it still counts
                stop(m_socket->errorString(), false);
        },
        Qt::QueuedConnection);
    connect(
        m_socket, &QAbstractSocket::disconnected, this,
        [this] {
            read();
            m_reader->end();
            stop(m_reader->problem(), false);
        },
        Qt::QueuedConnection);
    if (isSecure) {
        m_socket->setSslConfiguration(tls);
        connect(m_socket, &QSslSocket::encrypted, this, &HttpCall::send);
        m_socket->connectToHostEncrypted(host, quint16(m_request.url.port(443)));
    } else {
        connect(m_socket, &QAbstractSocket::connected, this, &HttpCall::send);
        m_socket->connectToHost(host, quint16(m_request.url.port(80)));
    }
}

void HttpCall::send()
{
    if (m_sendWithin && Milliseconds(m_age.elapsed()) > *m_sendWithin)
        return stop(u"not sent: connecting took too long"_s, true);
    m_wasAsked = true;
    const QUrl &url = m_request.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray bytes = m_request.method + ' ' + target + " HTTP/1.1\r\nHost: "
        + hostHeader(url, url.scheme() == u"https" ? 443 : 80) + "\r\nConnection: close\r\n";
    for (const auto &[name, value] : m_request.headers)
        bytes += name + ": " + value + "\r\n";
    if (!m_request.body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(m_request.body.size()) + "\r\n";
    m_socket->write(bytes + "\r\n" + m_request.body);
    m_socket->flush(); // now, not when this thread comes back to its event loop
}

void HttpCall::read()
{
    // Bounded by the read buffer: the event loop, and with it the deadline, has its turn.
    while (!m_isOver && m_socket->bytesAvailable() > 0) {
        m_reader->take(m_socket->read(kReadAtOnce));
        if (m_reader->isDone() || !m_reader->problem().isEmpty())
            stop(m_reader->problem(), m_reader->isTooLong());
    }
}

void HttpCall::stop(const QString &problem, bool cutOff)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    HttpAnswer answer;
    answer.status = m_reader->status();
    answer.body = m_reader->body();
    answer.retryAfter = m_reader->retryAfter();
    answer.date = m_reader->date();
    answer.wasAsked = m_wasAsked;
    answer.isWhole = m_reader->isDone();
    answer.cutOff = cutOff && !answer.isWhole;
    answer.problem = answer.isWhole ? QString() : problem;
    // Not within a signal of the socket: whoever is told may destroy it.
    QMetaObject::invokeMethod(
        this,
        [this, answer] {
            const Done done = std::move(m_done);
            deleteLater();
            done(answer);
        },
        Qt::QueuedConnection);
}

} // namespace parking::chirpstack
