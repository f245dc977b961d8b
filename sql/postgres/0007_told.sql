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

-- What grants of columns (parkctl db-roles) cannot say. A person is a login that may do an operator's
-- work, no station's, and is not marked as shared by several people (role parking_shared): what it
-- does bears its name, whatever its program says.
CREATE FUNCTION is_person() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(pg_has_role(session_user, to_regrole('parking_operator'), 'MEMBER'), false)
        AND NOT coalesce(pg_has_role(session_user, to_regrole('parking_station'), 'MEMBER'), false)
        AND NOT coalesce(pg_has_role(session_user, to_regrole('parking_shared'), 'MEMBER'), false)
$$;

-- An operator's work, under whatever name: neither the owner's, who may do all, nor a station's.
CREATE FUNCTION is_only_operator() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(pg_has_role(session_user, to_regrole('parking_operator'), 'MEMBER'), false)
        AND NOT coalesce(pg_has_role(session_user, to_regrole('parking_station'), 'MEMBER'), false)
$$;

CREATE FUNCTION guard_state_changes() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.source <> 'override' OR NEW.event_key IS NOT NULL THEN
        RAISE EXCEPTION 'an operator records overrides alone' USING ERRCODE = '42501';
    END IF;
    IF is_person() THEN
        NEW.actor := session_user;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER guard_state_changes BEFORE INSERT ON state_changes FOR EACH ROW
    WHEN (is_only_operator()) EXECUTE FUNCTION guard_state_changes();

CREATE FUNCTION guard_override_actor() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF is_person() AND NEW.override_state IS NOT NULL THEN
        NEW.override_actor := session_user;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER guard_override_actor BEFORE UPDATE ON spaces FOR EACH ROW
    WHEN ((OLD.override_state, OLD.override_reason, OLD.override_actor, OLD.override_since,
            OLD.override_until)
        IS DISTINCT FROM (NEW.override_state, NEW.override_reason, NEW.override_actor,
            NEW.override_since, NEW.override_until))
    EXECUTE FUNCTION guard_override_actor();

-- An operator wishes and withdraws; what became of a command is the station's to say.
CREATE FUNCTION guard_downlinks() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('pending', 'queued') OR NEW.state <> 'superseded'
            OR (OLD.attempts, OLD.refusals, OLD.queue_item_id, OLD.gateway_id, OLD.posted_at,
                    OLD.queued_at, OLD.sent_at, OLD.acked_at, OLD.echoed_at, OLD.expires_at)
                IS DISTINCT FROM (NEW.attempts, NEW.refusals, NEW.queue_item_id, NEW.gateway_id,
                    NEW.posted_at, NEW.queued_at, NEW.sent_at, NEW.acked_at, NEW.echoed_at,
                    NEW.expires_at) THEN
            RAISE EXCEPTION 'an operator withdraws commands that wait, no more'
                USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'pending' OR NEW.attempts <> 0 OR NEW.refusals <> 0
        OR num_nonnulls(NEW.queue_item_id, NEW.posted_at, NEW.queued_at, NEW.sent_at,
            NEW.acked_at, NEW.echoed_at, NEW.ended_at, NEW.expires_at) > 0 THEN
        RAISE EXCEPTION 'an operator makes commands that wait, no others' USING ERRCODE = '42501';
    END IF;
    IF is_person() THEN
        NEW.actor := session_user;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER guard_downlinks BEFORE INSERT OR UPDATE ON downlinks FOR EACH ROW
    WHEN (is_only_operator()) EXECUTE FUNCTION guard_downlinks();

-- Of what a lamp shows an operator can only take back that it is known. An INSERT that meets a row is
-- an UPDATE, so that what was really inserted is looked at afterwards.
CREATE FUNCTION guard_displays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.evidence <> 'none'
        OR num_nonnulls(NEW.shown_f_port, NEW.shown_payload, NEW.shown_colour, NEW.shown_state) > 0
    THEN
        RAISE EXCEPTION 'what a lamp shows is the station''s to say' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER guard_displays_insert AFTER INSERT ON displays FOR EACH ROW
    WHEN (is_only_operator()) EXECUTE FUNCTION guard_displays();

CREATE TRIGGER guard_displays_update AFTER UPDATE ON displays FOR EACH ROW
    WHEN ((OLD.evidence, OLD.shown_f_port, OLD.shown_payload, OLD.shown_colour, OLD.shown_state)
            IS DISTINCT FROM (NEW.evidence, NEW.shown_f_port, NEW.shown_payload, NEW.shown_colour,
                NEW.shown_state)
        AND is_only_operator())
    EXECUTE FUNCTION guard_displays();
