#include "theme/tokens.h"

namespace parking::ui {

namespace {

constexpr QColor c(QRgb rgb)
{
    return QColor(qRed(rgb), qGreen(rgb), qBlue(rgb));
}

constexpr StateColours s(QRgb fill, QRgb edge, QRgb text, QRgb chart)
{
    return {c(fill), c(edge), c(text), c(chart)};
}

} // namespace

const Tokens kLight = {
    .dark = false,
    .window = c(0xF3F4F6),
    .surface = c(0xFFFFFF),
    .raised = c(0xFFFFFF),
    .sunken = c(0xECEEF1),
    .border = c(0xDDE1E6),
    .buttonEdge = c(0xC3CAD2),
    .strong = c(0x7F8996),
    .text = c(0x15191F),
    .text2 = c(0x4A5361),
    .text3 = c(0x5F6976),
    .accent = c(0x2558D6),
    .accentText = c(0xFFFFFF),
    .accentSoft = c(0xE8EEFC),
    .danger = c(0xB3261E),
    .dangerSoft = c(0xFCEAE8),
    .warning = c(0x8A5300),
    .warningSoft = c(0xFFF3DC),
    .ok = c(0x0A6B4A),
    .okSoft = c(0xE2F4EC),
    .floor = c(0xFBFBFC),
    .lane = c(0xECEEF1),
    .mark = c(0xC3CAD2),
    .wall = c(0x98A1AD),
    .plate = c(0x4A5361),
    .plateText = c(0xFFFFFF),
    .toast = c(0x1F242C),
    .toastText = c(0xE9ECF0),
    .toastLink = c(0x7FA6FF),
    .shadow = QColor(0, 0, 0, 31),
    .series = {c(0x2558D6), c(0xB4520F), c(0x7A3FB8)},
    .states = {s(0xDDF3EA, 0x0B7A55, 0x0A5C40, 0x0F8F69), s(0xAD3A33, 0x8A231D, 0xFFFFFF, 0x8E1B17),
               s(0xF4C53D, 0x846200, 0x2B2000, 0xB58A00),
               s(0xFFE0C2, 0xB4520F, 0x6B2C00, 0xB4520F)},
    .stale = s(0xE3E7EC, 0x66707D, 0x2F3742, 0x66707D),
    .upcoming = s(0xFFF6DB, 0x846200, 0x2B2000, 0xB58A00),
};

const Tokens kDark = {
    .dark = true,
    .window = c(0x0F1216),
    .surface = c(0x171B21),
    .raised = c(0x1F242C),
    .sunken = c(0x0B0D10),
    .border = c(0x2B323B),
    .buttonEdge = c(0x465060),
    .strong = c(0x758190),
    .text = c(0xE9ECF0),
    .text2 = c(0xB1BAC5),
    .text3 = c(0x8E98A5),
    .accent = c(0x7FA6FF),
    .accentText = c(0x0B1530),
    .accentSoft = c(0x1D2A47),
    .danger = c(0xFF8A80),
    .dangerSoft = c(0x3A1A18),
    .warning = c(0xF5B84A),
    .warningSoft = c(0x35280F),
    .ok = c(0x5CD3A4),
    .okSoft = c(0x12332A),
    .floor = c(0x14181D),
    .lane = c(0x1D2229),
    .mark = c(0x3A434F),
    .wall = c(0x4E5967),
    .plate = c(0xB1BAC5),
    .plateText = c(0x14181D),
    .toast = c(0x1F242C),
    .toastText = c(0xE9ECF0),
    .toastLink = c(0x7FA6FF),
    .shadow = QColor(0, 0, 0, 102),
    .series = {c(0x7FA6FF), c(0xF0A35E), c(0xC79BF2)},
    .states = {s(0x0C271E, 0x3FC48F, 0x8BE8C0, 0x35B587), s(0xA23C35, 0xDB7B72, 0xFFFFFF, 0xBF473E),
               s(0xEFC242, 0xFFDF7F, 0x2B2000, 0xFFD75E),
               s(0x4A2C12, 0xF2994A, 0xFFD3A6, 0xEE9A4D)},
    .stale = s(0x2A3038, 0x8A95A3, 0xD5DBE2, 0x8A95A3),
    .upcoming = s(0x332A12, 0xEFC242, 0xFFDF7F, 0xFFD75E),
};

} // namespace parking::ui
