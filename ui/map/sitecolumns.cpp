#include "map/sitecolumns.h"

#include <QtMath>

#include <algorithm>
#include <limits>
#include <numeric>

namespace parking::ui {

namespace {

constexpr double kNarrowest = 280;
constexpr double kWidest = 640;
constexpr double kHeadFloors = 1.6; // a card's head and gap count as so many floors
constexpr double kLeastPitch = 14;
constexpr double kMostPitch = 120; // where even the fullest column is nearly empty
constexpr double kFixed = kCardHead + kCardFoot;
constexpr double kBetweenFloors = 6; // pixels between the dots of two floors at least

struct Sums {
    int cards = 0;
    int floors = 0;
};

/// How many cards each column takes so that the fullest one, by floors and heads, is lowest.
QList<int> dealt(const QList<CardNeed> &cards, int columns)
{
    const auto weight = [&cards](qsizetype i) { return cards[i].floors + kHeadFloors; };
    double least = 0;
    double most = 0;
    for (qsizetype i = 0; i < cards.size(); ++i) {
        least = std::max(least, weight(i));
        most += weight(i);
    }
    const auto fill = [&](double limit) {
        QList<int> counts{0};
        double sum = 0;
        for (qsizetype i = 0; i < cards.size(); ++i) {
            // A column for each of the cards that are left is kept.
            const bool mustBreak = columns - counts.size() >= cards.size() - i;
            if (counts.last() > 0 && (sum + weight(i) > limit || mustBreak)) {
                counts.append(0);
                sum = 0;
            }
            ++counts.last();
            sum += weight(i);
        }
        return counts;
    };
    for (int step = 0; step < 40; ++step) {
        const double middle = (least + most) / 2;
        (fill(middle).size() <= columns ? most : least) = middle;
    }
    return fill(most);
}

SiteColumns laidOut(const QSizeF &size, const QList<CardNeed> &cards, int columns)
{
    SiteColumns result;
    result.cardWidth =
        std::floor((size.width() - 2 * kSiteSide - (columns - 1) * kCardGap) / columns);
    QList<Sums> sums;
    qsizetype at = 0;
    for (const int count : dealt(cards, columns)) {
        Sums sum{count, 0};
        for (int i = 0; i < count; ++i)
            sum.floors += std::max(1, cards[at++].floors);
        sums.append(sum);
    }
    const auto fixed = [](const Sums &sum) {
        return sum.cards * kFixed + (sum.cards - 1) * kCardGap;
    };
    double least = 0;
    double most = 0;
    for (const Sums &sum : std::as_const(sums)) {
        least = std::max(least, fixed(sum) + sum.floors * kLeastPitch);
        most = std::max(most, fixed(sum) + sum.floors * kMostPitch);
    }
    result.height = std::max(least, std::min(most, size.height() - 2 * kSiteSide));
    for (const Sums &sum : std::as_const(sums))
        result.columns.append({sum.cards, (result.height - fixed(sum)) / sum.floors});
    return result;
}

struct Rating {
    int bars = 0;
    double smallest = std::numeric_limits<double>::max();

    bool isBetterThan(const Rating &other) const
    {
        return bars != other.bars ? bars < other.bars : smallest > other.smallest;
    }
};

Rating rated(const SiteColumns &columns, const QList<CardNeed> &cards)
{
    Rating rating;
    qsizetype at = 0;
    for (const SiteColumns::Column &column : columns.columns) {
        for (int i = 0; i < column.cards; ++i) {
            const double dot =
                dotFor(cards[at++].largest, stripRoom(columns.cardWidth, column.pitch));
            if (dot == 0)
                ++rating.bars;
            else
                rating.smallest = std::min(rating.smallest, dot);
        }
    }
    return rating;
}

} // namespace

double dotGap(double dot)
{
    return dot >= 7 ? 2 : 1;
}

int dotRows(int spaces, double width, double dot)
{
    const double gap = dotGap(dot);
    const int perRow = std::max(1, int((width + gap) / (dot + gap)));
    return (spaces + perRow - 1) / perRow;
}

double dotFor(int spaces, const QSizeF &room, double largest)
{
    for (double dot = largest; dot >= kLeastDot; --dot) {
        const double height = dotRows(spaces, room.width(), dot) * (dot + dotGap(dot));
        if (height - dotGap(dot) <= room.height())
            return dot;
    }
    return 0;
}

QSizeF stripRoom(double cardWidth, double pitch)
{
    return {cardWidth - 2 * kSiteSide - kStripName - kStripCount, pitch - kBetweenFloors};
}

SiteColumns columnsFor(const QSizeF &size, const QList<CardNeed> &cards)
{
    if (cards.isEmpty())
        return {};
    const double room = size.width() - 2 * kSiteSide + kCardGap;
    const int most = std::max(1, int(room / (kNarrowest + kCardGap)));
    const int few = std::min(most, qCeil(room / (kWidest + kCardGap)));
    SiteColumns best;
    Rating rating;
    for (int columns = std::min(few, int(cards.size()));
         columns <= std::min(most, int(cards.size())); ++columns) {
        const SiteColumns candidate = laidOut(size, cards, columns);
        const Rating its = rated(candidate, cards);
        if (!best.columns.isEmpty() && !its.isBetterThan(rating))
            continue;
        best = candidate;
        rating = its;
    }
    return best;
}

} // namespace parking::ui
