#include "engine/station/meanwhile.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "store/actstore.h"

namespace parking::engine {

std::optional<domain::Act> lastActOf(store::Database &database, const MeanwhileRow &row)
{
    const auto acts = store::ActStore(database).recent(domain::kActsLookedAt, row.subject, row.row);
    const QList<domain::Act> known = acts.valueOr({});
    auto last = domain::lastOf(known, row.fields);
    if (!last && row.isNew && !known.isEmpty() && known.last().verb == domain::ActVerb::Made)
        last = known.last();
    return last;
}

Error changedMeanwhile(store::Database &database, const MeanwhileRow &row, const QString &code)
{
    const auto last = lastActOf(database, row);
    const QString actor = last ? last->actor : QString();
    return {problem::kChangedMeanwhile,
            u"%1 is not what it was"_s.arg(code),
            {{u"code"_s, code}, {u"actor"_s, actor}}};
}

} // namespace parking::engine
