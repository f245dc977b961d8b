#include "sim/restfront.h"

#include "base/encoding.h"
#include "base/literals.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace parking::sim {

namespace {

QByteArray token(const http::Request &request)
{
    QByteArray value = request.header("grpc-metadata-authorization");
    if (value.isEmpty())
        value = request.header("authorization");
    return value.startsWith("Bearer ") ? value.mid(7).trimmed() : QByteArray();
}

} // namespace

RestFront::RestFront(LampNetwork &network, const QString &key, Now now)
    : m_network(network), m_key(key.toLatin1()), m_now(std::move(now)),
      m_server([this](const http::Request &request, const http::Reply &reply) {
          handle(request, reply);
      })
{
}

void RestFront::answer(const http::Reply &reply, int status, const QJsonObject &object) const
{
    reply.send(status, QJsonDocument(object).toJson(QJsonDocument::Compact), "application/json",
               {{"Date", http::httpDate(m_now())}});
}

/// google.rpc.Status, as grpc-gateway writes it.
void RestFront::refuse(const http::Reply &reply, int status, int code, const QString &message) const
{
    answer(reply, status,
           {{u"code"_s, code}, {u"message"_s, message}, {u"details"_s, QJsonArray()}});
}

QUrl RestFront::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

void RestFront::handle(const http::Request &request, const http::Reply &reply)
{
    const QByteArray given = token(request);
    if (given.isEmpty())
        return refuse(reply, 401, 16, u"no authorization provided"_s);
    if (!m_key.isEmpty() && given != m_key)
        return refuse(reply, 401, 16, u"authentication failed: invalid token"_s);
    if (request.path == "/api/tenants" && request.method == "GET")
        return refuse(reply, 401, 16, {}); // a tenant's key
    const QList<QByteArray> parts = request.path.split('/');
    const bool isQueue = parts.size() == 5 && parts[4] == "queue";
    if (parts.size() < 4 || parts[1] != "api" || parts[2] != "devices"
        || (parts.size() > 4 && !isQueue))
        return refuse(reply, 404, 5, u"Not Found"_s);
    const auto device = domain::DevEui::parse(QString::fromLatin1(parts[3]));
    if (!device)
        return refuse(reply, 500, 13, u"Odd number of digits"_s);
    if (!m_network.knows(*device))
        return refuse(reply, 401, 16, {});
    if (!isQueue)
        return answer(reply, 200, {{u"device"_s, QJsonObject{{u"devEui"_s, device->toString()}}}});
    if (request.method == "POST")
        return enqueue(*device, request, reply);
    if (request.method == "GET")
        return list(*device, reply);
    if (request.method != "DELETE")
        return refuse(reply, 501, 12, u"Method Not Allowed"_s);
    m_network.flush(*device);
    answer(reply, 200, {});
}

void RestFront::enqueue(domain::DevEui device, const http::Request &request,
                        const http::Reply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonObject in = body.value(u"queueItem").toObject();
    const Result<QByteArray> data = fromBase64(in.value(u"data").toString());
    if (in.isEmpty() || !data)
        return refuse(reply, 400, 3, u"queue_item must not be nil"_s);
    LampItem item;
    item.fPort = in.value(u"fPort").toInt();
    item.data = *data;
    item.confirmed = in.value(u"confirmed").toBool();
    item.expiresAt = fromIso(in.value(u"expiresAt").toString());
    const Result<QString> id =
        m_network.enqueue(device, item, body.value(u"flushQueue").toBool(), m_now());
    if (!id)
        return refuse(reply, 400, 3, id.error().detail);
    answer(reply, 200, {{u"id"_s, *id}});
}

void RestFront::list(domain::DevEui device, const http::Reply &reply)
{
    QJsonArray result;
    for (const LampItem &item : m_network.queue(device))
        result.append(QJsonObject{
            {u"id"_s, item.id},
            {u"devEui"_s, device.toString()},
            {u"confirmed"_s, item.confirmed},
            {u"fPort"_s, item.fPort},
            {u"data"_s, toBase64(item.data)},
            {u"object"_s, QJsonValue()},
            {u"isPending"_s, item.isPending},
            {u"fCntDown"_s, qint64(item.fCntDown)},
            {u"isEncrypted"_s, false},
            {u"expiresAt"_s, item.expiresAt ? QJsonValue(toIso(*item.expiresAt)) : QJsonValue()}});
    answer(reply, 200, {{u"totalCount"_s, result.size()}, {u"result"_s, result}});
}

} // namespace parking::sim
