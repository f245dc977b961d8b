#pragma once

#include "base/time.h"
#include "domain/device.h"

#include <QFlags>

namespace parking::domain {

/// What is to be told of an uplink that was kept: why it moved no state, or came in no proper way.
enum class Remark : quint8 {
    Repeated = 1, ///< a redelivery: it is stored once, and counts once
    Older = 2, ///< than what the space's sensor had said before
    SuspectTime = 4, ///< its own time was absent or absurd; the network server's was taken
    UnknownType = 8, ///< no device type fits
    NoSpace = 16, ///< no space names the device
    NotUnderstood = 32, ///< the type's codec does not read it, or nobody can (encrypted)
    NoOccupancy = 64, ///< well read, and it says nothing about free or occupied
};
Q_DECLARE_FLAGS(Remarks, Remark)
Q_DECLARE_OPERATORS_FOR_FLAGS(Remarks)

inline constexpr Remark kRemarks[] = {Remark::Repeated,    Remark::Older,   Remark::SuspectTime,
                                      Remark::UnknownType, Remark::NoSpace, Remark::NotUnderstood,
                                      Remark::NoOccupancy};
QString nameOf(Remark remark); ///< repeated, older, suspect_time ...
std::optional<Remark> remarkFromString(QStringView text);

/// How often there was one about a device.
struct RemarkCount {
    DevEui devEui;
    Remark remark = Remark::Repeated;
    qint64 times = 0;
    UtcTime lastAt; ///< when it was recorded

    bool operator==(const RemarkCount &) const = default;
};

/// What the network server's log said of a device: the newest entry of one code.
struct DeviceLog {
    DevEui devEui;
    QString code; ///< UPLINK_F_CNT_RESET, UPLINK_CODEC ...; OTHER: one that was not known then
    QString level; ///< INFO, WARNING, ERROR
    QString text;
    UtcTime time;
    qint64 times = 1; ///< entries, each later than the one before

    bool operator==(const DeviceLog &) const = default;
};

/// The sensor's frame counter restarted, and the network server drops its uplinks since.
inline constexpr QLatin1StringView kCounterResetLog("UPLINK_F_CNT_RESET");

/// A device with all that is told of it.
struct DeviceReport {
    Device device;
    QList<RemarkCount> remarks;
    QList<DeviceLog> logs; ///< newest first

    bool operator==(const DeviceReport &) const = default;
};

} // namespace parking::domain
