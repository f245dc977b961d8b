-- When a part did not work, from and to: what Health says now, kept.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE outages (
    id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    check_name text NOT NULL,
    level text NOT NULL CHECK (level IN ('degraded', 'unhealthy')),
    problem text NOT NULL,
    detail text NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz CHECK (ended_at >= began_at)
);

CREATE INDEX idx_outages_began ON outages (began_at);

CREATE INDEX idx_outages_open ON outages (id) WHERE ended_at IS NULL;
