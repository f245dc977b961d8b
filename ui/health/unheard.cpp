#include "health/unheard.h"

#include <QSet>

#include <algorithm>

namespace parking::ui {

QList<Unheard> unheardOf(const SiteModel &model, const QList<domain::CommonCause> &causes)
{
    QList<domain::CommonCause> worst = causes;
    std::stable_sort(worst.begin(), worst.end(), [](const auto &a, const auto &b) {
        return a.spaces.size() > b.spaces.size();
    });
    QList<Unheard> unheard;
    QSet<domain::SpaceId> explained;
    for (const domain::CommonCause &cause : std::as_const(worst)) {
        unheard.append({cause, cause.spaces.value(0), model.now() - cause.since});
        explained.unite({cause.spaces.cbegin(), cause.spaces.cend()});
    }
    QList<std::pair<Milliseconds, domain::SpaceId>> singles; // overdue by so much
    for (int row = 0; row < model.count(); ++row) {
        const domain::SpaceStatus &status = model.status(row);
        if (model.confidence(row) == domain::Confidence::Stale && !explained.contains(status.id))
            singles.append({model.now() - *status.lastHeard - status.silentAfter, status.id});
    }
    std::stable_sort(singles.begin(), singles.end(),
                     [](const auto &a, const auto &b) { return a.first > b.first; });
    for (const auto &[overdue, space] : std::as_const(singles))
        unheard.append({{}, space, overdue});
    return unheard;
}

} // namespace parking::ui
