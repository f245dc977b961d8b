#include "http/server.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QDateTime>
#include <QLocale>
#include <QSslSocket>
#include <QTcpSocket>

namespace parking::http {

namespace {

constexpr qsizetype kMaxHead = 16 * 1024;
constexpr qsizetype kMaxBody = 1024 * 1024;
constexpr char kBuffer[] = "parkingBuffer";

QByteArray reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 411:
        return "Length Required";
    case 413:
        return "Payload Too Large";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

/// The head's lines as a request without body; nothing when it is none.
std::optional<Request> parseHead(const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || !words[1].startsWith('/') || !words[2].startsWith("HTTP/1."))
        return std::nullopt;
    Request request;
    request.method = words[0];
    const qsizetype mark = words[1].indexOf('?');
    request.path = mark < 0 ? words[1] : words[1].left(mark);
    if (mark >= 0)
        request.query = words[1].mid(mark + 1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        if (colon < 1)
            return std::nullopt;
        request.headers.append(
            {lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed()});
    }
    return request;
}

} // namespace

QByteArray httpDate(UtcTime time)
{
    const QDateTime date = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return QLocale::c().toString(date, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

QByteArray Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

int Request::count(const QByteArray &name) const
{
    return int(std::count_if(headers.cbegin(), headers.cend(),
                             [&](const auto &header) { return header.first == name; }));
}

void Reply::send(int status, const QByteArray &body, const QByteArray &contentType,
                 const QList<QPair<QByteArray, QByteArray>> &headers) const
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status)
        + "\r\nContent-Type: " + contentType
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    sendRaw(bytes + "\r\n" + body);
}

void Reply::sendRaw(const QByteArray &bytes) const
{
    if (m_socket)
        m_socket->write(bytes);
}

void Reply::close() const
{
    if (m_socket)
        m_socket->disconnectFromHost();
}

Server::Server(Handler handler, QObject *parent) : QTcpServer(parent), m_handler(std::move(handler))
{
}

Result<> Server::start(quint16 port)
{
    if (listen(QHostAddress::LocalHost, port))
        return {};
    return Error{problem::kCannotListen, u"port %1: %2"_s.arg(port).arg(errorString())};
}

void Server::incomingConnection(qintptr handle)
{
    QTcpSocket *socket = m_ssl ? new QSslSocket(this) : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(handle)) {
        delete socket;
        return;
    }
    if (m_ssl) {
        auto *secure = static_cast<QSslSocket *>(socket);
        secure->setSslConfiguration(*m_ssl);
        secure->startServerEncryption();
    }
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void Server::read(QTcpSocket *socket)
{
    QByteArray buffer = socket->property(kBuffer).toByteArray() + socket->readAll();
    const Reply reply(socket);
    const auto refuse = [&](int status) {
        reply.send(status, "{}");
        reply.close();
        buffer.clear();
    };
    while (!buffer.isEmpty()) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0) {
            if (buffer.size() > kMaxHead)
                refuse(400);
            break;
        }
        std::optional<Request> request = parseHead(buffer.left(end));
        if (!request) {
            refuse(400);
            break;
        }
        if (!request->header("transfer-encoding").isEmpty()) {
            refuse(411);
            break;
        }
        bool ok = true;
        const QByteArray length = request->header("content-length");
        const qlonglong size = length.isEmpty() ? 0 : length.toLongLong(&ok);
        if (!ok || size < 0 || size > kMaxBody) {
            refuse(ok ? 413 : 400);
            break;
        }
        const qsizetype whole = end + 4 + size;
        if (buffer.size() < whole)
            break;
        request->body = buffer.mid(end + 4, size);
        buffer.remove(0, whole);
        m_handler(*request, reply);
    }
    socket->setProperty(kBuffer, buffer);
}

} // namespace parking::http
