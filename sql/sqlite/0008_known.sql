-- The twin of sql/postgres/0008_known.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN day_first INTEGER;

ALTER TABLE devices ADD COLUMN day_longest INTEGER NOT NULL DEFAULT 0;

ALTER TABLE devices ADD COLUMN days_longest TEXT NOT NULL DEFAULT ''
    CHECK (length(days_longest) % 6 = 0 AND length(days_longest) <= 42
        AND days_longest NOT GLOB '*[^0-9]*');

-- FREE from the import on was nobody's word: such a space is known to be free since its sensor last
-- said so.
UPDATE spaces SET state_since = sensor_event_time
WHERE state = 'FREE' AND state_reason = 'sensor' AND sensor_event_time > state_since
    AND NOT EXISTS (SELECT 1 FROM state_changes c WHERE c.space_id = spaces.id);
