#pragma once

#include <QList>

namespace parking::store {

/// A24: limit 1..1000, offset 0 or more; checked at the border (VALIDATION_ERROR).
struct PageRequest {
    int limit = 100;
    int offset = 0;
};

template <class T>
struct Page {
    QList<T> rows;
    qint64 total = 0; ///< rows that match the filter, on all pages
};

} // namespace parking::store
