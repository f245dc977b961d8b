#pragma once

#include "base/result.h"
#include "base/time.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPair>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace parking::http {

struct Request {
    QByteArray method;
    QByteArray path; ///< without the query
    QByteArray query;
    QList<QPair<QByteArray, QByteArray>> headers; ///< names lower case, in order
    QByteArray body;

    QByteArray header(const QByteArray &name) const; ///< the first one; empty when absent
    int count(const QByteArray &name) const;
};

/// A request's answer, now or later. Does nothing once the client is gone.
class Reply {
public:
    explicit Reply(QTcpSocket *socket) : m_socket(socket) { }
    void send(int status, const QByteArray &body,
              const QByteArray &contentType = "application/json",
              const QList<QPair<QByteArray, QByteArray>> &headers = {}) const;
    void sendRaw(const QByteArray &bytes) const; ///< as they are: for broken answers
    void close() const; ///< after what was sent is out

private:
    QPointer<QTcpSocket> m_socket;
};

/// A moment as a header tells it: Wed, 25 Nov 2026 20:13:23 GMT.
QByteArray httpDate(UtcTime time);

/// A small HTTP/1.1 server on 127.0.0.1 for the simulated ChirpStack and for tests: no chunked
/// bodies, one answer after the other on a kept connection. Thread: its owner's.
class Server : public QTcpServer {
public:
    using Handler = std::function<void(const Request &request, const Reply &reply)>;

    explicit Server(Handler handler, QObject *parent = nullptr);

    void setSsl(const QSslConfiguration &configuration)
    {
        m_ssl = configuration;
    } ///< before listen
    Result<> start(quint16 port = 0); ///< 0: any free port

protected:
    void incomingConnection(qintptr handle) override;

private:
    void read(QTcpSocket *socket);

    Handler m_handler;
    std::optional<QSslConfiguration> m_ssl;
};

} // namespace parking::http
