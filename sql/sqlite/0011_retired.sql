-- The twin of sql/postgres/0011_retired.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN retired_at INTEGER;
