#include "network.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "http/server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSslSocket>

#include "chirpstack/httpreader.h"

namespace parking::simulation {

using namespace std::chrono_literals;
using chirpstack::HttpAnswer;
using chirpstack::HttpRequest;

namespace {

constexpr auto kTimeout = 10s; // of the client
constexpr auto kServerTimeout = 8s; // after it ChirpStack does nothing any more

thread_local Network *theNetwork = nullptr;

HttpAnswer nothing(bool wasAsked)
{
    HttpAnswer answer;
    answer.wasAsked = wasAsked;
    answer.problem = wasAsked ? u"the connection was lost"_s : u"connection refused"_s;
    return answer;
}

} // namespace

Network::Network(VirtualClock &clock, sim::Random &random, Life &life, Broker &broker, Trace &trace,
                 const sim::SimSite &site, const Faults &faults, quint64 seed)
    : m_clock(clock), m_random(random), m_life(life), m_broker(broker), m_trace(trace),
      m_site(site), m_faults(faults), m_lamps(site, seed, faults.lamps)
{
    theNetwork = this;
}

Network::~Network()
{
    theNetwork = nullptr;
}

Network *Network::current()
{
    return theNetwork;
}

// --- Events --------------------------------------------------------------------------------------

void Network::pass()
{
    if (m_isAway)
        return;
    for (const sim::SimMessage &message : m_lamps.step(m_clock.now()))
        publish(message);
}

/// Each event has a task of its own in ChirpStack: they overtake each other.
void Network::publish(const sim::SimMessage &message)
{
    m_trace.note("event", message.topic.right(40) + ' ' + message.key.toLatin1());
    if (m_random.chance(m_faults.lost))
        return m_trace.note("lost", message.key.toLatin1());
    Milliseconds pause(200 + m_random.below(200));
    if (m_random.chance(m_faults.late))
        pause += Milliseconds(1000 + m_random.below(m_random.chance(0.3) ? 600'000 : 20'000));
    m_clock.after(pause, [this, message] { m_broker.publish(message); });
    if (m_random.chance(m_faults.twice)) {
        const Milliseconds again = pause + Milliseconds(m_random.below(60'000));
        m_clock.after(again, [this, message] { m_broker.publish(message); });
    }
}

void Network::setAway(bool isAway)
{
    m_trace.note(isAway ? "chirpstack away" : "chirpstack back");
    m_isAway = isAway;
}

void Network::setRestAway(bool isAway)
{
    m_trace.note(isAway ? "rest away" : "rest back");
    m_isRestAway = isAway;
}

void Network::setRestTroubled(bool isTroubled)
{
    m_trace.note(isTroubled ? "rest troubled" : "rest well");
    m_isRestTroubled = isTroubled;
}

void Network::end()
{
    const bool classA = m_faults.lamps.classA;
    m_faults = {};
    m_faults.lamps.lossy = 0;
    m_faults.lamps.classA = classA;
    m_lamps.setOptions(m_faults.lamps);
    m_isAway = false;
    m_isRestAway = false;
    m_isRestTroubled = false;
}

void Network::joinSome()
{
    for (const domain::Space &space : m_site.spaces) {
        if (!space.displayEui || !m_random.chance(0.3))
            continue;
        m_clock.after(Milliseconds(m_random.below(8000)), [this, lamp = *space.displayEui] {
            publish(m_lamps.rejoin(lamp, m_clock.now()));
        });
        m_clock.after(8s + Milliseconds(m_random.below(20'000)), [this, lamp = *space.displayEui] {
            publish(m_lamps.report(lamp, m_clock.now()));
        });
    }
}

// --- Requests ------------------------------------------------------------------------------------

Network::Fate Network::fate()
{
    if (m_isAway || m_isRestAway)
        return m_random.chance(0.5) ? Fate::Refused : Fate::Unavailable;
    if (!m_isRestTroubled || m_random.chance(0.5))
        return Fate::Well;
    constexpr Fate kFates[] = {Fate::Refused,  Fate::Lost, Fate::AnswerLost, Fate::Unavailable,
                               Fate::Internal, Fate::Busy, Fate::Garbage,    Fate::Slow};
    return kFates[m_random.below(int(std::size(kFates)))];
}

void Network::reply(Milliseconds pause, HttpAnswer answer, Answered answered)
{
    m_clock.after(pause, [this, answer = std::move(answer), answered = std::move(answered)] {
        --m_requests;
        m_trace.note("answer", QByteArray::number(answer.status) + ' ' + answer.body);
        answered(answer);
    });
}

void Network::request(const HttpRequest &request, Answered answered)
{
    if (!m_life.step())
        return; // it died
    m_trace.note("request",
                 request.method + ' ' + request.url.path().toLatin1() + ' ' + request.body);
    ++m_requests;
    const Fate fate = this->fate();
    const Milliseconds there(2 + m_random.below(60));
    const Milliseconds back(2 + m_random.below(60));
    switch (fate) {
    case Fate::Refused:
        return reply(there, nothing(false), answered);
    case Fate::Lost: {
        HttpAnswer answer = nothing(true);
        answer.cutOff = true;
        return reply(kTimeout, answer, answered);
    }
    case Fate::Unavailable:
        return reply(there, refusal(503, 14, u"connection error"_s), answered);
    case Fate::Internal:
        return reply(there, refusal(500, 13, u"deadlock detected"_s), answered);
    case Fate::Busy: {
        HttpAnswer answer = refusal(429, 8, u"too many requests"_s);
        answer.retryAfter = QByteArray::number(1 + m_random.below(20));
        return reply(there, answer, answered);
    }
    default:
        break;
    }
    Milliseconds arrival = there;
    if (fate == Fate::Slow)
        arrival += Milliseconds(m_random.below(12'000));
    m_clock.after(arrival, [this, request, answered, fate, arrival, back] {
        if (m_isAway || m_isRestAway || arrival >= kServerTimeout) {
            HttpAnswer lost = nothing(true);
            lost.cutOff = true;
            return reply(std::max<Milliseconds>(kTimeout - arrival, 1ms), lost, answered);
        }
        HttpAnswer found = answer(request);
        if (fate == Fate::AnswerLost)
            found = nothing(true);
        if (fate == Fate::Garbage)
            found.body = "<html>";
        reply(back, found, answered);
    });
}

HttpAnswer Network::whole(int status, const QJsonObject &object) const
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    answer.date = http::httpDate(m_clock.now());
    answer.wasAsked = true;
    answer.isWhole = true;
    return answer;
}

/// google.rpc.Status, as grpc-gateway writes it.
HttpAnswer Network::refusal(int status, int code, const QString &words) const
{
    return whole(status, {{u"code"_s, code}, {u"message"_s, words}, {u"details"_s, QJsonArray()}});
}

/// As chirpstack-rest-api shows a device's downlink queue to a tenant's key.
/// Source: docs/wire.md, "REST".
HttpAnswer Network::answer(const HttpRequest &request)
{
    const QStringList parts = request.url.path().split(u'/');
    if (parts.size() < 4 || parts[2] != u"devices")
        return refusal(401, 16, {});
    const auto device = domain::DevEui::parse(parts[3]);
    if (!device || !m_lamps.knows(*device))
        return refusal(401, 16, {});
    if (parts.size() == 4)
        return whole(200, {{u"device"_s, QJsonObject{{u"devEui"_s, parts[3]}}}});
    if (request.method == "POST")
        return enqueue(*device, request.body);
    if (request.method == "GET")
        return list(*device);
    m_lamps.flush(*device);
    return whole(200, {});
}

HttpAnswer Network::enqueue(domain::DevEui device, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QJsonObject in = object.value(u"queueItem").toObject();
    sim::LampItem item;
    item.fPort = in.value(u"fPort").toInt();
    item.data = fromBase64(in.value(u"data").toString()).valueOr({});
    item.confirmed = in.value(u"confirmed").toBool();
    item.expiresAt = fromIso(in.value(u"expiresAt").toString());
    const Result<QString> id =
        m_lamps.enqueue(device, item, object.value(u"flushQueue").toBool(), m_clock.now());
    return id ? whole(200, {{u"id"_s, *id}}) : refusal(400, 3, id.error().detail);
}

HttpAnswer Network::list(domain::DevEui device) const
{
    QJsonArray items;
    for (const sim::LampItem &item : m_lamps.queue(device)) {
        const QJsonValue expiry =
            item.expiresAt ? QJsonValue(toIso(*item.expiresAt)) : QJsonValue();
        items.append(QJsonObject{{u"id"_s, item.id},
                                 {u"devEui"_s, device.toString()},
                                 {u"confirmed"_s, item.confirmed},
                                 {u"fPort"_s, item.fPort},
                                 {u"data"_s, toBase64(item.data)},
                                 {u"isPending"_s, item.isPending},
                                 {u"fCntDown"_s, qint64(item.fCntDown)},
                                 {u"expiresAt"_s, expiry}});
    }
    return whole(200, {{u"totalCount"_s, items.size()}, {u"result"_s, items}});
}

} // namespace parking::simulation

// --- The call that this program is linked with --------------------------------------------------

namespace parking::chirpstack {

HttpCall::HttpCall(HttpRequest request, Limits, Done done, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_done(std::move(done)), m_socket(nullptr)
{
}

HttpCall::~HttpCall() = default;

void HttpCall::begin(const QSslConfiguration &)
{
    m_wasAsked = true;
    const QPointer<HttpCall> self(this);
    simulation::Network::current()->request(m_request, [self](const HttpAnswer &answer) {
        if (!self)
            return;
        self->m_isOver = true;
        const Done done = std::move(self->m_done);
        self->deleteLater();
        done(answer);
    });
}

} // namespace parking::chirpstack
