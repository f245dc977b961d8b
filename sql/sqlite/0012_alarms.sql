-- The twin of sql/postgres/0012_alarms.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE alarms (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('critical', 'warning', 'notice')),
    affected INTEGER NOT NULL CHECK (affected >= 0),
    details TEXT NOT NULL DEFAULT '{}',
    raised_at INTEGER NOT NULL,
    cleared_at INTEGER CHECK (cleared_at >= raised_at),
    acknowledged_at INTEGER,
    acknowledged_by TEXT NOT NULL DEFAULT '',
    CHECK (acknowledged_at IS NOT NULL OR acknowledged_by = '')
) STRICT;

CREATE UNIQUE INDEX idx_alarms_open ON alarms (kind, subject) WHERE cleared_at IS NULL;

CREATE INDEX idx_alarms_raised ON alarms (raised_at);

CREATE INDEX idx_alarms_cleared ON alarms (cleared_at);
