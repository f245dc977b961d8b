-- The twin of sql/postgres/0010_series.sql.
-- compatible_from: 9
-- An empty line ends a statement.

CREATE TABLE booking_series (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    time_zone TEXT NOT NULL CHECK (length(time_zone) <= 100),
    request_id TEXT,
    created_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX booking_series_request ON booking_series (request_id);

CREATE INDEX idx_booking_series_created ON booking_series (created_at, id);

ALTER TABLE reservations ADD COLUMN series_id TEXT REFERENCES booking_series (id);

CREATE INDEX idx_reservations_series ON reservations (series_id, start_time)
    WHERE series_id IS NOT NULL;
