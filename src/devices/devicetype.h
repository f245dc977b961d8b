#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/colour.h"
#include "domain/device.h"
#include "domain/display.h"
#include "domain/reading.h"
#include "domain/rhythm.h"

#include <span>

namespace parking::devices {

struct Frame {
    int fPort = 0;
    QByteArray payload;
    std::optional<JsonText> object; ///< ChirpStack's own decoding

    bool operator==(const Frame &) const = default;
};

struct DownlinkFrame {
    int fPort = 0;
    QByteArray payload;

    bool operator==(const DownlinkFrame &) const = default;
};

/// One device model. The table of all models is deviceTypes(); adding a model is one file with
/// its codec and one line there.
struct DeviceType {
    const char *name; ///< stable: stored in the database and used by scripts
    domain::DeviceKind kind;
    Milliseconds heartbeat; ///< longest normal silence; 0: none known
    std::span<const char *const> profileNames; ///< ChirpStack device-profile names, lower case
    std::span<const char *const> euiPrefixes; ///< hex, lower case

    /// Error DECODE_FAILED with details {reason}: TOO_SHORT, WRONG_PORT, EMPTY, WRONG_LENGTH,
    /// NO_OBJECT. Never reads "free" out of a frame that it does not fully understand.
    Result<domain::Decoded> (*decode)(const Frame &frame);

    /// Null for sensors. `state` chooses the status code for displays that take one.
    Result<DownlinkFrame> (*encode)(domain::SpaceState state, domain::Rgb colour);

    /// True when the echo is what a display that took `frame` says. Null: its uplinks tell nothing.
    bool (*confirms)(const DownlinkFrame &frame, const domain::DisplayEcho &echo) = nullptr;

    /// The colour, blinking. Null: it can only be steady.
    Result<DownlinkFrame> (*blink)(domain::Rgb colour) = nullptr;
    bool (*isBlinking)(const DownlinkFrame &frame) = nullptr; ///< null: none does
};

std::span<const DeviceType> deviceTypes();
const DeviceType *findType(QStringView name); ///< null when unknown

struct TypeHints {
    QString typeSetting; ///< the device's own setting
    QString profileName; ///< ChirpStack's device-profile name
    domain::DevEui devEui;
    std::optional<JsonText> object = {}; ///< ChirpStack's own decoding
};

/// Setting > profile name > DevEUI prefix (A73 to A76) > "chirpstack_object" when ChirpStack's
/// own decoding carries occupancy. Null when nothing fits.
const DeviceType *resolveType(const TypeHints &hints);

/// The frame that makes a display of this type tell a word: the device's own code, else its own
/// colour or the site's, on its own port or the type's. It blinks only where the site wants that,
/// the type can and no code is set. Error NO_ENCODER for sensors.
Result<domain::LampFrame> lampFrame(const DeviceType &type, const domain::DisplaySettings &settings,
                                    const domain::DisplayPolicy &policy,
                                    const domain::LampWord &word);

/// The display type whose uplinks look like this one; null when no layout is recognised. For
/// displays only: a sensor's frame may look the same.
const DeviceType *recogniseDisplay(int fPort, const QByteArray &payload);

/// How long a device of this type may be silent, by its data sheet or by what its last days tell
/// (see domain/rhythm.h).
domain::SilenceLimit silenceLimit(QStringView type, const QList<Milliseconds> &longestOfDays);

} // namespace parking::devices
