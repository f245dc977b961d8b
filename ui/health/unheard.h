#pragma once

#include "models/causewatch.h"

namespace parking::ui {

/// Something that is not heard and that a person should see to: a lost gateway, a silent zone, a
/// silent sensor.
struct Unheard {
    std::optional<domain::CommonCause> cause; ///< empty: one sensor, for itself
    domain::SpaceId space; ///< of the sensor, or the first one of the cause
    Milliseconds overdue{0}; ///< by so much longer than expected; of a cause: since it began

    bool operator==(const Unheard &) const = default;
};

/// The worst first: causes by how many sensors they silence, then single sensors by how long they
/// are overdue. A sensor that a cause explains is not told again. Pure.
QList<Unheard> unheardOf(const SiteModel &model, const QList<domain::CommonCause> &causes);

} // namespace parking::ui
