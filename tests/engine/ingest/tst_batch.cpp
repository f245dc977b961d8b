// The pure part of ingest: folding records per device and per space.

#include "base/literals.h"
#include "engine/ingest/batch.h"
#include "store/devicestore.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::engine;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);
const domain::SpaceId kSpace(QUuid(u"{6b2f3c1e-0000-4000-8000-000000000001}"_s));
constexpr domain::DevEui kSensor(0x58a0cb0000000001);
constexpr auto kFree = domain::Occupancy::Free;
constexpr auto kOccupied = domain::Occupancy::Occupied;

QString key(char letter)
{
    return QString(QLatin1Char(letter));
}

IngestItem item(qint64 record, UtcTime time, std::optional<domain::Occupancy> occupancy,
                const QString &eventKey = key('k'))
{
    domain::Reading reading;
    reading.eventKey = eventKey;
    reading.devEui = kSensor;
    reading.time = time;
    reading.occupancy = occupancy;
    domain::DeviceHeard heard;
    heard.devEui = kSensor;
    heard.lastHeard = time;
    heard.fCnt = quint32(record);
    heard.uplinks = 1;
    IngestItem result;
    result.position = {u"j"_s, 1, record, {}};
    result.reading = reading;
    result.heard = heard;
    result.sensorOf = kSpace;
    return result;
}

Batch folded(const QList<IngestItem> &items)
{
    return fold({items.constData(), size_t(items.size())});
}

} // namespace

class tst_Batch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foldKeepsEveryReadingAndOneRowPerDevice()
    {
        const Batch batch = folded(
            {item(1, kNow, kOccupied), item(2, kNow + 1s, kFree), item(3, kNow + 2s, kOccupied)});
        QCOMPARE(batch.readings.size(), 3);
        QCOMPARE(batch.heard.size(), 1);
        QCOMPARE(batch.heard.first().uplinks, 3);
        QCOMPARE(batch.heard.first().fCnt, 3u);
        QCOMPARE(batch.sensorInputs.value(kSpace).size(), 3);
        QCOMPARE(batch.end.record, 3);
    }

    void foldOrdersByEventTimeThenKey()
    {
        const Batch batch =
            folded({item(1, kNow + 2s, kOccupied, key('c')), item(2, kNow, kFree, key('b')),
                    item(3, kNow, kOccupied, key('a'))});
        QString keys;
        for (const domain::SensorInput &input : batch.sensorInputs.value(kSpace))
            keys.append(input.eventKey);
        QCOMPARE(keys, u"abc"_s);
    }

    void lateUplinkDoesNotReplaceNewerDeviceValues()
    {
        IngestItem newer = item(1, kNow, kOccupied);
        newer.heard->batteryVolt = 3.6;
        IngestItem late = item(2, kNow - 1h, kFree);
        late.heard->batteryVolt = 2.9;
        late.heard->tempCelsius = 7.0;
        const domain::DeviceHeard heard = folded({newer, late}).heard.first();
        QCOMPARE(heard.batteryVolt, std::optional(3.6));
        QCOMPARE(heard.tempCelsius, std::optional(7.0)); // the only one that was measured
        QCOMPARE(heard.lastHeard, std::optional(kNow));
        QCOMPARE(heard.fCnt, 1u);
        QCOMPARE(heard.uplinks, 2);
    }

    void joinLeavesTheLastUplinksCounter()
    {
        IngestItem join;
        join.position = {u"j"_s, 1, 2, {}};
        join.heard = domain::DeviceHeard{};
        join.heard->devEui = kSensor;
        join.heard->lastJoin = kNow + 1s;
        const domain::DeviceHeard heard = folded({item(1, kNow, kOccupied), join}).heard.first();
        QCOMPARE(heard.fCnt, 1u);
        QCOMPARE(heard.lastJoin, std::optional(kNow + 1s));
        QCOMPARE(heard.lastHeard, std::optional(kNow));
    }
};

PARKING_TEST(tst_Batch)
#include "tst_batch.moc"
