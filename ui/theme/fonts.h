#pragma once

#include <QStringList>

namespace parking::ui {

/// Families that the theme wants and this system may lack; a package for it brings them.
QStringList ownFamilies();

/// Makes those of `families` known that the system has not: its own ones are left alone. Gives the
/// families that were added.
QStringList addFonts(const QStringList &families);

} // namespace parking::ui
