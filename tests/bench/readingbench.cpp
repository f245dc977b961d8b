#include "readingbench.h"

#include "base/literals.h"
#include "store/readingstore.h"
#include "store/transaction.h"

#include <QUuid>

namespace parking::test {

using namespace std::chrono_literals;

namespace {

constexpr auto kHistory = 365 * 24h;
constexpr int kBatch = 5000;

} // namespace

domain::Reading benchReading(int device, UtcTime time, quint32 fCnt)
{
    domain::Reading reading;
    reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    reading.devEui = domain::DevEui(0xe8e1'e100'0500'0000 + quint64(device));
    reading.time = reading.receivedAt = time;
    reading.deviceType = u"browan_tabs"_s;
    reading.occupancy = fCnt % 2 ? domain::Occupancy::Occupied : domain::Occupancy::Free;
    reading.batteryVolt = 3.6;
    reading.tempCelsius = 12;
    reading.rssiDbm = -97;
    reading.snrDb = 6.5;
    reading.gatewayId = u"0016c001f1500001"_s;
    for (const QString &gateway :
         {u"0016c001f1500001"_s, u"0016c001f1500002"_s, u"0016c001f1500003"_s})
        reading.gateways.append(
            {.gatewayId = gateway, .rssiDbm = -97, .snrDb = 6.5, .nsTime = time});
    reading.fCnt = fCnt;
    reading.fPort = 102;
    reading.dr = 5;
    reading.payload = QByteArray::fromHex("01bb340400dc7801");
    return reading;
}

Result<> fillYear(store::Database &db, int devices, int count, UtcTime now)
{
    const Milliseconds pause = std::chrono::duration_cast<Milliseconds>(kHistory) / count;
    for (int i = 0; i < count;) {
        QList<domain::Reading> some;
        for (; i < count && some.size() < kBatch; ++i)
            some.append(
                benchReading(i % devices, now - kHistory + i * pause, quint32(i / devices)));
        const Result<> done = store::transact(db, [&]() -> Result<> {
            const auto stored = store::ReadingStore(db).insert(some);
            return stored ? Result<>() : stored.error();
        });
        if (!done)
            return done;
    }
    return {};
}

} // namespace parking::test
