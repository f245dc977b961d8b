-- The twin of sql/postgres/0004_downlink_outcomes.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE downlink_events ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
