#pragma once

#include "domain/dataage.h"
#include "domain/signboard.h"

/// Signs along the street: each shows one counter, as sites.settings says:
///   {"signs": [{"id": "north-entry", "building": "North", "floor": "B1", "min": 0, "max": 99,
///     "offset": -2, "closed": false,
///     "texts": {"full": "FULL", "closed": "CLOSED", "unknown": "--"}}]}
/// All but the id may be left out.
namespace parking::domain {

struct Sign {
    QString id; ///< 1..50 characters, each once
    QString building; ///< empty: the whole site
    QString floor; ///< empty: the whole building
    int min = 0; ///< the least number that is shown, 0..9999
    int max = 9999; ///< the greatest, not below `min`
    int offset = 0; ///< added to the counter, -9999..9999: cars that are on their way
    bool closed = false; ///< by hand
    QString fullText = QStringLiteral("FULL");
    QString closedText = QStringLiteral("CLOSED");
    QString unknownText = QStringLiteral("--");

    bool operator==(const Sign &) const = default;
};

/// VALIDATION_ERROR for the first member that is wrong. Without any the site has one for all and
/// one for each of its floors.
Result<QList<Sign>> parseSigns(const QJsonObject &siteSettings);
QList<Sign> signsOf(const SiteSnapshot &site);

/// How a sign's text came about.
enum class SignMode : quint8 { Number, Full, Closed, Unknown };
QString nameOf(SignMode mode); ///< number, full, closed, unknown

struct SignShown {
    SignMode mode = SignMode::Unknown;
    QString text; ///< what to show
    std::optional<int> number; ///< with offset and bounds; empty unless it is the text
    Counts counts; ///< behind it

    bool operator==(const SignShown &) const = default;
};

/// A sign has no room for an age: data that is not live is no number. "Full" only when nothing is
/// unknown; where the offset alone leaves nothing, the least number is shown.
SignShown show(const Sign &sign, const Counts &counts, DataAge age);

} // namespace parking::domain
