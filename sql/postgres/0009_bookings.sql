-- Bookings of spaces, in the plan's table (A29). A program that knows nothing of them would call a
-- space free that is held for somebody, so older ones stop.
-- compatible_from: 9
-- An empty line ends a statement.

-- For the constraint below: GiST that compares ids. From PostgreSQL 13 on whoever may create in the
-- database can make it.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS btree_gist;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE EXCEPTION 'bookings need the extension btree_gist, which this login cannot make (%). Let an administrator install PostgreSQL''s contrib package and run CREATE EXTENSION btree_gist in this database, then migrate again', SQLERRM
        USING ERRCODE = SQLSTATE;
END
$$;

CREATE TABLE reservations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    space_id uuid NOT NULL REFERENCES spaces (id),
    start_time timestamptz NOT NULL,
    end_time timestamptz NOT NULL,
    user_email varchar(255) NOT NULL DEFAULT '',
    user_phone varchar(20) NOT NULL DEFAULT '',
    plate varchar(20) NOT NULL DEFAULT '',
    title varchar(100) NOT NULL DEFAULT '',
    reason varchar(200) NOT NULL DEFAULT '',
    status varchar(20) NOT NULL DEFAULT 'active',
    metadata jsonb NOT NULL DEFAULT '{}',
    request_id uuid,
    actor varchar(100) NOT NULL DEFAULT '',
    cancel_reason varchar(200) NOT NULL DEFAULT '',
    arrived_at timestamptz,
    blocked_at timestamptz,
    unverified_at timestamptz,
    no_show_at timestamptz,
    ended_early_at timestamptz,
    overstay_at timestamptz,
    left_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT valid_status CHECK (status IN ('active', 'completed', 'cancelled', 'no_show')),
    CONSTRAINT valid_times CHECK (end_time > start_time),
    CONSTRAINT valid_duration CHECK (end_time - start_time <= INTERVAL '24 hours'),
    -- No space is promised twice, whoever writes. Half-open: adjacent ones are allowed. Checked at
    -- the end of each statement, or of the transaction (SET CONSTRAINTS ... DEFERRED), so that two
    -- bookings can swap their spaces.
    CONSTRAINT reservations_no_overlap EXCLUDE USING gist
        (space_id WITH =, tstzrange(start_time, end_time, '[)') WITH &&) WHERE (status = 'active')
        DEFERRABLE INITIALLY IMMEDIATE
);

CREATE UNIQUE INDEX reservations_request ON reservations (request_id);

-- What holds a space, and what it is next booked for.
CREATE INDEX idx_reservations_space ON reservations (space_id, end_time) WHERE status = 'active';

-- What holds any space at a time: no booking is longer than a day, so that starts are bounded.
CREATE INDEX idx_reservations_time ON reservations (start_time, end_time, space_id)
    WHERE status = 'active';

CREATE INDEX idx_reservations_start ON reservations (start_time, id);

CREATE INDEX idx_reservations_space_start ON reservations (space_id, start_time);

CREATE INDEX idx_reservations_email ON reservations (lower(user_email), start_time);

-- Cars that stayed, until they leave.
CREATE INDEX idx_reservations_overstay ON reservations (space_id)
    WHERE overstay_at IS NOT NULL AND left_at IS NULL;

-- For whoever writes by hand (A35); programs tell the time themselves.
CREATE TRIGGER update_reservations_updated_at
    BEFORE UPDATE OF space_id, start_time, end_time, user_email, user_phone, plate, title, reason,
        status, metadata, cancel_reason
    ON reservations FOR EACH ROW WHEN (NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at)
    EXECUTE FUNCTION update_updated_at();

-- What a viewer may see: no person.
CREATE VIEW bookings_public AS
    SELECT id, space_id, start_time, end_time, status, arrived_at, blocked_at, unverified_at,
        no_show_at, ended_early_at, overstay_at, left_at, created_at, updated_at
    FROM reservations;

-- A booking moves its space's state at once, also when an operator makes it.
CREATE OR REPLACE FUNCTION guard_state_changes() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.source NOT IN ('override', 'reservation') OR NEW.event_key IS NOT NULL THEN
        RAISE EXCEPTION 'an operator records overrides and bookings alone' USING ERRCODE = '42501';
    END IF;
    IF is_person() THEN
        NEW.actor := session_user;
    END IF;
    RETURN NEW;
END;
$$;

-- Who came, and when, is the station's to say. An operator makes bookings, changes, cancels and ends
-- them; what was said of one that is moved elsewhere is forgotten.
CREATE FUNCTION guard_reservations() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.status <> 'active'
            OR num_nonnulls(NEW.arrived_at, NEW.blocked_at, NEW.unverified_at) > 0)
        OR TG_OP = 'UPDATE' AND (NEW.status = 'no_show' AND OLD.status <> 'no_show'
            OR coalesce(NEW.arrived_at <> OLD.arrived_at, NEW.arrived_at IS NOT NULL)
            OR coalesce(NEW.blocked_at <> OLD.blocked_at, NEW.blocked_at IS NOT NULL)
            OR coalesce(NEW.unverified_at <> OLD.unverified_at, NEW.unverified_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'who came is the station''s to say' USING ERRCODE = '42501';
    END IF;
    IF is_person() THEN
        NEW.actor := session_user;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER guard_reservations BEFORE INSERT OR UPDATE ON reservations FOR EACH ROW
    WHEN (is_only_operator()) EXECUTE FUNCTION guard_reservations();
