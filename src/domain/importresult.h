#pragma once

#include <QList>
#include <QString>

namespace parking::domain {

struct ImportProblem {
    int line = 0; ///< of the file, from 1
    QString text;

    bool operator==(const ImportProblem &) const = default;
};

/// What one row of the file changes.
struct ImportChange {
    struct Difference {
        QString column;
        QString before;
        QString after;
        bool operator==(const Difference &) const = default;
    };

    int line = 0;
    QString code;
    bool isNew = false;
    QList<Difference> differences; ///< of a space that is there already

    bool operator==(const ImportChange &) const = default;
};

/// What an import of spaces would do, or did.
struct ImportResult {
    int created = 0;
    int updated = 0;
    int unchanged = 0;
    int leftOut = 0; ///< of a list: not known here, and it names no space for them
    int twice = 0; ///< of a list: another one has the same name
    QList<ImportChange> changes; ///< in the file's order; at most kMostTold of them
    QList<ImportProblem> problems; ///< not empty: nothing was written

    static constexpr int kMostTold = 1000;

    bool isGood() const { return problems.isEmpty(); }
};

} // namespace parking::domain
