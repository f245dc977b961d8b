#include "domain/lampcheck.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::domain {

namespace {

constexpr qsizetype kNamed = 3;

/// What is told of lamps with these problems, the worst first; the last one holds for all others.
struct Kind {
    QList<QLatin1StringView> problems;
    const char *words;
};

const QList<Kind> &kinds()
{
    static const QList<Kind> kKinds = {
        {{problem::kNotFollowing}, "do not follow"},
        {{problem::kChirpStackNoDevice, problem::kChirpStackUnauthorized},
         "are not known to ChirpStack, or not to this key"},
        {{problem::kWrongLayout}, "speak like another type"},
        {{problem::kNoType}, "have no type"},
        {{problem::kBadSettings}, "have settings that cannot be read"},
        {{}, "did not get their last command"},
    };
    return kKinds;
}

qsizetype kindOf(const LampTrouble &trouble)
{
    qsizetype kind = 0;
    while (kind + 1 < kinds().size() && !kinds()[kind].problems.contains(trouble.problem))
        ++kind;
    return kind;
}

/// "13 do not follow: A-12 (since ...), A-13, A-14 and 10 more".
QString sentence(const QList<LampTrouble> &troubles, const char *words)
{
    QStringList named;
    for (const LampTrouble &trouble : troubles.first(std::min(kNamed, troubles.size())))
        named.append(trouble.since ? u"%1 (since %2)"_s.arg(trouble.space, toIso(*trouble.since))
                                   : trouble.space);
    QString text =
        u"%1 %2: %3"_s.arg(troubles.size()).arg(QLatin1StringView(words), named.join(u", "_s));
    if (troubles.size() > kNamed)
        text += u" and %1 more"_s.arg(troubles.size() - kNamed);
    return text;
}

bool hasFailed(const Downlink &row)
{
    return row.state == DownlinkState::Failed || row.state == DownlinkState::Expired;
}

} // namespace

void take(LampsKnown &known, const QString &space, const LampStatus &lamp,
          const std::optional<Downlink> &ended)
{
    ++known.lamps;
    const Display &display = lamp.display;
    const bool isRight = lamp.wanted && display.evidence != Evidence::None && display.shown
        && display.shown->sameBytes(*lamp.wanted);
    if (!display.problem.isEmpty()) {
        known.troubles.append({space, display.problem, display.problemSince, display.devEui});
    } else if (isRight) {
        ++known.right;
        known.rightOnes.append(display.devEui);
    } else if (lamp.wanted && ended && hasFailed(*ended)) {
        known.troubles.append({space, ended->problem, ended->endedAt, display.devEui});
    }
}

std::optional<HealthCheck> lampsCheck(const LampsKnown &known, UtcTime now)
{
    if (known.right == 0 && known.troubles.isEmpty())
        return std::nullopt;
    HealthCheck check;
    check.name = u"lamps"_s;
    check.since = now;
    if (known.troubles.isEmpty()) {
        check.detail =
            u"%1 of %2 show what they should, as far as known"_s.arg(known.right).arg(known.lamps);
        return check;
    }
    check.level = HealthLevel::Degraded;
    check.problem = problem::kLampsAmiss;
    QList<LampTrouble> sorted = known.troubles;
    std::stable_sort(sorted.begin(), sorted.end(), [](const LampTrouble &a, const LampTrouble &b) {
        return a.since.value_or(UtcTime::max()) < b.since.value_or(UtcTime::max());
    });
    QList<QList<LampTrouble>> byKind(kinds().size());
    for (const LampTrouble &trouble : std::as_const(sorted))
        byKind[kindOf(trouble)].append(trouble);
    QStringList sentences;
    for (qsizetype kind = 0; kind < byKind.size(); ++kind) {
        if (!byKind[kind].isEmpty())
            sentences.append(sentence(byKind[kind], kinds()[kind].words));
    }
    check.detail =
        u"%1 of %2 lamps: %3"_s.arg(sorted.size()).arg(known.lamps).arg(sentences.join(u"; "_s));
    return check;
}

} // namespace parking::domain
