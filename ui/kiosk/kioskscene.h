#pragma once

#include "kiosk/kioskpicture.h"
#include "theme/tokens.h"

#include <QFont>
#include <QRectF>

namespace parking::ui {

/// A text on the screen. It fits into its box: what is a name was cut with an ellipsis, nothing
/// else is.
struct KioskText {
    enum class Role : quint8 { Words, Name, Number, Age };
    Role role = Role::Words;
    QRectF box;
    QString text;
    QFont font;
    QColor colour;
    Qt::Alignment align;
};

struct KioskShape {
    enum class Kind : quint8 { Box, Disc, Arrow, Icon };
    Kind kind = Kind::Box;
    QRectF box;
    QColor fill; ///< of arrows and icons: their colour
    QColor edge = {}; ///< invalid: none
    qreal radius = 0;
    qreal line = 0; ///< width of the edge or of the arrow
    Direction direction = Direction::None;
    QString icon = {};
};

/// Where everything lies on a screen, made anew from a picture and a size; everything grows with
/// the screen's short side, which is 1080 units long. Knows no widget and no painter.
struct KioskScene {
    QColor ground;
    QList<KioskShape> shapes; ///< below the texts, in the order in which they are painted
    QList<KioskText> texts;
};

inline constexpr qreal kKioskShortSide = 1080;
inline constexpr qreal kKioskSmallest = 26; ///< text, in units

/// `font`: whose families are used.
KioskScene kioskScene(const KioskPicture &picture, const QSizeF &size, const QFont &font);

} // namespace parking::ui
