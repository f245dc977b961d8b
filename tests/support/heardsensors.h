#pragma once

#include "domain/space.h"
#include "store/devicestore.h"
#include "store/statestore.h"
#include "store/transaction.h"

#include <QUuid>

namespace parking::test {

/// The sensors of these spaces, which are free, said so at `time`: that is known from now on.
inline Result<> hearSensors(store::Database &database, const QList<domain::Space> &spaces,
                            UtcTime time)
{
    QList<domain::DeviceHeard> heard;
    QList<domain::SpaceId> ids;
    for (const domain::Space &space : spaces) {
        if (!space.sensorEui)
            continue;
        ids.append(space.id);
        heard.append({.devEui = *space.sensorEui, .lastHeard = time, .uplinks = 1});
    }
    if (ids.isEmpty())
        return {};
    return store::transact(database, [&]() -> Result<> {
        if (Result<> done = store::DeviceStore(database).touch(heard, time); !done)
            return done;
        store::StateStore states(database);
        Result<QList<store::StateRow>> rows = states.lock(ids);
        if (!rows)
            return rows.error();
        for (store::StateRow &row : *rows) {
            row.reason = domain::StateReason::Sensor;
            row.inputs.sensor = domain::SensorInput{
                domain::Occupancy::Free, time, QUuid::createUuid().toString(QUuid::WithoutBraces)};
        }
        return states.write(*rows);
    });
}

} // namespace parking::test
