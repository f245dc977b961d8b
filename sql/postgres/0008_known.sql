-- What is known of a sensor: how often it speaks, and since when its space is in its state.
-- compatible_from: 1
-- An empty line ends a statement.

-- Learnt from its own uplinks: the longest silence of each of its last days, in seconds. The
-- station writes it with the device, in the same statement.
ALTER TABLE devices
    ADD COLUMN day_first timestamptz, -- an uplink of the day (UTC) that runs
    ADD COLUMN day_longest integer NOT NULL DEFAULT 0, -- its longest silence so far
    ADD COLUMN days_longest text NOT NULL DEFAULT '' -- of the days before: six digits each, newest first
        CHECK (days_longest ~ '^([0-9]{6}){0,7}$');

-- FREE from the import on was nobody's word: such a space is known to be free since its sensor last
-- said so.
UPDATE spaces SET state_since = sensor_event_time
WHERE state = 'FREE' AND state_reason = 'sensor' AND sensor_event_time > state_since
    AND NOT EXISTS (SELECT 1 FROM state_changes c WHERE c.space_id = spaces.id);
