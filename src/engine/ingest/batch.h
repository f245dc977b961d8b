#pragma once

#include "domain/intake.h"
#include "engine/ingest/ingestitem.h"
#include "engine/spaces/movement.h"
#include "store/devicestore.h"
#include "store/readingstore.h"

#include <span>

namespace parking::engine {

/// A message whose server told the time.
struct Arrived {
    UtcTime receivedAt;
    Milliseconds lead; ///< see IngestItem
};

/// What one transaction writes, folded per device and per space.
struct Batch {
    QList<domain::Reading> readings; ///< without those that are stored already
    QList<domain::Remarks> remarks; ///< of each of `readings`
    QList<std::pair<domain::DevEui, QString>> repeated; ///< device and key of the stored ones
    std::optional<store::CopyRows> encoded; ///< `readings` for COPY, where somebody made them
    QList<domain::DeviceHeard> heard; ///< one per device, by DevEUI
    QList<store::DeadLetter> deadLetters;
    QHash<domain::SpaceId, QList<domain::SensorInput>> sensorInputs; ///< oldest first
    QHash<domain::SpaceId, domain::DevEui> sensors; ///< who spoke for each of these spaces
    QHash<domain::SpaceId, UtcTime> received; ///< when the newest of sensorInputs arrived
    QList<DisplayHeard> displays; ///< oldest first
    QList<domain::DownlinkEvent> downlinkEvents;
    QList<domain::DeviceLog> logs;
    QHash<domain::DevEui, int>
        strangers; ///< messages of each device that is not known to be listed
    journal::JournalPosition end; ///< of the last record
    domain::Taken taken;
    QList<Arrived> arrived; ///< that say how our clock goes
};

Batch fold(std::span<const IngestItem> items);

/// What a committed batch changed, for the window and the viewers.
struct BatchOutcome {
    Moved moved;
    QList<domain::DeviceHeard> heard;
    qint64 newReadings = 0;
    domain::Taken taken;
    QList<Arrived> arrived;
};

/// Writes a batch in one transaction together with its journal position.
Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const MovementRules &rules, UtcTime now);

/// As write(); the dead letter that it is made of goes in the same transaction.
Result<BatchOutcome> writeLetter(store::Database &database, const Batch &batch,
                                 const MovementRules &rules, UtcTime now, qint64 letter);

/// Would write() succeed? Nothing stays of it.
Result<> tryOut(store::Database &database, const Batch &batch, const MovementRules &rules,
                UtcTime now);

} // namespace parking::engine
