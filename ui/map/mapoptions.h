#pragma once

#include "map/maplayer.h"

#include <QSet>

namespace parking::ui {

/// How the map is shown, whatever it shows.
struct MapOptions {
    MapLayer layer = MapLayer::State;
    QSet<domain::SpaceState> highlight = {}; ///< these stay bright while all else dims
    bool highlightUnknown = false; ///< so do those that are not taken and not known to be free
    bool readOnly = false; ///< nothing is edited or asked for
    bool stale = false; ///< the picture is old: drawn at 60 %

    /// True for what is not highlighted. Nothing is dimmed where nothing is highlighted.
    bool dims(domain::SpaceState state, domain::Confidence certainty) const
    {
        if (highlight.isEmpty() && !highlightUnknown)
            return false;
        const bool isUnknown =
            state == domain::SpaceState::Free && certainty != domain::Confidence::Fresh;
        return isUnknown ? !highlightUnknown : !highlight.contains(state);
    }
    bool operator==(const MapOptions &) const = default;
};

inline constexpr double kDimmed = 0.25; ///< opacity of what is not highlighted

} // namespace parking::ui
