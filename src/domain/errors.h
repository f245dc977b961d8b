#pragma once

#include "base/error.h"

/// The error codes and English details of the plan (A36 to A41), made in one place.
namespace parking::domain::errors {

Error notFound(const QString &resource, const QString &identifier);
Error invalidTransition(const QString &current, const QString &requested);
Error spaceNotAvailable(const QString &spaceId, const QString &detail = {});
Error duplicate(const QString &resource, const QString &identifier);
Error chirpstack(const QString &detail, int httpStatus = 0); ///< 0: no answer
Error validation(const QString &field, const QString &message);
Error authentication();
Error authorization();

} // namespace parking::domain::errors
