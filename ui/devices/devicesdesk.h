#pragma once

#include "desk/devicework.h"
#include "devices/deviceimportdesk.h"
#include "devices/devicespage.h"
#include "models/causewatch.h"

namespace parking::ui {

/// Joins the page "Devices" to engine and reads. Charts and gateways are read by a second thread:
/// a year of readings holds up no list.
class DevicesDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `charts`: who reads what takes long.
    DevicesDesk(const Desk &desk, read::ReadThread &charts, DevicesPage &page);

private:
    void loadFleet(const domain::FleetFilter &filter, const domain::FleetSort &sort, int limit);
    void loadInbox();
    void loadGateways();
    void loadTrips();
    void loadDetail(domain::DevEui device);
    void loadCharts(domain::DevEui device, UtcTime from, UtcTime to);
    void bind(const domain::FleetDevice &device, const domain::SpaceId &space);
    void askReplacement(const domain::FleetDevice &device);
    void replace(const domain::FleetDevice &old, const domain::FleetDevice &with,
                 const domain::DeviceChange &seen);
    void retire(const domain::FleetDevice &device, bool retire, bool isIgnored = false);
    void retireMany(const QList<domain::FleetDevice> &devices, bool retire);
    void addBound(DeviceWish &wish, const domain::FleetDevice &device,
                  const domain::SpaceId &space) const;
    domain::DeviceChange seenOf(const domain::FleetDevice &device) const;
    void addRetired(DeviceWish &wish, const domain::FleetDevice &device, bool retire) const;
    void change(const DeviceWish &wish);
    QSet<domain::SpaceId> explained() const;
    void save(const QString &name, const std::function<QByteArray()> &bytes);
    void exportFleet();

    const Desk &m_desk;
    Desk m_charts; ///< the same with the other reads
    DevicesPage &m_page;
    DeviceImportDesk m_imports;
    CauseWatch m_causes;
    quint64 m_chartQuestion = 0;
    bool m_readsGateways = false;
};

} // namespace parking::ui
