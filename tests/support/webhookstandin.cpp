#include "webhookstandin.h"

#include "base/literals.h"

#include <QJsonDocument>
#include <QTcpSocket>

namespace parking::test {

QJsonObject WebhookStandIn::Post::json() const
{
    return QJsonDocument::fromJson(body).object();
}

WebhookStandIn::WebhookStandIn(int port)
{
    m_server.listen(QHostAddress::LocalHost, quint16(port));
    connect(&m_server, &QTcpServer::newConnection, this, &WebhookStandIn::take);
}

QString WebhookStandIn::url(const QString &path) const
{
    return u"http://127.0.0.1:%1%2"_s.arg(QString::number(port()), path);
}

void WebhookStandIn::close()
{
    m_server.close();
}

void WebhookStandIn::take()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void WebhookStandIn::read(QTcpSocket *socket)
{
    QByteArray all = socket->property("heard").toByteArray() + socket->readAll();
    socket->setProperty("heard", all);
    const qsizetype end = all.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    Post post{.head = all.left(end), .headers = {}, .body = all.mid(end + 4)};
    for (const QByteArray &line : post.head.split('\n').mid(1)) {
        const qsizetype colon = line.indexOf(':');
        post.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    if (post.body.size() < post.headers.value("content-length").toLongLong())
        return;
    socket->disconnect(SIGNAL(readyRead()));
    posts.append(post);
    socket->write(answer ? answer(post) : QByteArray("HTTP/1.1 204 No Content\r\n\r\n"));
    if (endless.isEmpty())
        return;
    connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] {
        if (socket->bytesToWrite() == 0)
            socket->write(endless);
    });
}

} // namespace parking::test
