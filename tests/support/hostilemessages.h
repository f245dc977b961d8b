#pragma once

#include "base/time.h"

#include <QByteArray>
#include <QList>

namespace parking::test {

/// What a broker may deliver and nobody should have sent, each with what becomes of it.
struct HostileMessage {
    const char *name;
    QByteArray topic;
    QByteArray payload;
    /// Code of the dead letter; "READING": kept as a reading; "NOTHING": an event without a row;
    /// "DATABASE": every database refuses it.
    QByteArray outcome;
    QByteArray note; ///< READING: a part of its notes; empty: has none
};

/// More than sixty, with event times around `now`. Each has its own event key.
QList<HostileMessage> hostileMessages(UtcTime now);

/// A valid uplink of a Browan TABS sensor: occupied or free.
QByteArray goodUplink(const QString &devEui, bool occupied, UtcTime time);
QByteArray uplinkTopic(const QString &devEui);

} // namespace parking::test
