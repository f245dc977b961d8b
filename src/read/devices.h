#pragma once

#include "domain/page.h"
#include "domain/remark.h"
#include "store/database.h"

namespace parking::read {

/// Devices by DevEUI, each with what is told of it.
Result<domain::Page<domain::DeviceReport>> devices(store::Database &database,
                                                   const domain::DeviceFilter &filter,
                                                   const domain::PageRequest &page = {});

} // namespace parking::read
