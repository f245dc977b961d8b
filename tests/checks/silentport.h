#pragma once

#include <QTcpServer>
#include <QTcpSocket>

namespace parking::test {

/// A port of 127.0.0.1 that takes connections and then says `words`, or nothing.
class SilentPort : public QTcpServer {
public:
    explicit SilentPort(const QByteArray &words = {})
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, words] {
            while (QTcpSocket *socket = nextPendingConnection())
                socket->write(words);
        });
    }
};

} // namespace parking::test
