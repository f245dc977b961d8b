#include "health/unheard.h"

#include <QSet>

#include <algorithm>

namespace parking::ui {

QList<Unheard> unheardOf(const SiteModel &model, const QList<domain::CommonCause> &causes)
{
    QList<Unheard> unheard;
    QSet<domain::SpaceId> explained;
    for (const domain::CommonCause &cause : causes) {
        unheard.append({cause, cause.spaces.value(0), model.now() - cause.since});
        explained.unite({cause.spaces.cbegin(), cause.spaces.cend()});
    }
    std::stable_sort(unheard.begin(), unheard.end(), [](const Unheard &a, const Unheard &b) {
        return a.cause->spaces.size() > b.cause->spaces.size();
    });
    const qsizetype single = unheard.size();
    for (int row = 0; row < model.count(); ++row) {
        const domain::SpaceStatus &status = model.status(row);
        if (model.confidence(row) == domain::Confidence::Stale && !explained.contains(status.id))
            unheard.append({{}, status.id, model.now() - *status.lastHeard - status.silentAfter});
    }
    std::stable_sort(unheard.begin() + single, unheard.end(),
                     [](const Unheard &a, const Unheard &b) { return a.overdue > b.overdue; });
    return unheard;
}

} // namespace parking::ui
