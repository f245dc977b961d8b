#pragma once

#include <QList>
#include <QSize>
#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of the page "Spaces" into a folder: the table, with ticks, a space's form with the list
/// of sensors, a row of new ones, without a hit, without spaces, as a viewer sees it, 10,000 rows,
/// and the import of a table step by step.
void takeSpaces(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
/// And of "Events": running, paused, an uplink, a message set aside, without a hit, without events,
/// with the database away, 10,000 of them.
void takeEvents(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
