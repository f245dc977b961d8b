#include "domain/errors.h"

#include "base/literals.h"
#include "domain/problems.h"

namespace parking::domain::errors {

Error notFound(const QString &resource, const QString &identifier)
{
    return {problem::kNotFound,
            u"%1 not found: %2"_s.arg(resource, identifier),
            {{u"resource"_s, resource}, {u"identifier"_s, identifier}}};
}

Error duplicate(const QString &resource, const QString &identifier)
{
    return {problem::kDuplicate,
            u"%1 already exists: %2"_s.arg(resource, identifier),
            {{u"resource"_s, resource}, {u"identifier"_s, identifier}}};
}

Error validation(const QString &field, const QString &message)
{
    return {problem::kValidation,
            u"Validation error for %1: %2"_s.arg(field, message),
            {{u"field"_s, field}, {u"error"_s, message}}};
}

Error unreadable(const ForeignValue &value)
{
    const QString text = value.text.left(50);
    return {problem::kRowUnreadable,
            u"%1.%2 of %3 cannot be read: %4"_s.arg(value.table, value.column, value.key, text),
            {{u"table"_s, value.table},
             {u"column"_s, value.column},
             {u"key"_s, value.key},
             {u"text"_s, text}}};
}

} // namespace parking::domain::errors
