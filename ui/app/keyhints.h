#pragma once

#include "shell/page.h"

namespace parking::ui {

// What F1 tells of each page: what its widgets do with keys and mouse.
QList<KeyHint> mapKeys(bool isPast = false); ///< of the past: nothing that changes the site
QList<KeyHint> bookingsKeys();
QList<KeyHint> devicesKeys();
QList<KeyHint> settingsKeys();
QList<KeyHint> spaceListKeys();
QList<KeyHint> eventsKeys();
QList<KeyHint> reviewKeys();

} // namespace parking::ui
