#pragma once

#include "domain/dataage.h"
#include "domain/snapshot.h"
#include "store/database.h"

namespace parking::read {

/// What screens and signs are made of, read at one moment.
struct SignLook {
    UtcTime at; ///< by the clock that all programs of the database share
    /// The statuses are all that was heard until then; empty: nobody knows. Never later than the
    /// statuses.
    std::optional<UtcTime> takenInUntil;
    QList<domain::SpaceStatus> statuses; ///< as far as counting needs them, without any person

    bool operator==(const SignLook &) const = default;
};

/// `own`: this computer's time, which counts for an SQLite file. A few milliseconds for 1,000
/// spaces.
Result<SignLook> signLook(store::Database &database, UtcTime own);

/// The site with its floors and spaces; DATABASE_TOO_NEW and MIGRATION_NEEDED where this program
/// may not understand what is there.
Result<domain::SiteSnapshot> signLayout(store::Database &database);

} // namespace parking::read
