#pragma once

#include <QJsonObject>
#include <QMap>
#include <QTcpServer>

#include <functional>

namespace parking::test {

/// Whoever gets posts of alarms, on a free port of 127.0.0.1. It answers what it is told to.
class WebhookStandIn : public QObject {
public:
    struct Post {
        QByteArray head; ///< all lines
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
        QJsonObject json() const;
    };

    explicit WebhookStandIn(int port = 0);

    int port() const { return m_server.serverPort(); }
    QString url(const QString &path = QStringLiteral("/hook")) const;
    QList<Post> posts; ///< whole ones
    /// What is written for a post; by default 204.
    std::function<QByteArray(const Post &)> answer;
    /// It goes on writing this until the other side ends.
    QByteArray endless;
    void close(); ///< nobody is there any more

private:
    void take();
    void read(class QTcpSocket *socket);

    QTcpServer m_server;
};

} // namespace parking::test
