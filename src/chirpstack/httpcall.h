#pragma once

#include "base/time.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QPair>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

class QSslSocket;

namespace parking::chirpstack {

class HttpReader;

struct HttpRequest {
    QByteArray method = {};
    QUrl url = {}; ///< http or https
    QList<QPair<QByteArray, QByteArray>> headers =
        {}; ///< beside Host, Content-Length and Connection
    QByteArray body = {};
};

/// What came back, or did not.
struct HttpAnswer {
    int status = 0; ///< 0: none
    QByteArray body;
    QByteArray retryAfter;
    QByteArray date; ///< of the server's clock
    bool wasAsked = false; ///< the request, or a part of it, may have reached the server
    bool isWhole = false;
    bool cutOff = false; ///< by us: too long, or out of time
    QString problem; ///< English; empty when whole
};

/// One HTTP/1.1 request over a connection of its own: sent once at most, never redirected, over by
/// its deadline whatever the server does, and never in need of more memory than its limits allow.
/// (QNetworkAccessManager reads in a thread of its own until a server pauses: one that never does
/// keeps it, and every request after, from ever ending.)
///
/// Thread: its owner's. A destroyed call says nothing more.
class HttpCall : public QObject {
public:
    using Done = std::function<void(const HttpAnswer &)>;
    struct Limits {
        Milliseconds timeout{}; ///< from the making of this object on
        qint64 maxBody = 0;
        /// From then on too: what is not on its way by then is not sent any more, for its owner was
        /// kept, and may not be who has to ask. Empty: no limit but `timeout`.
        std::optional<Milliseconds> sendWithin{};
    };

    HttpCall(HttpRequest request, Limits limits, Done done, QObject *parent);
    ~HttpCall() override;

    /// Connects and sends. The answer comes by `done`, once, never within this call.
    void begin(const QSslConfiguration &tls);
    bool isOver() const { return m_isOver; }

private:
    void send();
    void read();
    void stop(const QString &problem, bool cutOff);

    const HttpRequest m_request;
    Done m_done;
    std::unique_ptr<HttpReader> m_reader;
    QSslSocket *m_socket;
    QTimer m_deadline;
    QElapsedTimer m_age;
    const std::optional<Milliseconds> m_sendWithin;
    bool m_wasAsked = false;
    bool m_isOver = false;
};

} // namespace parking::chirpstack
