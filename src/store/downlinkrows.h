#pragma once

#include "domain/downlink.h"
#include "store/table.h"

/// Rows of the table `downlinks`, for the classes that write and look them up.
namespace parking::store {

extern const Table kDownlinks; ///< without `sequence`, which the database gives

/// Downlinks by "SELECT ... FROM downlinks d <rest>".
Result<QList<domain::Downlink>> selectDownlinks(Database &db, const QString &rest,
                                                const QVariantMap &bound,
                                                BadRows bad = BadRows::LeaveOut);

QVariantList valuesOf(const domain::Downlink &downlink, const Database &db); ///< of kDownlinks

} // namespace parking::store
