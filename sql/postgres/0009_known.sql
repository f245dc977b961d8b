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
