-- Devices that somebody took out of use: they stay with what they said, and are no newcomers.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN retired_at timestamptz;
