#pragma once

#include "domain/status.h"
#include "engine/ingest/ingestitem.h"
#include "store/readingstore.h"
#include "store/spacestore.h"

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

/// Moves a locked row by sensor inputs (oldest first) and gives every change of state on the way,
/// so that a short stay within one batch is not lost to history.
QList<domain::StateChange> advance(store::StateRow &row, const QList<domain::SensorInput> &inputs,
                                   const domain::StatePolicy &policy, UtcTime now);

/// Resolves a row again without a new sensor input (override set, cleared, ended; reservation
/// began). Empty when the state stays.
std::optional<domain::StateChange> reresolve(store::StateRow &row,
                                             const domain::StatePolicy &policy,
                                             const QString &source, UtcTime now);

/// What a committed batch changed, for the window and the viewers.
struct BatchOutcome {
    QList<store::StateRow> states; ///< every space that was touched
    QList<domain::DeviceHeard> heard;
    qint64 newReadings = 0;
    qint64 deadLetters = 0;
    qint64 stateChanges = 0;
    LampOutcome lamps;
};

/// Writes a batch in one transaction together with its journal position.
Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const domain::StatePolicy &policy, const LampContext &lamps,
                           UtcTime now);

} // namespace parking::engine
