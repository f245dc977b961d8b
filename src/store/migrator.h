#pragma once

#include "store/database.h"

#include <QStringList>

#include <limits>

namespace parking::store {

struct MigrationState {
    int current = 0; ///< highest applied number; 0: empty database
    int latest = 0; ///< highest number this program knows
    bool tooNew = false; ///< the database asks for a newer program (compatible_from above latest)
    bool newer = false; ///< newer than this program, but compatible
    QStringList pending; ///< names, in order
};

/// A row of schema_migrations.
struct AppliedMigration {
    int number = 0;
    QString name;
    QString checksum;
    int compatibleFrom = 0;
};

/// What these rows mean to this program; MIGRATION_CHANGED as Migrator.
Result<MigrationState> migrationState(bool postgres, const QList<AppliedMigration> &applied);

/// Numbered SQL files, one transaction each, from the resources (:/sql/postgres, :/sql/sqlite).
/// Errors: MIGRATION_CHANGED (a recorded checksum differs), DATABASE_TOO_NEW, DATABASE_ERROR.
class Migrator {
public:
    explicit Migrator(Database &database) : m_db(database) { }
    Result<MigrationState> state();
    /// Applies what is pending under an advisory lock and gives the names. An SQLite file that
    /// holds data is copied beside itself first. `last`: what comes after it is left out, for who
    /// needs the tables of an older program.
    Result<QStringList> migrate(UtcTime now, int last = std::numeric_limits<int>::max());

private:
    Database &m_db;
};

} // namespace parking::store
