-- What an operator could not see: uplinks that moved nothing, what ChirpStack's log said of a device,
-- how a device is fed, and what was left out of a flood.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE devices
    ADD COLUMN power varchar(10) CHECK (power IN ('battery', 'external', 'unknown'));

CREATE INDEX idx_devices_first_heard ON devices (first_heard);

CREATE INDEX idx_dead_letters_recorded ON dead_letters (recorded_at);

-- Messages beyond a bound, by hour: of dead letters the content is not kept, of devices the row.
CREATE TABLE left_out (
    kind varchar(20) NOT NULL CHECK (kind IN ('dead_letter', 'device')),
    code varchar(50) NOT NULL,
    hour timestamptz NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (kind, code, hour)
);

-- One row a device and remark (domain/remark.h), however many uplinks. No foreign keys, as for readings.
CREATE TABLE device_remarks (
    dev_eui varchar(16) NOT NULL CHECK (dev_eui ~ '^[0-9a-f]{16}$'),
    remark varchar(20) NOT NULL,
    times bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (dev_eui, remark)
);

-- The newest entry of each code.
CREATE TABLE device_logs (
    dev_eui varchar(16) NOT NULL CHECK (dev_eui ~ '^[0-9a-f]{16}$'),
    code varchar(40) NOT NULL,
    level varchar(20) NOT NULL,
    text text NOT NULL,
    time timestamptz NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (dev_eui, code)
);

CREATE INDEX idx_device_logs_code ON device_logs (code, time);
