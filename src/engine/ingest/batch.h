#pragma once

#include "engine/ingest/ingestitem.h"
#include "engine/spaces/movement.h"
#include "store/devicestore.h"
#include "store/readingstore.h"

#include <span>

namespace parking::engine {

/// What one transaction writes, folded per device and per space.
struct Batch {
    QList<domain::Reading> readings; ///< without those that are stored already
    std::optional<store::CopyRows> encoded; ///< `readings` for COPY, where somebody made them
    QList<domain::DeviceHeard> heard; ///< one per device, by DevEUI
    QList<store::DeadLetter> deadLetters;
    QHash<domain::SpaceId, QList<domain::SensorInput>> sensorInputs; ///< oldest first
    QHash<domain::SpaceId, domain::DevEui> sensors; ///< who spoke for each of these spaces
    QHash<domain::SpaceId, UtcTime> received; ///< when the newest of sensorInputs arrived
    QList<DisplayHeard> displays; ///< oldest first
    QList<domain::DownlinkEvent> downlinkEvents;
    journal::JournalPosition end; ///< of the last record
};

Batch fold(std::span<const IngestItem> items);

/// What a committed batch changed, for the window and the viewers.
struct BatchOutcome {
    Moved moved;
    QList<domain::DeviceHeard> heard;
    qint64 newReadings = 0;
    qint64 deadLetters = 0;
};

/// Writes a batch in one transaction together with its journal position.
Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const MovementRules &rules, UtcTime now);

} // namespace parking::engine
