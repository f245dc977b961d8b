#pragma once

#include "domain/space.h"
#include "engine/enginethread.h"
#include "models/notices.h"

namespace parking::ui {

/// A space for each device, named by the end of its EUI: as short as tells them all apart. Pure.
QList<domain::Space> firstSpaces(const QList<domain::DevEui> &heard);

/// Makes them by the import that people have, unless there are spaces already, and tells.
void makeFirstSpaces(engine::EngineThread &engine, const QList<domain::DevEui> &heard,
                     const QString &actor, Notices &notices, QObject *context);

} // namespace parking::ui
