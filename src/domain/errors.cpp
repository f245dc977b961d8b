#include "domain/errors.h"

namespace parking::domain::errors {

Error notFound(const QString &resource, const QString &identifier)
{
    return {QStringLiteral("RECORD_NOT_FOUND"),
            QStringLiteral("%1 not found: %2").arg(resource, identifier),
            {{QStringLiteral("resource"), resource}, {QStringLiteral("identifier"), identifier}}};
}

Error invalidTransition(const QString &current, const QString &requested)
{
    return {QStringLiteral("INVALID_STATE_TRANSITION"),
            QStringLiteral("Cannot transition from %1 to %2").arg(current, requested),
            {{QStringLiteral("current_state"), current},
             {QStringLiteral("requested_state"), requested}}};
}

Error spaceNotAvailable(const QString &spaceId, const QString &detail)
{
    return {QStringLiteral("SPACE_NOT_AVAILABLE"),
            detail.isEmpty() ? QStringLiteral("Space is not available") : detail,
            {{QStringLiteral("space_id"), spaceId}}};
}

Error duplicate(const QString &resource, const QString &identifier)
{
    return {QStringLiteral("DUPLICATE_RESOURCE"),
            QStringLiteral("%1 already exists: %2").arg(resource, identifier),
            {{QStringLiteral("resource"), resource}, {QStringLiteral("identifier"), identifier}}};
}

Error chirpstack(const QString &detail, int httpStatus)
{
    QJsonObject details;
    if (httpStatus != 0)
        details.insert(QStringLiteral("status_code"), httpStatus);
    return {QStringLiteral("CHIRPSTACK_ERROR"), detail, details};
}

Error validation(const QString &field, const QString &message)
{
    return {QStringLiteral("VALIDATION_ERROR"),
            QStringLiteral("Validation error for %1: %2").arg(field, message),
            {{QStringLiteral("field"), field}, {QStringLiteral("error"), message}}};
}

Error authentication()
{
    return {QStringLiteral("AUTHENTICATION_ERROR"), QStringLiteral("Authentication failed")};
}

Error authorization()
{
    return {QStringLiteral("AUTHORIZATION_ERROR"), QStringLiteral("Insufficient permissions")};
}

} // namespace parking::domain::errors
