#include "sim/restfront.h"

#include "base/encoding.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace parking::sim {

namespace {

void answer(const HttpReply &reply, int status, const QJsonObject &object)
{
    reply.send(status, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// google.rpc.Status, as grpc-gateway writes it.
void refuse(const HttpReply &reply, int status, int code, const QString &message)
{
    answer(reply, status,
           {{QStringLiteral("code"), code},
            {QStringLiteral("message"), message},
            {QStringLiteral("details"), QJsonArray()}});
}

QByteArray token(const HttpRequest &request)
{
    QByteArray value = request.header("grpc-metadata-authorization");
    if (value.isEmpty())
        value = request.header("authorization");
    return value.startsWith("Bearer ") ? value.mid(7).trimmed() : QByteArray();
}

} // namespace

RestFront::RestFront(LampNetwork &network, const QString &key)
    : m_network(network), m_key(key.toLatin1()),
      m_server(
          [this](const HttpRequest &request, const HttpReply &reply) { handle(request, reply); })
{
}

QUrl RestFront::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

void RestFront::handle(const HttpRequest &request, const HttpReply &reply)
{
    const QByteArray given = token(request);
    if (given.isEmpty())
        return refuse(reply, 401, 16, QStringLiteral("no authorization provided"));
    if (!m_key.isEmpty() && given != m_key)
        return refuse(reply, 401, 16, QStringLiteral("authentication failed: invalid token"));
    if (request.path == "/api/tenants" && request.method == "GET")
        return refuse(reply, 401, 16, {}); // a tenant's key
    const QList<QByteArray> parts = request.path.split('/');
    if (parts.size() != 5 || parts[1] != "api" || parts[2] != "devices" || parts[4] != "queue")
        return refuse(reply, 404, 5, QStringLiteral("Not Found"));
    const auto device = domain::DevEui::parse(QString::fromLatin1(parts[3]));
    if (!device)
        return refuse(reply, 500, 13, QStringLiteral("Odd number of digits"));
    if (!m_network.knows(*device))
        return refuse(reply, 401, 16, {});
    if (request.method == "POST")
        return enqueue(*device, request, reply);
    if (request.method == "GET")
        return list(*device, reply);
    if (request.method != "DELETE")
        return refuse(reply, 501, 12, QStringLiteral("Method Not Allowed"));
    m_network.flush(*device);
    answer(reply, 200, {});
}

void RestFront::enqueue(domain::DevEui device, const HttpRequest &request, const HttpReply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonObject in = body.value(u"queueItem").toObject();
    const Result<QByteArray> data = fromBase64(in.value(u"data").toString());
    if (in.isEmpty() || !data)
        return refuse(reply, 400, 3, QStringLiteral("queue_item must not be nil"));
    LampItem item;
    item.fPort = in.value(u"fPort").toInt();
    item.data = *data;
    item.confirmed = in.value(u"confirmed").toBool();
    item.expiresAt = fromIso(in.value(u"expiresAt").toString());
    const Result<QString> id =
        m_network.enqueue(device, item, body.value(u"flushQueue").toBool(), systemNow());
    if (!id)
        return refuse(reply, 400, 3, id.error().detail);
    answer(reply, 200, {{QStringLiteral("id"), *id}});
}

void RestFront::list(domain::DevEui device, const HttpReply &reply)
{
    QJsonArray result;
    for (const LampItem &item : m_network.queue(device))
        result.append(
            QJsonObject{{QStringLiteral("id"), item.id},
                        {QStringLiteral("devEui"), device.toString()},
                        {QStringLiteral("confirmed"), item.confirmed},
                        {QStringLiteral("fPort"), item.fPort},
                        {QStringLiteral("data"), toBase64(item.data)},
                        {QStringLiteral("object"), QJsonValue()},
                        {QStringLiteral("isPending"), item.isPending},
                        {QStringLiteral("fCntDown"), 0},
                        {QStringLiteral("isEncrypted"), false},
                        {QStringLiteral("expiresAt"),
                         item.expiresAt ? QJsonValue(toIso(*item.expiresAt)) : QJsonValue()}});
    answer(reply, 200,
           {{QStringLiteral("totalCount"), result.size()}, {QStringLiteral("result"), result}});
}

} // namespace parking::sim
