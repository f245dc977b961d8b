#pragma once

#include "base/literals.h"
#include "store/database.h"

#include <QStringList>

namespace parking::store {

/// SQL that is true when `column` is among the values bound as `:list` (see listValue()).
/// `type` is the column's PostgreSQL type.
inline QString isAnyOf(const Database &db, const QString &column, const QString &type)
{
    return db.isPostgres() ? u"%1 = ANY(:list::%2[])"_s.arg(column, type)
                           : column + u" IN (SELECT value FROM json_each(:list))"_s;
}

/// One bound value that holds many ids or EUIs: texts without quotes, backslashes and commas.
inline QString listValue(const Database &db, const QStringList &values)
{
    if (db.isPostgres())
        return u'{' + values.join(u',') + u'}';
    QStringList quoted;
    for (const QString &value : values)
        quoted.append(u'"' + value + u'"');
    return u'[' + quoted.join(u',') + u']';
}

} // namespace parking::store
