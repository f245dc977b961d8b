#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

namespace parking::store {

/// A24: limit 1..1000, offset 0 or more.
struct PageRequest {
    int limit = 100;
    int offset = 0;
};

template <class T>
struct Page {
    QList<T> rows;
    qint64 total = 0; ///< rows that match the filter, on all pages
};

/// VALIDATION_ERROR for a limit or offset outside its range.
Result<> check(const PageRequest &page);

/// The LIKE pattern, with ESCAPE '!', for texts that contain `part`, lower case.
QString likePattern(const QString &part);

} // namespace parking::store
