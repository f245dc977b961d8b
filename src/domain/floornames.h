#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <optional>

namespace parking::domain {

/// How high a floor lies, as far as its short name tells, the ground floor being 0: B2, U2, "2. UG"
/// and -2 are -2; G, EG and 0 are 0; 3, L3, "Level 3" and "3. OG" are 3. Empty for other names.
std::optional<int> levelOf(const QString &floorName);

/// As people count: "P2" stands before "P10".
bool comesBefore(const QString &a, const QString &b);

/// Rows for the floors that spaces name and that are not among `known`, without ids. Where a name
/// tells no level, they lie above all others of their building, in the order of their names.
QList<Floor> missingFloors(const QList<Floor> &known, const QList<Space> &spaces);

/// Levels for floors of a building that people have put in order, the top one first: one after the
/// other, and the ground floor (the first that is on level 0) stays on level 0.
void setOrder(QList<Floor> &topFirst);

} // namespace parking::domain
