#pragma once

#include <QString>

namespace parking::engine {

/// The column of planImport() that a name in a file's header means, in any of the languages that
/// are known here: "Ebene" and "étage" are the floor. Empty: no guess.
QString columnNamed(const QString &name);

} // namespace parking::engine
