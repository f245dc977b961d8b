#pragma once

#include "domain/devicechange.h"
#include "domain/fleet.h"
#include "domain/importresult.h"
#include "domain/space.h"
#include "store/database.h"

namespace parking::engine {

/// What a CSV file, or the network server's list, makes of devices. It is shown before anything is
/// written; what is written then is its change, where everything is as it was seen: changeDevices()
/// with `before` as what is expected.
struct DevicePlan {
    domain::DeviceChange change;
    domain::DeviceChange before; ///< of what changes
    domain::ImportResult result; ///< the codes of its changes are DevEUIs
};

/// Reads devices from CSV. Columns by their header, in any order: dev_eui (required), name, type,
/// space (a code; empty: of none), kind (sensor or display: of devices that nobody heard yet). The
/// other columns of an export are measured, and passed over. An empty name or type leaves what is
/// there, but takes a chosen type back. A device that nobody heard yet needs a space. All problems
/// are told. Error BAD_CSV for a file that is none. Pure.
Result<DevicePlan> planDevices(const QByteArray &csv, const QList<domain::FleetDevice> &devices,
                               const QList<domain::Space> &spaces);

/// By what stands in a database, which is only read.
Result<DevicePlan> planDevices(store::Database &database, const QByteArray &csv);

/// Fills in what stood of what a plan changes.
void noteBefore(DevicePlan &plan, const QList<domain::FleetDevice> &devices,
                const QList<domain::Space> &spaces);
/// The devices and spaces that plans are made of.
struct DevicesStanding {
    QList<domain::FleetDevice> devices;
    QList<domain::Space> spaces;
};
Result<DevicesStanding> devicesStanding(store::Database &database);

/// The columns of an export, in order.
QStringList deviceColumns();
/// All of them as CSV, with a header; planDevices() makes no change of it. Texts that a spreadsheet
/// would run are disarmed.
QByteArray csvOf(const QList<domain::FleetDevice> &devices);

} // namespace parking::engine
