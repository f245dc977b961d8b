#pragma once

#include <QString>
#include <QTime>

#include <optional>

namespace parking::ui {

/// A time as people type it: 15:30, 1530, 15.30, 15h30, 3.30 pm, 9, and +2h, +90, +1:30 from
/// `reference` on (minutes over the day's end go on after midnight). Empty: it is none.
std::optional<QTime> parseClock(const QString &text, QTime reference);

} // namespace parking::ui
