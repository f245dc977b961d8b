-- The twin of sql/postgres/0001_initial.sql. Times are INTEGER milliseconds UTC, ids are texts made
-- by the program, JSON is text. An empty line ends a statement.

CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    settings TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO sites (id, name) VALUES (
    lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
        || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    'My site');

CREATE TABLE floors (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    building TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    level INTEGER NOT NULL DEFAULT 0,
    width_m REAL NOT NULL DEFAULT 0 CHECK (width_m >= 0),
    height_m REAL NOT NULL DEFAULT 0 CHECK (height_m >= 0),
    picture BLOB NOT NULL DEFAULT x'',
    picture_type TEXT NOT NULL DEFAULT '',
    plan TEXT NOT NULL DEFAULT '{}',
    updated_at INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT floors_place UNIQUE (site_id, building, name)
) STRICT;

CREATE TABLE spaces (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 20),
    building TEXT NOT NULL DEFAULT '' CHECK (length(building) <= 100),
    floor TEXT NOT NULL DEFAULT '' CHECK (length(floor) <= 20),
    zone TEXT NOT NULL DEFAULT '' CHECK (length(zone) <= 50),
    gps_latitude REAL CHECK (gps_latitude BETWEEN -90 AND 90),
    gps_longitude REAL CHECK (gps_longitude BETWEEN -180 AND 180),
    sensor_eui TEXT CHECK (length(sensor_eui) = 16 AND sensor_eui NOT GLOB '*[^0-9a-f]*'),
    display_eui TEXT CHECK (length(display_eui) = 16 AND display_eui NOT GLOB '*[^0-9a-f]*'),
    features TEXT NOT NULL DEFAULT '[]',
    x REAL,
    y REAL,
    w REAL,
    h REAL,
    rotation REAL,
    state TEXT NOT NULL DEFAULT 'FREE',
    state_reason TEXT NOT NULL DEFAULT 'default',
    state_since INTEGER NOT NULL DEFAULT 0,
    reserved_for_someone INTEGER NOT NULL DEFAULT 0,
    sensor_state TEXT,
    sensor_event_time INTEGER,
    sensor_event_key TEXT,
    override_state TEXT,
    override_reason TEXT CHECK (length(override_reason) <= 200),
    override_actor TEXT CHECK (length(override_actor) <= 100),
    override_since INTEGER,
    override_until INTEGER,
    metadata TEXT NOT NULL DEFAULT '{}',
    actor TEXT,
    created_at INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER,
    CONSTRAINT valid_state CHECK (state IN ('FREE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE')),
    CONSTRAINT valid_sensor_state CHECK (sensor_state IN ('FREE', 'OCCUPIED')),
    CONSTRAINT valid_override CHECK (override_state IN ('FREE', 'OCCUPIED', 'MAINTENANCE')),
    CONSTRAINT valid_gps CHECK ((gps_latitude IS NULL) = (gps_longitude IS NULL)),
    CONSTRAINT sensor_complete CHECK (
        (sensor_state IS NULL) = (sensor_event_time IS NULL)
        AND (sensor_state IS NULL) = (sensor_event_key IS NULL)),
    CONSTRAINT override_complete CHECK ((override_state IS NULL) = (override_since IS NULL)),
    CONSTRAINT placement_complete CHECK (
        (x IS NULL) = (y IS NULL) AND (x IS NULL) = (w IS NULL) AND (x IS NULL) = (h IS NULL)
        AND (x IS NULL) = (rotation IS NULL)),
    CONSTRAINT one_device CHECK (sensor_eui <> display_eui)
) STRICT;

CREATE UNIQUE INDEX spaces_code_live ON spaces (site_id, code) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX spaces_sensor_eui_live ON spaces (sensor_eui) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX spaces_display_eui_live ON spaces (display_eui) WHERE deleted_at IS NULL;

CREATE INDEX spaces_state ON spaces (state) WHERE deleted_at IS NULL;

CREATE INDEX spaces_place ON spaces (building, floor, zone) WHERE deleted_at IS NULL;

CREATE INDEX spaces_override_until ON spaces (override_until)
    WHERE override_until IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE devices (
    dev_eui TEXT PRIMARY KEY CHECK (length(dev_eui) = 16 AND dev_eui NOT GLOB '*[^0-9a-f]*'),
    kind TEXT NOT NULL DEFAULT 'sensor' CHECK (kind IN ('sensor', 'display', 'gateway')),
    name TEXT NOT NULL DEFAULT '',
    profile_name TEXT NOT NULL DEFAULT '',
    type_setting TEXT NOT NULL DEFAULT '',
    resolved_type TEXT NOT NULL DEFAULT '',
    first_heard INTEGER NOT NULL,
    last_heard INTEGER,
    last_join INTEGER,
    battery_volt REAL,
    battery_percent REAL,
    temperature REAL,
    rssi INTEGER,
    snr REAL,
    gateway_id TEXT NOT NULL DEFAULT '',
    f_cnt INTEGER NOT NULL DEFAULT 0,
    uplink_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sensor_readings (
    event_key TEXT NOT NULL,
    device_eui TEXT NOT NULL,
    space_id TEXT,
    device_type TEXT NOT NULL DEFAULT '',
    occupancy_state TEXT CHECK (occupancy_state IN ('FREE', 'OCCUPIED')),
    battery REAL,
    battery_percent REAL,
    temperature REAL,
    rssi INTEGER,
    snr REAL,
    gateway_id TEXT NOT NULL DEFAULT '',
    gateways TEXT NOT NULL DEFAULT '[]',
    f_cnt INTEGER NOT NULL DEFAULT 0,
    f_port INTEGER NOT NULL DEFAULT 0,
    dr INTEGER NOT NULL DEFAULT 0,
    payload BLOB NOT NULL DEFAULT x'',
    object TEXT,
    time_suspect INTEGER NOT NULL DEFAULT 0,
    notes TEXT NOT NULL DEFAULT '',
    timestamp INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    UNIQUE (event_key, timestamp)
) STRICT;

CREATE INDEX idx_sensor_readings_device_time ON sensor_readings (device_eui, timestamp DESC);

CREATE INDEX idx_sensor_readings_space_time ON sensor_readings (space_id, timestamp DESC)
    WHERE space_id IS NOT NULL;

CREATE TABLE state_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    space_id TEXT NOT NULL REFERENCES spaces (id),
    previous_state TEXT,
    new_state TEXT NOT NULL,
    source TEXT NOT NULL,
    actor TEXT NOT NULL DEFAULT '',
    request_id TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL,
    event_key TEXT,
    note TEXT NOT NULL DEFAULT '',
    metadata TEXT,
    timestamp INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_state_changes_space ON state_changes (space_id, timestamp DESC);

CREATE TABLE ingest_positions (
    journal_id TEXT PRIMARY KEY,
    segment INTEGER NOT NULL,
    record INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic BLOB NOT NULL,
    payload BLOB NOT NULL,
    payload_bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    sql_state TEXT NOT NULL DEFAULT '',
    received_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE station_status (
    station_id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    version TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ingesting INTEGER NOT NULL,
    mqtt_state TEXT NOT NULL,
    backlog INTEGER NOT NULL,
    uplinks_per_second REAL NOT NULL,
    last_uplink INTEGER,
    details TEXT NOT NULL DEFAULT '{}'
) STRICT;
