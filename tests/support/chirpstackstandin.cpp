#include "chirpstackstandin.h"
#include "base/literals.h"

#include "base/encoding.h"
#include "http/server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>
#include <QUuid>

namespace parking::test {

namespace {

struct Status {
    int status;
    int grpc;
    const char *message;
};

/// Source: chirpstack-rest-api, runtime/errors.go of grpc-gateway 2.10.3.
Status statusOf(RestFailure failure)
{
    switch (failure) {
    case RestFailure::BadRequest400:
        return {400, 3, "Validation error: FPort must be between 1 - 255"};
    case RestFailure::Unauthorized401WithText:
        return {401, 16, "authentication failed: invalid token"};
    case RestFailure::Unauthorized401Empty:
        return {401, 16, ""};
    case RestFailure::NotFound404:
        return {404, 5, "Object does not exist (id: 0102030405060708)"};
    case RestFailure::TooMany429:
        return {429, 8, "too many requests"};
    case RestFailure::Internal500:
        return {500, 13, "Error: deadlock detected"};
    case RestFailure::Unavailable503:
        return {503, 14, "connection error: desc = \"transport: error while dialing\""};
    default:
        return {0, 0, ""};
    }
}

StandInItem itemOf(const QString &devEui, const sim::LampItem &item)
{
    return {.id = item.id,
            .devEui = devEui,
            .fPort = item.fPort,
            .data = item.data,
            .confirmed = item.confirmed,
            .isPending = item.isPending,
            .fCntDown = item.fCntDown,
            .expiresAt = item.expiresAt};
}

const QString kTenant = u"52f14cd4-c6f1-4fbd-8f87-4025e1d49242"_s;

QString applicationId(int index)
{
    return u"48230000-0000-0000-0000-0000000000%1"_s.arg(index, 2, 10, QLatin1Char('0'));
}

bool leavesItem(RestFailure failure)
{
    return failure == RestFailure::GarbageAfter || failure == RestFailure::HalfAnswerAfter
        || failure == RestFailure::NoAnswerAfter || failure == RestFailure::CloseAfter;
}

} // namespace

ChirpStackStandIn::ChirpStackStandIn()
{
    m_thread.setObjectName(u"chirpstack-stand-in"_s);
}

ChirpStackStandIn::~ChirpStackStandIn()
{
    if (m_thread.isRunning()) {
        QMetaObject::invokeMethod(
            m_server.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
}

Result<> ChirpStackStandIn::start()
{
    m_server = std::make_unique<http::Server>(
        [this](const http::Request &request, const http::Reply &reply) { handle(request, reply); });
    m_server->moveToThread(&m_thread);
    m_thread.start();
    Result<> started;
    QMetaObject::invokeMethod(
        m_server.get(),
        [&] {
            started = m_server->start();
            m_port = m_server->serverPort();
        },
        Qt::BlockingQueuedConnection);
    return started;
}

// --- What tests say and ask ----------------------------------------------------------------------

void ChirpStackStandIn::setKey(const QString &key)
{
    const QMutexLocker lock(&m_mutex);
    m_key = key.toLatin1();
}

void ChirpStackStandIn::setDevices(const QList<domain::DevEui> &devices)
{
    const QMutexLocker lock(&m_mutex);
    m_devices.clear();
    for (domain::DevEui device : devices)
        m_devices.insert(device.toString());
}

void ChirpStackStandIn::setApplications(const QList<QList<StandInDevice>> &applications)
{
    const QMutexLocker lock(&m_mutex);
    m_applications = applications;
}

void ChirpStackStandIn::setTenantKey(bool tenant)
{
    const QMutexLocker lock(&m_mutex);
    m_tenant = tenant;
}

void ChirpStackStandIn::setOldServer(bool old)
{
    const QMutexLocker lock(&m_mutex);
    m_old = old;
}

void ChirpStackStandIn::setWithoutExpiry(bool without)
{
    const QMutexLocker lock(&m_mutex);
    m_withoutExpiry = without;
}

void ChirpStackStandIn::setKeyReadOnly(bool readOnly)
{
    const QMutexLocker lock(&m_mutex);
    m_keyReadOnly = readOnly;
}

void ChirpStackStandIn::setKeyDeleted(bool deleted)
{
    const QMutexLocker lock(&m_mutex);
    m_keyDeleted = deleted;
}

void ChirpStackStandIn::setClockBehind(std::optional<Milliseconds> behind)
{
    const QMutexLocker lock(&m_mutex);
    m_behind = behind;
}

void ChirpStackStandIn::setRetryAfter(std::chrono::seconds wait)
{
    const QMutexLocker lock(&m_mutex);
    m_retryAfter = wait;
}

void ChirpStackStandIn::setRedirect(const QByteArray &url)
{
    const QMutexLocker lock(&m_mutex);
    m_redirect = url;
}

void ChirpStackStandIn::failNext(const QList<RestFailure> &failures)
{
    const QMutexLocker lock(&m_mutex);
    m_next = failures;
}

void ChirpStackStandIn::failNextReads(const QList<RestFailure> &failures)
{
    const QMutexLocker lock(&m_mutex);
    m_nextReads = failures;
}

void ChirpStackStandIn::failPosts(std::optional<RestFailure> failure)
{
    const QMutexLocker lock(&m_mutex);
    m_posting = failure;
}

void ChirpStackStandIn::failAll(std::optional<RestFailure> failure)
{
    const QMutexLocker lock(&m_mutex);
    m_all = failure;
}

void ChirpStackStandIn::failRandomly(double share, const QList<RestFailure> &failures, quint32 seed)
{
    const QMutexLocker lock(&m_mutex);
    m_share = share;
    m_random = failures;
    m_generator.seed(seed);
}

void ChirpStackStandIn::holdDeletes(bool hold)
{
    const QMutexLocker lock(&m_mutex);
    m_holding = hold;
    if (hold)
        return;
    QMetaObject::invokeMethod(m_server.get(), [this, held = std::exchange(m_held, {})] {
        const QMutexLocker heldLock(&m_mutex);
        for (const auto &reply : held)
            reply();
    });
}

void ChirpStackStandIn::onEnqueued(std::function<void(const StandInItem &)> called)
{
    const QMutexLocker lock(&m_mutex);
    m_enqueued = std::move(called);
}

QList<SeenPost> ChirpStackStandIn::posts() const
{
    const QMutexLocker lock(&m_mutex);
    return m_posts;
}

void ChirpStackStandIn::forgetPosts()
{
    const QMutexLocker lock(&m_mutex);
    m_posts.clear();
    m_seen.clear();
}

int ChirpStackStandIn::requests(const QByteArray &method) const
{
    const QMutexLocker lock(&m_mutex);
    return int(std::count_if(m_seen.cbegin(), m_seen.cend(),
                             [&](const SeenRequest &request) { return request.method == method; }));
}

QList<SeenRequest> ChirpStackStandIn::seen() const
{
    const QMutexLocker lock(&m_mutex);
    return m_seen;
}

StandInItem ChirpStackStandIn::addForeign(const QString &devEui, int fPort, const QByteArray &data)
{
    const QMutexLocker lock(&m_mutex);
    const sim::LampItem item{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                             .fPort = fPort,
                             .data = data,
                             .expiresAt = {}};
    m_known[devEui].queue.add(item, false);
    return itemOf(devEui, item);
}

QStringList ChirpStackStandIn::violations() const
{
    const QMutexLocker lock(&m_mutex);
    return m_violations;
}

QList<StandInItem> ChirpStackStandIn::items(const QString &devEui) const
{
    const QMutexLocker lock(&m_mutex);
    QList<StandInItem> found;
    for (auto device = m_known.cbegin(); device != m_known.cend(); ++device) {
        if (!devEui.isEmpty() && device.key() != devEui)
            continue;
        for (const sim::LampItem &item : device->queue.items())
            found.append(itemOf(device.key(), item));
    }
    return found;
}

std::optional<StandInItem> ChirpStackStandIn::handOver(const QString &devEui)
{
    const QMutexLocker lock(&m_mutex);
    Device &device = m_known[devEui];
    const std::optional<sim::LampItem> item = device.queue.handOver();
    if (!item)
        return std::nullopt;
    if (device.counter.takes(item->fCntDown))
        device.shown = item->data;
    return itemOf(devEui, *item);
}

bool ChirpStackStandIn::isTxAckTaken(const StandInItem &item)
{
    const QMutexLocker lock(&m_mutex);
    return m_known[item.devEui].queue.transmitted(item.id).has_value();
}

std::optional<StandInItem> ChirpStackStandIn::takeOldest(const QString &devEui)
{
    const QMutexLocker lock(&m_mutex);
    const std::optional<StandInItem> item = handOver(devEui);
    if (!item || !isTxAckTaken(*item))
        return std::nullopt;
    m_known[devEui].queue.takePending();
    return item;
}

QByteArray ChirpStackStandIn::shown(const QString &devEui) const
{
    const QMutexLocker lock(&m_mutex);
    return m_known.value(devEui).shown;
}

void ChirpStackStandIn::join(const QString &devEui)
{
    const QMutexLocker lock(&m_mutex);
    Device &device = m_known[devEui];
    device.queue.activate();
    device.counter.activate();
    device.shown.clear();
}

// --- What the station sees -----------------------------------------------------------------------

void ChirpStackStandIn::violation(const QString &text)
{
    m_violations.append(text);
}

QString ChirpStackStandIn::deviceOf(const QByteArray &path) const
{
    const QList<QByteArray> parts = path.split('/');
    if (parts.size() < 4 || parts[1] != "api" || parts[2] != "devices"
        || (parts.size() > 4 && !isQueue(path)))
        return {};
    return QString::fromLatin1(parts[3]);
}

bool ChirpStackStandIn::isQueue(const QByteArray &path) const
{
    return path.count('/') == 4 && path.endsWith("/queue");
}

bool ChirpStackStandIn::knows(const QString &device) const
{
    return m_devices.isEmpty() || m_devices.contains(device);
}

/// What must hold for every request.
void ChirpStackStandIn::check(const http::Request &request)
{
    if (request.count("grpc-metadata-authorization") + request.count("authorization") != 1)
        violation(u"not exactly one header with the key"_s);
    if (request.count("cookie") > 0)
        violation(u"a cookie"_s);
    const QString device = deviceOf(request.path);
    if (device.isEmpty() && !isList(request.path))
        violation(u"no path of the API: %1"_s.arg(QString::fromLatin1(request.path)));
    if (!device.isEmpty()) {
        const auto eui = domain::DevEui::parse(device);
        if (!eui || eui->toString() != device)
            violation(u"DevEUI in the path: %1"_s.arg(device));
    }
    const bool isPost = request.method == "POST";
    if (!isPost && request.method != "GET" && request.method != "DELETE")
        violation(u"method %1"_s.arg(QString::fromLatin1(request.method)));
    if (isPost && request.header("content-type") != "application/json")
        violation(u"content type of a POST"_s);
    if (!isPost && !request.body.isEmpty())
        violation(u"a body without POST"_s);
}

void ChirpStackStandIn::handle(const http::Request &request, const http::Reply &reply)
{
    const QMutexLocker lock(&m_mutex);
    m_seen.append({request.method, deviceOf(request.path), systemNow()});
    check(request);
    QByteArray key = request.header("grpc-metadata-authorization");
    if (key.isEmpty())
        key = request.header("authorization");
    const bool isPost = request.method == "POST";
    if (!isPost) {
        if (const auto failure = nextFailure(false))
            return fail(*failure, reply);
    }
    if (key != "Bearer " + m_key && !isPost)
        return refuse(401, 16, u"authentication failed: invalid token"_s, reply);
    if (m_keyDeleted && !isPost)
        return refuse(401, 16, {}, reply);
    if (isList(request.path))
        return readLists(request, reply);
    const QString device = deviceOf(request.path);
    if (device.isEmpty())
        return refuse(404, 5, u"Not Found"_s, reply);
    if (isPost)
        return enqueue(device, request, reply);
    if (m_tenant && !knows(device))
        return refuse(401, 16, {}, reply);
    if (!isQueue(request.path)) {
        if (!knows(device))
            return refuse(404, 5, u"Object does not exist (id: %1)"_s.arg(device), reply);
        return answer(
            200,
            {{u"device"_s,
              QJsonObject{{u"devEui"_s, device}, {u"applicationId"_s, applicationId(0)}}}},
            reply);
    }
    if (m_keyReadOnly && request.method != "GET")
        return refuse(401, 16, {}, reply);
    if (request.method == "GET")
        return list(device, reply);
    m_known[device].queue.clear();
    if (m_holding)
        m_held.append([this, reply] { answer(200, {}, reply); });
    else
        answer(200, {}, reply);
}

bool ChirpStackStandIn::isList(const QByteArray &path) const
{
    return path == "/api/tenants" || path == "/api/devices" || path == "/api/applications"
        || path.startsWith("/api/applications/");
}

/// Without a limit ChirpStack tells how many there are, and none of them.
void ChirpStackStandIn::page(const QJsonArray &all, const http::Request &request,
                             const http::Reply &reply)
{
    const QUrlQuery query(QString::fromLatin1(request.query));
    const int limit = query.queryItemValue(u"limit"_s).toInt();
    const int offset = query.queryItemValue(u"offset"_s).toInt();
    QJsonArray result;
    for (int i = offset; i < std::min(int(all.size()), offset + limit); ++i)
        result.append(all[i]);
    answer(200, {{u"totalCount"_s, int(all.size())}, {u"result"_s, result}}, reply);
}

void ChirpStackStandIn::readLists(const http::Request &request, const http::Reply &reply)
{
    const QUrlQuery query(QString::fromLatin1(request.query));
    if (request.path == "/api/tenants") {
        if (m_tenant)
            return refuse(401, 16, {}, reply);
        return page({QJsonObject{{u"id"_s, kTenant}, {u"name"_s, u"City"_s}}}, request, reply);
    }
    if (request.path == "/api/applications") {
        if (query.queryItemValue(u"tenantId"_s) != kTenant)
            return refuse(m_tenant ? 401 : 400, m_tenant ? 16 : 3, {}, reply);
        QJsonArray all;
        for (int i = 0; i < m_applications.size(); ++i)
            all.append(QJsonObject{{u"id"_s, applicationId(i)}, {u"name"_s, u"Parking"_s}});
        return page(all, request, reply);
    }
    if (request.path != "/api/devices") {
        const QString id = QString::fromLatin1(request.path.mid(qstrlen("/api/applications/")));
        return answer(
            200, {{u"application"_s, QJsonObject{{u"id"_s, id}, {u"tenantId"_s, kTenant}}}}, reply);
    }
    for (int i = 0; i < m_applications.size(); ++i) {
        if (query.queryItemValue(u"applicationId"_s) != applicationId(i))
            continue;
        QJsonArray all;
        for (const StandInDevice &device : std::as_const(m_applications[i]))
            all.append(QJsonObject{{u"devEui"_s, device.devEui},
                                   {u"name"_s, device.name},
                                   {u"deviceProfileName"_s, device.profile},
                                   {u"lastSeenAt"_s, QJsonValue()},
                                   {u"deviceStatus"_s, QJsonValue()}});
        return page(all, request, reply);
    }
    refuse(400, 3, u"invalid length: expected length 32 for simple format, found 0"_s, reply);
}

std::optional<RestFailure> ChirpStackStandIn::nextFailure(bool isPost)
{
    if (m_all)
        return m_all;
    QList<RestFailure> &next = isPost ? m_next : m_nextReads;
    if (!next.isEmpty())
        return next.takeFirst();
    if (isPost && m_posting)
        return m_posting;
    if (m_share > 0 && m_generator.generateDouble() < m_share) {
        m_random.append(m_random.takeFirst()); // one kind after the other, so that all come
        return m_random.last();
    }
    return std::nullopt;
}

void ChirpStackStandIn::enqueue(const QString &device, const http::Request &request,
                                const http::Reply &reply)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    const QJsonObject body = document.object();
    const QJsonObject in = body.value(u"queueItem").toObject();
    const auto type = [this](const QJsonObject &object, const char *name, QJsonValue::Type wanted) {
        if (object.value(QLatin1StringView(name)).type() != wanted)
            violation(u"%1 has a wrong type"_s.arg(QLatin1StringView(name)));
    };
    if (!document.isObject() || body.keys() != QStringList{u"flushQueue"_s, u"queueItem"_s})
        violation(u"fields of the body: %1"_s.arg(body.keys().join(u',')));
    type(body, "flushQueue", QJsonValue::Bool);
    type(body, "queueItem", QJsonValue::Object);
    type(in, "confirmed", QJsonValue::Bool);
    type(in, "fPort", QJsonValue::Double);
    type(in, "data", QJsonValue::String);
    type(in, "expiresAt", QJsonValue::String);
    if (in.size() != 4)
        violation(u"fields of the item: %1"_s.arg(in.keys().join(u',')));
    const Result<QByteArray> data = fromBase64(in.value(u"data").toString());
    SeenPost post{.devEui = device,
                  .fPort = in.value(u"fPort").toInt(),
                  .data = data.valueOr({}),
                  .confirmed = in.value(u"confirmed").toBool(),
                  .flushQueue = body.value(u"flushQueue").toBool(),
                  .expiresAt = fromIso(in.value(u"expiresAt").toString()),
                  .time = systemNow(),
                  .failure = nextFailure(true),
                  .itemId = {}};
    if (!data || !post.expiresAt)
        violation(u"data or expiresAt cannot be read"_s);
    QByteArray key = request.header("grpc-metadata-authorization");
    if (key.isEmpty())
        key = request.header("authorization");
    const bool mayEnqueue = key == "Bearer " + m_key && !m_keyDeleted && !m_keyReadOnly
        && knows(device) && post.fPort >= 1 && post.fPort <= 255
        && (!post.failure || leavesItem(*post.failure));
    StandInItem item;
    if (mayEnqueue) {
        const sim::LampItem added{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                  .fPort = post.fPort,
                                  .data = post.data,
                                  .confirmed = post.confirmed,
                                  .expiresAt = m_withoutExpiry ? std::nullopt : post.expiresAt};
        m_known[device].queue.add(added, post.flushQueue && !m_old);
        item = itemOf(device, added);
        post.itemId = item.id;
    }
    m_posts.append(post);
    if (mayEnqueue && m_enqueued)
        m_enqueued(item);
    if (post.failure)
        return fail(*post.failure, reply);
    if (key != "Bearer " + m_key)
        return refuse(401, 16, u"authentication failed: invalid token"_s, reply);
    if (m_keyDeleted || m_keyReadOnly)
        return refuse(401, 16, {}, reply);
    if (!knows(device))
        return m_tenant ? refuse(401, 16, {}, reply)
                        : refuse(500, 13, u"FOREIGN KEY constraint failed"_s, reply);
    if (!mayEnqueue)
        return fail(RestFailure::BadRequest400, reply);
    answer(200, {{u"id"_s, item.id}}, reply);
}

void ChirpStackStandIn::list(const QString &device, const http::Reply &reply)
{
    QJsonArray result;
    for (const sim::LampItem &item : m_known[device].queue.items()) {
        result.append(QJsonObject{
            {u"id"_s, item.id},
            {u"devEui"_s, device},
            {u"confirmed"_s, item.confirmed},
            {u"fPort"_s, item.fPort},
            {u"data"_s, toBase64(item.data)},
            {u"object"_s, QJsonValue::Null},
            {u"isPending"_s, item.isPending},
            {u"fCntDown"_s, qint64(item.fCntDown)},
            {u"isEncrypted"_s, false},
            {u"expiresAt"_s, item.expiresAt ? QJsonValue(toIso(*item.expiresAt)) : QJsonValue()}});
    }
    answer(200, {{u"totalCount"_s, result.size()}, {u"result"_s, result}}, reply);
}

/// protojson puts a space here and there on purpose, so that nobody compares texts.
void ChirpStackStandIn::answer(int status, const QJsonObject &object, const http::Reply &reply)
{
    const bool wide = m_generator.bounded(2) == 1;
    QByteArray text =
        QJsonDocument(object).toJson(wide ? QJsonDocument::Indented : QJsonDocument::Compact);
    if (m_generator.bounded(2) == 1)
        text.replace("\":", "\": ");
    QList<QPair<QByteArray, QByteArray>> headers;
    if (m_behind)
        headers.append({"Date", http::httpDate(systemNow() - *m_behind)});
    reply.send(status, text, "application/json", headers);
}

void ChirpStackStandIn::refuse(int status, int grpc, const QString &message,
                               const http::Reply &reply)
{
    answer(status, {{u"code"_s, grpc}, {u"message"_s, message}, {u"details"_s, QJsonArray()}},
           reply);
}

void ChirpStackStandIn::fail(RestFailure failure, const http::Reply &reply)
{
    const Status status = statusOf(failure);
    switch (failure) {
    case RestFailure::TooMany429:
        reply.send(429, R"({"code":8,"message":"too many requests","details":[]})",
                   "application/json",
                   {{"Retry-After", QByteArray::number(qint64(m_retryAfter.count()))}});
        return;
    case RestFailure::Garbage:
    case RestFailure::GarbageAfter:
        reply.send(200, "<html><body>ChirpStack</body></html>", "text/html");
        return;
    case RestFailure::HalfAnswer:
    case RestFailure::HalfAnswerAfter:
        reply.sendRaw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      "Content-Length: 50\r\n\r\n{\"id\":\"9f2a");
        reply.close();
        return;
    case RestFailure::NoAnswer:
    case RestFailure::NoAnswerAfter:
        return;
    case RestFailure::CloseWithoutAnswer:
    case RestFailure::CloseAfter:
        reply.close();
        return;
    case RestFailure::Redirect:
        reply.send(302, {}, "text/plain", {{"Location", m_redirect}});
        return;
    default:
        refuse(status.status, status.grpc, QString::fromLatin1(status.message), reply);
    }
}

} // namespace parking::test
