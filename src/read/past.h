#pragma once

#include "domain/recording.h"
#include "domain/snapshot.h"
#include "store/database.h"

#include <QHash>

/// A site as it was: of the running database, or of an archive, by the same functions.
namespace parking::read {

/// What does not move with the moment, read once for a period.
struct Past {
    UtcTime from;
    UtcTime to;
    domain::SiteSnapshot
        site; ///< without statuses; its spaces are those of today, or of the export
    QList<domain::RecordingGap> gaps; ///< oldest first
    QHash<domain::SpaceId, domain::SilenceLimit> limits; ///< of spaces with a sensor
    /// Archive: when each space's sensor was heard; a database tells it by its readings.
    QHash<domain::SpaceId, QList<domain::HeardSpan>> heard;
    bool isArchive = false;
    bool hasReadings = false; ///< measured values can be told
};

/// `from`, `to`: what is looked at; of an archive what it was made of, as far as that goes.
Result<Past> past(store::Database &database, UtcTime from, UtcTime to);

/// The state of every space at `moment`, by the changes until then. A space whose sensor was not
/// heard is silent, of one whose change cannot be read nothing is known; in a gap of recording, and
/// outside of the period, nothing is known of any: each is FREE by default, and silent.
Result<QList<domain::SpaceStatus>> stateAt(store::Database &database, const Past &past,
                                           UtcTime moment);

/// When the next or last change is; empty: there is none in the period.
Result<std::optional<UtcTime>> changeAfter(store::Database &database, const Past &past,
                                           const QList<domain::SpaceId> &spaces, UtcTime moment);
Result<std::optional<UtcTime>> changeBefore(store::Database &database, const Past &past,
                                            const QList<domain::SpaceId> &spaces, UtcTime moment);

/// How many changes there are in each `step` of the period.
Result<QList<int>> changeDensity(store::Database &database, const Past &past, Milliseconds step);

/// Of a running database, by its readings: the times in [from, to) of which nothing was recorded.
Result<QList<domain::RecordingGap>> recordingGaps(store::Database &database, UtcTime from,
                                                  UtcTime to);

/// Of a running database: when the sensor of each space was heard, for export. `told` is called for
/// one space after another, until it says false.
Result<> heardSpans(store::Database &database, UtcTime from, UtcTime to,
                    const QHash<domain::SpaceId, domain::SilenceLimit> &limits,
                    const std::function<bool(const domain::SpaceId &space,
                                             const QList<domain::HeardSpan> &spans)> &told);

/// How long each space's sensor may be silent, by type and rhythm.
Result<QHash<domain::SpaceId, domain::SilenceLimit>> silenceLimits(store::Database &database);

} // namespace parking::read
