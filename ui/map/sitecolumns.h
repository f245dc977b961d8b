#pragma once

#include <QList>
#include <QSizeF>

namespace parking::ui {

/// A building at site level, as far as its card's size goes by it.
struct CardNeed {
    int floors = 1;
    int largest = 1; ///< spaces of its largest floor
};

/// Cards in columns: which stand in which, and how high each floor is.
struct SiteColumns {
    struct Column {
        int cards = 0; ///< in the buildings' order, down the columns
        double pitch = 0; ///< pixels from floor to floor
    };

    QList<Column> columns;
    double cardWidth = 0;
    double height = 0; ///< of the highest column
};

inline constexpr double kSiteSide = 16; ///< pixels around the cards, and left and right in them
inline constexpr double kCardGap = 12;
inline constexpr double kCardHead = 54;
inline constexpr double kCardFoot = 10;
inline constexpr double kStripName = 30; ///< left of the dots, at least
inline constexpr double kStripCount = 44; ///< and right of them
inline constexpr double kLeastDot = 3;

/// The largest dot, from 12 (`largest`) to 3 pixels, of which so many fit into the room; 0: none.
double dotFor(int spaces, const QSizeF &room, double largest = 12);
double dotGap(double dot); ///< between it and the next
int dotRows(int spaces, double width, double dot); ///< that so many of them fill

/// The room for dots on a card of that width, in a column of that pitch.
QSizeF stripRoom(double cardWidth, double pitch);

/// Columns of equal width, 280 to 640 pixels where there are cards enough for them; of the possible
/// numbers the one with the fewest cards whose dots do not fit, then the largest smallest dot, then
/// the fewest columns. All columns end at the same height: that of `size` where their floors can
/// fill it, more where a floor would be lower than 14 pixels. Pure.
SiteColumns columnsFor(const QSizeF &size, const QList<CardNeed> &cards);

} // namespace parking::ui
