-- What somebody should see to, a row each time: open until cleared_at, one at most of each cause.
-- Who acknowledged it only says that it was seen: it is open as long as its cause lasts.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE alarms (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    level text NOT NULL CHECK (level IN ('critical', 'warning', 'notice')),
    affected int NOT NULL CHECK (affected >= 0),
    details jsonb NOT NULL DEFAULT '{}',
    raised_at timestamptz NOT NULL,
    cleared_at timestamptz CHECK (cleared_at >= raised_at),
    acknowledged_at timestamptz,
    acknowledged_by text NOT NULL DEFAULT '',
    CHECK (acknowledged_at IS NOT NULL OR acknowledged_by = '')
);

CREATE UNIQUE INDEX idx_alarms_open ON alarms (kind, subject) WHERE cleared_at IS NULL;

CREATE INDEX idx_alarms_raised ON alarms (raised_at);

CREATE INDEX idx_alarms_cleared ON alarms (cleared_at);
