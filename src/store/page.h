#pragma once

#include "store/database.h"

#include <QList>
#include <QStringList>

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

/// SQL that is true when one of the columns contains the text bound as `:text`, in any case.
QString containsText(const Database &db, const QStringList &columns);

/// What containsText() wants bound for `part`, whose characters all stand for themselves.
QString textPattern(const Database &db, const QString &part);

} // namespace parking::store
