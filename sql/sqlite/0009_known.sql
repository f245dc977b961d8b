-- The twin of sql/postgres/0009_known.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN day_first INTEGER;

ALTER TABLE devices ADD COLUMN day_longest INTEGER NOT NULL DEFAULT 0;

ALTER TABLE devices ADD COLUMN days_longest TEXT NOT NULL DEFAULT ''
    CHECK (length(days_longest) % 6 = 0 AND length(days_longest) <= 42
        AND days_longest NOT GLOB '*[^0-9]*');
