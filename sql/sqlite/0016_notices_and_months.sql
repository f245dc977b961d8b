-- The twin of sql/postgres/0016_notices_and_months.sql. Readings have no months here: they go in small steps.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE alarm_notices (
    id TEXT PRIMARY KEY,
    outlet TEXT NOT NULL CHECK (outlet IN ('mail', 'webhook')),
    alarm_id TEXT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('raised', 'renewed', 'cleared')),
    content TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at INTEGER NOT NULL,
    problem TEXT NOT NULL DEFAULT '',
    sent_at INTEGER,
    given_up_at INTEGER,
    CHECK (sent_at IS NULL OR given_up_at IS NULL)
) STRICT;

CREATE INDEX idx_alarm_notices_waiting ON alarm_notices (outlet, made_at)
    WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE INDEX idx_alarm_notices_made ON alarm_notices (made_at);
