#pragma once

#include "base/result.h"
#include "base/time.h"

namespace parking::fixture {

/// The first of September 2026, 00:00 UTC.
UtcTime reviewBegin();

/// An archive of the harbour site: cars come on working days from seven on and leave by evening. In
/// the fourth night, from 02:12 to 11:36, nothing was recorded. With readings.
/// `timeZone`: the site's; empty: UTC.
/// The database that such an archive is made of.
Result<> writeDatabase(const QString &path, int days, const QString &timeZone = {});
Result<> writeArchive(const QString &path, int days, const QString &timeZone = {});

} // namespace parking::fixture
