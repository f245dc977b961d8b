#include "domain/signboard.h"

#include "base/literals.h"
#include "domain/bookingpolicy.h"
#include "domain/floornames.h"
#include "domain/problems.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kChoiceStays = 60s;
constexpr int kMostSpaces = 1'000'000;
const QStringList kFeatures{u"accessible"_s, u"charging"_s};

QStringList buildingsOf(const SiteSnapshot &site)
{
    QStringList names;
    for (const Space &space : site.spaces) {
        if (!space.deletedAt && !names.contains(space.building))
            names.append(space.building);
    }
    std::sort(names.begin(), names.end(), comesBefore);
    return names;
}

/// The floors of a building with spaces, the top one first.
QList<SignLine> floorLines(const SiteSnapshot &site, const QString &building)
{
    QList<Floor> floors = site.floors + missingFloors(site.floors, site.spaces);
    floors.removeIf([&](const Floor &floor) { return floor.building != building; });
    std::stable_sort(floors.begin(), floors.end(),
                     [](const Floor &a, const Floor &b) { return a.level > b.level; });
    QList<SignLine> lines;
    for (const Floor &floor : std::as_const(floors))
        lines.append({floor.name, floor.title.isEmpty() ? floor.name : floor.title, {}});
    return lines;
}

QList<SignLine> linesOf(const SiteSnapshot &site, const QStringList &buildings,
                        const QString &building)
{
    if (!building.isEmpty() || buildings.size() < 2)
        return floorLines(site, building);
    QList<SignLine> lines;
    for (const QString &name : buildings)
        lines.append({name, name, {}});
    return lines;
}

QJsonArray numbersOf(const Counts &counts)
{
    return {counts.total,        counts.byState[0],   counts.byState[1],
            counts.byState[2],   counts.byState[3],   counts.byUnknown[0],
            counts.byUnknown[1], counts.byUnknown[2], counts.silent};
}

std::optional<Counts> countsOf(const QJsonValue &value)
{
    const QJsonArray numbers = value.toArray();
    if (numbers.size() != 9)
        return std::nullopt;
    std::array<int, 9> n{};
    for (int i = 0; i < 9; ++i) {
        n[size_t(i)] = numbers[i].toInt(-1);
        if (n[size_t(i)] < 0 || n[size_t(i)] > kMostSpaces)
            return std::nullopt;
    }
    Counts counts;
    counts.total = n[0];
    std::copy_n(n.begin() + 1, 4, counts.byState.begin());
    std::copy_n(n.begin() + 5, 3, counts.byUnknown.begin());
    counts.silent = n[8];
    const int sum = n[1] + n[2] + n[3] + n[4] + counts.unknown();
    return sum == counts.total ? std::optional(counts) : std::nullopt;
}

Error noBoard(const QString &what)
{
    return {problem::kValidation, u"this is no picture of a screen: %1"_s.arg(what)};
}

} // namespace

SignWord signWord(const Counts &counts)
{
    if (counts.total <= 0)
        return SignWord::Empty;
    if (counts.areAllUnknown())
        return SignWord::NotKnown;
    if (counts.isFull())
        return SignWord::Full;
    if (counts.free() >= kFewFree)
        return SignWord::Free;
    return counts.unknown() > 0 ? SignWord::FewKnown : SignWord::NearlyFull;
}

const SignLine *Signboard::line(const QString &name) const
{
    const auto found = std::find_if(lines.cbegin(), lines.cend(),
                                    [&](const SignLine &one) { return one.name == name; });
    return found == lines.cend() ? nullptr : &*found;
}

Signboard signboard(const SiteSnapshot &site, const QString &building, UtcTime at)
{
    const QStringList buildings = buildingsOf(site);
    Signboard board;
    board.site = site.site.name;
    board.timeZone = site.site.timeZone;
    board.building = building.isEmpty() && buildings.size() == 1 ? buildings.first() : building;
    board.lines = linesOf(site, buildings, board.building);
    if (const Result<BookingPolicy> policy = parseBookingPolicy(site.site.settings);
        policy && site.site.settings.value(u"bookings").toObject().contains(u"longestMinutes"))
        board.longestStay = policy->longest;
    // A site whose spaces name no building has floors all the same.
    const bool hasFloors = !board.building.isEmpty() || buildings.size() < 2;
    QHash<SpaceId, const SpaceStatus *> statuses;
    for (const SpaceStatus &status : site.statuses)
        statuses.insert(status.id, &status);
    QHash<QString, SignLine *> lines;
    for (SignLine &line : board.lines)
        lines.insert(line.name, &line);
    for (const Space &space : site.spaces) {
        const bool isShown = !hasFloors || space.building == board.building;
        SignLine *line = lines.value(hasFloors ? space.floor : space.building);
        if (space.deletedAt || !isShown || !line)
            continue;
        const SpaceStatus *known = statuses.value(space.id);
        const SpaceStatus status = known ? *known : SpaceStatus();
        const Confidence confidence = status.confidence(at);
        line->counts.add(status, confidence);
        board.counts.add(status, confidence);
        for (const QString &feature : kFeatures) {
            if (space.features.contains(feature))
                board.features[feature].add(status, confidence);
        }
    }
    board.lines.removeIf([](const SignLine &line) { return line.counts.total == 0; });
    return board;
}

QJsonObject toJson(const Signboard &board)
{
    QJsonArray lines;
    for (const SignLine &line : board.lines)
        lines.append(QJsonObject{{u"name"_s, line.name},
                                 {u"title"_s, line.title},
                                 {u"counts"_s, numbersOf(line.counts)}});
    QJsonObject features;
    for (auto it = board.features.cbegin(); it != board.features.cend(); ++it)
        features.insert(it.key(), numbersOf(*it));
    return {{u"site"_s, board.site},
            {u"timeZone"_s, board.timeZone},
            {u"building"_s, board.building},
            {u"lines"_s, lines},
            {u"counts"_s, numbersOf(board.counts)},
            {u"features"_s, features},
            {u"longestStay"_s, double(board.longestStay.count())}};
}

Result<Signboard> signboardFromJson(const QJsonObject &json)
{
    Signboard board;
    board.site = json.value(u"site").toString();
    board.timeZone = json.value(u"timeZone").toString();
    board.building = json.value(u"building").toString();
    board.longestStay = Milliseconds(json.value(u"longestStay").toInteger());
    const auto counts = countsOf(json.value(u"counts"));
    if (!counts)
        return noBoard(u"counts"_s);
    board.counts = *counts;
    int total = 0;
    for (const QJsonValue &value : json.value(u"lines").toArray()) {
        const QJsonObject of = value.toObject();
        const auto numbers = countsOf(of.value(u"counts"));
        if (!numbers)
            return noBoard(u"lines"_s);
        total += numbers->total;
        board.lines.append({of.value(u"name").toString(), of.value(u"title").toString(), *numbers});
    }
    const QJsonObject features = json.value(u"features").toObject();
    for (auto it = features.begin(); it != features.end(); ++it) {
        const auto numbers = countsOf(*it);
        if (!numbers)
            return noBoard(u"features"_s);
        board.features.insert(it.key(), *numbers);
    }
    if (total != counts->total)
        return noBoard(u"its lines do not make its sum"_s);
    return board;
}

QString BestChoice::choose(const QList<SignLine> &lines, Milliseconds now)
{
    const auto isGood = [](const SignLine &line) { return line.counts.free() >= kFewFree; };
    const SignLine *best = nullptr;
    const SignLine *chosen = nullptr;
    for (const SignLine &line : lines) {
        if (isGood(line) && (!best || line.counts.free() > best->counts.free()))
            best = &line;
        if (isGood(line) && line.name == m_chosen)
            chosen = &line;
    }
    if (chosen && chosen->counts.free() == best->counts.free())
        best = chosen;
    const bool mayChange = !m_since || now - *m_since >= kChoiceStays;
    if (best && mayChange && best != chosen) {
        m_chosen = best->name;
        m_since = now;
        return m_chosen;
    }
    return chosen ? m_chosen : QString();
}

} // namespace parking::domain
