#pragma once

#include "desk/desk.h"
#include "domain/spaceschange.h"

namespace parking::ui {

/// A step of the undo: makes of spaces and floors what the change says, where what is expected
/// stands. `desk` and `context` outlive the notices.
Notices::Step spacesStep(const Desk &desk, QObject *context, const domain::SpacesChange &change,
                         const domain::SpacesChange &expected);

} // namespace parking::ui
