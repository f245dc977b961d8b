#pragma once

#include "desk/desk.h"
#include "domain/devicechange.h"

namespace parking::ui {

/// What spaces have, as the model tells: what whoever changes them has seen.
domain::Binding bindingOf(const SiteModel &model, const domain::SpaceId &space);
domain::DeviceChange bindingsOf(const SiteModel &model, const QList<domain::SpaceId> &spaces);

/// A change of devices, and what stood of all that it changes for whoever wishes it.
struct DeviceWish {
    domain::DeviceChange change = {};
    domain::DeviceChange seen = {};
    QString told = {}; ///< when it is done
};

/// Carries it out where what was seen still stands, else says who changed it meanwhile, and offers
/// to take it back, which takes back nobody else's work either. `changed` is called after each.
void changeDevices(
    const Desk &desk, QObject *context, const DeviceWish &wish,
    std::function<void()> changed = [] {});

} // namespace parking::ui
