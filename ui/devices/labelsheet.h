#pragma once

#include "domain/fleet.h"

#include <QByteArray>
#include <QList>

class QPagedPaintDevice;

namespace parking::ui {

/// What is stuck onto a device, or beside the space that it hangs over.
struct DeviceLabel {
    QString title; ///< the space's code; of a device without one its name
    QString place; ///< "North · B1 · Zone A"; empty: of no space
    QString name; ///< "Sensor 1C07"
    domain::DevEui eui;

    bool operator==(const DeviceLabel &) const = default;
};

DeviceLabel labelOf(const domain::FleetDevice &device);

/// 24 on a page, 70 x 37 mm each, as sheets of A4 are sold; black on white, each with its DevEUI as
/// text and as a QR code (16 capital hex digits and nothing else, which ChirpStack's search takes).
/// Gives the number of pages; 0: the device cannot be painted on.
int paintLabels(QPagedPaintDevice &device, const QList<DeviceLabel> &labels);
/// As PDF; empty: it could not be made.
QByteArray labelSheet(const QList<DeviceLabel> &labels);

} // namespace parking::ui
