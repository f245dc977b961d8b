-- The twin of sql/postgres/0003_downlink_history.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX downlinks_decided ON downlinks (decided_at);

CREATE INDEX downlinks_played ON downlinks (dev_eui, sequence DESC)
    WHERE state IN ('sent', 'acked', 'echoed');

CREATE INDEX downlink_events_time ON downlink_events (time);
