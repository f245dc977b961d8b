#pragma once

#include "domain/act.h"

#include <QCoreApplication>

/// What people did, in words.
namespace parking::ui::labels {

/// "zone A → C", "moved on the plan", "sensor 4F21 → 2A5E".
QString difference(const domain::ActDifference &difference);
QString differences(const QList<domain::ActDifference> &differences); ///< with commas between

/// "B1-007: zone A → C"; `code`: of its space, as it is called now, and of an alarm its title;
/// empty: it is not known.
QString act(const domain::Act &act, const QString &code);
/// What the history says of the change that came between: "anna changed it 2 min ago: zone A → C".
/// `last`: the newest act on the row, where it is known.
QString meanwhile(const std::optional<domain::Act> &last,
                  const QList<domain::ActDifference> &differences, UtcTime now);
/// "Both of you changed the zone: theirs is C, yours B."
QString clash(const QList<domain::ActDifference> &clashes);

} // namespace parking::ui::labels
