// The demo's history: the same for the same seed, with one lost gateway to be named.

#include "chirpstack/event.h"
#include "domain/commoncause.h"
#include "sim/demo.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::sim;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-14T14:00:00Z");

/// What the history leaves of each space when it ends.
QList<domain::SpaceStatus> statusesAfter(const QList<SimMessage> &history,
                                         const QList<domain::Space> &spaces)
{
    QHash<domain::DevEui, qsizetype> sensorOf;
    QList<domain::SpaceStatus> statuses;
    for (const domain::Space &space : spaces) {
        sensorOf.insert(*space.sensorEui, statuses.size());
        domain::SpaceStatus status;
        status.id = space.id;
        status.hasSensor = true;
        status.silentAfter = 150min;
        statuses.append(status);
    }
    for (const SimMessage &message : history) {
        const auto event =
            chirpstack::parseEvent(message.topic, message.payload, message.deliverAt);
        const auto *uplink = event ? std::get_if<domain::Uplink>(&*event) : nullptr;
        const qsizetype at = uplink ? sensorOf.value(uplink->head.device.devEui, -1) : -1;
        if (at < 0 || statuses[at].lastHeard > uplink->head.time)
            continue;
        statuses[at].lastHeard = uplink->head.time;
        statuses[at].gatewayId = uplink->gateways.first().gatewayId;
    }
    return statuses;
}

} // namespace

class tst_Demo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneGatewayIsLost()
    {
        Demo demo(500, 7, kNow);
        const QList<domain::Space> spaces = demo.site().spaces;
        const QList<domain::SpaceStatus> statuses = statusesAfter(demo.history(1), spaces);
        const QList<domain::CommonCause> causes = domain::commonCauses(spaces, statuses, kNow);
        QCOMPARE(causes.size(), 1);
        const domain::CommonCause &lost = causes.first();
        QVERIFY(lost.kind == domain::CommonCause::Kind::GatewayLost);
        QVERIFY2(lost.spaces.size() >= 20 && lost.spaces.size() <= 30,
                 qPrintable(QString::number(lost.spaces.size())));
        QVERIFY(lost.since <= kNow - 3h && lost.since > kNow - 3h - 10min);
        QSet<QString> zones;
        for (const domain::Space &space : spaces) {
            if (lost.spaces.contains(space.id))
                zones.insert(space.building + u'/' + space.floor + u'/' + space.zone);
        }
        QCOMPARE(zones.size(), 1);
        // All others but single faults are heard over the gateways that are left.
        int silent = 0;
        for (const domain::SpaceStatus &status : statuses)
            silent += status.confidence(kNow) == domain::Confidence::Stale;
        QVERIFY(silent - lost.spaces.size() <= 500 / 150);
    }

    void sameSeedSameHistory()
    {
        Demo demo(120, 7, kNow);
        Demo again(120, 7, kNow);
        const QList<SimMessage> a = demo.history(1);
        const QList<SimMessage> b = again.history(1);
        QCOMPARE(a.size(), b.size());
        for (qsizetype i = 0; i < a.size(); ++i)
            QVERIFY(a[i].deliverAt == b[i].deliverAt && a[i].payload == b[i].payload);
        QVERIFY(std::is_sorted(a.cbegin(), a.cend(), [](const SimMessage &x, const SimMessage &y) {
            return x.deliverAt < y.deliverAt;
        }));
    }
};

PARKING_TEST(tst_Demo)
#include "tst_demo.moc"
