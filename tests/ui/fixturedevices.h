#pragma once

#include "domain/devicecharts.h"
#include "domain/devicedetail.h"

/// The devices of the fixture's site, for tests and pictures of the page "Devices".
namespace parking::fixture {

/// Sensors of B1 as ui/device-light.png has them, worst first; Sensor 4F21 has a low battery,
/// Sensor 88A0 is silent, Sensor 2A51 is of no space.
domain::FleetPage sensors();
/// `count` sensors, every tenth silent.
domain::FleetPage manySensors(int count);
/// Lamps of B1; the first two do not follow.
domain::FleetPage lamps();
/// Devices that no space names.
domain::FleetPage newDevices(int count);
/// What is told of Sensor 1C07, whose battery falls.
domain::DeviceDetail fallingDevice();
/// A year of its readings over three gateways, with two weeks of silence.
domain::DeviceCharts yearOfReadings();
domain::DeviceCharts noReadings();
QList<domain::GatewayDetail> gateways();

} // namespace parking::fixture
