#pragma once

#include "store/database.h"

namespace parking::store {

/// All that is read until its end is of one moment, whatever others write meanwhile, and nobody
/// waits for it: on PostgreSQL a transaction REPEATABLE READ, READ ONLY, on SQLite one that reads.
class Snapshot {
public:
    static Result<Snapshot> begin(Database &database);
    ~Snapshot();
    Snapshot(Snapshot &&other) noexcept : m_database(std::exchange(other.m_database, nullptr)) { }
    Snapshot &operator=(Snapshot &&) = delete;

private:
    explicit Snapshot(Database &database) : m_database(&database) { }
    Database *m_database;
};

} // namespace parking::store
