#pragma once

#include "domain/health.h"
#include "domain/walkrecord.h"

#include <QString>

/// Words of a walk; see labels.h.
namespace parking::ui::labels {

/// What is said at the top: what to do next, the other way to do it, and how sure one may be.
struct WalkWords {
    QString title;
    QString hint = {};
    QLatin1StringView ground; ///< "warningSoft", "okSoft", "dangerSoft"
    QString icon;

    bool operator==(const WalkWords &) const = default;
};
WalkWords verdict(const domain::WalkResult &result, const domain::WalkFacts &facts,
                  const QString &code, UtcTime now);
WalkWords nobodyListens(const domain::HealthCheck &why, UtcTime now);
QString text(domain::WalkStep step, const QString &code); ///< "Belongs to B1-064"
/// What was seen of it, or what it waits for.
QString seen(domain::WalkStep step, const domain::WalkResult &result,
             const domain::WalkFacts &facts);
/// Steps that are still open of a space that somebody left: "sees a car come, lamp follows".
QString openPoints(const domain::WalkEntry &entry, bool hasLamp);

} // namespace parking::ui::labels
