-- The twin of sql/postgres/0006_outages.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE outages (
    id TEXT PRIMARY KEY,
    station_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('degraded', 'unhealthy')),
    problem TEXT NOT NULL,
    detail TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER CHECK (ended_at >= began_at)
) STRICT;

CREATE INDEX idx_outages_began ON outages (began_at);

CREATE INDEX idx_outages_open ON outages (id) WHERE ended_at IS NULL;
