#pragma once

#include "domain/screen.h"
#include "store/database.h"

namespace parking::store {

/// screens: what screens for the public tell of themselves.
class ScreenStore {
public:
    explicit ScreenStore(Database &database) : m_db(database) { }
    /// Over a connection that writes nothing else; PostgreSQL only, and not at a replica. What is
    /// in it of time and login the database says itself. Once in ten seconds at most, others are
    /// passed over.
    Result<> report(const domain::Screen &screen);
    Result<QList<domain::Screen>> all(); ///< newest report first

private:
    Database &m_db;
};

} // namespace parking::store
