#pragma once

#include "domain/fleet.h"
#include "theme/tokens.h"

#include <QString>

/// Words of devices.
namespace parking::ui::labels {

QString text(domain::DeviceState state); ///< "Active", "Silent" ...
QString text(domain::SignalLevel level); ///< "good", "weak"; empty: not known
/// Its name; where it has none "Sensor 1C07", by the last digits of its DevEUI.
QString name(const domain::Device &device);
QString eui(domain::DevEui eui); ///< as it is printed on devices: upper case
QString place(const domain::DevicePlace &place); ///< "on B1-055 · North, B1"; "of no space"
QString monthOf(UtcTime time); ///< Jul 2029
QString gateway(const QString &id); ///< "…f1530001": the digits that tell gateways apart

/// One line under the battery's value: when it ends, or why nobody can tell.
QString outlook(const domain::BatteryTrend &trend,
                const std::optional<domain::ChargeEstimate> &charge, UtcTime now);
/// What the second estimate is made of: "charge used: 412 of 1,080 mAh, empty about Mar 2031".
QString chargeUsed(const domain::ChargeEstimate &charge);
/// "Jan 2029 – after Sep 2029".
QString span(const domain::EndForecast &end);

} // namespace parking::ui::labels
