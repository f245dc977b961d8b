#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/deveui.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace parking::chirpstack {

struct RestOptions {
    QUrl base; ///< http://host:8090 or https://...
    QString apiKey;
    QString caFile; ///< PEM; empty: the system's authorities
    Milliseconds timeout = std::chrono::seconds(10); ///< of a whole request, come what may
    qint64 maxReplyBytes = 1024 * 1024;

    bool operator==(const RestOptions &) const = default;
};

/// What is put into a device's downlink queue.
/// Source: ChirpStack api/proto/api/device.proto, EnqueueDeviceQueueItemRequest.
struct EnqueueRequest {
    int fPort = 1; ///< 1..255
    QByteArray data;
    bool confirmed = false;
    std::optional<UtcTime> expiresAt;
    bool flushQueue = false; ///< ChirpStack before 4.15 ignores it without a word

    bool operator==(const EnqueueRequest &) const = default;
};

/// An item that waits in a device's downlink queue.
struct QueueItem {
    QString id; ///< UUID
    int fPort = 0;
    QByteArray data;
    bool confirmed = false;
    bool isPending = false; ///< a confirmed downlink that is on the air and not acknowledged yet
    quint32 fCntDown = 0;
    std::optional<UtcTime> expiresAt;

    bool operator==(const QueueItem &) const = default;
};

/// ChirpStack's own words where it gave some, else ours.
QString messageOf(const Error &error);

/// ChirpStack's REST proxy (chirpstack-rest-api), the part that Smart Parking uses.
/// Thread: its owner's, which runs an event loop. Answers come by callback, never within the call;
/// none after the client was destroyed (what was under way is aborted).
///
/// Error codes, each with details {httpStatus, grpcCode, message} as far as known:
/// - CHIRPSTACK_UNREACHABLE: not connected in time, so surely not asked (refused, unknown host,
/// TLS)
/// - CHIRPSTACK_DOUBTFUL: asked, and whether it was done is open (time-out, connection lost, an
///   answer that is cut off, too long or none of ChirpStack's)
/// - CHIRPSTACK_UNAVAILABLE: 502, 503, 504 or gRPC code 14; whether it was done is open too
/// - CHIRPSTACK_BUSY: 429; details {retryAfterMs} where the server said
/// - CHIRPSTACK_UNAUTHORIZED: 401 or gRPC code 16: the key is refused, may not do that, or, with a
///   tenant's key, the device is unknown
/// - CHIRPSTACK_INTERNAL: 500 or gRPC code 13
/// - CHIRPSTACK_NO_DEVICE: of device() alone
/// - CHIRPSTACK_REFUSED: any other 4xx or 5xx
/// - NOT_CHIRPSTACK: a redirect (it is not followed: the key goes to the given host only), or a
///   whole answer with status 200 that is none of ChirpStack's JSON, on requests that change
///   nothing
class RestClient : public QObject {
public:
    template <class T>
    using Done = std::function<void(const Result<T> &)>;

    explicit RestClient(RestOptions options, QObject *parent = nullptr);
    ~RestClient() override;

    /// Called before each answer of which the server said when it was, by its clock, to the second.
    void onServerTime(std::function<void(UtcTime)> told);

    /// POST .../queue; gives the queue item's id. Sent once at most. The server gives up before our
    /// time-out does (Grpc-Timeout), so that nothing arrives after it was called doubtful.
    void enqueue(domain::DevEui device, const EnqueueRequest &request, Done<QString> done);
    /// GET .../queue, oldest first.
    void queue(domain::DevEui device, Done<QList<QueueItem>> done);
    /// DELETE .../queue.
    void flush(domain::DevEui device, Done<void> done);
    /// GET /api/devices/{DevEUI}: does ChirpStack know it? Only this tells an administrator's key;
    /// CHIRPSTACK_NO_DEVICE when it does not.
    void device(domain::DevEui device, Done<void> done);
    /// GET of what is only read; `query` without its question mark.
    void get(const QString &path, const QString &query, Done<QJsonObject> done);
    /// GET /api/tenants?limit=1: answers with success to an administrator's key only.
    void probeAdministrator(Done<void> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace parking::chirpstack
