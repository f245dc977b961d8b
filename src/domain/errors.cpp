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

Error invalidTransition(const QString &current, const QString &requested)
{
    return {u"INVALID_STATE_TRANSITION"_s,
            u"Cannot transition from %1 to %2"_s.arg(current, requested),
            {{u"current_state"_s, current}, {u"requested_state"_s, requested}}};
}

Error spaceNotAvailable(const QString &spaceId, const QString &detail)
{
    return {u"SPACE_NOT_AVAILABLE"_s,
            detail.isEmpty() ? u"Space is not available"_s : detail,
            {{u"space_id"_s, spaceId}}};
}

Error duplicate(const QString &resource, const QString &identifier)
{
    return {problem::kDuplicate,
            u"%1 already exists: %2"_s.arg(resource, identifier),
            {{u"resource"_s, resource}, {u"identifier"_s, identifier}}};
}

Error chirpstack(const QString &detail, int httpStatus)
{
    QJsonObject details;
    if (httpStatus != 0)
        details.insert(u"status_code"_s, httpStatus);
    return {u"CHIRPSTACK_ERROR"_s, detail, details};
}

Error validation(const QString &field, const QString &message)
{
    return {problem::kValidation,
            u"Validation error for %1: %2"_s.arg(field, message),
            {{u"field"_s, field}, {u"error"_s, message}}};
}

Error authentication()
{
    return {u"AUTHENTICATION_ERROR"_s, u"Authentication failed"_s};
}

Error authorization()
{
    return {u"AUTHORIZATION_ERROR"_s, u"Insufficient permissions"_s};
}

} // namespace parking::domain::errors
