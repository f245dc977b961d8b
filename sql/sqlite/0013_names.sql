-- The twin of sql/postgres/0013_names.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN name_setting TEXT NOT NULL DEFAULT '';
