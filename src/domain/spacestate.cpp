#include "domain/spacestate.h"

#include "base/literals.h"

#include <array>

namespace parking::domain {

namespace {

constexpr std::array<QLatin1StringView, 4> kStates = {"FREE"_L1, "OCCUPIED"_L1, "RESERVED"_L1,
                                                      "MAINTENANCE"_L1};

constexpr std::array<QLatin1StringView, 5> kReasons = {"override"_L1, "sensor"_L1, "reservation"_L1,
                                                       "reservation_soon"_L1, "default"_L1};

template <class Enum, size_t N>
std::optional<Enum> find(const std::array<QLatin1StringView, N> &names, QStringView text)
{
    for (size_t i = 0; i < N; ++i) {
        if (text.compare(names[i], Qt::CaseInsensitive) == 0)
            return Enum(i);
    }
    return std::nullopt;
}

} // namespace

QString nameOf(SpaceState state)
{
    return kStates[size_t(state)];
}

QString nameOf(Occupancy occupancy)
{
    return kStates[size_t(occupancy)];
}

QString nameOf(StateReason reason)
{
    return kReasons[size_t(reason)];
}

std::optional<SpaceState> spaceStateFromString(QStringView text)
{
    return find<SpaceState>(kStates, text);
}

std::optional<Occupancy> occupancyFromString(QStringView text)
{
    const std::optional<SpaceState> state = spaceStateFromString(text);
    if (!state || *state > SpaceState::Occupied)
        return std::nullopt;
    return Occupancy(*state);
}

std::optional<StateReason> stateReasonFromString(QStringView text)
{
    return find<StateReason>(kReasons, text);
}

bool isValidTransition(SpaceState from, SpaceState to, QStringView source)
{
    using enum SpaceState;
    if (from == to || source == u"manual")
        return true;
    switch (from) {
    case Free:
        return true;
    case Occupied:
        return to == Free || to == Maintenance;
    case Reserved:
        return true;
    case Maintenance:
        return to == Free;
    }
    return false;
}

} // namespace parking::domain
