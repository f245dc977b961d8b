#pragma once

#include "base/error.h"

/// The error codes and English details of the plan (A36 to A41), made in one place.
namespace parking::domain::errors {

Error notFound(const QString &resource, const QString &identifier);
Error duplicate(const QString &resource, const QString &identifier);
Error validation(const QString &field, const QString &message);

/// A value in the database that this program does not know: written by hand, or by a newer one.
struct ForeignValue {
    QString table;
    QString column;
    QString key; ///< of the row
    QString text; ///< what is there
};
/// ROW_UNREADABLE with details {table, column, key, text}.
Error unreadable(const ForeignValue &value);

} // namespace parking::domain::errors
