-- Who did what: people's acts on what stays (spaces, floors, devices, the site, bookings, alarms), each
-- row written in the transaction of the act. Nobody changes or deletes one: db-roles grants neither.
-- What a person's contact is, and what is secret, never stands here.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE acts (
    id bigserial PRIMARY KEY,
    act_id uuid NOT NULL, -- of all rows that were moved at once
    place int NOT NULL CHECK (place >= 0), -- among them
    others int NOT NULL CHECK (others >= 0), -- at the first: how many there are beside it
    made_at timestamptz NOT NULL,
    actor varchar(100) NOT NULL DEFAULT '',
    subject varchar(20) NOT NULL
        CHECK (subject IN ('space', 'floor', 'device', 'site', 'booking', 'alarm')),
    verb varchar(20) NOT NULL CHECK (verb IN ('made', 'changed', 'deleted', 'restored', 'cancelled',
        'ended', 'acknowledged', 'withdrawn')),
    row_id varchar(100) NOT NULL,
    space_id uuid,
    name varchar(200) NOT NULL DEFAULT '',
    differences jsonb NOT NULL DEFAULT '[]',
    UNIQUE (act_id, place)
);

CREATE INDEX idx_acts_row ON acts (subject, row_id, id);

CREATE INDEX idx_acts_space ON acts (space_id, id) WHERE space_id IS NOT NULL;

-- What a person does bears that person's name, whatever the program says (0007_told.sql).
CREATE FUNCTION guard_acts() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    NEW.actor := session_user;
    RETURN NEW;
END;
$$;

CREATE TRIGGER guard_acts BEFORE INSERT ON acts FOR EACH ROW
    WHEN (is_person()) EXECUTE FUNCTION guard_acts();
