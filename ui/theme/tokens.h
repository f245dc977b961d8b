#pragma once

#include "domain/spacestate.h"

#include <QColor>

#include <array>

namespace parking::ui {

/// Fill, edge and text of a state's shape, and the colour for lines, bars and dots below 7 px.
struct StateColours {
    QColor fill;
    QColor edge;
    QColor text;
    QColor chart;
};

/// Every colour of one theme. No other place holds a colour value.
struct Tokens {
    bool dark = false;
    QColor window, surface, raised, sunken;
    QColor border, buttonEdge, strong;
    QColor text, text2, text3;
    QColor accent, accentText, accentSoft;
    QColor danger, dangerSoft, warning, warningSoft, ok, okSoft;
    QColor floor, lane, mark, wall;
    QColor plate, plateText; ///< a zone's letter on its lane
    QColor toast, toastText, toastLink; ///< toasts are dark in both themes
    QColor shadow; ///< under what floats: popovers, hover cards, dragged blocks
    std::array<QColor, 3> series;
    std::array<StateColours, 4> states; ///< by SpaceState
    StateColours stale;
    StateColours upcoming; ///< blocks of bookings to come

    const StateColours &state(domain::SpaceState state) const { return states[size_t(state)]; }
};

extern const Tokens kLight;
extern const Tokens kDark;

/// Type sizes in logical pixels at 100 %.
enum class TextStyle {
    Axis, ///< 11
    Caption, ///< 12
    Body, ///< 13
    BodyStrong, ///< 13, weight 500
    CardTitle, ///< 14, weight 500
    TopBar, ///< 15, weight 500
    PageTitle, ///< 20, bold
    ObjectTitle, ///< 24, bold
    BigCounter, ///< 28, bold
};

} // namespace parking::ui
