-- Tables of the plan (A26 to A33) with their faults mended; see ARCHITECTURE.md, "Storage".
-- An empty line ends a statement.

CREATE TABLE sites (
    id uuid PRIMARY KEY,
    name varchar(100) NOT NULL CHECK (name <> ''),
    time_zone varchar(64) NOT NULL DEFAULT 'UTC',
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO sites (id, name) VALUES (gen_random_uuid(), 'My site');

CREATE TABLE floors (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites (id),
    building varchar(100) NOT NULL DEFAULT '',
    name varchar(20) NOT NULL DEFAULT '',
    title varchar(100) NOT NULL DEFAULT '',
    level integer NOT NULL DEFAULT 0,
    width_m double precision NOT NULL DEFAULT 0 CHECK (width_m >= 0),
    height_m double precision NOT NULL DEFAULT 0 CHECK (height_m >= 0),
    picture bytea NOT NULL DEFAULT '',
    picture_type varchar(40) NOT NULL DEFAULT '',
    plan jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT floors_place UNIQUE (site_id, building, name)
);

CREATE TABLE spaces (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    site_id uuid NOT NULL REFERENCES sites (id),
    name varchar(100) NOT NULL CHECK (name <> ''),
    code varchar(20) NOT NULL CHECK (code <> ''),
    building varchar(100) NOT NULL DEFAULT '',
    floor varchar(20) NOT NULL DEFAULT '',
    zone varchar(50) NOT NULL DEFAULT '',
    gps_latitude numeric(10, 8) CHECK (gps_latitude BETWEEN -90 AND 90),
    gps_longitude numeric(11, 8) CHECK (gps_longitude BETWEEN -180 AND 180),
    sensor_eui varchar(16) CHECK (sensor_eui ~ '^[0-9a-f]{16}$'),
    display_eui varchar(16) CHECK (display_eui ~ '^[0-9a-f]{16}$'),
    features jsonb NOT NULL DEFAULT '[]',
    x double precision,
    y double precision,
    w double precision,
    h double precision,
    rotation double precision,
    state varchar(20) NOT NULL DEFAULT 'FREE',
    state_reason varchar(20) NOT NULL DEFAULT 'default',
    state_since timestamptz NOT NULL DEFAULT now(),
    reserved_for_someone boolean NOT NULL DEFAULT false,
    sensor_state varchar(20),
    sensor_event_time timestamptz,
    sensor_event_key uuid,
    override_state varchar(20),
    override_reason varchar(200),
    override_actor varchar(100),
    override_since timestamptz,
    override_until timestamptz,
    metadata jsonb NOT NULL DEFAULT '{}',
    actor varchar(100),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT valid_state CHECK (state IN ('FREE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE')),
    CONSTRAINT valid_sensor_state CHECK (sensor_state IN ('FREE', 'OCCUPIED')),
    CONSTRAINT valid_override CHECK (override_state IN ('FREE', 'OCCUPIED', 'MAINTENANCE')),
    CONSTRAINT valid_gps CHECK ((gps_latitude IS NULL) = (gps_longitude IS NULL)),
    CONSTRAINT sensor_complete CHECK (
        (sensor_state IS NULL) = (sensor_event_time IS NULL)
        AND (sensor_state IS NULL) = (sensor_event_key IS NULL)),
    CONSTRAINT override_complete CHECK ((override_state IS NULL) = (override_since IS NULL)),
    CONSTRAINT placement_complete CHECK (num_nulls(x, y, w, h, rotation) IN (0, 5)),
    CONSTRAINT one_device CHECK (sensor_eui <> display_eui)
);

CREATE UNIQUE INDEX spaces_code_live ON spaces (site_id, code) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX spaces_sensor_eui_live ON spaces (sensor_eui) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX spaces_display_eui_live ON spaces (display_eui) WHERE deleted_at IS NULL;

CREATE INDEX spaces_state ON spaces (state) WHERE deleted_at IS NULL;

CREATE INDEX spaces_place ON spaces (building, floor, zone) WHERE deleted_at IS NULL;

CREATE INDEX spaces_override_until ON spaces (override_until)
    WHERE override_until IS NOT NULL AND deleted_at IS NULL;

CREATE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END;
$$;

-- Live state moves all day long; only what people decide counts as an update (A35).
CREATE TRIGGER update_spaces_updated_at
    BEFORE UPDATE OF site_id, name, code, building, floor, zone, gps_latitude, gps_longitude,
        sensor_eui, display_eui, features, x, y, w, h, rotation, metadata, deleted_at
    ON spaces FOR EACH ROW EXECUTE FUNCTION update_updated_at();

CREATE TABLE devices (
    dev_eui varchar(16) PRIMARY KEY CHECK (dev_eui ~ '^[0-9a-f]{16}$'),
    kind varchar(10) NOT NULL DEFAULT 'sensor' CHECK (kind IN ('sensor', 'display', 'gateway')),
    name text NOT NULL DEFAULT '',
    profile_name text NOT NULL DEFAULT '',
    type_setting varchar(40) NOT NULL DEFAULT '',
    resolved_type varchar(40) NOT NULL DEFAULT '',
    first_heard timestamptz NOT NULL,
    last_heard timestamptz,
    last_join timestamptz,
    battery_volt double precision,
    battery_percent double precision,
    temperature double precision,
    rssi integer,
    snr double precision,
    gateway_id text NOT NULL DEFAULT '',
    f_cnt bigint NOT NULL DEFAULT 0,
    uplink_count bigint NOT NULL DEFAULT 0
);

-- No foreign keys: they halve the speed of inserts, and a reading outlives its space.
CREATE TABLE sensor_readings (
    event_key uuid NOT NULL,
    device_eui varchar(16) NOT NULL,
    space_id uuid,
    device_type varchar(40) NOT NULL DEFAULT '',
    occupancy_state varchar(20) CHECK (occupancy_state IN ('FREE', 'OCCUPIED')),
    battery numeric(3, 2),
    battery_percent numeric(5, 2),
    temperature numeric(4, 1),
    rssi integer,
    snr numeric(4, 1),
    gateway_id text NOT NULL DEFAULT '',
    gateways jsonb NOT NULL DEFAULT '[]',
    f_cnt bigint NOT NULL DEFAULT 0,
    f_port smallint NOT NULL DEFAULT 0,
    dr smallint NOT NULL DEFAULT 0,
    payload bytea NOT NULL DEFAULT '',
    object jsonb,
    time_suspect boolean NOT NULL DEFAULT false,
    notes text NOT NULL DEFAULT '',
    timestamp timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    UNIQUE (event_key, timestamp)
) PARTITION BY RANGE (timestamp);

CREATE INDEX idx_sensor_readings_device_time ON sensor_readings (device_eui, timestamp DESC);

CREATE INDEX idx_sensor_readings_space_time ON sensor_readings (space_id, timestamp DESC)
    WHERE space_id IS NOT NULL;

CREATE INDEX idx_sensor_readings_timestamp_brin ON sensor_readings USING brin (timestamp);

-- Makes the partition of the UTC month that holds ts. SECURITY DEFINER: a station may insert, but
-- not create tables of its own.
CREATE FUNCTION ensure_reading_partition(ts timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    first_day timestamp := date_trunc('month', ts AT TIME ZONE 'UTC');
    part text := 'sensor_readings_' || to_char(first_day, 'YYYY_MM');
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('smart-parking:partitions', 0));
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF sensor_readings FOR VALUES FROM (%L) TO (%L)',
                   part, first_day || '+00', (first_day + interval '1 month') || '+00');
END;
$$;

CREATE TABLE state_changes (
    id bigserial PRIMARY KEY,
    space_id uuid NOT NULL REFERENCES spaces (id),
    previous_state varchar(20),
    new_state varchar(20) NOT NULL,
    source varchar(50) NOT NULL,
    actor varchar(100) NOT NULL DEFAULT '',
    request_id varchar(50) NOT NULL DEFAULT '',
    reason varchar(20) NOT NULL,
    event_key uuid,
    note text NOT NULL DEFAULT '',
    metadata jsonb,
    timestamp timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE INDEX idx_state_changes_space ON state_changes (space_id, timestamp DESC);

CREATE INDEX idx_state_changes_timestamp_brin ON state_changes USING brin (timestamp);

CREATE TABLE ingest_positions (
    journal_id uuid PRIMARY KEY,
    segment bigint NOT NULL,
    record bigint NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE dead_letters (
    id bigserial PRIMARY KEY,
    topic bytea NOT NULL,
    payload bytea NOT NULL,
    payload_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    code varchar(50) NOT NULL,
    detail text NOT NULL DEFAULT '',
    sql_state varchar(5) NOT NULL DEFAULT '',
    received_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE TABLE station_status (
    station_id uuid PRIMARY KEY,
    host text NOT NULL,
    version text NOT NULL,
    reported_at timestamptz NOT NULL,
    started_at timestamptz NOT NULL,
    ingesting boolean NOT NULL,
    mqtt_state varchar(20) NOT NULL,
    backlog bigint NOT NULL,
    uplinks_per_second double precision NOT NULL,
    last_uplink timestamptz,
    details jsonb NOT NULL DEFAULT '{}'
);
