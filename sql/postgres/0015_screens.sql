-- Screens for the public tell that they are there and what they show. Their logins have the viewer's
-- rights, which write nothing: one function takes one row each, and no other word. It is no proof of
-- who speaks: any viewer may call it, and with enough names crowd others out of the list.
-- compatible_from: 1
-- An empty line ends a statement.

-- What runs with its owner's rights looks nowhere else than here: without a word of pg_temp that comes
-- first, and a table of that name there, with a trigger, would run as the owner.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

ALTER FUNCTION ensure_reading_partition(timestamptz) SET search_path FROM CURRENT;

CREATE TABLE screens (
    id uuid PRIMARY KEY,
    host text NOT NULL,
    version text NOT NULL,
    shows text NOT NULL,
    age text NOT NULL CHECK (age IN ('live', 'old', 'gone')),
    free integer,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL
);

-- Fifty characters and numbers, once in ten seconds; a hundred screens, and whoever was silent for
-- longest makes room.
CREATE FUNCTION report_screen(screen uuid, host text, version text, shows text, age text, free integer)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM screens s WHERE s.id = screen
               AND s.reported_at BETWEEN clock_timestamp() - interval '10 seconds' AND clock_timestamp()) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('smart-parking:screens', 0));
    DELETE FROM screens s WHERE s.id IN (
        SELECT o.id FROM screens o WHERE o.id <> screen ORDER BY o.reported_at DESC OFFSET 99);
    INSERT INTO screens AS s (id, host, version, shows, age, free, reported_at, reported_by)
    VALUES (screen, left(host, 50), left(version, 50), left(shows, 50), age, free, clock_timestamp(),
            session_user)
    ON CONFLICT (id) DO UPDATE SET host = excluded.host, version = excluded.version,
        shows = excluded.shows, age = excluded.age, free = excluded.free,
        reported_at = excluded.reported_at, reported_by = excluded.reported_by;
END;
$$;

REVOKE ALL ON FUNCTION report_screen(uuid, text, text, text, text, integer) FROM PUBLIC;
