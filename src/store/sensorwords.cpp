#include "store/sensorwords.h"

#include "store/table.h"

namespace parking::store {

namespace {

const Selection kWords{"sensor_readings",
                       "",
                       {{"event_key", Type::Uuid}, {"timestamp", Type::Time}, {"occupancy_state"}}};

domain::SensorWord readWord(RowReader &row)
{
    return {row.time("timestamp"), row.parsed("occupancy_state", domain::occupancyFromString)};
}

} // namespace

Result<QList<domain::SensorWord>> sensorWords(Database &database, domain::SpaceId space,
                                              UtcTime from)
{
    const QVariantMap bound{{u"space"_s, space.toString()}, {u"from"_s, database.bind(from)}};
    const auto before = select(database, kWords,
                               u"FROM sensor_readings WHERE space_id = :space "
                               "AND occupancy_state IS NOT NULL AND timestamp < :from "
                               "ORDER BY timestamp DESC, event_key DESC LIMIT 1"_s,
                               bound, readWord);
    if (!before)
        return before;
    auto words = select(database, kWords,
                        u"FROM sensor_readings WHERE space_id = :space "
                        "AND occupancy_state IS NOT NULL AND timestamp >= :from "
                        "ORDER BY timestamp, event_key"_s,
                        bound, readWord);
    if (words && !before->isEmpty())
        words->prepend(before->first());
    return words;
}

} // namespace parking::store
