#pragma once

#include "engine/engine.h"

namespace parking::ui {

struct DemoVisit {
    QString code; ///< of the space
    domain::BookingSpan span;
};

/// Books the demo's day. What was is taken over as it was, for what sensors told of it is known;
/// what is to come is booked as anybody does. In the engine's thread.
Result<> bookVisits(engine::Engine &engine, const QList<DemoVisit> &visits, const QString &actor);

} // namespace parking::ui
