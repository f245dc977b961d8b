#pragma once

#include "chirpstack/event.h"
#include "domain/reading.h"
#include "domain/remark.h"
#include "domain/resolve.h"
#include "domain/uplink.h"
#include "engine/lamps/lampledger.h"
#include "journal/journal.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"

#include <QHash>

namespace parking::engine {

using Bindings = QHash<domain::DevEui, store::DeviceBinding>;

/// One journal record after all pure work: what the database shall hold because of it.
/// An event about a downlink has only that part, unless it is a log entry; a location has none.
struct IngestItem {
    journal::JournalPosition position;
    UtcTime receivedAt;
    std::optional<store::DeadLetter> deadLetter; ///< set: nothing else is
    std::optional<domain::DeviceHeard> heard;
    std::optional<domain::Reading> reading;
    std::optional<DisplayHeard> display; ///< uplinks and joins of displays
    std::optional<domain::DownlinkEvent> downlinkEvent;
    std::optional<domain::DeviceLog> log; ///< what the network server's log said of the device
    domain::Remarks remarks; ///< of the reading, as far as it alone tells
    bool isStranger = false; ///< neither a space nor the list of devices is known to name it
    std::optional<domain::SpaceId> sensorOf; ///< the space whose state the reading may move
    /// How much later than its server's time it arrived, by our clock; empty: it does not say.
    std::optional<Milliseconds> lead;
    bool stored = false; ///< the reading is known to be in the database already
    bool redelivered = false; ///< the broker says that it sent the message before
};

/// Parses, resolves the device's type, decodes. Never fails: what cannot be parsed becomes a
/// dead letter, what cannot be decoded a reading with a note. Pure, any thread; the reader serves
/// one at a time.
IngestItem prepare(const journal::JournalRecord &record, const Bindings &bindings, UtcTime now,
                   chirpstack::EventReader &reader);
/// One record on its own.
IngestItem prepare(const journal::JournalRecord &record, const Bindings &bindings, UtcTime now);

/// The dead letter that replaces an item which the database refuses for its own sake.
IngestItem refused(const journal::JournalRecord &record, const Error &error, UtcTime now);

} // namespace parking::engine
