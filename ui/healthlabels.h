#pragma once

#include "domain/commoncause.h"
#include "domain/health.h"

#include <QString>

/// Further words of what Health tells; defined where the words are.
namespace parking::ui::labels {

/// What to do, and what goes on meanwhile as far as `health` tells; empty when nothing.
QString advice(const domain::HealthCheck &check, const domain::Health &health);
QString place(const domain::CommonCause &cause); ///< "Gateway 0016…", "North · B1 · zone A"

} // namespace parking::ui::labels
