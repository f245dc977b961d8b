#include "read/devices.h"

#include "store/devicestore.h"
#include "store/remarkstore.h"

namespace parking::read {

Result<domain::Page<domain::DeviceReport>> devices(store::Database &database,
                                                   const domain::DeviceFilter &filter,
                                                   const domain::PageRequest &page)
{
    const auto listed = store::DeviceStore(database).list(filter, page);
    if (!listed)
        return listed.error();
    domain::Page<domain::DeviceReport> reports{{}, listed->total};
    QList<domain::DevEui> euis;
    QHash<domain::DevEui, qsizetype> places;
    for (const domain::Device &device : listed->rows) {
        places.insert(device.devEui, reports.rows.size());
        euis.append(device.devEui);
        reports.rows.append({device, {}, {}});
    }
    store::RemarkStore store(database);
    const auto remarks = store.remarks(euis);
    if (!remarks)
        return remarks.error();
    for (const domain::RemarkCount &count : *remarks)
        reports.rows[places.value(count.devEui)].remarks.append(count);
    const auto logs = store.logs(euis);
    if (!logs)
        return logs.error();
    for (const domain::DeviceLog &log : *logs)
        reports.rows[places.value(log.devEui)].logs.append(log);
    return reports;
}

} // namespace parking::read
