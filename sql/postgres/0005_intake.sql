-- What was taken in: where a journal stands, what was set aside, months.
-- compatible_from: 1
-- An empty line ends a statement.

-- A journal's segment has an id of its own: numbers come again where a folder is copied or put back,
-- and a position in another segment of that number must not be believed. Rows of before have none:
-- their segments' ids are made of journal and number (journal/journalformat.cpp).
ALTER TABLE ingest_positions ADD COLUMN segment_id uuid;

-- One row a content (topic and payload), however often it comes. Rows of before have no key.
ALTER TABLE dead_letters
    ADD COLUMN content_key bytea,
    ADD COLUMN times bigint NOT NULL DEFAULT 1,
    ADD COLUMN last_at timestamptz,
    ADD COLUMN asked_at timestamptz;

CREATE UNIQUE INDEX idx_dead_letters_content ON dead_letters (content_key);

-- Those that a person wants to be tried again.
CREATE INDEX idx_dead_letters_asked ON dead_letters (id) WHERE asked_at IS NOT NULL;

-- A partition is made alone and then attached: CREATE TABLE ... PARTITION OF waits for whoever reads
-- the table (a backup), and all others wait behind it. Only a station may make one, and not any number.
CREATE OR REPLACE FUNCTION ensure_reading_partition(ts timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '3s' AS $$
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
    IF (SELECT count(*) FROM pg_inherits WHERE inhparent = 'sensor_readings'::regclass) >= 240 THEN
        RAISE EXCEPTION 'there are 240 months of readings already' USING ERRCODE = '54000';
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE sensor_readings INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                   part);
    EXECUTE format('ALTER TABLE sensor_readings ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   part, first_day || '+00', (first_day + interval '1 month') || '+00');
END;
$$;

REVOKE ALL ON FUNCTION ensure_reading_partition(timestamptz) FROM PUBLIC;

-- What a sensor said ends with its place at the space, whoever takes it away. The state follows
-- within a second (StateStore::due).
CREATE FUNCTION end_sensor_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sensor_state := NULL;
    NEW.sensor_event_time := NULL;
    NEW.sensor_event_key := NULL;
    RETURN NEW;
END;
$$;

CREATE TRIGGER end_sensor_word BEFORE UPDATE OF sensor_eui ON spaces FOR EACH ROW
    WHEN (OLD.sensor_eui IS DISTINCT FROM NEW.sensor_eui) EXECUTE FUNCTION end_sensor_word();

CREATE INDEX idx_spaces_wordless ON spaces (id)
    WHERE sensor_state IS NULL AND state_reason = 'sensor';
