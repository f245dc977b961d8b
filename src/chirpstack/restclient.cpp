#include "chirpstack/restclient.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "domain/problems.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>
#include <QUuid>

namespace parking::chirpstack {

namespace {

/// A request's body that can be read once. Qt's HTTP layer sends a request again when a kept
/// connection closes without an answer; a body that cannot be rewound makes it give up instead,
/// which is what an enqueue needs: sent again it would be a second frame.
class OnceBody : public QIODevice {
public:
    explicit OnceBody(QByteArray bytes) : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_at >= m_bytes.size(); }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_at; }

protected:
    qint64 readData(char *data, qint64 max) override
    {
        const qint64 count = std::min<qint64>(max, m_bytes.size() - m_at);
        if (count <= 0)
            return m_at >= m_bytes.size() ? -1 : 0;
        memcpy(data, m_bytes.constData() + m_at, size_t(count));
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qint64 m_at = 0;
};

/// What came back, or did not.
struct Answer {
    int status = 0; ///< 0: none
    QByteArray body;
    QNetworkReply::NetworkError network = QNetworkReply::NoError;
    QString networkText;
    QByteArray retryAfter;
    bool cutOff = false; ///< too long, or out of time
};

Error failure(QLatin1StringView code, const QString &detail, const Answer &answer,
              const QJsonObject &more = {})
{
    QJsonObject details = more;
    if (answer.status > 0)
        details.insert(u"httpStatus"_s, answer.status);
    return {code, detail, details};
}

/// The connection never stood, so nothing was asked.
bool neverAsked(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::UnknownProxyError:
        return true;
    default:
        return false;
    }
}

std::optional<qint64> retryAfterMs(const QByteArray &header)
{
    bool ok = false;
    const qint64 seconds = header.trimmed().toLongLong(&ok);
    if (ok)
        return std::clamp<qint64>(seconds, 0, 86'400) * 1000;
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(header), Qt::RFC2822Date);
    if (!date.isValid())
        return std::nullopt;
    return std::clamp<qint64>(QDateTime::currentDateTimeUtc().msecsTo(date), 0, 86'400'000);
}

/// gRPC's codes by google/rpc/code.proto; the REST proxy carries them in the body.
QLatin1StringView codeOf(int grpc, int status)
{
    switch (grpc) {
    case 14:
        return problem::kChirpStackUnavailable;
    case 16:
        return problem::kChirpStackUnauthorized;
    case 13:
        return problem::kChirpStackInternal;
    default:
        break;
    }
    switch (status) {
    case 401:
        return problem::kChirpStackUnauthorized;
    case 429:
        return problem::kChirpStackBusy;
    case 500:
        return problem::kChirpStackInternal;
    case 502:
    case 503:
    case 504:
        return problem::kChirpStackUnavailable;
    default:
        return problem::kChirpStackRefused;
    }
}

Error refusal(const Answer &answer)
{
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    const int grpc = body.value(u"code").toInt(-1);
    const QString message = body.value(u"message").toString();
    QJsonObject more{{u"message"_s, message}};
    if (grpc >= 0)
        more.insert(u"grpcCode"_s, grpc);
    const QLatin1StringView code =
        answer.status == 429 ? problem::kChirpStackBusy : codeOf(grpc, answer.status);
    if (const auto wait = retryAfterMs(answer.retryAfter))
        more.insert(u"retryAfterMs"_s, *wait);
    return failure(code,
                   u"ChirpStack answered %1%2"_s.arg(answer.status)
                       .arg(message.isEmpty() ? QString() : u": "_s + message),
                   answer, more);
}

/// The JSON object of a good answer. `changes`: the request may have had its effect.
Result<QJsonObject> read(const Answer &answer, bool changes)
{
    if (answer.cutOff)
        return failure(problem::kChirpStackDoubtful, answer.networkText, answer);
    if (answer.status == 0)
        return failure(neverAsked(answer.network) ? problem::kChirpStackUnreachable
                                                  : problem::kChirpStackDoubtful,
                       answer.networkText, answer);
    if (answer.status >= 300 && answer.status < 400)
        return failure(problem::kNotChirpStack,
                       u"redirected (%1); the key is not sent elsewhere"_s.arg(answer.status),
                       answer);
    if (answer.status >= 400)
        return refusal(answer);
    const bool isWhole = answer.network == QNetworkReply::NoError;
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body, &parsing);
    if (isWhole && document.isObject())
        return document.object();
    const QLatin1StringView code =
        changes || !isWhole ? problem::kChirpStackDoubtful : problem::kNotChirpStack;
    return failure(code, isWhole ? u"the answer is no JSON of ChirpStack"_s : answer.networkText,
                   answer);
}

Result<QueueItem> readItem(const QJsonValue &value)
{
    const Error bad{problem::kChirpStackDoubtful, u"a queue item is not as ChirpStack writes it"_s};
    if (!value.isObject())
        return bad;
    const QJsonObject object = value.toObject();
    QueueItem item;
    const QUuid id = QUuid::fromString(object.value(u"id").toString());
    const Result<QByteArray> data = fromBase64(object.value(u"data").toString());
    if (id.isNull() || !data)
        return bad;
    item.id = id.toString(QUuid::WithoutBraces);
    item.data = *data;
    item.fPort = object.value(u"fPort").toInt();
    item.confirmed = object.value(u"confirmed").toBool();
    item.isPending = object.value(u"isPending").toBool();
    item.fCntDown = quint32(object.value(u"fCntDown").toInteger());
    item.expiresAt = fromIso(object.value(u"expiresAt").toString());
    return item;
}

Result<QList<QueueItem>> readItems(const QJsonObject &object)
{
    if (!object.value(u"result").isArray())
        return Error{problem::kNotChirpStack, u"the answer holds no list of queue items"_s};
    QList<QueueItem> items;
    const QJsonArray array = object.value(u"result").toArray();
    for (const QJsonValue &value : array) {
        Result<QueueItem> item = readItem(value);
        if (!item)
            return item.error();
        items.append(std::move(*item));
    }
    return items;
}

QByteArray enqueueBody(const EnqueueRequest &request)
{
    QJsonObject item{{u"confirmed"_s, request.confirmed},
                     {u"fPort"_s, request.fPort},
                     {u"data"_s, toBase64(request.data)}};
    if (request.expiresAt)
        item.insert(u"expiresAt"_s, toIso(*request.expiresAt));
    return QJsonDocument(QJsonObject{{u"queueItem"_s, item}, {u"flushQueue"_s, request.flushQueue}})
        .toJson(QJsonDocument::Compact);
}

QString queuePath(domain::DevEui device)
{
    return u"/api/devices/%1/queue"_s.arg(device.toString());
}

} // namespace

class RestClient::Private {
public:
    explicit Private(RestOptions o) : options(std::move(o))
    {
        network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        network.setAutoDeleteReplies(false);
        if (options.base.host() == u"localhost" || options.base.host().startsWith(u"127."))
            network.setProxy(QNetworkProxy::NoProxy);
        tls = QSslConfiguration::defaultConfiguration();
        if (!options.caFile.isEmpty())
            tls.setCaCertificates(QSslCertificate::fromPath(options.caFile));
    }

    QNetworkRequest request(const QString &path, const QString &query = {}) const
    {
        QUrl url = options.base;
        url.setPath(path);
        url.setQuery(query);
        QNetworkRequest result(url);
        result.setRawHeader("Grpc-Metadata-Authorization", "Bearer " + options.apiKey.toLatin1());
        // The server gives up first: what we call doubtful is decided by then.
        const qint64 deadline = options.timeout.count() * 8 / 10;
        result.setRawHeader("Grpc-Timeout", QByteArray::number(deadline) + 'm');
        result.setRawHeader("Accept", "application/json");
        result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        result.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                            QNetworkRequest::AlwaysNetwork);
        result.setSslConfiguration(tls);
        return result;
    }

    /// Calls `done` once with what came back.
    void watch(QNetworkReply *reply, std::function<void(const Answer &)> done)
    {
        auto cut = std::make_shared<QString>();
        auto body = std::make_shared<QByteArray>();
        auto *timer = new QTimer(reply);
        timer->setSingleShot(true);
        QObject::connect(timer, &QTimer::timeout, reply, [reply, cut] {
            *cut = u"no answer in time"_s;
            reply->abort();
        });
        timer->start(options.timeout);
        QObject::connect(reply, &QIODevice::readyRead, reply,
                         [reply, cut, body, max = options.maxReplyBytes] {
                             body->append(reply->readAll());
                             if (body->size() <= max)
                                 return;
                             *cut = u"the answer is too long"_s;
                             reply->abort();
                         });
        QObject::connect(
            reply, &QNetworkReply::finished, &context, [reply, cut, body, done = std::move(done)] {
                reply->deleteLater();
                Answer answer;
                answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                if (reply->isOpen())
                    body->append(reply->readAll());
                answer.body = *body;
                answer.network = reply->error();
                answer.networkText = cut->isEmpty() ? reply->errorString() : *cut;
                answer.retryAfter = reply->rawHeader("Retry-After");
                answer.cutOff = !cut->isEmpty();
                done(answer);
            });
    }

    RestOptions options;
    QNetworkAccessManager network;
    QSslConfiguration tls;
    QObject context; ///< destroyed first: no callback after that
};

QString messageOf(const Error &error)
{
    const QString message = error.details.value(u"message").toString();
    return message.isEmpty() ? error.detail : message;
}

RestClient::RestClient(RestOptions options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(std::move(options)))
{
}

RestClient::~RestClient() = default;

void RestClient::enqueue(domain::DevEui device, const EnqueueRequest &request, Done<QString> done)
{
    const QByteArray body = enqueueBody(request);
    QNetworkRequest http = d->request(queuePath(device));
    http.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    http.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
    http.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    auto *upload = new OnceBody(body);
    QNetworkReply *reply = d->network.post(http, upload);
    upload->setParent(reply);
    d->watch(reply, [done = std::move(done)](const Answer &answer) {
        const Result<QJsonObject> object = read(answer, true);
        if (!object)
            return done(object.error());
        const QUuid id = QUuid::fromString(object->value(u"id").toString());
        if (id.isNull())
            return done(
                failure(problem::kChirpStackDoubtful, u"the answer names no queue item"_s, answer));
        done(id.toString(QUuid::WithoutBraces));
    });
}

void RestClient::queue(domain::DevEui device, Done<QList<QueueItem>> done)
{
    d->watch(d->network.get(d->request(queuePath(device))),
             [done = std::move(done)](const Answer &answer) {
                 const Result<QJsonObject> object = read(answer, false);
                 done(object ? readItems(*object) : Result<QList<QueueItem>>(object.error()));
             });
}

void RestClient::flush(domain::DevEui device, Done<void> done)
{
    d->watch(d->network.deleteResource(d->request(queuePath(device))),
             [done = std::move(done)](const Answer &answer) {
                 const Result<QJsonObject> object = read(answer, true);
                 done(object ? Result<>() : Result<>(object.error()));
             });
}

void RestClient::probeAdministrator(Done<void> done)
{
    d->watch(d->network.get(d->request(u"/api/tenants"_s, u"limit=1"_s)),
             [done = std::move(done)](const Answer &answer) {
                 const Result<QJsonObject> object = read(answer, false);
                 done(object ? Result<>() : Result<>(object.error()));
             });
}

} // namespace parking::chirpstack
