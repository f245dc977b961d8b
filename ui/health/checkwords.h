#pragma once

#include "domain/health.h"
#include "health/checkinspector.h"

/// What the page "Health" says of the checks, from what Health tells. Pure.
namespace parking::ui {

CheckSign signOf(const domain::HealthCheck &check, const domain::Health &health);
/// In the page's fixed order; their signs sort them.
QList<CheckLine> linesOf(const domain::Health &health, UtcTime now);
CheckInspector::Content contentOf(const domain::HealthCheck &check, const domain::Health &health,
                                  UtcTime now);
bool hasSettings(const QString &check); ///< its part has a group of settings

/// The page's one sentence, and what goes on.
struct HealthVerdict {
    CheckSign sign = CheckSign::Unknown;
    QString sentence;
    QString under;
};
HealthVerdict verdictOf(const domain::Health &health, UtcTime now);
/// "station, takes data in" ...
QString roleOf(const domain::Health &health);

} // namespace parking::ui
