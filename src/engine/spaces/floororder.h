#pragma once

#include "engine/spaces/layoutwork.h"

#include <QStringList>

namespace parking::engine {

/// The floors of a building as they are to stand, the top one first.
struct FloorOrder {
    QString building = {};
    QStringList topFirst = {};
    std::optional<QStringList> seen = {}; ///< likewise, as who orders them saw them
};

/// Puts them in this order, in the caller's transaction; one that has no row gets one. With `seen`
/// they must stand so now, and be the same ones: else CHANGED_MEANWHILE with details {code, actor},
/// the building and who changed its floors last.
Result<> orderFloors(store::Database &database, const FloorOrder &order, const LayoutAct &act);

} // namespace parking::engine
