-- What people call a device: ChirpStack's own name comes with each uplink, and would take it away.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN name_setting text NOT NULL DEFAULT '';
