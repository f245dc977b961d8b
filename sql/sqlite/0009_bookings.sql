-- The twin of sql/postgres/0009_bookings.sql.
-- compatible_from: 9
-- An empty line ends a statement.

CREATE TABLE reservations (
    id TEXT PRIMARY KEY,
    space_id TEXT NOT NULL REFERENCES spaces (id),
    start_time INTEGER NOT NULL,
    end_time INTEGER NOT NULL,
    user_email TEXT NOT NULL DEFAULT '' CHECK (length(user_email) <= 255),
    user_phone TEXT NOT NULL DEFAULT '' CHECK (length(user_phone) <= 20),
    plate TEXT NOT NULL DEFAULT '' CHECK (length(plate) <= 20),
    title TEXT NOT NULL DEFAULT '' CHECK (length(title) <= 100),
    reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 200),
    status TEXT NOT NULL DEFAULT 'active',
    metadata TEXT NOT NULL DEFAULT '{}',
    request_id TEXT,
    actor TEXT NOT NULL DEFAULT '' CHECK (length(actor) <= 100),
    cancel_reason TEXT NOT NULL DEFAULT '' CHECK (length(cancel_reason) <= 200),
    arrived_at INTEGER,
    blocked_at INTEGER,
    unverified_at INTEGER,
    no_show_at INTEGER,
    ended_early_at INTEGER,
    overstay_at INTEGER,
    left_at INTEGER,
    created_at INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT valid_status CHECK (status IN ('active', 'completed', 'cancelled', 'no_show')),
    CONSTRAINT valid_times CHECK (end_time > start_time),
    CONSTRAINT valid_duration CHECK (end_time - start_time <= 86400000)
) STRICT;

CREATE INDEX reservations_no_overlap ON reservations (space_id, start_time, end_time)
    WHERE status = 'active';

CREATE UNIQUE INDEX reservations_request ON reservations (request_id);

CREATE INDEX idx_reservations_space ON reservations (space_id, end_time) WHERE status = 'active';

CREATE INDEX idx_reservations_time ON reservations (start_time, end_time, space_id)
    WHERE status = 'active';

CREATE INDEX idx_reservations_start ON reservations (start_time, id);

CREATE INDEX idx_reservations_space_start ON reservations (space_id, start_time);

CREATE INDEX idx_reservations_email ON reservations (lower(user_email), start_time);

CREATE INDEX idx_reservations_overstay ON reservations (space_id)
    WHERE overstay_at IS NOT NULL AND left_at IS NULL;

-- No space is promised twice, whoever writes. Half-open: adjacent ones are allowed. Who swaps the
-- spaces of two bookings lets one of them go first, in the same transaction.
CREATE TRIGGER reservations_no_overlap_insert BEFORE INSERT ON reservations
    WHEN NEW.status = 'active' AND EXISTS (
        SELECT 1 FROM reservations r WHERE r.status = 'active' AND r.space_id = NEW.space_id
            AND r.end_time > NEW.start_time AND r.start_time < NEW.end_time AND r.id <> NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'constraint failed: reservations_no_overlap');
END;

CREATE TRIGGER reservations_no_overlap_update
    BEFORE UPDATE OF id, space_id, start_time, end_time, status ON reservations
    WHEN NEW.status = 'active' AND EXISTS (
        SELECT 1 FROM reservations r WHERE r.status = 'active' AND r.space_id = NEW.space_id
            AND r.end_time > NEW.start_time AND r.start_time < NEW.end_time AND r.id <> OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'constraint failed: reservations_no_overlap');
END;

CREATE VIEW bookings_public AS
    SELECT id, space_id, start_time, end_time, status, arrived_at, blocked_at, unverified_at,
        no_show_at, ended_early_at, overstay_at, left_at, created_at, updated_at
    FROM reservations;
