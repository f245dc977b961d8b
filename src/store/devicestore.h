#pragma once

#include "domain/device.h"
#include "store/database.h"
#include "store/page.h"

#include <QHash>

namespace parking::store {

/// What a batch learnt about one device: newest values, folded. Values that are empty leave the
/// stored ones; nothing older than the stored lastHeard overwrites (counts are still added).
struct DeviceHeard {
    domain::DevEui devEui = {};
    domain::DeviceKind kind = domain::DeviceKind::Sensor; ///< for devices never seen before
    QString name = {};
    QString profileName = {};
    QString resolvedType = {};
    std::optional<UtcTime> lastHeard = {}; ///< event time of the newest uplink
    std::optional<UtcTime> lastJoin = {};
    std::optional<double> batteryVolt = {};
    std::optional<double> batteryPercent = {};
    std::optional<double> tempCelsius = {};
    std::optional<int> rssiDbm = {};
    std::optional<double> snrDb = {};
    QString gatewayId = {};
    quint32 fCnt = 0;
    int uplinks = 0; ///< how many the batch holds
};

/// What ingest needs to know of a device before it decodes.
struct DeviceBinding {
    QString typeSetting;
    std::optional<domain::SpaceId> sensorOf;
    std::optional<domain::SpaceId> displayOf;

    bool operator==(const DeviceBinding &) const = default;
};

struct DeviceFilter {
    std::optional<domain::DeviceKind> kind = {};
    bool unassignedOnly = false;
    QString text = {}; ///< part of EUI or name
};

class DeviceStore {
public:
    explicit DeviceStore(Database &database) : m_db(database) { }
    Result<Page<domain::Device>> list(const DeviceFilter &filter, const PageRequest &page = {});
    Result<domain::Device> find(domain::DevEui eui);
    /// All devices and all bindings of spaces, also to devices that were never heard.
    Result<QHash<domain::DevEui, DeviceBinding>> bindings();
    /// The devices that were heard last, newest first.
    Result<QList<domain::DevEui>> heardLast(int limit);
    Result<> touch(const QList<DeviceHeard> &heard, UtcTime now);
    Result<> setType(domain::DevEui eui, const QString &type,
                     UtcTime now); ///< makes the row when needed

private:
    Database &m_db;
};

} // namespace parking::store
