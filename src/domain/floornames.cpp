#include "domain/floornames.h"

#include "base/literals.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <climits>

namespace parking::domain {

namespace {

int orOne(const QString &digits)
{
    return digits.isEmpty() ? 1 : digits.toInt();
}

/// The number that begins at `at`, which is moved behind it; leading zeros do not count.
QStringView digitsAt(const QString &text, qsizetype &at)
{
    while (at < text.size() && text[at] == u'0')
        ++at;
    const qsizetype first = at;
    while (at < text.size() && text[at].isDigit())
        ++at;
    return QStringView(text).sliced(first, at - first);
}

} // namespace

bool comesBefore(const QString &a, const QString &b)
{
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i].isDigit() && b[j].isDigit()) {
            const QStringView first = digitsAt(a, i);
            const QStringView second = digitsAt(b, j);
            if (first != second)
                return first.size() != second.size() ? first.size() < second.size()
                                                     : first < second;
            continue;
        }
        if (a[i].toCaseFolded() != b[j].toCaseFolded())
            return a[i].toCaseFolded() < b[j].toCaseFolded();
        ++i;
        ++j;
    }
    if (i < a.size() || j < b.size())
        return j < b.size();
    return a < b;
}

std::optional<int> levelOf(const QString &floorName)
{
    static const QRegularExpression below(
        u"^(?:-|B|U|UG|LG|K|KG|TG|BASEMENT|SUBLEVEL)\\W*(\\d{0,2})$"_s);
    static const QRegularExpression belowBehind(u"^(\\d{1,2})\\W*(?:U|UG|KG)$"_s);
    static const QRegularExpression ground(
        u"^(?:G|GF|GL|E|EG|RDC|GROUND|GROUND\\W*(?:FLOOR|LEVEL)|\\+?0{1,2}|ERDGESCHOSS)$"_s);
    static const QRegularExpression above(
        u"^(?:\\+|L|F|O|OG|LEVEL|FLOOR|LVL|DECK)?\\W*(\\d{1,2})(?:\\W*(?:OG|ST|ND|RD|TH)?"
        "(?:\\W*(?:FLOOR|LEVEL))?)$"_s);
    const QString name = floorName.trimmed().toUpper();
    if (name.isEmpty() || name == u"-")
        return std::nullopt;
    if (ground.match(name).hasMatch())
        return 0;
    for (const QRegularExpression &pattern : {below, belowBehind}) {
        if (const auto match = pattern.match(name); match.hasMatch())
            return -orOne(match.captured(1));
    }
    if (const auto match = above.match(name); match.hasMatch())
        return match.captured(1).toInt();
    return std::nullopt;
}

QList<Floor> missingFloors(const QList<Floor> &known, const QList<Space> &spaces)
{
    QSet<std::pair<QString, QString>> named;
    QHash<QString, int> highest;
    const auto take = [&](const Floor &floor) {
        named.insert({floor.building, floor.name});
        highest[floor.building] = std::max(highest.value(floor.building, INT_MIN), floor.level);
    };
    for (const Floor &floor : known)
        take(floor);
    QList<Floor> missing;
    QList<Floor> unclear;
    for (const Space &space : spaces) {
        if (named.contains({space.building, space.floor}))
            continue;
        Floor floor;
        floor.siteId = space.siteId;
        floor.building = space.building;
        floor.name = space.floor;
        const std::optional<int> level = levelOf(floor.name);
        floor.level = level.value_or(0);
        if (level)
            take(floor);
        named.insert({floor.building, floor.name});
        (level ? missing : unclear).append(floor);
    }
    std::sort(unclear.begin(), unclear.end(),
              [](const Floor &a, const Floor &b) { return comesBefore(a.name, b.name); });
    for (Floor &floor : unclear) {
        floor.level = std::max(highest.value(floor.building, -1), -1) + 1;
        take(floor);
        missing.append(floor);
    }
    return missing;
}

void setOrder(QList<Floor> &topFirst)
{
    const auto ground = std::find_if(topFirst.cbegin(), topFirst.cend(),
                                     [](const Floor &floor) { return floor.level == 0; });
    const bool hasGround = ground != topFirst.cend();
    const int lowest = topFirst.isEmpty() ? 0 : topFirst.last().level;
    int level = hasGround ? int(ground - topFirst.cbegin()) : int(topFirst.size()) - 1 + lowest;
    for (Floor &floor : topFirst)
        floor.level = level--;
}

} // namespace parking::domain
