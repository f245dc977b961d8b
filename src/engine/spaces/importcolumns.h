#pragma once

#include <QString>

namespace parking::engine {

/// How sure it is what a name means.
enum class NameMeans : quint8 {
    Exactly, ///< the column's own name
    Likely,
    Perhaps, ///< "No.", "ID": a running number as well as a code
};

struct NamedColumn {
    QString column; ///< of planImport(); empty: no guess
    NameMeans how = NameMeans::Perhaps;
};

/// What a name in a file's header means, in any of the languages that are known here: "Ebene" and
/// "étage" are the floor.
NamedColumn columnNamed(const QString &name);

} // namespace parking::engine
