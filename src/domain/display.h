#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/colour.h"
#include "domain/deveui.h"
#include "domain/spacestate.h"

#include <QByteArray>
#include <QJsonObject>

#include <array>
#include <optional>

namespace parking::domain {

/// A value for each of the four states.
template <class T>
using PerState = std::array<T, 4>;

constexpr size_t indexOf(SpaceState state)
{
    return size_t(state);
}

/// What lamps show when nothing has told the station the truth for long.
enum class LampsWhenBlind : quint8 {
    Keep, ///< the last colour
    Off, ///< dark: a driver sees no promise
};

/// What a lamp shows while nobody knows whether its space is free.
enum class LampsWhenUnknown : quint8 {
    Keep, ///< it is left alone: no command, be it green, red or dark
    Off,
};

/// How a lamp shows that its space is held for a booking which has not begun yet.
enum class LampsWhenSoon : quint8 {
    Steady, ///< as while it runs
    Blink, ///< where the lamp can; others are steady
};

/// When a station last heard of the world.
struct Hearing {
    UtcTime since; ///< it ingests; one that has just begun is given time to hear
    UtcTime broker; ///< the broker was connected
    UtcTime arrival; ///< any event came
    Milliseconds brokerLimit{0}; ///< without a broker for longer it is blind
    Milliseconds silenceLimit{0}; ///< without an event for longer it is blind, broker or not
};
/// True when what the station would show is too old to be shown.
bool isBlind(const Hearing &hearing, UtcTime now);

/// The site's colours (A52), from sites.settings `{"lamps": {"colours": {"FREE": "00FF00", ...},
/// "whenBlind": "keep", "whenUnknown": "keep", "whenSoon": "steady"}}`.
struct DisplayPolicy {
    PerState<Rgb> colours = {Rgb{0x00, 0xff, 0x00}, Rgb{0xff, 0x00, 0x00}, Rgb{0xff, 0xff, 0x00},
                             Rgb{0xff, 0xa5, 0x00}};
    LampsWhenBlind whenBlind = LampsWhenBlind::Keep;
    LampsWhenUnknown whenUnknown = LampsWhenUnknown::Keep;
    LampsWhenSoon whenSoon = LampsWhenSoon::Steady;

    bool operator==(const DisplayPolicy &) const = default;
};

/// Unknown members are left alone, missing ones keep their defaults. VALIDATION_ERROR for a colour
/// that is none.
Result<DisplayPolicy> parseDisplayPolicy(const QJsonObject &siteSettings);

/// The member `lamps` of sites.settings: everything that parseDisplayPolicy() reads.
QJsonObject toJson(const DisplayPolicy &policy);

/// What a lamp is to do about the state of its space.
enum class LampOrder : quint8 {
    Show,
    GoDark,
    StayAsItIs, ///< nothing is wanted of it
};

/// `isBlind`: the station is, and the site wants dark lamps then. `isKnown`: the space is taken, or
/// known to be free (whyUnknown). A lamp never says "free" without knowledge.
LampOrder lampOrder(const DisplayPolicy &policy, bool isBlind, bool isKnown);

/// What an operator set for one display (B5): `{"fPort": 15, "confirmed": true,
/// "colours": {"FREE": "0000FF"}, "codes": {"MAINTENANCE": "FF00A56400"}}`. A code is the whole
/// payload and wins over a colour.
struct DisplaySettings {
    std::optional<int> fPort; ///< 1..223; empty: the type's
    bool confirmed = false;
    PerState<std::optional<Rgb>> colours;
    PerState<QByteArray> codes; ///< empty: none

    bool operator==(const DisplaySettings &) const = default;
};

/// VALIDATION_ERROR for the first member that is wrong.
Result<DisplaySettings> parseDisplaySettings(const QJsonObject &object);
QJsonObject toJson(const DisplaySettings &settings);

/// What a lamp is to tell of its space.
struct LampWord {
    LampWord(SpaceState told, bool soon = false) : state(told), isSoon(soon) { }

    SpaceState state;
    bool isSoon; ///< reserved for a booking that has not begun
};

/// One frame for a lamp, with what it means.
struct LampFrame {
    SpaceState state = SpaceState::Free;
    Rgb colour; ///< the colour meant; displays that take a code show their own
    QString deviceType; ///< empty: see isRaw()
    int fPort = 1;
    QByteArray payload;
    bool confirmed = false;

    /// Bytes that somebody typed: what they do is not known, and its state and colour mean nothing.
    bool isRaw() const { return deviceType.isEmpty(); }

    bool operator==(const LampFrame &) const = default;
    bool sameBytes(const LampFrame &other) const
    {
        return fPort == other.fPort && payload == other.payload;
    }
};

/// How sure we are of what a lamp shows, in rising order.
enum class Evidence : quint8 {
    None, ///< nothing is known: never commanded, or it joined anew
    Sent, ///< a gateway transmitted the frame
    Acked, ///< the device acknowledged it
    Echoed, ///< the device says that it shows it
};
QString nameOf(Evidence evidence); ///< none, sent, acked, echoed
std::optional<Evidence> evidenceFromString(QStringView text);

/// A display as the ledger knows it: one row of `displays`.
struct Display {
    DevEui devEui;
    QString profileName; ///< ChirpStack's device-profile name, as last heard
    QString typeSetting; ///< the operator's choice
    QString gatewayId; ///< best gateway of its last uplink; empty: never heard
    QString deviceClass; ///< CLASS_A, CLASS_B, CLASS_C; empty: unknown
    DisplaySettings settings;
    QString settingsError; ///< why the stored settings cannot be read; the defaults hold then
    Evidence evidence = Evidence::None;
    std::optional<LampFrame> shown; ///< the last frame that took effect; empty with None, or when
                                    ///< an echo shows a colour that nobody sent
    std::optional<Rgb> shownColour; ///< as echoed, or of `shown`; empty for status displays
    std::optional<SpaceState> shownState; ///< as echoed, or of `shown`
    std::optional<UtcTime> shownAt; ///< since when the above is so; older events are no news
    QString problem; ///< NOT_FOLLOWING, WRONG_LAYOUT, NO_TYPE, BAD_SETTINGS; empty: none
    QString suggestedType; ///< with WRONG_LAYOUT: the type whose layout it speaks
    std::optional<UtcTime> problemSince;
    std::optional<UtcTime> joinedAt; ///< it forgot then what it showed
    int mismatches = 0; ///< echoes in a row that differ from what was sent

    bool operator==(const Display &) const = default;
};

/// What the lamp shows is open. From now on only what happened at `since` or later is news: where a
/// frame may have been played unseen, its POST; where the lamp joined, the join.
void forgetShown(Display &display, const std::optional<UtcTime> &since);

} // namespace parking::domain
