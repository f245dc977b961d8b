#pragma once

#include "desk/desk.h"
#include "domain/devicechange.h"

namespace parking::ui {

/// Carries a change of devices out, says `told` when the engine did it, and offers to take it back,
/// which takes back nobody else's work (CHANGED_MEANWHILE). `changed` is called after each.
void changeDevices(
    const Desk &desk, QObject *context, const domain::DeviceChange &change, const QString &told,
    std::function<void()> changed = [] {});

} // namespace parking::ui
