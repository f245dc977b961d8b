#include "kiosk/kioskpicture.h"

#include <algorithm>

namespace parking::ui {

Direction KioskPicture::direction(const domain::SignLine &line) const
{
    if (const auto told = arrows.constFind(line.name); told != arrows.cend())
        return *told;
    if (!board || ownLine.isEmpty() || board->building.isEmpty())
        return Direction::None; // buildings stand beside each other
    const auto indexOf = [this](const QString &name) {
        const auto found = std::find_if(board->lines.cbegin(), board->lines.cend(),
                                        [&](const auto &one) { return one.name == name; });
        return found == board->lines.cend() ? -1 : int(found - board->lines.cbegin());
    };
    const int own = indexOf(ownLine);
    const int other = indexOf(line.name);
    if (own < 0 || other < 0)
        return Direction::None;
    return other < own ? Direction::Up : other > own ? Direction::Down : Direction::Ahead;
}

} // namespace parking::ui
