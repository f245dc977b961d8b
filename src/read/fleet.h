#pragma once

#include "domain/devicedetail.h"
#include "store/database.h"

namespace parking::read {

/// Every device with its state, its battery's and its signal's class. One query, then rules.
Result<QList<domain::FleetDevice>> fleet(store::Database &database, UtcTime now);

/// What a filter finds of them, in order, by page. VALIDATION_ERROR for a page that is none.
/// `explained`: as for domain::ladderTrips().
Result<domain::FleetPage> fleetPage(store::Database &database, const domain::FleetFilter &filter,
                                    const domain::FleetSort &sort, const domain::PageRequest &page,
                                    UtcTime now, const QSet<domain::SpaceId> &explained = {});

/// The gateways of the last days, the one that was heard longest ago first. Reads all readings of
/// that time: seconds, for a large site.
Result<QList<domain::GatewayDetail>> gateways(store::Database &database, UtcTime now);

} // namespace parking::read
