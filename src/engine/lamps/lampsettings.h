#pragma once

#include "domain/act.h"
#include "domain/display.h"
#include "store/database.h"

namespace parking::engine {

/// Settings of lamps, by people: each in the caller's transaction; afterwards the stations are to
/// be told (Lamps::layoutChanged, tellLayoutChanged), which compare every lamp. What `actor`
/// changes becomes the history's. Thread: the database's.

/// Of one display, which some space has (RECORD_NOT_FOUND else). VALIDATION_ERROR for settings that
/// could not be read back.
Result<> storeDisplaySettings(store::Database &database, domain::DevEui display,
                              const domain::DisplaySettings &settings, const QString &actor,
                              UtcTime now);

/// The site's colours and what its lamps show when the station hears nothing.
Result<> storeDisplayPolicy(store::Database &database, const domain::DisplayPolicy &policy,
                            const QString &actor, UtcTime now);

/// The type of a device by its operator's choice; empty: by profile and DevEUI again. What was
/// wrong with a display of another layout is forgotten. `expected`: what has to stand now, else
/// typeChangedMeanwhile(). VALIDATION_ERROR for a type that is none.
Result<> storeDeviceType(store::Database &database, domain::DevEui device, const QString &type,
                         const QString &actor, UtcTime now,
                         const std::optional<QString> &expected = {});
/// CHANGED_MEANWHILE with details {code, actor, type}: `type` is what stands.
Error typeChangedMeanwhile(store::Database &database, domain::DevEui device, const QString &type);
/// The same of many, for who notes it with what else they do.
Result<> storeDeviceTypes(store::Database &database, const QHash<domain::DevEui, QString> &types,
                          UtcTime now);

} // namespace parking::engine
