#pragma once

#include "domain/ids.h"
#include "domain/resolve.h"

#include <QHash>
#include <QList>

namespace parking::domain {

/// By space: the override that is to stand, or stood; empty: none.
using Overrides = QHash<SpaceId, std::optional<Override>>;

/// The same for all of these.
inline Overrides overridesOf(const QList<SpaceId> &spaces, const std::optional<Override> &value)
{
    Overrides overrides;
    for (const SpaceId &space : spaces)
        overrides.insert(space, value);
    return overrides;
}

} // namespace parking::domain
