#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/deveui.h"
#include "sim/devicequeue.h"

#include <QJsonArray>
#include <QMap>
#include <QMutex>
#include <QRandomGenerator>
#include <QSet>
#include <QStringList>
#include <QThread>

#include <functional>
#include <memory>

namespace parking::http {
class Server;
class Reply;
struct Request;
} // namespace parking::http

namespace parking::test {

/// What the stand-in does instead of answering well. "After": the item is in the queue all the
/// same.
enum class RestFailure {
    BadRequest400,
    Unauthorized401WithText,
    Unauthorized401Empty,
    NotFound404,
    TooMany429, ///< with Retry-After, 1 s unless told otherwise
    Internal500,
    Unavailable503,
    Garbage,
    GarbageAfter,
    HalfAnswer, ///< the head promises more than comes, then the connection ends
    HalfAnswerAfter,
    NoAnswer, ///< the connection stays open and silent
    NoAnswerAfter,
    CloseWithoutAnswer,
    CloseAfter,
    Redirect, ///< to `redirectTo`
};

struct StandInItem {
    QString id;
    QString devEui;
    int fPort = 0;
    QByteArray data;
    bool confirmed = false;
    bool isPending = false;
    quint32 fCntDown = 0; ///< of its frame, once that is at a gateway
    std::optional<UtcTime> expiresAt;
};

struct SeenRequest {
    QByteArray method;
    QString devEui; ///< empty: /api/tenants
    UtcTime time;
};

struct SeenPost {
    QString devEui;
    int fPort = 0;
    QByteArray data;
    bool confirmed = false;
    bool flushQueue = false;
    std::optional<UtcTime> expiresAt;
    UtcTime time;
    std::optional<RestFailure> failure;
    QString itemId; ///< empty: it did not get into the queue
};

/// A device as ChirpStack's lists show it; a name for the device profile.
struct StandInDevice {
    QString devEui;
    QString name;
    QString profile;
};

/// ChirpStack's REST side for tests: it checks method, path, headers, names and types of every
/// request against the REST reference (tests/data/chirpstack/ORIGIN.md), keeps a queue per device
/// (sim::DeviceQueue) with the test as its scheduler and gateway,
/// answers in ChirpStack's manner (random whitespace, null, `Z` times), and fails as told.
/// Runs in a thread of its own; every function may be called from any thread.
class ChirpStackStandIn {
public:
    ChirpStackStandIn();
    ~ChirpStackStandIn();

    Result<> start();
    quint16 port() const { return m_port; }

    void setKey(const QString &key);
    void setDevices(const QList<domain::DevEui> &devices); ///< none: every device is known
    /// One tenant with these applications; setDevices() says of which the key may know.
    void setApplications(const QList<QList<StandInDevice>> &applications);
    void setTenantKey(bool tenant); ///< unknown devices give 401, else 500 and an empty list
    void setOldServer(bool old); ///< before 4.15: flushQueue is ignored
    void setWithoutExpiry(bool without); ///< before 4.10: items know no expiresAt
    void setKeyReadOnly(bool readOnly); ///< it may only look
    void setKeyDeleted(bool deleted); ///< its signature is good, and it may do nothing
    /// By so much its clock is behind this computer's; empty: it tells no time.
    void setClockBehind(std::optional<Milliseconds> behind);
    void setRetryAfter(std::chrono::seconds wait); ///< of every 429
    void setRedirect(const QByteArray &url);
    void failNext(const QList<RestFailure> &failures); ///< of POSTs, in this order
    void failNextReads(const QList<RestFailure> &failures); ///< of GETs and DELETEs, in this order
    void failPosts(std::optional<RestFailure> failure); ///< every POST, until told otherwise
    void failAll(std::optional<RestFailure> failure); ///< every request, until told otherwise
    /// A share of all requests, at random; the kinds take turns.
    void failRandomly(double share, const QList<RestFailure> &failures, quint32 seed);
    void holdDeletes(bool hold); ///< they are done, and answered when this ends
    /// Called in the stand-in's thread after an item got into the queue, before the answer leaves.
    void onEnqueued(std::function<void(const StandInItem &)> called);

    QList<SeenPost> posts() const;
    void forgetPosts();
    int requests(const QByteArray &method) const;
    QList<SeenRequest> seen() const; ///< every request, in order
    /// Somebody else's command: by ChirpStack's own pages, say.
    StandInItem addForeign(const QString &devEui, int fPort, const QByteArray &data);
    QStringList violations() const; ///< requests that broke the reference, in words
    QList<StandInItem> items(const QString &devEui = {}) const;
    /// The scheduler hands the oldest item to a gateway: the frame is on the air, and the device
    /// shows it unless it had that counter already.
    std::optional<StandInItem> handOver(const QString &devEui);
    /// The gateway tells that it took the frame. False: the item was removed meanwhile, so that
    /// ChirpStack tells nobody and does not count the frame.
    bool isTxAckTaken(const StandInItem &item);
    /// Both at once, and the device acknowledged it if it was asked to. Empty when none waits.
    std::optional<StandInItem> takeOldest(const QString &devEui);
    QByteArray
    shown(const QString &devEui) const; ///< by the device; empty: nothing since it joined
    void join(const QString &devEui); ///< the device is activated: its queue is emptied

private:
    void handle(const http::Request &request, const http::Reply &reply);
    void check(const http::Request &request);
    void enqueue(const QString &device, const http::Request &request, const http::Reply &reply);
    void list(const QString &device, const http::Reply &reply);
    std::optional<RestFailure> nextFailure(bool isPost);
    void fail(RestFailure failure, const http::Reply &reply);
    void answer(int status, const QJsonObject &object, const http::Reply &reply);
    void refuse(int status, int grpc, const QString &message, const http::Reply &reply);
    void violation(const QString &text);
    bool knows(const QString &device) const;
    void readLists(const http::Request &request, const http::Reply &reply);
    bool isList(const QByteArray &path) const;
    void page(const QJsonArray &all, const http::Request &request, const http::Reply &reply);
    QString deviceOf(const QByteArray &path) const;
    bool isQueue(const QByteArray &path) const;

    mutable QRecursiveMutex m_mutex;
    QThread m_thread;
    std::unique_ptr<http::Server> m_server;
    quint16 m_port = 0;
    QByteArray m_key = "test-key";
    QSet<QString> m_devices;
    QList<QList<StandInDevice>> m_applications;
    bool m_tenant = true;
    bool m_old = false;
    bool m_withoutExpiry = false;
    bool m_keyDeleted = false;
    bool m_keyReadOnly = false;
    std::optional<Milliseconds> m_behind{0};
    std::chrono::seconds m_retryAfter{1};
    QByteArray m_redirect;
    QList<RestFailure> m_next;
    QList<RestFailure> m_nextReads;
    std::optional<RestFailure> m_posting;
    std::optional<RestFailure> m_all;
    QList<RestFailure> m_random;
    double m_share = 0;
    QRandomGenerator m_generator{1};
    std::function<void(const StandInItem &)> m_enqueued;
    bool m_holding = false;
    QList<std::function<void()>> m_held;
    QList<SeenPost> m_posts;
    QList<SeenRequest> m_seen;
    QStringList m_violations;
    struct Device {
        sim::DeviceQueue queue;
        sim::FrameCounter counter;
        QByteArray shown;
    };
    QMap<QString, Device> m_known; ///< that have or had items
};

} // namespace parking::test
