#include "chirpstack/rawevent.h"

#include <algorithm>

namespace parking::chirpstack {

using domain::GatewayReception;

std::optional<double> percentOf(const BatteryWord &battery)
{
    const bool means = !battery.isUnavailable && !battery.isExternalPower && battery.level > 0
        && battery.level <= 100;
    return means ? std::optional(battery.level) : std::nullopt;
}

void bestFirst(QList<GatewayReception> &gateways)
{
    std::stable_sort(gateways.begin(), gateways.end(),
                     [](const GatewayReception &a, const GatewayReception &b) {
                         return a.snrDb != b.snrDb ? a.snrDb > b.snrDb : a.rssiDbm > b.rssiDbm;
                     });
}

} // namespace parking::chirpstack
