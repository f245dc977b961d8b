#pragma once

#include "fixturesite.h"
#include "kiosk/kioskpicture.h"

namespace parking::fixture {

/// The screen in the lobby of North, on the ground floor; what it shows was heard two seconds ago.
ui::KioskPicture lobby();
/// Of a building with so many floors.
ui::KioskPicture tower(int floors);
/// The same picture without news for so long.
ui::KioskPicture aged(ui::KioskPicture picture, Milliseconds age);

} // namespace parking::fixture
