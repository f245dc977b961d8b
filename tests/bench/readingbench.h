#pragma once

#include "domain/reading.h"
#include "store/database.h"

/// Readings for benches: a parking sensor's word, heard by three gateways.
namespace parking::test {

domain::Reading benchReading(int device, UtcTime time, quint32 fCnt);

/// A year of so many until `now`, evenly, of so many devices. Stored by ReadingStore alone.
Result<> fillYear(store::Database &db, int devices, int count, UtcTime now);

} // namespace parking::test
