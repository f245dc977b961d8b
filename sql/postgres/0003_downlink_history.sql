-- Lists by time and the ledger's retention (ARCHITECTURE.md, "The way of one downlink").
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX downlinks_decided ON downlinks (decided_at);

DROP INDEX downlinks_decided_brin;

-- An echo asks for the newest row that was on the air, past all that failed since.
CREATE INDEX downlinks_played ON downlinks (dev_eui, sequence DESC)
    WHERE state IN ('sent', 'acked', 'echoed');

CREATE INDEX downlink_events_time ON downlink_events (time);
