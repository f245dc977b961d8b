#pragma once

#include <QList>
#include <QString>

namespace parking::domain {

struct ImportProblem {
    int line = 0; ///< of the file, from 1
    QString text;

    bool operator==(const ImportProblem &) const = default;
};

/// What an import of spaces would do, or did.
struct ImportResult {
    int created = 0;
    int updated = 0;
    int unchanged = 0;
    QList<ImportProblem> problems; ///< not empty: nothing was written

    bool isGood() const { return problems.isEmpty(); }
};

} // namespace parking::domain
