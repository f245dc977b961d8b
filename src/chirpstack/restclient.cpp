#include "chirpstack/restclient.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "base/plaintext.h"
#include "chirpstack/httpcall.h"
#include "domain/problems.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QUuid>

namespace parking::chirpstack {

namespace {

constexpr qsizetype kAtOnce = 6; // connections to one server, as browsers do
// A command goes out while its station surely has the ingest: another one that saw no report for 8
// s, and one is written each 2 s, may command its lamps.
constexpr Milliseconds kSendWithin{4000};
constexpr qsizetype kLongestMessage = 300; // of ChirpStack's own words

Error failure(QLatin1StringView code, const QString &detail, const HttpAnswer &answer,
              const QJsonObject &more = {})
{
    QJsonObject details = more;
    if (answer.status > 0)
        details.insert(u"httpStatus"_s, answer.status);
    return {code, detail, details};
}

std::optional<UtcTime> httpDate(const QByteArray &header)
{
    // RFC 9110, 5.6.7; Qt's RFC2822Date does not know "GMT".
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(header.trimmed()),
                                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return fromMillis(date.toMSecsSinceEpoch());
}

std::optional<qint64> retryAfterMs(const QByteArray &header)
{
    bool ok = false;
    const qint64 seconds = header.trimmed().toLongLong(&ok);
    if (ok)
        return std::clamp<qint64>(seconds, 0, 86'400) * 1000;
    const std::optional<UtcTime> date = httpDate(header);
    if (!date)
        return std::nullopt;
    return std::clamp<qint64>((*date - systemNow()).count(), 0, 86'400'000);
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

Error refusal(const HttpAnswer &answer)
{
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    const int grpc = body.value(u"code").toInt(-1);
    const QString message = plainText(body.value(u"message").toString(), kLongestMessage);
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

/// ChirpStack has none of this id. An address that is no path of the API has the same code.
bool isNoObject(const Error &error)
{
    return error.details.value(u"grpcCode").toInt() == 5
        && error.details.value(u"message").toString().startsWith(u"Object does not exist");
}

/// The JSON object of a good answer. `changes`: the request may have had its effect.
Result<QJsonObject> read(const HttpAnswer &answer, bool changes)
{
    if (answer.cutOff || answer.status == 0)
        return failure(answer.wasAsked ? problem::kChirpStackDoubtful
                                       : problem::kChirpStackUnreachable,
                       plainText(answer.problem), answer);
    if (answer.status >= 300 && answer.status < 400)
        return failure(problem::kNotChirpStack,
                       u"redirected (%1); the key is not sent elsewhere"_s.arg(answer.status),
                       answer);
    if (answer.status >= 400)
        return refusal(answer);
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body, &parsing);
    if (answer.isWhole && document.isObject())
        return document.object();
    const QLatin1StringView code =
        changes || !answer.isWhole ? problem::kChirpStackDoubtful : problem::kNotChirpStack;
    return failure(
        code, answer.isWhole ? u"the answer is no JSON of ChirpStack"_s : plainText(answer.problem),
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
        tls = QSslConfiguration::defaultConfiguration();
        tls.setProtocol(QSsl::TlsV1_2OrLater);
        if (!options.caFile.isEmpty())
            tls.setCaCertificates(QSslCertificate::fromPath(options.caFile));
    }

    /// Calls `done` once with what came back.
    void ask(const char *method, const QString &path, HttpCall::Done done,
             const QByteArray &body = {}, const QString &query = {})
    {
        HttpRequest request{.method = method, .url = options.base, .body = body};
        request.url.setPath(path);
        request.url.setQuery(query);
        // The server gives up first: what we call doubtful is decided by then.
        const qint64 deadline = options.timeout.count() * 8 / 10;
        request.headers = {{"Grpc-Metadata-Authorization", "Bearer " + options.apiKey.toLatin1()},
                           {"Grpc-Timeout", QByteArray::number(deadline) + 'm'},
                           {"Accept", "application/json"},
                           {"User-Agent", "smart-parking"}};
        if (!body.isEmpty())
            request.headers.emplace_back("Content-Type", "application/json");
        HttpCall::Limits limits{.timeout = options.timeout, .maxBody = options.maxReplyBytes};
        if (request.method != "GET")
            limits.sendWithin = kSendWithin;
        waiting.append(new HttpCall(
            std::move(request), limits,
            [this, done = std::move(done)](const HttpAnswer &answer) {
                begin();
                tellTime(answer.date);
                done(answer);
            },
            &context));
        begin();
    }

    /// As many of those that wait as may be under way together.
    void begin()
    {
        const auto isOver = [](const QPointer<HttpCall> &call) { return !call || call->isOver(); };
        waiting.removeIf(isOver); // by its deadline
        underWay.removeIf(isOver);
        while (!waiting.isEmpty() && underWay.size() < kAtOnce) {
            underWay.append(waiting.takeFirst());
            underWay.last()->begin(tls);
        }
    }

    /// Half a second later on average: a header tells whole ones.
    void tellTime(const QByteArray &header) const
    {
        const std::optional<UtcTime> time = httpDate(header);
        if (time && timeTold)
            timeTold(*time + std::chrono::milliseconds(500));
    }

    RestOptions options;
    std::function<void(UtcTime)> timeTold;
    QSslConfiguration tls;
    QList<QPointer<HttpCall>> waiting;
    QList<QPointer<HttpCall>> underWay;
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

void RestClient::onServerTime(std::function<void(UtcTime)> told)
{
    d->timeTold = std::move(told);
}

void RestClient::enqueue(domain::DevEui device, const EnqueueRequest &request, Done<QString> done)
{
    const auto answered = [done = std::move(done)](const HttpAnswer &answer) {
        const Result<QJsonObject> object = read(answer, true);
        if (!object)
            return done(object.error());
        const QUuid id = QUuid::fromString(object->value(u"id").toString());
        if (id.isNull())
            return done(
                failure(problem::kChirpStackDoubtful, u"the answer names no queue item"_s, answer));
        done(id.toString(QUuid::WithoutBraces));
    };
    d->ask("POST", queuePath(device), answered, enqueueBody(request));
}

void RestClient::queue(domain::DevEui device, Done<QList<QueueItem>> done)
{
    d->ask("GET", queuePath(device), [done = std::move(done)](const HttpAnswer &answer) {
        const Result<QJsonObject> object = read(answer, false);
        done(object ? readItems(*object) : Result<QList<QueueItem>>(object.error()));
    });
}

void RestClient::flush(domain::DevEui device, Done<void> done)
{
    d->ask("DELETE", queuePath(device), [done = std::move(done)](const HttpAnswer &answer) {
        const Result<QJsonObject> object = read(answer, true);
        done(object ? Result<>() : Result<>(object.error()));
    });
}

void RestClient::device(domain::DevEui device, Done<void> done)
{
    const auto answered = [done = std::move(done)](const HttpAnswer &answer) {
        const Result<QJsonObject> object = read(answer, false);
        if (object)
            return done({});
        Error error = object.error();
        if (isNoObject(error))
            error.code = problem::kChirpStackNoDevice;
        done(error);
    };
    d->ask("GET", u"/api/devices/"_s + device.toString(), answered);
}

void RestClient::get(const QString &path, const QString &query, Done<QJsonObject> done)
{
    const auto answered = [done = std::move(done)](const HttpAnswer &answer) {
        done(read(answer, false));
    };
    d->ask("GET", path, answered, {}, query);
}

void RestClient::probeAdministrator(Done<void> done)
{
    get(u"/api/tenants"_s, u"limit=1"_s,
        [done = std::move(done)](const Result<QJsonObject> &object) {
            done(object ? Result<>() : Result<>(object.error()));
        });
}

} // namespace parking::chirpstack
