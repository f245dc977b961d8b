#pragma once

#include "archive/archivefile.h"

namespace parking::archive {

/// How the rows of one table differ; by their usual columns, whatever numbers they have inside.
struct TableDifference {
    QString name;
    qint64 inBoth = 0;
    qint64 onlyInFirst = 0;
    qint64 onlyInSecond = 0;

    bool isSame() const { return onlyInFirst == 0 && onlyInSecond == 0; }
};

/// A word that two archives say of themselves otherwise.
struct WordDifference {
    QString key;
    QString first;
    QString second;
};

struct Comparison {
    QList<WordDifference> words;
    QList<TableDifference> tables; ///< those that hold rows

    bool isSame() const; ///< every row of one is a row of the other
};

/// Reads every row of both. A row that both have as often as the other is in both. `goOn` is asked
/// now and then; CANCELLED when it says no, BAD_FILE when a table cannot be read.
Result<Comparison> compare(const OpenedArchive &first, const OpenedArchive &second,
                           const std::function<bool()> &goOn = nullptr);

} // namespace parking::archive
