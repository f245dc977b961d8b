#pragma once

#include "domain/ids.h"
#include "domain/recording.h"
#include "domain/spacestate.h"
#include "store/database.h"

#include <QHash>

namespace parking::store {

/// The newest word of a space's sensor until a moment.
struct HeardWord {
    UtcTime time;
    std::optional<domain::Occupancy> occupancy;
    std::optional<double> batteryVolt;
    std::optional<int> rssiDbm;
    std::optional<double> snrDb;
    QString gatewayId;
};

/// One word of a space's sensor.
struct HeardMoment {
    domain::SpaceId space;
    QString device;
    UtcTime time;
    bool isUnderstood = false;
};

/// What an archive says of itself, as far as reading it needs that.
struct ArchivedPeriod {
    UtcTime from;
    UtcTime to;
    QList<domain::RecordingGap> gaps;
    bool hasReadings = false;
};

/// When sensors were heard: by the readings of a running database, by what an archive keeps of
/// them.
class HeardStore {
public:
    explicit HeardStore(Database &database) : m_db(database) { }

    /// The minutes in which anything was heard, oldest first.
    Result<QList<domain::HeardMinute>> minutes(UtcTime from, UtcTime to);
    /// When a station said that something was wrong with its taking in, oldest first.
    Result<QList<domain::Deafness>> deafTimes(UtcTime from, UtcTime to);
    /// Each word of a space's sensor, by space and time, until `heard` says false.
    Result<> each(UtcTime from, UtcTime to, const std::function<bool(const HeardMoment &)> &heard);
    /// Of each space, its newest word in (since, moment].
    Result<QHash<domain::SpaceId, HeardWord>> lastUntil(UtcTime moment, UtcTime since);

    Result<std::optional<ArchivedPeriod>> archived(); ///< empty: this is no archive
    Result<QHash<domain::SpaceId, QList<domain::HeardSpan>>> archivedSpans();

private:
    Result<bool> isArchive();

    Database &m_db;
};

} // namespace parking::store
