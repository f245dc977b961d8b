// The simulated car park: the same for the same seed, believable, and told in ChirpStack's words.

#include "base/literals.h"
#include "chirpstack/event.h"
#include "devices/devicetype.h"
#include "sim/site.h"
#include "sim/traffic.h"
#include "testmain.h"

#include <QMap>
#include <QSet>
#include <QTest>

#include <array>
#include <cmath>

using namespace parking;
using namespace parking::sim;
using namespace std::chrono_literals;

namespace {

const UtcTime kStart = *fromIso(u"2026-09-14T07:00:00Z");
constexpr Milliseconds kLateAtMost = 61s; // traffic.cpp: late by 1 to 61 s, repeated within 3 s
constexpr Milliseconds kAgainWithin = 3s;

TrafficOptions options(double share = 0.05)
{
    TrafficOptions made;
    made.start = kStart;
    made.duplicates = made.late = made.rejoins = made.statuses = share;
    return made;
}

std::vector<SimMessage> take(Traffic &traffic, int count)
{
    std::vector<SimMessage> messages;
    for (int i = 0; i < count; ++i)
        messages.push_back(traffic.next());
    return messages;
}

bool isSame(const SimMessage &a, const SimMessage &b)
{
    return a.deliverAt == b.deliverAt && a.topic == b.topic && a.payload == b.payload
        && a.kind == b.kind && a.duplicate == b.duplicate && a.device == b.device && a.key == b.key
        && a.time == b.time && a.occupancy == b.occupancy;
}

domain::Event parsed(const SimMessage &message)
{
    const auto event = chirpstack::parseEvent(message.topic, message.payload, message.deliverAt);
    if (!event)
        qFatal("%s: %s", qPrintable(event.error().detail), message.payload.constData());
    return *event;
}

Result<domain::Decoded> decoded(const domain::Uplink &uplink)
{
    const devices::DeviceType *type =
        devices::resolveType({.typeSetting = {},
                              .profileName = uplink.head.device.profileName,
                              .devEui = uplink.head.device.devEui});
    if (!type)
        return Error{u"UNKNOWN_TYPE"_s, {}};
    return type->decode({uplink.fPort, uplink.payload, uplink.object});
}

using Corners = std::array<QPointF, 4>;

Corners cornersOf(const domain::Placement &p)
{
    const double angle = p.rotation * M_PI / 180;
    Corners corners;
    for (int i = 0; i < 4; ++i) {
        const double x = (i == 0 || i == 3 ? -0.5 : 0.5) * p.w;
        const double y = (i < 2 ? -0.5 : 0.5) * p.h;
        corners[size_t(i)] = QPointF(p.x + x * std::cos(angle) - y * std::sin(angle),
                                     p.y + x * std::sin(angle) + y * std::cos(angle));
    }
    return corners;
}

Corners cornersOf(const QRectF &r)
{
    return {r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()};
}

/// How far two rectangles lie apart along the sides of the first; below 0: they do not.
double gapAlong(const Corners &a, const Corners &b)
{
    double widest = -1e9;
    for (size_t side = 0; side < 2; ++side) {
        const QPointF edge = a[side + 1] - a[side];
        const QPointF axis = edge / std::hypot(edge.x(), edge.y());
        double lowA = 1e9, highA = -1e9, lowB = 1e9, highB = -1e9;
        for (size_t i = 0; i < 4; ++i) {
            const double onA = QPointF::dotProduct(a[i], axis);
            const double onB = QPointF::dotProduct(b[i], axis);
            lowA = std::min(lowA, onA), highA = std::max(highA, onA);
            lowB = std::min(lowB, onB), highB = std::max(highB, onB);
        }
        widest = std::max(widest, std::max(lowB - highA, lowA - highB));
    }
    return widest;
}

/// Neighbours may touch, not share a centimetre.
bool overlap(const Corners &a, const Corners &b)
{
    return std::max(gapAlong(a, b), gapAlong(b, a)) < -0.01;
}

} // namespace

class tst_Traffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deterministicBySeed()
    {
        const SimSite site = makeSite(60, 7);
        const SimSite again = makeSite(60, 7);
        QCOMPARE(site.spaces, again.spaces);
        QCOMPARE(site.floors, again.floors);
        QVERIFY(site.spaces != makeSite(60, 8).spaces);
        Traffic one(site, 7, options());
        Traffic two(again, 7, options());
        Traffic other(site, 8, options());
        int different = 0;
        for (int i = 0; i < 5000; ++i) {
            const SimMessage message = one.next();
            QVERIFY2(isSame(message, two.next()), qPrintable(u"message %1"_s.arg(i)));
            different += !isSame(message, other.next());
        }
        QVERIFY(different > 4900);
    }

    void everyMessageParsesAndDecodes()
    {
        const SimSite site = makeSite(300, 1);
        Traffic traffic(site, 1, options());
        std::array<int, 3> kinds{};
        int strangers = 0;
        for (const SimMessage &message : take(traffic, 10'000)) {
            const domain::Event event = parsed(message);
            const domain::EventHead &head = domain::head(event);
            QCOMPARE(head.key, message.key);
            QCOMPARE(toIso(head.time), toIso(message.time));
            QVERIFY(!head.timeSuspect);
            ++kinds[size_t(message.kind)];
            strangers += message.device < 0;
            if (message.device >= 0)
                QCOMPARE(head.device.devEui, site.devices[size_t(message.device)].sensorEui);
            if (message.kind != SimMessage::Kind::Uplink)
                continue;
            const auto reading = decoded(std::get<domain::Uplink>(event));
            QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
            QCOMPARE(reading->occupancy, std::optional(message.occupancy));
            QVERIFY(*reading->batteryVolt >= 2.6 && *reading->batteryVolt <= 3.9);
            QVERIFY(*reading->tempCelsius > -20 && *reading->tempCelsius < 50);
        }
        QVERIFY(kinds[0] > 8000);
        QVERIFY(kinds[1] > 100); // joins
        QVERIFY(kinds[2] > 100); // statuses
        QVERIFY(strangers > 10);
    }

    void timesGoBackOnlyAsFarAsLateness_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<Milliseconds>("back");
        QTest::newRow("nothing late, nothing twice") << 0.0 << Milliseconds(0);
        QTest::newRow("some late, some twice") << 0.05 << kLateAtMost + kAgainWithin;
    }

    void timesGoBackOnlyAsFarAsLateness()
    {
        QFETCH(double, share);
        QFETCH(Milliseconds, back);
        const SimSite site = makeSite(300, 2);
        Traffic traffic(site, 2, options(share));
        UtcTime delivered = kStart;
        UtcTime newest = kStart;
        int late = 0;
        for (const SimMessage &message : take(traffic, 10'000)) {
            QVERIFY(message.deliverAt >= delivered);
            QVERIFY(message.deliverAt >= message.time);
            QVERIFY2(message.time >= newest - back, qPrintable(toIso(message.time)));
            late += message.time < newest;
            delivered = message.deliverAt;
            newest = std::max(newest, message.time);
        }
        QCOMPARE(late > 0, share > 0);
        QVERIFY(newest > kStart + 1h);
    }

    void keysAreRepeatedOnlyByDuplicates()
    {
        const SimSite site = makeSite(300, 3);
        Traffic traffic(site, 3, options());
        QHash<QString, QByteArray> payloads;
        int duplicates = 0;
        for (const SimMessage &message : take(traffic, 10'000)) {
            const bool known = payloads.contains(message.key);
            // A late message may be overtaken by its own copy: then the copy comes first.
            QVERIFY(!known || payloads.value(message.key) == message.payload);
            duplicates += known;
            payloads.insert(message.key, message.payload);
        }
        QVERIFY(duplicates > 100);
    }

    void countersRiseUntilTheDeviceJoinsAgain()
    {
        const SimSite site = makeSite(100, 4);
        Traffic traffic(site, 4, options());
        QMap<int, QMap<UtcTime, quint32>> counters; // by device and time
        for (const SimMessage &message : take(traffic, 10'000)) {
            if (message.kind == SimMessage::Kind::Uplink && message.device >= 0)
                counters[message.device][message.time] =
                    std::get<domain::Uplink>(parsed(message)).fCnt;
        }
        int rises = 0;
        int joins = 0;
        for (const auto &ofDevice : std::as_const(counters)) {
            std::optional<quint32> last;
            for (const quint32 counter : ofDevice) {
                const bool risen = last && counter > *last;
                rises += risen;
                joins += last && counter == 0;
                QVERIFY(!last || risen || counter <= 2); // those after a join may be on their way
                last = counter;
            }
        }
        QVERIFY(rises > 5000);
        QVERIFY(joins > 100);
    }

    void truthIsTheLastEvent()
    {
        const SimSite site = makeSite(300, 5);
        Traffic traffic(site, 5, options(0)); // in order: what was stepped was delivered
        QMap<int, domain::Occupancy> latest;
        for (const SimMessage &message : take(traffic, 20'000)) {
            if (message.device >= 0)
                latest[message.device] =
                    *decoded(std::get<domain::Uplink>(parsed(message)))->occupancy;
        }
        int occupied = 0;
        for (auto it = latest.cbegin(); it != latest.cend(); ++it) {
            QCOMPARE(*it == domain::Occupancy::Occupied, traffic.isOccupied(it.key()));
            occupied += *it == domain::Occupancy::Occupied;
        }
        QVERIFY(latest.size() > 280); // a few sensors are silent
        QVERIFY(occupied > 50 && occupied < 250);
        const SimMessage beat = traffic.heartbeat(0, kStart + 24h);
        QCOMPARE(beat.occupancy == domain::Occupancy::Occupied, traffic.isOccupied(0));
        QCOMPARE(toIso(domain::head(parsed(beat)).time), toIso(kStart + 24h));
    }

    void silentSensorsSendNothing()
    {
        const SimSite site = makeSite(600, 6);
        QSet<int> silent;
        for (size_t i = 0; i < site.devices.size(); ++i) {
            if (site.devices[i].condition != SensorCondition::Well)
                silent.insert(int(i));
        }
        QVERIFY(!silent.isEmpty());
        Traffic traffic(site, 6, options());
        QSet<int> heard;
        for (const SimMessage &message : take(traffic, 10'000))
            heard.insert(message.device);
        QVERIFY(!heard.intersects(silent));
    }

    void paceCanBeChanged()
    {
        const SimSite site = makeSite(60, 9);
        TrafficOptions fast = options(0);
        fast.speed = 10;
        Traffic traffic(site, 9, fast);
        const std::vector<SimMessage> before = take(traffic, 500);
        traffic.setPace(1, 1);
        const std::vector<SimMessage> after = take(traffic, 500);
        QVERIFY(after.front().time >= before.back().time);
        QVERIFY(after.back().time - after.front().time
                > 5 * (before.back().time - before.front().time));
    }

    void site_data()
    {
        QTest::addColumn<int>("spaces");
        QTest::addColumn<int>("buildings"); // 0: not promised
        QTest::addColumn<int>("floors");
        QTest::newRow("one") << 1 << 0 << 0;
        QTest::newRow("two") << 2 << 0 << 0;
        QTest::newRow("39") << 39 << 0 << 0;
        QTest::newRow("60") << 60 << 0 << 0;
        QTest::newRow("200") << 200 << 3 << 12;
        QTest::newRow("500") << 500 << 3 << 12;
        QTest::newRow("2000") << 2000 << 3 << 12;
        QTest::newRow("2001") << 2001 << 0 << 0;
        QTest::newRow("10000") << 10'000 << 0 << 0;
    }

    void site()
    {
        QFETCH(int, spaces);
        QFETCH(int, buildings);
        QFETCH(int, floors);
        const SimSite site = makeSite(spaces, 1);
        QCOMPARE(site.spaces.size(), spaces);
        QCOMPARE(int(site.devices.size()), spaces);
        if (buildings > 0) {
            QCOMPARE(int(site.buildings.size()), buildings);
            QCOMPARE(int(site.floors.size()), floors);
        }
        QSet<QString> codes;
        QSet<domain::DevEui> devices;
        for (const domain::Space &space : site.spaces) {
            const Result<> valid = domain::validate(space);
            QVERIFY2(valid, valid ? "" : qPrintable(space.code + valid.error().detail));
            codes.insert(space.code);
            devices.insert(*space.sensorEui);
        }
        QCOMPARE(codes.size(), spaces);
        QCOMPARE(devices.size(), spaces);
        QCOMPARE(makeSite(0, 1).spaces.size(), 1); // cut to what can be
    }

    void spacesDoNotOverlap_data() { site_data(); }

    void spacesDoNotOverlap()
    {
        QFETCH(int, spaces);
        const SimSite site = makeSite(spaces, 1);
        qsizetype seen = 0;
        for (const domain::Floor &floor : site.floors) {
            std::vector<std::pair<QString, Corners>> placed;
            for (const domain::Space &space : site.spaces) {
                if (space.building == floor.building && space.floor == floor.name)
                    placed.emplace_back(space.code, cornersOf(*space.placement));
            }
            seen += qsizetype(placed.size());
            checkFloor(floor, placed);
            if (QTest::currentTestFailed())
                return;
        }
        QCOMPARE(seen, spaces); // every space lies on one floor
    }

private:
    static void checkFloor(const domain::Floor &floor,
                           const std::vector<std::pair<QString, Corners>> &placed)
    {
        const QRectF whole =
            QRectF(0, 0, floor.widthM, floor.heightM).adjusted(-.01, -.01, .01, .01);
        QList<QRectF> fixed;
        for (const auto &lane : floor.plan.lanes)
            fixed.append(lane.area);
        for (const auto &core : floor.plan.cores)
            fixed.append(core.area);
        for (const auto &ramp : floor.plan.ramps)
            fixed.append(ramp.area);
        for (size_t i = 0; i < placed.size(); ++i) {
            const auto &[code, corners] = placed[i];
            for (const QPointF &corner : corners)
                QVERIFY2(whole.contains(corner), qPrintable(code + " lies outside"_L1));
            for (size_t k = i + 1; k < placed.size(); ++k)
                QVERIFY2(!overlap(corners, placed[k].second),
                         qPrintable(code + " overlaps "_L1 + placed[k].first));
            for (const QRectF &area : std::as_const(fixed))
                QVERIFY2(!overlap(corners, cornersOf(area)),
                         qPrintable(code + " lies in the way"_L1));
        }
    }
};

PARKING_TEST(tst_Traffic)
#include "tst_traffic.moc"
