#include "devices/displayframe.h"

namespace parking::devices {

const DeviceType *displayType(const domain::Display &display)
{
    const DeviceType *type = resolveType({.typeSetting = display.typeSetting,
                                          .profileName = display.profileName,
                                          .devEui = display.devEui});
    return type && type->encode ? type : nullptr;
}

std::optional<domain::LampFrame> wantedFrame(const domain::Display &display,
                                             const domain::DisplayPolicy &policy, bool isDark,
                                             const domain::LampWord &word)
{
    const DeviceType *type = displayType(display);
    if (!type)
        return std::nullopt;
    if (!isDark) {
        const Result<domain::LampFrame> frame = lampFrame(*type, display.settings, policy, word);
        return frame ? std::optional(*frame) : std::nullopt;
    }
    // A display without colours shows what keeps drivers away.
    domain::DisplaySettings settings;
    settings.fPort = display.settings.fPort;
    domain::DisplayPolicy dark;
    dark.colours.fill(domain::Rgb());
    const Result<domain::LampFrame> frame =
        lampFrame(*type, settings, dark, domain::SpaceState::Maintenance);
    return frame ? std::optional(*frame) : std::nullopt;
}

bool isBlinking(const domain::LampFrame &frame)
{
    const DeviceType *type = findType(frame.deviceType);
    return type && type->isBlinking && type->isBlinking({frame.fPort, frame.payload});
}

} // namespace parking::devices
