#pragma once

#include <QString>

namespace parking::ui {

/// What the map shows: the whole site, one building's floors as tiles, or one floor's plan.
struct MapPlace {
    QString building; ///< empty: site level
    QString floor; ///< empty: building level

    bool operator==(const MapPlace &) const = default;
};

/// The building of a floor, the site of a building; the site itself has none above it.
inline MapPlace levelAbove(const MapPlace &place)
{
    return place.floor.isEmpty() ? MapPlace() : MapPlace{place.building, {}};
}

} // namespace parking::ui
