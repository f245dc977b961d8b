#pragma once

#include "domain/devicechange.h"
#include "domain/fleet.h"
#include "domain/importresult.h"
#include "domain/space.h"
#include "store/database.h"

#include <functional>

namespace parking::engine {

/// What a CSV file, or the network server's list, makes of devices.
struct DevicePlan {
    QHash<domain::DevEui, QString> names;
    QHash<domain::DevEui, QString> types; ///< empty: by what the device itself tells
    QHash<domain::DevEui, domain::DeviceKind> unheard; ///< of these: they may have no row yet
    domain::DeviceChange change;
    domain::ImportResult result; ///< the codes of its changes are DevEUIs
};

/// Reads devices from CSV. Columns by their header, in any order: dev_eui (required), name, type,
/// space (a code; empty: of none), kind (sensor or display: of devices that nobody heard yet). The
/// other columns of an export are measured, and passed over. An empty name or type leaves what is
/// there, but takes a chosen type back. A device that nobody heard yet needs a space. All problems
/// are told. Error BAD_CSV for a file that is none. Pure.
Result<DevicePlan> planDevices(const QByteArray &csv, const QList<domain::FleetDevice> &devices,
                               const QList<domain::Space> &spaces);

/// Plans by what stands, and writes all of it or nothing; `dryRun`: nothing, but what it would be.
Result<domain::ImportResult>
writeDevices(store::Database &database,
             const std::function<Result<DevicePlan>(const QList<domain::FleetDevice> &,
                                                    const QList<domain::Space> &)> &plan,
             bool dryRun, UtcTime now, const QString &actor);

/// All of it or nothing; `dryRun`: nothing, but what it would be.
Result<domain::ImportResult> importDevices(store::Database &database, const QByteArray &csv,
                                           bool dryRun, UtcTime now, const QString &actor = {});

/// The columns of an export, in order.
QStringList deviceColumns();
/// All of them as CSV, with a header; planDevices() makes no change of it. Texts that a spreadsheet
/// would run are disarmed.
QByteArray csvOf(const QList<domain::FleetDevice> &devices);

} // namespace parking::engine
