-- What goes out of alarms waits in a row until its receiver took it, so that a restart loses nothing and
-- doubles nothing; and what is old goes, where the site wants that: readings by whole months, for a
-- station may not drop tables itself, and changes that are old, for it may delete no others.
-- compatible_from: 1
-- An empty line ends a statement.

-- What runs with its owner's rights looks nowhere else than here (0015_screens.sql).
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE TABLE alarm_notices (
    id uuid PRIMARY KEY,
    outlet text NOT NULL CHECK (outlet IN ('mail', 'webhook')),
    alarm_id uuid NOT NULL,
    event text NOT NULL CHECK (event IN ('raised', 'renewed', 'cleared')),
    content jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at timestamptz NOT NULL,
    problem text NOT NULL DEFAULT '',
    sent_at timestamptz,
    given_up_at timestamptz,
    CHECK (sent_at IS NULL OR given_up_at IS NULL)
);

CREATE INDEX idx_alarm_notices_waiting ON alarm_notices (outlet, made_at)
    WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE INDEX idx_alarm_notices_made ON alarm_notices (made_at);

-- Takes the oldest month of readings that ended before `kept_from` out of the table and gives the name
-- that it has from then on, or NULL where there is none. Who reads the table for long is not waited
-- for: lock_not_available, and another time. What the application itself needs (bookings, gateways of
-- the last week) never goes.
CREATE FUNCTION detach_reading_month(kept_from timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '40ms' AS $$
DECLARE
    part text;
    gone text;
BEGIN
    IF kept_from IS NULL OR kept_from > clock_timestamp() - interval '30 days' THEN
        RAISE EXCEPTION 'readings are kept for 30 days at least' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('smart-parking:partitions', 0));
    SELECT c.relname INTO part FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'sensor_readings'::regclass
            AND CASE WHEN c.relname ~ '^sensor_readings_[0-9]{4}_(0[1-9]|1[0-2])$'
                THEN (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC'
                    <= kept_from
                ELSE false END
        ORDER BY c.relname LIMIT 1;
    IF part IS NULL THEN
        RETURN NULL;
    END IF;
    gone := 'gone_readings_' || right(part, 7);
    EXECUTE format('ALTER TABLE sensor_readings DETACH PARTITION %I', part);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', part, gone);
    RETURN gone;
END;
$$;

REVOKE ALL ON FUNCTION detach_reading_month(timestamptz) FROM PUBLIC;

-- Drops a month that was taken out and gives its name, or NULL where there is none. Nobody waits for it:
-- by then no statement knows the table. A month that somebody detached by hand has another name, and
-- stays.
CREATE FUNCTION drop_detached_month() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '40ms' AS $$
DECLARE
    part text;
BEGIN
    SELECT c.relname INTO part FROM pg_class c
        WHERE c.relnamespace = (SELECT p.relnamespace FROM pg_class p WHERE p.oid = 'sensor_readings'::regclass)
            AND c.relkind = 'r' AND NOT c.relispartition
            AND c.relname ~ '^gone_readings_[0-9]{4}_[0-9]{2}$'
        ORDER BY c.relname LIMIT 1;
    IF part IS NOT NULL THEN
        EXECUTE format('DROP TABLE %I', part);
    END IF;
    RETURN part;
END;
$$;

REVOKE ALL ON FUNCTION drop_detached_month() FROM PUBLIC;

-- Deletes state changes that were stored before `kept_from`, of the next `many` behind `after`; `last` is
-- where to go on, or NULL: behind it all is to be kept. Of each space the newest of these stays, whose state lasts
-- until its next change.
CREATE FUNCTION drop_old_changes(kept_from timestamptz, after bigint, many int, OUT last bigint,
    OUT removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '40ms' AS $$
BEGIN
    IF kept_from IS NULL OR kept_from > clock_timestamp() - interval '30 days' THEN
        RAISE EXCEPTION 'state changes are kept for 30 days at least' USING ERRCODE = '22023';
    END IF;
    removed := 0;
    SELECT max(n.id) INTO last FROM (
        SELECT c.id, c.recorded_at FROM state_changes c WHERE c.id > after ORDER BY c.id LIMIT many) n
        WHERE n.recorded_at < kept_from;
    IF last IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM state_changes c WHERE c.id > after AND c.id <= last AND c.recorded_at < kept_from
        AND EXISTS (SELECT FROM state_changes n WHERE n.space_id = c.space_id AND n.recorded_at < kept_from
            AND (n.timestamp, n.id) > (c.timestamp, c.id));
    GET DIAGNOSTICS removed = ROW_COUNT;
END;
$$;

REVOKE ALL ON FUNCTION drop_old_changes(timestamptz, bigint, int) FROM PUBLIC;
