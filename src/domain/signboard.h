#pragma once

#include "base/result.h"
#include "domain/counts.h"
#include "domain/snapshot.h"

#include <QJsonObject>
#include <QMap>

/// What drivers read before they turn in: counters from the states of spaces, and no word of who is
/// where. Screens and signs are made of it.
namespace parking::domain {

/// How a counter reads.
enum class SignWord : quint8 {
    Free, ///< the number
    NearlyFull, ///< the number, fewer than kFewFree, and all others are known to be taken
    FewKnown, ///< the number, fewer than kFewFree, but of some spaces nothing is known
    Full, ///< known to be all taken
    NotKnown, ///< of none is it known
    Empty ///< there is no space
};
SignWord signWord(const Counts &counts);

/// A line of a screen: a floor, or where a site has several buildings, a building.
struct SignLine {
    QString name; ///< short, as Space::floor; a building's name
    QString title; ///< long: "Basement 1"; the same as the name where there is none
    Counts counts;

    bool operator==(const SignLine &) const = default;
};

struct Signboard {
    QString site;
    QString timeZone; ///< IANA name
    QString building; ///< empty: the lines are buildings
    QList<SignLine> lines; ///< floors: the top one first
    Counts counts; ///< of all lines
    QMap<QString, Counts> features; ///< "charging", "accessible": of the spaces that have it
    Milliseconds longestStay{0}; ///< 0: nobody set any

    bool operator==(const Signboard &) const = default;
    const SignLine *line(const QString &name) const; ///< null: there is none
};

/// `site`: with the status of each space; one without is unknown. `building` empty: the only one
/// there is, else all. `at`: the moment for which is counted.
Signboard signboard(const SiteSnapshot &site, const QString &building, UtcTime at);

QJsonObject toJson(const Signboard &board);
/// VALIDATION_ERROR for what is no board, or one whose numbers cannot be.
Result<Signboard> signboardFromJson(const QJsonObject &json);

/// Where to send people: the line with the most free spaces that is not nearly full. A choice stays
/// for a minute, so that nobody is sent to and fro; one that fills up meanwhile is withdrawn.
class BestChoice {
public:
    /// The name of a line; empty: none is good. `now`: any clock that never goes back.
    QString choose(const QList<SignLine> &lines, Milliseconds now);

private:
    QString m_chosen;
    std::optional<Milliseconds> m_since;
};

} // namespace parking::domain
