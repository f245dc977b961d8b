#pragma once

#include "domain/walk.h"

#include <QHash>
#include <QJsonObject>

namespace parking::domain {

/// What a walk left of one space.
struct WalkEntry {
    std::optional<DevEui> sensor = {}; ///< whose steps these are
    QSet<WalkStep> done = {}; ///< seen by the program
    QSet<WalkStep> byHand = {}; ///< seen by somebody
    bool isWhole = false; ///< nothing was open when somebody went on
    QString note = {};
    std::optional<UtcTime> at = {}; ///< when somebody went on; empty: only ticks or a note so far

    bool operator==(const WalkEntry &) const = default;
};

/// What walks left, and where the last one was cut off, so that it goes on there.
struct WalkRecord {
    QString building;
    QString floor;
    SpaceId current = {}; ///< null: at the first space
    QHash<SpaceId, WalkEntry> entries;

    bool isEmpty() const { return floor.isEmpty() && building.isEmpty() && entries.isEmpty(); }
    int whole() const; ///< spaces that work
    bool operator==(const WalkRecord &) const = default;
};

/// As a file keeps it. What cannot be read is left out: a walk begins anew rather than not at all.
QJsonObject toJson(const WalkRecord &record);
WalkRecord walkRecordOf(const QJsonObject &object);

} // namespace parking::domain
