#pragma once

#include <QString>
#include <QStringList>

namespace parking::domain {

/// What a login may do in the site's database, as the database itself says.
struct DatabaseRights {
    bool isServer = false; ///< false: a file, which has no logins; what its folder allows counts
    QString login = {}; ///< empty: a file
    QStringList roles = {}; ///< of db-roles that it is in: parking_operator ...
    bool isOwner = false; ///< of the tables: may change them
    bool isReadOnly = false; ///< a replica, or a file that may not be written
    bool maySeePersons = false; ///< of bookings
    bool mayOperate = false; ///< overrides, bookings, spaces
    bool mayChangeSite = false; ///< what the whole site has
    bool mayIngest = false; ///< a station's work

    bool operator==(const DatabaseRights &) const = default;
};

} // namespace parking::domain
