#pragma once

#include "base/result.h"
#include "domain/colour.h"
#include "domain/deveui.h"
#include "domain/spacestate.h"

#include <QByteArray>
#include <QStringView>

/// What somebody sends to one lamp by hand. Pure.
namespace parking::domain {

/// A frame that somebody wants one lamp to get, whatever its space is.
struct LampCommand {
    enum class Kind : quint8 {
        State, ///< the colour of a state, in the site's or the lamp's own colours
        Colour, ///< any colour, in the layout of its type
        Raw, ///< bytes of which nobody here knows what they do
    };

    DevEui device;
    Kind kind = Kind::State;
    SpaceState state = SpaceState::Free;
    bool isSoon = false; ///< of State: reserved, as before the booking's start
    Rgb colour = {};
    int fPort = 0; ///< of Raw, 1..223
    QByteArray payload = {}; ///< of Raw, 1..kMostBytes
    bool confirmed = false; ///< of Raw; else the lamp's own setting holds

    /// What one frame may carry at the fastest data rates; at the slowest of EU868 it is
    /// kSureBytes. Source: LoRaWAN Regional Parameters RP002-1.0.4, table 11, N without a repeater.
    static constexpr int kMostBytes = 242;
    static constexpr int kSureBytes = 51;
    static constexpr int kLastPort = 223; ///< A21: those above are LoRaWAN's own

    bool operator==(const LampCommand &) const = default;
};

enum class PayloadForm : quint8 { Hex, Base64 };

/// Bytes as somebody typed them. Blanks may stand anywhere, and in hex colons and dashes too.
/// VALIDATION_ERROR with a rule: NO_PAYLOAD, BAD_HEX, ODD_HEX, BAD_BASE64, PAYLOAD_TOO_LONG.
Result<QByteArray> readPayload(QStringView text, PayloadForm form);

/// VALIDATION_ERROR with a rule: the above, or BAD_PORT.
Result<> validate(const LampCommand &command);

} // namespace parking::domain
