-- The twin of sql/postgres/0007_told.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices ADD COLUMN power TEXT CHECK (power IN ('battery', 'external', 'unknown'));

CREATE INDEX idx_devices_first_heard ON devices (first_heard);

CREATE INDEX idx_dead_letters_recorded ON dead_letters (recorded_at);

CREATE TABLE left_out (
    kind TEXT NOT NULL CHECK (kind IN ('dead_letter', 'device')),
    code TEXT NOT NULL CHECK (length(code) <= 50),
    hour INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (kind, code, hour)
) STRICT;

CREATE TABLE device_remarks (
    dev_eui TEXT NOT NULL CHECK (length(dev_eui) = 16 AND dev_eui NOT GLOB '*[^0-9a-f]*'),
    remark TEXT NOT NULL CHECK (length(remark) <= 20),
    times INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (dev_eui, remark)
) STRICT;

CREATE TABLE device_logs (
    dev_eui TEXT NOT NULL CHECK (length(dev_eui) = 16 AND dev_eui NOT GLOB '*[^0-9a-f]*'),
    code TEXT NOT NULL CHECK (length(code) <= 40),
    level TEXT NOT NULL CHECK (length(level) <= 20),
    text TEXT NOT NULL,
    time INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (dev_eui, code)
) STRICT;

CREATE INDEX idx_device_logs_code ON device_logs (code, time);
