#pragma once

#include "http/server.h"
#include "sim/lamps.h"

#include <QUrl>

#include <functional>

namespace parking::sim {

/// The REST side of a LampNetwork on 127.0.0.1, as chirpstack-rest-api shows a device's downlink
/// queue: POST, GET and DELETE of /api/devices/{devEui}/queue, GET /api/tenants. Thread: its
/// owner's, the same as the network's.
class RestFront {
public:
    using Now = std::function<UtcTime()>;

    /// `key` empty: any bearer token will do, but there must be one.
    explicit RestFront(LampNetwork &network, const QString &key = {}, Now now = systemNow);

    Result<> start(quint16 port = 0) { return m_server.start(port); }
    QUrl url() const;

private:
    void answer(const http::Reply &reply, int status, const QJsonObject &object) const;
    void refuse(const http::Reply &reply, int status, int code, const QString &message) const;
    void handle(const http::Request &request, const http::Reply &reply);
    void enqueue(domain::DevEui device, const http::Request &request, const http::Reply &reply);
    void list(domain::DevEui device, const http::Reply &reply);

    LampNetwork &m_network;
    QByteArray m_key;
    Now m_now;
    http::Server m_server;
};

} // namespace parking::sim
