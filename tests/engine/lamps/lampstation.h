#pragma once

#include "chirpstackstandin.h"
#include "engine/engine.h"
#include "heardsensors.h"
#include "station.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "testdatabases.h"
#include "verify.h"

#include <QTest>

/// A site with a few lamps, what they and ChirpStack say, and a station for it.
namespace parking::test::lamps {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using engine::Engine;

inline constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
inline constexpr int kSpaces = 6;
inline const QByteArray kRed = QByteArray::fromHex("ff0000ff00"); // Kuando: R, B, G, on, off
inline const QByteArray kGreen = QByteArray::fromHex("0000ffff00");
inline const QByteArray kOrange = QByteArray::fromHex("ff00a5ff00");

inline domain::DevEui sensor(int n)
{
    return domain::DevEui(0xe8e1'e100'0102'0300 + quint64(n));
}

inline domain::DevEui lamp(int n)
{
    return domain::DevEui(0x2020'20ab'cdef'0000 + quint64(n));
}

inline domain::SiteSnapshot lampSite(int count = kSpaces)
{
    domain::SiteSnapshot site;
    site.site.name = u"Lamps"_s;
    for (int n = 0; n < count; ++n) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"A-%1"_s.arg(n);
        space.name = space.code;
        space.sensorEui = sensor(n);
        space.displayEui = lamp(n);
        site.spaces.append(space);
    }
    return site;
}

inline QByteArray event(domain::DevEui device, const QByteArray &kind, const QByteArray &body,
                        UtcTime time = systemNow())
{
    return "{\"deduplicationId\":\"" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
        + "\",\"time\":\"" + toIso(time).toLatin1()
        + "\",\"deviceInfo\":{\"tenantId\":\"52f14cd4-c6f1-4fbd-8f87-4025e1d49242\","
          "\"tenantName\":\"t\",\"applicationId\":\"ca739e26-7b67-4f14-b69e-d568c22a5a75\","
          "\"applicationName\":\"a\",\"deviceProfileId\":\"605d08d4-65f5-4d2c-8a5a-3d2457662f79\","
          "\"deviceProfileName\":\"\",\"deviceName\":\"lamp\",\"devEui\":\""
        + device.toString().toLatin1() + "\",\"deviceClassEnabled\":\"CLASS_C\",\"tags\":{}}"
        + (kind.isEmpty() ? QByteArray() : QByteArray(",")) + body + "}";
}

inline QByteArray upBody(int fPort, const QByteArray &payload,
                         const QByteArray &gateway = "0016c001f153a14c")
{
    return "\"devAddr\":\"00189440\",\"adr\":true,\"dr\":1,\"fCnt\":4,\"fPort\":"
        + QByteArray::number(fPort) + ",\"confirmed\":false,\"data\":\"" + payload.toBase64()
        + "\",\"rxInfo\":[{\"gatewayId\":\"" + gateway
        + "\",\"uplinkId\":1,\"rssi\":-36,\"snr\":10.5}],\"txInfo\":{\"frequency\":868100000}";
}

/// What a Kuando Busylight says of itself; `off` in 1/10 s, 0: it is steady.
inline QByteArray kuandoStatus(quint8 r, quint8 g, quint8 b, quint8 off = 0)
{
    QByteArray bytes = QByteArray::fromHex("d0ffffff1e0000000800000006000000");
    for (const quint8 byte :
         {r, b, g, quint8(off == 0 ? 0xff : off), off, quint8(0x29), quint8(0x0c), quint8(1)})
        bytes.append(char(byte));
    return bytes;
}

/// Options of a station that commands lamps through the ChirpStack at this port; 0: it has no key.
inline Station::Tune withLamps(quint16 restPort, int perMinute = 0, const Station::Tune &tune = {})
{
    return [=](engine::EngineOptions &options) {
        if (restPort > 0) {
            options.chirpstack.emplace();
            options.chirpstack->rest.base = QUrl(u"http://127.0.0.1:%1"_s.arg(restPort));
            options.chirpstack->rest.apiKey = u"test-key"_s;
            options.chirpstack->rest.timeout = 700ms;
            options.chirpstack->perMinute = perMinute;
            options.chirpstack->firstPause = 20ms;
            options.chirpstack->refusedPause = 300ms;
            options.chirpstack->patience = 200ms;
        }
        if (tune)
            tune(options);
    };
}

/// A station of lampSite().
class LampStation : public Station {
public:
    LampStation(const QString &url, const QString &folder, quint16 restPort, int perMinute = 0,
                const Tune &tune = {})
        : Station(url, withLamps(restPort, perMinute, tune), folder)
    {
    }

    void tell(domain::DevEui device, const QByteArray &kind, const QByteArray &body,
              UtcTime time = systemNow(), const QByteArray &deviceClass = "CLASS_C")
    {
        QByteArray message = event(device, kind, body, time);
        append("application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/"
                   + device.toString().toLatin1() + "/event/" + kind,
               message.replace("CLASS_C", deviceClass));
    }
    void park(int n, bool occupied, UtcTime time = systemNow())
    {
        Station::park(sensor(n).toString(), occupied, time);
    }
    void txAck(const test::StandInItem &item, UtcTime time = systemNow())
    {
        tell(*domain::DevEui::parse(item.devEui), "txack",
             "\"downlinkId\":1,\"queueItemId\":\"" + item.id.toLatin1()
                 + "\",\"fCntDown\":1,\"gatewayId\":\"0016c001f153a14c\",\"txInfo\":{}",
             time);
    }
    /// Of ChirpStack; problem "-" when there is none.
    domain::HealthCheck check() const { return Station::check(u"chirpstack"_s); }
    QString problem() const { return check().problem; }
};

/// What a test of lamps works with: a station, ChirpStack's stand-in, and a second connection.
class LampBench {
protected:
    void prepare()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_rest = std::make_unique<ChirpStackStandIn>();
        VERIFY_OK(m_rest->start());
        m_site = lampSite();
        m_areHeard = true;
    }
    void finish()
    {
        if (m_station)
            (*m_station)->stop();
        m_station.reset();
        m_database.reset();
        const QStringList violations = m_rest ? m_rest->violations() : QStringList();
        m_rest.reset();
        QCOMPARE(violations, QStringList());
    }

    /// A running station and its site, whose sensors said that all is free (m_areHeard).
    void begin(store::Dialect dialect, int perMinute = 0, const LampStation::Tune &tune = {})
    {
        const auto url = m_databases.migratedUrl(dialect);
        VERIFY_OK(url);
        m_url = *url;
        m_station =
            std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port(), perMinute, tune);
        VERIFY_OK((*m_station)->start());
        VERIFY_OK((*m_station)->spaces().createSite(m_site));
        auto opened = store::Database::open({.url = m_url});
        VERIFY_OK(opened);
        m_database = std::move(*opened);
        if (!m_areHeard)
            return;
        VERIFY_OK(test::hearSensors(*m_database, m_site.spaces, systemNow() - 600s));
        VERIFY_OK((*m_station)->lamps().setDisplayPolicy({})); // the station reads all anew
    }
    /// ... whose lamps were all set once: green, on the air; with a rate no more than begin().
    void start(store::Dialect dialect, int perMinute = 0, const LampStation::Tune &tune = {})
    {
        begin(dialect, perMinute, tune);
        if (perMinute > 0)
            return;
        QTRY_COMPARE_WITH_TIMEOUT(m_rest->items().size(), kSpaces, kPatience);
        for (int n = 0; n < kSpaces; ++n) {
            QVERIFY(settled(n, domain::DownlinkState::Queued));
            transmit(n, systemNow() - 300s);
            QCOMPARE(last(n)->frame.payload, kGreen);
        }
        m_rest->forgetPosts();
    }
    /// A gateway transmits the oldest item of lamp `n`, and the station hears of it.
    void transmit(int n, UtcTime time = systemNow())
    {
        QVERIFY(settled(n, domain::DownlinkState::Queued));
        m_station->txAck(*m_rest->takeOldest(lamp(n).toString()), time);
        QVERIFY(settled(n, domain::DownlinkState::Sent));
    }

    /// A green lamp speaks, as a device of this class, through a gateway.
    void hear(int n, const QByteArray &deviceClass, const QByteArray &gateway = "0016c001f153a14c")
    {
        m_station->tell(lamp(n), "up", upBody(15, kuandoStatus(0, 255, 0), gateway), systemNow(),
                        deviceClass);
        QTRY_COMPARE_WITH_TIMEOUT(display(n).gatewayId, QString::fromLatin1(gateway), kPatience);
        QCOMPARE(display(n).deviceClass, QString::fromLatin1(deviceClass));
    }

    std::optional<domain::Downlink> last(int n)
    {
        const auto row = store::DownlinkStore(*m_database).lastOf(lamp(n));
        return row ? *row : std::nullopt;
    }
    domain::DownlinkState stateOf(int n)
    {
        const auto row = last(n);
        return row ? row->state : domain::DownlinkState::Pending;
    }
    bool settled(int n, domain::DownlinkState state)
    {
        return QTest::qWaitFor([&] { return last(n) && stateOf(n) == state; }, kPatience);
    }
    domain::Display display(int n)
    {
        const auto found = store::DisplayStore(*m_database).find({lamp(n)});
        return found ? found->value(lamp(n)) : domain::Display();
    }
    QList<SeenPost> posts(int n) const
    {
        QList<SeenPost> found;
        for (const SeenPost &post : m_rest->posts()) {
            if (post.devEui == lamp(n).toString())
                found.append(post);
        }
        return found;
    }

    TestDatabases m_databases;
    QString m_url;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ChirpStackStandIn> m_rest;
    std::unique_ptr<LampStation> m_station;
    std::unique_ptr<store::Database> m_database; ///< a second pair of eyes
    domain::SiteSnapshot m_site;
    bool m_areHeard = true; ///< the sensors, at the beginning
};

} // namespace parking::test::lamps
